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
        ("No fracture.\n\nVER: KL  TYP: ED  DT: 2018-05-02  STATUS: FINAL", ("KL", " ED")),
        ("Normal study.\nrpt: in  chk: mm", ("in  ", "mm")),
        ("D: 2017-06-10 07:45  T: June 10, 2017 11:48  of/am", ("of/", "/am")),
        ("Two blinded reads. Reader codes DD and AS.", ("DD", "AS")),
        ("Confirmed by read-back. -GP", ("GP",)),
        ("Entered by wilma.major at 01:12h.", ("wilma", "major")),
        ("ORDER CHANGED BY WILMA.CROSS ON 26 FEB 2015.", ("WILMA", "CROSS")),
        ("Wilma Quayle, MD (stoned) FINAL 6/5/23", ("stoned",)),
        ("Portal user blackwop viewed on 17/11/2023.", ("blackwop",)),
        ("Scanned by VD, checked by GP.", ("VD", "GP")),
        ("Urgent alert sent to winterj; acknowledged Sep 14, 2023.", ("winterj",)),
        ("T: Jan 13, 2023 22:40  tr/sw", ("tr/", "/sw")),
        ("sticky note by chest_j 2023-10-25 11:00", ("chest",)),
    ],
)
def test_staff_go(reports: ReportFilter, text: str, gone: tuple[str, ...]) -> None:
    """Letters and names stand there for a member of staff alone."""
    found = reports.filter(text)
    assert found.status == "ok"
    assert not [word for word in gone if word in found.text]


@pytest.mark.parametrize(
    "text",
    [
        "Typ: CT  Rep: no change.",
        "The images went to pacs.no report was sent.",
        "User interface viewed on the console.",
        "Report sent to surgery; nothing else.",
    ],
)
def test_staff_end_where_nobody_is_meant(reports: ReportFilter, text: str) -> None:
    """Methods, plain words and interfaces are nobody."""
    assert reports.filter(text).text == text
