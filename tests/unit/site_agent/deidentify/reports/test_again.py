"""Tests that what went somewhere in a report goes wherever it is used as the same name."""

from __future__ import annotations

import pytest

from site_agent.deidentify.reports.filter import ReportFilter


@pytest.fixture(scope="module")
def reports() -> ReportFilter:
    """Return a filter without the recogniser: rules alone must do."""
    return ReportFilter(recognise=False)


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("Patient: Zorvi Field\nLungs are clear.\nAction: Field notified at 3 pm.", "Field"),
        ("patient: zorvi field\nlungs are clear.\nok\nfield 555-201-7731 please", "field"),
        ("Dr. Quornley Small read this. The lungs are clear; I asked Small about it.", "Small"),
    ],
)
def test_a_plain_surname_goes_where_it_is_spoken_of(reports: ReportFilter, text: str, gone: str) -> None:
    """A surname that is a word of its own goes from every place where somebody is meant."""
    assert gone not in reports.filter(text).text.splitlines()[-1]


def test_a_plain_surname_stays_a_word_where_it_is_one(reports: ReportFilter) -> None:
    """The word stays where it means what it always means."""
    text = "Patient: Zorvi Field\nThe field of view is small. Field of view: 20 cm."
    assert reports.filter(text).text.endswith("The field of view is small. Field of view: 20 cm.")


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("Seen at Amber Fox Medical Centre. A film came from AFMC, 3 views.", "AFMC"),
        (
            "Amber Fox Medical Centre\n12 Elm Street\nThe lungs are clear. She said amber fox told her.",
            "amber fox",
        ),
        ("Quornley Mobile X-Ray\n3244 Elm Street, Dunvale, TX 44012\nLungs are clear.", "X-Ray"),
        ("Lungs are clear. Injured near Two Foxes Flats on 3 May 2019.", "Flats"),
        ("Sincerely, Zorvi Quornley MD, Trident Overnight Readers, 555-201-7731", "Readers"),
        ("Case sent by Law Offices of Quornley Fox, lien signed.", "Fox"),
    ],
)
def test_places_go_with_their_plain_words_and_initials(reports: ReportFilter, text: str, gone: str) -> None:
    """What an institution or town is called goes whole, again, and for short."""
    assert gone not in reports.filter(text).text


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("QUORNLEY, ZORVI T          E5525078     CHEST", " T "),
        ("Reported by:\nDr Zorvi Quornley (QMR 36213A)\nConsultant", "QMR"),
        ("Implant serial number LOT 256205 is safe.", "LOT"),
        ("The sister (Zorvi Quornley, 91 566 94 33) was told.", "33"),
        ("user> per t.n.: pt declined", "t.n."),
        ("thanks\n\nok\nPRUDENCE QUORNLEY", "PRUDENCE"),
        ("kid is zorvinia gold's nephew? no", "gold"),
        ("rejected, peer to peer w quornley-moss at 555-201-7731", "moss"),
        ("SEEN. REVIEWED BY LANGERHANS, QUORN MD, TODAY.", "LANGERHANS"),
        ("The lungs are clear.\n\nButcher 4 Jan 2018 0504\n", "Butcher"),
    ],
)
def test_names_and_numbers_go_to_their_edges(reports: ReportFilter, text: str, gone: str) -> None:
    """Initials, prefixes of numbers and plain surnames go with what they belong to."""
    assert gone not in reports.filter(text).text


def test_findings_behind_a_preposition_are_no_towns(reports: ReportFilter) -> None:
    """Positions, diseases and departments written with capitals stay."""
    text = "Seen in Chest Clinic. Stable in Fowler Position. Changes in Crohn Disease. Lesion in Segment Two."
    assert reports.filter(text).text == text
