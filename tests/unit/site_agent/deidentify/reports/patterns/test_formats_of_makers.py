"""Months, ages, wards, serials and initials as other makers print them go; figures like them stay."""

from __future__ import annotations

import pytest

from site_agent.deidentify.reports.filter import ReportFilter

FILTER = ReportFilter(recognise=False, second=False)
GOES = [
    ("Comparison made with 03.10.", "03.10"),
    ("Last imaged 12.22 elsewhere.", "12.22"),
    ("Discharged Feb-98, re-attended.", "Feb-98"),
    ("Unchanged since mid-March.", "mid-March"),
    ("Now 91, declining appetite.", "91"),
    ("Age at scan: 93.", "93"),
    ("Pt (94) fell at home.", "94"),
    ("Patient, Ward 3B/15, attended.", "3B/15"),
    ("Transferred from 7W-22B at night.", "7W-22B"),
    ("Seen on Wd 12 Bd 4 today.", "Wd 12 Bd 4"),
    ("Pacemaker, serial KYN 817714 H, leads intact.", "KYN 817714 H"),
    ("Patient no: HJ 2213 L", "HJ 2213 L"),
    ("Author: HU; typist xd", "HU"),
    ("Transcrit par: bl", "bl"),
    ("Brought in by neighbour, Mrs Mild.", "Mild"),
    ("BROUGHT IN BY NEIGHBOUR, MRS MILD.", "MILD"),
]
STAYS = [
    "Creatinine 1.09.",
    "SUVmax 12.22.",
    "Discussed at 03.10.",
    "Nodes 9/14 positive.",
    "Image 11/23.",
    "March fracture.",
    "Age at scan: 83.",
    "Disc bulge at L3-4.",
    "Nodule, 4.2 x 3.1 cm.",
    "Chest radiograph, 060Y.",
    "Seg 6.",
]


@pytest.mark.parametrize(("text", "identifier"), GOES)
def test_what_other_makers_print_goes_whole(text: str, identifier: str) -> None:
    """No part of it is left, and the findings beside it are."""
    released = FILTER.filter(f"Clinical details: cough.\n{text}\nFindings: The lungs are clear.").text

    assert "The lungs are clear" in released
    assert not [part for part in identifier.split() if f" {part}" in released.replace("(", " ")]


@pytest.mark.parametrize("text", STAYS)
def test_what_only_looks_so_stays(text: str) -> None:
    """Measurements, levels, ages and image numbers are left as they were."""
    assert text in FILTER.filter(f"Clinical details: cough.\n{text}\nFindings: The lungs are clear.").text


@pytest.mark.parametrize("given", ["Zhiyuan", "Moana"])
def test_capitals_before_a_given_name_are_its_surname(given: str) -> None:
    """Whatever the surname means, it goes with the given name behind it."""
    released = (
        ReportFilter().filter(f"Patient ID 2766605Y | DOB 1950-03-24 | REILLY {given}\nX-ray chest").text
    )

    assert "REILLY" not in released
    assert "X-ray chest" in released


def test_a_link_goes_whole_with_the_number_it_holds() -> None:
    """Nothing of the link is left, not even the name of its parameter."""
    assert FILTER.filter("Viewer: https://host.example/images?ID=69294484 now.").text == "Viewer: [URL] now."
