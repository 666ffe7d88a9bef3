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
        ("Order replaces 4706/500.", ("4706", "500")),
        ("Imported as 1281/214 from the disc.", ("1281", "214")),
        ("MRN there 1570/445.", ("1570", "445")),
        ("Histology 2746/585 was benign.", ("2746", "585")),
        ("Collision, vehicle RFTX 906.", ("RFTX", "906")),
        ("Collision, vehicle WW 94 YW GP.", ("WW", "94", "YW", "GP")),
        ("Parking permit for WX21 BHA was stamped.", ("WX21", "BHA")),
        ("Parking permit issued for GD 6959T.", ("GD", "6959T")),
        ("https://quayle.example/images?ID=RA737175", ("images", "RA737175")),
    ],
)
def test_numbers_go(reports: ReportFilter, text: str, gone: tuple[str, ...]) -> None:
    """What they stand for is somebody, or what somebody drives."""
    found = reports.filter(text)
    assert found.status == "ok"
    assert not [word for word in gone if word in found.text]


@pytest.mark.parametrize(
    "text",
    [
        "Blood pressure 120/80 replaces the earlier reading.",
        "Biopsy: 10/12 cores positive.",
        "CAR AT 30 MPH HIT A WALL.",
        "Anterior fusion plate C4 through C6.",
        "Medtronic lead model 5076.",
    ],
)
def test_numbers_end_where_nobody_is_meant(reports: ReportFilter, text: str) -> None:
    """Shares and speeds are no ids."""
    assert reports.filter(text).text == text
