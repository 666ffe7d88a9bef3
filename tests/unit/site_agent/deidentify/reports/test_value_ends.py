"""A value ends where the next begins, though no mark stands between."""

from __future__ import annotations

import pytest

from site_agent.deidentify.reports.exam_names import exam_names
from site_agent.deidentify.reports.filter import ReportFilter

FILTER = ReportFilter(recognise=False)


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("Client = QUORNLEY, ROSE HCN = 8444 260 112", "Client = [NAME] HCN = [ID]"),
        ("Surname = QUÖRNLEY Forename(s) = Kofi Sex = F", "Surname = [NAME] Forename(s) = [NAME] Sex = F"),
        ("Mother: Ada Quornley, DOB May 11, 1997, MRN H1098709.", "Mother: [NAME], DOB [DATE], MRN [ID]."),
        ("Patient : QUORNLEY^ADA (M, 19310208, #J7222601)", "Patient : [NAME] (M, [DATE], #[ID])"),
        ("Chair: Dr. Rose Quornley DOB 1/5/1950", "Chair: Dr. [NAME] DOB [DATE]"),
    ],
)  # fmt: skip
def test_a_value_ends_before_the_next(text: str, after: str) -> None:
    """The given name behind a comma goes, the label behind it stays."""
    assert FILTER.filter(text).text == after


@pytest.mark.parametrize(
    "text",
    [
        "Press RETURN to continue or '^' to exit: ",
        "Study   : Xr Elbow 3 Views",
        "Exam: Us Obstetric 2nd Trimester",
        "DateTime of the entry",
        "A|Annual screening of the lungs.|Final|",
    ],
)
def test_screens_and_cells_stay(text: str) -> None:
    """What a screen asks, an exam in title case and the first word of a cell name nobody."""
    assert FILTER.filter(text).text == text


def test_a_modality_in_title_case_is_one_only_at_the_head_of_a_value() -> None:
    """In a sentence "Us" and "Mr" are words."""
    assert exam_names("Exam: Us Pelvis")
    assert not exam_names("He told Us Pelvis hurts")


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("MRI BRAIN WITHOUT CONTRAST\tTavistone County Hospital\t97", "MRI BRAIN WITHOUT CONTRAST\t"),
        ("QUORNLEY, ADA\tTAVISTONE HOSPITAL\tOUTPATIENT\tFINAL", "\tOUTPATIENT\tFINAL"),
    ],
)
def test_no_value_goes_beyond_its_cell(text: str, left: str) -> None:
    """Plain words of the next cell stay where a place or person goes."""
    after = FILTER.filter(text).text
    assert left in after
    assert "avistone" not in after.lower()


def test_what_stands_for_a_given_name_stays() -> None:
    """A newborn without a name is called by what it is; the surname goes, before and behind."""
    after = FILTER.filter('Patient: Baby Girl Quornley\n"name": "QUORNLEY^BABY BOY"').text
    assert "uornley" not in after.lower()
    assert "Baby Girl" in after
    assert "BABY BOY" in after
