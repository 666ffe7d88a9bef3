"""De-identifies a tree of files into a folder, on as many processes as asked.

Rules: the input is only read; a file appears in the output whole or not at all, under its new SOP Instance
UID; every input ends as a file or as one entry with a reason; memory does not grow with the tree. Instances
that may show a face wait until every input was seen, and are then taken up a series at a time.

Not here: what happens to one object (`objects`), where inputs come from (`inputs`), processes (`crew`).
"""

from __future__ import annotations

import csv
import os
import time
from collections import Counter, defaultdict
from contextlib import nullcontext
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Final

from site_agent.deidentify.engine import record
from site_agent.deidentify.engine.crew import crew
from site_agent.deidentify.engine.inputs import Input, count_inputs, find_inputs, relative_name
from site_agent.deidentify.engine.ledger import Entry, Ledger
from site_agent.deidentify.engine.parts import OutputUnwritableError, part_of, parts_folder
from site_agent.deidentify.engine.report import TreeReport, attribute_counts
from site_agent.deidentify.engine.worker import Batch, Done, Job, Task
from site_agent.deidentify.profile.profile import Option
from site_agent.errors import Reason
from site_agent.ingest.keys import from_secret

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_REFUSED: Final = frozenset({Reason.UNREADABLE, Reason.TOO_LARGE, Reason.NO_PATIENT})
_SKIPPED: Final = frozenset({Reason.NOT_A_FILE, Reason.DUPLICATE})
_BATCH: Final = 16


@dataclass(frozen=True, slots=True)
class IdentifierMapping:
    """Old -> new identifiers of a run: a secret."""

    ledger: Ledger = field(repr=False)


def deidentify_tree(
    source: Path,
    out: Path,
    job: Job,
    *,
    workers: int = 1,
    progress: Callable[[int, int], None] | None = None,
    what_if: bool = False,
) -> tuple[TreeReport, IdentifierMapping]:
    """De-identify every file below a folder.

    Args:
        source: Folder, only read; symbolic links are not followed.
        out: Folder for the de-identified files; made when missing.
        job: Profile and secret.
        workers: Processes; with 2 or more, a decoder that crashes costs one input, not the run.
        progress: Called with the inputs done and their number.
        what_if: Do everything but write.

    Returns:
        What became of every input, and the mapping (empty unless the job asks for it).

    Raises:
        OutputUnwritableError: The output folder cannot be written.
        WorkerLostError: Worker processes cannot be kept running.
    """
    total = count_inputs(source, out) if progress else 0
    run = _Run(source, out, job, progress=lambda done: progress(done, total) if progress else None)
    with nullcontext() if what_if else parts_folder(out) as parts, crew(job, parts, workers) as hands:
        for batch in hands.run("files", run.batches()):
            run.take(batch, parts)
        for batch in hands.run("series", run.ledger.waiting()):
            run.take(batch, parts)
    return run.report(), IdentifierMapping(run.ledger)


def write_mapping(mapping: IdentifierMapping, folder: Path) -> None:
    """Write the uid, patid and input mappings as CSV files that only their owner can read."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name in ("uid", "patid", "input"):
        path = folder / f"{name}_mapping.csv"
        path.unlink(missing_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", newline="", encoding="utf-8", errors="backslashreplace") as file:
            writer = csv.writer(file)
            writer.writerow(("id_old", "id_new"))
            writer.writerows(mapping.ledger.mapped(name))


class _Run:
    """What one run has seen so far: the ledger, and counts that grow with the rules only."""

    def __init__(self, source: Path, out: Path, job: Job, *, progress: Callable[[int], None]) -> None:
        self.ledger = Ledger()
        self._source, self._out, self._job, self._progress = source, out, job, progress
        self._started = time.monotonic()
        self._counts, self._reasons = Counter[str](), Counter[str]()
        self._classes: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self._whole = Batch()

    def batches(self) -> Iterator[list[Task]]:
        """Yield the inputs in batches; what is no file is entered at once."""
        files = (one for one in self._found() if self._is_file(one))
        reads_pixels = Option.CLEAN_PIXEL_DATA in self._job.profile.options
        while batch := list(islice(files, 1 if reads_pixels else _BATCH)):
            yield [(one.path, one.input_id) for one in batch]

    def take(self, batch: Batch, parts: Path | None) -> None:
        """Enter a batch's results, and give its part files their names."""
        for done in batch.done:
            if done.series:
                self.ledger.wait(done.series, *done.task)
                continue
            self._enter(self._settled(done, parts), done.sop_class)
            self.ledger.map("uid", done.uids)
            self.ledger.map("patid", done.patients)
        self._whole.attributes.update(batch.attributes)
        self._whole.actions.update(batch.actions)
        self._progress(self._counts.total())

    def report(self) -> TreeReport:
        """Return what became of everything."""
        return TreeReport(
            profile=self._job.profile.label,
            profile_digest=record.profile_digest(self._job.profile),
            software=record.software_version(),
            seconds=time.monotonic() - self._started,
            counts=_sorted(self._counts),
            reasons=_sorted(self._reasons),
            classes={name: _sorted(counts) for name, counts in sorted(self._classes.items())},
            actions=_sorted(self._whole.actions),
            attributes=attribute_counts(self._whole.attributes),
            ledger=self.ledger,
        )

    def _found(self) -> Iterator[Input]:
        for one in find_inputs(self._source, self._out, from_secret(self._job.secret)("inputs")):
            if self._job.mapping:
                self.ledger.map("input", {relative_name(self._source, one.path): one.input_id})
            yield one

    def _is_file(self, one: Input) -> bool:
        if one.reason is None:
            return True
        self._enter(_aside(one.input_id, one.reason), "")
        return False

    def _settled(self, done: Done, parts: Path | None) -> Entry:
        """Give a part file its name; a second object with the same SOP Instance UID is skipped."""
        input_id = done.task[1]
        if done.reason is not None:
            return _aside(input_id, done.reason)
        part = parts and part_of(parts, input_id)
        if not self.ledger.take(done.output):
            if part:
                part.unlink()
            return _aside(input_id, Reason.DUPLICATE)
        if part:
            try:
                part.replace(self._out / f"{done.output}.dcm")
            except OSError:
                raise OutputUnwritableError from None
        return Entry(input_id, "written", output=done.output)

    def _enter(self, entry: Entry, sop_class: str) -> None:
        self.ledger.enter(entry)
        self._counts[entry.status] += 1
        self._classes[sop_class][entry.status] += 1
        if entry.reason:
            self._reasons[entry.reason] += 1


def _aside(input_id: str, reason: Reason) -> Entry:
    status = "refused" if reason in _REFUSED else "skipped" if reason in _SKIPPED else "quarantined"
    return Entry(input_id, status, reason=reason.value)


def _sorted(counts: Counter[str]) -> dict[str, int]:
    return {name: count for name, count in sorted(counts.items()) if count}
