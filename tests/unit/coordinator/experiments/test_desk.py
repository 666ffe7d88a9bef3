from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pytest

from coordinator.errors import ExperimentRefused, ExperimentUnknown
from coordinator.experiments.control import RunState
from coordinator.experiments.desk import Desk
from coordinator.experiments.errors import SuperLinkUnavailableError, TransitionRefusedError
from coordinator.experiments.lifecycle import TRANSITION_TABLE, Event, after
from factories.experiment_stores import MemoryExperimentStore
from factories.learning import EXPERIMENT, site, spec
from learning.errors import Code
from learning.exchange import RunOutcome, RunPlan
from learning.server_app import OUTCOME_FILE, PLAN_FILE
from radshare.experiment import Arm, RowStatus, SiteRow
from radshare.views import ExperimentState

if TYPE_CHECKING:
    from pathlib import Path

LOCK = "a" * 64


@dataclass
class FakeRuns:
    """Flower, as far as the desk knows it."""

    states: dict[str, RunState] = field(default_factory=dict)
    submitted: list[str] = field(default_factory=list)
    stopped: list[str] = field(default_factory=list)
    reachable: bool = True

    def node_ids(self) -> dict[str, str]:
        """Return two registered sites."""
        return {site("a"): "18446744073709551615", site("b"): "2"}

    def submit(self, experiment_id: str) -> str:
        """Start a run."""
        if not self.reachable:
            raise SuperLinkUnavailableError
        self.submitted.append(experiment_id)
        run_id = str(len(self.submitted))
        self.states[run_id] = RunState.ACTIVE
        return run_id

    def run_state(self, run_id: str) -> RunState:
        """Return how a run stands."""
        return self.states[run_id]

    def stop_run(self, run_id: str) -> None:
        """Stop a run."""
        self.stopped.append(run_id)


@dataclass
class Office:
    """A desk with its surroundings."""

    desk: Desk
    store: MemoryExperimentStore
    runs: FakeRuns
    home: Path
    notices: list[int]

    def launch(self, *names: str, **changes: object) -> None:
        """Launch the experiment."""
        self.desk.launch(EXPERIMENT, spec(*names, **changes).canonical())

    def state(self) -> ExperimentState:
        """Return where it stands."""
        return self.desk.get(EXPERIMENT).state

    def plan(self) -> RunPlan:
        """Return what the ServerApp was handed."""
        return RunPlan.model_validate_json((self.home / "experiments" / EXPERIMENT / PLAN_FILE).read_bytes())

    def file(self, failure: str = "") -> None:
        """File an outcome, as the ServerApp would."""
        row = SiteRow(arm=Arm.LOCAL, trained_at=site("a"), judged_at=site("a"), status=RowStatus.LATE)
        outcome = RunOutcome(experiment_id=EXPERIMENT, rows=(row,), seconds={"run": 1.0}, failure=failure)
        (self.home / "experiments" / EXPERIMENT / OUTCOME_FILE).write_bytes(outcome.canonical())

    def age(self, **changes: float) -> None:
        """Make the experiment older."""
        held = self.store.records[EXPERIMENT]
        if "created_at" in changes:
            held = replace(held, created_at=changes["created_at"])
        if "started_at" in changes:
            held = replace(held, progress=replace(held.progress, started_at=changes["started_at"]))
        self.store.records[EXPERIMENT] = held


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """A desk over an in-memory store; its thread is not started."""
    store, runs, notices = MemoryExperimentStore(), FakeRuns(), list[int]()
    return Office(Desk(store, tmp_path, runs, lambda: notices.append(1)), store, runs, tmp_path, notices)


