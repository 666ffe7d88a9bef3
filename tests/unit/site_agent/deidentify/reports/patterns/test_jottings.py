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
        ("PRELIM 4 Mar 2158h KV:tn\nCT head", ("KV", "tn")),
        ("DD: 12/11/2014 01:38  DT: 12/12/2014 07:15  NG/TW||||||F", ("NG", "TW")),
        ("T: 2021-03-05 Job 5512907 AM:tn", ("AM", "tn")),
        ("TRANS: 10/6/2015  AS:RW\nJOB: 551290", ("AS", "RW")),
        ("Pathology agrees;\nconcordant. /LA/KV", ("LA", "KV")),
        ("Transcriptionist: KV:tn; Job# 5512907", ("KV", "tn")),
        ("Present: Neck (chair), others (minutes)", ("Neck",)),
        ("Action: Black to see Ada Quayle on 5/21/21.", ("Black",)),
        ("Stone in the duct. Swan to see the patient.", ("Swan",)),
        ("INFORMED THE ATTENDING (SHORT) AT 23:14.", ("SHORT",)),
        ("No fracture. Pinto paged (pager 551-2042) at 13:04.", ("Pinto",)),
        ("Call log: 7.43pm Bright on line.", ("Bright",)),
        ("MAY SPEAR TO CANAL, VERBAL, 1.42AM.", ("MAY", "SPEAR", "CANAL")),
        ("A copy went to Quayle, Dennis C, fax 5315550403.", ("Dennis", " C,")),
        ("Read under the supervision of AT Quayle, DO.", ("AT",)),
        ("Above d/w Quayle/Tongue 17:17.", ("Tongue",)),
        ("Above d/w Babinski/Neck 4.30am.", ("Babinski", "Neck")),
        ("Margins agree. /KV/tnb End of report", ("KV", "tnb")),
        ("PRELIM 9.01am KV/tn\nCook H5512907", ("KV", "Cook")),
        ("[10:14] Oksana Ring: no nodes above 8 mm.", ("Ring",)),
    ],
)
def test_people_of_short_lines_go(reports: ReportFilter, text: str, gone: tuple[str, ...]) -> None:
    """Nothing but somebody can stand there, whatever else the letters mean."""
    found = reports.filter(text)
    assert found.status == "ok"
    assert not [word for word in gone if word in found.text]


@pytest.mark.parametrize(
    "text",
    [
        "Chest at 14:22 AP/lat, two views.",
        "Done at 14:22 CT/MR\nNo fracture.",
        "Receptors at 14:22 ER/PR",
        "Oncology to see the patient.",
        "Action: surgical team to review.",
        "Radiology paged at 14:00.",
        "Attending (radiology) aware.",
        "Power 4/5, pain 7/10 at rest, T2/FLAIR bright.",
    ],
)
def test_methods_sides_and_roles_stay(reports: ReportFilter, text: str) -> None:
    """Abbreviations of methods and sides, roles and specialties name nobody."""
    assert reports.filter(text).text == text


def test_components_of_names_go(reports: ReportFilter) -> None:
    """A title or a plain word between carets is somebody, also where the segment expects a place."""
    pasted = (
        "MSH|^~\\&|RIS|X\nPV1|1|I|ED|||2412^WEDGE^MARILYN\nOBX|1|TX|GDT||referrer DOCTOR^OKSANA here||||||F"
    )
    found = reports.filter(pasted)
    assert not [word for word in ("WEDGE", "MARILYN", "DOCTOR", "OKSANA") if word in found.text]
