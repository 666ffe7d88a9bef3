"""Eponyms that no list has stay; people of the same name do not."""

from __future__ import annotations

import pytest

from site_agent.deidentify.reports.filter import ReportFilter
from site_agent.deidentify.reports.names import HeaderValues


@pytest.mark.parametrize(
    "phrase",
    [
        "Zorblatt disease",
        "Zorblatt-Kruk triangle",
        "Zorblatt's sign",
        "Zorblatt stage IV",
        "Zorblatt type 2",
        "vein of Zorblatt",
        "morbus Zorblatt",
        "tear Zorblatt II",
        "a tear grade 2 (Zorblatt)",
        "popliteal (Zorblatt) cyst",
    ],
)
def test_a_strange_word_before_the_noun_of_an_eponym_stays(phrase: str) -> None:
    """Nobody can list every eponym."""
    assert phrase in ReportFilter().filter(f"Findings are those of {phrase} on the left.").text


@pytest.mark.parametrize(
    "text",
    [
        "Seen by Dr. Zorblatt sign follows.",
        "Mr Zorblatt disease is progressing.",
        "Discussed with Kofi Zorblatt cyst unchanged.",
        "Called to Zorblatt at noon.",
        "Known glioma, Zorblatt A., who was seen here.",
        "Seen with Zorblatt II, who agreed.",
    ],
)
def test_a_person_before_such_a_noun_goes(text: str) -> None:
    """A title or another name before it makes it a person's."""
    assert "Zorblatt" not in ReportFilter().filter(text).text


def test_a_header_value_is_no_eponym() -> None:
    """What the paired header tells goes wherever it stands."""
    header = HeaderValues.of({"PatientName": "Zorblatt^Kofi"})
    assert "Zorblatt" not in ReportFilter().filter("Findings of Zorblatt disease.", header).text


@pytest.mark.parametrize(
    "line",
    [
        "Seen by Tobrin. Quorlin fracture of the wrist.",
        "Quorlin and Drabek type II injury.",
        "Free edge 3 mm, Quorlin 2.",
    ],
)
def test_an_eponym_begins_a_sentence_or_ends_one(line: str) -> None:
    """Behind the full stop of another sentence, in pairs, and with its degree behind a measurement."""
    assert "Quorlin" in ReportFilter().filter(line).text


@pytest.mark.parametrize("phrase", ["guglielmi coils", "allen test", "hess grade"])
def test_eponyms_of_a_text_without_capitals_stay(phrase: str) -> None:
    """Where nothing is written with capitals, listed eponyms count in small letters too."""
    assert (
        phrase in ReportFilter().filter(f"no effusion. {phrase} was seen on the left. lungs are clear.").text
    )


def test_units_and_societies_are_no_titles() -> None:
    """Milliseconds and SIR classes introduce nobody; Ms and Sir do."""
    text = (
        ReportFilter()
        .filter("PR interval 168 ms  QRS duration 92 ms. SIR class A. Told Ms Axial and Sir Helical.")
        .text
    )
    assert "QRS duration 92 ms. SIR class A." in text
    assert "Axial" not in text
    assert "Helical" not in text


def test_a_gauge_in_french_introduces_nobody() -> None:
    """Behind a number "Fr." is a size, so that the test of the next sentence stays."""
    assert (
        "Allen test"
        in ReportFilter().filter("Balloon in zone III, 7 Fr. Allen test type B; access 6 Fr.").text
    )
