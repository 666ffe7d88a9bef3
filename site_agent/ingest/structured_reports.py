"""Reads the text of a DICOM structured report (PS3.3 A.35).

Rules: text, codes and measured values are said in the order of the tree, each behind the name of its concept;
containers become headings; what the header says of patient, staff and places stands beside it.

Not here: de-identifying the object itself (site_agent.deidentify.header.content), reports as
text (`reports`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from site_agent.errors import InputRefusedError, Reason
from site_agent.ingest.reports import SourceReport

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pydicom.dataset import Dataset

_DEEPEST: Final = 64
_PEOPLE_AND_PLACES: Final = (
    *("PatientName", "OtherPatientNames", "ReferringPhysicianName", "PhysiciansOfRecord", "OperatorsName"),
    *(
        "NameOfPhysiciansReadingStudy",
        "PatientID",
        "AccessionNumber",
        "InstitutionName",
        "InstitutionAddress",
    ),
)


def is_structured_report(dataset: Dataset) -> bool:
    """Return whether a data set is a report whose text can be read."""
    return dataset.get("Modality") == "SR" and "ContentSequence" in dataset


def structured_report(dataset: Dataset) -> SourceReport:
    """Return a structured report as text.

    Raises:
        InputRefusedError: `Reason.REPORT_UNREADABLE`, it says nothing or is nested too deeply.
    """
    text = "\n".join(_said(dataset))
    if not text.strip():
        raise InputRefusedError(Reason.REPORT_UNREADABLE)
    header = {
        keyword: [str(dataset[keyword].value or "")] for keyword in _PEOPLE_AND_PLACES if keyword in dataset
    }
    observers = (one.get("VerifyingObserverName") for one in dataset.get("VerifyingObserverSequence") or ())
    people = (item.get("PersonName") for item in _items(dataset, _DEEPEST))
    header.setdefault("PhysiciansOfRecord", []).extend(str(name) for name in (*observers, *people) if name)
    accession, uid = (
        str(dataset.get(keyword) or "").strip() for keyword in ("AccessionNumber", "StudyInstanceUID")
    )
    return SourceReport(accession, uid, text, header)


def _items(dataset: Dataset, depth: int) -> Iterator[Dataset]:
    if depth == 0:
        raise InputRefusedError(Reason.REPORT_UNREADABLE)
    for item in dataset.get("ContentSequence") or ():
        yield item
        yield from _items(item, depth - 1)


def _said(dataset: Dataset) -> Iterator[str]:
    for item in _items(dataset, _DEEPEST):
        concept = _meaning(item.get("ConceptNameCodeSequence"))
        value = _value(item)
        if item.get("ValueType") == "CONTAINER" and concept:
            yield f"{concept}:"
        elif value:
            yield f"{concept}: {value}" if concept else value


def _value(item: Dataset) -> str:
    kind = item.get("ValueType")
    if kind == "TEXT":
        return str(item.get("TextValue") or "")
    if kind == "CODE":
        return _meaning(item.get("ConceptCodeSequence"))
    if kind == "NUM" and item.get("MeasuredValueSequence"):
        measured = item.MeasuredValueSequence[0]
        units = measured.get("MeasurementUnitsCodeSequence")
        return f"{measured.get('NumericValue', '')} {units[0].get('CodeValue', '') if units else ''}".strip()
    return ""


def _meaning(sequence: Sequence[Dataset] | None) -> str:
    return str(sequence[0].get("CodeMeaning") or "") if sequence else ""
