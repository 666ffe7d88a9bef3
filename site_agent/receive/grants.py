"""Decides who may open this site's packages: by policy, else by a person's verdict.

Rules: a request counts only when the requester's own key signed it; the purpose must be one the package's
data use permits, whoever decides; the content key is wrapped to the requester's pinned key and bound to this
one request; the signed decision is stored before it is sent, so a repeated call sends the same bytes.

Not here: the state machine of requests (the coordinator's) and the keys' origin (site_agent.publish.press).
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Protocol

from radshare.access import AccessDecisionStatement, AccessRequestStatement
from radshare.attestation import Envelope, read_unverified, sign_document, verify_document
from radshare.data_use import permits
from radshare.errors import NotPermitted, RemoteRefusal, SignatureInvalid, VerificationError
from radshare.manifest import ReleaseStatement
from radshare.seal import wrap
from radshare.views import AccessState
from site_agent.errors import PeerChangedError, PeerRevokedError
from site_agent.publish.press import content_key
from site_agent.receive.peers import Directory, is_passing, pinned_card
from site_agent.store.exchange import Incoming, RequestState

if TYPE_CHECKING:
    from radshare.identity import IdentityCard
    from radshare.views import AccessView
    from site_agent.store.site import Site

GRANT = "grant"
DENY = "deny"
PURPOSE_NOT_PERMITTED = "PURPOSE_NOT_PERMITTED"
DECLINED = "DECLINED_BY_OWNER"
NOT_OURS = "NOT_OURS"

_UNTRUSTED = (VerificationError, PeerChangedError, PeerRevokedError)


class AccessDesk(Directory, Protocol):
    """The calls made here: part of `radshare.client.CoordinatorClient`."""

    def access_requests(self, package_id: str = "", state: AccessState | None = None) -> list[AccessView]:
        """Return the requests that concern this site."""
        ...

    def decide(self, envelope: Envelope) -> AccessView:
        """File a signed decision; the same one again changes nothing."""
        ...


def settle_requests(site: Site, desk: AccessDesk) -> None:
    """Decide every pending request for this site's packages that policy or a person can decide now.

    Raises:
        ConnectionRefusal: The coordinator is away; call again later.
    """
    for view in desk.access_requests(state=AccessState.PENDING):
        if view.owner != site.member.spiffe or view.state is not AccessState.PENDING:
            continue
        try:
            _settle(site, desk, view)
        except (*_UNTRUSTED, RemoteRefusal) as refusal:
            if is_passing(refusal):
                raise
            site.store.exchange.set_incoming(view.request_id, RequestState.FAILED, refusal.code)
            site.audit.append("request_failed", request_id=view.request_id, code=refusal.code)


def _settle(site: Site, desk: AccessDesk, view: AccessView) -> None:
    known = site.store.exchange.get_incoming(view.request_id)
    if known is None:
        known = Incoming(view.request_id, view.package_id, view.requester, purpose="")
        site.store.exchange.file_incoming(known)
    if known.state == RequestState.FAILED:
        return
    card = pinned_card(desk, site.store.exchange, view.requester)
    request = _verified(view, card, site)
    site.store.exchange.set_purpose(view.request_id, request.purpose.canonical().decode())
    verdict = _verdict(site, request, known.verdict)
    if verdict is None:
        return
    decision = _decision(site, request, card, verdict)
    envelope = site.store.exchange.prepare_decision(view.request_id, decision.to_json().decode())
    decided = desk.decide(Envelope.from_json(envelope))
    state = RequestState.GRANTED if decided.state is AccessState.GRANTED else RequestState.DENIED
    site.store.exchange.set_incoming(view.request_id, state, verdict)
    site.audit.append(
        "request_decided", request_id=view.request_id, package_id=view.package_id, state=state.value
    )


def _verified(view: AccessView, card: IdentityCard, site: Site) -> AccessRequestStatement:
    """Return the request, signed by the requester and about what the coordinator says it is about."""
    request = verify_document(view.request, AccessRequestStatement, card.signing_key)
    stated = (request.request_id, request.package_id, request.requester, request.owner)
    if stated != (view.request_id, view.package_id, card.spiffe_id, site.member.spiffe):
        raise SignatureInvalid("the request is about something else than the coordinator says")
    return request


def _verdict(site: Site, request: AccessRequestStatement, by_person: str) -> str | None:
    """Return a denial's reason code, an empty one for a grant, or ``None`` when a person has to say."""
    release = site.store.releases.get(request.package_id)
    if release is None or not release.published:
        return NOT_OURS
    own_statement = Envelope.from_json(release.statement)
    offered = read_unverified(own_statement, ReleaseStatement)  # signed by ourselves, kept by ourselves
    try:
        permits(offered.data_use, request.purpose)
    except NotPermitted:
        return PURPOSE_NOT_PERMITTED
    if by_person:
        return "" if by_person == GRANT else DECLINED
    return "" if request.requester in site.settings.access.auto_grant else None


def _decision(site: Site, request: AccessRequestStatement, card: IdentityCard, reason: str) -> Envelope:
    """Return the signed decision; a grant carries the content key, wrapped for this request alone."""
    wrapped = None
    if not reason:
        wrapped = wrap(content_key(site, request.package_id), card.hpke_key, request.key_context())
    decision = AccessDecisionStatement(
        request_id=request.request_id,
        package_id=request.package_id,
        owner=request.owner,
        requester=request.requester,
        granted=not reason,
        wrapped_key=wrapped,
        reason=reason,
        created_at=int(time.time()),
    )
    return sign_document(decision, site.member.signing)
