"""Judges what a tool made of a corpus: one check for every planted token and every value that should survive.

Rules: everything is judged from the files alone; the stand-ins of UIDs and the shift of a patient's dates are
learned from the outputs, and a single one that differs is a failure. A file that did not come out fails every
check that asks for a value (`present`), and passes none.

Not here: the searches (`leaks`, `pictures`) and what the checks add up to (`verdict`, `midi`).
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench import pictures
from bench.leaks import Leak, Search
from bench.reading import opened, values, walk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bench.outcomes import Outcome
    from pydicom.dataset import Dataset

    from factories.canaries.answers import AnswerKey, FileRecord, Survivor

_IDENTITY = ("SOPInstanceUID", "StudyInstanceUID", "SeriesInstanceUID", "FrameOfReferenceUID")
_FILLED = (
    "PatientName",
    "PatientID",
    "StudyInstanceUID",
    "SeriesInstanceUID",
    "SOPInstanceUID",
    "SOPClassUID",
    "Modality",
)
Values = dict[str, list[list[str]]]
"""Tag -> the values of each of its occurrences."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing a de-identifier had to do.

    Attributes:
        action: ``removed``, ``changed`` (an identifying UID), ``hidden``, ``equal``, ``words``, ``uid`` (its
            stand-in is there), ``date``, ``picture``, ``filled`` (not empty), ``patient`` (its stand-in).
        file: Input.
        place: Kind of place.
        tag: Attribute, when it is one.
        passed: Whether it was done; ``None`` when the file did not come out.
        kind: Kind of the canary, when it is one.
        reference: Whether a UID points to another object of the corpus.
    """

    action: str
    file: str
    place: str
    tag: str
    passed: bool | None
    kind: str = ""
    reference: bool = False


class Judge:
    """Judges one outcome.

    Args:
        key: What was planted.
        corpus: Folder of the inputs.
        outcome: What the tool made of them.
    """

    def __init__(self, key: AnswerKey, corpus: Path, outcome: Outcome) -> None:
        self.key, self.corpus, self.outcome = key, corpus, outcome
        self.leaks: set[Leak] = set()
        self.standins: dict[str, Counter[str]] = defaultdict(Counter)
        self.shifts: dict[int, Counter[int]] = defaultdict(Counter)
        self._search = Search(key)
        self._by_file: dict[str, list[Survivor]] = defaultdict(list)
        for survivor in key.survivors:
            self._by_file[survivor.file].append(survivor)
        self._learn()

    def checks(self) -> Iterator[Check]:
        """Yield every check, file by file."""
        planted = defaultdict(list)
        for canary in self.key.canaries:
            planted[canary.file].append(canary)
        for record in self.key.files:
            path = self.outcome.outputs.get(record.file)
            seen = self._search.file(path, record.file, name=path.name) if path else set()
            self.leaks |= seen
            found = {leak.canary for leak in seen}
            for canary in planted[record.file]:
                passed = canary not in found if path else None
                action = "changed" if canary.kind == "uid" else "removed"
                yield Check(action, record.file, canary.place, canary.tag, passed, canary.kind)
            if path is None:
                yield from self._absent(record)
            else:
                yield from self._present(record, path)

    def _absent(self, record: FileRecord) -> Iterator[Check]:
        for keyword in _FILLED:
            yield Check("filled", record.file, f"filled/{keyword}", "", None)
        yield Check("patient", record.file, "top/PatientID", "00100020", None)
        for survivor in self._by_file[record.file]:
            yield Check(survivor.kind, record.file, survivor.place, survivor.tag, None)
        for box in self.key.boxes:
            if box.file == record.file:
                yield Check("hidden", record.file, box.place, "", None)
        if record.pixels != "none":
            yield Check("picture", record.file, "pixels", "7FE00010", None)

    def _present(self, record: FileRecord, path: Path) -> Iterator[Check]:
        source, result = opened(self.corpus / record.file), opened(path)
        held = values_by_tag(result)
        for keyword in _FILLED:
            yield Check("filled", record.file, f"filled/{keyword}", "", bool(str(result.get(keyword) or "")))
        said = str(result.get("PatientID") or "")
        passed = said not in {"", record.patient_id} and said == self.outcome.patients.get(
            record.patient_id, said
        )
        yield Check("patient", record.file, "top/PatientID", "00100020", passed)
        for survivor in self._by_file[record.file]:
            passed = self._survives(record, survivor, held.get(survivor.tag, []))
            pointing = (
                survivor.kind == "uid"
                and survivor.values[0] in self.standins
                and "top/" not in survivor.place
            )
            yield Check(survivor.kind, record.file, survivor.place, survivor.tag, passed, reference=pointing)
        boxes = [box for box in self.key.boxes if box.file == record.file]
        for box in boxes:
            passed = pictures.bit_hidden(result) if record.pixels == "low" else _hidden(source, result, box)
            yield Check("hidden", record.file, box.place, "", passed)
        if record.pixels != "none":
            passed = pictures.retained(source, result, record, boxes)
            yield Check("picture", record.file, "pixels", "7FE00010", passed)

    def _survives(self, record: FileRecord, survivor: Survivor, held: list[list[str]]) -> bool:
        expected = survivor.values
        if survivor.kind == "equal":
            return any(same(expected, values_) for values_ in held)
        if survivor.kind == "words":
            text = " ".join(value for values_ in held for value in values_).casefold()
            return all(word.casefold() in text for word in expected)
        flat = {value for values_ in held for value in values_}
        if survivor.kind == "uid":
            known = self.standins.get(expected[0])
            return (known is not None and len(known) == 1 and next(iter(known)) in flat) or (
                known is None and bool(flat - {expected[0]})
            )
        return self._moved(record, expected[0], flat)

    def _moved(self, record: FileRecord, before: str, flat: set[str]) -> bool:
        """Return whether a date came out moved by its patient's shift."""
        days = self.shift_of(record.patient)
        if not days:
            return False
        try:
            day = dt.date.fromisoformat(before[:8]) + dt.timedelta(days=days)
        except OverflowError:  # a tool that writes the year 1
            return False
        return any(value.startswith(f"{day:%Y%m%d}") for value in flat)

    def shift_of(self, patient: int) -> int | None:
        """Return the days by which most of a patient's study dates moved, or ``None`` when none came out."""
        shifts = self.shifts.get(patient)
        return shifts.most_common(1)[0][0] if shifts else None

    def _learn(self) -> None:
        """Learn stand-ins and shifts from what every file says of itself."""
        for record in self.key.files:
            if record.file not in self.outcome.outputs:
                continue
            source, result = opened(self.corpus / record.file), opened(self.outcome.outputs[record.file])
            for keyword in _IDENTITY:
                if old := str(source.get(keyword) or ""):
                    self.standins[old][str(result.get(keyword) or "")] += 1
            before, after = str(source.get("StudyDate") or ""), str(result.get("StudyDate") or "")
            with suppress(ValueError):
                moved = dt.date.fromisoformat(after) - dt.date.fromisoformat(before)
                self.shifts[record.patient][moved.days] += 1


def values_by_tag(data: Dataset) -> Values:
    """Return the values of every occurrence of every tag, at any depth."""
    held: Values = defaultdict(list)
    for element in walk(data):
        if element.VR != "SQ":
            held[f"{element.tag.group:04X}{element.tag.element:04X}"].append(values(element))
            if element.tag.is_private and element.tag.element > 0xFF:
                bare = f"{element.tag.group:04X}10{element.tag.element & 0xFF:02X}"
                held[bare].append(values(element))
    return held


def same(expected: tuple[str, ...], found: list[str]) -> bool:
    """Return whether two lists of values are equal, numbers as numbers."""
    if len(expected) != len(found):
        return False
    return all(
        one == other or _number(one) == _number(other) != ""
        for one, other in zip(expected, found, strict=True)
    )


def _number(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return ""


def _hidden(source: Dataset, result: Dataset, box: object) -> bool:
    try:
        return pictures.hidden(source, result, box)  # type: ignore[arg-type]
    except Exception:  # noqa: BLE001 - what cannot be decoded shows nothing
        return True
