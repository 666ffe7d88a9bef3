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
        ("Mobile film taken in ITU side room 3, 11:02.", ("ITU", "side", "3")),
        ("Moved from Bay 4 to NICU pod 2. Vertebra L2 normal.", ("Bay", "NICU", "pod")),
        ("Currently in ACU chair 6.\nNormal.", ("ACU", "chair")),
        ("Pt Loc: Tent 4\nNormal.", ("Tent 4",)),
        ("Loc: L&D 10\nNormal.", ("L&D", "10")),
        ("Inpatient, Resus 1. Hip replaced.", ("Resus 1",)),
        ("Called to OR 21.\nNormal.", ("OR 21",)),
        ("Quorl Naval Hospital / SICU-18\nNormal.", ("SICU", "18")),
        ("Worklist row: Antenatal bed 12; Normal.", ("Antenatal", "12")),
        ("Recovery in Resus 4 was uneventful.", ("Resus 4",)),
        ("Mobile film, Cath Lab 1, supine.", ("Cath Lab 1",)),
        ("HOUSING: CELL D-58\nNORMAL.", ("CELL", "D-58")),
        ("Call Resus 3 when ready.", ("Resus 3",)),
        ("Loc: nicu pod c  Req: none", ("nicu", "pod c")),
        ("Patient is in stepdown bed 4.", ("stepdown", "bed 4")),
        ("Currently in Level 6 East.", ("Level 6",)),
        ("QUORLIN ZORVI      TRAUMA 2      537361672", ("TRAUMA",)),
        ("Isolation in Room G.86, barrier precautions.", ("G.86",)),
        ("Housing 4-East-412   Normal.", ("4-East-412",)),
        (
            "MSH|^~\\&|RIS|X|PACS||2019||ORU^R01\nPID|||123||Quorl^Nils\nPV1||I|Trauma Bay 4\n",
            ("Trauma", "Bay"),
        ),
        ("Done at the bedside in Room 4.21 at 1924.", ("Room", "4.21")),
        ("Seen in Resus 5 shortly after arrival.", ("Resus 5",)),
        ("Currently on Fast Track chair 3. Aligned.", ("Track", "chair")),
        ("Quorl, Nils / Hallway 3 / Normal", ("Hallway 3",)),
        ("Inpatient, ER Trauma 3. Normal.", ("Trauma 3",)),
        ("AP view obtained in Surgical ICU 16 at 10:04.", ("Surgical", "16")),
        ("AP view obtained in 4 Quayside 9 at 2:41am.", ("Quayside",)),
        (
            "MSH|^~\\&|RIS|X|PACS||2019||ORU^R01\nPID|||123||Quorl^Nils\nPV1||I|Pithead Ward\n",
            ("Pithead", "Ward"),
        ),
        ("Monitoring continues in Zimmer 214.", ("Zimmer", "214")),
        ("Ward round note, Station 5B, 08.20.2023", ("Station", "5B")),
        ("Shunt is patent. Returned to Room 3.117 in stable condition.", ("Room", "117")),
        ("Transferred to Hybrid OR 1 after sheath removal.", ("Hybrid", "OR 1")),
        ("Performed portably in unit 8A at 01:51.", ("unit", "8A")),
        ("The patient remains in Tower W 6475 on BiPAP.", ("Tower", "6475")),
        ("Waiting in Ortho Ward bed 15. Hip pain.", ("Ortho", "15")),
        ("Sister Quorn on St Brigid's Ward is aware.", ("Brigid", "Ward")),
        ("Imaged at bedside, Unit 6B-04. Normal.", ("Unit", "6B-04")),
        ("Transferred to OR 5 after the study.", ("OR 5",)),
        ("Supine portable, Trauma 2, 6:05pm.", ("Trauma 2",)),
    ],
)
def test_where_somebody_lies_goes_with_its_unit(
    reports: ReportFilter, text: str, gone: tuple[str, ...]
) -> None:
    """A numbered place tells whose report it is; the unit before it goes with it."""
    left = reports.filter(text).text
    assert not [word for word in gone if word in left]


@pytest.mark.parametrize(
    "text",
    [
        "Disc space 3 is narrow. Station 7 node, 12 mm.",
        "OR 2.3 (95 % CI 1.1 to 4.0).",
        "Tumour bed 4 cm. Surgical bed 12 mm.",
        "T cell 4 lymphoma. B-cell count normal.",
        "ICU 3 days. ED 2 hours after the fall.",
        "Room air saturation 97%.",
        "Acute on chronic bleed. Level 2 nodes.",
        "Slot 4 of the jig. Level 3 dissection.",
        "POD 2, afebrile.",
        "Stations 4R and 7 were sampled. In station 4R a node of 9 mm.",
        "Hybrid OR was ready. Zimmer 32 mm stem.",
    ],
)
def test_what_bodies_and_counts_have_stays(reports: ReportFilter, text: str) -> None:
    """Spaces, stations, beds of tumours and lengths of stay are no places where somebody lies."""
    assert reports.filter(text).text == text
