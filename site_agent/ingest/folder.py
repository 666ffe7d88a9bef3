"""Reads an inbox folder: DICOM files in any tree and reports beside them, paired into source cases.

Rules: nothing in the inbox is changed; a file that is still being written (``*.part``, dot files, younger
than ``quiet_s``) is not looked at; every other file ends in a case or in one reason; names of files never
leave this module, an input is known by a keyed hash.

Not here: removing anything (site_agent.deidentify) and remembering what was seen before (site_agent.store).
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from site_agent.case import SourceCase
from site_agent.errors import InputRefusedError, Reason
from site_agent.ingest import reader, reports
from site_agent.ingest.keys import Derive, keyed_hex
from site_agent.ingest.pairing import Study, pair
from site_agent.ingest.reader import ReadLimits
from site_agent.ingest.structured_reports import is_structured_report, structured_report

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from pydicom.dataset import FileDataset

    from site_agent.ingest.reports import SourceReport

_TAGS: Final = (
    "SOPClassUID", "SOPInstanceUID", "StudyInstanceUID", "AccessionNumber", "PatientID",
    "DirectoryRecordSequence", "EncapsulatedDocument", "Modality", "ContentSequence", *reader.PIXEL_KEYWORDS,
)  # fmt: skip
_DEFER_BYTES: Final = 4096


@dataclass(frozen=True, slots=True)
class SetAside:
    """An input that did not become a case.

    Attributes:
        input_id: Keyed hash (32 hex digits): the same in every scan, safe to log. A study's is its case id.
        reason: Why.
    """

    input_id: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class ScanResult:
    """What a scan found."""

    cases: Sequence[SourceCase]
    set_aside: Sequence[SetAside]


def scan(
    inbox: Path, derive: Derive, limits: ReadLimits | None = None, *, quiet_s: float = 0.0
) -> ScanResult:
    """Return the cases of an inbox and, for everything else, one reason each.

    Args:
        inbox: Folder, read recursively; symbolic links are not followed.
        derive: The site's key derivation (``Member.master.derive``).
        limits: What one input may cost.
        quiet_s: Files changed within this many seconds are left for the next scan.
    """
    limits = limits or ReadLimits()
    key = derive("ingest")
    studies: dict[str, Study] = {}
    found: list[SourceReport] = []
    aside: list[SetAside] = []
    for path in _settled_files(inbox, quiet_s):
        try:
            if path.suffix.lower() in reports.SUFFIXES:
                found.extend(reports.read_reports(path, limits))
            elif (report := _add_instance(studies, path, limits)) is not None:
                found.append(report)
        except InputRefusedError as refusal:
            aside.append(SetAside(keyed_hex(key, "file", path.relative_to(inbox).as_posix()), refusal.reason))
    paired = pair(studies.values(), found)
    aside += [SetAside(case_id(derive, s.uid), Reason.IMAGE_WITHOUT_REPORT) for s in paired.without_report]
    aside += [SetAside(case_id(derive, s.uid), Reason.REPORTS_CONFLICT) for s in paired.conflicting]
    aside += [
        SetAside(keyed_hex(key, "report", r.accession, r.study_uid), Reason.REPORT_WITHOUT_IMAGE)
        for r in paired.without_image
    ]
    cases = [
        SourceCase(case_id(derive, study.uid), tuple(study.instances), report.text, report.header)
        for study, report in paired.pairs
    ]
    return ScanResult(cases, aside)


def case_id(derive: Derive, study_uid: str) -> str:
    """Return the keyed pseudonym of a study (32 hex digits)."""
    return keyed_hex(derive("ingest"), "study", study_uid)


def _settled_files(inbox: Path, quiet_s: float) -> Iterator[Path]:
    """Yield the regular files that nobody is writing, in the order of their names."""
    newest = time.time() - quiet_s
    for path in sorted(inbox.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(inbox).parts)
        if hidden or path.suffix == ".part" or path.is_symlink() or not path.is_file():
            continue
        if quiet_s <= 0 or path.stat().st_mtime <= newest:
            yield path


def _add_instance(studies: dict[str, Study], path: Path, limits: ReadLimits) -> SourceReport | None:
    """Put an image instance into its study, or return the structured report that a file holds.

    Raises:
        InputRefusedError: The file is neither, or names no study.
    """
    header = reader.read(path, limits, defer_size=_DEFER_BYTES, specific_tags=list(_TAGS))
    if is_structured_report(header):
        return structured_report(reader.read(path, limits))
    _require_image(header)
    uid = str(header.get("StudyInstanceUID") or "").strip()
    if not uid:
        raise InputRefusedError(Reason.NO_PATIENT)
    study = studies.setdefault(uid, Study(uid))
    study.instances.append(path)
    study.patient = study.patient or str(header.get("PatientID") or "").strip()
    study.accession = study.accession or str(header.get("AccessionNumber") or "").strip()
    return None


def _require_image(header: FileDataset) -> None:
    if "DirectoryRecordSequence" in header or "EncapsulatedDocument" in header:
        raise InputRefusedError(Reason.UNSUPPORTED_OBJECT)
    if not reader.has_pixels(header):
        raise InputRefusedError(Reason.NO_PIXELS)
