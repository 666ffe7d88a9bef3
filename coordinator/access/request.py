"""The life cycle of an access request, as a table.

Rule: what the table does not allow is refused. A denial and an end are final; a new wish is a new request.
"""

from __future__ import annotations

from enum import StrEnum

from coordinator.errors import RequestClosed
from radshare.views import AccessState


class AccessEvent(StrEnum):
    """What happens to a request."""

    GRANT = "grant"
    DENY = "deny"
    END = "end"  # the package was withdrawn or a party revoked


TRANSITION_TABLE: dict[tuple[AccessEvent, AccessState], AccessState] = {
    (AccessEvent.GRANT, AccessState.PENDING): AccessState.GRANTED,
    (AccessEvent.DENY, AccessState.PENDING): AccessState.DENIED,
    (AccessEvent.END, AccessState.PENDING): AccessState.REVOKED,
    (AccessEvent.END, AccessState.GRANTED): AccessState.REVOKED,
}
"""(event, state) -> next state."""


def after(event: AccessEvent, state: AccessState) -> AccessState:
    """Return the state after an event.

    Raises:
        RequestClosed: The table has no such transition.
    """
    following = TRANSITION_TABLE.get((event, state))
    if following is None:
        raise RequestClosed
    return following
