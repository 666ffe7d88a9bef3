"""Filters files of reports, report by report, on as many processes as asked.

Rules: JSON Lines are read a few lines at a time, one line in is one line out, in order; files of any other
format are read as the inbox reads them, and their reports numbered; a line that is no report is quarantined,
not dropped; the output appears whole or not at all; memory does not grow with the file. Normalised reports
take a second pass over what the first one filtered, which waits in a nameless file beside the output.

Not here: the filter (`filter`), which sentences are released (`normalised`).
"""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from site_agent.deidentify.reports.crew import spread
from site_agent.deidentify.reports.filter import ReportFilter
from site_agent.deidentify.reports.findings import labels_of
from site_agent.deidentify.reports.names import HeaderValues
from site_agent.deidentify.reports.normalised import SentenceCounts, normalise_text
from site_agent.deidentify.reports.site_lexicon import SiteLexicon
from site_agent.errors import Reason
from site_agent.ingest.reader import ReadLimits
from site_agent.ingest.reader import read as read_object
from site_agent.ingest.reports import SUFFIXES, read_reports
from site_agent.ingest.structured_reports import structured_report

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from site_agent.deidentify.reports.filter import FilteredReport
    from site_agent.deidentify.reports.surrogates.writing import Surrogates

_WARMING: Final = b'{"id": 0, "text": "Lungs are clear. Seen by Dr. Zyx."}'
_LONGEST_LINE: Final = ReadLimits().report_bytes


@dataclass(frozen=True, slots=True)
class Output:
    """How results are written.

    Attributes:
        spans: Whether to tell where something went, in characters of the text given.
        drop: Whether what went is dropped instead of replaced by placeholders.
        surrogates: What writes surrogates instead of placeholders, if anything does.
    """

    spans: bool = False
    drop: bool = False
    surrogates: Surrogates | None = None


def filter_lines(
    source: Path,
    out: Path,
    *,
    output: Output = Output(),
    workers: int = 1,
    site: SiteLexicon | None = None,
    k: int | None = None,
) -> Counter[str]:
    """Filter every report of a JSON Lines file; return how many ended how (``ok`` or a reason code).

    Args:
        source: Lines ``{"id", "text", "dicom": {keyword: value} or null}``, with ``patient`` where known, or
            a file of another format of `site_agent.ingest.reports`.
        out: Lines ``{"id", "text", "status", "reason", "labels", "spans"}``; replaced when complete.
        output: How the results are written.
        workers: Processes.
        site: The site's own lexicon.
        k: Patients whose reports must share a sentence that is released as it stands (normalised reports);
            without it reports are filtered only.
    """
    part = out.with_name(f".{out.name}.part")
    counts: Counter[str] = Counter()
    several = partial(_filter_several, output=output, site=site, whose=k is not None)
    wanted = (line for line in lines_of(source) if line.strip())
    results = spread(wanted, several, workers, warm=partial(filter_line, _WARMING))
    with part.open("w", encoding="utf-8") as written:
        for result in results if k is None else _normalised(results, k, out.parent):
            counts[result["reason"] or result["status"]] += 1
            written.write(json.dumps(result, ensure_ascii=False) + "\n")
    part.replace(out)
    return counts


def lines_of(source: Path) -> Iterator[bytes]:
    """Yield the reports of a file as lines of JSON.

    Raises:
        InputRefusedError: A file of another format cannot be read.
    """
    suffix = source.suffix.lower()
    if suffix == ".dcm" or suffix in SUFFIXES - {".jsonl"}:
        limits = ReadLimits()
        read = (
            [structured_report(read_object(source, limits))]
            if suffix == ".dcm"
            else read_reports(source, limits)
        )
        for number, report in enumerate(read, 1):
            yield json.dumps({"id": str(number), "text": report.text, "dicom": dict(report.header)}).encode()
        return
    with source.open("rb") as lines:
        while line := lines.readline(_LONGEST_LINE):
            yield line
            while not line.endswith(b"\n") and len(line) == _LONGEST_LINE:  # cut: no JSON, the rest no line
                line = lines.readline(_LONGEST_LINE)


def filter_line(line: bytes, *, output: Output = Output(), site: SiteLexicon | None = None) -> dict[str, Any]:
    """Return the result for one line."""
    return _results_of([_row(line)], output, site or SiteLexicon())[0]


