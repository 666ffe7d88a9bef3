"""CatalogService: publish, find, withdraw. Decides nothing; see coordinator.catalog.publishing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coordinator.catalog.store import Search
from coordinator.rpc.authenticate import peer
from radshare import convert
from radshare.v1 import catalog_pb2
from radshare.v1.catalog_pb2_grpc import CatalogServiceServicer
from radshare.views import Notice

if TYPE_CHECKING:
    import grpc

    from coordinator.catalog.publishing import Publishing
    from coordinator.rpc.notices import NoticeBoard


class Catalog(CatalogServiceServicer):
    """Shows the catalog and lets sites change their own part of it.

    Args:
        publishing: Lets packages in and out.
        board: Tells the listening sites.
    """

    def __init__(self, publishing: Publishing, board: NoticeBoard) -> None:
        self._publishing = publishing
        self._board = board

    def PublishPackage(  # noqa: N802 - the protocol's name
        self, request: catalog_pb2.PublishPackageRequest, context: grpc.ServicerContext
    ) -> catalog_pb2.PublishPackageResponse:
        """Catalog a package whose ciphertext lies in the vault."""
        statement = convert.envelope_from_wire(request.statement)
        entry = self._publishing.publish(peer(context).spiffe_id, statement)
        self._board.publish(Notice.CATALOG)
        return catalog_pb2.PublishPackageResponse(entry=convert.entry_to_wire(entry))

    def SearchPackages(  # noqa: N802 - the protocol's name
        self, request: catalog_pb2.SearchPackagesRequest, context: grpc.ServicerContext
    ) -> catalog_pb2.SearchPackagesResponse:
        """Return the entries that match, oldest first."""
        del context
        wanted = Search(
            labels=frozenset(request.labels),
            modality=request.modality,
            publisher=request.publisher,
            include_withdrawn=request.include_withdrawn,
        )
        entries = self._publishing.catalog.search(wanted)
        return catalog_pb2.SearchPackagesResponse(entries=[convert.entry_to_wire(entry) for entry in entries])

    def GetPackage(  # noqa: N802 - the protocol's name
        self, request: catalog_pb2.GetPackageRequest, context: grpc.ServicerContext
    ) -> catalog_pb2.GetPackageResponse:
        """Return one entry."""
        del context
        entry = self._publishing.entry(request.package_id)
        return catalog_pb2.GetPackageResponse(entry=convert.entry_to_wire(entry))

    def WithdrawPackage(  # noqa: N802 - the protocol's name
        self, request: catalog_pb2.WithdrawPackageRequest, context: grpc.ServicerContext
    ) -> catalog_pb2.WithdrawPackageResponse:
        """Withdraw the caller's package; requests and grants for it end."""
        self._publishing.withdraw(peer(context).spiffe_id, request.package_id)
        self._board.publish(Notice.CATALOG)
        self._board.publish(Notice.ACCESS)
        return catalog_pb2.WithdrawPackageResponse()
