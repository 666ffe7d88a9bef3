"""How far each announced experiment is at this site.

Rule: a training set is assembled once and its digest committed before it is reported; an answer is given
once.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from site_agent.store.database import Database


class ExperimentState(StrEnum):
    """How far an experiment is at this site."""

    WAITING = "waiting"  # for a person, or for packages
    READY = "ready"  # the training set is assembled
    REFUSED = "refused"  # with a code
    FINISHED = "finished"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class ExperimentRow:
    """One experiment.

    Attributes:
        experiment_id: 32 hex digits.
        spec: The specification, canonical JSON.
        seen_at: When this site first saw it, seconds since the epoch: its gather time runs from there.
        verdict: A person's verdict where the settings ask for one: ``accept``, ``refuse`` or empty.
        state: `ExperimentState`.
        code: Why it is refused.
        lock_sha256: Digest of the lock file once ready.
        reported: Whether the coordinator has this site's answer.
    """

    experiment_id: str
    spec: str
    seen_at: float
    verdict: str = ""
    state: str = ExperimentState.WAITING
    code: str = ""
    lock_sha256: str = ""
    reported: int = 0


class Experiments:
    """The experiments that name this site."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def see(self, experiment_id: str, spec: str, at: float) -> None:
        """Record an experiment unless it is known."""
        self._database.write(
            "INSERT OR IGNORE INTO experiments (experiment_id, spec, seen_at, state)"
            " VALUES (?, ?, ?, 'waiting')",
            experiment_id,
            spec,
            at,
        )

    def all(self) -> list[ExperimentRow]:
        """Return all experiments, oldest first."""
        return [
            ExperimentRow(**dict(row))
            for row in self._database.rows("SELECT * FROM experiments ORDER BY rowid")
        ]

    def give_verdict(self, experiment_id: str, verdict: str) -> bool:
        """Record a person's verdict on an experiment that still waits; return whether it was recorded."""
        sql = "UPDATE experiments SET verdict = ? WHERE experiment_id = ? AND state = 'waiting'"
        return self._database.write(sql, verdict, experiment_id) > 0

    def ready(self, experiment_id: str, lock_sha256: str) -> None:
        """Commit that the training set is assembled."""
        sql = "UPDATE experiments SET state = 'ready', lock_sha256 = ?, code = '' WHERE experiment_id = ?"
        self._database.write(sql, lock_sha256, experiment_id)

    def refused(self, experiment_id: str, code: str) -> None:
        """Commit that this site takes no part."""
        self._database.write(
            "UPDATE experiments SET state = 'refused', code = ? WHERE experiment_id = ?", code, experiment_id
        )

    def reported(self, experiment_id: str) -> None:
        """Record that the coordinator has the answer."""
        self._database.write("UPDATE experiments SET reported = 1 WHERE experiment_id = ?", experiment_id)

    def ended(self, experiment_id: str, state: ExperimentState) -> None:
        """Record how the experiment ended at the coordinator."""
        self._database.write(
            "UPDATE experiments SET state = ? WHERE experiment_id = ?", state.value, experiment_id
        )
