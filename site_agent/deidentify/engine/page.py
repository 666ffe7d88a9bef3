"""The report of a run as a page for the site admin: what came out, what stayed and why, what was done.

Rules: counts, tags, names of the standard and codes only; no value, no path, no input is named. Every reason
and every rule comes with its sentence, from the place where it is defined.

Not here: which input had which reason: the report's JSON holds it under keyed hashes (`walk`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from site_agent.deidentify.engine.document import Bars, Block, Cell, Heading, Table, Text, page
from site_agent.deidentify.profile.actions import Rule
from site_agent.errors import Reason

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from site_agent.deidentify.engine.report import TreeReport

STATUSES: Final = {
    "written": "De-identified, verified and written under its new SOP Instance UID.",
    "quarantined": "Readable, but not proved clean: it stays at home.",
    "refused": "Could not be read as a DICOM object of a patient.",
    "skipped": "Nothing to do: a copy of another input, or no regular file.",
}
"""What may become of an input, and what that means."""

_RULES: Final[dict[str, Rule]] = {rule.value: rule for rule in Rule}
_PAINTED: Final = {
    "burned_in_box": "Places in the pixels that were painted over, since text stood there.",
    "face_removed": "Instances in which a face was overwritten.",
}
_REASONS: Final = {reason.value: reason for reason in Reason}


def report_page(report: TreeReport) -> str:
    """Return a run's report as one self-contained HTML page."""
    return page("De-identification report", list(_blocks(report)))


def rule_text(name: str) -> str:
    """Return the sentence of a rule or of something painted over, or nothing when a count is neither's."""
    return _RULES[name].meaning if name in _RULES else _PAINTED.get(name, "")


def reason_text(code: str) -> tuple[str, str]:
    """Return what a reason means and what to do about it."""
    reason = _REASONS.get(code)
    return (reason.meaning, reason.remedy) if reason else ("", "")


def _blocks(report: TreeReport) -> Iterable[Block]:
    total = sum(report.counts.values())
    yield Text(
        f"Profile `{report.profile}` (digest `{report.profile_digest[:16]}`), radshare {report.software}, "
        f"{total} inputs in {report.seconds:.1f} s. Nothing on this page is a value, a name or a path."
    )
    yield Heading("What became of the inputs")
    yield Bars(
        ("status", "inputs", "meaning"), tuple((s, n, STATUSES.get(s, "")) for s, n in report.counts.items())
    )
    yield from _aside(report)
    yield from _classes(report.classes)
    yield Heading("What was done, by rule")
    yield Bars(
        ("rule", "elements", "meaning"),
        tuple((name, n, rule_text(name)) for name, n in _most(report.actions)),
    )
    yield Heading("What was done, by attribute")
    yield Text(
        "Every attribute that was met, at any depth of nesting. Private attributes are counted together."
    )
    rows = tuple((a.tag, a.name, a.rule, a.count) for a in report.attributes)
    yield Table(("tag", "attribute", "rule", "elements"), rows, live=True)
    yield Heading("What this page does not say")
    yield Text(
        "That nobody can be recognised. Look at a sample of the output with your own eyes, at every "
        "ultrasound, secondary capture and scanned document, and run `site-agent risk` on the folder: rare "
        "combinations of what was kept may still single a patient out."
    )


def _aside(report: TreeReport) -> Iterable[Block]:
    yield Heading("What was set aside")
    if not report.reasons:
        yield Text("Nothing: every input came out.")
        return
    rows: list[tuple[Cell, ...]] = [(code, n, *reason_text(code)) for code, n in _most(report.reasons)]
    yield Table(("reason", "inputs", "meaning", "what to do"), tuple(rows))
    yield Text(
        "Which input had which reason stands in the JSON report under keyed hashes; "
        "`input_mapping.csv` of `--mapping-dir` leads from them to the files."
    )


def _classes(classes: Mapping[str, Mapping[str, int]]) -> Iterable[Block]:
    if not classes:
        return
    yield Heading("What the inputs were")
    named = {name or "not told, or not in PS3.6": counts for name, counts in classes.items()}
    became = {
        name: ", ".join(f"{n} {status}" for status, n in _most(counts)) for name, counts in named.items()
    }
    totals = {name: sum(counts.values()) for name, counts in named.items()}
    yield Bars(("SOP class", "inputs", "became"), tuple((name, n, became[name]) for name, n in _most(totals)))


def _most(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
