"""A finding with a capital within a sentence is no name behind a mere cue."""

from __future__ import annotations

import pytest

from site_agent.deidentify.reports.complaints import is_complaint, is_finding
from site_agent.deidentify.reports.filter import ReportFilter


@pytest.mark.parametrize("word", ["Sciatica", "hydronephrosis", "JAUNDICE", "Tendinopathy"])
def test_diseases_and_complaints_are_findings(word: str) -> None:
    """By their ending or by the list, whatever their case."""
    assert is_complaint(word)


@pytest.mark.parametrize("word", ["Heart", "Baker", "Stone", "Lung", "Mass", "Ferrosi"])
def test_what_people_are_called_is_none(word: str) -> None:
    """Anatomy, jobs and what many people bear stay open."""
    assert not is_complaint(word)


def test_a_word_before_a_finding_begins_it() -> None:
    """The second word in small letters tells."""
    assert is_finding("with Multiple sclerosis", (5, 13))
    assert not is_finding("with Multiple Quorl", (5, 13))


def test_a_finding_behind_a_cue_stays_and_a_person_goes() -> None:
    """A cue takes names, of plain words too, and no disease."""
    text = (
        ReportFilter().filter("A man with Multiple sclerosis, seen with Heart, on Sunday with Sciatica.").text
    )
    assert "Multiple sclerosis" in text
    assert "Sciatica" in text
    assert "Heart" not in text
