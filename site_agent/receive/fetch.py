"""Requests other hospitals' packages, and fetches, verifies and keeps what was granted.

Order of a fetch; the first check that fails ends it, nothing is kept, and the request is marked failed with
the code:

1. the publisher's card: CA, time, revocation, pinned keys          `peers.pinned_card`
2. the release statement: signature, name, policy                   `radshare.policy.verify_release`
3. the owner's decision: signature, and about this very request     `_granted`
4. the ciphertext: digest and length of the statement               `CoordinatorClient.download`
5. the content key opens it, under this package id                  `radshare.seal`
6. the contents: form, digests, attestations, the same manifest     `radshare.policy.verify_contents`

``<home>/received/<package_id>/`` then holds ``package.tar``, ``release.json`` (the signed statement) and
``card.json``.

Not here: whether the owner grants (`grants`), and what is trained on (`assemble`).
"""

from __future__ import annotations

import shutil
import time
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Protocol

from radshare.access import AccessDecisionStatement, AccessRequestStatement
from radshare.attestation import Envelope, read_unverified, sign_document, verify_document
from radshare.data_use import Purpose
from radshare.errors import RemoteRefusal, SignatureInvalid, VerificationError
from radshare.files import private_folder, write_private
from radshare.package import read_package
from radshare.policy import AllOf, GatesPassed, NotRevoked, verify_contents, verify_release
from radshare.seal import open_sealed, unwrap
from radshare.views import AccessState
from site_agent.errors import PeerChangedError, PeerRevokedError
from site_agent.receive.peers import Directory, pinned_card
from site_agent.store.exchange import Outgoing, Received, RequestState

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from radshare.identity import IdentityCard
    from radshare.manifest import ReleaseStatement
    from radshare.seal import ContentKey
    from radshare.views import AccessView, CatalogEntryView, MemberView
    from site_agent.publish.press import Site

PACKAGE = "package.tar"
RELEASE = "release.json"
CARD = "card.json"
POLICY = AllOf((NotRevoked(), GatesPassed()))
"""What a release must show before this site downloads it."""

_REFUSALS = (VerificationError, PeerChangedError, PeerRevokedError, RemoteRefusal)


class Catalog(Directory, Protocol):
    """The calls made here: part of `radshare.client.CoordinatorClient`."""

    def identity_view(self, spiffe_id: str) -> MemberView:
        """Return a member's verified card with its signed bytes."""
        ...

    def package(self, package_id: str) -> CatalogEntryView:
        """Return one catalog entry."""
        ...

    def request_access(self, request: Envelope) -> AccessView:
        """File a signed request; the same one again is harmless."""
        ...

    def access_requests(self, package_id: str = "", state: AccessState | None = None) -> list[AccessView]:
        """Return the requests that concern this site."""
        ...

    def download(self, package_id: str, out: Path, expected_sha256: str) -> None:
        """Fetch a sealed file, going on where an earlier attempt stopped."""
        ...


def pursue_requests(site: Site, catalog: Catalog) -> None:
    """Bring every request of this site one step on: file it, learn the owner's answer, fetch what is granted.

    Raises:
        ConnectionRefusal: The coordinator is away; call again later.
    """
    for wish in _in_state(site, RequestState.WISHED):
        _guarded(site, wish, partial(_file, site, catalog, wish))
    answers = {view.request_id: view for view in catalog.access_requests()}
    for request in _in_state(site, RequestState.PENDING, RequestState.GRANTED):
        view = answers.get(request.request_id)
        if view is not None:
            _guarded(site, request, partial(_follow, site, catalog, request, view))


def _in_state(site: Site, *states: RequestState) -> list[Outgoing]:
    return [request for request in site.store.exchange.outgoing() if request.state in states]


def _guarded(site: Site, request: Outgoing, step: Callable[[], None]) -> None:
    """Take one step; a refusal marks this request as failed, with its code, and the others go on."""
    try:
        step()
    except _REFUSALS as refusal:
        shutil.rmtree(_folder(site, request.package_id), ignore_errors=True)
        site.store.exchange.set_outgoing(request.request_id, RequestState.FAILED, refusal.code)
        site.audit.append("fetch_refused", package_id=request.package_id, code=refusal.code)


def _file(site: Site, catalog: Catalog, wish: Outgoing) -> None:
    """Sign a request and send it; a request that was signed before is sent as it is."""
    owner = catalog.package(wish.package_id).release.publisher
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
    catalog.request_access(Envelope.from_json(kept))
    site.store.exchange.set_outgoing(wish.request_id, RequestState.PENDING)


def _follow(site: Site, catalog: Catalog, request: Outgoing, view: AccessView) -> None:
    """Record the owner's answer, and fetch when it is a grant."""
    if view.state is AccessState.REVOKED:
        site.store.exchange.set_outgoing(request.request_id, RequestState.REVOKED)
    elif view.state is AccessState.DENIED and view.decision is not None:
        reason = read_unverified(view.decision, AccessDecisionStatement).reason
        site.store.exchange.set_outgoing(request.request_id, RequestState.DENIED, reason)
    elif view.state is AccessState.GRANTED and view.decision is not None:
        site.store.exchange.set_outgoing(request.request_id, RequestState.GRANTED)
        _fetch(site, catalog, request, view.decision)


def _fetch(site: Site, catalog: Catalog, request: Outgoing, decision: Envelope) -> None:
    """Download, verify, open and keep one package."""
    entry = catalog.package(request.package_id)
    card = pinned_card(catalog, site.store.exchange, request.owner)
    release = verify_release(entry.statement, card, POLICY)
    if release.package_id != request.package_id:
        raise SignatureInvalid("another package")
    key = _granted(site, request, decision, card)
    folder = private_folder(_folder(site, request.package_id))
    sealed = folder / "package.sealed"
    catalog.download(request.package_id, sealed, release.ciphertext_sha256)
    pairs = _open(folder, sealed, key, release, card)
    write_private(folder / RELEASE, entry.statement.to_json())
    write_private(folder / CARD, catalog.identity_view(request.owner).envelope.to_json())
    sealed.unlink()
    at = datetime.now(UTC).isoformat(timespec="seconds")
    kept = Received(request.package_id, release.publisher, release.ciphertext_sha256, pairs, at)
    site.store.exchange.keep(request.request_id, kept)
    site.audit.append("package_received", package_id=request.package_id, digest=release.ciphertext_sha256)


def _granted(site: Site, request: Outgoing, decision: Envelope, card: IdentityCard) -> ContentKey:
    """Return the content key of a grant that the owner signed for this very request."""
    stated = verify_document(decision, AccessDecisionStatement, card.signing_key)
    about = (stated.request_id, stated.package_id, stated.requester, stated.owner)
    if about != (request.request_id, request.package_id, site.member.spiffe, request.owner):
        raise SignatureInvalid("a decision about another request")
    if not stated.granted or stated.wrapped_key is None:
        raise SignatureInvalid("a denial that is passed on as a grant")
    return unwrap(stated.wrapped_key, site.member.hpke, stated.key_context())


def _open(folder: Path, sealed: Path, key: ContentKey, release: ReleaseStatement, card: IdentityCard) -> int:
    """Open a sealed package into its folder, verify the contents, and return the number of pairs."""
    package = folder / PACKAGE
    open_sealed(sealed, package, key, release.package_id)
    contents = read_package(package)
    verify_contents(contents, release, card)
    return len(contents.pairs)


def _folder(site: Site, package_id: str) -> Path:
    return private_folder(site.home / "received") / package_id
