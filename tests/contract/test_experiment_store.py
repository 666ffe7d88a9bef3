"""One suite for every `ExperimentStore`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from coordinator.database import Database
from coordinator.experiments.sql import SqlExperimentStore
from factories.experiment_stores import MemoryExperimentStore, record
from factories.learning import EXPERIMENT, site, spec
from radshare.experiment import ExperimentResults
from radshare.identity import SpiffeId
from radshare.views import ExperimentState, ParticipantView, SiteState

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from coordinator.experiments.store import ExperimentStore

OTHER = "f" * 32


@pytest.fixture(params=["sql", "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[ExperimentStore]:
    """Each implementation in turn."""
    if request.param == "memory":
        yield MemoryExperimentStore()
        return
    database = Database(f"sqlite:///{tmp_path}/coordinator.sqlite")
    yield SqlExperimentStore(database)
    database.close()


def ready(name: str, lock: str = "a" * 64) -> ParticipantView:
    """Return a site's answer that it is ready."""
    return ParticipantView(SpiffeId.parse(site(name)), SiteState.READY, "", lock)


def test_what_was_added_is_read_back(store: ExperimentStore) -> None:
    """A record survives the store unchanged; records come oldest first; strangers are None."""
    first, second = record(OTHER), record(EXPERIMENT, spec("c"))
    assert store.add(first)
    assert store.add(second)
    assert store.list() == [first, second]
    assert store.get(EXPERIMENT) == second
    assert store.get("0" * 32) is None


def test_an_id_is_taken_once(store: ExperimentStore) -> None:
    """A second experiment under the same id changes nothing."""
    kept = record(EXPERIMENT)
    assert store.add(kept)
    assert not store.add(record(EXPERIMENT, spec("x")))
    assert store.list() == [kept]


def test_answers_count_while_gathering_only(store: ExperimentStore) -> None:
    """A site may change its answer until the run begins; strangers and late answers are not recorded."""
    store.add(record(EXPERIMENT))
    assert store.answer(EXPERIMENT, ready("b"))
    assert store.answer(EXPERIMENT, ready("b", "c" * 64))
    assert not store.answer(EXPERIMENT, ready("stranger"))
    assert not store.answer(OTHER, ready("b"))
    held = store.get(EXPERIMENT)
    assert held is not None
    assert [p.state for p in held.participants] == [SiteState.INVITED, SiteState.READY]
    assert held.participants[1].lock_sha256 == "c" * 64
    store.move(EXPERIMENT, ExperimentState.GATHERING, replace(held.progress, state=ExperimentState.RUNNING))
    assert not store.answer(EXPERIMENT, ready("a"))


def test_a_move_starts_where_it_says(store: ExperimentStore) -> None:
    """Of two moves from the same state one wins, and results survive."""
    kept = record(EXPERIMENT)
    store.add(kept)
    results = ExperimentResults(
        experiment_id=EXPERIMENT,
        spec=kept.spec,
        rows=(),
        locks={},
        started_at="",
        finished_at="",
        seconds={"total": 1.5},
    )
    running = replace(kept.progress, state=ExperimentState.RUNNING, run_id="7", attempts=1, started_at=5.0)
    done = replace(running, state=ExperimentState.FINISHED, results=results)
    assert store.move(EXPERIMENT, ExperimentState.GATHERING, running)
    assert not store.move(EXPERIMENT, ExperimentState.GATHERING, done)
    assert store.move(EXPERIMENT, ExperimentState.RUNNING, done)
    assert not store.move(OTHER, ExperimentState.RUNNING, done)
    held = store.get(EXPERIMENT)
    assert held is not None
    assert held.progress == done
