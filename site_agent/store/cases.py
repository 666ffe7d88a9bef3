"""What became of each exam: de-identified and kept, or set aside with its reason.

Rule: the blob is written before the row, so that a row always has its blob; writing the same case again
changes nothing. Case ids and patients are keyed pseudonyms; no column holds a value of the exam.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_agent.case import Partition

if TYPE_CHECKING:
    from collections.abc import Iterable

    from site_agent.store.blobs import Blobs
    from site_agent.store.database import Database


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One exam the pipeline has looked at.

    Attributes:
        case_id: Keyed pseudonym of the study.
        fingerprint: Keyed digest of what was delivered; a set-aside case is tried again when it changes.
        patient: Keyed pseudonym of the patient, empty when the case was set aside.
        partition: `Partition` value, empty when the case was set aside.
        reason: Why it was set aside; empty when it went on.
    """

    case_id: str
    fingerprint: str
    patient: str = ""
    partition: str = ""
    reason: str = ""


class Cases:
    """The exams, by case id."""

    def __init__(self, database: Database, blobs: Blobs) -> None:
        self._database = database
        self._blobs = blobs

    def get(self, case_id: str) -> CaseRow | None:
        """Return one exam's row, or ``None`` when it was never looked at."""
        row = self._database.row("SELECT * FROM cases WHERE case_id = ?", case_id)
        return None if row is None else CaseRow(**dict(row))

    def keep(self, row: CaseRow, packed: bytes) -> None:
        """Record a de-identified exam and its packed content."""
        self._blobs.put(f"case-{row.case_id}", packed)
        self._record(row)

    def set_aside(self, case_id: str, fingerprint: str, reason: str) -> None:
        """Record that an exam does not go on, and why. The delivered files stay where they are."""
        self._record(CaseRow(case_id, fingerprint, reason=reason))

    def packed(self, case_id: str) -> bytes:
        """Return the packed content of a kept exam.

        Raises:
            StoreDamagedError: It cannot be read back.
        """
        return self._blobs.get(f"case-{case_id}")

    def ids(self, partition: Partition) -> list[str]:
        """Return the kept exams of one partition, in a stable order."""
        sql = "SELECT case_id FROM cases WHERE reason = '' AND partition = ? ORDER BY case_id"
        return [row["case_id"] for row in self._database.rows(sql, partition.value)]

    def patients(self, case_ids: Iterable[str]) -> dict[str, str]:
        """Return case id -> patient of the given exams."""
        wanted = set(case_ids)
        rows = self._database.rows("SELECT case_id, patient FROM cases WHERE reason = ''")
        return {row["case_id"]: row["patient"] for row in rows if row["case_id"] in wanted}

    def replace_inputs_set_aside(self, inputs: Iterable[tuple[str, str]]) -> None:
        """Replace the list of inputs (keyed id, reason) that never became a case by the newest scan's."""
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM inputs_set_aside")
            connection.executemany("INSERT OR REPLACE INTO inputs_set_aside VALUES (?, ?)", list(inputs))

    def set_aside_list(self) -> list[tuple[str, str]]:
        """Return (input or case id, reason) of all that did not go on, suppressed counterparts included."""
        return [
            (row[0], row[1])
            for row in self._database.rows(
                "SELECT input_id, reason FROM inputs_set_aside"
                " UNION ALL SELECT case_id, reason FROM cases WHERE reason <> ''"
                " UNION ALL SELECT case_id, reason FROM pairs WHERE reason <> '' ORDER BY 2, 1"
            )
        ]

    def counts(self) -> dict[str, int]:
        """Return how many exams are publishable, held out and set aside."""
        sql = (
            "SELECT CASE WHEN reason <> '' THEN 'set_aside' ELSE partition END AS state, count(*) AS n"
            " FROM cases GROUP BY state"
        )
        found = {row["state"]: row["n"] for row in self._database.rows(sql)}
        return {state: found.get(state, 0) for state in (*Partition, "set_aside")}

    def _record(self, row: CaseRow) -> None:
        self._database.write(
            "INSERT OR REPLACE INTO cases (case_id, fingerprint, patient, partition, reason)"
            " VALUES (?, ?, ?, ?, ?)",
            row.case_id,
            row.fingerprint,
            row.patient,
            row.partition,
            row.reason,
        )
