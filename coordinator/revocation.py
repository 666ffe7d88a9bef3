"""What follows from a member's revocation, in every room.

Rule: the register is changed first, and every call is checked against it, so the member is out at that
instant; what follows here only tidies up, can be repeated, and is repeated at every start, because a crash
may have cut it short.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from radshare.errors import RadshareError
from radshare.identity import Role
from radshare.views import Notice

if TYPE_CHECKING:
    from coordinator.access.broker import Broker
    from coordinator.enrollment.registrar import Registrar
    from coordinator.rpc.notices import NoticeBoard
    from coordinator.rpc.ports import FleetPort
    from radshare.identity import SpiffeId

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Revocation:
    """Puts members out.

    Attributes:
        registrar: The register.
        broker: Where the member's requests and grants end.
        board: Where its line ends.
        fleet: Where its SuperNode is shut out; ``None`` without Flower.
    """

    registrar: Registrar
    broker: Broker
    board: NoticeBoard
    fleet: FleetPort | None

    def revoke(self, spiffe_id: str, by: str) -> None:
        """Revoke a member and end what it has going.

        Raises:
            MemberUnknown, LastOperator: As in `Registrar.revoke`.
        """
        self.registrar.revoke(spiffe_id, by)
        self.settle(self.registrar.member(spiffe_id).spiffe_id)
        self.board.publish(Notice.ACCESS)

    def settle(self, member: SpiffeId) -> None:
        """End what a revoked member has going. Idempotent."""
        self.board.end(member)
        self.broker.end_all(member)
        if self.fleet is not None and member.role is Role.SITE:
            try:
                self.fleet.unregister_node(member)
            except RadshareError as error:
                # Its calls are refused before they reach the fleet; the next start tries again.
                _log.warning("node not unregistered", extra={"code": error.code})
