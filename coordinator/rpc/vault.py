"""VaultService: ciphertext in and out. Who may have it is decided here, what is held in coordinator.vault."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coordinator.errors import NotGranted, UploadMalformed
from coordinator.rpc.authenticate import peer
from radshare import convert
from radshare.v1 import vault_pb2
from radshare.v1.vault_pb2_grpc import VaultServiceServicer

if TYPE_CHECKING:
    from collections.abc import Iterator

    import grpc

    from coordinator.access.broker import Broker
    from coordinator.vault import Vault


class Transfers(VaultServiceServicer):
    """Receives ciphertext from its owner and sends it to the owner or a grantee.

    Args:
        vault: Holds the ciphertext.
        broker: Knows who holds a grant.
    """

    def __init__(self, vault: Vault, broker: Broker) -> None:
        self._vault = vault
        self._broker = broker

    def GetUpload(  # noqa: N802 - the protocol's name
        self, request: vault_pb2.GetUploadRequest, context: grpc.ServicerContext
    ) -> vault_pb2.GetUploadResponse:
        """Return how far the caller's upload is."""
        held = self._vault.held(request.package_id, peer(context).spiffe_id)
        return vault_pb2.GetUploadResponse(received_bytes=held.received_bytes, complete=held.complete)

    def UploadPackage(  # noqa: N802 - the protocol's name
        self, request_iterator: Iterator[vault_pb2.UploadPackageRequest], context: grpc.ServicerContext
    ) -> vault_pb2.UploadPackageResponse:
        """Receive ciphertext: one header, then chunks."""
        first = next(request_iterator, None)
        if first is None or first.WhichOneof("part") != "header":
            raise UploadMalformed
        head = convert.upload_header_from_wire(first.header)
        held = self._vault.receive(peer(context).spiffe_id, head, _chunks(request_iterator))
        return vault_pb2.UploadPackageResponse(received_bytes=held.received_bytes, complete=held.complete)

    def DownloadPackage(  # noqa: N802 - the protocol's name
        self, request: vault_pb2.DownloadPackageRequest, context: grpc.ServicerContext
    ) -> Iterator[vault_pb2.DownloadPackageResponse]:
        """Send ciphertext to its owner or to whoever holds a grant, as long as the grant holds."""
        caller = peer(context).spiffe_id
        owned = self._vault.owns(request.package_id, caller)
        for chunk in self._vault.read(request.package_id, request.offset):
            if not owned and not self._broker.holds_grant(caller, request.package_id):
                raise NotGranted
            yield vault_pb2.DownloadPackageResponse(chunk=chunk)


def _chunks(messages: Iterator[vault_pb2.UploadPackageRequest]) -> Iterator[bytes]:
    for message in messages:
        if message.WhichOneof("part") != "chunk":
            raise UploadMalformed
        yield message.chunk
