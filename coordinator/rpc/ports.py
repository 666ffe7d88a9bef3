"""What the servicers of experiments and of the tunnel need from coordinator.experiments, and nothing more.

Only protocols: the implementations are coordinator.experiments.desk.Desk and
coordinator.experiments.superlink.SuperLink, which coordinator.server wires in. Neither the servicers nor
these protocols know that Flower exists.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from radshare.views import ExperimentView


class ExperimentDesk(Protocol):
    """Keeps experiments and moves them through their life cycle."""

    def launch(self, experiment_id: str, spec_json: bytes) -> ExperimentView:
        """Announce an experiment; the same id with the same specification returns the existing one."""
        ...

    def get(self, experiment_id: str) -> ExperimentView:
        """Return one experiment, or raise when there is none."""
        ...

    def list(self, for_site: str | None) -> list[ExperimentView]:
        """Return all experiments, or those that ``for_site`` (a SPIFFE id) takes part in; oldest first."""
        ...

    def ready(self, experiment_id: str, site: str, lock_sha256: str) -> None:
        """Record that a site's training set is assembled, with its lock file's digest (hex)."""
        ...

    def refused(self, experiment_id: str, site: str, code: str) -> None:
        """Record that a site takes no part, and its reason code."""
        ...


class FleetPort(Protocol):
    """Reaches the SuperLink, which listens on loopback only, and keeps its list of nodes."""

    def forward(
        self, path: str, headers: list[tuple[str, str]], body: bytes
    ) -> tuple[int, list[tuple[str, str]], bytes]:
        """Carry one Fleet call to the SuperLink and return status, end-to-end headers and body."""
        ...

    def register_node(self, spiffe_id: str, node_public_key_openssh: str) -> None:
        """Let a site's SuperNode in. Harmless when it already is."""
        ...

    def unregister_node(self, spiffe_id: str) -> None:
        """Shut a site's SuperNode out. Harmless when it already is."""
        ...
