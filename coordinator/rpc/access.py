"""AccessService: requests and decisions. Decides nothing; see coordinator.access.broker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coordinator.rpc.authenticate import peer
from radshare import convert
from radshare.v1 import access_pb2
from radshare.v1.access_pb2_grpc import AccessServiceServicer
from radshare.views import Notice

if TYPE_CHECKING:
    import grpc

    from coordinator.access.broker import Broker
    from coordinator.rpc.notices import NoticeBoard


class Access(AccessServiceServicer):
    """Relays requests to owners and decisions to requesters.

    Args:
        broker: Files them.
        board: Tells the listening sites.
    """

    def __init__(self, broker: Broker, board: NoticeBoard) -> None:
        self._broker = broker
        self._board = board

    def RequestAccess(  # noqa: N802 - the protocol's name
        self, request: access_pb2.RequestAccessRequest, context: grpc.ServicerContext
    ) -> access_pb2.RequestAccessResponse:
        """File a request signed by the caller."""
        envelope = convert.envelope_from_wire(request.request)
        filed = self._broker.file(peer(context).spiffe_id, envelope)
        self._board.publish(Notice.ACCESS)
        return access_pb2.RequestAccessResponse(access_request=convert.access_to_wire(filed))

    def ListAccessRequests(  # noqa: N802 - the protocol's name
        self, request: access_pb2.ListAccessRequestsRequest, context: grpc.ServicerContext
    ) -> access_pb2.ListAccessRequestsResponse:
        """Return the requests that the caller made or has to decide."""
        state = convert.access_state_from_wire(request.state)
        found = self._broker.requests(peer(context).spiffe_id, request.package_id, state)
        return access_pb2.ListAccessRequestsResponse(
            access_requests=[convert.access_to_wire(each) for each in found]
        )

    def DecideAccess(  # noqa: N802 - the protocol's name
        self, request: access_pb2.DecideAccessRequest, context: grpc.ServicerContext
    ) -> access_pb2.DecideAccessResponse:
        """File a decision signed by the caller, who owns the package."""
        envelope = convert.envelope_from_wire(request.decision)
        decided = self._broker.decide(peer(context).spiffe_id, envelope)
        self._board.publish(Notice.ACCESS)
        return access_pb2.DecideAccessResponse(access_request=convert.access_to_wire(decided))
