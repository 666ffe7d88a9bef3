"""What is kept of members and invites, and the promises every store makes.

Rule: one method is one transaction. A store keeps and finds; who may do what is decided in
coordinator.enrollment.registrar.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    from coordinator.enrollment.invite import InviteRecord
    from radshare.attestation import Envelope
    from radshare.identity import SpiffeId


@dataclass(frozen=True, slots=True)
class MemberRecord:
    """One member.

    Attributes:
        spiffe_id: Its name.
        certificate_pem: Its certificate.
        fingerprint: SHA-256 of the certificate (DER), hex: the only one accepted under this name.
        card: The identity card as signed by the CA.
        node_key: OpenSSH public key of its SuperNode, or empty.
        enrolled_at: Seconds since the epoch, UTC.
        revoked_at: Seconds since the epoch, UTC; ``None`` while active.
    """

    spiffe_id: SpiffeId
    certificate_pem: bytes
    fingerprint: str
    card: Envelope
    node_key: str
    enrolled_at: int
    revoked_at: int | None = None


class EnrollmentStore(Protocol):
    """Members and invites."""

    def add_invite(self, invite: InviteRecord) -> None:
        """Keep a new invite; open ones for the same name become REPLACED.

        Raises:
            MemberExists: The name is, or once was, a member's.
        """
        ...

    def invite(self, fingerprint: str) -> InviteRecord | None:
        """Return the invite whose bootstrap certificate this is."""
        ...

    def enrol(
        self, fingerprint: str, keys_digest: str, now: float, make: Callable[[InviteRecord], MemberRecord]
    ) -> tuple[MemberRecord, bool]:
        """Exchange an invite for a membership, once, and return the member and whether it is new.

        The same keys under the same invite return the same member, however often.

        Raises:
            InviteUnknown, InviteUsed, InviteExpired: As in `InviteRecord.enrolled`.
            MemberExists: The name is, or once was, a member's.
        """
        ...

    def member(self, spiffe_id: str) -> MemberRecord | None:
        """Return a member, active or revoked."""
        ...

    def members(self) -> list[MemberRecord]:
        """Return all members, oldest first, revoked ones included."""
        ...

    def revoke(self, spiffe_id: str, now: float) -> bool:
        """Mark a member as revoked and return whether it was active until now.

        Raises:
            MemberUnknown: There is no such member.
        """
        ...
