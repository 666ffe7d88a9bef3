"""Knows the other members: their cards, verified by the federation's CA and pinned on first use.

Rule: a card counts only when the CA signed it, it is valid now, it is not revoked, and its keys are those
this site saw first. So a coordinator that is hacked later cannot slip other keys under a known name.

Not here: the CA's signature (radshare.client verifies every card it returns).
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Protocol

from radshare.errors import RemoteRefusal
from site_agent.errors import PeerChangedError, PeerRevokedError

if TYPE_CHECKING:
    from radshare.errors import RadshareError
    from radshare.identity import IdentityCard
    from site_agent.store.exchange import Exchange


class Directory(Protocol):
    """The call made here: part of `radshare.client.CoordinatorClient`."""

    def identity(self, spiffe_id: str) -> tuple[IdentityCard, bool]:
        """Return a member's card, verified against the federation's CA, and whether it is revoked."""
        ...


def is_passing(refusal: RadshareError) -> bool:
    """Return whether a refusal says only that the coordinator has a problem of its own now."""
    return isinstance(refusal, RemoteRefusal) and refusal.code.startswith(("RPC_", "INTERNAL"))


def pinned_card(directory: Directory, exchange: Exchange, spiffe_id: str) -> IdentityCard:
    """Return a member's card, remembering its keys when it is seen for the first time.

    Raises:
        PeerRevokedError: The member was revoked.
        PeerChangedError: It shows other keys than those pinned.
    """
    card, revoked = directory.identity(spiffe_id)
    if revoked:
        raise PeerRevokedError
    seen = datetime.now(UTC).isoformat(timespec="seconds")
    if card.spiffe_id != spiffe_id or exchange.pin(spiffe_id, card.fingerprint(), seen) != card.fingerprint():
        raise PeerChangedError
    return card
