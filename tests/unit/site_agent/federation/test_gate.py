from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from flwr.app import ArrayRecord, ConfigRecord, Context, Message, MetricRecord, RecordDict
from flwr.supercore.task_identity import TaskIdentity

from coordinator.experiments.bundle import build_bundle
from factories.learning import EXPERIMENT, spec
from learning.errors import Code
from radshare.audit import AuditLog
from radshare.experiment import Arm
from site_agent.federation.budget import ANSWERS, QueryBudget
from site_agent.federation.bundle import installed_bundle_hash
from site_agent.federation.egress import refuse_reply
from site_agent.federation.gate import Gate, GateSettings, approved_bundles

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CANARY = "DOE^JANE"
JUDGED = {
    "n": 24,
    "n_patients": 12,
    "n_positive": 12,
    "n_train": 16,
    "auc": 0.75,
    "auc_low": 0.5,
    "auc_high": 0.9,
}


@pytest.fixture(autouse=True)
def _identity() -> None:
    TaskIdentity.task_id = TaskIdentity.run_id = TaskIdentity.node_id = 1


def gate(folder: Path, client_app: Callable[[Message, Context], Message]) -> Gate:
    """Return a gate around some ClientApp, with one assembled experiment."""
    (folder / "training" / EXPERIMENT).mkdir(parents=True, exist_ok=True)
    settings = GateSettings(
        runtime_port=1,
        secret="",
        folder=str(folder),
        audit=str(folder / "audit.jsonl"),
        training_root=str(folder / "training"),
        allow_weights=(Arm.SHARED,),
        min_test_patients=10,
        threads=1,
    )
    budget, audit = QueryBudget(folder / "budget.json"), AuditLog(folder / "audit.jsonl")
    return Gate(settings, client_app, frozenset({installed_bundle_hash()}), budget, audit)


def ask(to: Gate, bundle: str = "", experiment: str = EXPERIMENT, kind: str = "train") -> Message:
    """Send one message to a gate and return what would leave."""
    plan = ConfigRecord({"experiment": experiment, "spec": spec("a").canonical().decode()})
    message = Message(RecordDict({"plan": plan}), dst_node_id=1, message_type=kind)
    message.metadata.__dict__["_message_id"] = message.object_id
    context = Context(run_id=1, node_id=1, node_config={}, state=RecordDict(), run_config={})
    return to.answer(message, context, bundle or installed_bundle_hash())


def honest(message: Message, context: Context) -> Message:
    """Answer as the installed ClientApp would."""
    return Message(RecordDict({"judged.local": MetricRecord(JUDGED)}), reply_to=message)


def test_both_ends_build_the_same_bundle(tmp_path: Path) -> None:
    """What the coordinator submits is what the site approves, and it carries no code."""
    bundle = build_bundle()
    assert bundle.sha256 == installed_bundle_hash() == build_bundle().sha256
    assert b".py" not in bundle.content
    (tmp_path / "approved.txt").write_text("f" * 64)
    assert approved_bundles(tmp_path) == {bundle.sha256, "f" * 64}


def test_an_approved_run_is_answered_and_audited(tmp_path: Path) -> None:
    """The reply of the installed ClientApp leaves, and one line says what it held."""
    reply = ask(gate(tmp_path, honest))
    assert dict(reply.content.metric_records["judged.local"]) == JUDGED
    line = (tmp_path / "audit.jsonl").read_text()
    assert "judged.local" in line
    assert "federation.answer" in line


def test_a_foreign_bundle_runs_nothing(tmp_path: Path) -> None:
    """A run that names another app is refused before any of our code runs."""

    def never(message: Message, context: Context) -> Message:
        raise AssertionError

    reply = ask(gate(tmp_path, never), bundle="0" * 64)
    assert reply.error.reason == Code.APP_NOT_APPROVED


def test_an_exception_leaves_as_a_code(tmp_path: Path) -> None:
    """The text of an exception reaches neither the message nor the audit log."""

    def explode(message: Message, context: Context) -> Message:
        raise RuntimeError(CANARY)

    reply = ask(gate(tmp_path, explode))
    assert reply.error.reason == Code.TRAINING_FAILED
    assert CANARY not in (tmp_path / "audit.jsonl").read_text()


@pytest.mark.parametrize("experiment", ["e" * 32, "../../etc", "", "E" * 32])
def test_only_assembled_experiments_are_answered(tmp_path: Path, experiment: str) -> None:
    """Without a training set of that name there is nothing to ask here."""
    assert ask(gate(tmp_path, honest), experiment=experiment).error.reason == Code.NOT_ASSEMBLED


def test_the_budget_outlives_the_gate(tmp_path: Path) -> None:
    """After a few answers of one kind there is no other, whoever restarts what."""
    for _ in range(ANSWERS):
        assert not ask(gate(tmp_path, honest)).has_error()
    assert ask(gate(tmp_path, honest)).error.reason == Code.BUDGET_SPENT
    assert not ask(gate(tmp_path, honest), kind="evaluate").has_error()


WEIGHTS = ArrayRecord(numpy_ndarrays=[np.zeros(3, dtype=np.float32)])


@pytest.mark.parametrize(
    "content",
    [
        {"judged.local": MetricRecord({**JUDGED, "extra": 1})},
        {"judged.local": MetricRecord({**JUDGED, "auc": 0.75000001})},
        {"judged.local": MetricRecord({**JUDGED, "n_patients": 9})},
        {"judged.local": MetricRecord({**JUDGED, "auc": [0.75, 0.75]})},
        {"judged.jane": MetricRecord(JUDGED)},
        {"scores": MetricRecord({"auc": 0.5})},
        {"codes": ConfigRecord({"site": CANARY})},
        {"codes": ConfigRecord({CANARY: Code.TRAINING_FAILED.value})},
        {"notes": ConfigRecord({"site": Code.TRAINING_FAILED.value})},
        {"model.local.0": WEIGHTS},
        {"model.mixed.0": WEIGHTS},
        {"pixels": WEIGHTS},
        {"model.shared.0": ArrayRecord(numpy_ndarrays=[np.asarray(["DOE", "JANE"])])},
    ],
    ids=lambda content: next(iter(content)),
)
def test_what_is_not_on_the_list_stays(
    tmp_path: Path, content: dict[str, MetricRecord | ConfigRecord | ArrayRecord]
) -> None:
    """One record that is not allowed keeps the whole reply at home."""

    def answer(message: Message, context: Context) -> Message:
        allowed = {"model.shared.1": WEIGHTS}
        return Message(RecordDict({**allowed, **content}), reply_to=message)

    assert ask(gate(tmp_path, answer)).error.reason == Code.EGRESS_REFUSED


def test_what_is_on_the_list_may_leave() -> None:
    """Judgements, known codes and weights of allowed arms pass."""
    content = RecordDict(
        {
            "judged.shared": MetricRecord(JUDGED),
            "codes": ConfigRecord({"local": Code.NO_TRAINING_DATA.value, "weights": Code.WEIGHTS_KEPT.value}),
            "model.shared.0": WEIGHTS,
        }
    )
    assert refuse_reply(content, {"shared"}, 10) is None
    assert refuse_reply(content, {"local"}, 10) is Code.EGRESS_REFUSED
