"""The site's gate: the only process that does what a Flower run asks, and the last look at what it answers.

    python -m learning.child PARENT_PID site_agent.federation.gate:main SETTINGS.json

For each task that the SuperNode holds:

1. the run must name the app bundle installed here, or one listed in ``approved.txt``; its content is never
executed, 2. the experiment's query budget must have an answer left, 3. the ClientApp *installed here*
(learning.client_app) answers, 4. the reply is checked against the allow-list (site_agent.federation.egress),
5. one line of audit is written, and only then the reply goes.

Whatever fails becomes a code: the text of an exception never enters a message. The process stays warm, so
that torch is loaded once and not for every message.

Not here: carrying messages (Flower's SuperNode, site_agent.federation.tunnel).
"""

from __future__ import annotations

import json
import logging
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
from flwr.app import Error, Message
from flwr.common.constant import ErrorCode, SubStatus
from flwr.proto.runtime_pb2 import AcquireTaskRequest
from flwr.supercore.heartbeat import HeartbeatSender, make_task_heartbeat_fn_http
from flwr.supercore.interceptors import (
    RuntimeTokenHttpInterceptor,
    RuntimeVersionHttpInterceptor,
    SuperExecAuthHttpInterceptor,
)
from flwr.supercore.retry import make_simple_http_retry_invoker
from flwr.supercore.runtime import RuntimeHttpClient
from flwr.supernode.runtime.run_clientapp import pull_task_input, push_message, push_task_output

from learning.errors import Code
from learning.exchange import PLAN
from learning.loopback import HOST
from radshare.audit import AuditLog
from radshare.experiment import Arm
from radshare.model import Frozen
from site_agent.federation.budget import QueryBudget
from site_agent.federation.bundle import installed_bundle_hash
from site_agent.federation.egress import refuse_reply

if TYPE_CHECKING:
    from collections.abc import Callable

    from flwr.app import Context

_log = logging.getLogger(__name__)

POLL_S = 0.3
CLIENT_APP = "flwr-clientapp"
ACQUIRE = "/flwr.proto.Runtime/AcquireTask"


class GateSettings(Frozen):
    """What the gate is started with; a file, so that nothing of it shows in a process list.

    Attributes:
        runtime_port: Loopback port of the SuperNode's runtime API.
        secret: File with the secret shared with the SuperNode.
        folder: The gate's own folder: budget, approvals.
        audit: The site's audit log.
        training_root: Folder of the assembled training sets, one folder an experiment.
        allow_weights: Arms whose weights may leave.
        min_test_patients: Judgements over fewer held-out patients stay.
        threads: CPU threads of training and judging.
    """

    runtime_port: int
    secret: str
    folder: str
    audit: str
    training_root: str
    allow_weights: tuple[Arm, ...]
    min_test_patients: int
    threads: int


@dataclass(frozen=True, slots=True)
class Gate:
    """Decides about one message at a time.

    Attributes:
        settings: The site's policy.
        client_app: The ClientApp installed here.
        approved: Hashes of the app bundles a run may name.
        budget: Answers given so far.
        audit: Where each decision is written.
    """

    settings: GateSettings
    client_app: Callable[[Message, Context], Message]
    approved: frozenset[str]
    budget: QueryBudget
    audit: AuditLog

    def answer(self, message: Message, context: Context, bundle_hash: str) -> Message:
        """Return the reply that may leave: the ClientApp's, or an error that holds nothing but a code."""
        started = time.monotonic()
        reply, code = self._decide(message, context, bundle_hash)
        self.audit.append(
            "federation.answer",
            run=str(message.metadata.run_id),
            kind=str(message.metadata.message_type),
            bundle=bundle_hash[:16],
            left="" if reply.has_error() else ",".join(sorted(reply.content)),
            code=code,
            seconds=round(time.monotonic() - started, 1),
        )
        return reply

    def _decide(self, message: Message, context: Context, bundle_hash: str) -> tuple[Message, str]:
        if bundle_hash not in self.approved:
            return _refusal(message, Code.APP_NOT_APPROVED)
        try:
            experiment = str(message.content.config_records[PLAN]["experiment"])
            if not self._assembled(experiment):
                return _refusal(message, Code.NOT_ASSEMBLED)
            if not self.budget.spend(experiment, str(message.metadata.message_type)):
                return _refusal(message, Code.BUDGET_SPENT)
            context.node_config = self._node_config()
            reply = self.client_app(message, context)
            refused = refuse_reply(
                reply.content, self.settings.allow_weights, self.settings.min_test_patients
            )
        except Exception as error:  # noqa: BLE001 - its text must not enter the reply
            _log.error("ClientApp failed: %s", type(error).__name__)
            return _refusal(message, Code.TRAINING_FAILED)
        return _refusal(message, refused) if refused else (reply, "")

    def _assembled(self, experiment: str) -> bool:
        hexadecimal = len(experiment) == 32 and set(experiment) <= set("0123456789abcdef")  # noqa: PLR2004 - 128 bits
        return hexadecimal and (Path(self.settings.training_root) / experiment).is_dir()

    def _node_config(self) -> dict[str, str | int | float | bool]:
        return {
            "training-root": self.settings.training_root,
            "min-test-patients": self.settings.min_test_patients,
            "allow-weights": ",".join(self.settings.allow_weights),
        }


