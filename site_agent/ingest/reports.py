r"""Reads reports from a folder: one text a file, or one row a report.

Formats: ``<accession>.txt`` (an ``Accession: …`` line in its first lines wins over the file name), ``*.csv``
with the columns ``accession,text``, ``*.jsonl`` with the keys ``accession``, ``text`` and optionally
``study_instance_uid``.

Rules: text is UTF-8 (a byte order mark is allowed), never guessed; line ends become ``\n``.

Not here: which study a report belongs to (`pairing`) and what it says (site_agent.deidentify.report).
"""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from site_agent.errors import InputRefusedError, Reason

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from site_agent.ingest.reader import ReadLimits

SUFFIXES: Final = frozenset({".txt", ".csv", ".jsonl"})
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
    """

    accession: str = field(repr=False)
    study_uid: str = field(repr=False)
    text: str = field(repr=False)

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
    if path.suffix.lower() == ".txt":
        yield _from_text(text, path.stem)
        return
    rows = _csv_rows(text) if path.suffix.lower() == ".csv" else _json_rows(text)
    for row in rows:
        yield _from_row(row)


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
    return SourceReport(report.accession, report.study_uid, text)


def _csv_rows(text: str) -> Iterator[dict[str, Any]]:
    reader = csv.DictReader(io.StringIO(text), strict=True)
    try:
        yield from reader
    except csv.Error:
        raise InputRefusedError(Reason.REPORT_UNREADABLE) from None


def _json_rows(text: str) -> Iterator[dict[str, Any]]:
    for line in text.splitlines():
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            raise InputRefusedError(Reason.REPORT_UNREADABLE) from None
        if not isinstance(row, dict):
            raise InputRefusedError(Reason.REPORT_UNREADABLE)
        yield row
