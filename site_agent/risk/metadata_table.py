"""Reads metadata.csv of a training set into patient records.

Columns: ``patient_id`` (required) and, where they are known, ``labels`` (separated by ``|``), ``age``,
``sex``, ``ethnicity``, ``size`` (cm), ``weight`` (kg), ``site`` or ``hospital``, ``scanner``, ``modality``,
``body_part``, ``study`` (what belongs to one exam; else each row does) and ``time_offset_days``.

Rule: rows are read one at a time; a row without a patient, or of a patient who is not among the files, is set
aside with a reason.

Not here: the images a row names.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from site_agent.errors import Reason
from site_agent.risk.errors import RiskTableInvalid
from site_agent.risk.settings import Attribute

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from site_agent.risk.records import Gatherer

_NUMBER: Final = re.compile(r"-?\d{1,6}(\.\d*)?")
_COLUMNS: Final = {
    "age": Attribute.AGE,
    "sex": Attribute.SEX,
    "ethnicity": Attribute.ETHNICITY,
    "size": Attribute.SIZE,
    "weight": Attribute.WEIGHT,
    "site": Attribute.SITE,
    "hospital": Attribute.SITE,
    "scanner": Attribute.SCANNER,
    "modality": Attribute.MODALITY,
    "body_part": Attribute.BODY_PART,
}


def read_table(path: Path, gatherer: Gatherer, *, known_only: bool = False) -> tuple[int, Counter[str]]:
    """Add every row of a metadata.csv to the patients.

    Args:
        path: CSV file, UTF-8, with a header.
        gatherer: Where the patients are collected.
        known_only: Take only patients who are there already; rows then say more of them and are no exams.

    Returns:
        Rows that count, and reason -> number of rows set aside.

    Raises:
        RiskTableInvalid: It cannot be read, or has no column ``patient_id``.
    """
    aside: Counter[str] = Counter()
    taken = 0
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            if "patient_id" not in (rows.fieldnames or ()):
                raise RiskTableInvalid("metadata: no column patient_id")
            for number, row in enumerate(rows):
                patient = (row["patient_id"] or "").strip()
                if not patient:
                    aside[Reason.NO_PATIENT.value] += 1
                elif known_only and patient not in gatherer:
                    aside[Reason.NO_PIXELS.value] += 1
                else:
                    _add(patient, row, gatherer)
                    if not known_only:
                        _add_exam(patient, row, number, gatherer)
                    taken += 1
    except (OSError, UnicodeDecodeError, csv.Error):
        raise RiskTableInvalid("metadata") from None
    return taken, aside


def _add(patient: str, row: Mapping[str, str | None], gatherer: Gatherer) -> None:
    gatherer.add(
        patient, {attribute: [_said(row, column)] for column, attribute in _COLUMNS.items() if column in row}
    )
    if labels := _said(row, "labels"):
        gatherer.add(patient, {Attribute.FINDINGS: _terms(labels)})


def _add_exam(patient: str, row: Mapping[str, str | None], number: int, gatherer: Gatherer) -> None:
    """Take a row as an exam: its study, else its day, else itself."""
    offset = _said(row, "time_offset_days")
    day = int(float(offset)) if _NUMBER.fullmatch(offset) else None
    exam = _said(row, "study") or (f"day {day}" if day is not None else f"row {number}")
    gatherer.add_exam(patient, exam, day)


def _terms(labels: str) -> frozenset[str]:
    from site_agent.synthesize.terms import normalised  # noqa: PLC0415 - spaCy, needed only with labels

    return normalised(labels.split("|"), {})


def _said(row: Mapping[str, str | None], column: str) -> str:
    value = (row.get(column) or "").strip()
    return value.casefold() if column in {"site", "hospital", "scanner", "sex"} else value
