"""Tests of the second reading: what may go though no rule knows it, and what stays whatever it says."""

from __future__ import annotations

import re

import pytest

from site_agent.deidentify.reports import second_reader
from site_agent.deidentify.reports.filter import ReportFilter
from site_agent.deidentify.reports.second_reader import BESIDE, CERTAIN, PROSE, SURE, second_reading


class _Reader:
    """Tells of every token what it was told to, nothing of others."""

    def __init__(self, sure: dict[str, float], otherwise: float = 0.0) -> None:
        self._sure, self._otherwise = sure, otherwise

    def told(self, text: str) -> list[tuple[tuple[int, int], float, str]]:
        tokens = re.finditer(r"\[[A-Z]+\]|[^\W\d_]+|\d+", text)
        return [(token.span(), self._sure.get(token[0], self._otherwise), "NAME") for token in tokens]


def _reading(monkeypatch: pytest.MonkeyPatch, text: str, reader: _Reader) -> list[str]:
    monkeypatch.setattr(second_reader, "_reader", lambda: reader)
    return [text[start:end] for start, end, _ in second_reading(text)]


@pytest.mark.parametrize(
    ("text", "stays"),
    [
        ("Baker cyst seen by [NAME].", "Baker"),
        ("Read by [NAME], MD, at 14:05.", "14"),
        ("Nodule of 12 mm, [DATE].", "12"),
        ("Patient: [NAME]", "Patient"),
        ("Dr. [NAME] was told of pneumonia.", "pneumonia"),
        ("CT Chest [DATE]", "Chest"),
        ("Stent by Medtronic, [ID].", "Medtronic"),
        ("Grade 3, the 2nd of [NAME].", "2nd"),
        ("Copied to the professor by [NAME].", "professor"),
    ],
)
def test_no_network_takes_what_cannot_identify(
    monkeypatch: pytest.MonkeyPatch, text: str, stays: str
) -> None:
    """Phrases of medicine, labels, exams, times, measurements and plain words stay, however sure it is."""
    assert stays not in _reading(monkeypatch, text, _Reader({}, otherwise=1.0))


def test_words_go_as_a_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """Letters and figures that stand together go together, or not at all."""
    text = "Stamp WX21 and QF8 of [DATE]."
    assert _reading(monkeypatch, text, _Reader({"WX": SURE, "21": SURE, "QF": 1.0})) == ["WX21"]


def test_words_beside_a_sure_one_go_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the network half believes goes where it stands beside what it believes, and stays elsewhere."""
    reader = _Reader({"Quorl": SURE, "Vellum": BESIDE, "Zantry": BESIDE})
    assert _reading(monkeypatch, "By Quorl Vellum [ID]. Zantry [NAME]", reader) == ["Quorl", "Vellum"]


def test_in_plain_prose_it_must_be_surer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing else went from a sentence a word goes only when the network is surer of it."""
    text = "The films were shown to Quorl before the round began. [NAME]"
    assert _reading(monkeypatch, text, _Reader({"Quorl": SURE})) == []
    assert _reading(monkeypatch, text, _Reader({"Quorl": PROSE})) == ["Quorl"]


def test_an_abbreviation_may_be_somebody(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a list knows as two or three capitals goes where its place is certain to hold a person's."""
    text = "Second check MB, [DATE]"
    assert _reading(monkeypatch, text, _Reader({"MB": CERTAIN})) == ["MB"]
    assert _reading(monkeypatch, text, _Reader({"MB": SURE})) == []


@pytest.mark.parametrize(
    ("text", "stays"),
    [
        ("Murphy sign negative. RK 11.1 cm, LK 12.4 cm, cortex normal. [NAME]", "RK"),
        ("Completed: 08:27 MST [ID]", "MST"),
        ("Completed: [DATE] 9:05 PM GMT", "GMT"),
        ("OBX|4|ST|REPBY||[NAME]", "ST"),
    ],
)
def test_capitals_that_are_told_stay(monkeypatch: pytest.MonkeyPatch, text: str, stays: str) -> None:
    """What heads a value, the zone of a time and the code of a segment are nobody's initials."""
    assert stays not in _reading(monkeypatch, text, _Reader({stays: 1.0}))


@pytest.mark.parametrize(
    ("text", "goes"),
    [
        ("Transcribed: [DATE] / qx\n", "qx"),
        ("Authenticated by QX [DATE] 05:06", "QX"),
        ("Original reporter: Hazelgrove Reporting\n", "Hazelgrove"),
        ("Reporting radiographer [NAME] [DATE]. Double read: MB", "MB"),
        ("Alert sent to requesting team; [NAME]. by SR 05:50.", "SR"),
        ("Dictated by [NAME], typed by MS, [DATE] 10:12", "MS"),
    ],
)
def test_the_network_that_ships_knows_where_identifiers_stand(text: str, goes: str) -> None:
    """What stands where only a person, a number or a place can goes though no list knows it."""
    assert goes in [text[start:end] for start, end, _ in second_reading(text)]


def test_nothing_is_read_into_findings() -> None:
    """A report that names nobody stays as it is."""
    text = "FINDINGS: The lungs are clear. No effusion. Heart size is normal.\nIMPRESSION: No acute finding."
    assert second_reading(text) == []
    assert ReportFilter().filter(text).text == text


def test_a_second_reading_is_the_last() -> None:
    """What the reader leaves, it leaves when the text comes again."""
    text = "Transcribed: 4 May 2021 / qx\nTR: kw  Job 5583021\nNo effusion."
    once = ReportFilter().filter(text).text
    assert ReportFilter(stand_ins=True).filter(once).text == once


@pytest.mark.parametrize(("age", "found"), [("88", []), ("93", ["93"])])
def test_an_age_that_many_reach_stays(monkeypatch: pytest.MonkeyPatch, age: str, found: list[str]) -> None:
    """Whatever the reader says of an age, below ninety it identifies nobody."""

    class Ages(_Reader):
        def told(self, text: str) -> list[tuple[tuple[int, int], float, str]]:
            return [(span, sure, "AGE") for span, sure, _ in super().told(text)]

    assert _reading(monkeypatch, f"[NAME], {age} y.o. woman, [DATE].", Ages({age: 1.0})) == found
