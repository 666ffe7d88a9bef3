"""Requests other hospitals' packages, and fetches, verifies and keeps what was granted.

Rules: a signed request is stored before it is sent, so that a retry sends the same bytes; the first check
that fails ends a fetch, nothing is kept, the request is marked failed with the code, and the others go on.

Checks: those of `radshare.fetching.fetch`, in its order, and before and after them that the publisher's keys
are the pinned ones. ``<home>/received/<package_id>/`` then holds ``package.tar``, ``release.json`` and
``card.json``.

Not here: whether the owner grants (`grants`), and what is trained on (`assemble`).
"""

from __future__ import annotations

import shutil
import time
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from radshare import fetching
from radshare.access import AccessDecisionStatement, AccessRequestStatement
from radshare.attestation import Envelope, read_unverified, sign_document
from radshare.data_use import Purpose
from radshare.errors import AccessDenied, RemoteRefusal, VerificationError
from radshare.files import private_folder
from radshare.policy import AllOf, GatesPassed, NotRevoked
from radshare.views import AccessState
from site_agent.errors import PeerChangedError, PeerRevokedError
from site_agent.receive.peers import is_passing, pinned_card
from site_agent.store.exchange import Outgoing, Received, RequestState

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from radshare.client import CoordinatorClient
    from radshare.views import AccessView
    from site_agent.store.site import Site

_REFUSALS = (VerificationError, PeerChangedError, PeerRevokedError, RemoteRefusal, AccessDenied)


def pursue_requests(site: Site, client: CoordinatorClient) -> None:
    """Bring every request of this site one step on: file it, learn the owner's answer, fetch what is granted.

    Raises:
        ConnectionRefusal: The coordinator is away; call again later.
    """
    for wish in _in_state(site, RequestState.WISHED):
        _guarded(site, wish, partial(_file, site, client, wish))
    followed = _in_state(site, RequestState.PENDING, RequestState.GRANTED)
    answers = {view.request_id: view for view in client.access_requests()} if followed else {}
    for request in followed:
        view = answers.get(request.request_id)
        if view is not None:
            _guarded(site, request, partial(_follow, site, client, request, view))


def _in_state(site: Site, *states: RequestState) -> list[Outgoing]:
    return [request for request in site.store.exchange.outgoing() if request.state in states]


def _guarded(site: Site, request: Outgoing, step: Callable[[], None]) -> None:
    """Take one step; a refusal marks this request as failed, with its code, and the others go on."""
    try:
        step()
    except _REFUSALS as refusal:
        if is_passing(refusal):
            raise
        shutil.rmtree(_folder(site, request.package_id), ignore_errors=True)
        site.store.exchange.set_outgoing(request.request_id, RequestState.FAILED, refusal.code)
        site.audit.append("fetch_refused", package_id=request.package_id, code=refusal.code)


def _file(site: Site, client: CoordinatorClient, wish: Outgoing) -> None:
    """Sign a request and send it; a request that was signed before is sent as it is."""
    owner = client.package(wish.package_id).release.publisher
    statement = AccessRequestStatement(
        request_id=wish.request_id,
        package_id=wish.package_id,
        requester=site.member.spiffe,
        owner=owner,
        purpose=Purpose.model_validate_json(wish.purpose),
        created_at=int(time.time()),
    )
    signed = sign_document(statement, site.member.signing).to_json().decode()
    kept = site.store.exchange.prepare_request(wish.request_id, owner, signed)
    client.request_access(Envelope.from_json(kept))
    site.store.exchange.set_outgoing(wish.request_id, RequestState.PENDING)


def _follow(site: Site, client: CoordinatorClient, request: Outgoing, view: AccessView) -> None:
    """Record the owner's answer, and fetch when it is a grant."""
    if view.state is AccessState.REVOKED:
        site.store.exchange.set_outgoing(request.request_id, RequestState.REVOKED)
    elif view.state is AccessState.DENIED and view.decision is not None:
        reason = read_unverified(view.decision, AccessDecisionStatement).reason
        site.store.exchange.set_outgoing(request.request_id, RequestState.DENIED, reason)
    elif view.state is AccessState.GRANTED:
        site.store.exchange.set_outgoing(request.request_id, RequestState.GRANTED)
        _fetch(site, client, request, view)


def _fetch(site: Site, client: CoordinatorClient, request: Outgoing, view: AccessView) -> None:
    """Download, verify, open and keep one package."""
    pinned = pinned_card(client, site.store.exchange, request.owner)
    folder = private_folder(_folder(site, request.package_id))
    # What this site would not publish it does not take: smaller groups, or a certificate that says less.
    own = site.settings.filter
    policy = AllOf((NotRevoked(), GatesPassed(min_k=own.k, certificate=own.required_certificate)))
    verified = fetching.fetch(client, site.member, view, folder, policy)
    if verified.card.fingerprint() != pinned.fingerprint():
        raise PeerChangedError
    release = verified.release
    at = datetime.now(UTC).isoformat(timespec="seconds")
    kept = Received(
        release.package_id, release.publisher, release.ciphertext_sha256, len(verified.contents.pairs), at
    )
    site.store.exchange.keep(request.request_id, kept)
    site.audit.append("package_received", package_id=release.package_id, digest=release.ciphertext_sha256)


def _folder(site: Site, package_id: str) -> Path:
    return private_folder(site.home / "received") / package_id
