"""Who did it, in letters, goes wherever only a person can stand; what letters are short for there stays."""

from __future__ import annotations

import pytest

from site_agent.deidentify.reports.filter import ReportFilter

FILTER = ReportFilter(recognise=False, second=False)
FRAMES = [
    "Reported by {} at 14:05.",
    "Verified electronically by {}.",
    "Dictated: {}.",
    "Protocolled {}.",
    "Signed off {}.",
    "Author {}; typed later.",
    "2nd checker {}.",
    "Tech: {}.",
    "Verified ({}).",
    "Discussed at 1405 ({}).",
    "Transcrit par {}.",
    "Double reported by JKW and {}.",
]
LETTERS = ["KTW", "RTB", "HU", "D.F.", "J.-F. B."]
SMALL = ["Reported by {}.", "typist: {}\n", "checked by {} at 1405.", "Spk GEG, ed. {}."]
STAYS = [
    "Reviewed with ENT at 14:05.",
    "Reported CT 1405.",
    "Given IV.",
    "Confirmed (MRI).",
    "Noted PE.",
    "CT reviewed.",
    "MRI discussed with the team.",
    "Supplied by the RCA.",
]


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize("letters", LETTERS)
def test_letters_of_a_person_go(frame: str, letters: str) -> None:
    """Whatever else the letters are short for: a deed, a role or what only people do tells."""
    released = FILTER.filter(f"Findings: The lungs are clear.\n{frame.format(letters)}\nNo effusion.").text

    assert letters.rstrip(".") not in released
    assert "The lungs are clear." in released
    assert "No effusion." in released


@pytest.mark.parametrize("letters", ["KTW", "RTB", "HU"])
def test_letters_that_are_to_do_something_go(letters: str) -> None:
    """What is to be done is a person's to do."""
    assert letters not in FILTER.filter(f"The lungs are clear.\n{letters} to follow up the biopsy.\n").text


@pytest.mark.parametrize("frame", SMALL)
def test_small_letters_of_a_person_go(frame: str) -> None:
    """As typists write them."""
    assert "qx" not in FILTER.filter(f"The lungs are clear.\n{frame.format('qx')}").text


@pytest.mark.parametrize("text", STAYS)
def test_units_machines_and_findings_stay(text: str) -> None:
    """What letters are short for in the same slots is nobody."""
    assert text in FILTER.filter(f"Findings: The lungs are clear.\n{text}\nNo effusion.").text


@pytest.mark.parametrize("day", ["3rd of May", "12 March", "4 Sept"])
def test_a_day_leaves_its_full_stop(day: str) -> None:
    """So that what stands behind it stays a sentence of its own, and its labels the same."""
    released = FILTER.filter(f"The pacemaker was checked {day}. Mild scoliosis of the thoracic spine.").text

    assert ". Mild scoliosis of the thoracic spine." in released
    assert day.rsplit(maxsplit=1)[-1] not in released
