# ruff: noqa: E501 - a text is read in one piece
from __future__ import annotations

import pytest

from site_agent.deidentify.reports.beside import beside
from site_agent.deidentify.reports.filter import ReportFilter

FILTER = ReportFilter(recognise=False)


def words(text: str, *, shouted: bool = False, cased: bool = True) -> set[str]:
    """Return what stands beside the names of a text and belongs to them."""
    return {text[start:end].strip(" ,") for start, end in beside(text, shouted=shouted, cased=cased)} - {""}


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("Seen by Dr. [NAME] Bone. Lungs are clear.", "Bone"),
        ("Pt: Heart, [NAME] DOB [DATE]", "Heart"),
        ("Witness: Chest, [NAME].", "Chest"),
        ("The team ([NAME]/Wall) agreed.", "/Wall"),
        ("Called to [NAME] y [NAME].", "y"),
        ("The lesion was seen by Op De [NAME].", "Op De"),
        ("Known to us as O'[NAME].", "O"),
    ],
)
def test_rest_of_a_slot_is_name(text: str, rest: str) -> None:
    """Words between what introduces a person and what ends a name belong to the name found among them."""
    assert words(text) == {rest}


def test_capitals_are_told_by_the_slot() -> None:
    """In capitals a word of anatomy is a surname where a slot begins and ends, and nowhere else."""
    assert words("TECH [NAME] BONE  HX PAIN", shouted=True) == {"BONE"}
    assert words("TECH [NAME] NOTIFIED. THE BONE IS INTACT", shouted=True) == set()


@pytest.mark.parametrize(
    "text",
    [
        "Findings: Calcification, [NAME].",
        "Stable Effusion [NAME] as before.",
        "I, [NAME], MD, have read this.",
        "Discussed with [NAME] today.",
        "Spoke with Dr. [NAME], MD, ICU.",
    ],
)
def test_plain_words_beside_a_name_stay(text: str) -> None:
    """What is no part of a slot, a heading, a verb or a credential is no name."""
    assert words(text) == set()


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Doctor: K. Wall\nLungs are clear.", "Doctor: [NAME]\nLungs are clear."),
        ("The film was read by Prof. D. Long. Lungs are clear.", "The film was read by Prof. [NAME]. Lungs are clear."),
        ("seen by dr. sharp today, lungs clear", "seen by dr. [NAME] today, lungs clear"),
        ("MR Left Knee. Lungs are clear.", "MR Left Knee. Lungs are clear."),
        ("Trauma, Zulu 311 arrived. Lungs are clear.", "[NAME] arrived. Lungs are clear."),
        ("Subject initials: Q-F. Lungs are clear.", "Subject initials: [INITIALS]. Lungs are clear."),
        ("Referred by Ada Quorl, M.D., ICU. Lungs are clear.", "Referred by [NAME], M.D., ICU. Lungs are clear."),
        ("Told by Ada Wall, the patient's sister. Lungs are clear.", "Told by [NAME], the patient's sister. Lungs are clear."),
    ],
)  # fmt: skip
def test_names_of_plain_words_go_by_how_they_are_written(text: str, left: str) -> None:
    """Initials, titles, aliases and relatives tell a name whatever its words mean."""
    assert FILTER.filter(text).text == left


def test_prose_behind_a_label_stays() -> None:
    """The value of a field about a person ends where a sentence of plain words begins."""
    told = FILTER.filter("Physician: Dr. Quorl, registration pending at the office\nLungs are clear.").text
    assert told.startswith("Physician: Dr. [NAME], registration pending at the office")


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (
            "Reported by: Dr Quorl Zembrin, Consultant Radiologist, FRCR",
            "Reported by: Dr [NAME], Consultant Radiologist, FRCR",
        ),
        ("cc Mrs Quorl Zembrin, Mr T Vandrel\n", "cc Mrs [NAME], Mr [NAME] [NAME]\n"),
        ("To: Radiologist on duty\nLungs clear.", "To: Radiologist on duty\nLungs clear."),
        ("Name: Quorl Zembrin 47/F\nLungs clear.", "Name: [NAME] 47/F\nLungs clear."),
        ("X-RAY CHEST PA VIEW\nThe lungs are clear.", "X-RAY CHEST PA VIEW\nThe lungs are clear."),
        ("Seen by Mr Nurse today, lungs clear.", "Seen by Mr [NAME] today, lungs clear."),
    ],
)
def test_what_somebody_is_stays(text: str, left: str) -> None:
    """Jobs, titles, age and sex beside a name are no part of it; behind a title a job is a surname."""
    assert FILTER.filter(text).text == left
