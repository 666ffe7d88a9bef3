"""A slip of the finger costs no finding, where a name would have a capital."""

from __future__ import annotations

import pytest

from site_agent.deidentify.reports.filter import ReportFilter
from site_agent.deidentify.reports.misspelt import is_misspelt, tells_names


@pytest.mark.parametrize("word", ["effusoin", "pnuemonia", "consolidaton", "atelectassis", "pleurak"])
def test_one_slip_away_from_a_common_word_is_misspelt(word: str) -> None:
    """Letters exchanged, lost, doubled or hit beside are slips."""
    assert is_misspelt(word)


@pytest.mark.parametrize("word", ["kowalczyk", "smiht", "okonkwo", "xyzzyq"])
def test_names_short_words_and_nonsense_are_not(word: str) -> None:
    """Only what is nearly a word is taken for one."""
    assert not is_misspelt(word)


def test_a_text_without_capitals_tells_no_names() -> None:
    """There a small letter says nothing, so a slip is not forgiven."""
    assert tells_names("There is a small effusion. Heart normal.")
    assert not tells_names("there is a small effusion. heart normal.")
    assert not tells_names("THERE IS A SMALL EFFUSION.")


def test_a_misspelt_finding_survives_and_a_capitalised_stranger_does_not() -> None:
    """The unknown-word rule still fails closed."""
    text = ReportFilter().filter("Small plueral effusion on the left, as told to Kowalczyk.").text
    assert "plueral" in text
    assert "Kowalczyk" not in text
