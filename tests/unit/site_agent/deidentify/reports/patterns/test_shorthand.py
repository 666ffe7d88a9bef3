"""Notes without a verb or a year: the letters and the day go, the finding beside them stays."""

from __future__ import annotations

import pytest

from site_agent.deidentify.reports.filter import ReportFilter

FILTER = ReportFilter(recognise=False, second=False)
NOTES = [
    "Re-vetted {} {}",
    "Minutes {} {}",
    "Protocol note ({} {}): add HBP.",
    "Verified: {} {}.",
    "QC'd {} {}. Small cyst.",
    "Job done {} {}",
]
LETTERS = ["KTW", "HD", "K/B", "MS", "MD"]
DAYS = ["17.03", "02-27", "12/5", "8/7"]
ELSEWHERE = [
    ("Reader 2 {} RTR", "F/R/H"),
    ("Op1 {} Op2 NW Rm 6", "ARC"),
    ("QA: {} score 2/5, MF score 1/5", "JES"),
    ("RADIOGRAPHER COMMENT ({}): rotated.", "bmo"),
    ("Resident interpretation ({}) reviewed and edited, MB.", "CDW"),
    ("Repeat lateral view per {}.", "DGK"),
    ("12 March 2024 17:41 {}: told ward.", "GB"),
    ("right side, {} present.", "CA KM OB"),
    ("Logged in as {} at WS-8338.", r"RIS\underwoodl"),
    ("Filed by {} 1 July 2024", "nhs-loganed"),
]
STAYS = [
    "Reviewed CT 1405.",
    "Seen ED.",
    "Checked NGT position at 14 cm.",
    "O/E chest clear.",
    "R/O fracture.",
    "Score 2/5 for each reader.",
    "Delayed views per protocol.",
]


@pytest.mark.parametrize("note", NOTES)
@pytest.mark.parametrize("letters", LETTERS)
@pytest.mark.parametrize("day", DAYS)
def test_letters_and_days_of_a_note_go(note: str, letters: str, day: str) -> None:
    """Whatever else the letters are short for: a day behind them tells."""
    released = FILTER.filter(f"The lungs are clear.\n{note.format(letters, day)}\nNo effusion.").text

    assert letters not in released
    assert day not in released
    assert "The lungs are clear." in released
    assert "No effusion." in released


@pytest.mark.parametrize(("note", "value"), ELSEWHERE)
def test_letters_and_logins_in_their_slots_go(note: str, value: str) -> None:
    """Operators, readers, comments and domains."""
    assert value not in FILTER.filter(f"The lungs are clear.\n{note.format(value)}\nNo effusion.").text


@pytest.mark.parametrize("text", STAYS)
def test_what_nobody_signed_stays(text: str) -> None:
    """Examinations, units and shorthand of medicine in the same slots."""
    assert text in FILTER.filter(f"Findings: The lungs are clear.\n{text}\nNo effusion.").text


@pytest.mark.parametrize("age", ["M94", "F101"])
def test_a_sex_and_an_age_of_ninety_in_one_go(age: str) -> None:
    """Ages of ninety and more are identifiers; younger ones stay."""
    released = FILTER.filter(f"Frail {age} from home. This 72F fell.").text

    assert age not in released
    assert "72F" in released
