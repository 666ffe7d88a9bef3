"""The life cycle of an invite, as a table.

Rule: what the table does not allow is refused. An invite is also over when its time is, whatever its
state.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from coordinator.errors import InviteExpired, InviteUnknown, InviteUsed

if TYPE_CHECKING:
    from radshare.identity import SpiffeId


class InviteState(StrEnum):
    """Where an invite stands."""

    OPEN = "open"
    USED = "used"
    REPLACED = "replaced"


class InviteEvent(StrEnum):
    """What happens to an invite."""

    ENROL = "enrol"
    REPLACE = "replace"


TRANSITION_TABLE: dict[tuple[InviteEvent, InviteState], InviteState] = {
    (InviteEvent.ENROL, InviteState.OPEN): InviteState.USED,
    (InviteEvent.REPLACE, InviteState.OPEN): InviteState.REPLACED,
}
"""(event, state) -> next state."""


@dataclass(frozen=True, slots=True)
class InviteRecord:
    """What the coordinator keeps of an invite: nothing that could use it.

    Attributes:
        fingerprint: SHA-256 of the bootstrap certificate (DER), hex.
        spiffe_id: Who the invited party will be.
        expires_at: Seconds since the epoch, UTC.
        state: Where it stands.
        keys_digest: SHA-256 over the public keys it was exchanged for, hex; empty until used.
    """

    fingerprint: str
    spiffe_id: SpiffeId
    expires_at: int
    state: InviteState = InviteState.OPEN
    keys_digest: str = ""

    def enrolled(self, keys_digest: str, now: float) -> InviteState:
        """Return the state after an enrolment with these keys. The same keys once more change nothing.

        Raises:
            InviteUsed: It was exchanged for other keys.
            InviteUnknown: A newer invite took its place.
            InviteExpired: Its time is over.
        """
        if self.state is InviteState.USED:
            if self.keys_digest == keys_digest:
                return InviteState.USED
            raise InviteUsed
        if (after := TRANSITION_TABLE.get((InviteEvent.ENROL, self.state))) is None:
            raise InviteUnknown
        if now >= self.expires_at:
            raise InviteExpired
        return after
