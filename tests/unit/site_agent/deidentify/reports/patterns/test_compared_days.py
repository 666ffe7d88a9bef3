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
        ("Vs 4/21 and 5/11 films.", ("4/21", "5/11")),
        ("Relative to 7/3 and 12 May 2019 films.", ("7/3",)),
        ("Seen in Quayleford 5/22 with stones.", ("5/22",)),
        ("Told the sister @ 21:52h 2/5.", ("2/5",)),
        ("Vs 9/10 and 4 Nov.", ("9/10",)),
    ],
)
def test_days_go(reports: ReportFilter, text: str, gone: tuple[str, ...]) -> None:
    """A day behind a comparison, a visit or a call is one."""
    found = reports.filter(text)
    assert found.status == "ok"
    assert not [word for word in gone if word in found.text]


@pytest.mark.parametrize(
    "text",
    [
        "Strength 3/5 vs 4/5 on the left.",
        "Pain 7/10 vs 5/10 last week.",
        "Vs 3/12 cores before.",
    ],
)
def test_days_end_where_nobody_is_meant(reports: ReportFilter, text: str) -> None:
    """Grades and shares are no days."""
    assert reports.filter(text).text == text


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("COMPARISON IS MADE TO RADIOGRAPHS 11/20.", "11/20"),
        ("Comparison: Radiograph 12-10.\nClear.", "12-10"),
        ("Comparison: Radiograph 4OCT21. Clear.", "4OCT21"),
        ("CLIN: LIFTING INJURY 07-09. CLEAR.", "07-09"),
        ("PRIOR: No change from the 8/10 radiograph.", "8/10"),
        ("Pregnancy test neg 12-29. Clear.", "12-29"),
        ("AM overread 10/5 QED: agree.", "10/5"),
        ("Comparison studies: Radiographs 06/18.", "06/18"),
        ("Compared with the 8th of November.", "the 8th"),
        ("Told to her at 12:27 p.m.\n01/07.\n\nRead by: Quayle", "01/07"),
    ],
)
def test_bare_days_of_comparisons_and_injuries_go(reports: ReportFilter, text: str, gone: str) -> None:
    """A day without a year goes where only a day can stand."""
    assert gone not in reports.filter(text).text


@pytest.mark.parametrize(
    "text",
    ["Fracture of ribs 10-11.", "No change from the 8/10 pain.", "Images 11/20.", "Discs L4-5 and L5-S1."],
)
def test_ranges_and_counts_stay(reports: ReportFilter, text: str) -> None:
    """Ribs, images and levels are no days."""
    assert reports.filter(text).text == text
