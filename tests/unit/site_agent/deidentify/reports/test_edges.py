"""What stands at the edges of a name stays: grades, titles of the next one, departments, units, "Prior"."""

from __future__ import annotations

import pytest

from site_agent.deidentify.reports.filter import ReportFilter


def _released(sentence: str) -> str:
    return ReportFilter().filter(f"The study shows no fracture.\n{sentence}\nNo effusion is seen.").text


@pytest.mark.parametrize(
    ("sentence", "stays"),
    [
        ("Present: Dr. Quorlin, Dr. Anna Drabek, R. Zorb (CNS).", ", Dr. ["),
        ("Verbal report to Anna Drabek (ST5) at noon.", "(ST5)"),
        ("Patient: Quorlin, Anna (M, 72)", "(M, 72)"),
        ("Patient: Quorlin, Anna, 69 y, Female", "69 y, Female"),
        ("Prior Quorlin Regional Medical Center films.", "Prior ["),
        ("Department of Radiology, Quorlin Memorial Hospital", "Department of Radiology"),
        ("I saw her in the Quorlin Regional Hospital outpatient clinic today.", "outpatient clinic today"),
        ("I have seen Mr Quorlin's scan today.", "'s scan"),
        ("Dear Colleague, thank you for sending Mr Quorlin.", "Dear Colleague"),
        ("The patient was reported by Anna Drabek MB ChB MRCP.", "MB ChB"),
        ("E-signed Anna Drabek, FRANZCR", "E-signed ["),
        ("Reported by Anna Drabek, MCNZ 80131.", "MCNZ ["),
        ("Reader Anna Drabek, DO", "Reader ["),
        ("Compared with films from Quorlin Hospital of 3/4/2019.", "] of ["),
        ("Seen in the TB clinic (Miss Quorlin) today.", "TB clinic (Miss ["),
        ("Outside hospital (Quorlin Urgent Care) asks for it.", "Outside hospital (["),
        ("She is a resident of Quorlin fell at home.", "fell at home"),
        ("A fall was seen by Dr Quorlin on 3/4/2019. 2. No fracture.", "]. 2. No"),
    ],
)
def test_what_names_nobody_stays(sentence: str, stays: str) -> None:
    """Jobs, grades, titles, departments and units identify nobody."""
    released = _released(sentence)
    assert stays in released
    assert not {word for word in ("Quorlin", "Drabek", "Anna") if word in released}


def test_a_sentence_above_a_department_is_no_institution() -> None:
    """Only a line that ends like a name may be the head of a letter."""
    released = _released("Department of Radiology, Quorlin Memorial Hospital")
    assert released.startswith("The study shows no fracture.\nDepartment of Radiology")


@pytest.mark.parametrize(
    ("sentence", "gone"),
    [
        ("Seen by Dr. Prior in clinic.", "Prior"),
        ("imaged at quorlin lake clinic on monday.", "clinic"),
        ("Lives at 12 Quorlin Dr, Zorbtown.", "Dr,"),
        ("Patient name: Baby Quorlin", "Quorlin"),
    ],
)
def test_the_same_words_go_as_a_name(sentence: str, gone: str) -> None:
    """A surname and a street that look like them go."""
    assert gone not in _released(sentence)


@pytest.mark.parametrize(
    ("sentence", "left"),
    [
        ("NURSE ALASDAIR AWARE.", "] AWARE."),
        ("THIS IS DR. QUORLIN SIGNING OFF.", "] SIGNING OFF."),
        ("HER SON QUORLIN GAVE THE HISTORY.", "] GAVE THE HISTORY."),
    ],
)
def test_what_somebody_did_stays_in_capitals(sentence: str, left: str) -> None:
    """Where no capital parts a name from the verb behind it."""
    assert left in ReportFilter().filter(f"THE STUDY SHOWS NO FRACTURE. {sentence} NO EFFUSION.").text


@pytest.mark.parametrize(
    ("sentence", "gone"),
    [
        ("PATIENT: FOREMAN, ADA", "FOREMAN"),
        ("Reported by Foreman, Ada on 3/4/2019.", "Foreman"),
        ("DISCUSSED WITH DR. AHMED SAID AT 12:10.", "SAID"),
    ],
)
def test_a_role_or_deed_may_be_a_surname(sentence: str, gone: str) -> None:
    """Before a comma, or where people are called so."""
    assert gone not in _released(sentence)
