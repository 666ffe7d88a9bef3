"""ServerApp and ClientApp together, in one process, through Flower's own serialisation."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
import torch
from flwr.app import ArrayRecord, ConfigRecord, Message, MetricRecord, RecordDict

from factories.learning import EXPERIMENT, site, spec, training_set
from factories.local_grid import LocalGrid
from learning import client_app, server_app
from learning.errors import Code
from learning.exchange import PlannedSite, RunOutcome, RunPlan
from learning.server_app import Conductor
from radshare.experiment import Arm, ExperimentSpec, RowStatus, SiteRow

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from flwr.app import Context

    Answering = Callable[[Message, Context], Message]

CANARY = "/data/DOE^JANE/123.dcm"


class Clock:
    """A clock that only waiting moves: how busy the machine is makes nobody late."""

    def __init__(self) -> None:
        self._now = time.time()

    def time(self) -> float:
        """Return the seconds of this clock."""
        return self._now

    def sleep(self, seconds: float) -> None:
        """Let time pass."""
        self._now += seconds


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    torch.set_num_threads(1)
    monkeypatch.setattr(server_app, "time", Clock())
    monkeypatch.setattr(server_app, "POLL_S", 0.01)
    monkeypatch.setattr(server_app, "WAIT_FOR_NODES_S", 0.05)
    monkeypatch.setattr(server_app, "GIVE_UP_S", 0.05)


def hospital(root: Path, *, allow: str = "shared", minimum: int = 10) -> Answering:
    """Return a site that answers with the installed ClientApp."""

    def answer(message: Message, context: Context) -> Message:
        context.node_config = {
            "training-root": str(root),
            "min-test-patients": minimum,
            "allow-weights": allow,
        }
        return client_app.app(message, context)

    return answer


def conduct(of: ExperimentSpec, nodes: dict[int, Answering | None], seconds: float = 60.0) -> RunOutcome:
    """Run an experiment whose n-th site is node n + 1."""
    sites = tuple(PlannedSite(spiffe_id=name, node_id=str(index + 1)) for index, name in enumerate(of.sites))
    plan = RunPlan(experiment_id=EXPERIMENT, spec=of, sites=sites, deadline_at=time.time() + seconds)
    return Conductor(LocalGrid(nodes), plan).conduct()


def row(outcome: RunOutcome, arm: Arm, trained: str, judged: str) -> SiteRow:
    """Return one row of an outcome."""
    (found,) = [
        r for r in outcome.rows if (r.arm, r.trained_at, r.judged_at) == (arm, site(trained), site(judged))
    ]
    return found


def test_two_sites_give_every_row(tmp_path: Path) -> None:
    """Three arms at home and the shared model at the other site, with numbers that belong together."""
    of = spec("a", "b", min_sites=2)
    for name in ("a", "b"):
        training_set(tmp_path / name / EXPERIMENT, of, seed=ord(name))
    outcome = conduct(of, {1: hospital(tmp_path / "a"), 2: hospital(tmp_path / "b")})
    assert outcome.failure == ""
    assert len(outcome.rows) == 3 * 2 + 2
    assert {r.status for r in outcome.rows} == {RowStatus.OK}
    home, visit = row(outcome, Arm.MIXED, "a", "a"), row(outcome, Arm.SHARED, "a", "b")
    assert (home.n, home.n_patients, home.n_positive, home.n_train) == (24, 12, 12, 32)
    assert visit.n_train == row(outcome, Arm.SHARED, "a", "a").n_train > 0
    assert home.auc is not None
    assert home.auc > 0.9
    assert RunOutcome.model_validate_json(outcome.canonical()) == outcome


def test_a_site_that_never_answers_is_late_and_one_that_leaves_is_offline(tmp_path: Path) -> None:
    """Silence has a row: late while the node is online, offline when it is not; k-of-n still finishes."""
    of = spec("a", "b", "c")
    training_set(tmp_path / EXPERIMENT, of)
    sites = tuple(PlannedSite(spiffe_id=site(name), node_id=str(n)) for n, name in enumerate("abc", 1))
    plan = RunPlan(experiment_id=EXPERIMENT, spec=of, sites=sites, deadline_at=time.time() + 7)
    grid = LocalGrid({1: hospital(tmp_path), 2: None, 3: hospital(tmp_path)})
    grid.offline.add(3)
    outcome = Conductor(grid, plan).conduct()
    assert outcome.failure == ""
    assert row(outcome, Arm.LOCAL, "a", "a").status is RowStatus.OK
    late, gone = row(outcome, Arm.LOCAL, "b", "b"), row(outcome, Arm.LOCAL, "c", "c")
    assert (late.status, late.code) == (RowStatus.LATE, Code.NO_ANSWER)
    assert (gone.status, gone.code) == (RowStatus.OFFLINE, Code.NOT_CONNECTED)
    assert row(outcome, Arm.SHARED, "a", "c").status is RowStatus.OFFLINE


def test_a_lost_connection_is_noticed_during_training(tmp_path: Path) -> None:
    """A node that goes offline while it trains is given up long before the deadline."""
    of = spec("a")
    grid = LocalGrid({1: None})
    plan = RunPlan(
        experiment_id=EXPERIMENT,
        spec=of,
        sites=(PlannedSite(spiffe_id=site("a"), node_id="1"),),
        deadline_at=time.time() + 600,
    )
    push = grid.push_messages

    def push_then_vanish(messages: list[Message]) -> list[str]:
        ids = list(push(messages))
        grid.offline.add(1)
        return ids

    grid.push_messages = push_then_vanish  # type: ignore[method-assign, assignment]
    outcome = Conductor(grid, plan).conduct()
    assert {r.code for r in outcome.rows} == {Code.CONNECTION_LOST}
    assert outcome.failure == "TOO_FEW_SITES"


def test_weights_of_real_data_stay_and_policy_may_keep_shared_ones(tmp_path: Path) -> None:
    """Replies carry weights of arm shared only; a site that keeps even those says so."""
    of = spec("a", "b")
    for name in ("a", "b"):
        training_set(tmp_path / name / EXPERIMENT, of, seed=ord(name))
    replies: list[Message] = []

    def recorded(answer: Answering) -> Answering:
        def call(message: Message, context: Context) -> Message:
            replies.append(answer(message, context))
            return replies[-1]

        return call

    outcome = conduct(
        of, {1: recorded(hospital(tmp_path / "a")), 2: recorded(hospital(tmp_path / "b", allow="none"))}
    )
    assert [sorted(reply.content.array_records) for reply in replies[:2]] == [["model.shared.0"], []]
    assert row(outcome, Arm.SHARED, "b", "b").status is RowStatus.OK
    assert row(outcome, Arm.SHARED, "b", "a").code == Code.WEIGHTS_KEPT


@pytest.mark.parametrize(
    ("patients", "minimum", "code"),
    [(4, 10, Code.TOO_FEW_TEST_PATIENTS), (12, 13, Code.TOO_FEW_TEST_PATIENTS)],
)
def test_too_few_patients_are_never_counted(tmp_path: Path, patients: int, minimum: int, code: Code) -> None:
    """Below the experiment's or the site's own minimum a code takes the number's place."""
    of = spec("a")
    training_set(tmp_path / EXPERIMENT, of, test_patients=patients)
    outcome = conduct(of, {1: hospital(tmp_path, minimum=minimum)})
    assert {(r.code, r.n, r.auc) for r in outcome.rows} == {(code, 0, None)}


