"""Plans, seals and submits a site's packages, so that a killed agent brings the same one to the catalog.

Order of a release, each step committed before the next begins:

1. `PackagePress.plan`: random package id, frozen pairs, date and content key (wrapped to this site's own
key). 2. `PackagePress.seal`: deterministic build, sealed file in ``<home>/spool``, then the signed statement
about its digest. 3. `PackagePress.submit`: resumable upload, then the statement; both are harmless to
repeat.

In the clear the content key is only ever in memory; `content_key` reads it back for a grant.

Not here: which pairs (site_agent.pipeline) and what a package consists of (site_agent.publish.build).
"""

from __future__ import annotations

import secrets
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from radshare.access import key_context
from radshare.attestation import Envelope, read_unverified, sign_document
from radshare.errors import RemoteRefusal
from radshare.files import private_folder, sha256_of
from radshare.manifest import ReleaseStatement
from radshare.manifest import release as release_statement
from radshare.package import write_package
from radshare.seal import ContentKey, seal, unwrap, wrap
from site_agent.certify.inherit import check_pairs, read_certificates, stand
from site_agent.deidentify.engine import restore as kept_case
from site_agent.errors import NotFoundError, StoreDamagedError
from site_agent.publish.build import Imprint, contents, summarise
from site_agent.store.releases import ReleaseRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from radshare.identity import Member
    from radshare.manifest import FilterSummary
    from radshare.views import CatalogEntryView
    from site_agent.case import ApprovedPair
    from site_agent.store.site import Site
    from site_agent.store.store import Store

_PACKAGE_ID_BYTES = 16


class Publisher(Protocol):
    """The calls a press makes: part of `radshare.client.CoordinatorClient`."""

    def upload(self, package_id: str, path: Path) -> object:
        """Bring ciphertext to the vault, from where it got to."""
        ...

    def publish(self, envelope: Envelope) -> CatalogEntryView:
        """Catalog a release statement; the same one again changes nothing."""
        ...


class PackagePress:
    """One site's press.

    Args:
        site: Whose packages.
        publisher: The coordinator's end.
    """

    def __init__(self, site: Site, publisher: Publisher) -> None:
        self._site = site
        self._publisher = publisher
        self._spool = private_folder(site.home / "spool")

    def plan(self, batch: int, case_ids: Sequence[str]) -> str:
        """Commit a release of these exams' pairs and return its package id."""
        package_id = secrets.token_hex(_PACKAGE_ID_BYTES)
        key = ContentKey.generate()
        wrapped = wrap(key, self._site.member.hpke.public, _own_context(self._site.member, package_id))
        created = datetime.now(UTC).date().isoformat()
        self._site.store.releases.plan(ReleaseRow(package_id, batch, tuple(case_ids), wrapped, created))
        return package_id

    def seal(self, release: ReleaseRow, pairs: Sequence[ApprovedPair], summary: FilterSummary) -> None:
        """Build and seal the package, and commit the signed statement about it.

        Raises:
            PairUnproved: A pair lacks the evidence of this filter's gate.
            CertificateUnreadable, CertificateFailed, CertificateMissing: See `site_agent.certify.inherit`.
        """
        check_pairs((approved.pair.gate for approved in pairs), summary)
        settings = self._site.settings.filter
        held = read_certificates(self._site.home / name for name in settings.certificates)
        made_by, certificate = stand(summary, held, settings.required_certificate)
        cases = (kept_case.restore(self._site.store.cases.packed(case)) for case in release.case_ids)
        imprint = Imprint(
            package_id=release.package_id,
            publisher=self._site.member.spiffe,
            created=release.created,
            collection=self._site.settings.collection,
            filter=made_by,
            deidentification=summarise(case.record for case in cases),
            certificate=certificate,
        )
        package = contents(imprint, pairs, self._site.member.signing)
        with tempfile.TemporaryDirectory(dir=self._spool, prefix=".build-") as folder:
            plain = Path(folder) / "package.tar"
            write_package(package, plain)
            key = content_key(self._site, release.package_id)
            sealed = seal(plain, self._sealed(release.package_id), key, release.package_id)
        stated = release_statement(package.manifest, sealed.sha256, sealed.size_bytes)
        envelope = sign_document(stated, self._site.member.signing)
        self._site.store.releases.sealed(release.package_id, envelope.to_json().decode())

    def submit(self, release: ReleaseRow) -> None:
        """Bring the sealed package and its statement to the coordinator, and commit that it is there.

        Raises:
            StoreDamagedError: The sealed file was lost or changed; the package will be built again.
            ConnectionRefusal: The coordinator is away; call again later.
            RemoteRefusal: It refused; the code is kept beside the release, and calling again is harmless.
        """
        package_id = release.package_id
        envelope = Envelope.from_json(_known(self._site.store, package_id).statement)
        self._check_sealed(package_id, read_unverified(envelope, ReleaseStatement))
        try:
            self._publisher.upload(package_id, self._sealed(package_id))
            self._publisher.publish(envelope)
        except RemoteRefusal as refusal:
            self._site.store.releases.refused(package_id, refusal.code)
            raise
        self._site.store.releases.published(package_id)
        self._site.audit.append("release_published", package_id=package_id, statement=envelope.sha256())
        self._sealed(package_id).unlink(missing_ok=True)

    def _check_sealed(self, package_id: str, stated: ReleaseStatement) -> None:
        """Send a release whose sealed file is not what was signed back to be sealed again."""
        sealed = self._sealed(package_id)
        if not sealed.is_file() or sha256_of(sealed) != stated.ciphertext_sha256:
            self._site.store.releases.unsealed(package_id)
            raise StoreDamagedError("a sealed package was lost or changed; it is built again")

    def _sealed(self, package_id: str) -> Path:
        return self._spool / f"{package_id}.sealed"


def content_key(site: Site, package_id: str) -> ContentKey:
    """Return the content key of one of this site's releases.

    Raises:
        NotFoundError: This site never planned that package.
    """
    wrapped = _known(site.store, package_id).wrapped_key
    return unwrap(wrapped, site.member.hpke, _own_context(site.member, package_id))


def _known(store: Store, package_id: str) -> ReleaseRow:
    release = store.releases.get(package_id)
    if release is None:
        raise NotFoundError
    return release


def _own_context(member: Member, package_id: str) -> bytes:
    """Return what a content key is bound to when wrapped to its own publisher, without a request."""
    return key_context(package_id, package_id, member.spiffe, member.spiffe)