def test_a_run_starts_when_all_have_answered_and_ends_with_its_rows(office: Office) -> None:
    """The way through: gathering, running, finished; the plan names nodes and codes, the results locks."""
    office.launch("a", "b", min_sites=1)
    office.desk.ready(EXPERIMENT, site("a"), LOCK)
    office.desk.tick()
    assert office.state() is ExperimentState.GATHERING
    office.desk.refused(EXPERIMENT, site("b"), "POLICY")
    office.desk.tick()
    assert office.state() is ExperimentState.RUNNING
    assert [(s.node_id, s.code) for s in office.plan().sites] == [
        ("18446744073709551615", ""),
        ("", "POLICY"),
    ]
    office.desk.tick()
    office.file()
    office.desk.tick()
    view = office.desk.get(EXPERIMENT)
    assert view.state is ExperimentState.FINISHED
    assert view.results is not None
    assert view.results.locks == {site("a"): LOCK}
    assert {"gathering", "run", "total"} <= set(view.results.seconds)
    assert office.runs.submitted == [EXPERIMENT]
    assert len(office.notices) == 5


def test_the_silent_are_left_out_when_their_time_is_over(office: Office) -> None:
    """K of n: with k ready the run starts at the end of gathering, and the plan says who was not heard."""
    office.launch("a", "b", "c", min_sites=1)
    office.desk.ready(EXPERIMENT, site("a"), LOCK)
    office.age(created_at=time.time() - 61)
    office.desk.tick()
    assert office.state() is ExperimentState.RUNNING
    assert [s.code for s in office.plan().sites] == ["", Code.NOT_READY, Code.NOT_READY]


def test_a_ready_site_without_a_node_is_not_waited_for(office: Office) -> None:
    """A site whose SuperNode was never registered stands in the plan with a code."""
    office.launch("a", "c", min_sites=1)
    office.desk.ready(EXPERIMENT, site("a"), LOCK)
    office.desk.ready(EXPERIMENT, site("c"), LOCK)
    office.desk.tick()
    assert [s.code for s in office.plan().sites] == ["", Code.NOT_CONNECTED]


@pytest.mark.parametrize("silent", [True, False])
def test_too_few_sites_end_the_experiment(office: Office, *, silent: bool) -> None:
    """Fewer than k: at once when enough refuse, at the end of gathering when they stay silent."""
    office.launch("a", "b", min_sites=2)
    office.desk.ready(EXPERIMENT, site("a"), LOCK)
    if silent:
        office.age(created_at=time.time() - 61)
    else:
        office.desk.refused(EXPERIMENT, site("b"), "POLICY")
    office.desk.tick()
    assert office.state() is ExperimentState.FAILED
    assert office.desk.get(EXPERIMENT).reason == "TOO_FEW_SITES: 1 of 2 sites were ready."
    assert office.runs.submitted == []


def test_an_outcome_with_too_few_answers_fails_but_keeps_its_rows(office: Office) -> None:
    """The operator still sees which site was late."""
    office.launch("a")
    office.desk.ready(EXPERIMENT, site("a"), LOCK)
    office.desk.tick()
    office.file("TOO_FEW_SITES")
    office.desk.tick()
    view = office.desk.get(EXPERIMENT)
    assert view.state is ExperimentState.FAILED
    assert view.results is not None


def test_a_lost_run_is_repeated_once(office: Office) -> None:
    """The second loss ends the experiment with a code."""
    office.launch("a")
    office.desk.ready(EXPERIMENT, site("a"), LOCK)
    office.desk.tick()
    office.runs.states["1"] = RunState.FAILED
    office.desk.tick()
    assert office.state() is ExperimentState.RUNNING
    assert len(office.runs.submitted) == 2
    office.runs.states["2"] = RunState.COMPLETED  # ended, but filed nothing
    office.desk.tick()
    assert office.desk.get(EXPERIMENT).reason.startswith("RUN_LOST")


def test_the_deadline_stops_a_run(office: Office) -> None:
    """A run that does not end is stopped, and the experiment fails."""
    office.launch("a", deadline_s=30)
    office.desk.ready(EXPERIMENT, site("a"), LOCK)
    office.desk.tick()
    office.age(started_at=time.time() - 60)
    office.desk.tick()
    assert office.desk.get(EXPERIMENT).reason.startswith("DEADLINE")
    assert office.runs.stopped == ["1"]


