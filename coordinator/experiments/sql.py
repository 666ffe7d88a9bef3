"""Keeps experiments in the coordinator's database.

Not here: what the columns mean (coordinator.experiments.store) and when they change
(coordinator.experiments.desk).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from coordinator.database import METADATA
from coordinator.experiments.store import ExperimentRecord, Progress
from radshare.experiment import ExperimentResults, ExperimentSpec
from radshare.identity import SpiffeId
from radshare.views import ExperimentState, ParticipantView, SiteState

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from coordinator.database import Database

EXPERIMENTS = sa.Table(
    "experiments",
    METADATA,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("experiment_id", sa.String(32), unique=True, nullable=False),
    sa.Column("spec", sa.LargeBinary, nullable=False),
    sa.Column("created_at", sa.Float, nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("reason", sa.String(300), nullable=False),
    sa.Column("run_id", sa.String(20), nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("started_at", sa.Float, nullable=False),
    sa.Column("results", sa.LargeBinary, nullable=True),
)

PARTICIPANTS = sa.Table(
    "experiment_participants",
    METADATA,
    sa.Column("experiment_id", sa.ForeignKey("experiments.experiment_id"), primary_key=True),
    sa.Column("position", sa.Integer, primary_key=True),
    sa.Column("spiffe_id", sa.String(200), nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("code", sa.String(64), nullable=False),
    sa.Column("lock_sha256", sa.String(64), nullable=False),
)


class SqlExperimentStore:
    """An `ExperimentStore` in a SQL database.

    Args:
        database: The coordinator's database; the tables of this module are declared on its metadata.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, record: ExperimentRecord) -> bool:
        """Keep a new experiment; return False, changing nothing, when its id is taken."""
        taken = sa.select(EXPERIMENTS.c.number).where(EXPERIMENTS.c.experiment_id == record.experiment_id)
        with self._database.transaction() as connection:
            if connection.execute(taken).first() is not None:
                return False
            connection.execute(
                EXPERIMENTS.insert().values(
                    experiment_id=record.experiment_id,
                    spec=record.spec.canonical(),
                    created_at=record.created_at,
                    **_columns(record.progress),
                )
            )
            rows = [
                {"experiment_id": record.experiment_id, "position": position, **_answer(participant)}
                for position, participant in enumerate(record.participants)
            ]
            connection.execute(PARTICIPANTS.insert(), rows)
        return True

    def get(self, experiment_id: str) -> ExperimentRecord | None:
        """Return one experiment, or ``None``."""
        query = sa.select(EXPERIMENTS).where(EXPERIMENTS.c.experiment_id == experiment_id)
        return next(iter(self._records(query)), None)

    def list(self) -> list[ExperimentRecord]:
        """Return all experiments, oldest first."""
        return [*self._records(sa.select(EXPERIMENTS).order_by(EXPERIMENTS.c.number))]

    def answer(self, experiment_id: str, answer: ParticipantView) -> bool:
        """Record a site's answer while the experiment gathers; return whether it was recorded."""
        gathering = sa.select(EXPERIMENTS.c.number).where(
            EXPERIMENTS.c.experiment_id == experiment_id,
            EXPERIMENTS.c.state == ExperimentState.GATHERING.value,
        )
        change = (
            PARTICIPANTS.update()
            .where(
                PARTICIPANTS.c.experiment_id == experiment_id, PARTICIPANTS.c.spiffe_id == answer.spiffe_id
            )
            .values(**_answer(answer))
        )
        with self._database.transaction() as connection:
            if connection.execute(gathering).first() is None:
                return False
            return connection.execute(change).rowcount == 1

    def move(self, experiment_id: str, was: ExperimentState, progress: Progress) -> bool:
        """Replace the progress of an experiment that is still in state ``was``; return whether it was."""
        change = (
            EXPERIMENTS.update()
            .where(EXPERIMENTS.c.experiment_id == experiment_id, EXPERIMENTS.c.state == was.value)
            .values(**_columns(progress))
        )
        with self._database.transaction() as connection:
            return connection.execute(change).rowcount == 1

    def _records(self, query: sa.Select[Any]) -> Sequence[ExperimentRecord]:
        with self._database.reading() as connection:
            rows = connection.execute(query).all()
            ids = [row.experiment_id for row in rows]
            sites = connection.execute(
                sa.select(PARTICIPANTS)
                .where(PARTICIPANTS.c.experiment_id.in_(ids))
                .order_by(PARTICIPANTS.c.position)
            ).all()
        return [
            _record(row, [site for site in sites if site.experiment_id == row.experiment_id]) for row in rows
        ]


def _columns(progress: Progress) -> dict[str, Any]:
    return {
        "state": progress.state.value,
        "reason": progress.reason,
        "run_id": progress.run_id,
        "attempts": progress.attempts,
        "started_at": progress.started_at,
        "results": progress.results.canonical() if progress.results else None,
    }


def _answer(participant: ParticipantView) -> dict[str, str]:
    return {
        "spiffe_id": str(participant.spiffe_id),
        "state": participant.state.value,
        "code": participant.code,
        "lock_sha256": participant.lock_sha256,
    }


def _record(row: sa.Row[Any], sites: Iterable[sa.Row[Any]]) -> ExperimentRecord:
    results = ExperimentResults.model_validate_json(row.results) if row.results else None
    return ExperimentRecord(
        row.experiment_id,
        ExperimentSpec.model_validate_json(row.spec),
        row.created_at,
        tuple(
            ParticipantView(
                SpiffeId.parse(site.spiffe_id), SiteState(site.state), site.code, site.lock_sha256
            )
            for site in sites
        ),
        Progress(ExperimentState(row.state), row.reason, row.run_id, row.attempts, row.started_at, results),
    )
