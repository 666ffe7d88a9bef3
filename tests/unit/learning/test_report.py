from __future__ import annotations

import re
import subprocess
import sys
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

from factories.learning import EXPERIMENT, site, spec
from learning.comparison import compare_arms
from learning.errors import ResultsUnreadableError
from learning.report import findings, read_results, render, write_report
from radshare.experiment import Arm, ExperimentResults, RowStatus, SiteRow

if TYPE_CHECKING:
    from pathlib import Path


def judged(arm: Arm, where: str, auc: float, half: float = 0.05, trained: str = "") -> SiteRow:
    """Return a row with an interval of twice ``half``."""
    return SiteRow(
        arm=arm,
        trained_at=site(trained or where),
        judged_at=site(where),
        status=RowStatus.OK,
        n=40,
        n_patients=20,
        n_positive=18,
        n_train=100,
        auc=auc,
        auc_low=round(auc - half, 4),
        auc_high=round(auc + half, 4),
    )


def results(*rows: SiteRow) -> ExperimentResults:
    """Return a results document with these rows."""
    return ExperimentResults(
        experiment_id=EXPERIMENT,
        spec=spec("hospital-a", "hospital-b", title="Pneumonia <against> normal"),
        rows=rows,
        locks={site("hospital-a"): "ab" * 32},
        started_at="2026-01-01T00:00:00+00:00",
        finished_at="2026-01-01T00:05:00+00:00",
        seconds={"gathering": 2.5, "training": 100.0, "total": 123.4},
    )


ROWS = (
    judged(Arm.LOCAL, "hospital-a", 0.70),
    judged(Arm.SHARED, "hospital-a", 0.72),
    judged(Arm.MIXED, "hospital-a", 0.90),
    judged(Arm.SHARED, "hospital-a", 0.65, trained="hospital-b"),
    SiteRow(
        arm=Arm.LOCAL,
        trained_at=site("hospital-b"),
        judged_at=site("hospital-b"),
        status=RowStatus.OFFLINE,
        code="CONNECTION_LOST",
    ),
)


class Page(HTMLParser):
    """Collects what a page would load, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.tags: set[str] = set()
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remember the tag and every address in it."""
        self.tags.add(tag)
        self.loads += [value or "" for name, value in attrs if name in {"src", "href", "srcset", "data"}]

    def handle_data(self, data: str) -> None:
        """Remember the text."""
        self.text += data


def test_the_page_loads_nothing_and_runs_nothing() -> None:
    """One file that opens anywhere: no script, no image, style or font from elsewhere."""
    page = Page(render(results(*ROWS)))
    assert not {"script", "link", "img", "iframe", "object"} & page.tags
    assert "http" not in re.sub(r"http://www\.w3\.org/\S+", "", " ".join(page.loads))
    assert "svg" in page.tags


def test_every_row_shows_with_its_numbers_or_its_code() -> None:
    """AUC, interval, counts and lock digest are on the page; a silent site stands there with its code."""
    text = Page(render(results(*ROWS))).text
    for expected in (
        "0.700",
        "0.650 to 0.750",
        "CONNECTION_LOST",
        "not connected",
        "ab" * 32,
        "hospital-b",
        "123",
    ):
        assert expected in text
    assert "Pneumonia <against> normal" in text  # escaped in the source, readable on the page


def test_the_same_results_give_the_same_page(tmp_path: Path) -> None:
    """Rendering is a pure function, and results.json reads back as the document itself."""
    document = results(*ROWS)
    assert render(document) == render(document)
    page = write_report(document, tmp_path / "report")
    assert page.read_text(encoding="utf-8") == render(document)
    assert read_results(tmp_path / "report" / "results.json") == document


def test_overlap_is_said_in_words() -> None:
    """A reader learns first whether the intervals separate anything."""
    assert "overlap" in findings(ROWS[:2])[0]
    assert findings(ROWS[:2]) == [findings(ROWS[:2])[0]]
    apart = findings(ROWS)
    assert any("mixed scored 0.200 above local, and their intervals do not overlap" in said for said in apart)
    assert "1 of 3 comparisons" in apart[-1]
    assert findings([ROWS[-1]]) == [
        "No site judged two arms on its own patients, so nothing can be compared."
    ]


def test_only_arms_judged_on_the_same_patients_are_compared() -> None:
    """A visiting model is never set against a model of the house."""
    pairs = {(found.better, found.worse) for found in compare_arms(ROWS)}
    assert pairs == {(Arm.SHARED, Arm.LOCAL), (Arm.MIXED, Arm.LOCAL), (Arm.MIXED, Arm.SHARED)}


def test_a_page_without_any_answer_still_says_so() -> None:
    """No rows with numbers is a report too."""
    assert "nothing can be compared" in Page(render(results(ROWS[-1]))).text
    assert "nothing can be compared" in Page(render(results())).text


def test_a_foreign_file_is_no_results_document(tmp_path: Path) -> None:
    """A missing or malformed file is refused by code."""
    (tmp_path / "results.json").write_text("{}")
    for name in ("results.json", "missing.json"):
        with pytest.raises(ResultsUnreadableError):
            read_results(tmp_path / name)


def test_a_coordinator_needs_no_torch() -> None:
    """Neither the ServerApp nor the report imports torch, MONAI or scikit-learn."""
    code = (
        "import sys, learning.server_app, learning.report, coordinator.experiments.desk, "
        "coordinator.experiments.superlink; "
        "print([m for m in ('torch', 'monai', 'sklearn', 'pydicom') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
