"""A technique behind "Tech:" stays, a technologist goes."""

from __future__ import annotations

import pytest

from site_agent.deidentify.reports.filter import ReportFilter
from site_agent.deidentify.reports.techniques import is_technique


def _judged(line: str) -> bool:
    at = line.index(":") + 1
    return is_technique(line, (at + len(line[at:]) - len(line[at:].lstrip()), len(line)))


@pytest.mark.parametrize(
    "line",
    [
        "Tech: 7 mL Dotarem, arterial phase",
        "TECH: FOUR VIEWS",
        "Tech: Low dose",
        "Tech: With Quorlotrast cups",
    ],
)
def test_what_was_done_is_a_technique(line: str) -> None:
    """Measures, joining words and words of imaging tell it."""
    assert _judged(line)


@pytest.mark.parametrize(
    "line", ["Tech: Quorl, Ann", "TECH: LONG BONE", "Technologist: Ann View", "Tech: Long"]
)
def test_who_did_it_is_none(line: str) -> None:
    """Names, of plain words too, are no technique; other labels head people alone."""
    assert not _judged(line)


def test_both_are_told_apart_in_a_report() -> None:
    """The technologist's name goes, the technique stays."""
    text = "Tech: Quorlinda Vex\nFINDINGS: Clear lungs.\nTech: 3 mm axial images without contrast.\n"
    filtered = ReportFilter().filter(text).text
    assert "Quorlinda" not in filtered
    assert "3 mm axial images without contrast" in filtered