def _filter_several(
    lines: Sequence[bytes], *, output: Output, site: SiteLexicon | None, whose: bool
) -> list[dict[str, Any]]:
    """Return the results for a few lines, whose sentences the recogniser reads at once.

    Args:
        lines: The lines.
        output: How the results are written.
        site: The site's own lexicon.
        whose: Whether ``patient`` tells whose report each is: by that name, the header's id, or ``None``.
    """
    site = site or SiteLexicon()
    rows = [_row(line) for line in lines]
    results = _results_of(rows, output, site)
    for row, result in zip(rows, results, strict=True):
        if whose and row and result["status"] == "ok":
            named = row.get("patient") or (row.get("dicom") or {}).get("PatientID") or None
            result["patient"] = None if named is None else json.dumps(named)
    return results


def _row(line: bytes) -> dict[str, Any] | None:
    """Return the report of a line, ``None`` when it is none."""
    try:
        row: dict[str, Any] = json.loads(line.decode("utf-8-sig"))
        identity, text, header = row.get("id"), row["text"], row.get("dicom")
        if not isinstance(text, str) or not isinstance(header, dict | None):
            raise TypeError  # noqa: TRY301 - judged below with every other malformed line
        if not isinstance(identity, str | int | float | None):
            raise TypeError  # noqa: TRY301 - as above
        str(identity).encode()
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    return row


def _results_of(
    rows: Sequence[dict[str, Any] | None], output: Output, site: SiteLexicon
) -> list[dict[str, Any]]:
    """Return the results for several reports, in order."""
    given = [row for row in rows if row is not None]
    known = [HeaderValues.of(row.get("dicom")) for row in given]
    texts = [row["text"] for row in given]
    found = ReportFilter(site.keep, site.always).filter_all(zip(texts, known, strict=True))
    results = (
        _result_of(row, header, report, output, site)
        for row, header, report in zip(given, known, found, strict=True)
    )
    return [
        _result(None, "", "quarantined", Reason.REPORT_UNREADABLE.value) if row is None else next(results)
        for row in rows
    ]


def _result_of(
    row: dict[str, Any], known: HeaderValues, found: FilteredReport, output: Output, site: SiteLexicon
) -> dict[str, Any]:
    """Return the result for a report."""
    told, reason = (found.dropped if output.drop else found.text), found.reason
    if output.surrogates and not reason:
        written = output.surrogates.write(
            row["text"], found, patient=_patient(row), known=known | site.always
        )
        told, reason = written.text, written.reason
    result = _result(row.get("id"), told, "quarantined" if reason else "ok", reason.value if reason else "")
    result["labels"] = [] if reason else sorted(found.labels)
    if output.spans:
        result["spans"] = [list(span) for span in found.spans]
    return result


def _patient(row: Mapping[str, Any]) -> str | None:
    """Return whose report a line is: the header's patient, as in the images, else the one named beside it."""
    named = (row.get("dicom") or {}).get("PatientID") or row.get("patient")
    return named if isinstance(named, str) or named is None else json.dumps(named)


def _normalised(results: Iterator[dict[str, Any]], k: int, folder: Path) -> Iterator[dict[str, Any]]:
    """Yield the results with normalised texts, once the sentences of all of them are counted."""
    counts = SentenceCounts(k)
    with tempfile.TemporaryFile("w+", encoding="utf-8", dir=folder) as spool:
        for number, result in enumerate(results):
            patient = result.pop("patient", None) or f"report {number}"
            counts.add(result["text"], patient)
            spool.write(json.dumps(result) + "\n")
        spool.seek(0)
        for line in spool:
            yield _normalise(json.loads(line), counts)


def _normalise(result: dict[str, Any], counts: SentenceCounts) -> dict[str, Any]:
    """Return the result normalised; quarantined when nothing is left or something else is said."""
    if result["status"] != "ok":
        return result
    text = normalise_text(result["text"], counts.is_common)
    changed = sorted(labels_of(text)) != result["labels"]
    if not changed and text:
        return result | {"text": text}
    reason = Reason.REPORT_LABELS_CHANGED if changed else Reason.REPORT_UNLABELLED
    return result | {"text": "", "status": "quarantined", "reason": reason.value, "labels": []}


def _result(identity: object, text: str, status: str, reason: str) -> dict[str, Any]:
    return {"id": identity, "text": text, "status": status, "reason": reason, "labels": [], "spans": []}
