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
        ("A 49-YEAR-OLD LADY FROM BLACK FORK WITH PAIN.", ("BLACK", "FORK")),
        ("A 49-year-old man from Kestrel End was seen.", ("Kestrel", "End")),
        ("She moved from Pine Ridge to Nether Wallow in April 2018.", ("Pine", "Ridge", "Nether", "Wallow")),
        ("Compared with the Sacred Heart study of 2022-11-05.", ("Sacred", "Heart")),
        ("Phoned through to Black Fork (switchboard 503.555.6196).", ("Black", "Fork")),
        ("THE EXAMINATION PERFORMED IN MARSH END ON 09/06/2020.", ("MARSH", "END")),
        ("ARRANGED AT BLACK FORK. NORMAL.", ("BLACK", "FORK")),
        ("AT THE WHITE OAK MEETING ON 24 JAN 2019.", ("WHITE", "OAK")),
        ("Dr. Quayle\nCedar Hollow\n\nDear Dr. Quayle,", ("Cedar", "Hollow")),
        ("FILMS TO DR QUAYLE AT WHITE OAK.", ("WHITE", "OAK")),
        ("She lives alone at 4718 Canal Side, Quayleby.", ("4718", "Canal")),
        ("Done at Quayle General Hospital (acc. B-9758/22).", ("Hospital",)),
        ("Quayle Heart Hospital Patient MRN UH123456", ("Hospital",)),
    ],
)
def test_places_go(reports: ReportFilter, text: str, gone: tuple[str, ...]) -> None:
    """What is said of it tells that it is a place."""
    found = reports.filter(text)
    assert found.status == "ok"
    assert not [word for word in gone if word in found.text]


@pytest.mark.parametrize(
    "text",
    [
        "A 49-year-old woman from home with pain.",
        "A 60-YEAR-OLD MAN FROM CLINIC WITH FEVER.",
        "PAIN MOVED FROM LEFT FLANK TO GROIN.",
        "PERFORMED IN PRONE VIEW WITH CONTRAST.",
        "THE GENERAL MEETING WAS HELD.",
        "Lives at home.",
        "Read in 25 Left Side, Right Side views.",
    ],
)
def test_places_end_where_nobody_is_meant(reports: ReportFilter, text: str) -> None:
    """Homes, units and positions of no name stay."""
    assert reports.filter(text).text == text
