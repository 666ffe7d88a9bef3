"""Who becomes a member, and who stops being one.

Rules: an invite is made for one name and works once; a name never stands for two sets of keys; keys are
believed only with a proof of possession; revocation is immediate for calls and then ends what the member
had going.

Not here: what revocation ends elsewhere (coordinator.revocation).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_ssh_public_key

from coordinator.enrollment.authority import fingerprint
from coordinator.enrollment.invite import InviteRecord
from coordinator.enrollment.store import MemberRecord
from coordinator.errors import EnrolmentRefused, InviteRefused, LastOperator, MemberRevoked, MemberUnknown
from radshare.attestation import read_unverified
from radshare.errors import RadshareError
from radshare.identity import IdentityCard, Invite, Role, SpiffeId, invite_key
from radshare.identity.keys import HPKE_PUBLIC_BYTES
from radshare.identity.spiffe import SpiffeIdInvalid

if TYPE_CHECKING:
    from coordinator.enrollment.authority import Authority
    from coordinator.enrollment.store import EnrollmentStore
    from coordinator.settings import CertificateSettings
    from radshare.audit import AuditLog
    from radshare.identity import EnrollmentRequest

INVITE_MIN_S = 10
TOKEN_BYTES = 32
_MEMBER_ROLES = frozenset({Role.SITE, Role.RESEARCHER, Role.OPERATOR})
_NODE_KEY_BYTES = 1024


@dataclass(frozen=True, slots=True)
class Registrar:
    """Keeps the register of members.

    Attributes:
        authority: Signs certificates and cards.
        store: Where members and invites are kept.
        audit: Where every change is recorded.
        validity: How long certificates and invites are good for.
    """

    authority: Authority
    store: EnrollmentStore
    audit: AuditLog
    validity: CertificateSettings

    def invite(self, role: Role, name: str, valid_seconds: int, address: str) -> Invite:
        """Return a fresh one-time invite; an open one for the same name is void from now on.

        Args:
            role: What the invited party will be.
            name: Its name.
            valid_seconds: Validity.
            address: Where the invited party finds the coordinator, ``host:port``.

        Raises:
            InviteRefused: Role, name or validity are out of bounds.
            MemberExists: The name is, or once was, a member's.
        """
        if role not in _MEMBER_ROLES or not INVITE_MIN_S <= valid_seconds <= self.validity.invite_max_s:
            raise InviteRefused
        try:
            spiffe = SpiffeId(self.authority.federation, role, name)
            bearer = SpiffeId(self.authority.federation, Role.INVITE, name)
        except SpiffeIdInvalid:
            raise InviteRefused from None
        expires_at = int(time.time()) + valid_seconds
        token = secrets.token_bytes(TOKEN_BYTES)
        expires = dt.datetime.fromtimestamp(expires_at, dt.UTC)
        certificate = self.authority.certify_member(bearer, invite_key(token).public_key(), expires)
        self.store.add_invite(InviteRecord(fingerprint(certificate), spiffe, expires_at))
        self.audit.append("invite.created", member=str(spiffe), expires_at=expires_at)
        return Invite(
            address=address,
            ca_pem=self.authority.ca_pem,
            certificate_pem=certificate.public_bytes(Encoding.PEM),
            token=token,
            spiffe_id=spiffe,
            expires_at=expires_at,
        )

    def enrol(self, invite_fingerprint: str, request: EnrollmentRequest) -> MemberRecord:
        """Exchange the invite whose certificate was shown for a membership.

        The same public keys again return the same membership: the first answer may have been lost.

        Raises:
            EnrolmentRefused: A key or a proof of possession is unsound.
            InviteUnknown, InviteUsed, InviteExpired, MemberExists, MemberRevoked: The invite is not good.
        """
        tls_key = _checked(request)
        spki = tls_key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        keys_digest = _digest(spki, request.signing_key, request.hpke_key, request.node_key)
        member, new = self.store.enrol(
            invite_fingerprint,
            keys_digest,
            time.time(),
            lambda invite: self._member(invite.spiffe_id, tls_key, request),
        )
        if member.revoked_at is not None:
            raise MemberRevoked
        if new:
            self.audit.append("member.enrolled", member=str(member.spiffe_id), certificate=member.fingerprint)
        return member

    def member(self, spiffe_id: str) -> MemberRecord:
        """Return a member, active or revoked.

        Raises:
            MemberUnknown: There is none of this name.
        """
        member = self.store.member(spiffe_id)
        if member is None:
            raise MemberUnknown
        return member

    def active_card(self, spiffe_id: str) -> IdentityCard:
        """Return the registered card of an active member.

        Raises:
            MemberUnknown: There is none of this name.
            MemberRevoked: It was revoked.
        """
        member = self.member(spiffe_id)
        if member.revoked_at is not None:
            raise MemberRevoked
        return read_unverified(member.card, IdentityCard)  # signed by our own CA when it was registered

    def revoke(self, spiffe_id: str, by: str) -> None:
        """Revoke a member. Harmless when it already is.

        Raises:
            MemberUnknown: There is none of this name.
            LastOperator: The caller named itself.
        """
        if spiffe_id == by:
            raise LastOperator
        if self.store.revoke(spiffe_id, time.time()):
            self.audit.append("member.revoked", member=str(spiffe_id), by=str(by))

    def _member(
        self, spiffe: SpiffeId, tls_key: ec.EllipticCurvePublicKey, request: EnrollmentRequest
    ) -> MemberRecord:
        now = dt.datetime.now(dt.UTC).replace(microsecond=0)
        expires = now + dt.timedelta(days=self.validity.member_days)
        certificate = self.authority.certify_member(spiffe, tls_key, expires)
        is_site = spiffe.role is Role.SITE
        if is_site != bool(request.node_key):
            raise EnrolmentRefused("a site, and nobody else, has a node key")
        spki = tls_key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        card = IdentityCard(
            spiffe_id=spiffe,
            tls_public_key_sha256=hashlib.sha256(spki).hexdigest(),
            signing_key=request.signing_key,
            hpke_key=request.hpke_key,
            node_key=request.node_key.decode("ascii"),
            issued_at=int(now.timestamp()),
            expires_at=int(expires.timestamp()),
        )
        return MemberRecord(
            spiffe_id=spiffe,
            certificate_pem=certificate.public_bytes(Encoding.PEM),
            fingerprint=fingerprint(certificate),
            card=self.authority.sign_card(card),
            node_key=card.node_key,
            enrolled_at=card.issued_at,
        )


def _checked(request: EnrollmentRequest) -> ec.EllipticCurvePublicKey:
    """Return the TLS key, after every key and both proofs of possession were found sound."""
    try:
        request.check_proof()
        key = x509.load_pem_x509_csr(request.csr_pem).public_key()
        node = load_ssh_public_key(request.node_key) if request.node_key else None
    except (RadshareError, ValueError, UnsupportedAlgorithm):
        raise EnrolmentRefused from None
    if not isinstance(key, ec.EllipticCurvePublicKey) or not isinstance(key.curve, ec.SECP256R1):
        raise EnrolmentRefused("TLS key")
    if len(request.hpke_key) != HPKE_PUBLIC_BYTES:
        raise EnrolmentRefused("HPKE key")
    if len(request.node_key) > _NODE_KEY_BYTES or not isinstance(node, ec.EllipticCurvePublicKey | None):
        raise EnrolmentRefused("node key")
    return key


def _digest(*values: bytes) -> str:
    digest = hashlib.sha256()
    for value in values:
        digest.update(len(value).to_bytes(8, "big") + value)
    return digest.hexdigest()
