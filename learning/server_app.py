"""The ServerApp: asks every site to train, then to judge the others' shared models, and files what came back.

Order: wait for the SuperNodes, one ``train`` message to each, one ``evaluate`` message to each with all
models at once (an exchange costs seconds however small it is), one result file, written whole or not at all.
The coordinator passes the plan as a file whose folder is in ``RADSHARE_EXPERIMENTS``; the run's configuration
names only the experiment.

NumPy only: a coordinator installs without torch. Weights pass through and are never looked into.

Not here: who may take part (coordinator.experiments.desk), and what may leave a site
(site_agent.federation.gate).
"""

from __future__ import annotations

import os
import re
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from flwr.app import ArrayRecord, ConfigRecord, Message, MessageType, RecordDict
from flwr.serverapp import ServerApp
from pydantic import ValidationError

from learning.errors import Code, TooFewSitesError
from learning.exchange import (
    CODES,
    PLAN,
    SITE,
    Judgement,
    RunOutcome,
    RunPlan,
    is_reply_key,
    judged_key,
    known_code,
    model_key,
    model_record,
)
from learning.rows import Answer, home_rows, silent, visiting_rows
from radshare.experiment import Arm

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flwr.app import Context
    from flwr.serverapp import Grid

FOLDER_VARIABLE = "RADSHARE_EXPERIMENTS"
PLAN_FILE = "plan.json"
OUTCOME_FILE = "outcome.json"

POLL_S = 1.0
WAIT_FOR_NODES_S = 45.0
GIVE_UP_S = 20.0
"""A node that Flower calls offline for this long is not waited for any more."""
TRAINING_SHARE = 0.75
"""Share of the time left that training may take; judging has the rest."""
MARGIN_S = 3.0

app = ServerApp()


@app.main()
def main(grid: Grid, context: Context) -> None:
    """Conduct the experiment that the run's configuration names."""
    experiment_id = str(context.run_config["experiment-id"])
    if not re.fullmatch(r"[0-9a-f]{32}", experiment_id):
        msg = "the run names no experiment"
        raise ValueError(msg)
    folder = Path(os.environ[FOLDER_VARIABLE]) / experiment_id
    plan = RunPlan.model_validate_json((folder / PLAN_FILE).read_bytes())
    outcome = Conductor(grid, plan).conduct()
    part = folder / f"{OUTCOME_FILE}.part"
    part.write_bytes(outcome.canonical())
    part.replace(folder / OUTCOME_FILE)


