"""Scores a de-identifier as the MIDI-B challenge does: correct actions over required actions.

The ten actions and their categories are those of the challenge's validation script
(CBIIT/MIDI_validation_script; arXiv 2507.23608). One difference, on purpose: a file that is missing is
wrong in every action, where that script lets most of them pass. Files that need not come out (documents,
a slide's label) are judged when they do.

Not here: how each action is judged (`judge`).
"""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bench.judge import Check, Judge, values_by_tag
from bench.reading import opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bench.outcomes import Outcome

    from factories.canaries.answers import AnswerKey

ACTIONS = (
    "tag_retained", "text_notnull", "text_retained", "text_removed", "date_shifted", "uid_changed",
    "pixels_hidden",
    "pixels_retained", "uid_consistent", "patid_consistent",
)  # fmt: skip
_CHECKS = {
    "equal": ("tag_retained", "text_retained"), "words": ("text_retained",), "filled": ("text_notnull",),
    "removed": ("text_removed",), "date": ("date_shifted",), "changed": ("uid_changed",),
    "hidden": ("pixels_hidden",),
    "picture": ("pixels_retained",), "uid": ("uid_consistent",), "patient": ("patid_consistent",),
}  # fmt: skip
_CATEGORIES = {
    "tag_retained": "DICOM-IOD", "text_notnull": "DICOM-IOD", "text_retained": "TCIA-P15-K",
    "date_shifted": "HIPAA-C",
    "uid_changed": "HIPAA-R", "pixels_hidden": "HIPAA-A", "pixels_retained": "TCIA-P15-PIX-K",
    "uid_consistent": "DICOM-P15-BASIC-U", "patid_consistent": "DICOM-P15-BASIC-C",
}  # fmt: skip
_TEXT_CATEGORIES = {"phone": "HIPAA-D", "id": "HIPAA-H", "number": "HIPAA-H", "date": "HIPAA-C"}
_DEVICES = (
    "DeviceSerialNumber",
    "DetectorID",
    "GantryID",
    "PlateID",
    "CassetteID",
    "GeneratorID",
    "StationName",
)


@dataclass(slots=True)
class Score:
    """Correct and required actions, by action and by category."""

    done: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)

    def add(self, action: str, category: str, *, place: str, passed: bool) -> None:
        """Count one action."""
        for name in ("all", action, category):
            self.asked[name] += 1
            self.done[name] += passed
        if not passed:
            self.wrong[f"{action}: {place}"] += 1

    def percent(self, name: str = "all") -> float:
        """Return the share of correct actions, 0..100; 100 when none was asked."""
        return 100.0 * self.done[name] / self.asked[name] if self.asked[name] else 100.0


def score(key: AnswerKey, corpus: Path, outcome: Outcome) -> Score:
    """Return the score of what a tool made of a corpus; UIDs and patients are held to its own mapping."""
    judging, total = Judge(key, corpus, outcome), Score()
    cleanable = {record.file for record in key.files if record.cleanable}
    said = _says(key, outcome)
    for check in judging.checks():
        if check.passed is None and check.file not in cleanable:
            continue
        for action in actions_of(check):
            passed = bool(check.passed) and (
                action != "uid_consistent" or (check.file, check.tag) not in said
            )
            total.add(action, category_of(action, check), place=check.place, passed=passed)
    return total


def actions_of(check: Check) -> tuple[str, ...]:
    """Return the actions that a check stands for."""
    return _CHECKS[check.action]


def category_of(action: str, check: Check) -> str:
    """Return the category of an action, as the challenge's report names them."""
    if action != "text_removed":
        return _CATEGORIES[action]
    if any(device in check.place for device in _DEVICES):
        return "HIPAA-M"
    return _TEXT_CATEGORIES.get(check.kind, "HIPAA-A")


def write_actions(key: AnswerKey, path: Path) -> int:
    """Write every required action as CSV and return their number."""
    rows = list(_rows(key))
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(("file", "action", "category", "place", "tag", "value"))
        writer.writerows(rows)
    return len(rows)


def _rows(key: AnswerKey) -> Iterator[tuple[str, str, str, str, str, str]]:
    for canary in key.canaries:
        check = Check(
            "changed" if canary.kind == "uid" else "removed",
            canary.file,
            canary.place,
            canary.tag,
            None,
            canary.kind,
        )
        for action in actions_of(check):
            yield check.file, action, category_of(action, check), check.place, check.tag, canary.value
    for survivor in key.survivors:
        check = Check(survivor.kind, survivor.file, survivor.place, survivor.tag, None)
        for action in actions_of(check):
            yield (
                check.file,
                action,
                category_of(action, check),
                check.place,
                check.tag,
                "\\".join(survivor.values),
            )
    for box in key.boxes:
        where = f"{box.frame}:{box.top},{box.left},{box.bottom},{box.right}"
        yield box.file, "pixels_hidden", "HIPAA-A", box.place, "", where
    for record in key.files:
        if record.pixels != "none":
            yield record.file, "pixels_retained", "TCIA-P15-PIX-K", "pixels", "7FE00010", record.pixels
        yield (
            record.file,
            "patid_consistent",
            "DICOM-P15-BASIC-C",
            "top/PatientID",
            "00100020",
            record.patient_id,
        )


def _says(key: AnswerKey, outcome: Outcome) -> set[tuple[str, str]]:
    """Return file and tag of the UIDs for which the tool's mapping names another stand-in than it wrote."""
    if not outcome.uids:
        return set()
    differing, held = set(), {}
    for survivor in key.survivors:
        if survivor.kind != "uid" or survivor.file not in outcome.outputs:
            continue
        if survivor.file not in held:
            held = {survivor.file: values_by_tag(opened(outcome.outputs[survivor.file]))}
        found = {v for many in held[survivor.file].get(survivor.tag, []) for v in many}
        if outcome.uids.get(survivor.values[0]) not in found:
            differing.add((survivor.file, survivor.tag))
    return differing
