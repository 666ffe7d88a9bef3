r"""Reads reports from a folder: texts, rows and messages.

Formats: ``<accession>.txt`` (an ``Accession: …`` line in its first lines wins over the file name), ``*.csv``
with the columns ``accession,text``, ``*.jsonl`` with the keys ``accession``, ``text`` and optionally
``study_instance_uid``; ``*.hl7`` with HL7 v2 messages; ``*.json`` with a FHIR DiagnosticReport or Bundle.

Rules: text is UTF-8 (a byte order mark is allowed), never guessed; line ends become ``\n``.

Not here: how messages are read (`hl7_messages`, `fhir_resources`), which study a report belongs to
(`pairing`) and what it says (site_agent.deidentify.reports.filter).
"""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from site_agent.errors import InputRefusedError, Reason
from site_agent.ingest.fhir_resources import fhir_reports
from site_agent.ingest.hl7_messages import hl7_reports

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from site_agent.ingest.hl7_messages import Header
    from site_agent.ingest.reader import ReadLimits

_ACCESSION_LINE: Final = re.compile(
    r"^\W*accession(?:\s*(?:number|no\.?|#))?\s*[:#]\s*(?P<value>[\w.\-/]{1,64})\s*$",
    re.IGNORECASE | re.MULTILINE,
)
_HEAD_CHARACTERS: Final = 2000


@dataclass(frozen=True, slots=True)
class SourceReport:
    """A report as the hospital has it. Never leaves, never logged.

    Attributes:
        accession: Accession number it names, or empty.
        study_uid: Study Instance UID it names, or empty.
        text: The report, line ends normalised.
        header: DICOM keyword -> values that the report's own message tells of patient, staff and places.
    """

    accession: str = field(repr=False)
    study_uid: str = field(repr=False)
    text: str = field(repr=False)
    header: Mapping[str, Sequence[str]] = field(default_factory=dict, repr=False)

    @property
    def substance(self) -> str:
        """Return the text without differences of white space: equal substance means the same report twice."""
        return " ".join(self.text.split())


def read_reports(path: Path, limits: ReadLimits) -> Iterator[SourceReport]:
    """Yield the reports of one file.

    Raises:
        InputRefusedError: `Reason.TOO_LARGE`, or `Reason.REPORT_UNREADABLE` for a file (or a row) that is not
        what its
            format says.
    """
    try:
        if path.stat().st_size > limits.report_bytes:
            raise InputRefusedError(Reason.TOO_LARGE)
        text = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise InputRefusedError(Reason.REPORT_UNREADABLE) from None
    yield from _READERS[path.suffix.lower()](text, path.stem)


def _texts(text: str, stem: str) -> Iterator[SourceReport]:
    yield _from_text(text, stem)


def _rows(rows: Callable[[str], Iterator[dict[str, Any]]], text: str, _stem: str) -> Iterator[SourceReport]:
    yield from map(_from_row, rows(text))


def _messages(
    messages: Callable[[str], Iterator[tuple[str, str, Header]]], text: str, stem: str
) -> Iterator[SourceReport]:
    for accession, said, header in messages(text):
        yield _checked(SourceReport(accession or stem.strip(), "", said, header))


def _from_text(text: str, stem: str) -> SourceReport:
    named = _ACCESSION_LINE.search(text[:_HEAD_CHARACTERS])
    return _checked(SourceReport(named["value"] if named else stem.strip(), "", text))


def _from_row(row: dict[str, Any]) -> SourceReport:
    accession, uid, text = (row.get(key) or "" for key in ("accession", "study_instance_uid", "text"))
    if not all(isinstance(value, str) for value in (accession, uid, text)) or not (accession or uid):
        raise InputRefusedError(Reason.REPORT_UNREADABLE)
    return _checked(SourceReport(accession.strip(), uid.strip(), text))


def _checked(report: SourceReport) -> SourceReport:
    """Return the report with plain line ends; an empty one, or one with NUL bytes, is no report."""
    text = report.text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip() or "\x00" in text:
        raise InputRefusedError(Reason.REPORT_UNREADABLE)
    return replace(report, text=text)


def _csv_rows(text: str) -> Iterator[dict[str, Any]]:
    reader = csv.DictReader(io.StringIO(text), strict=True)
    try:
        yield from reader
    except csv.Error:
        raise InputRefusedError(Reason.REPORT_UNREADABLE) from None


def _json_rows(text: str) -> Iterator[dict[str, Any]]:
    for line in text.split("\n"):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            raise InputRefusedError(Reason.REPORT_UNREADABLE) from None
        if not isinstance(row, dict):
            raise InputRefusedError(Reason.REPORT_UNREADABLE)
        yield row


_READERS: Final[Mapping[str, Callable[[str, str], Iterator[SourceReport]]]] = {
    ".txt": _texts,
    ".csv": partial(_rows, _csv_rows),
    ".jsonl": partial(_rows, _json_rows),
    ".hl7": partial(_messages, hl7_reports),
    ".json": partial(_messages, fhir_reports),
}
"""How a file of each kind is read: text and file stem -> reports."""

SUFFIXES: Final = frozenset(_READERS)
