from __future__ import annotations

import pytest

from site_agent.deidentify.reports.filter import ReportFilter

_PROSE = "The heart is normal in size and both lungs are clear. No effusion."


@pytest.fixture(scope="module")
def reports() -> ReportFilter:
    """Return a filter without the recogniser: rules alone must do."""
    return ReportFilter(recognise=False)


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("Lives alone at 412 SH 7, Quornby Flats.", ["412", "SH", "7"]),
        ("Rolled his ute on SH 7 near Quornby.", ["SH", "7"]),
        ("Brought from 86 Concession 4; no deficit.", ["86", "Concession", "4"]),
        ("1204 Range Road 41, Quornby, AB", ["1204", "Range", "41"]),
        ("Mr Quornley, of 47 The Rows, Kilvarnt.", ["47", "Rows"]),
        ("Dept of Medicine\n61 Harrow Mount, Kilvarnt QW4 7CG\n", ["61", "Mount", "QW4", "7CG"]),
        ("Quornby Imaging\nUnit 7/118 Harlow Pde\nKilvarnt\n", ["Unit", "7", "118", "Pde"]),
        ("moved to kilvarnt, on h4k 2p7.", ["h4k", "2p7", "on h"]),
        ("JAYNE QUORNLEY, KILVARNT QW4 7CG\n", ["QW4", "7CG"]),
        ("Letter to 12 Harrow Road, Kilvarnt Ext 3.", ["Ext", "3"]),
        ("Jayne Quornley\nHarlow Creek QLD\n\nDear Jayne,", ["QLD"]),
        ("CITY ........ Harlow Creek, TX\nEXAM: CT", ["Harlow", "TX"]),
        ("Home visit: lives with daughter Jayne in Harlow Dunes.", ["Harlow", "Dunes"]),
        ("RTC on A447 near Quornby.", ["A447"]),
        ("Rollover on US-44.", ["US-44"]),
        ("Crashed at mile marker 44 on I-94.", ["44", "I-94"]),
        ("Found at the corner of Main and 4th.", ["Main", "4th"]),
        ("Home: 4471 N 1200 E", ["4471", "1200"]),
        ("Quornby VA Clinic\nRancho Kilvarnt, AZ\n\n(Case 20240313)", ["Rancho", "AZ"]),
        ("Tell our front desk in Old Tansy before May.", ["Old", "Tansy"]),
        ("Fall treated in Seven Poplars.", ["Seven", "Poplars"]),
        ("Found down at 5th and Pine.", ["5th", "Pine"]),
        ("Jayne Quornley, of 83 Protea Gracht.", ["83", "Gracht"]),
        ("Home: RD 2, Quornby 4372", ["RD", "2"]),
        ("HISTORY: MOVED FROM OLD KILVARNT, OR TO QUORNBY, NY.", ["OR"]),
        ("Scan of Quornby Hospital (Spruce Narrows), 4 May 2020.", ["(Spruce", "Spruce"]),
    ],
)
def test_houses_without_a_word_for_a_street_go(reports: ReportFilter, text: str, gone: list[str]) -> None:
    """Numbered roads, streets of a bare name, units before an address, codes and towns of home go."""
    after = f" {reports.filter(f'{text}{chr(10)}{_PROSE}').text.split(_PROSE)[0]}"
    for mark in "\n,;.":
        after = after.replace(mark, " ")
    assert not [part for part in gone if f" {part} " in f"{after} "]


@pytest.mark.parametrize(
    "text",
    [
        "HR 72 RR 18, BP 120/80.",
        "Salter-Harris SH 2 fracture of the radius.",
        "Lesion at L4 5MM deep.",
        "T2 3D sequences were acquired.",
        "1 The liver is normal",
        "Seen on 12 US images, unit 4 of 6.",
        "Pain in the left leg since the fall, level L4/5.",
        "She lives in a care home.",
        "Occlusion of the M1 segment on CTA.",
        "FELL FROM WHEELCHAIR AT HOME.",
        "MOVED FROM STRETCHER.",
        "Treated in Radiology and seen in ED.",
        "Pain at 5th and sixth ribs.",
        "I-131 therapy was given.",
        "Fell 4 m off a ladder.",
        "Phase 3 trial drug given.",
    ],
)
def test_counts_and_levels_are_no_houses(reports: ReportFilter, text: str) -> None:
    """Vital signs, fractures, levels, sequences and numbered findings stay."""
    assert text in reports.filter(f"{text}\n{_PROSE}").text
