"""A word is somebody where only a person can stand, whatever else it means; groups and places are nobody."""

from __future__ import annotations

import pytest

from site_agent.deidentify.reports.filter import ReportFilter

REPORT = "Chest radiograph. The lungs are clear.\n{}\nNo pleural effusion."


@pytest.fixture(scope="module")
def reports() -> ReportFilter:
    """Return a filter without networks: rules alone must do."""
    return ReportFilter(recognise=False, second=False)


@pytest.mark.parametrize("name", ["Head", "Young", "Stone", "Field"])
@pytest.mark.parametrize(
    "sentence",
    [
        "{} informed.",
        "{} aware of findings.",
        "{} (ED) aware.",
        "{} team aware.",
        "{} notified by phone at 1405.",
        "{} was agitated and moved.",
        "Porter {} transferred the patient.",
        "Surgeon {} requests level.",
        "PA {} at bedside.",
        "Chaperone: {}.",
        "NOK: {}",
        "Mother of {} present.",
        "Page to {} unanswered.",
        "Please call {} with questions.",
        "Addendum by {}: no change.",
        "Peer review {} score 1.",
        "MDT: {} to discuss.",
    ],
)
def test_a_word_in_the_place_of_a_person_goes(reports: ReportFilter, sentence: str, name: str) -> None:
    """Anatomy and adjectives are surnames where only people are."""
    filtered = reports.filter(REPORT.format(sentence.format(name)))
    assert filtered.status == "ok"
    assert name not in filtered.text


@pytest.mark.parametrize(
    "sentence",
    [
        "Ward informed.",
        "Neurosurgery aware of findings.",
        "Theatres notified by phone at 14:05.",
        "Mother informed.",
        "Midwives aware.",
        "Nursing staff informed.",
        "Patient was agitated and moved.",
        "Chaperone declined.",
        "NOK: wife.",
        "Signed electronically.",
        "Page to cardiology unanswered.",
        "MDT: Urology to discuss.",
    ],
)
def test_groups_and_statuses_stay(reports: ReportFilter, sentence: str) -> None:
    """Who is no single person is named."""
    text = REPORT.format(sentence)
    assert reports.filter(text).text == text
