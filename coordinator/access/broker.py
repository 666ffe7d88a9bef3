"""Brokers requests between a requester and a package's owner: checks who says what, and relays it unread.

Rules: a request is signed by the caller, in its own name, and names the true owner of a package that is
not withdrawn; a decision is signed by the caller, who owns the package, and names exactly the request it
answers. The wrapped key inside a grant is opaque here.

Not here: whether access should be given. Only the owner decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from coordinator.errors import OwnPackage, PackageWithdrawn, RequestUnknown, StatementRefused
from radshare.access import AccessDecisionStatement, AccessRequestStatement
from radshare.attestation import Signable, verify_document
from radshare.errors import RadshareError
from radshare.views import AccessState, AccessView

if TYPE_CHECKING:
    from coordinator.access.store import AccessStore
    from coordinator.catalog.publishing import Publishing
    from coordinator.enrollment.registrar import Registrar
    from radshare.attestation import Envelope
    from radshare.audit import AuditLog

StatementT = TypeVar("StatementT", bound=Signable)


@dataclass(frozen=True, slots=True)
class Broker:
    """Files requests and decisions.

    Attributes:
        registrar: Knows the members' keys.
        publishing: Knows the packages and their owners.
        store: Where requests are kept.
        audit: Where every change is recorded.
        max_pending: How many pending requests one member may have.
    """

    registrar: Registrar
    publishing: Publishing
    store: AccessStore
    audit: AuditLog
    max_pending: int

    def file(self, caller: str, envelope: Envelope) -> AccessView:
        """File a signed request and return it; the same one again is harmless.

        Raises:
            StatementRefused: Malformed, altered, or it names others than the caller and the owner.
            PackageUnknown, PackageWithdrawn, OwnPackage: There is nothing to request.
            MemberRevoked: The owner is no member any more.
            RequestExists, TooManyRequests: The store does not take it.
        """
        said = self._verified(caller, envelope, AccessRequestStatement)
        release = self.publishing.entry(said.package_id).release
        if said.requester != caller or said.owner != release.publisher:
            raise StatementRefused
        if said.owner == caller:
            raise OwnPackage
        self.registrar.active_card(said.owner)
        request = AccessView(
            request_id=said.request_id,
            requester=said.requester,
            owner=said.owner,
            package_id=said.package_id,
            state=AccessState.PENDING,
            request=envelope,
            decision=None,
        )
        self._check_offered(said.package_id)
        request, new = self.store.add(request, max_pending=self.max_pending)
        if new:
            self._check_still_offered(request)
            self.audit.append("access.requested", request=request.request_id, member=str(caller))
        return request

    def decide(self, caller: str, envelope: Envelope) -> AccessView:
        """File the owner's signed decision and return the request; the same one again is harmless.

        Raises:
            StatementRefused: The statement is malformed, altered, or does not answer this request.
            RequestUnknown: The caller owns no such request.
            RequestClosed: It was decided otherwise, or has ended.
            MemberRevoked: The requester is no member any more.
        """
        said = self._verified(caller, envelope, AccessDecisionStatement)
        request = self.store.get(said.request_id)
        if request is None or request.owner != caller:
            raise RequestUnknown
        answers = (said.package_id, said.owner, said.requester)
        if answers != (request.package_id, request.owner, request.requester):
            raise StatementRefused
        self.registrar.active_card(request.requester)
        request, changed = self.store.decide(said.request_id, envelope, granted=said.granted)
        if changed:
            event = "access.granted" if said.granted else "access.denied"
            self.audit.append(event, request=said.request_id, member=str(caller))
        return request

    def requests(self, caller: str, package_id: str, state: AccessState | None) -> list[AccessView]:
        """Return the requests that the caller made or has to decide, oldest first."""
        return self.store.find(package_id=package_id, state=state, party=caller)

    def holds_grant(self, member: str, package_id: str) -> bool:
        """Return whether a member holds a grant for a package."""
        granted = self.store.find(package_id=package_id, state=AccessState.GRANTED, party=member)
        return any(request.requester == member for request in granted)

    def end_all(self, member: str) -> None:
        """End whatever a revoked member has going, as requester and as owner. Idempotent."""
        for request in self.store.find(party=member):
            if self.store.end(request.request_id):
                self.audit.append("access.ended", request=request.request_id)

    def _verified(self, caller: str, envelope: Envelope, kind: type[StatementT]) -> StatementT:
        key = self.registrar.active_card(caller).signing_key
        try:
            return verify_document(envelope, kind, key)
        except RadshareError:
            raise StatementRefused from None

    def _check_offered(self, package_id: str) -> None:
        if self.publishing.entry(package_id).withdrawn:
            raise PackageWithdrawn

    def _check_still_offered(self, request: AccessView) -> None:
        """End a request that slipped in while its package was being withdrawn."""
        try:
            self._check_offered(request.package_id)
        except PackageWithdrawn:
            self.store.end(request.request_id)
            raise