def _refusal(message: Message, code: Code) -> tuple[Message, str]:
    kind = ErrorCode.INVALID_FAB if code is Code.APP_NOT_APPROVED else ErrorCode.MOD_FAILED_PRECONDITION
    return Message(Error(code=kind, reason=code.value), reply_to=message), code.value


def approved_bundles(folder: Path) -> frozenset[str]:
    """Return the installed bundle's hash and those listed in ``approved.txt``, one a line."""
    listed = folder / "approved.txt"
    more = listed.read_text(encoding="ascii").split() if listed.exists() else []
    return frozenset({installed_bundle_hash(), *more})


def _client(settings: GateSettings, interceptor: object) -> RuntimeHttpClient:
    return RuntimeHttpClient.from_server_address(
        server_address=f"{HOST}:{settings.runtime_port}",
        insecure=True,  # loopback, between two processes of one agent; AcquireTask is signed with the secret
        root_certificates=None,
        interceptors=[RuntimeVersionHttpInterceptor(component_name="SuperExec"), interceptor],
        retry_invoker=make_simple_http_retry_invoker(),
    )


def serve(gate: Gate) -> None:
    """Answer tasks until the process is ended."""
    secret = Path(gate.settings.secret).read_bytes()
    guard = SuperExecAuthHttpInterceptor(master_secret=secret, protected_methods=frozenset({ACQUIRE}))
    tasks = _client(gate.settings, guard)
    request = AcquireTaskRequest(supported_task_types=[CLIENT_APP])
    while True:
        try:
            given = tasks.AcquireTask(request)
            if given.HasField("task") and given.token:
                _work(gate, given.task.fab_hash, given.token)
                continue
        except httpx.HTTPError as error:
            _log.warning("runtime call failed: %s", type(error).__name__)
        time.sleep(POLL_S)


def _work(gate: Gate, bundle_hash: str, token: str) -> None:
    """Pull one task, answer it, and hand the answer to the SuperNode."""
    runtime = _client(gate.settings, RuntimeTokenHttpInterceptor(token))
    heartbeat = HeartbeatSender(make_task_heartbeat_fn_http(runtime))
    heartbeat.start()
    try:
        message, context, _run, _bundle = pull_task_input(runtime)
        reply = gate.answer(message, context, bundle_hash)
        push_message(runtime, reply, context)
        push_task_output(client=runtime, context=context, sub_status=SubStatus.COMPLETED, details="")
    finally:
        heartbeat.stop()
        runtime.close()


def main() -> None:
    """Read the settings file named on the command line and serve."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    logging.getLogger("httpx").setLevel(logging.WARNING)
    settings = GateSettings.model_validate_json(Path(sys.argv[1]).read_bytes())
    folder = Path(settings.folder)

    import torch  # noqa: PLC0415 - heavy, and only this process needs it

    from learning.client_app import app  # noqa: PLC0415 - imports torch

    torch.set_num_threads(settings.threads)
    gate = Gate(
        settings,
        app,
        approved_bundles(folder),
        QueryBudget(folder / "budget.json"),
        AuditLog(Path(settings.audit)),
    )
    _log.info("gate ready: %s", json.dumps({"approved": len(gate.approved)}))
    serve(gate)
