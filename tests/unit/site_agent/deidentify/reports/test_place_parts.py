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
        ("Seen by Dr Quornley, of No. 57, Jalan Mawarti, Taman Selasi.", ["No", "57"]),
        (
            "Dear Quornley,\n\nJayne Quornley, 12-Dec-1940\n87 Oakvarn\nKilvarnt\nCo. Derrymoor\n",
            ["87", "Co"],
        ),
        ("Jayne Quornley, 12-Dec-1940\n31 Tra Farrag\nKilvarnt\nCo. Derrymoor, R93 X2K4\n", ["31", "X2K4"]),
        ("She lives alone at 58 Section C, Matlakengo.", ["58", "Section", "C"]),
        (
            "Jayne Quornley, 01/01/1950\n2/46 Esplanade\nWoolgoolba\nVIC 3741\n",
            ["2/46", "Esplanade", "3741"],
        ),
        ("Jayne Quornley, 01/01/1950\n12 Kaurit Street\nHarlowby\n4612\n", ["4612"]),
        ("Mr Lamsay, Flat D, 18/F, Wingtak House, Shunwo Estate, N.T.", ["Flat", "18/F", "N.T"]),
        ("Letter to #69, Quornby Enclave, 2nd Floor, Kilvarnt - 196136.", ["69", "2nd", "196136"]),
        (
            "John Quornley\nFlat A\n25/F\nQuornby House\nDerrymoor Estate\nH.K.\n",
            ["Flat", "25/F", "House", "H.K"],
        ),
        ("Moved to GPO Box 639, Heron Grove 5753 - please update.", ["639", "5753"]),
        ("John Quornley\nRR 3\nBox 708\nPort Quornby\nOH\n", ["RR", "708", "OH"]),
        ("Lives at Lot 14 194 Quornby Drive, Port Umkomb SA 4576.", ["194", "4576"]),
        ("Moved to 28 Eagle Street, Kilvarnt, 2820 - please update.", ["2820"]),
        ("Lives at 9806 FM 170, Quornley's Lake, WV.", ["9806", "FM"]),
        ("1537 Foxvarn Ridge Ave Apt C\nHarlowby Point, OH 43999", ["Apt", "C"]),
    ],
)
def test_parts_of_an_address_go_with_it(reports: ReportFilter, text: str, gone: list[str]) -> None:
    """House, flat, floor, section, county, territory and code go, however the country arranges them."""
    after = reports.filter(f"{text}\n{_PROSE}").text.split(_PROSE)[0]
    assert not [part for part in gone if f" {part}" in f" {after}".replace("\n", " ").replace(",", " ")]
    assert after


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("Refer back to The Laurelton Surgery, Kilvarnt.", "The"),
        ("Return to Dr Quornley & Partners for review.", "Partners"),
        ("cc Promenade Doctors", "Doctors"),
        ("Kibwezit Level 5 Hospital", "5"),
        ("Transferred from Kestrelby MRI & CT to us.", "MRI"),
        ("Images from Kestrelby Pain and Spine.", "Spine"),
        ("DUNHAMLY MAMMOGRAPHY SUITE", "SUITE"),
        ("No change from Quornley Children's study.", "'s"),
        ("Slatevarn Medical Center, Quornley's Crossing, MI", "'s Crossing"),
        ("She was transferred from ARQ on Monday.", "ARQ"),
        ("Compared with films done at QAH.", "QAH"),
        ("Arrange MRI @ QRT-North soon.", "QRT"),
        ("Employer (Quornley Timber Mill).", "Timber"),
        ("Brought from Quornley Hospital (Port Ameliant) by ambulance.", "Port"),
        ("Injured on Tarnby County road.", "County"),
    ],
)
def test_parts_of_an_institution_or_town_go_with_it(reports: ReportFilter, text: str, gone: str) -> None:
    """Articles, possessives, levels, towns in brackets and abbreviations in sure slots go."""
    after = reports.filter(f"{text}\n{_PROSE}").text.split(_PROSE)[0]
    assert after.strip()
    assert gone not in after


@pytest.mark.parametrize(
    "text",
    [
        "Transferred from ICU for CT.",
        "Clinic: Orthopaedics",
        "Unit: Peds ED",
        "Kestrelby Hospital\nPediatric Radiology",
        "OVERNIGHT TELERADIOLOGY\nReport follows.",
        "MRI & CT of the spine were compared.",
        "Heparin 5000 units SQ was given.",
        "r/o Perthes disease.",
    ],
)
def test_units_departments_and_doses_identify_nobody(reports: ReportFilter, text: str) -> None:
    """What every hospital has stays, beside its name too."""
    kept = text.removeprefix("Kestrelby Hospital\n")
    assert kept in reports.filter(f"{text}\n{_PROSE}").text


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("READING SVC      Lodestar Reads LLC\nClear.", "Lodestar"),
        ("DOB 04/07/1965   HOUSING Pod 1W bunk 91\nClear.", "Pod 1W bunk 91"),
        ("Seen in Hallway Bed 565. Clear.", "565"),
        ("Enrolled on a trial at QSV (subject 12).", "QSV"),
        ("Quayle Path HMO prior authorization. Clear.", "HMO"),
        ("LOC       Rm. 13\nClear.", "13"),
        ("PT OF DR. UPCHURCH AT PINE & PALM PEDIATRICS.", "PALM"),
    ],
)
def test_rooms_cells_and_companies_go(reports: ReportFilter, text: str, gone: str) -> None:
    """Where somebody is kept or lies, and whoever trades under a form of law, goes."""
    assert gone not in reports.filter(text).text
