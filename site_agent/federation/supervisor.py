"""Runs Flower at the site: a tunnel end in a thread, SuperNode and gate as processes that end with the agent.

Rule: the SuperNode only carries messages (``--isolation process``); what runs, and what leaves, is the gate's
to decide. Both share a secret made anew at each start, so that no other local process can take a task.

Not here: being ready for an experiment (site_agent.receive assembles, site_agent.service reports it).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from learning.loopback import HOST, free_port, make_secret, make_tls
from learning.processes import Child, Keeper, flower_environment
from radshare.files import write_private
from site_agent.federation.gate import GateSettings
from site_agent.federation.tunnel import TunnelEnd

if TYPE_CHECKING:
    from pathlib import Path

    from learning.loopback import LoopbackTls
    from site_agent.settings import FederationSettings

SUPERNODE = "flwr.supernode.cli:flower_supernode"
GATE = "site_agent.federation.gate:main"


class Identity(Protocol):
    """The one thing this room needs of `radshare.identity.Member`."""

    @property
    def folder(self) -> Path:
        """Folder with ``node.key``, the SuperNode's OpenSSH private key."""
        ...


class Carrier(Protocol):
    """The one thing this room needs of `radshare.client.CoordinatorClient`."""

    def forward(
        self, path: str, headers: list[tuple[str, str]], body: bytes
    ) -> tuple[int, list[tuple[str, str]], bytes]:
        """Carry one Fleet call to the coordinator and return status, headers and body of the answer."""
        ...


@dataclass(slots=True)
class Flower:
    """Flower's three parts at one site.

    Attributes:
        home: The site's home folder; Flower's files go to ``<home>/flower``.
        member: The site's identity; its node key was registered at enrolment.
        client: Carries Fleet calls to the coordinator.
        settings: The site's policy.
    """

    home: Path
    member: Identity
    client: Carrier
    settings: FederationSettings
    _keeper: Keeper = field(default_factory=Keeper)
    _tunnel: TunnelEnd | None = None

    def start(self) -> None:
        """Start all three, when enabled. Returns at once; the SuperNode connects within seconds.

        Raises:
            FederationError: The tunnel end did not come up.
        """
        if not self.settings.enabled or self._tunnel is not None:
            return
        folder = self.home / "flower"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        tls = make_tls(folder)
        tunnel = TunnelEnd(self.client.forward, tls)
        tunnel_port = tunnel.start()
        self._tunnel = tunnel
        runtime_port = self.settings.supernode_port or free_port()
        secret = make_secret(folder / "runtime.secret")
        self._keeper.start(self._supernode(folder, tls, (tunnel_port, runtime_port), secret))
        self._keeper.start(self._gate(folder, runtime_port, secret))

    def healthy(self) -> bool:
        """Return whether all three run, or none is wanted."""
        if not self.settings.enabled:
            return True
        return self._tunnel is not None and self._tunnel.running() and self._keeper.running()

    def stop(self) -> None:
        """Stop all three within seconds. Idempotent."""
        self._keeper.stop()
        if self._tunnel is not None:
            self._tunnel.stop()
            self._tunnel = None
        self._keeper = Keeper()

    def _supernode(self, folder: Path, tls: LoopbackTls, ports: tuple[int, int], secret: Path) -> Child:
        tunnel_port, runtime_port = ports
        arguments = (
            *("--superlink", f"{HOST}:{tunnel_port}"),
            *("--root-certificates", str(tls.certificate)),
            *("--auth-supernode-private-key", str(self.member.folder / "node.key")),
            *("--host", HOST, "--port", str(runtime_port)),
            *("--isolation", "process", "--superexec-auth-secret-file", str(secret)),
        )
        return Child("supernode", SUPERNODE, arguments, flower_environment(folder), folder)

    def _gate(self, folder: Path, runtime_port: int, secret: Path) -> Child:
        settings = GateSettings(
            runtime_port=runtime_port,
            secret=str(secret),
            folder=str(folder),
            audit=str(self.home / "audit.jsonl"),
            training_root=str(self.home / "private" / "training"),
            allow_weights=self.settings.allow_weights,
            min_test_patients=self.settings.min_test_patients,
            threads=self.settings.threads,
        )
        path = folder / "gate.json"
        write_private(path, settings.canonical())
        threads = {"OMP_NUM_THREADS": str(self.settings.threads)}
        return Child("gate", GATE, (str(path),), flower_environment(folder, threads), folder)
