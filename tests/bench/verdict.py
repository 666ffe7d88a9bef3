"""Adds the checks of one tool up to the figures of the table.

Not here: the checks (`judge`).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from bench.judge import Judge

if TYPE_CHECKING:
    from pathlib import Path

    from bench.outcomes import Outcome

    from factories.canaries.answers import AnswerKey


@dataclass(slots=True)
class Verdict:
    """How well a tool did on a corpus; figures are (done, asked) where two."""

    files_in: int
    files_out: int
    lost: int
    quarantined: int
    cleanable: int
    canaries: int
    leaks: int
    places: int
    leaky_places: list[str]
    drawn: tuple[int, int]
    survivals: tuple[int, int]
    references: tuple[int, int]
    dates: tuple[int, int]
    pictures: tuple[int, int]
    merged_uids: int
    patients: tuple[int, int]
    failures: dict[str, int] = field(default_factory=dict)
    reasons: dict[str, int] = field(default_factory=dict)

    def clean(self) -> bool:
        """Return whether nothing leaked, was lost or was damaged."""
        pairs = (self.drawn, self.survivals, self.references, self.dates, self.pictures, self.patients)
        return not (self.leaks or self.lost or self.merged_uids) and all(
            done == asked for done, asked in pairs
        )

    def to_json(self) -> dict[str, Any]:
        """Return a JSON value."""
        return asdict(self)


def judge(key: AnswerKey, corpus: Path, outcome: Outcome) -> Verdict:
    """Return the verdict over what a tool made of a corpus."""
    judging = Judge(key, corpus, outcome)
    asked: Counter[str] = Counter()
    done: Counter[str] = Counter()
    failures: Counter[str] = Counter()
    for check in judging.checks():
        if check.passed is None:
            continue
        for kind in (check.action, *(("reference",) if check.reference else ())):
            asked[kind] += 1
            done[kind] += check.passed
        if not check.passed and check.action not in {"removed", "changed"}:
            failures[f"{check.action}: {check.place}"] += 1
    leaked = {leak.canary for leak in judging.leaks}
    released = [r.file for r in key.files if not r.released and r.file in outcome.outputs]
    kinds = ("equal", "words", "uid")
    return Verdict(
        files_in=len(key.files), files_out=len(outcome.outputs), lost=len(outcome.lost(key)),
        quarantined=len(outcome.quarantined(key)), cleanable=sum(r.cleanable for r in key.files),
        canaries=len(set(key.canaries)), leaks=len(leaked) + len(released), places=len(key.places),
        leaky_places=sorted({c.place for c in leaked} | {f"released: {file}" for file in released}),
        drawn=(done["hidden"], asked["hidden"]),
        survivals=(sum(done[k] for k in kinds), sum(asked[k] for k in kinds)),
        references=(done["reference"], asked["reference"]), dates=(done["date"], asked["date"]),
        pictures=(done["picture"], asked["picture"]), merged_uids=_merged(judging),
        patients=_patients(key, outcome),
        failures=dict(failures.most_common()), reasons=dict(Counter(outcome.reasons.values())),
    )  # fmt: skip


def _merged(judging: Judge) -> int:
    """Return how many UIDs have more than one stand-in, or share one."""
    several = sum(len(found) > 1 for found in judging.standins.values())
    shared = Counter(new for found in judging.standins.values() for new in found)
    return several + sum(count - 1 for count in shared.values() if count > 1)


def _patients(key: AnswerKey, outcome: Outcome) -> tuple[int, int]:
    """Return how many patients kept one Patient ID that no other has, of those that came out."""
    from bench.reading import opened  # noqa: PLC0415 - only this figure reads the files again

    found: dict[int, set[str]] = {}
    for record in key.files:
        if record.file in outcome.outputs:
            found.setdefault(record.patient, set()).add(
                str(opened(outcome.outputs[record.file]).get("PatientID"))
            )
    owners = Counter(name for names in found.values() for name in names)
    whole = sum(
        len(names) == 1 and owners[next(iter(names))] == 1 and "None" not in names for names in found.values()
    )
    return whole, len(found)
