"""Institutions over two lines, devout ones, abbreviations before their images, licences by state go."""

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
        ("Seen at Quornley Chest\nClinic on 4 March 2012.", "Clinic"),
        ("Pacemaker from Slatevarn Heart\n  Institute. Leads intact.", "Institute"),
        ("Biopsied (Kestrelby Women's and Babies' Hospital).", "Hospital"),
        ("Jayne Quornley, Kestrelby Chest Clinic: biopsy advised.", "Clinic"),
        ("Resident of Kestrelby Residential Home.", "Home"),
        ("Letter from Good Shepherd of Kestrelby came.", "Shepherd"),
        ("Comparison: QZKH images 4 March 2011.", "QZKH"),
        ("Jayne Quornley, MD  NPI 1448190227  (licensed TX)", "TX"),
        ("Kestrelby, Co. Sligo F91 G895", "G895"),
        ("Fell on Wombat Track; brought in.", "Track"),
        ("Employer Slatevarn & Quornley\nFoundry, claim pending.", "Foundry"),
        ("Jayne Quornley, M.D.\nWesterly Nephrology\n", "Westerly"),
        ("Quornley Basin Hospital * Anvil Butte * 12/1/10 * QUORNLEY JAYNE", "Anvil"),
        ("Works at the cannery in Prairie Lantern. Cough.", "Prairie"),
    ],
)
def test_what_ends_a_place_goes_with_it(reports: ReportFilter, text: str, gone: str) -> None:
    """The last words of an institution, a street or an address go too."""
    assert gone not in reports.filter(f"{text}\n{_PROSE}").text


@pytest.mark.parametrize(
    "text",
    [
        "Comparison: CTA images were reviewed.",
        "Comparison: MRCP images 4 March 2011.",
        "Clinic: Orthopaedics",
        "Sinus track to the skin.",
    ],
)
def test_what_only_looks_like_a_place_stays(reports: ReportFilter, text: str) -> None:
    """Modalities before images, labels and tracks of a body stay."""
    assert text.split(" 4 ", maxsplit=1)[0] in reports.filter(f"{text}\n{_PROSE}").text
