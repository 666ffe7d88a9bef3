"""Tests of `told_people`, `footer_initials`, and of places, days and numbers that their slot tells."""

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
        ("Aneurysm smaller. Trial nurse Fields is available on request.", "Fields"),
        ("Liver normal. Hospitalist Gross to arrange follow up.", "Gross"),
        ("HOSPITALIST GROSS TO ARRANGE FOLLOW UP.", "GROSS"),
        ("The son of Dr. Quayle. His daughter, Rose, holds power of attorney.", "Rose"),
        ("Short stature. Rose is a 2-year-old girl.", "Rose"),
        ("Read by: Quayle\nChecked by: DR\nVoice file: 1", ": DR"),
        ("Clear chest.\n\n[MR] 2005-06-18", "MR"),
        ("Recall in a year.\n\nTranscription: pa@1658 hrs", "pa@"),
        ("Clear.\nMT: wt   DOC# 2973257", "wt"),
        ("Reviewed by Gerda Quayle, D.O. (bmo).\n\nDD: 25Jul2004", "bmo"),
        ("[08-AUG-2003 14:33] <QUAYLE.A> REPORT OPENED", ".A>"),
        ("Signed at 14:58 h. (Quayle, quayle33)", "quayle33"),
        ("Port placed. Dial 587 for the duty radiologist.", "587"),
        ("IVC filter, unit 888-96-2883M, infrarenal.", "888"),
        ("Infusion pump S69.26428 in the right lower pocket.", "26428"),
        ("RETURNED TO STATION 5B IN STABLE CONDITION.", "5B"),
        ("Seen at bedside, Trauma 2. Supine.", "Trauma 2"),
        ("Location ICU 13i1, admitted.", "13i1"),
        ("The ward (kamer 9.19) was alerted.", "9.19"),
        ("Seen: 12 VIII 2010. Next visit in a year.", "VIII"),
        ("Calf swelling. Discharged home 4/3 and came back.", "4/3"),
        ("MSH|^~\\&|A|B\nOBX|9|RP|https://viewer.quorn.example.org/?id=12-VD-384749", "viewer"),
        ("Priors from Tamarind Coast X-Ray (order 2355696).", "Tamarind"),
        ("WIDOWED; DAUGHTER MARIGOLD HOLDS POWER OF ATTORNEY.", "MARIGOLD"),
        ("The common duct is 4 mm. New since 26.3. The spleen is normal.", "26.3"),
        ("No report was available for the 9.8 scan done elsewhere.", "9.8"),
        ("OPINION: NO CHANGE. QHL DISCUSSED WITH THE TEAM.", "QHL"),
        ("Compared to examination QUO.14.733675 of last year.", "733675"),
        ("Struck by a van, JX6 84F, while cycling.", "JX6"),
        ("Archived as 2.25.1163530.93. Full report follows.", "1163530"),
        ("From Dr Quayle, Central MRI & PET Limited\nMRI shoulder", "Central"),
        ("REPORTED REMOTELY ON BEHALF OF LION CITY MRI.\nCLEAR.", "LION"),
        ("Patient brought from OR 5 on a trolley.", "OR 5"),
        ("CHARGE NURSE OF BED 23, 9/F WAS TOLD.", "9/F"),
        ("The note lists the vehicle as SRB 9993 L.", "9993"),
        ("Film quality passed by TP.", "TP"),
    ],
)
def test_what_the_slot_tells_goes(reports: ReportFilter, text: str, gone: str) -> None:
    """People, their letters, rooms, days and numbers go where nothing else can stand."""
    filtered = reports.filter(text)
    assert filtered.status == "ok"
    assert gone not in filtered.text


@pytest.mark.parametrize(
    "text",
    [
        "Patient is a 44-year-old woman. This is a 3-month-old graft.",
        "Level 2 trauma. Nodes of station 10R and station 7 are small.",
        "Sunday clinic not required. The nurse is available.",
        "Chest X-ray. Grade VI 20 mm. Stage II 1 node.",
        "OBX|1|NM|59776-5^Procedure findings^LN||1.2",
    ],
)
def test_what_only_looks_so_stays(reports: ReportFilter, text: str) -> None:
    """Subjects of sentences, levels, stations of lymph nodes and clinics of weekdays are nobody's."""
    assert reports.filter(text).text == text
