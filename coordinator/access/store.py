"""What is kept of access requests, and the promises every store makes.

Rule: one method is one transaction, and it moves a request only as
`coordinator.access.request.TRANSITION_TABLE` allows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from radshare.attestation import Envelope
    from radshare.views import AccessState, AccessView


class AccessStore(Protocol):
    """Access requests and their decisions."""

    def add(self, request: AccessView, *, max_pending: int) -> tuple[AccessView, bool]:
        """Keep a new request and return it; the same statement again returns the kept one.

        Args:
            request: The request, pending.
            max_pending: How many pending requests its requester may have.

        Returns:
            The request, and whether it is new.

        Raises:
            RequestExists: Another statement is kept under this request id.
            TooManyRequests: The requester has too many pending ones.
        """
        ...

    def get(self, request_id: str) -> AccessView | None:
        """Return one request."""
        ...

    def find(
        self, *, package_id: str = "", state: AccessState | None = None, party: str = ""
    ) -> list[AccessView]:
        """Return requests, oldest first: for a package, in a state, with a party (requester or owner)."""
        ...

    def decide(self, request_id: str, decision: Envelope, *, granted: bool) -> tuple[AccessView, bool]:
        """Record a decision and return the request; the same decision again changes nothing.

        Returns:
            The request, and whether it has changed.

        Raises:
            RequestUnknown: There is no such request.
            RequestClosed: It was decided otherwise, or has ended.
        """
        ...

    def end(self, request_id: str) -> bool:
        """End a pending or granted request and return whether that changed anything."""
        ...
