"""EnrollmentService: invites, enrolment, the register, revocation.

Decides nothing; see coordinator.enrollment.registrar and coordinator.revocation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from coordinator.rpc.authenticate import peer
from radshare import convert
from radshare.v1 import enrollment_pb2
from radshare.v1.enrollment_pb2_grpc import EnrollmentServiceServicer
from radshare.views import IdentityView

if TYPE_CHECKING:
    from collections.abc import Callable

    import grpc

    from coordinator.enrollment.registrar import Registrar
    from coordinator.enrollment.store import MemberRecord
    from coordinator.revocation import Revocation


class Enrollment(EnrollmentServiceServicer):
    """Joins members to the federation and puts them out.

    Args:
        registrar: Keeps the register.
        revocation: Puts members out of every room.
        address: Returns where members find the coordinator, ``host:port``.
        on_enrolled: Called after each enrolment, repeated ones included.
    """

    def __init__(
        self,
        registrar: Registrar,
        revocation: Revocation,
        address: Callable[[], str],
        on_enrolled: Callable[[MemberRecord], None],
    ) -> None:
        self._registrar = registrar
        self._revocation = revocation
        self._address = address
        self._on_enrolled = on_enrolled

    def CreateInvite(  # noqa: N802 - the protocol's name
        self, request: enrollment_pb2.CreateInviteRequest, context: grpc.ServicerContext
    ) -> enrollment_pb2.CreateInviteResponse:
        """Make a one-time invite."""
        del context
        role = convert.role_from_wire(request.role)
        invite = self._registrar.invite(role, request.name, request.valid_seconds, self._address())
        return enrollment_pb2.CreateInviteResponse(invite_json=invite.canonical())

    def Enroll(  # noqa: N802 - the protocol's name
        self, request: enrollment_pb2.EnrollRequest, context: grpc.ServicerContext
    ) -> enrollment_pb2.EnrollResponse:
        """Exchange the invite whose certificate the caller showed for a membership."""
        asked = convert.enroll_request_from_wire(request)
        member = self._registrar.enrol(peer(context).fingerprint, asked)
        self._on_enrolled(member)
        return convert.enroll_response_to_wire(member.certificate_pem, member.card)

    def GetIdentity(  # noqa: N802 - the protocol's name
        self, request: enrollment_pb2.GetIdentityRequest, context: grpc.ServicerContext
    ) -> enrollment_pb2.GetIdentityResponse:
        """Return one member's card."""
        del context
        member = self._registrar.member(request.spiffe_id)
        return enrollment_pb2.GetIdentityResponse(identity=convert.identity_to_wire(_view(member)))

    def ListIdentities(  # noqa: N802 - the protocol's name
        self, request: enrollment_pb2.ListIdentitiesRequest, context: grpc.ServicerContext
    ) -> enrollment_pb2.ListIdentitiesResponse:
        """Return all members' cards, oldest member first."""
        del request, context
        members = self._registrar.store.members()
        return enrollment_pb2.ListIdentitiesResponse(
            identities=[convert.identity_to_wire(_view(member)) for member in members]
        )

    def RevokeIdentity(  # noqa: N802 - the protocol's name
        self, request: enrollment_pb2.RevokeIdentityRequest, context: grpc.ServicerContext
    ) -> enrollment_pb2.RevokeIdentityResponse:
        """Put a member out at once."""
        self._revocation.revoke(request.spiffe_id, by=peer(context).spiffe_id)
        return enrollment_pb2.RevokeIdentityResponse()


def _view(member: MemberRecord) -> IdentityView:
    return IdentityView(member.spiffe_id, member.card, revoked=member.revoked_at is not None)
