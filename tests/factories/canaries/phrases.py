"""Sentences as people write them into comments: names in any case, dates, ages and numbers in many forms.

Rule: one row, one place, under whichever comment attribute is next; content items hold the same sentences.
Not here: short descriptors (`headers`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from factories.canaries.reports import FINDING, node, tree

if TYPE_CHECKING:
    from factories.canaries.draft import Draft

PHRASES: dict[str, str] = {
    "name, lower case": "discussed with dr {name:lower} yesterday",
    "name, capitals": "DISCUSSED WITH {name:upper} BY PHONE",
    "name, possessive": "{name}'s daughter was present",
    "name, hyphenated": "Reported by {name}-{name}",
    "name, initials": "Read by J. R. {name}, MD",
    "name, last": "cough, fever, {name}",
    "name, alone": "{name}",
    "name, underscores": "thorax_{name}_final",
    "name, digits": "{name}2020",
    "name, mail": "write to {name:lower}@clinic.example",
    "name, address": "lives at 14 {name} Road, {name}town 90210",
    "name, web": "see https://{name:lower}.example/report?id={id}",
    "name, title behind": "consult {name} MD PhD",
    "name, Spanish": "Informado por la Dra. {name}",
    "name, German": "Befund an Herrn Dr. {name} geschickt",
    "name, file": "/exports/{name}/ct.dcm",
    "id, labelled": "Patient ID: {id}",
    "id, in words": "case number {id} of today",
    "number, MRN": "MRN={number}",
    "number, alone": "{number}",
    "number, hash": "#{number}",
    "number, in brackets": "(acc {number})",
    "telephone": "pager {phone}",
    "uid": "compare with {uid}",
    "date, iso": "seen {day:%Y-%m-%d}",
    "date, compact": "prior CT {day:%Y%m%d}",
    "date, stamp": "printed {day:%Y%m%d}T101500",
    "date, slashes": "on {day:%m/%d/%Y} at 10:15",
    "date, two figures": "on {day:%d.%m.%y}",
    "date, long": "operated on {day:%d %B %Y}",
    "date, American": "operated on {day:%B %d, %Y}",
    "date, short month": "follow-up of {day:%d-%b-%Y}",
    "date, capitals": "SINCE {day:%d-%b-%y}",
    "date, ordinal": "on the {day:%dth of %B %Y}",
    "date, slashes, year first": "done {day:%Y/%m/%d}",
}
"""Place -> sentence."""

ATTRIBUTES = (
    "PatientComments", "AdditionalPatientHistory", "ImageComments", "VisitComments",
    "RequestedProcedureComments", "ImagingServiceRequestComments", "AcquisitionComments",
    "CommentsOnThePerformedProcedureStep", "DerivationDescription", "ReasonForTheRequestedProcedure",
    "StudyDescription", "SeriesDescription", "ProtocolName", "AdmittingDiagnosesDescription",
    "ContrastBolusAgent",
)  # fmt: skip
AGE = "A 95 year old woman"


def comments(draft: Draft, turn: int) -> None:
    """Write every fifteenth sentence into one attribute each, beginning with a turn."""
    rows = list(PHRASES.items())
    for number, keyword in enumerate(ATTRIBUTES):
        at = turn * len(ATTRIBUTES) + number
        if at < len(rows):
            place, sentence = rows[at]
            draft.plant(draft.dataset, keyword, sentence, f"phrase/{place}")
        elif at == len(rows):
            draft.set(draft.dataset, **{keyword: AGE})
            draft.record("text", AGE[2:9], "phrase/age above 89")


def turns() -> int:
    """Return how many images hold all sentences."""
    return len(PHRASES) // len(ATTRIBUTES) + 1


def report(draft: Draft) -> None:
    """Write every sentence into a content item."""
    root = tree(draft, ("18782-3", "LN", "X-Ray Report"), "2000")
    for place, sentence in PHRASES.items():
        item = node(root, draft, "TEXT", FINDING)
        draft.plant(item, "TextValue", sentence, f"phrase in a report/{place}")
