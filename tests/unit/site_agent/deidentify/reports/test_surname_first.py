"""Names as hospital systems print them, and what stands around them."""

from __future__ import annotations

import pytest

from site_agent.deidentify.reports.filter import ReportFilter


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("PHYS: BLACK,WINIFRED MD       DOB: 1/2/1950", ("BLACK", "WINIFRED")),
        ("Confirmed by wristband: NAIL,TOBIAS K, March 5 2020", ("NAIL", "TOBIAS")),
        ("Wing / 2023-04-11", ("Wing",)),
        ("RE: Pt Q.Z. chart 5512907", ("Q.Z",)),
        ("D/w Quayle @ 10:52 PM 7/21.\nNo bleed.", ("Quayle", "7/21")),
        ("HIN: 5512 904 337 QX   MRN: 551290\nNo effusion.", ("5512", "904", "337", "QX")),
        ("Sandholt Hospital for Sick Children\nCT head", ("Sandholt", "for", "Children")),
    ],
)
def test_printed_forms_go_whole(text: str, gone: tuple[str, ...]) -> None:
    """Whatever plain words they are made of, nothing of them stays."""
    found = ReportFilter().filter(text)
    assert not [word for word in gone if word in found.text]


def test_leads_and_intervals_stay() -> None:
    """Abbreviations of the electrocardiogram name nobody."""
    text = "QT/QTc 391/402 ms, QRS duration 88 ms, mild perilesional oedema."
    assert ReportFilter().filter(text).text == text
