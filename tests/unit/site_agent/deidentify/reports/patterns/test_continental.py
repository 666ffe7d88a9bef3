"""Tests of what hospitals of the Continent write in the midst of English."""

from __future__ import annotations

import pytest

from site_agent.deidentify.reports.filter import ReportFilter


@pytest.fixture(scope="module")
def reports() -> ReportFilter:
    """Return a filter without the networks: rules alone must do."""
    return ReportFilter(recognise=False, second=False)


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("Had surgery at Hôpital pour enfants Sainte-Quorle in May.", ("pour", "enfants", "Quorle")),
        ("CT urography of 16 ago 2020.", ("16", "2020")),
        ("Examined on: 28 lug 2006 at 11:03.", ("28", "2006")),
        ("The registrar saw the patient in 8. kórterem.", ("8.", "kórterem")),
        ("Final: Marloes van 't Quorn, 12:10", ("Marloes", "Quorn")),
        ("Clear lungs.\nGross, CSc., stamp 4417", ("Gross",)),
        ("Patient: Quorn, Marloes, patient HC 388278, seen.", ("HC", "388278")),
        ("CT done at Sister Agatha Birth Place.", ("Sister", "Agatha")),
        ("Had surgery at Lady Margaret Breast Unit in 2010.", ("Lady", "Margaret")),
        ("Kind regards,\nUniversity Clinical Centre Quorn, Budapest", ("Quorn",)),
    ],
)
def test_what_is_written_there_goes(reports: ReportFilter, text: str, gone: tuple[str, ...]) -> None:
    """Institutions, days, wards and names go whole, in whatever language their parts are."""
    left = reports.filter(text).text
    assert not [word for word in gone if word in left]


@pytest.mark.parametrize(
    "text",
    [
        "Symptoms began 3 years ago. Compared 12 days ago, unchanged.",
        "HC 36 cm, AC 31 cm. A set of 12 images.",
        "King vision laryngoscope. The unit is clean.",
    ],
)
def test_words_that_only_look_so_stay(reports: ReportFilter, text: str) -> None:
    """Words such as "ago" and "set" are no months, and a head circumference is no record."""
    assert reports.filter(text).text == text
