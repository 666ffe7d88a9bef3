"""De-identifies a batch of inputs into part files: what one process does for a run.

Rules: whatever one input does, the next one is taken up; a part file is written to its end or removed;
nothing but counts, codes, keyed hashes and new UIDs goes back, unless the run was asked for a mapping.

Not here: what becomes of part files, and processes (`walk`, `crew`).
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pydicom.uid import UID_dictionary

from site_agent.deidentify.engine.objects import ObjectDeidentifier
from site_agent.deidentify.engine.parts import OutputUnwritableError, part_of
from site_agent.deidentify.faces import clean as faces
from site_agent.deidentify.header.identifiers import is_standard_uid, values_of, walk
from site_agent.deidentify.header.pseudonyms import Pseudonyms
from site_agent.deidentify.profile.profile import Option
from site_agent.errors import InputRefusedError, Reason
from site_agent.ingest import reader
from site_agent.ingest.keys import from_secret
from site_agent.ingest.reader import ReadLimits

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from site_agent.deidentify.engine.objects import CleanObject
    from site_agent.deidentify.pixels.clean import Blank
    from site_agent.deidentify.profile.profile import Profile
    from site_agent.ingest.reader import Source

_UID: Final = re.compile(r"\d[\d.]{0,63}")

Task = tuple[str, str]
"""Path and input id."""


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


@dataclass(slots=True)
class Done:
    """One input's result.

    Attributes:
        task: The input.
        reason: Why nothing was written, or ``None``.
        output: New SOP Instance UID of the part file.
        series: Key of the series with which it must be judged.
        sop_class: Name of its SOP class in PS3.6.
        uids: Old -> new UIDs, where a mapping is asked for.
        patients: Old -> new patient ids, where a mapping is asked for.
    """

    task: Task = field(repr=False)
    reason: Reason | None = None
    output: str = ""
    series: str = ""
    sop_class: str = ""
    uids: Mapping[str, str] = field(default_factory=dict, repr=False)
    patients: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(slots=True)
class Batch:
    """What a batch of inputs gave.

    Attributes:
        done: One result an input, in the order of the tasks.
        attributes: (tag, rule) -> number of elements.
        actions: Rule -> number of elements.
    """

    done: list[Done] = field(default_factory=list)
    attributes: Counter[tuple[int, str]] = field(default_factory=Counter)
    actions: Counter[str] = field(default_factory=Counter)


class Worker:
    """Cleans inputs under one job.

    Args:
        job: Profile and secret.
        parts: Folder of the part files; ``None`` writes nothing.
    """

    def __init__(self, job: Job, parts: Path | None) -> None:
        self._job, self._parts, self._pseudonyms = job, parts, job.pseudonyms()
        self._objects = ObjectDeidentifier(job.profile, self._pseudonyms, job.limits)

    def files(self, tasks: Sequence[Task]) -> Batch:
        """De-identify inputs that stand for themselves.

        Raises:
            OutputUnwritableError: A part file could not be written.
        """
        batch = Batch()
        for task in tasks:
            done = Done(task)
            batch.done.append(done)
            try:
                source = reader.open_source(Path(task[0]), self._job.limits)
                self._one(batch, done, source, None)
            except faces.VolumeNeededError as needed:
                done.series = needed.series_key
            except InputRefusedError as refusal:
                done.reason = refusal.reason
        return batch

    def series(self, tasks: Sequence[Task]) -> Batch:
        """De-identify all instances of a series, whose faces are judged together.

        Raises:
            OutputUnwritableError: A part file could not be written.
        """
        batch = Batch([Done(task) for task in tasks])
        opened: dict[str, tuple[Done, Source]] = {}
        for done in batch.done:
            try:
                source = reader.open_source(Path(done.task[0]), self._job.limits)
            except InputRefusedError as refusal:
                done.reason = refusal.reason
                continue
            if opened.setdefault(str(source.dataset.SOPInstanceUID), (done, source))[0] is not done:
                done.reason, done.sop_class = Reason.DUPLICATE, _class_name(source)
        blanks = self._blanks([source for _, source in opened.values()])
        for (done, source), blank in zip(opened.values(), blanks, strict=True):
            try:
                if isinstance(blank, Reason):
                    done.sop_class = _class_name(source)
                    raise InputRefusedError(blank)  # noqa: TRY301 - one place turns a refusal into a reason
                self._one(batch, done, source, blank)
            except InputRefusedError as refusal:
                done.reason = refusal.reason
        return batch

    def _blanks(self, sources: Sequence[Source]) -> Sequence[Blank | Reason]:
        """Return what goes of each instance, or for each the reason why the series stays."""
        try:
            return faces.blanks(sources)
        except InputRefusedError as refusal:
            return [refusal.reason] * len(sources)
        except (Exception, RecursionError):  # noqa: BLE001 - hostile geometry must not end the run
            return [Reason.RECOGNIZABLE_FACE] * len(sources)

    def _one(self, batch: Batch, done: Done, source: Source, blank: Blank | None) -> None:
        done.sop_class = _class_name(source)
        cleaned = self._objects.clean(source, blank=blank)
        uid = str(cleaned.dataset.SOPInstanceUID)
        if not _UID.fullmatch(uid):  # a retained UID is somebody else's text, and it names a file
            raise InputRefusedError(Reason.UNREADABLE)
        if self._parts is not None:
            _write(cleaned, part_of(self._parts, done.task[1]))
        done.output = uid
        batch.attributes.update(cleaned.attributes)
        batch.actions.update(cleaned.record.actions)
        if self._job.mapping:
            done.uids, done.patients = self._mapped(source)

    def _mapped(self, source: Source) -> tuple[dict[str, str], dict[str, str]]:
        kept = Option.RETAIN_UIDS in self._job.profile.options
        data, new = source.dataset, self._pseudonyms
        found = {u for e in walk(data) if e.VR == "UI" for u in values_of(e) if not is_standard_uid(u)}
        patient = str(data.get("PatientID") or "").strip()
        uids = {uid: uid if kept else new.uid(uid) for uid in found}
        return uids, {patient: new.patient(patient)} if patient else {}


def _write(cleaned: CleanObject, part: Path) -> None:
    try:
        with part.open("wb") as file:
            cleaned.write(file)
    except OSError:
        raise OutputUnwritableError from None
    except InputRefusedError:
        part.unlink()
        raise
    except Exception:  # noqa: BLE001 - a codec may raise anything, and quotes what it read
        part.unlink()
        raise InputRefusedError(Reason.PIXELS_UNREADABLE) from None


def _class_name(source: Source) -> str:
    """Return the name of an object's SOP class, empty when PS3.6 does not know it."""
    return str(UID_dictionary.get(str(source.dataset.get("SOPClassUID", "")).strip(), ("",))[0])
