"""Which packages enter the catalog, and how they leave it.

Rules, in the order they are checked: the statement is signed by the calling site's registered key and
names the caller as publisher; the vault holds the caller's whole ciphertext, with the digest and length
that were signed. The same statement again is the same entry; another one for the same id is refused.

Not here: whether the content is any good. Nobody here can know; receivers judge the attestations inside.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coordinator.errors import (
    CiphertextDiffers,
    CiphertextMissing,
    NotAllowed,
    PackageUnknown,
    StatementRefused,
)
from radshare.errors import RadshareError
from radshare.policy import NotRevoked, verify_release
from radshare.views import AccessState, CatalogEntryView

if TYPE_CHECKING:
    from coordinator.access.store import AccessStore
    from coordinator.catalog.store import CatalogStore
    from coordinator.enrollment.registrar import Registrar
    from coordinator.vault import Vault
    from radshare.attestation import Envelope
    from radshare.audit import AuditLog
    from radshare.manifest import ReleaseStatement


@dataclass(frozen=True, slots=True)
class Publishing:
    """Lets packages into the catalog and out of it.

    Attributes:
        registrar: Knows the members' keys.
        catalog: Where entries are kept.
        access: Where requests for them are kept.
        vault: Where their ciphertext is.
        audit: Where every change is recorded.
    """

    registrar: Registrar
    catalog: CatalogStore
    access: AccessStore
    vault: Vault
    audit: AuditLog

    def publish(self, caller: str, statement: Envelope) -> CatalogEntryView:
        """Catalog a package and return its entry.

        Raises:
            StatementRefused: The statement is malformed, altered, or not the caller's own.
            CiphertextMissing, CiphertextDiffers: The vault does not hold what was signed.
            PackageExists: Another statement has this package id.
        """
        card = self.registrar.active_card(caller)
        try:
            release = verify_release(statement, card, NotRevoked())
        except RadshareError:
            raise StatementRefused from None
        kept = self.catalog.get(release.package_id)
        if kept is None:
            self._check_ciphertext(caller, release)
        entry = CatalogEntryView(statement, release, int(time.time()), withdrawn=False)
        entry, new = self.catalog.add(entry)
        if new:
            self.audit.append("package.published", package=release.package_id, member=str(caller))
        return entry

    def entry(self, package_id: str) -> CatalogEntryView:
        """Return one entry.

        Raises:
            PackageUnknown: There is none.
        """
        entry = self.catalog.get(package_id)
        if entry is None:
            raise PackageUnknown
        return entry

    def withdraw(self, caller: str, package_id: str) -> None:
        """Withdraw the caller's package: its requests and grants end, its ciphertext is removed. Idempotent.

        Raises:
            PackageUnknown: There is none.
            NotAllowed: It is another site's.
        """
        if self.entry(package_id).release.publisher != caller:
            raise NotAllowed
        if self.catalog.withdraw(package_id):
            self.audit.append("package.withdrawn", package=package_id, member=str(caller))
        self.settle(package_id)

    def settle(self, package_id: str) -> None:
        """Do what follows from a withdrawal; called again at start for one that a crash cut short."""
        for request in self.access.find(package_id=package_id):
            if request.state in {AccessState.PENDING, AccessState.GRANTED}:
                self.access.end(request.request_id)
        self.vault.remove(package_id)

    def _check_ciphertext(self, caller: str, release: ReleaseStatement) -> None:
        label = self.vault.finished(release.package_id)
        if label.owner != caller:
            raise CiphertextMissing
        if (label.digest, label.total_bytes) != (release.ciphertext_sha256, release.ciphertext_bytes):
            raise CiphertextDiffers
