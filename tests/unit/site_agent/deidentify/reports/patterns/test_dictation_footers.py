"""Footers in shorthand: who dictated, typed, reviewed and was logged in goes, the report stays."""

from __future__ import annotations

import pytest

from site_agent.deidentify.reports.filter import ReportFilter

FILTER = ReportFilter(recognise=False, second=False)
GOES = [
    ("{} dict. 13 May 2024 t: 2 June 2024", "AO/nm"),
    ("{}:CT-2023-1171", "HD:sm"),
    ("Rpt {}. Sent to group.", "MJK"),
    ("vr by {}, ed PW, sgn WW 4/8", "WKT"),
    ("Peer review 2a, {}, 20.12.", "DDK"),
    ("ADDENDUM-{}/4/6: measurement corrected.", "LH"),
    ("Handed over to night shift: {} 21h34", "RY/SD"),
    ("Final 0817 8 Oct 2024 /{}/ supersedes wet read.", "drl"),
    ("R/B: YES. {}", "JMO"),
    ("dict JC / typ {} / job 90251", "by"),
    ("Technologist: {}.  Radiologist: Ada Roe", "DSC"),
    ("modality: CT op={}", "rad.qasim"),
    ("Sister Ada Wu {} 11:15.", "x662"),
    ("Bystander, veh. {}.", "250 CMR"),
    ("Police gave the plate as {}.", "YN 98 KV"),
    ("Imaging ({}): no change.", "KL"),
    ("Called RN {}. Read back.", "x669"),
    ("The {} images were in the archive.", "QMH"),
]
DAYS = [
    ("Night of {}. Dr. Cole signed.", "02/03/Feb 4"),
    ("Comparison: {}.", "6-4"),
    ("Comparison made with {}.", "02-11"),
    ("CXR {}: RLL opacity.", "22.11."),
    ("Slightly larger than on {} (15 mm then).", "29.10"),
    ("[WhatsApp {}, 06:30] X-ray done.", "17.12"),
    ("Addendum {} 20:29 by phone.", "14.10."),
    ("3/7 cough, {} x 2/52 sweats.", "15/9"),
]


@pytest.mark.parametrize(("frame", "value"), GOES + DAYS)
def test_it_goes(frame: str, value: str) -> None:
    """What the slot tells, whatever else it is short for."""
    released = FILTER.filter(f"The lungs are clear.\n{frame.format(value)}\nNo effusion.").text

    assert value not in released
    assert "The lungs are clear." in released
    assert "No effusion." in released


@pytest.mark.parametrize(
    "text",
    [
        "Larger than on CT (15 mm then).",
        "Views 3/4.",
        "Grade 3/5 power.",
        "Score 6-4.",
        "The MRI images were degraded.",
    ],
)
def test_what_measures_or_images_stays(text: str) -> None:
    """Machines, shares and scores in the same slots."""
    assert text in FILTER.filter(f"Findings: The lungs are clear.\n{text}\nNo effusion.").text
