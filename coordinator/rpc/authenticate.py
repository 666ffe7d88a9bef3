"""Who is calling: the member named in the TLS certificate, as the register knows it at this moment.

Rules: the name comes from the certificate that the TLS handshake proved, never from a message; the
certificate must be the one registered for that name, by fingerprint; revocation and expiry are checked on
every call, because a connection may outlive both.

Not here: what the caller may do (coordinator.rpc.permissions).
"""

from __future__ import annotations

import functools
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cryptography import x509

from coordinator.enrollment.authority import fingerprint
from coordinator.errors import (
    CertificateExpired,
    CertificateUnknown,
    InviteUnknown,
    MemberRevoked,
    NotAMember,
    PeerUnidentified,
)
from radshare.identity import Role, SpiffeId
from radshare.identity.spiffe import SpiffeIdInvalid

if TYPE_CHECKING:
    import grpc

    from coordinator.enrollment.store import EnrollmentStore


@dataclass(frozen=True, slots=True)
class Peer:
    """The other end of a connection, as its certificate says.

    Attributes:
        spiffe_id: Its name.
        fingerprint: SHA-256 of the certificate (DER), hex.
        expires_at: End of the certificate's validity, seconds since the epoch.
    """

    spiffe_id: SpiffeId
    fingerprint: str
    expires_at: float


def peer(context: grpc.ServicerContext) -> Peer:
    """Return the peer of a call. Whether it is a member is checked once per call, by the gate.

    Raises:
        PeerUnidentified: The connection has no client certificate, or one that names nobody.
    """
    certificates = context.auth_context().get("x509_pem_cert")
    if not certificates:
        raise PeerUnidentified
    return _peer_of(bytes(certificates[0]))


@functools.lru_cache(maxsize=1024)
def _peer_of(pem: bytes) -> Peer:
    try:
        certificate = x509.load_pem_x509_certificate(pem)
        spiffe = SpiffeId.of_certificate(certificate)
    except (ValueError, SpiffeIdInvalid):
        raise PeerUnidentified from None
    return Peer(spiffe, fingerprint(certificate), certificate.not_valid_after_utc.timestamp())


@dataclass(frozen=True, slots=True)
class Authenticator:
    """Compares peers with the register.

    Attributes:
        federation: The trust domain that members belong to.
        store: The register.
    """

    federation: str
    store: EnrollmentStore

    def check(self, caller: Peer) -> None:
        """Accept a member, or the bearer of an invite, in silence.

        Raises:
            PeerUnidentified: The name is of another federation.
            CertificateExpired: The certificate ran out.
            InviteUnknown: The invite was never made here.
            NotAMember, CertificateUnknown, MemberRevoked: The register says so.
        """
        if caller.spiffe_id.federation != self.federation:
            raise PeerUnidentified
        if time.time() >= caller.expires_at:
            raise CertificateExpired
        if caller.spiffe_id.role is Role.INVITE:
            if self.store.invite(caller.fingerprint) is None:
                raise InviteUnknown
            return
        member = self.store.member(caller.spiffe_id)
        if member is None:
            raise NotAMember
        if member.fingerprint != caller.fingerprint:
            raise CertificateUnknown
        if member.revoked_at is not None:
            raise MemberRevoked
