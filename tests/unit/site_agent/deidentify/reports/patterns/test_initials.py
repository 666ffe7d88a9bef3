from __future__ import annotations

import pytest

from site_agent.deidentify.reports.filter import ReportFilter

FILTER = ReportFilter(recognise=False)


@pytest.mark.parametrize(
    ("text", "initials"),
    [
        ("Outcome: Vetted by QQ, 4 June. Lungs clear.", "QQ"),
        ("The study was re-read by VW and agreed.", "VW"),
        ("14:05 BL: ok. Lungs clear.", "BL"),
        ("Sticky note 09:12 user XO: Chest film.", "XO"),
        ("Second opinion (KZ): Benign nodule.", "KZ"),
        ("Verified: 3 June 2019 08:31 by MQ\nLungs clear.", "MQ"),
        ("Lungs clear.\nQJS/am  DOC ID 4711233", "QJS/am"),
        ("Lungs clear.\n/QBD/gd\n", "QBD/gd"),
        ("Operator:\tqf\nLungs clear.", "qf"),
        ("Case 5: (QF, 27561004)\nLungs clear.", "QF"),
        ("Handed over to on-call team (Cook L, QN) at 20:00.", "QN"),
    ],
)
def test_initials_of_staff_go(text: str, initials: str) -> None:
    """Letters where only somebody can stand are somebody's and go as a whole."""
    left = FILTER.filter(text).text
    assert not any(part in left for part in initials.split("/"))


@pytest.mark.parametrize(
    "text",
    [
        "Confirmed by CT and US. Reviewed by the team.",
        "Chest PA/lat, 2 views.",
        "10:15 ICU: stable. 10:20 BP: low.",
        "Opinion (MRI): benign.",
    ],
)
def test_abbreviations_of_reports_stay(text: str) -> None:
    """Methods, places and views are nobody's initials, wherever they stand."""
    assert FILTER.filter(text).text == text
