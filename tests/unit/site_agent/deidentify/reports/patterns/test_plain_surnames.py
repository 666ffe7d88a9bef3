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
        ("Vascular scientist M. Ray did this study.", ("Ray",)),
        ("Please ring B. Burns on Monday.", ("Burns",)),
        ("A. Branch, breast care nurse, was there.", ("Branch",)),
        ("THE REQUEST, SIGNED T BLOCK AND DATED 2019-10-25.", ("BLOCK",)),
        ("At 5:38 PM T. Blood from the ward rang.", ("Blood",)),
        ("On the list of the day; Wall's registrar requests.", ("Wall",)),
        ("Second opinion on Low's scan.", ("Low",)),
        ("Dr. on call (May) aware.", ("May",)),
        ("White QA'd, resent.", ("White",)),
        ("MOTHER ANNIKA QUAYLE AND NIECE ANNIKA SMALL STAYED IN THE ROOM.", ("SMALL",)),
        ("INFANT: ANNIKA LONG                 UNIT NO: 814-323-3935", ("LONG",)),
        ("SENDING MR STITCH (BORN 12TH JUNE 1950).", ("STITCH",)),
        ("Told Annika Te Quayle of it.", ("Te ",)),
        ("THE REPORT BY DR. WILMA BONE IS THERE.", ("BONE",)),
        ("I DIFFER FROM DR. WILMA LUNG IN ONE RESPECT.", ("LUNG",)),
        ("WILMA QUAYLE AND EDGAR MAY CAME WITH HER.", ("MAY",)),
        ("He tells the technologist,\nM. Rivers, of it.", ("Rivers",)),
        ("Spoke to dr tooth re contrast.", ("tooth",)),
        ("CLIENT = BLACK, OLUMIDE", ("BLACK",)),
        ("HIS SON MAY GAVE THE HISTORY.", ("MAY",)),
        ("Normal.\nd/w Wells 3:41pm.", ("Wells",)),
        ("SEEN IN CLINIC BY WILL QUAYLE, CRNP ON MONDAY.", ("WILL",)),
    ],
)
def test_surnames_of_plain_words_go(reports: ReportFilter, text: str, gone: tuple[str, ...]) -> None:
    """Nothing but somebody can stand there, whatever the word means."""
    found = reports.filter(text)
    assert found.status == "ok"
    assert not [word for word in gone if word in found.text]


@pytest.mark.parametrize(
    "text",
    [
        "Today's images are compared with last week's scan.",
        "The patient's images are on the surgeon's list.",
        "Registrar on call (surgery) aware.",
        "FATHER PRESENT, MOTHER ABSENT.",
        "Nurse informed. Hepatitis B.",
        "Baker's cyst behind the knee.",
        "SEEN BY DR [NAME] IN CLINIC.",
        "BABY GIRL WAS BORN.",
    ],
)
def test_surnames_of_plain_words_end_where_nobody_is_meant(reports: ReportFilter, text: str) -> None:
    """Roles, days and what everybody has are nobody."""
    assert reports.filter(text).text == text
