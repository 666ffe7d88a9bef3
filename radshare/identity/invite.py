"""Invites: a file that lets one party enroll, once.

Mutual TLS is spoken on one port, enrolment included. So the invite carries a one-time token and a short-lived
certificate of the SPIFFE role ``invite``; the certificate's private key is *derived* from the token
(`invite_key`, HKDF-SHA256) and therefore never travels, not even in the invite file, and the coordinator need
not keep it.

Rule: everything that can be judged from the file alone (damage, expiry) is judged before anybody is called.

Not here: whether the invite was used already; only the coordinator knows (code INVITE_USED).
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Annotated, Self

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from pydantic import Field

from radshare.documents import parse
from radshare.errors import DocumentInvalid, InviteDamaged, InviteExpired
from radshare.identity.spiffe import Role, SpiffeId, SpiffeIdInvalid
from radshare.model import Frozen

if TYPE_CHECKING:
    from pathlib import Path

TOKEN_BYTES = 32
_P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_FILE_LIMIT = 64 * 1024


class Invite(Frozen):
    """What the operator hands over, out of band.

    Attributes:
        address: Coordinator, ``host:port``.
        ca_pem: CA certificate of the federation, PEM.
        certificate_pem: Short-lived certificate of the role ``invite`` for the key of ``token``, PEM.
        token: One-time secret, 32 bytes.
        spiffe_id: Who the invited party will be.
        expires_at: Seconds since the epoch, UTC.
    """

    address: Annotated[str, Field(pattern=r"^[A-Za-z0-9._\[\]:-]+:[0-9]{1,5}$", max_length=260)]
    ca_pem: Annotated[bytes, Field(max_length=16_384)]
    certificate_pem: Annotated[bytes, Field(max_length=16_384)]
    token: Annotated[bytes, Field(min_length=TOKEN_BYTES, max_length=TOKEN_BYTES, repr=False)]
    spiffe_id: SpiffeId
    expires_at: Annotated[int, Field(ge=0)]

    @classmethod
    def from_json(cls, data: bytes) -> Self:
        """Return the invite in ``data``; its parts must belong together.

        Raises:
            InviteDamaged: Not an invite, or its certificate does not belong to its token, CA or federation.
        """
        try:
            invite = parse(cls, data)
            certificate = x509.load_pem_x509_certificate(invite.certificate_pem)
            certificate.verify_directly_issued_by(x509.load_pem_x509_certificate(invite.ca_pem))
            bearer = SpiffeId.of_certificate(certificate)
        except (DocumentInvalid, SpiffeIdInvalid, InvalidSignature, ValueError, TypeError):
            raise InviteDamaged from None
        same_key = certificate.public_key() == invite_key(invite.token).public_key()
        same_federation = bearer.federation == invite.spiffe_id.federation
        if not (same_key and same_federation and bearer.role is Role.INVITE):
            raise InviteDamaged("its parts do not belong together")
        return invite

    @classmethod
    def load(cls, path: Path) -> Self:
        """Return the invite in a file.

        Raises:
            InviteDamaged: As in `from_json`, or the file cannot be read.
        """
        try:
            with path.open("rb") as file:
                data = file.read(_FILE_LIMIT)
        except OSError:
            raise InviteDamaged("the file cannot be read") from None
        return cls.from_json(data)

    def check_time(self, now: float | None = None) -> None:
        """Refuse an invite whose time is over.

        Raises:
            InviteExpired: It has expired.
        """
        if (time.time() if now is None else now) >= self.expires_at:
            raise InviteExpired


def invite_key(token: bytes) -> ec.EllipticCurvePrivateKey:
    """Return the P-256 key that belongs to an invite's token; both ends compute it.

    HKDF-SHA256 gives 384 bits, reduced modulo n - 1 (FIPS 186-5, A.2.1: extra random bits).
    """
    info = b"radshare/1/invite-key"
    wide = HKDF(algorithm=hashes.SHA256(), length=48, salt=None, info=info).derive(token)
    return ec.derive_private_key(int.from_bytes(wide) % (_P256_ORDER - 1) + 1, ec.SECP256R1())
