"""Tests of `slotted_initials`, `paired_initials`, `footer_initials`: letters that only a slot tells."""

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
        ("Safety checklist: ID S A, pregnancy ff, consent PtG. Operator free.", ("S A", "ff", "PtG")),
        ("2nd checker B.K. Sacral insufficiency fracture.", ("B.K",)),
        ("Cannula: D/Z, flushed.", ("D/Z",)),
        ("Film readers PmR and SS\nNormal.", ("PmR", "SS")),
        ("Vetting: approved PR Tuesday, protocol CT HEAD", ("PR",)),
        ("Dictated M.N.; verified M N.", ("M.N", "M N")),
        ("Amended by bs after discussion.", ("bs",)),
        ("LMP rule checked, IF-F\nNormal.", ("IF-F",)),
        ("Omnipaque 300 71 mL | pd |\nNormal.", ("pd",)),
        ("[CM:TXG] Dictated but not read. Job D761938", ("CM", "TXG")),
        ("KL:cb   dd 04.04.2011   dt 05.04.2011   conf# 9556758\nNormal.", ("KL", "cb")),
        ("Measured twice (D.A.).", ("D.A",)),
        ("No fracture.\n\nbd", ("bd",)),
        ("No fracture.\n\n/AP/\nngy", ("AP", "ngy")),
        ("AC:v.a.   dd 10-Oct-10   dt 10-Oct-10\nNormal.", ("AC", "v.a")),
        ("VB:gr  d. 05/05/2020  t. 05/07/2020\nNormal.", ("VB", "gr")),
        ("RVW D 1998-03-19 T 1998-03-19\nNormal.", ("RVW",)),
        ("270 MBq 18F-FDG at 23h41 (drawn DB). Cycle 2 finished.", ("DB",)),
        ("Perfusion: 180 MBq 99mTc-MAA (UE, 15h49).", ("UE",)),
        ("Time-out 17:52:29 (BS). Child-Pugh B7.", ("BS",)),
        ("Height 161 cm, weight 86 kg. Analysed by SM.", ("SM",)),
        ("Fell on the stairs. Triage KM 1900 hrs.", ("KM",)),
        ("Scribe hfe\nNormal.", ("hfe",)),
        ("Scan by haw, cosigned.", ("haw",)),
        ("Subject: echo result B.D.\nNormal.", ("B.D",)),
        ("  1  2006-10-03       CT HIP                   TMW\nNormal.", ("TMW",)),
        ("CORRECTION (CCM, 22-08-2003): laterality should read right.", ("CCM",)),
        ("Normal.\nDD 2004/06/14  DT 2004/06/14  Job# 447316585  mb:ofb", ("mb", "ofb")),
        ("Normal.\n\nQDX:bsb   dictated 2012/05/01   typed 1st May 2012", ("QDX", "bsb")),
        ("Issued by CC Quorley from here.", ("CC",)),
        ("Root contact. T Quorley 11.44", ("T ",)),
        ("Dr Quorley / hu / 09AUG2004\nNormal.", ("hu",)),
        ("Req Phys: Quorley, D\n\nHemoptysis.", (", D",)),
        ("Interpreting radiologist: Jayne Quorley, MD, PhD\nTech: MS", ("MS",)),
        ("Trainee: Z.\nQuorley. Normal.", ("Z.",)),
        ("AP QUORLEY, JAYNE   77-49-17\nNormal.", ("AP ",)),
    ],
)
def test_whoever_stands_in_a_slot_of_staff_goes(
    reports: ReportFilter, text: str, gone: tuple[str, ...]
) -> None:
    """However initials are written, the slot says that they are somebody's."""
    left = reports.filter(text).text
    assert not [word for word in gone if word in left]


@pytest.mark.parametrize(
    "text",
    [
        "Safety checklist: ID yes, pregnancy no, consent done.",
        "Vetting: approved, protocol CT HEAD",
        "Vetted: routine. Justified: yes.",
        "Cannula: 20G, flushed.",
        "Second reader agrees. Both readers and the registrar saw it.",
        "Correction (left, not right).",
        "Contrast 70 ml | IV |",
        "Contrast given (I.V.). Views (A.P.) only.",
        "No fracture.\n\nEND",
        "Contrast drawn up IV. Height measured.",
        "Minutes: nil\nScan by us, read by me.",
        "Time-out 17:52 (CT). Signs at 1530 hrs.",
        "AP portable. Vitamin D given. Weber C fracture.",
    ],
)
def test_answers_are_nobodys(reports: ReportFilter, text: str) -> None:
    """What else stands in such slots stays."""
    assert reports.filter(text).text == text
