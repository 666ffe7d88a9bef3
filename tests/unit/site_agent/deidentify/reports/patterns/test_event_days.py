from __future__ import annotations

import pytest

from site_agent.deidentify.reports.filter import ReportFilter


@pytest.fixture(scope="module")
def reports() -> ReportFilter:
    """Return a filter without the recogniser: rules alone must do."""
    return ReportFilter(recognise=False)


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("Told the sister at 19:05, 6/11, read back.", "6/11"),
        ("Discussed 1.36pm 15/6.</Text>", "15/6"),
        ("Discussed 0853h 11/25.||||||F", "11/25"),
        ("HISTORY: Rollover 6/5 on a farm road.", "6/5"),
        ("Imaging during stay:\n10/10 MRI brain with contrast: clear.", "10/10"),
        ("Course\n23/5 MR PROSTATE: clear.\n21/10 Chest radiograph: clear.", "21/10"),
        ("COMP: August and 8/30/07.", "August"),
        ("Seen by the clinic (30\n  July 2017): no change.", "30"),
    ],
)
def test_days_of_times_events_and_lists_go(reports: ReportFilter, text: str, gone: str) -> None:
    """A bare day goes behind a time or an event and at the head of a list's line."""
    found = reports.filter(text)
    assert gone not in found.text
    assert "[DATE]" in found.text


@pytest.mark.parametrize(
    "text",
    [
        "Pain 7/10 at rest since the collapse.",
        "Power 4/5 in the left arm.",
        "Grade 2/3 changes; 3/4 MRI criteria met.",
        "At 10:30 4/5 power returned.",
        "Two cores, 3/12 positive.",
    ],
)
def test_scores_and_fractions_stay(reports: ReportFilter, text: str) -> None:
    """What counts or measures is no day."""
    assert reports.filter(text).text == text
