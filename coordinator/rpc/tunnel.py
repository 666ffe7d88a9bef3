"""TunnelService: a site's one line, and Flower's Fleet calls inside it.

Not here: which path or header may pass; the port behind `forward` refuses everything but Fleet calls, and
Flower itself checks that a call is signed by the node it speaks for.
"""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING

from coordinator.errors import ExperimentsDisabled
from coordinator.rpc.authenticate import peer
from radshare import convert
from radshare.v1 import tunnel_pb2
from radshare.v1.tunnel_pb2_grpc import TunnelServiceServicer

if TYPE_CHECKING:
    from collections.abc import Iterator

    import grpc

    from coordinator.rpc.notices import NoticeBoard
    from coordinator.rpc.ports import FleetPort

_log = logging.getLogger(__name__)

_VERSION = re.compile(r"[0-9A-Za-z.+-]{1,32}")


class Tunnel(TunnelServiceServicer):
    """Holds the sites' lines and carries their Fleet calls.

    Args:
        board: Where notices come from.
        fleet: Where Fleet calls go; ``None`` when this coordinator runs without Flower.
    """

    def __init__(self, board: NoticeBoard, fleet: FleetPort | None) -> None:
        self._board = board
        self._fleet = fleet

    def Listen(  # noqa: N802 - the protocol's name
        self, request: tunnel_pb2.ListenRequest, context: grpc.ServicerContext
    ) -> Iterator[tunnel_pb2.ListenResponse]:
        """Send notices and heartbeats until either side ends the line."""
        member = peer(context).spiffe_id
        line = self._board.subscribe(member)
        # Without this, the thread would notice only at the next heartbeat that the site has gone.
        if not context.add_callback(line.end):
            line.end()
        version = request.agent_version if _VERSION.fullmatch(request.agent_version) else ""
        _log.info("listening", extra={"caller": str(member), "version": version})
        try:
            for notice in line:
                yield convert.notice_to_wire(notice)
        finally:
            self._board.unsubscribe(member, line)

    def Forward(  # noqa: N802 - the protocol's name
        self, request: tunnel_pb2.ForwardRequest, context: grpc.ServicerContext
    ) -> tunnel_pb2.ForwardResponse:
        """Carry one Fleet call to the SuperLink."""
        del context
        if self._fleet is None:
            raise ExperimentsDisabled
        headers = convert.headers_from_wire(request.headers)
        status, answered, body = self._fleet.forward(request.path, headers, request.body)
        return tunnel_pb2.ForwardResponse(status=status, headers=convert.headers_to_wire(answered), body=body)