@dataclass(slots=True)
class Conductor:
    """One run of one experiment."""

    grid: Grid
    plan: RunPlan
    _nodes: dict[str, int] = field(default_factory=dict)
    _seconds: dict[str, float] = field(default_factory=dict)

    def conduct(self) -> RunOutcome:
        """Ask all sites and return a row for each, those that stayed silent included."""
        started = time.time()
        trained = {site.spiffe_id: silent(site.code or Code.NOT_READY) for site in self.plan.sites}
        self._nodes = {site.spiffe_id: int(site.node_id) for site in self.plan.sites if site.node_id}
        self._wait_for_nodes(trained)
        self._lap("waiting", started)

        weights = self._train(trained)
        models = {site: str(index) for index, site in enumerate(self.plan.spec.sites) if site in weights}
        judged = self._judge(weights, models)
        rows = [
            *home_rows(self.plan.spec, trained),
            *visiting_rows(self.plan.spec, trained, models, judged),
        ]
        answered = sum(1 for answer in trained.values() if answer.judged)
        failure = "" if answered >= self.plan.spec.min_sites else TooFewSitesError.code
        self._lap("run", started)
        return RunOutcome(
            experiment_id=self.plan.experiment_id, rows=tuple(rows), seconds=self._seconds, failure=failure
        )

    def _wait_for_nodes(self, trained: dict[str, Answer]) -> None:
        until = min(time.time() + WAIT_FOR_NODES_S, self.plan.deadline_at - MARGIN_S)
        online = set(self.grid.get_node_ids())
        while not online.issuperset(self._nodes.values()) and time.time() < until:
            time.sleep(POLL_S)
            online = set(self.grid.get_node_ids())
        for site in [site for site, node in self._nodes.items() if node not in online]:
            trained[site] = silent(Code.NOT_CONNECTED)
            del self._nodes[site]

    def _train(self, trained: dict[str, Answer]) -> dict[str, dict[int, ArrayRecord]]:
        """Ask all sites to train, fill in their answers, return the shared weights by site and seed."""
        started = time.time()
        until = started + (self.plan.deadline_at - started) * TRAINING_SHARE
        requests = {site: self._request(site, MessageType.TRAIN, {}) for site in self._nodes}
        weights: dict[str, dict[int, ArrayRecord]] = {}
        for site, reply in self._ask(requests, until).items():
            trained[site] = read_answer(reply, {arm.value for arm in self.plan.spec.training.arms})
            if arrays := _shared_weights(reply, len(self.plan.spec.training.seeds)):
                weights[site] = arrays
        self._lap("training", started)
        return weights

    def _judge(
        self, weights: Mapping[str, Mapping[int, ArrayRecord]], models: Mapping[str, str]
    ) -> dict[str, Answer]:
        """Send every site the shared models of all others, and return what each said."""
        started = time.time()
        requests: dict[str, Message] = {}
        asked: dict[str, set[str]] = {}
        for site in self._nodes:
            others = {models[other]: arrays for other, arrays in weights.items() if other != site}
            if others:
                asked[site] = set(others)
                records = {
                    model_record(key, seed): array
                    for key, arrays in others.items()
                    for seed, array in arrays.items()
                }
                requests[site] = self._request(site, MessageType.EVALUATE, records)
        replies = self._ask(requests, self.plan.deadline_at - MARGIN_S) if requests else {}
        self._lap("judging", started)
        return {site: read_answer(reply, asked[site]) for site, reply in replies.items()}

    def _request(self, site: str, kind: str, models: Mapping[str, ArrayRecord]) -> Message:
        plan = ConfigRecord(
            {"experiment": self.plan.experiment_id, "spec": self.plan.spec.canonical().decode("utf-8")}
        )
        return Message(RecordDict({PLAN: plan, **models}), dst_node_id=self._nodes[site], message_type=kind)

    def _ask(self, requests: Mapping[str, Message], until: float) -> dict[str, Message | Code]:
        """Send one message to each site and collect replies until all are in, gone or too late."""
        waiting = {self._send(message): site for site, message in requests.items()}
        replies: dict[str, Message | Code] = dict.fromkeys(requests, Code.NO_ANSWER)
        absent: dict[str, float] = {}
        while waiting and time.time() < until:
            for reply in self.grid.pull_messages(list(waiting)):
                replies[waiting.pop(reply.metadata.reply_to_message_id)] = reply
            online = set(self.grid.get_node_ids())
            for message_id, site in list(waiting.items()):
                if self._nodes[site] not in online:
                    since = absent.setdefault(site, time.time())
                    if time.time() - since > GIVE_UP_S:
                        replies[waiting.pop(message_id)] = Code.CONNECTION_LOST
                elif absent.pop(site, None) is not None:  # back again: what it had been given is lost
                    waiting[self._send(requests[site])] = waiting.pop(message_id)
            if waiting:
                time.sleep(POLL_S)
        return replies

    def _send(self, message: Message) -> str:
        copy = Message(
            message.content,
            dst_node_id=message.metadata.dst_node_id,
            message_type=message.metadata.message_type,
        )
        (message_id,) = self.grid.push_messages([copy])
        return str(message_id)

    def _lap(self, stage: str, started: float) -> None:
        self._seconds[stage] = round(time.time() - started, 2)


def read_answer(reply: Message | Code, asked: set[str]) -> Answer:
    """Return what a reply says about the models ``asked``; anything unexpected becomes ``ANSWER_REFUSED``."""
    if isinstance(reply, Code):
        return silent(reply)
    if reply.has_error():
        return silent(known_code(reply.error.reason) or Code.CLIENT_FAILED)
    judged: dict[str, Judgement] = {}
    codes: dict[str, str] = {}
    for record, values in reply.content.metric_records.items():
        key = judged_key(record)
        if key is None or key not in asked or not is_reply_key(key):
            return silent(Code.ANSWER_REFUSED)
        try:
            judged[key] = Judgement.model_validate(dict(values))
        except ValidationError:
            codes[key] = Code.ANSWER_REFUSED
    for key, text in dict(reply.content.config_records.get(CODES, {})).items():
        if key in asked or key in {SITE, "weights"}:
            codes[key] = known_code(text) or Code.ANSWER_REFUSED
    return Answer(judged, codes)


def _shared_weights(reply: Message | Code, seeds: int) -> dict[int, ArrayRecord]:
    """Return the weights of arm ``shared`` by seed, or nothing unless every seed's are there."""
    if isinstance(reply, Code) or reply.has_error():
        return {}
    found = {
        key[1]: arrays
        for record, arrays in reply.content.array_records.items()
        if (key := model_key(record)) is not None and key[0] == Arm.SHARED
    }
    return found if set(found) == set(range(seeds)) else {}
