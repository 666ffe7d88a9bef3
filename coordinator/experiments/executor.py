"""The coordinator's executor: runs the installed ServerApp, and nothing a run may have brought along.

    python -m learning.child PARENT_PID coordinator.experiments.executor:main SETTINGS.json

Flower's own executor installs and runs whatever bundle a run names, and in its default mode anybody on this
machine may take a task. Here the runtime asks for a secret (``--isolation process``), the run must name the
installed bundle, its content is never executed, and a failure is told as a code.

One experiment runs at a time; the others wait in the desk.

Not here: what the ServerApp does (learning.server_app).
"""

from __future__ import annotations

import logging
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
from flwr.common.constant import SubStatus
from flwr.common.serde import context_from_proto, run_from_proto
from flwr.proto.runtime_pb2 import AcquireTaskRequest, PullTaskInputRequest, PushTaskOutputRequest
from flwr.supercore.heartbeat import HeartbeatSender, make_task_heartbeat_fn_http
from flwr.supercore.interceptors import RuntimeVersionHttpInterceptor, SuperExecAuthHttpInterceptor
from flwr.supercore.retry import make_simple_http_retry_invoker
from flwr.supercore.runtime import RuntimeHttpClient
from flwr.supercore.task_identity import TaskIdentity
from flwr.superlink.grid import HttpGrid

from coordinator.experiments.bundle import build_bundle
from learning.server_app import app
from radshare.model import Frozen

if TYPE_CHECKING:
    from flwr.app import Context

_log = logging.getLogger(__name__)

POLL_S = 0.5
SERVER_APP = "flwr-serverapp"
ACQUIRE = "/flwr.proto.Runtime/AcquireTask"


class ExecutorSettings(Frozen):
    """What the executor is started with.

    Attributes:
        address: ``127.0.0.1:PORT`` of the SuperLink.
        certificate: File with its certificate.
        secret: File with the secret shared with it.
    """

    address: str
    certificate: str
    secret: str


def serve(settings: ExecutorSettings) -> None:
    """Run ServerApps one after the other until the process is ended."""
    certificate = Path(settings.certificate).read_bytes()
    secret = Path(settings.secret).read_bytes()
    tasks = RuntimeHttpClient.from_server_address(
        server_address=settings.address,
        insecure=False,
        root_certificates=certificate,
        interceptors=[
            RuntimeVersionHttpInterceptor(component_name="SuperExec"),
            SuperExecAuthHttpInterceptor(master_secret=secret, protected_methods=frozenset({ACQUIRE})),
        ],
        retry_invoker=make_simple_http_retry_invoker(),
    )
    approved = build_bundle().sha256
    request = AcquireTaskRequest(supported_task_types=[SERVER_APP])
    while True:
        try:
            given = tasks.AcquireTask(request)
            if given.HasField("task") and given.token:
                grid = HttpGrid(settings.address, root_certificates=certificate, token=given.token)
                _work(grid, approved=given.task.fab_hash == approved)
        except httpx.HTTPError as error:
            _log.warning("runtime call failed: %s", type(error).__name__)
        time.sleep(POLL_S)


def _work(grid: HttpGrid, *, approved: bool) -> None:
    """Pull one task, run the installed ServerApp for it, and report how it ended."""
    runtime = grid._runtime_client  # noqa: SLF001 - HttpGrid offers no other way to the client it made
    heartbeat = HeartbeatSender(make_task_heartbeat_fn_http(runtime))
    heartbeat.start()
    details = "APP_NOT_APPROVED"
    try:
        given = runtime.PullTaskInput(PullTaskInputRequest())
        TaskIdentity.task_id, TaskIdentity.run_id = given.task_id, given.run.run_id
        TaskIdentity.node_id = given.context.node_id
        run = run_from_proto(given.run)
        context = context_from_proto(given.context)
        context.run_config = dict(run.override_config)
        grid.set_run(run)
        if approved:
            details = _run(grid, context)
        outcome = SubStatus.FAILED if details else SubStatus.COMPLETED
        runtime.PushTaskOutput(PushTaskOutputRequest(context=None, sub_status=outcome, details=details))
    finally:
        heartbeat.stop()
        grid.close()


def _run(grid: HttpGrid, context: Context) -> str:
    """Run the ServerApp and return an empty text, or a code when it raised."""
    try:
        app(grid, context)
    except Exception as error:  # noqa: BLE001 - an exception's text is not for the SuperLink's database
        _log.error("ServerApp failed: %s", type(error).__name__)
        return "SERVER_APP_FAILED"
    return ""


def main() -> None:
    """Read the settings file named on the command line and serve."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    logging.getLogger("httpx").setLevel(logging.WARNING)
    serve(ExecutorSettings.model_validate_json(Path(sys.argv[1]).read_bytes()))
