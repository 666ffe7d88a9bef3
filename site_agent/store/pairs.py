"""What became of each publishable exam after the filter: a pair or a suppression, then a decision.

Rules: a batch's list of exams is frozen before its filter is trained; one outcome an exam, the
first one stays; a decision is made once and never turned round.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from site_agent.store.blobs import Blobs
    from site_agent.store.database import Database


@dataclass(frozen=True, slots=True)
class Batch:
    """Exams that are replaced together.

    Attributes:
        batch: Number, from 1.
        case_ids: The exams, frozen.
        remaining: Those without an outcome so far.
        summary: What was measured of the batch's filter (canonical JSON), empty before it is trained.
    """

    batch: int
    case_ids: tuple[str, ...]
    remaining: tuple[str, ...]
    summary: str


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """One sign-off.

    Attributes:
        case_id: The exam whose pair was judged.
        pair_id: Random id of the pair.
        approved: The verdict.
        by: ``policy:<name>`` or ``person:<login>``.
        at: UTC, ISO 8601.
    """

    case_id: str
    pair_id: str
    approved: bool
    by: str
    at: str


class Pairs:
    """Counterparts and their decisions, by case id."""

    def __init__(self, database: Database, blobs: Blobs) -> None:
        self._database = database
        self._blobs = blobs

    def open_batch(self, case_ids: Sequence[str]) -> None:
        """Freeze the exams of the next batch."""
        self._database.write("INSERT INTO batches (case_ids) VALUES (?)", json.dumps(list(case_ids)))

    def open_one(self) -> Batch | None:
        """Return the batch under way, or ``None``."""
        row = self._database.row("SELECT * FROM batches WHERE state = 'open' ORDER BY batch")
        return None if row is None else self._batch(row)

    def finished_batches(self) -> list[Batch]:
        """Return the batches in which every exam has its outcome, oldest first."""
        rows = self._database.rows("SELECT * FROM batches WHERE state = 'finished' ORDER BY batch")
        return [self._batch(row) for row in rows]

    def filter_trained(self, batch: int, summary: str) -> None:
        """Commit what was measured of the filter that was trained on the batch (canonical JSON)."""
        self._database.write("UPDATE batches SET summary = ? WHERE batch = ?", summary, batch)

    def finish_batch(self, batch: int) -> None:
        """Record that every exam of the batch has its outcome."""
        self._database.write("UPDATE batches SET state = 'finished' WHERE batch = ?", batch)

    def abandon_batch(self, batch: int) -> None:
        """Give the exams of a batch without any outcome back, for a later and larger one."""
        self._database.write("UPDATE batches SET state = 'abandoned' WHERE batch = ?", batch)

    def batched(self) -> set[str]:
        """Return all exams that are or were part of a batch."""
        rows = self._database.rows("SELECT case_ids FROM batches WHERE state <> 'abandoned'")
        return {case for row in rows for case in json.loads(row["case_ids"])}

    def summary(self, batch: int) -> str:
        """Return what was measured of a batch's filter (canonical JSON), empty before it is trained."""
        row = self._database.row("SELECT summary FROM batches WHERE batch = ?", batch)
        return "" if row is None else str(row["summary"])

    def keep(self, case_id: str, batch: int, patient: str, packed: bytes) -> None:
        """Record an exam's pair; a second outcome for the same exam is ignored."""
        if self._database.row("SELECT 1 FROM pairs WHERE case_id = ?", case_id) is None:
            self._blobs.put(f"pair-{case_id}", packed)
            self._outcome(case_id, batch, patient, "")

    def suppress(self, case_id: str, batch: int, patient: str, reason: str) -> None:
        """Record that no counterpart of an exam may leave, and why."""
        self._outcome(case_id, batch, patient, reason)

    def share_suppressed(self, batch: int) -> float:
        """Return the share of a finished batch's exams that got no counterpart, 0..1."""
        row = self._database.row("SELECT avg(reason <> '') AS share FROM pairs WHERE batch = ?", batch)
        return 0.0 if row is None or row["share"] is None else float(row["share"])

    def packed(self, case_id: str) -> bytes:
        """Return the packed pair of an exam.

        Raises:
            StoreDamagedError: It cannot be read back.
        """
        return self._blobs.get(f"pair-{case_id}")

    def undecided(self) -> list[str]:
        """Return the exams whose pairs wait for a decision, in a stable order."""
        sql = (
            "SELECT case_id FROM pairs WHERE reason = '' AND case_id NOT IN (SELECT case_id FROM decisions)"
            " ORDER BY case_id"
        )
        return [row["case_id"] for row in self._database.rows(sql)]

    def decide(self, decision: DecisionRow) -> DecisionRow:
        """Record a decision unless there is one; return the one that counts."""
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT OR IGNORE INTO decisions (case_id, pair_id, approved, by, at) VALUES (?, ?, ?, ?, ?)",
                (decision.case_id, decision.pair_id, int(decision.approved), decision.by, decision.at),
            )
            row = connection.execute(
                "SELECT * FROM decisions WHERE case_id = ?", (decision.case_id,)
            ).fetchone()
        return _decision(dict(row))

    def decision(self, case_id: str) -> DecisionRow | None:
        """Return the decision about an exam's pair, or ``None``."""
        row = self._database.row("SELECT * FROM decisions WHERE case_id = ?", case_id)
        return None if row is None else _decision(dict(row))

    def approved_unreleased(self, batch: int) -> dict[str, str]:
        """Return case id -> patient of a batch's approved pairs that no release holds, in order."""
        sql = (
            "SELECT p.case_id, p.patient FROM pairs p"
            " JOIN decisions d ON d.case_id = p.case_id AND d.approved = 1"
            " WHERE p.batch = ? AND p.case_id NOT IN (SELECT case_id FROM released) ORDER BY p.case_id"
        )
        return {row["case_id"]: row["patient"] for row in self._database.rows(sql, batch)}

    def counts(self) -> dict[str, int]:
        """Return how many pairs were made, suppressed, wait, were approved and rejected."""
        row = self._database.row(
            "SELECT (SELECT count(*) FROM pairs WHERE reason = ''),"
            " (SELECT count(*) FROM pairs WHERE reason <> ''),"
            " (SELECT count(*) FROM decisions WHERE approved = 1),"
            " (SELECT count(*) FROM decisions WHERE approved = 0)"
        )
        made, suppressed, approved, rejected = tuple(row) if row is not None else (0, 0, 0, 0)
        return {
            "made": made,
            "suppressed": suppressed,
            "undecided": made - approved - rejected,
            "approved": approved,
            "rejected": rejected,
        }

    def _batch(self, row: sqlite3.Row) -> Batch:
        case_ids = tuple(json.loads(row["case_ids"]))
        done = {each["case_id"] for each in self._database.rows("SELECT case_id FROM pairs")}
        remaining = tuple(case for case in case_ids if case not in done)
        return Batch(row["batch"], case_ids, remaining, row["summary"])

    def _outcome(self, case_id: str, batch: int, patient: str, reason: str) -> None:
        self._database.write(
            "INSERT OR IGNORE INTO pairs (case_id, batch, patient, reason) VALUES (?, ?, ?, ?)",
            case_id,
            batch,
            patient,
            reason,
        )


def _decision(row: dict[str, object]) -> DecisionRow:
    return DecisionRow(
        str(row["case_id"]), str(row["pair_id"]), bool(row["approved"]), str(row["by"]), str(row["at"])
    )
