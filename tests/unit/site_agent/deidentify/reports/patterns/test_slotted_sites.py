"""Practices, homes and senders go in small letters and in capitals; what nobody named stays."""

from __future__ import annotations

import pytest

from site_agent.deidentify.reports.filter import ReportFilter

FILTER = ReportFilter(recognise=False, second=False)
GOES = [
    ("cc Dr Ada Varghese, {}", "sycamore group practice"),
    ("Referrer Griffiths F, {}   Film 2", "STATION ROAD PRACTICE"),
    ("GP Dr Ada Lee, {}\nFilm 2", "KINGFISHER SURGERY"),
    ("Practice: {}", "old forge medical centre"),
    ("Outside scan ({}, 04-Aug-2018) noted.", "Cobra Scan Mobile"),
    ("Unit: {} / Auchterbrae", "cobra scan mobile"),
    ("Images sent to {} PACS.", "SAH"),
    ("He lives at {}.", "the willows nursing home"),
    ("Dr. Brown (family doc in {}) aware.", "Wapiti"),
]
STAYS = [
    "Admitted from a nursing home.",
    "She lives in her own nursing home.",
    "Awaiting surgery.",
    "Discussed with Dr Ada Lee, general practice.",
    "Seen by Dr Ada Lee, bypass surgery.",
    "Images sent to OUR PACS.",
    "Scan from the ICU.",
]


@pytest.mark.parametrize(("frame", "site"), GOES)
def test_a_site_goes(frame: str, site: str) -> None:
    """However it is written."""
    released = FILTER.filter(f"The lungs are clear.\n{frame.format(site)}\nNo effusion.").text

    assert site not in released
    assert "No effusion." in released


@pytest.mark.parametrize("text", STAYS)
def test_what_nobody_named_stays(text: str) -> None:
    """A kind of place is no place."""
    kept = text.replace("Dr Ada Lee", "Dr [NAME]")
    assert kept in FILTER.filter(f"Findings: The lungs are clear.\n{text}\nNo effusion.").text
