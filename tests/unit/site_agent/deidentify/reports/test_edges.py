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
