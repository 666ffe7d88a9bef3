# ruff: noqa: E501 - a message is read line by line
from __future__ import annotations

import pytest

from site_agent.deidentify.reports.filter import ReportFilter
from site_agent.deidentify.reports.segments import segment_codes, segment_values

FILTER = ReportFilter(recognise=False)
MESSAGE = (
    "MSH|^~\\&|RIS|QZVH|PACS|QZVH|20230417093011||ORU^R01|M4471902|P|2.5",
    "PID|1||7731904^^^QZV^MR||ZORREL^QUIN^T||19580214|F|||9 Elm Row^^Dunvale^OH^44018||5551234567",
    "PV1|1|I|ICU^^^||||990217^QUILLEN^MARA^^^^MD",
    "OBR|1|5520981|QX7719|71250^CT CHEST|||20230417090000|||||||||990217^QUILLEN^MARA||||||20230417093000||RAD|F",
    "OBX|1|TX|71250&GDT||Nodule of the right upper lobe, 12-15-18 mm, seen by Dr. Quillen.||||||F|||20230417093011",
)


@pytest.mark.parametrize("apart", ["\n", " "])
def test_segments_are_read_by_position(apart: str) -> None:
    """Names, ids, dates and places of a pasted message go; its names, types and codes stay, in lines or one line."""
    filtered = FILTER.filter(apart.join(MESSAGE)).text
    for told in (
        "QZV",
        "7731904",
        "ZORREL",
        "QUIN",
        "1958",
        "Elm",
        "Dunvale",
        "44018",
        "MARA",
        "Quillen",
        "990217",
        "2023",
    ):
        assert told not in filtered
    for kept in (
        "RIS|",
        "ORU^R01|",
        "|P|2.5",
        "PID|1||",
        "^MR|",
        "|F|",
        "|I|ICU^",
        "^MD",
        "|71250^CT CHEST|",
        "|RAD|F",
    ):
        assert kept in filtered
    assert (
        "OBX|1|TX|71250&GDT||Nodule of the right upper lobe, 12-15-18 mm, seen by Dr. [NAME].||||||F|||[DATE]"
        in filtered
    )


def test_a_code_is_short() -> None:
    """A name where a code belongs has no shield, so a message out of order does not leak."""
    text = "PID|ZORREL-QUILLEN|||||||QUIN ZORREL\nOBX|1|TX|||Clear."
    kept = {text[start:end] for start, end in segment_codes(text)}
    assert not kept & {"ZORREL-QUILLEN", "QUIN ZORREL"}


def test_bars_alone_make_no_segment() -> None:
    """A table between bars is none of HL7, whatever its first cell is."""
    text = "PV1 | 12 mm | stable\nMRN | 4471902 |"
    assert segment_values(text) == []
    assert segment_codes(text) == []


def test_a_text_in_the_place_of_a_service_is_read_as_text() -> None:
    """A message that skips a field keeps nothing of its prose."""
    text = (
        "MSH|^~\\&|RIS|X|EMR|Y|20190302||ORU^R01|1|P|2.3\nOBX|1|TX| Calcified focus in the right zone. "
        "Follow up at Quornby Urgent Care on 3/31. Lungs are clear.\n"
    )
    assert not [span for span in segment_codes(text) if "Urgent" in text[slice(*span)]]


@pytest.mark.parametrize(
    ("line", "gone", "stays"),
    [
        ("PID|413395|Zorrel^Quin^C|6-Sep-67|F", ("Zorrel", "Quin", "^C"), "PID|"),
        (
            "PID|413395|Zorrel^Quin^C|6-Sep-67|F\nOBR|A-9656754|US HEAD NEONATAL|Jul. 23, 2025",
            ("9656754",),
            "US HEAD NEONATAL",
        ),
        (
            "PID|41|Zorrel^Quin|F\nOBR|6397142|XR CHEST AND ABDOMEN NEONATE|22-MAY-25",
            ("6397142",),
            "XR CHEST AND",
        ),
        ("PID|41|Zorrel^Quin|F\nPV1|I|Cubicle 10|Zorrel^Kojo|75136435", ("Kojo", "75136435"), "PV1|I|"),
    ],
)
def test_fields_that_were_counted_otherwise(line: str, gone: tuple[str, ...], stays: str) -> None:
    """A person where the standard has a number goes whole; the name of an exam there stays."""
    left = FILTER.filter(line).text
    assert not [one for one in gone if one in left]
    assert stays in left
