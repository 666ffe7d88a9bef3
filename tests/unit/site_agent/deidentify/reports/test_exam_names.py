"""Names of examinations stay, those of people beside them do not count as parts."""

from __future__ import annotations

import pytest

from site_agent.deidentify.reports.exam_names import exam_names


def _found(text: str) -> list[str]:
    return [text[start:end] for start, end in exam_names(text)]


@pytest.mark.parametrize(
    ("text", "exam"),
    [
        ("Exam: XR Elbow and Rt Wrist today", "XR Elbow and Rt Wrist"),
        ("US SCROTUM + DOPPLER", "US SCROTUM + DOPPLER"),
        ("Renal Doppler done", "Renal Doppler"),
        ("KNEE: SACRUM AP LAT", "SACRUM AP LAT"),
        ("CT NECK/THORAX/ABDO", "CT NECK/THORAX/ABDO"),
        ("71250^CT CHEST W CONTRAST|", "CT CHEST W CONTRAST"),
        ("MR L/S SPINE", "MR L/S SPINE"),
        ("XR FOOT 3V LT", "XR FOOT 3V LT"),
    ],
)
def test_an_exam_is_found_however_it_is_written(text: str, exam: str) -> None:
    """A modality, what it shows, its sides, views and technique are one name."""
    assert exam in _found(text)


@pytest.mark.parametrize(
    "text",
    [
        "MR BONE WAS SEEN",
        "Mr Heart called",
        "Cons: Mr R Quayle",
        "TO MR B QUAYLE AT NOON",
        "patient, Mr ap Quayle, fell",
        "told Quorlinda Small PA-C",
        "Surgical consult, L. Quayle",
        "Brain",
    ],
)
def test_a_person_is_no_exam(text: str) -> None:
    """Titles that look like a modality, credentials and initials make no exam of a name."""
    assert not _found(text)


def test_a_surname_before_a_given_name_is_left_out() -> None:
    """A word of the body that ends an exam before a comma and a name is the patient's."""
    assert _found("XR CHEST LUNG, MARY") == ["XR CHEST"]
