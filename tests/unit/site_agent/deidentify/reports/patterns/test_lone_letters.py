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
        ("Film reader 1 GTB, reader 2 KM", ("GTB", "KM")),
        ("No fracture.\nRADIOGRAPHER DF   VETTED JQ\nNotes none.", ("DF", "JQ")),
        ("Note (17/03/2017) RN: no change.", ("RN",)),
        ("No effusion.\nEH 5/11/2012\n", ("EH",)),
        ("No effusion.\nMS / MM\n", ("MS", "MM")),
        ("No effusion.\n\nQCR 11/14\n", ("QCR", "11", "14")),
        ("No mass.\n\nTr: ED / Dr: BJ / Aug 12", ("ED", "BJ")),
        ("No mass.\n\nTr: JB / Dr: AS / Aug 12", ("JB", "AS")),
        ("Case 4 (FS, 9M). No fracture.", ("FS",)),
        ("Phoned to the ward at 17:38 hours by QLN.\n\nQLN:VBP  Dec 16, 2021", ("QLN", "VBP")),
        ("Authenticated by Rowan Ellery Quayle (REQ) on 3/4/2019", ("REQ", "Quayle")),
        ("Rosalind McVarley, MD  (RM)\nContact: none", ("RM",)),
        ("ACC=RAD-2022-1533611\nTECH=MS\nNormal.", ("MS",)),
        ("Reviewed by itb on Wed Apr 19, 2020", ("itb",)),
        ("COMPARISON: DX, 12/11.\n\nOPINION: normal", ("12/11",)),
        ("PAGE, WANJIKU - UR 5551222\nCT CHEST", ("PAGE", "WANJIKU")),
        ("Bleeped registrar Dr Choi (bleep ext. 1667)", ("ext", "1667")),
        ("SITE_CD=QHH\nRESULT_TXT=Exam normal", ("QHH",)),
        ("(0010,1010) AS [096Y] # PatientAge", ("96",)),
        ("Comparison:\n5/8.\nFindings:\nClear.", ("5/8",)),
        ("Seen by Dr Roe, Holy Redeemer of the Plains\nNormal.", ("Redeemer", "Plains")),
        ("TR: am  Job 46516621", ("am",)),
        ("Authenticated by MG 3/20/2022 1:46 pm", ("MG",)),
        ("Transcribed: May 18 2022 / sp", ("/ sp",)),
        ("Biopsy; provisional slot 28/3 with the team.", ("28/3",)),
        ("Anti-D given 8/10, well tolerated.", ("8/10",)),
        ("[31 October 2012 03:07 wallad] Normal.", ("wallad",)),
        ("Bed 3 | M. Quayle | 94 | fall", ("94",)),
        ("Woman, 93. Fall.", ("93",)),
        ("Record now merged with 977-97-88.", ("977", "97-88")),
        ("Larkhaven\nT 866 595 7246 F 250 683 7892\n", ("866", "595", "7246", "7892")),
        ("Impression: mature teratoma.\n\nmb", ("mb",)),
        ("Jayne Quornley, MD, PhD\nQR\n", ("QR",)),
        ("End of dictation.\n//lp 01/10/2025", ("lp",)),
        ("Echoes with augmentation. QKR.\n\nNone seen.", ("QKR",)),
        ("Called at 01:47:02. //QS", ("QS",)),
        ("Reached at 19:37, acknowledged.|QT", ("QT",)),
        ("LMP unsure; hCG negative. CNB\n\nNo free fluid.", ("CNB",)),
        ("[0459] CKD: looking", ("CKD",)),
        ("Run 06.06.2023 3:41a by QT", ("QT",)),
        ("Comparison: multiple, most recent 3/1.\nFindings: none.", ("3/1",)),
    ],
)
def test_alone_in_their_slot_they_go(reports: ReportFilter, text: str, gone: tuple[str, ...]) -> None:
    """Letters and figures that can only mean a person or a day there are removed."""
    found = reports.filter(text)
    assert found.status == "ok"
    assert not [word for word in gone if word in found.text]


@pytest.mark.parametrize(
    "text",
    [
        "CT / MR\nNo change.",
        "Power 4/5. Nodes 3/15. GCS 14/15.",
        "Platelets 212-198-240. Catheter 14 F. Contrast 100 cc.",
        "Series 14/3, image 28/5. Visual acuity 20/40.",
        "Woman, 63. Fall.",
        "Checked OK.",
        "The nodule measures 3\nmm",
        "ABI 0.92/0.88. PSV 212-118-74 from proximal to distal.",
        "Segments 5/6: hemangioma. Loss of 1/2 to 2/3 of vertebral height.",
        "Neck R      0.625    -3.3   -0.6\n1/3 Rad     0.634    -3.3   -1.9\nWard        0.807    -1.1",
        "ER 95% / PR 80%. Compression 14 daN, MGD 1.6 mGy.",
        "Nodules A, B, C. Physes are open.",
        "Lungs are clear.\n\nEND",
        "No fracture. WNL\n\nImpression: no fracture. NAD",
        "Lungs are clear. PFO\nclosure device is seen.",
        "Osteoporosis by WHO.\nSeen by PCP.\n\nKnown DVT. PE.\n\nNone.",
        "Fracture of the end plate of L2. Growth plate 3 mm wide.",
        "LI-RADS v2018, Lung-RADS v2022. CAP 340, E 9. G9637 documented.",
        "b 0-50-400-800. PVA 300-500. Modified Mayo 2 appearance.",
        "Infiltrated dose at the R forearm. SMV patent.",
        "Right RVT measures 12 mm.",
        "Prelim checked (R4), no change.",
        "Increased echogenicity, CAP 294 dB/m.",
        "@findings Honeycombing and bronchiectasis.\n@impression UIP pattern.",
        "Called back at 9:50 AM. TUMOR BOARD: no change.",
        "Man, 50, with Locking. Girl with Locking of the knee.",
    ],
)
def test_methods_scores_and_images_stay(reports: ReportFilter, text: str) -> None:
    """What is a modality, a score, a count or an image's number is nobody and no day."""
    assert reports.filter(text).text == text


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("Quayle Orrick Site\n422 Lindell Avenue\n", "Site"),
        ("Quayle Clinique de radiologie\n8445 Ridgecrest Road\n", "radiologie"),
        ("            Blue Quayle Urgent\n                 Care  \nNormal study.", "Care"),
        ("Original reporter: Quayle Medical Outsourcing\nNormal.", "Outsourcing"),
        ("Called to Quayle Park Spine and Joint, no answer.", "Joint"),
    ],
)
def test_the_last_words_of_an_institution_go_with_it(reports: ReportFilter, text: str, gone: str) -> None:
    """Plain words that end the name of an institution tell which one it was."""
    assert gone not in reports.filter(text).text
