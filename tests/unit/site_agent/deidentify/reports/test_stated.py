"""Scores, receptors and trends that look like places, days and telephones stay; those go."""

from __future__ import annotations

import pytest

from site_agent.deidentify.reports.filter import ReportFilter


def _released(sentence: str) -> str:
    return ReportFilter().filter(f"The study shows no fracture.\n{sentence}\nNo effusion is seen.").text


@pytest.mark.parametrize(
    "sentence",
    [
        "St Mary's ratio 19 on the right.",
        "Plan: Rpt film 6/52.",
        "Rpt scan in 6/12. Both kidneys are normal.",
        "f/u CT 3/12.",
        "Dx code R07.9, J18.9",
        "ICD-10 code J18.9 entered.",
        "Imp Gallstones.",
        "Hx Falls.",
        "Concl: Rash.",
        "FOLLOW UP NODULE CLINIC",
        "12 French drain with Malecot tip.",
        "1. Mayo score 3 on endoscopy.",
        "Carcinoma, ER 7/8 and PR 5/8.",
        "Lake Louise 2018 criteria are met.",
        "Lactate 2.1, pH 7.28 on arrival.",
        "Platelets 311-288-274 over three days.",
        "HR 98, RR 22, BP 120/80.",
        "A mass at 3 o'clock in clinic.",
        "A node on the left, S14 I112.",
        "The gestation is 23w4d by scan.",
        "2. March fracture of the second metatarsal.",
        "Pain 7/10, after 2/10 on the scale.",
        "Plaques typical of MS. Mild atrophy of the brain.",
        "Cough. History of MS. Raynaud phenomenon.",
        "Chest pain, R/O pulmonary embolism.",
        "In good inspiration 10/10 ribs are seen.",
    ],
)
def test_what_is_stated_of_a_patient_stays(sentence: str) -> None:
    """The noun of a score, the other half of a receptor's score and a quantity before a list tell it."""
    assert sentence in _released(sentence)


@pytest.mark.parametrize(
    ("sentence", "gone"),
    [
        ("Seen at St Mary's Hospital on the ward.", "Mary"),
        ("Seen on 1 Mayo 2019 for the first time.", "2019"),
        ("Platelets low, ring 311-288-2744 about it.", "288-2744"),
        ("Ph 728 4411 for the result.", "4411"),
        ("LMP 23/05/03. March fracture on the left.", "23/05"),
    ],
)
def test_what_identifies_goes_all_the_same(sentence: str, gone: str) -> None:
    """The same words as a place, a day or a telephone are one."""
    assert gone not in _released(sentence)
