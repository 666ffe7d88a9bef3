"""Tests of what identifies nobody where it stands."""

from __future__ import annotations

import pytest

from site_agent.deidentify.reports.innocent import is_innocent


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("VAS 6/10 before [DATE]", "6"),
        ("reached [NAME] at 0642.", "0642"),
        ("SNOT-22 of 58", "22"),
        ("TD# [ID]", "TD"),
        ("BP 118/72, [NAME]", "BP"),
        ("Old MI. Lives in [ADDRESS].", "MI"),
        ("a double-J stent, [DATE]", "J"),
        ("[NAME] of the day", "day"),
        ("OPINION: SCLEROSIS [DATE]", "SCLEROSIS"),
        ("the 27th of [NAME]", "27th"),
    ],
)
def test_what_measures_heads_or_is_plain_is_innocent(text: str, word: str) -> None:
    """Scores, times, labels of numbers, parts of words and plain words identify nobody."""
    start = text.index(word)
    assert is_innocent(text, (start, start + len(word)), cased=True)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("reader 2 KX", "KX"),
        ("[PHONE] 5329 F [PHONE]", "5329"),
        ("TR: qw  Job [ID]", "qw"),
        ("[ORG] Station", "Station"),
        ("Original reporter: Quornel", "Quornel"),
        ("stamp WX21", "WX21"),
    ],
)
def test_what_may_be_anybodys_is_not(text: str, word: str) -> None:
    """Initials, figures, unknown words, codes and what touches a name may identify somebody."""
    start = text.index(word)
    assert not is_innocent(text, (start, start + len(word)), cased=True)
