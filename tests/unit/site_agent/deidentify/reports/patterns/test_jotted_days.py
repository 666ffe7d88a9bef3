"""A day and a month behind what happened on them go; shares, sizes and durations stay."""

from __future__ import annotations

import pytest

from site_agent.deidentify.reports.filter import ReportFilter

REPORT = "Chest radiograph. The lungs are clear.\n{}\nNo pleural effusion."


@pytest.fixture(scope="module")
def reports() -> ReportFilter:
    """Return a filter without networks: rules alone must do."""
    return ReportFilter(recognise=False, second=False)


@pytest.mark.parametrize("day", ["14/3", "14.3", "4.3."])
@pytest.mark.parametrize(
    "sentence",
    [
        "Op {}.",
        "THR {}.",
        "Line inserted {}.",
        "Drain out {}.",
        "Extubated {}.",
        "Dictated {}.",
        "Admitted {} with cough.",
        "CT of {} reviewed.",
        "Comparison: CXR {}.",
        "Seen in clinic {}.",
        "Bloods of {}.",
        "Rebook {}.",
    ],
)
def test_a_jotted_day_goes(reports: ReportFilter, sentence: str, day: str) -> None:
    """However a day and a month are parted."""
    filtered = reports.filter(REPORT.format(sentence.format(day)))
    assert filtered.status == "ok"
    assert day.strip(".") not in filtered.text


@pytest.mark.parametrize(
    "sentence",
    [
        "Biopsy 4/12 cores positive.",
        "Chemo 3/6 given.",
        "ETT 7.5 cuffed.",
        "ET tube 7.5.",
        "Stent 3.5 x 18 mm.",
        "Injury 2/7 ago.",
        "Antibiotics 5/7.",
        "Clinic 2/52.",
        "Grew from 4.3 to 5.1 cm.",
        "SUVmax 4.3, compared with 3.1.",
        "Murmur 3/6.",
    ],
)
def test_what_measures_or_counts_stays(reports: ReportFilter, sentence: str) -> None:
    """Shares, sizes and durations are no days."""
    text = REPORT.format(sentence)
    assert reports.filter(text).text == text
