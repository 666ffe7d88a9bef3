"""Tests of `site_agent.deidentify.reports.prose`: the value of a field ends where a sentence begins."""

from __future__ import annotations

import pytest

from site_agent.deidentify.reports.filter import ReportFilter
from site_agent.deidentify.reports.prose import before_prose, before_sentence


@pytest.mark.parametrize(
    ("value", "behind"),
    [
        ("Zorvi Quornley", ". Pancreatitis with necrosis of the tail."),
        ("Quornley R.", " Uptake at 24 hours is 47%."),
        ("QY", ". Fazekas 3 change in the deep white matter."),
        ("Theatre 5", ". Pfirrmann grade 2 at L4/5."),
        ("H.W.", ". AXILLARY LYMPH NODES ARE NOT ENLARGED."),
    ],
)
def test_a_value_ends_before_the_next_sentence(value: str, behind: str) -> None:
    """Plain words and eponyms with their noun behind a full stop are no part of a name or a place."""
    text = value + behind
    assert before_sentence(text, (0, len(text))) == (0, len(value))


@pytest.mark.parametrize("value", ["Dr. Stone", "St. Quornley Hospital", "C. Dear", "A.Y. Drain", "Rm. 5"])
def test_a_stop_within_a_name_ends_nothing(value: str) -> None:
    """Titles, initials and what shortens a part of an address end no sentence."""
    assert before_sentence(value, (0, len(value))) == (0, len(value))


def test_a_grade_before_an_eponym_is_no_initial() -> None:
    """What begins with the letter of a grade is nobody's name."""
    text = "Severe canal stenosis, Schizas C. Schmorl nodes at T12."
    assert before_sentence(text, (text.index("C."), len(text)))[1] == text.index("C.")


def test_two_words_in_small_letters_are_prose() -> None:
    """A name ends before the words that go on about it."""
    text = "Seen. Zorvi Quornley reviewed the images with the team."
    start = text.index("Zorvi")
    assert text[slice(*before_prose(text, (start, len(text))))] == "Zorvi Quornley"


@pytest.mark.parametrize(
    "text",
    [
        "Location: Ward 5. Pfirrmann grade 2 at L4/5. Agatston score 640.",
        "Operator: Z. Quornley; assistant: Vorrel R. Uptake at 24 hours is 47%.",
        "Radiographer: Zorvi Quornley. Normal study.",
    ],
)
def test_what_stands_behind_a_field_stays(text: str) -> None:
    """The finding behind a field on its line is released, the field's value is not."""
    left = ReportFilter().filter(text)
    assert left.status == "ok"
    assert text.split(". ", 1)[1].split()[-2] in left.text
    assert "Quornley" not in left.text
    assert "Ward 5" not in left.text
