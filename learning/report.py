"""Writes the report of an experiment: ``report.html``, one file that opens anywhere, and ``results.json``.

Rule: the page shows what the results document holds and nothing more; it loads nothing, runs no script, and
says in words when intervals overlap. ``results.json`` is the canonical document itself.

Not here: torch, Flower or any data of a site; a coordinator renders this.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from pydantic import ValidationError

from learning.comparison import compare_arms
from learning.errors import ResultsUnreadableError
from learning.plots import intervals_svg, row_name, short_name
from radshare.experiment import Arm, ExperimentResults, RowStatus
from radshare.files import write_private

if TYPE_CHECKING:
    from collections.abc import Sequence

    from radshare.experiment import SiteRow

TEMPLATES = Path(__file__).resolve().parent / "templates"

STATUS_WORDS = {
    RowStatus.OK: "judged",
    RowStatus.LATE: "no answer before the deadline",
    RowStatus.OFFLINE: "not connected",
    RowStatus.REFUSED: "refused",
}
ARM_WORDS = {
    Arm.LOCAL: "the site's own real images",
    Arm.SHARED: "synthetic counterparts from other sites' packages only",
    Arm.MIXED: "own real images and other sites' synthetic counterparts",
}


def write_report(results: ExperimentResults, out: Path) -> Path:
    """Write ``report.html`` and ``results.json`` into ``out`` and return the page's path."""
    out.mkdir(parents=True, exist_ok=True)
    write_private(out / "results.json", results.canonical())
    page = out / "report.html"
    write_private(page, render(results).encode("utf-8"))
    return page


def read_results(path: Path) -> ExperimentResults:
    """Return the results in a ``results.json``.

    Raises:
        ResultsUnreadableError: The file is missing or not a results document.
    """
    try:
        return ExperimentResults.model_validate_json(path.read_bytes())
    except (OSError, ValidationError):
        raise ResultsUnreadableError from None


def render(results: ExperimentResults) -> str:
    """Return the page as HTML; the same results give the same bytes."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"short": short_name, "row_name": row_name, "number": _number}
    answered = sorted({row.judged_at for row in results.rows if row.status is RowStatus.OK})
    return environment.get_template("report.html.j2").render(
        results=results,
        spec=results.spec,
        answered=answered,
        figure=Markup(intervals_svg(results.rows)) if results.rows else "",  # noqa: S704 - our own drawing
        comparisons=compare_arms(results.rows),
        findings=findings(results.rows),
        status_words=STATUS_WORDS,
        arm_words=ARM_WORDS,
        ok=RowStatus.OK,
    )


def findings(rows: Sequence[SiteRow]) -> list[str]:
    """Return the sentences that head the report: whether these numbers show anything, and what."""
    compared = compare_arms(rows)
    if not compared:
        return ["No site judged two arms on its own patients, so nothing can be compared."]
    apart = [comparison for comparison in compared if not comparison.overlap]
    if not apart:
        head = "At every site the intervals of all arms overlap: "
        return [head + "these patients do not show that any arm is better than another."]
    overlapping = len(compared) - len(apart)
    said = [f"At {short_name(item.judged_at)}, {item.sentence()}" for item in apart]
    if overlapping:
        said.append(
            f"In {overlapping} of {len(compared)} comparisons the intervals overlap and show no winner."
        )
    return said


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"
