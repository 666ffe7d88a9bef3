"""Which words surely name, so that a finding among them is none."""

from __future__ import annotations

import re

import pytest

from site_agent.deidentify.reports.certain import certain
from site_agent.deidentify.reports.filter import ReportFilter
from site_agent.deidentify.reports.names import HeaderValues


def _certain(text: str) -> str:
    """Return the certain runs of a text in which doubled brackets mark what a rule took as a name."""
    plain, marks = "", list[str | None]()
    for part in re.split(r"(\[\[.*?\]\])", text):
        inner = part[2:-2] if part.startswith("[[") else part
        plain += inner
        marks += ["NAME" if inner is not part else None] * len(inner)
    return "".join(
        letter if kind else "·" for letter, kind in zip(plain, certain(plain, marks), strict=True)
    ).strip("·")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Seen by [[Quorlinda Mass]] today", "Quorlinda Mass"),
        ("Dear Ms. [[Mass]]:", "Mass"),
        ("sent to [[S. Mass]], APRN", "S. Mass"),
        ("Referring: [[Nodule]]\nExam", "Nodule"),
        ("told [[Quorl]]/[[Mass]] in person", "Quorl·Mass"),
    ],
)
def test_a_finding_that_is_somebodys_name_is_certain(text: str, name: str) -> None:
    """A name is told by a strange word, a title, a credential, a label or a name beside it."""
    assert _certain(text) == name


def test_what_an_address_says_is_no_finding() -> None:
    """A report is not set aside because somebody's e-mail begins with a word of findings."""
    text = "No nodule or mass is seen.\n\nKind regards,\nQuorlinda Zavvorek\nmass_q@quorl.example"
    left = ReportFilter(recognise=False, second=False).filter(text)
    assert (left.status, "mass_q" in left.text) == ("ok", False)


def test_a_finding_that_a_rule_took_by_mistake_is_no_name() -> None:
    """A finding without any sign of a person stays one, so that its loss is seen."""
    assert not _certain("There is a [[mass]] in the left lung.")


def test_a_patient_called_after_a_finding_is_not_quarantined() -> None:
    """The name goes, the report stays, and says what it said."""
    filtered = ReportFilter().filter(
        "Dear Ms. Mass:\nYour chest film was read.\nFINDINGS: Small left pleural effusion.\n"
        "cc: S. Mass, APRN\n"
    )
    assert (filtered.status, "Mass" in filtered.text) == ("ok", False)
    assert filtered.labels == {"effusion"}


def test_two_names_of_the_header_side_by_side_are_somebody() -> None:
    """A patient called by words quarantines no report; where it is a finding the same word stays."""
    header = HeaderValues.of({"PatientName": "Stent^Mere^T"})
    filtered = ReportFilter().filter("XR CHEST\nSTENT Mere\nClear lungs, no effusion.\n", header)
    assert (filtered.status, "STENT" in filtered.text) == ("ok", False)
    alone = ReportFilter().filter("XR CHEST\nA coronary stent is seen. Clear lungs.\n", header)
    assert (alone.status, alone.labels) == ("ok", {"support_device"})
