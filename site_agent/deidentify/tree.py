"""De-identifies a tree of files into a folder, on as many processes as asked.

Rules: the input is only read; a file appears in the output whole or not at all, under its new SOP Instance
UID; every input ends as a file or as one entry with a reason; an entry names its input by a keyed hash, since
paths may hold names.

Not here: what happens to one object (`objects`).
"""

from __future__ import annotations

import csv
import multiprocessing
import os
from collections import Counter
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from site_agent.deidentify import record
from site_agent.deidentify.identifiers import is_standard_uid, values_of, walk
from site_agent.deidentify.objects import ObjectDeidentifier
from site_agent.deidentify.pseudonyms import Pseudonyms
from site_agent.deidentify.run_report import Entry, TreeReport
from site_agent.errors import InputRefusedError, Reason, SiteAgentError
from site_agent.ingest import reader
from site_agent.ingest.keys import from_secret, keyed_hex
from site_agent.ingest.reader import ReadLimits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from pydicom.dataset import Dataset

    from site_agent.deidentify.profile import Profile

_REFUSED: Final = frozenset({Reason.UNREADABLE, Reason.TOO_LARGE, Reason.NO_PATIENT})
_CHUNK: Final = 8


class WorkerLostError(SiteAgentError):
    """A worker process died."""

    code = "WORKER_LOST"
    summary = "A worker process died before it finished, most likely for want of memory."
    remedy = "Run the command again with fewer --workers; files already written stay valid."


@dataclass(frozen=True, slots=True)
class Job:
    """How a tree is de-identified.

    Attributes:
        profile: What happens to which attribute.
        secret: Key of every pseudonym.
        mapping: Whether to collect old and new identifiers.
        limits: What one input may cost.
    """

    profile: Profile
    secret: bytes = field(repr=False)
    mapping: bool = False
    limits: ReadLimits = field(default_factory=ReadLimits)

    def pseudonyms(self) -> Pseudonyms:
        """Return the pseudonyms under this job's secret."""
        return Pseudonyms(from_secret(self.secret))


@dataclass(frozen=True, slots=True)
class Done:
    """One input's result, as a worker hands it back."""

    entry: Entry
    actions: Mapping[str, int] = field(default_factory=dict)
    uids: Mapping[str, str] = field(default_factory=dict, repr=False)
    patients: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(slots=True)
class IdentifierMapping:
    """Old -> new identifiers of a run: a secret."""

    uids: dict[str, str] = field(default_factory=dict, repr=False)
    patients: dict[str, str] = field(default_factory=dict, repr=False)
    inputs: dict[str, str] = field(default_factory=dict, repr=False)

    def add(self, done: Done, path: Path) -> None:
        """Take over what one input gave, and where it lay."""
        self.uids.update(done.uids)
        self.patients.update(done.patients)
        self.inputs[path.as_posix()] = done.entry.input_id


def deidentify_tree(
    source: Path, out: Path, job: Job, *, workers: int = 1, progress: Callable[[int, int], None] | None = None
) -> tuple[TreeReport, IdentifierMapping]:
    """De-identify every file below a folder.

    Args:
        source: Folder, only read; symbolic links are not followed.
        out: Folder for the de-identified files; made when missing.
        job: Profile and secret.
        workers: Processes.
        progress: Called with the inputs done and their number.

    Returns:
        What became of every input, and the mapping (empty unless the job asks for it).
    """
    paths = sorted(
        p for p in source.rglob("*") if p.is_file() and not p.is_symlink() and out not in p.parents
    )
    out.mkdir(parents=True, exist_ok=True)
    key, entries, actions, mapping = (
        from_secret(job.secret)("inputs"),
        [],
        Counter[str](),
        IdentifierMapping(),
    )
    taken: set[str] = set()
    tasks = [(str(p), keyed_hex(key, p.relative_to(source).as_posix()), str(out)) for p in paths]
    try:
        with _mapper(job, workers) as run:
            for number, (path, done) in enumerate(zip(paths, run(tasks), strict=True), 1):
                entries.append(_settled(done, out, taken))
                actions.update(done.actions)
                if job.mapping:
                    mapping.add(done, path.relative_to(source))
                if progress:
                    progress(number, len(paths))
    except BrokenExecutor:
        raise WorkerLostError from None
    finally:
        _remove_parts(tasks)
    return _report(job, entries, actions), mapping


