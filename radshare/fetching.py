"""Ask for a package, wait for the grant, fetch it, verify it, open it.

Rule: the order of checks is that of radshare.policy; a package is kept only after the last of them, together
with the signed bytes that prove it, so that anybody who holds the federation's CA certificate can verify it
again, offline.

A kept package is a folder: package.tar, release.json (the signed statement), card.json (publisher).

Not here: a site's own receiving, which adds pinned cards and an encrypted store (site_agent.receive).
"""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from radshare.access import AccessDecisionStatement, AccessRequestStatement
from radshare.attestation import Envelope, sign_document, verify_document
from radshare.data_use import permits
from radshare.errors import AccessDenied, NoDecisionYet, NoRequest, SignatureInvalid, TrustAnchorMissing
from radshare.files import private_folder, write_private
from radshare.identity import verify_card
from radshare.package import read_package
from radshare.policy import NotRevoked, verify_contents, verify_release
from radshare.seal import open_sealed, unwrap
from radshare.views import AccessState

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from radshare.client import CoordinatorClient
    from radshare.data_use import Purpose
    from radshare.identity import IdentityCard, Member
    from radshare.manifest import ReleaseStatement
    from radshare.package import PackageContents
    from radshare.policy import VerificationPolicy
    from radshare.seal import ContentKey
    from radshare.views import AccessView

PACKAGE, STATEMENT, CARD = "package.tar", "release.json", "card.json"
_SEALED = "package.sealed"
_POLL_S = 2.0


@dataclass(frozen=True, slots=True)
class Verified:
    """A package and what proves it.

    Attributes:
        release: The verified release statement.
        card: The publisher's verified card.
        contents: The package.
    """

    release: ReleaseStatement
    card: IdentityCard
    contents: PackageContents


def ask(client: CoordinatorClient, member: Member, package_id: str, purpose: Purpose) -> AccessView:
    """File a signed request for a package, unless one of ours is pending or granted already.

    Raises:
        NotPermitted: The package's data use permission does not cover the purpose.
        VerificationError: The catalog entry is not what its publisher signed.
    """
    open_states = (AccessState.PENDING, AccessState.GRANTED)
    for view in _own(client, member, package_id):
        if view.state in open_states:
            return view
    entry = client.package(package_id)
    publisher = client.identity_view(entry.release.publisher)
    release = verify_release(entry.statement, publisher.card, NotRevoked(), revoked=publisher.revoked)
    permits(release.data_use, purpose)
    statement = AccessRequestStatement(
        request_id=secrets.token_hex(16),
        package_id=package_id,
        requester=member.spiffe,
        owner=release.publisher,
        purpose=purpose,
        created_at=int(time.time()),
    )
    return client.request_access(sign_document(statement, member.signing))


def await_grant(client: CoordinatorClient, member: Member, package_id: str, wait_s: float) -> AccessView:
    """Return our newest request for a package once it is granted.

    Raises:
        NoRequest: We never asked.
        AccessDenied: The owner said no.
        NoDecisionYet: ``wait_s`` seconds went by.
    """
    until = time.monotonic() + wait_s
    while True:
        own = _own(client, member, package_id)
        if not own:
            raise NoRequest
        if any(view.state is AccessState.GRANTED for view in own):
            return next(view for view in own if view.state is AccessState.GRANTED)
        if not any(view.state is AccessState.PENDING for view in own):
            raise AccessDenied
        if time.monotonic() >= until:
            raise NoDecisionYet
        time.sleep(min(_POLL_S, max(0.0, until - time.monotonic())))


def fetch(
    client: CoordinatorClient,
    member: Member,
    access: AccessView,
    folder: Path,
    policy: VerificationPolicy,
    progress: Callable[[int, int], None] | None = None,
) -> Verified:
    """Download a granted package, verify it, open it and keep it in ``folder``.

    Args:
        client: Connection to the coordinator.
        member: Who we are.
        access: A granted request of ours.
        folder: Where the package will be kept; an earlier, broken attempt goes on from here.
        policy: What must hold of the release.
        progress: Called with bytes done and bytes in all.

    Raises:
        VerificationError: Something is not what it was signed to be; nothing is kept.
    """
    entry = client.package(access.package_id)
    publisher = client.identity_view(entry.release.publisher)
    release = verify_release(entry.statement, publisher.card, policy, revoked=publisher.revoked)
    key = _granted_key(access, release, publisher.card, member)
    private_folder(folder)
    sealed, opened = folder / _SEALED, folder / PACKAGE
    client.download(
        release.package_id,
        sealed,
        release.ciphertext_sha256,
        progress,
        expected_bytes=release.ciphertext_bytes,
    )
    unproved = folder / f"{PACKAGE}.part"
    try:
        open_sealed(sealed, unproved, key, release.package_id)
        contents = read_package(unproved)
        verify_contents(contents, release, publisher.card)
        unproved.replace(opened)
    finally:
        unproved.unlink(missing_ok=True)
        sealed.unlink(missing_ok=True)
    write_private(folder / STATEMENT, entry.statement.to_json())
    write_private(folder / CARD, publisher.envelope.to_json())
    return Verified(release, publisher.card, contents)


def verify_kept(package: Path, ca_pem: bytes, policy: VerificationPolicy) -> Verified:
    """Verify a kept package again, offline.

    Revocation is not checked here: only the coordinator knows.

    Args:
        package: The package's folder, or its package.tar with statement.json and card.json beside it.
        ca_pem: The federation's CA certificate.
        policy: What must hold of the release.

    Raises:
        TrustAnchorMissing: The statement or the card is not there.
        VerificationError: The package is not what its publisher signed.
    """
    folder, file = (package, package / PACKAGE) if package.is_dir() else (package.parent, package)
    try:
        card_envelope = Envelope.from_json((folder / CARD).read_bytes())
        statement = Envelope.from_json((folder / STATEMENT).read_bytes())
    except OSError:
        raise TrustAnchorMissing("release.json and card.json belong beside the package") from None
    card = verify_card(card_envelope, ca_pem)
    release = verify_release(statement, card, policy)
    contents = read_package(file)
    verify_contents(contents, release, card)
    return Verified(release, card, contents)


def _own(client: CoordinatorClient, member: Member, package_id: str) -> list[AccessView]:
    """Return our requests for a package, newest first."""
    views = client.access_requests(package_id)
    return [view for view in reversed(views) if view.requester == member.spiffe]


def _granted_key(
    access: AccessView, release: ReleaseStatement, card: IdentityCard, member: Member
) -> ContentKey:
    """Return the content key of a grant, after checking that it answers our own request for this release."""
    if access.decision is None:
        raise AccessDenied("no decision")
    asked = verify_document(access.request, AccessRequestStatement, member.signing.public)
    decided = verify_document(access.decision, AccessDecisionStatement, card.signing_key)
    answers = (decided.request_id, decided.package_id, decided.owner, decided.requester)
    if answers != (asked.request_id, release.package_id, release.publisher, member.spiffe):
        raise SignatureInvalid("the decision does not answer our request")
    if decided.wrapped_key is None:
        raise AccessDenied(decided.reason)
    return unwrap(decided.wrapped_key, member.hpke, decided.key_context())
