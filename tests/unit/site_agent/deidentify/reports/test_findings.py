from __future__ import annotations

import pytest

from site_agent.deidentify.reports.findings import (
    Certainty,
    Finding,
    Severity,
    Side,
    findings_of,
    labels_of,
    summary,
)
from site_agent.deidentify.reports.labels import imaged


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("Small left pleural effusion.", Finding("effusion", Certainty.POSITIVE, Side.LEFT, Severity.MILD)),
        (
            "Large right pneumothorax.",
            Finding("pneumothorax", Certainty.POSITIVE, Side.RIGHT, Severity.SEVERE),
        ),
        ("Bibasilar atelectasis.", Finding("atelectasis", Certainty.POSITIVE, Side.BILATERAL)),
        ("Question of left lower lobe pneumonia.", Finding("pneumonia", Certainty.UNCERTAIN, Side.LEFT)),
        ("No pneumothorax.", Finding("pneumothorax", Certainty.NEGATIVE)),
        ("No change in the right upper lobe nodule.", Finding("nodule", Certainty.POSITIVE, Side.RIGHT)),
        (
            "Moderate cardiomegaly.",
            Finding("cardiomegaly", Certainty.POSITIVE, Side.UNSAID, Severity.MODERATE),
        ),
        ("Pneumonia cannot be excluded.", Finding("pneumonia", Certainty.UNCERTAIN)),
        ("Pericardial effusion.", Finding("other_finding", Certainty.POSITIVE)),
    ],
)
def test_certainty_side_and_severity_are_read(text: str, finding: Finding) -> None:
    """A mention carries how sure, where and how severe the report says it is."""
    assert findings_of(text) == (finding,)


def test_a_side_belongs_to_the_nearest_finding() -> None:
    """Two findings of one sentence keep their own sides."""
    found = findings_of("Left pleural effusion and right lower lobe atelectasis.")
    assert [(one.label, one.side) for one in found] == [("effusion", Side.LEFT), ("atelectasis", Side.RIGHT)]


def test_a_summary_is_the_same_for_the_same_said_otherwise() -> None:
    """The most certain mention of a label decides, and order does not matter."""
    one = summary(findings_of("Possible pneumonia. Right effusion. Left effusion. Pneumonia."))
    other = summary(findings_of("Pneumonia is present. Bilateral effusion."))
    assert one == other


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("Scarring in the right apex.", {"fibrosis"}),
        ("Calcified granuloma. Pacemaker in place.", {"nodule"}),
        ("Dextroscoliosis. Lungs are clear.", {"other_finding"}),
        ("Lungs are clear.", {"no_finding"}),
    ],
)
def test_an_image_filter_sees_the_general_finding(text: str, labels: set[str]) -> None:
    """Details go under their ancestors, and what no filter shows only keeps an exam from being normal."""
    assert imaged(labels_of(text)) == labels


def test_the_month_of_may_doubts_nothing() -> None:
    """The name of a month before a day or a year is a date, and no doubt about what follows."""
    assert labels_of("Since May 2013 the scarring is stable.") == labels_of("The scarring is stable.")
    assert labels_of("This may be scarring.") == frozenset()


def test_where_people_work_is_no_finding() -> None:
    """The name of a practice does not tell that something was implanted."""
    assert labels_of("Referred to Oxbow Surgical Associates.") == labels_of("Referred to Oxbow.")
    assert "support_device" in labels_of("Surgical clips in the axilla.")