def write_mapping(mapping: IdentifierMapping, folder: Path) -> None:
    """Write the uid, patid and input mappings as CSV files that only their owner can read."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    tables = {"uid": mapping.uids, "patid": mapping.patients, "input": mapping.inputs}
    for name, table in tables.items():
        path = folder / f"{name}_mapping.csv"
        path.unlink(missing_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(("id_old", "id_new"))
            writer.writerows(sorted(table.items()))


def _remove_parts(tasks: list[tuple[str, str, str]]) -> None:
    """Leave no half-made file behind, however the run ended."""
    for _, input_id, out in tasks:
        _part(Path(out), input_id).unlink(missing_ok=True)


def _part(out: Path, input_id: str) -> Path:
    return out / f".{input_id}.part"


def _report(job: Job, entries: list[Entry], actions: Counter[str]) -> TreeReport:
    return TreeReport(
        profile=job.profile.label,
        profile_digest=record.profile_digest(job.profile),
        software=record.software_version(),
        counts=dict(sorted(Counter(entry.status for entry in entries).items())),
        reasons=dict(sorted(Counter(entry.reason for entry in entries if entry.reason).items())),
        actions=dict(sorted(actions.items())),
        inputs=tuple(entries),
    )


@contextmanager
def _mapper(job: Job, workers: int) -> Iterator[Callable[..., Iterator[Done]]]:
    """Yield an ordered map over tasks, in this process or on spawned ones."""
    if workers <= 1:
        yield partial(map, partial(_one, job))
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        yield partial(pool.map, partial(_one, job), chunksize=_CHUNK)


def _one(job: Job, task: tuple[str, str, str]) -> Done:
    """De-identify one file into a hidden part file of the output folder."""
    path, input_id, out = Path(task[0]), task[1], Path(task[2])
    try:
        source = reader.open_source(path, job.limits)
        cleaned = ObjectDeidentifier(job.profile, job.pseudonyms(), job.limits).clean(source)
    except InputRefusedError as refusal:
        status = "refused" if refusal.reason in _REFUSED else "quarantined"
        return Done(Entry(input_id=input_id, status=status, reason=refusal.reason.value))
    except (Exception, RecursionError):  # noqa: BLE001 - one hostile input must not end the run
        return Done(Entry(input_id=input_id, status="refused", reason=Reason.UNREADABLE.value))
    part = _part(out, input_id)
    with part.open("wb") as file:
        cleaned.write(file)
    uid = str(cleaned.dataset.SOPInstanceUID)
    entry = Entry(input_id=input_id, status="written", output=uid)
    uids, patients = _mapped(source.dataset, job) if job.mapping else ({}, {})
    return Done(entry, cleaned.record.actions, uids, patients)


def _settled(done: Done, out: Path, taken: set[str]) -> Entry:
    """Give a part file its name; a second object with the same SOP Instance UID is skipped."""
    if not done.entry.output:
        return done.entry
    part = _part(out, done.entry.input_id)
    if done.entry.output in taken:
        part.unlink()
        return Entry(input_id=done.entry.input_id, status="skipped", reason="duplicate")
    taken.add(done.entry.output)
    part.replace(out / f"{done.entry.output}.dcm")
    return done.entry


def _mapped(source: Dataset, job: Job) -> tuple[dict[str, str], dict[str, str]]:
    pseudonyms = job.pseudonyms()
    found = {u for e in walk(source) if e.VR == "UI" for u in values_of(e) if not is_standard_uid(u)}
    patient = str(source.get("PatientID") or "").strip()
    return {uid: pseudonyms.uid(uid) for uid in found}, {
        patient: pseudonyms.patient(patient)
    } if patient else {}