def test_a_restarted_coordinator_goes_on(office: Office) -> None:
    """Gathering continues; an interrupted run is submitted once more; a filed outcome is not lost."""
    office.launch("a")
    again = Desk(office.store, office.home, office.runs, lambda: None)
    again.ready(EXPERIMENT, site("a"), LOCK)
    again.tick()
    assert office.runs.submitted == [EXPERIMENT]
    third = Desk(office.store, office.home, office.runs, lambda: None)
    third.start()
    third.stop()
    assert office.runs.submitted == [EXPERIMENT] * 2
    assert office.runs.stopped == ["1"]
    office.file()
    fourth = Desk(office.store, office.home, office.runs, lambda: None)
    fourth.start()
    fourth.stop()
    fourth.tick()
    assert office.runs.submitted == [EXPERIMENT] * 2
    assert office.state() is ExperimentState.FINISHED


def test_an_unreachable_superlink_is_tried_again(office: Office) -> None:
    """A failed submission is not the end: the run is submitted at a later look."""
    office.launch("a")
    office.desk.ready(EXPERIMENT, site("a"), LOCK)
    office.runs.reachable = False
    office.desk.tick()
    office.runs.reachable = True
    office.desk.tick()
    assert office.runs.submitted == [EXPERIMENT]
    assert office.state() is ExperimentState.RUNNING


def test_one_experiment_runs_at_a_time(office: Office) -> None:
    """The second waits in gathering until the first has ended."""
    other = "f" * 32
    office.launch("a")
    office.desk.launch(other, spec("a").canonical())
    for experiment in (EXPERIMENT, other):
        office.desk.ready(experiment, site("a"), LOCK)
    office.desk.tick()
    assert office.runs.submitted == [EXPERIMENT]
    office.file()
    office.desk.tick()
    assert office.runs.submitted == [EXPERIMENT, other]


def test_a_launch_can_be_repeated_but_not_changed(office: Office) -> None:
    """The same id with the same specification is the same experiment; with another one it is refused."""
    office.launch("a")
    office.launch("a")
    assert len(office.store.records) == 1
    with pytest.raises(ExperimentRefused):
        office.launch("b")


@pytest.mark.parametrize(
    ("experiment", "document"),
    [
        ("short", spec("a").canonical()),
        (EXPERIMENT, b"{}"),
        (EXPERIMENT, b"\xff"),
        (EXPERIMENT, spec("a").canonical().replace(b"spiffe://demo/site/a", b"hospital-a")),
        (EXPERIMENT, spec("a").canonical().replace(b"/site/", b"/researcher/")),
        (EXPERIMENT, spec("a", "a").canonical()),
    ],
    ids=["id", "empty", "bytes", "plain name", "not a site", "twice"],
)
def test_unsound_launches_are_refused(office: Office, experiment: str, document: bytes) -> None:
    """Nothing is kept of a specification that is not valid."""
    with pytest.raises(ExperimentRefused):
        office.desk.launch(experiment, document)
    assert office.store.records == {}


def test_only_participants_answer_and_only_with_codes(office: Office) -> None:
    """A stranger's answer, a digest that is none and a sentence for a code are refused."""
    office.launch("a")
    with pytest.raises(ExperimentUnknown):
        office.desk.ready(EXPERIMENT, site("stranger"), LOCK)
    with pytest.raises(ExperimentUnknown):
        office.desk.ready("f" * 32, site("a"), LOCK)
    with pytest.raises(ExperimentRefused):
        office.desk.ready(EXPERIMENT, site("a"), "lock")
    with pytest.raises(ExperimentRefused):
        office.desk.refused(EXPERIMENT, site("a"), "file /data/DOE^JANE is missing")


def test_a_site_sees_its_own_experiments(office: Office) -> None:
    """The list is all for the operator, and one's own for a site."""
    office.launch("a")
    assert len(office.desk.list(None)) == len(office.desk.list(site("a"))) == 1
    assert office.desk.list(site("b")) == []


def test_ended_experiments_stay_ended() -> None:
    """No event leads out of finished or failed; what is not in the table is refused."""
    ended = (ExperimentState.FINISHED, ExperimentState.FAILED)
    assert not [key for key in TRANSITION_TABLE if key[1] in ended]
    for event in Event:
        for state in ended:
            with pytest.raises(TransitionRefusedError):
                after(event, state)
