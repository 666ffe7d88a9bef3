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
        ("The patient's mother rang 05/22 from home.", "05/22"),
        ("To be shown at the 7/13 conference.", "7/13"),
        ("Result given at 09:07 hours 6/19.", "6/19"),
        ("TRANSCRIBED 05-23-2018 cm", "05-23-2018"),
        ("He came from 40 Harlow Ct Apt 4B, 10/17.", "10/17"),
        ("Seen on 14-15 March 2022.", "14"),
        ("Seen on 3/14, 3/16 and 3/18.", "3/16"),
        ("Admitted on the 14th.", "14th"),
        ("Seen Monday 14th.", "14th"),
        ("Born 1952.", "1952"),
        ("Seen on Boxing Day 2021.", "Boxing"),
        ("Holiday 14-21 March.", "14-21"),
        ("Twin B born 14/3 at 0442.", "14/3"),
        ("CABG 2019, stent later.", "2019"),
        ("The 2019 study shows more.", "2019"),
        ("s/p TKR 1/19.", "1/19"),
        ("Graft exp 01/27.", "01/27"),
        ("Scan 12/1 vs 14/1.", "14/1"),
        ("Stable since April of\n2011.", "2011"),
        ("Scan dated 13\nNov 2020.", "13"),
    ],
)
def test_days_that_people_and_meetings_tell_go(reports: ReportFilter, text: str, gone: str) -> None:
    """A bare day goes behind a verb of telling, before a meeting, behind an hour or an address."""
    assert gone not in reports.filter(f"{text}\nThe lungs are clear.").text


@pytest.mark.parametrize(
    "text",
    [
        "Strength was 4/5 at the hip.",
        "The 3/6 murmur is unchanged.",
        "Pain rated 9/10 and then 2/10.",
        "Levels L4/5 and L5/S1.",
        "Fracture of the 5th digit on the 4th day.",
        "The 2017 McDonald criteria are met.",
        "Fleischner 2017 guideline.",
        "Lymphadenectomy 1/19 positive.",
        "History of pain 4/10.",
        "Nodes 3/14 positive.",
        "Symptoms 3/12 ago.",
        "Lesion of 2.5 cm.",
    ],
)
def test_shares_and_scores_are_no_days(reports: ReportFilter, text: str) -> None:
    """Strengths, murmurs, pain scores and levels stay."""
    assert text in reports.filter(f"{text}\nThe lungs are clear.").text
