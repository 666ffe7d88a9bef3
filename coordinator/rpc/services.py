"""Puts all servicers on a gRPC server.

Not here: what they are made of (coordinator.server) and who gets to them (coordinator.rpc.gate).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from radshare.v1.access_pb2_grpc import add_AccessServiceServicer_to_server
from radshare.v1.catalog_pb2_grpc import add_CatalogServiceServicer_to_server
from radshare.v1.enrollment_pb2_grpc import add_EnrollmentServiceServicer_to_server
from radshare.v1.experiment_pb2_grpc import add_ExperimentServiceServicer_to_server
from radshare.v1.tunnel_pb2_grpc import add_TunnelServiceServicer_to_server
from radshare.v1.vault_pb2_grpc import add_VaultServiceServicer_to_server

if TYPE_CHECKING:
    import grpc

    from coordinator.rpc.access import Access
    from coordinator.rpc.catalog import Catalog
    from coordinator.rpc.enrollment import Enrollment
    from coordinator.rpc.experiment import Experiments
    from coordinator.rpc.tunnel import Tunnel
    from coordinator.rpc.vault import Transfers


@dataclass(frozen=True, slots=True)
class Services:
    """One servicer a service."""

    enrollment: Enrollment
    catalog: Catalog
    access: Access
    vault: Transfers
    experiments: Experiments
    tunnel: Tunnel

    def add_to(self, server: grpc.Server) -> None:
        """Put every servicer on a server."""
        add_EnrollmentServiceServicer_to_server(self.enrollment, server)
        add_CatalogServiceServicer_to_server(self.catalog, server)
        add_AccessServiceServicer_to_server(self.access, server)
        add_VaultServiceServicer_to_server(self.vault, server)
        add_ExperimentServiceServicer_to_server(self.experiments, server)
        add_TunnelServiceServicer_to_server(self.tunnel, server)
