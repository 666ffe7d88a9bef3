"""Speaks with the SuperLink: the only module that knows Flower's Control API.

Rule: Flower's words end here. Callers see SPIFFE ids, run ids as text and three run states.

Not here: starting and stopping the SuperLink (coordinator.experiments.superlink).
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

import httpx
from cryptography.hazmat.primitives.serialization import load_ssh_public_key
from flwr.common.serde import fab_to_proto, user_config_to_proto
from flwr.proto.control_pb2 import (
    ListNodesRequest,
    ListRunsRequest,
    RegisterNodeRequest,
    StartRunRequest,
    StopRunRequest,
    UnregisterNodeRequest,
)
from flwr.supercore.control import ControlHttpClient
from flwr.supercore.fab import Fab
from flwr.supercore.interceptors import RuntimeVersionHttpInterceptor
from flwr.supercore.primitives.asymmetric import public_key_to_bytes

from coordinator.experiments.errors import SuperLinkUnavailableError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coordinator.experiments.bundle import Bundle


class RunState(StrEnum):
    """How a Flower run stands."""

    ACTIVE = "active"
    COMPLETED = "completed"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Control:
    """Calls of the Control API, on loopback.

    Attributes:
        address: ``127.0.0.1:PORT`` of the SuperLink.
        certificate: Its own certificate, PEM: the only one that is believed.
    """

    address: str
    certificate: bytes = field(repr=False)

    def nodes(self) -> dict[str, tuple[int, bytes]]:
        """Return name -> (node id, public key) of all registered nodes."""
        with self._calls() as calls:
            found = calls.ListNodes(ListNodesRequest()).nodes_info
        return {
            node.name: (int(node.node_id), bytes(node.public_key))
            for node in found
            if node.status != "unregistered"
        }

    def register(self, name: str, public_key_openssh: str) -> None:
        """Register a node under a name. Harmless when it already is; a new key replaces the old one."""
        key = load_ssh_public_key(public_key_openssh.encode("ascii"))
        encoded = public_key_to_bytes(key)
        registered = self.nodes()
        if name in registered:
            if registered[name][1] == encoded:
                return
            self.unregister(name)
        with self._calls() as calls:
            calls.RegisterNode(RegisterNodeRequest(public_key=encoded, name=name))

    def unregister(self, name: str) -> None:
        """Shut a node out. Harmless when it already is."""
        registered = self.nodes()
        if name in registered:
            with self._calls() as calls:
                calls.UnregisterNode(UnregisterNodeRequest(node_id=registered[name][0]))

    def submit(self, bundle: Bundle, experiment_id: str) -> str:
        """Start a run of the bundle for one experiment and return its id."""
        fab = fab_to_proto(Fab(bundle.sha256, bundle.content, {}))
        override = user_config_to_proto({"experiment-id": experiment_id})
        with self._calls() as calls:
            response = calls.StartRun(StartRunRequest(fab=fab, override_config=override, federation=""))
        return str(response.run_id)

    def run_state(self, run_id: str) -> RunState:
        """Return how a run stands; one the SuperLink does not know has failed."""
        with self._calls() as calls:
            runs = calls.ListRuns(ListRunsRequest(run_id=int(run_id))).run_dict
        if int(run_id) not in runs:
            return RunState.FAILED
        status = runs[int(run_id)].status
        if status.status != "finished":
            return RunState.ACTIVE
        return RunState.COMPLETED if status.sub_status == "completed" else RunState.FAILED

    def stop_run(self, run_id: str) -> None:
        """Stop a run; one that has ended stays as it is."""
        with contextlib.suppress(SuperLinkUnavailableError), self._calls() as calls:
            calls.StopRun(StopRunRequest(run_id=int(run_id)))

    @contextlib.contextmanager
    def _calls(self) -> Iterator[ControlHttpClient]:
        client = ControlHttpClient.from_server_address(
            server_address=self.address,
            insecure=False,
            root_certificates=self.certificate,
            interceptors=[RuntimeVersionHttpInterceptor(component_name="coordinator")],
        )
        try:
            yield client
        except httpx.HTTPError as error:
            raise SuperLinkUnavailableError(type(error).__name__) from None
        finally:
            client.close()
