"""The ClientApp that a hospital installs: trains its arms, judges them, and judges others' shared models.

Rule: an exception never crosses. Flower puts the text of an uncaught one into its reply, and a text can hold
a path or a name; here every failure becomes a `Code`. Weights leave for arm ``shared`` only, and only where
the site's policy says so.

The site's own settings arrive as Flower's node configuration: ``training-root``, ``min-test-patients``,
``allow-weights``.

Not here: whether a message may be answered at all, and the last look at each reply
(site_agent.federation.gate).
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from flwr.app import ArrayRecord, ConfigRecord, Message, MetricRecord, RecordDict
from flwr.clientapp import ClientApp
from pydantic import ValidationError

from learning import dataset, task
from learning.errors import Code, WithheldError
from learning.exchange import (
    CODES,
    MAX_MODELS,
    PLAN,
    SITE,
    WEIGHTS,
    Judgement,
    judged_record,
    model_key,
    model_record,
)
from radshare.experiment import Arm, ExperimentSpec

if TYPE_CHECKING:
    from collections.abc import Callable

    import torch
    from flwr.app import Context

_log = logging.getLogger(__name__)

app = ClientApp()


@app.train()
def train(message: Message, context: Context) -> Message:
    """Train every arm of the plan and judge each on this site's held-out patients."""
    return _answered(message, context, _train_arms)


@app.evaluate()
def evaluate(message: Message, context: Context) -> Message:
    """Judge the models in the message on this site's held-out patients."""
    return _answered(message, context, _judge_visitors)


@dataclass(slots=True)
class _Reply:
    """What grows into a reply."""

    judged: dict[str, Judgement] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    weights: dict[str, task.Weights] = field(default_factory=dict)

    def records(self) -> RecordDict:
        """Return the reply as Flower's records."""
        return RecordDict(
            {
                CODES: ConfigRecord(dict(self.codes)),
                **{
                    judged_record(key): MetricRecord(found.model_dump()) for key, found in self.judged.items()
                },
                **{name: ArrayRecord(numpy_ndarrays=arrays) for name, arrays in self.weights.items()},
            }
        )


@dataclass(frozen=True, slots=True)
class _Work:
    """One request at this site.

    Attributes:
        spec: The experiment.
        data: This site's training set.
        minimum: Held-out patients below which nothing is said.
        allow_weights: Arms whose weights may leave.
    """

    spec: ExperimentSpec
    data: dataset.LearningSet
    minimum: int
    allow_weights: frozenset[str]


def _answered(message: Message, context: Context, work: Callable[[Message, _Work, _Reply], None]) -> Message:
    reply = _Reply()
    try:
        work(message, _open(message, context), reply)
    except WithheldError as withheld:
        reply = _Reply(codes={SITE: withheld.why})
    except Exception as error:  # noqa: BLE001 - its text must not reach Flower, which would send it on
        _log.error("request failed: %s", type(error).__name__)
        reply = _Reply(codes={SITE: Code.TRAINING_FAILED})
    return Message(reply.records(), reply_to=message)


def _open(message: Message, context: Context) -> _Work:
    try:
        plan = message.content.config_records[PLAN]
        spec = ExperimentSpec.model_validate_json(str(plan["spec"]))
        experiment_id = str(plan["experiment"])
    except (KeyError, ValidationError):
        raise WithheldError(Code.PLAN_REFUSED) from None
    if not re.fullmatch(r"[0-9a-f]{32}", experiment_id):
        raise WithheldError(Code.PLAN_REFUSED)
    data = dataset.load(Path(str(context.node_config["training-root"])) / experiment_id)
    if data.lock.recipe != spec.recipe:
        raise WithheldError(Code.LOCK_MISMATCH)
    minimum = max(spec.min_test_patients, int(str(context.node_config["min-test-patients"])))
    allowed = frozenset(str(context.node_config["allow-weights"]).split(","))
    return _Work(spec, data, minimum, allowed)


def _train_arms(_message: Message, work: _Work, reply: _Reply) -> None:
    plan = work.spec.training
    for arm in plan.arms:
        try:
            nets, n_train = task.train_arm(work.data.train, arm, plan)
            if arm is Arm.SHARED:
                _send_weights(nets, work, reply)
            judgement = task.judge(nets, work.data.test, plan, work.minimum)
            reply.judged[arm] = judgement.model_copy(update={"n_train": n_train})
        except WithheldError as withheld:
            reply.codes[arm] = withheld.why


def _send_weights(nets: list[torch.nn.Module], work: _Work, reply: _Reply) -> None:
    if Arm.SHARED not in work.allow_weights:
        reply.codes[WEIGHTS] = Code.WEIGHTS_KEPT
        return
    for index, net in enumerate(nets):
        reply.weights[model_record(Arm.SHARED, index)] = task.weights_of(net)


def _judge_visitors(message: Message, work: _Work, reply: _Reply) -> None:
    models: dict[str, list[task.Weights]] = {}
    for record, arrays in sorted(message.content.array_records.items()):
        key = model_key(record)
        if key is None or len(models) >= MAX_MODELS:
            raise WithheldError(Code.PLAN_REFUSED)
        models.setdefault(key[0], []).append(arrays.to_numpy_ndarrays())
    for name, weights in models.items():
        try:
            nets = [task.network_from(arrays) for arrays in weights]
            reply.judged[name] = task.judge(nets, work.data.test, work.spec.training, work.minimum)
        except WithheldError as withheld:
            reply.codes[name] = withheld.why
