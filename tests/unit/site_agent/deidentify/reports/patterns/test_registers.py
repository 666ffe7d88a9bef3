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
        ("NHI QRT47ZK seen in clinic.", "QRT47ZK"),
        ("nhi : qrt47zk\nAge 40", "qrt47zk"),
        ("HCN=ZWQ83EC DOB=01/02/1960", "ZWQ83EC"),
        ("Health card 4471 205 318 KT presented.", "KT"),
        ("Req: Dr Quornley, ED. Referral 7719.402.118. CT head.", "402"),
        ("The study was filed under 4471-90218N before.", "90218N"),
        ("Dr Quornley, MD. CPSO 48213", "48213"),
        ("Jayne Quornley MBChB, NZMC 07315", "07315"),
        ("Jayne Quornley QZXR 48213", "48213"),
        ("Jayne Quornley\nConsultant Radiologist\nGMC QZX 748171", "QZX"),
        ("Technologist certification 60364 on file.", "60364"),
        ("Hip prosthesis ref QX 807071 noted.", "QX"),
        ("Collision, other car tag ZS 55760 per police.", "55760"),
        ("Images opened by quorn583 from the ward.", "quorn583"),
        ("Jayne Quornley (rad_quorn) 08-Aug-2005 0616h", "quorn"),
        ("Paged Quornley x2 (7792).", "7792"),
        ("Dra. Quornley, registration QZX-SP 219169", "QZX"),
        ("Medic 12 brought him in.", "12"),
        ("Officer 4417 Quornley attended.", "4417"),
        ("Flight QZ 448, seat 12A.", "12A"),
        ("Station CT04QRX", "CT04QRX"),
        ("Further questions: 030 - 455 45 82", "82"),
        ("Locker key B44.", "B44"),
        ("Autopsy A23-448.", "A23-448"),
        ("Key safe 4417.", "4417"),
        ("Passenger on QZ448 from Quornby.", "QZ448"),
        ("NINO AB 12 34 56 C.", "56"),
        ("Microchip 985 112 004 417 203.", "985"),
        ("Police CAD 4417.", "4417"),
        ("passport qz 448122", "qz"),
        ("Car GP 448-122.", "122"),
        ("Struck by vehicle (5ZR 1WJ) at low speed.", "1WJ"),
        ("Ambulance 5pp 4mt handover at 1413h.", "4mt"),
        ("Logged in as tech-rdr50 today.", "tech"),
        ("Insurer ID GAM 6745 2552", "GAM"),
        ("Dr Quornley was paged (4417) at 0412h.", "4417"),
    ],
)
def test_numbers_of_registers_go(reports: ReportFilter, text: str, gone: str) -> None:
    """National forms, licences of councils, dotted groups and pagers in brackets go."""
    after = reports.filter(f"{text}\n{_PROSE}").text
    assert _PROSE in after
    assert gone not in after


@pytest.mark.parametrize(
    "text",
    [
        "Staged T2N1M0 at surgery.",
        "Mutation EGFR T790M present.",
        "DLP 48213 mGy cm in total.",
        "CPT 71260 with contrast.",
        "AO type 31A2 fracture.",
        "White cell count 4.4.",
        "Bag of 500 mL saline.",
        "Hit by a car at 30 mph.",
        "Key images 44 and 45.",
        "HU of 45.5 and 12.75 were measured.",
        "Dr. Quornley was called (third time).",
    ],
)
def test_codes_that_identify_nobody_stay(reports: ReportFilter, text: str) -> None:
    """Stages, mutations, doses, codes of procedures and classes of fractures are no ids."""
    after = reports.filter(f"{text}\n{_PROSE}").text
    kept = [word for word in text.replace(".", "").split() if any(map(str.isdigit, word))]
    assert not [word for word in kept if word not in after.replace(".", "")]
