"""Words stay that no list knows where only measurements, medicines, devices and abbreviations stand."""

from __future__ import annotations

import pytest

from site_agent.deidentify.reports.filter import ReportFilter
from site_agent.deidentify.reports.names import HeaderValues

BEFORE = "Findings of the left knee are described below. "


@pytest.mark.parametrize(
    "phrase",
    [
        "Density of 0,912 g/cm² and a clearance of 64 mL/min.",
        "Nodule on se. 7, im. 112 is stable.",
        "After 12 mL Zorblavist the lesion enhances.",
        "Takes Zorblatine 40 mg daily.",
        "Scanned on a Siemens Zorblat Prime 3T unit.",
        "There was rupture of the QBX.",
        "The lateral gastric rim (LGR) is torn and the LGR bleeds.",
        "Recanalisation was ZIKO 2b after two passes.",
        "The ZUKA score of 4 is low.",
        "Fit for sedation, ASA class 2.",
        "Spondylolisthesis grade 1 (Meyerding).",
        "Exercise to 7.4 METS without pain.",
        "Labs: Hb 101, Na 141, K 4.0.",
        "Calcium at the MESA 71st percentile.",
        "LVEDVi 91 mL/m2 and a clip (HydroMARK).",
        "1. May-Thurner syndrome is possible.",
    ],
)
def test_what_stands_where_only_such_words_stand_stays(phrase: str) -> None:
    """Nobody can list every unit, medicine, device and abbreviation."""
    assert phrase in ReportFilter().filter(BEFORE + phrase).text


@pytest.mark.parametrize(
    "text",
    [
        "Discussed with Dr. Zorblatt 40 mg were given.",
        "Seen by Zorblatt, Kofi at the console.",
        "Reported to Kofi Zorblatt on Friday.",
        "Signed Zorblatt.",
    ],
)
def test_people_go_all_the_same(text: str) -> None:
    """A title, a cue or another name makes a strange word a person's."""
    assert "Zorblatt" not in ReportFilter().filter(BEFORE + text).text


def test_a_header_value_stays_in_no_such_place() -> None:
    """What the paired header tells goes even before a dose."""
    header = HeaderValues.of({"PatientName": "Zorblatt^Kofi"})
    assert "Zorblatt" not in ReportFilter().filter(BEFORE + "Zorblatt 40 mg.", header).text


@pytest.mark.parametrize(
    "word",
    ["Zygomaticomaxillary", "Enterogastric", "Regadenoson", "Leiomyomata", "Prednisolon", "Doppler"],
)
def test_a_word_of_medicine_is_known_in_the_middle_of_a_sentence(word: str) -> None:
    """Built as medicine is, or on an open list of medicines."""
    assert word in ReportFilter().filter(f"{BEFORE}It shows the {word} type again.").text


def test_two_lists_may_go_on_with_the_same_word() -> None:
    """A scale keeps its degrees where an eponym of the same name has longer phrases with them."""
    assert "Le Fort III fracture" in ReportFilter().filter(BEFORE + "There is a Le Fort III fracture.").text
