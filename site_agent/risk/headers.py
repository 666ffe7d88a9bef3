"""Reads the headers of de-identified DICOM files into patient records.

Rules: only headers are read, one file at a time; a file that does not say that its patient's identity was
removed is set aside, since whatever it names would be an identifier; SEG, SR and other objects that are made
from images add nothing to scanner, modality and body part: no acquaintance knows of them. Dates are taken as
real unless the object says that they were modified (0028,0303); then only the days between exams count. An
object without Patient ID is its study's, as for the pseudonyms.

Not here: pixels. A face or a rare anatomy identifies too, and no class size says so.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Final

from site_agent.deidentify.header.dates import age_years
from site_agent.errors import InputRefusedError, Reason
from site_agent.ingest import reader
from site_agent.risk.settings import Attribute

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pydicom.dataset import Dataset

    from site_agent.risk.records import Gatherer

_DATES: Final = ("StudyDate", "SeriesDate", "AcquisitionDate", "ContentDate")
_DERIVED: Final = frozenset(
    {
        *("SEG", "SR", "PR", "KO", "REG", "FID", "RWV", "M3D", "PLAN", "DOC", "TEXTUREMAP"),
        *("RTSTRUCT", "RTPLAN", "RTDOSE", "RTRECORD", "RTINTENT", "RTSEGANN", "RTRAD", "ANN"),
    }
)
_CENTIMETRES: Final = 100
_DAYS_A_YEAR: Final = 365.25


def read_headers(
    folder: Path, gatherer: Gatherer, progress: Callable[[int], None] | None = None
) -> tuple[int, Counter[str]]:
    """Add every DICOM file below a folder to the patients.

    Args:
        folder: Read recursively; symbolic links and hidden files are left alone.
        gatherer: Where the patients are collected.
        progress: Called with the number of files read.

    Returns:
        Files that count, and reason -> number of files set aside.
    """
    aside: Counter[str] = Counter()
    taken = 0
    limits = reader.ReadLimits()
    for number, path in enumerate(_files(folder), 1):
        try:
            _add(reader.open_source(path, limits).dataset, gatherer)
            taken += 1
        except InputRefusedError as refusal:
            aside[refusal.reason.value] += 1
        if progress:
            progress(number)
    return taken, aside


def _files(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if not hidden and not path.is_symlink() and path.is_file():
            yield path


def _add(header: Dataset, gatherer: Gatherer) -> None:
    """Add one object.

    Raises:
        InputRefusedError: `Reason.NOT_DEIDENTIFIED` or `Reason.NO_PATIENT`.
    """
    if _text(header, "PatientIdentityRemoved") != "YES":
        raise InputRefusedError(Reason.NOT_DEIDENTIFIED)
    patient = _text(header, "PatientID") or _text(header, "StudyInstanceUID")
    if not patient:
        raise InputRefusedError(Reason.NO_PATIENT)
    day = next(filter(None, (_day(_text(header, keyword)) for keyword in _DATES)), None)
    gatherer.add(patient, _of_person(header, day))
    gatherer.add_exam(patient, _text(header, "StudyInstanceUID"), day.toordinal() if day else None)
    if _text(header, "Modality") not in _DERIVED:
        gatherer.add(patient, _of_acquisition(header))
    if day and _text(header, "LongitudinalTemporalInformationModified") != "MODIFIED":
        gatherer.add(patient, {Attribute.EXAM_DATES: [day.isoformat()]})


def _of_person(header: Dataset, day: date | None) -> dict[Attribute, list[str]]:
    return {
        Attribute.AGE: [_age(header, day)],
        Attribute.SEX: [_text(header, "PatientSex").casefold()],
        Attribute.ETHNICITY: [_text(header, "EthnicGroup"), _text(header, "EthnicGroups")],
        Attribute.SIZE: [_rounded(_text(header, "PatientSize"), _CENTIMETRES)],
        Attribute.WEIGHT: [_rounded(_text(header, "PatientWeight"), 1)],
    }


def _of_acquisition(header: Dataset) -> dict[Attribute, list[str]]:
    scanner = [
        _text(header, name).replace("|", " ").casefold() for name in ("Manufacturer", "ManufacturerModelName")
    ]
    return {
        Attribute.SITE: [_text(header, "InstitutionName").casefold()],
        Attribute.SCANNER: ["|".join(scanner)] if any(scanner) else [],
        Attribute.MODALITY: [_text(header, "Modality")],
        Attribute.BODY_PART: [_text(header, "BodyPartExamined").upper()],
    }


def _text(header: Dataset, keyword: str) -> str:
    """Return a value as text without blanks around it; a broken one is no value."""
    try:
        value = header.get(keyword)
    except Exception:  # noqa: BLE001 - pydicom raises anything on a broken value
        return ""
    return "" if value is None else str(value).strip()


def _age(header: Dataset, day: date | None) -> str:
    """Return the age in whole years, from the birth date where it is all there is."""
    born = _day(_text(header, "PatientBirthDate"))
    try:
        return str(int(age_years(_text(header, "PatientAge"))))
    except ValueError:
        return str(int((day - born).days / _DAYS_A_YEAR)) if day and born and day >= born else ""


def _rounded(value: str, factor: int) -> str:
    try:
        return str(round(float(value) * factor))
    except (ValueError, OverflowError):
        return ""


def _day(value: str) -> date | None:
    try:
        return date(int(value[:4]), int(value[4:6]), int(value[6:8]))
    except ValueError:
        return None