def test_a_set_for_another_recipe_is_refused(tmp_path: Path) -> None:
    """The lock file must hold the recipe that the run names."""
    training_set(tmp_path / EXPERIMENT, spec("a"))
    other = spec("a", recipe={**spec("a").recipe.model_dump(), "task": "effusion"})
    outcome = conduct(other, {1: hospital(tmp_path)})
    assert {r.code for r in outcome.rows} == {Code.LOCK_MISMATCH}


def test_an_exception_becomes_a_code_without_its_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever is raised while training, the reply holds TRAINING_FAILED and nothing of the text."""
    of = spec("a")
    training_set(tmp_path / EXPERIMENT, of)

    def explode(*_: object) -> None:
        raise RuntimeError(CANARY)

    monkeypatch.setattr(client_app.task, "train_arm", explode)
    outcome = conduct(of, {1: hospital(tmp_path)})
    assert {r.code for r in outcome.rows} == {Code.TRAINING_FAILED}
    assert CANARY.encode() not in outcome.canonical()


def test_an_uncaught_exception_of_another_client_is_not_passed_on() -> None:
    """The text Flower puts into an error reply stays out of the rows, whatever app a site runs."""

    def explode(message: Message, context: Context) -> Message:
        raise RuntimeError(CANARY)

    outcome = conduct(spec("a"), {1: explode})
    assert {r.code for r in outcome.rows} == {Code.CLIENT_FAILED}
    assert CANARY.encode() not in outcome.canonical()


@pytest.mark.parametrize(
    "records",
    [
        {"judged.local": MetricRecord({"auc": 0.5, CANARY: 1})},
        {"judged.everything": MetricRecord({"n": 1})},
        {"codes": ConfigRecord({"local": CANARY, "site": CANARY})},
    ],
)
def test_answers_of_no_known_form_are_refused(records: dict[str, MetricRecord | ConfigRecord]) -> None:
    """A site cannot put words or numbers of its own into the result."""

    def answer(message: Message, context: Context) -> Message:
        return Message(RecordDict(records), reply_to=message)

    outcome = conduct(spec("a"), {1: answer})
    assert {r.code for r in outcome.rows} == {Code.ANSWER_REFUSED}
    assert CANARY.encode() not in outcome.canonical()


def test_weights_that_do_not_fit_are_refused(tmp_path: Path) -> None:
    """A model of another shape, or with numbers that are none, is not judged."""
    of = spec("a", "b")
    training_set(tmp_path / "a" / EXPERIMENT, of)
    training_set(tmp_path / "b" / EXPERIMENT, of, seed=1)
    honest = hospital(tmp_path / "b")

    def poisoned(message: Message, context: Context) -> Message:
        reply = honest(message, context)
        for name, arrays in list(reply.content.array_records.items()):
            broken = [
                array * float("nan") if array.dtype.kind == "f" else array
                for array in arrays.to_numpy_ndarrays()
            ]
            reply.content[name] = ArrayRecord(numpy_ndarrays=broken)
        return reply

    outcome = conduct(of, {1: hospital(tmp_path / "a"), 2: poisoned})
    assert row(outcome, Arm.SHARED, "b", "a").code == Code.MODEL_REFUSED
    assert row(outcome, Arm.SHARED, "a", "b").status is RowStatus.OK
