"""Runs Flower's SuperLink on loopback and is the only way to it.

Rule: the SuperLink never leaves 127.0.0.1. Sites reach its Fleet API through `forward`, call by call, after
the coordinator has authenticated them; its Control API, which has no authentication of its own, is used by
this process only. Its processes end with the coordinator, by whatever cause.

Environment and options close what Flower leaves open by default: no telemetry, no update check, no dependency
installation, TLS, node keys, a secret for taking tasks.

Not here: who may call `forward` (coordinator.rpc), and what is run (coordinator.experiments.executor).
"""

from __future__ import annotations

import contextlib
import re
import ssl
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import httpx

from coordinator.errors import PathRefused
from coordinator.experiments.bundle import build_bundle
from coordinator.experiments.control import Control
from coordinator.experiments.errors import SuperLinkUnavailableError
from coordinator.experiments.executor import ExecutorSettings
from learning.loopback import HOST, free_port, make_secret, make_tls
from learning.processes import Child, Keeper, flower_environment
from learning.server_app import FOLDER_VARIABLE
from radshare.files import write_private

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from coordinator.experiments.control import RunState

SUPERLINK = "flwr.superlink.cli:flower_superlink"
EXECUTOR = "coordinator.experiments.executor:main"
_FLEET = re.compile(r"/v1/fleet(/[a-z0-9][a-z0-9_-]*)+")
START_S = 60.0
FORWARD_S = 60.0
HOP_BY_HOP = frozenset(
    {"host", "content-length", "connection", "transfer-encoding", "accept-encoding", "keep-alive",
     "te", "trailer", "upgrade", "content-encoding", "server", "date"}
)  # fmt: skip
"""Headers of one connection (RFC 9110, 7.6.1), and those that each server sets itself."""


@dataclass(slots=True)
class SuperLink:
    """The SuperLink and its executor, as child processes.

    Attributes:
        home: The coordinator's home; Flower's files go to ``<home>/superlink``.
    """

    home: Path
    _keeper: Keeper = field(default_factory=Keeper)
    _control: Control | None = field(default=None, repr=False)
    _http: httpx.Client | None = field(default=None, repr=False)

    def start(self) -> None:
        """Start both processes and return once the SuperLink answers.

        Raises:
            SuperLinkUnavailableError: It did not answer within a minute.
        """
        folder = self.home / "superlink"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        experiments = self.home / "experiments"
        experiments.mkdir(mode=0o700, exist_ok=True)
        tls = make_tls(folder)
        secret = make_secret(folder / "runtime.secret")
        port = free_port()
        address = f"{HOST}:{port}"
        environment = flower_environment(folder, {FOLDER_VARIABLE: str(experiments)})
        arguments = (
            *("--host", HOST, "--port", str(port)),
            *("--ssl-ca-certfile", str(tls.certificate), "--ssl-certfile", str(tls.certificate)),
            *("--ssl-keyfile", str(tls.key)),
            *("--enable-supernode-auth", "--disable-runtime-dependency-installation"),
            *("--isolation", "process", "--superexec-auth-secret-file", str(secret)),
            *("--database", str(folder / "superlink.sqlite")),
        )
        self._keeper.start(Child("superlink", SUPERLINK, arguments, environment, folder))
        context = ssl.create_default_context(cafile=tls.certificate)
        self._http = httpx.Client(
            base_url=f"https://{address}", verify=context, timeout=FORWARD_S, trust_env=False
        )
        self._control = Control(address, tls.certificate.read_bytes())
        self._wait()
        settings = ExecutorSettings(address=address, certificate=str(tls.certificate), secret=str(secret))
        path = folder / "executor.json"
        write_private(path, settings.canonical())
        self._keeper.start(Child("executor", EXECUTOR, (str(path),), environment, folder))

    def stop(self) -> None:
        """Stop both processes within seconds. Idempotent."""
        if self._http is not None:
            self._http.close()  # an open keep-alive connection would hold the SuperLink up
            self._http = None
        self._keeper.stop()
        self._control = None
        self._keeper = Keeper()

    def healthy(self) -> bool:
        """Return whether both processes run."""
        return self._keeper.running()

    def forward(
        self, path: str, headers: list[tuple[str, str]], body: bytes
    ) -> tuple[int, list[tuple[str, str]], bytes]:
        """Carry one Fleet call to the SuperLink and return status, end-to-end headers and body.

        Raises:
            PathRefused: The path is not one of the Fleet API.
            SuperLinkUnavailableError: The SuperLink does not answer.
        """
        if not is_fleet_path(path):
            raise PathRefused
        if self._http is None:
            raise SuperLinkUnavailableError
        sent = [(name, value) for name, value in headers if name.lower() not in HOP_BY_HOP]
        try:
            answer = self._http.post(path, content=body, headers=sent)
        except httpx.HTTPError as error:
            raise SuperLinkUnavailableError(type(error).__name__) from None
        kept = [(name, value) for name, value in answer.headers.items() if name.lower() not in HOP_BY_HOP]
        return answer.status_code, kept, answer.content

    def register_node(self, spiffe_id: str, node_public_key_openssh: str) -> None:
        """Let a site's SuperNode in. Harmless when it already is."""
        self._calls().register(spiffe_id, node_public_key_openssh)

    def unregister_node(self, spiffe_id: str) -> None:
        """Shut a site's SuperNode out. Harmless when it already is."""
        self._calls().unregister(spiffe_id)

    def node_ids(self) -> Mapping[str, str]:
        """Return SPIFFE id -> Flower node id, as decimal text, of all registered sites."""
        return {name: str(node_id) for name, (node_id, _key) in self._calls().nodes().items()}

    def submit(self, experiment_id: str) -> str:
        """Start a run of the installed bundle for one experiment and return its id."""
        return self._calls().submit(build_bundle(), experiment_id)

    def run_state(self, run_id: str) -> RunState:
        """Return how a run stands."""
        return self._calls().run_state(run_id)

    def stop_run(self, run_id: str) -> None:
        """Stop a run."""
        self._calls().stop_run(run_id)

    def _calls(self) -> Control:
        if self._control is None:
            raise SuperLinkUnavailableError
        return self._control

    def _wait(self) -> None:
        until = time.monotonic() + START_S
        while time.monotonic() < until and self._http is not None:
            with contextlib.suppress(httpx.HTTPError):
                if self._http.get("/health", timeout=2.0).is_success:
                    return
            time.sleep(0.1)
        self.stop()
        raise SuperLinkUnavailableError("it did not start")


def is_fleet_path(path: str) -> bool:
    """Return whether a path is one of the Fleet API: plain words below ``/v1/fleet/``, nothing else."""
    return _FLEET.fullmatch(path) is not None
