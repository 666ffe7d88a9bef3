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
        ("WHO complete - sign in FB, time out JR, sign out LN.", ("FB", "JR", "LN")),
        ("Sign in 04:05 EM   Time out 05:10 AD   Sign out KZ", ("EM", "AD", "KZ")),
        ("Injected 21:09 by SN, dose checked PD.", ("SN", "PD")),
        ("Not urgent. To be checked by day team DO.", ("DO",)),
        ("Allergies and anticoagulants checked (PD).", ("PD",)),
        ("Produced by a sonographer. PP 0141hrs", ("PP",)),
        ("Requesting team told; ack. by DC 0346hrs.", ("DC",)),
        ("TXT;Clear.\nRPT;LC;19/06/22;AUTH;FES\n", ("LC", "FES")),
        ("Radiologist: none  Radiographer: MR\nNormal.", ("MR",)),
        ("RAD: JMK  RGR: NV  TYP: PD\nNormal.", ("JMK", "NV", "PD")),
        ("Called by: HCM  Time: 12:38\nNormal.", ("HCM",)),
        ("Read back: yes (rf)\nNormal.", ("rf",)),
        ("Normal.\n\nSCS:syh  Job #873911", ("SCS", "syh")),
        ("Told at 17:32 on 1/14/2022 by LUE/YH. Read-back confirmed.", ("LUE", "YH")),
        ("Told at 17:32 on 1/14/2022 by nph/BS. Read-back confirmed.", ("nph", "BS")),
        ("ED wet read (pcw): no fracture.\nCorrection by transcription (AS), job 485270.", ("pcw", "AS")),
        ("ADDENDUM Sep 6, 2022 15:09 (NAP): no change.", ("NAP",)),
        ("Reviewed: Ada S. Quorl, MD, PhD / ASQ\nNormal.", ("ASQ",)),
        ('"Told the ward at 9:39 PM.";HE\nNext', ("HE",)),
        ("RAD: KE  RGR: HF  TYP: sd\nNormal.", ("sd",)),
        ("QUORL^NILS^V,27826548,95,LBIC,normal", ("95",)),
        ("PID|1||00501416^^^MRN||QUORL^HUONG^F||19860225|F||", ("QUORL", "HUONG^F")),
        ("<verifier>MS</verifier><text>Normal.</text>", ("MS",)),
        ("Signed by Ada Quorl 3/29/24 6:39 AM (aquorl)", ("aquorl",)),
        ("Man of 91, mason. Fall.", ("91",)),
        ("Lives in Larrabee, ID.\n\nNormal.", ("Larrabee", "ID")),
        ("Quorl Hospital\n720 Old Stage Rd, Larrabee, ID 83316\nNormal.", ("Larrabee", "ID", "83316")),
    ],
)
def test_in_their_slot_they_go(reports: ReportFilter, text: str, gone: tuple[str, ...]) -> None:
    """Whatever else the letters are short for, a checklist or a read-back says whose they are."""
    left = reports.filter(text).text
    assert not [word for word in gone if word in left.replace("[ID]", "").replace("[INITIALS]", "")]


@pytest.mark.parametrize(
    "text",
    [
        "Time out OK, sign out done.",
        "Consent checked (INR 1.2). Dose checked OUT of hours.",
        "Tech: CT  chest without contrast.",
        "Discussed by PT/OT. Seen by MD/RN.",
        "Read back: yes (complete)",
        "Exam: MR Brain   Study: MR Knee\nNormal.",
        "NECK PAIN WITH C6 NUMBNESS. Neck pain with C6 numbness.",
        "97% cover, woman of 45.",
        "Urine grew E. coli; treated for infection with E. coli.",
        "AMPLATZ SUPER STIFF WIRE, 8F PIGTAIL LOCKED.",
        "Glucose is high with a BGL of 14.2.",
        "Radiopharmaceutical: 408 MBq F-18 FDG, BM 7.4 mmol/l.",
        "USS DVT Rt leg. USS Liver. Mean PA pressure 44 mmHg.",
        "We saw this lady. Recurrent dislocation, Lady Windermere pattern.",
        "Fracture clinic referral. Results clinic advised.",
    ],
)
def test_what_is_nobodys_stays(reports: ReportFilter, text: str) -> None:
    """Answers, modalities, teams, levels, species, sizes and clinics are no initials and no names."""
    assert reports.filter(text).text == text


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Patient: MR BRAIN, ALAN\nNormal.", "Patient: MR [NAME]\nNormal."),
        ("Signed: Wei Quorl M.D.", "Signed: [NAME] M.D."),
        ("Received: 12/28/24 1603  Completed.", "Received: [DATE] 1603  Completed."),
        ("Pt: QUORL, DALE 41M 00750154\nNormal.", "Pt: [NAME] 41M [ID]\nNormal."),
    ],
)
def test_a_name_ends_where_it_ends(reports: ReportFilter, text: str, left: str) -> None:
    """Credentials, ages, sexes and hours behind a name or a day are none of it."""
    assert reports.filter(text).text == left
