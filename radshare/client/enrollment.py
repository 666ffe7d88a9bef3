"""Join a federation with an invite.

Rules: everything the invite file alone can tell is checked before anybody is called; keys are made here and
stay here; what comes back is checked as a whole before it is kept. Run again after a crash, it goes on with
the same keys.

Not here: whether the invite was used before; the coordinator says so (INVITE_USED).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import grpc
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from radshare import convert
from radshare.attestation import read_unverified
from radshare.client.channel import Credentials, diagnose, open_channel
from radshare.client.failures import translated
from radshare.errors import AlreadyEnrolled, CardInvalid, InviteForeign, NotEnrolled, UntrustedPeer
from radshare.identity import (
    IdentityCard,
    Invite,
    Member,
    Membership,
    enrollment_request,
    generate_keys,
    invite_key,
    save_membership,
)
from radshare.v1.enrollment_pb2_grpc import EnrollmentServiceStub

if TYPE_CHECKING:
    from pathlib import Path

    from radshare.errors import RadshareError

_ENROLL_S = 60.0


def enroll(invite: Invite, folder: Path) -> IdentityCard:
    """Exchange an invite for a membership and keep it in an identity folder.

    Args:
        invite: What the operator handed over.
        folder: Identity folder; keys that are missing are made in it.

    Returns:
        The new member's identity card.

    Raises:
        InviteExpired: The invite's time is over.
        InviteForeign: Whoever answers is not of the invite's federation.
        RemoteRefusal: The coordinator refuses, e.g. INVITE_USED.
        AlreadyEnrolled: The folder is a member's already.
        CardInvalid: The coordinator gave out a membership for other keys or another name.
    """
    if _enrolled(folder):
        raise AlreadyEnrolled
    invite.check_time()
    generate_keys(folder, invite.spiffe_id.role)
    request = convert.enroll_request_to_wire(enrollment_request(folder, invite.spiffe_id.name))
    credentials = _bootstrap(invite)
    with open_channel(invite.address, credentials) as channel:
        try:
            response = EnrollmentServiceStub(channel).Enroll(request, timeout=_ENROLL_S)
        except grpc.RpcError as error:
            raise _failure(error, invite, credentials) from None
    certificate_pem, card = convert.enroll_response_from_wire(response)
    if read_unverified(card, IdentityCard).spiffe_id != invite.spiffe_id:
        raise CardInvalid("another name than the invite's")
    return save_membership(folder, Membership(invite.ca_pem, certificate_pem, card))


def _enrolled(folder: Path) -> bool:
    try:
        Member.load(folder)
    except NotEnrolled:
        return False
    return True


def _bootstrap(invite: Invite) -> Credentials:
    key = invite_key(invite.token).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return Credentials(invite.ca_pem, invite.certificate_pem, key)


def _failure(error: grpc.RpcError, invite: Invite, credentials: Credentials) -> RadshareError:
    failure = translated(error, lambda: diagnose(invite.address, credentials))
    return InviteForeign(failure.detail) if isinstance(failure, UntrustedPeer) else failure
