"""Tests of `site_agent.deidentify.reports.patterns.spoken_days`: days in words."""

from __future__ import annotations

import pytest

from site_agent.deidentify.reports.filter import ReportFilter


@pytest.fixture(scope="module")
def reports() -> ReportFilter:
    """Return the rules without the network."""
    return ReportFilter(recognise=False)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Knee, may fourteenth twenty twenty-four. Clear.", "Knee, [DATE]. Clear."),
        ("Compared with january thirteenth. Clear.", "Compared with [DATE]. Clear."),
        ("Told at 20:02 the eighteenth of May 2024. Clear.", "Told at 20:02 [DATE]. Clear."),
        ("Seen March third, two thousand and nineteen. Clear.", "Seen [DATE]. Clear."),
        ("Date of test: may sixth.\nClear.", "Date of test: [DATE].\nClear."),
        ("Read on the twenty-first of June. Clear.", "Read on [DATE]. Clear."),
        ("Operated twelfth December nineteen ninety-eight. Clear.", "Operated [DATE]. Clear."),
    ],
)
def test_days_in_words_go_whole(reports: ReportFilter, text: str, left: str) -> None:
    """Month, day and year go together, however they are said."""
    assert reports.filter(text).text == left


@pytest.mark.parametrize(
    "text",
    [
        "This may first need drainage.",
        "The second of two nodules may second the finding.",
        "The third and fourth ribs are broken.",
        "Fracture of the fifth metatarsal.",
    ],
)
def test_ordinals_beside_verbs_and_bones_stay(reports: ReportFilter, text: str) -> None:
    """What counts ribs, nodules or steps is no day."""
    assert reports.filter(text).text == text
