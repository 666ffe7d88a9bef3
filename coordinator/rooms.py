"""Builds the coordinator's rooms from its home and settings, and finishes what a crash cut short.

Not here: the port (coordinator.server) and Flower's processes, which are handed in.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coordinator.access.broker import Broker
from coordinator.access.sql import SqlAccessStore
from coordinator.catalog.publishing import Publishing
from coordinator.catalog.sql import SqlCatalogStore
from coordinator.catalog.store import Search
from coordinator.enrollment.authority import Authority
from coordinator.enrollment.registrar import Registrar
from coordinator.enrollment.sql import SqlEnrollmentStore
from coordinator.revocation import Revocation
from coordinator.rpc.notices import NoticeBoard
from coordinator.vault import Vault
from radshare.audit import AuditLog
from radshare.errors import RadshareError
from radshare.files import private_folder

if TYPE_CHECKING:
    from coordinator.database import Database
    from coordinator.enrollment.store import MemberRecord
    from coordinator.home import Home
    from coordinator.rpc.ports import FleetPort
    from coordinator.settings import Settings

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Rooms:
    """Everything that decides or keeps.

    Attributes:
        registrar: Members.
        publishing: The catalog.
        broker: Access requests.
        vault: Ciphertext.
        board: Listening sites.
        revocation: Puts members out of all of these.
    """

    registrar: Registrar
    publishing: Publishing
    broker: Broker
    vault: Vault
    board: NoticeBoard
    revocation: Revocation

    def admit_node(self, member: MemberRecord) -> None:
        """Let an active site's SuperNode in; what fails now is tried again at the next start."""
        fleet = self.revocation.fleet
        if fleet is None or not member.node_key or member.revoked_at is not None:
            return
        try:
            fleet.register_node(member.spiffe_id, member.node_key)
        except RadshareError as error:
            _log.warning("node not registered", extra={"code": error.code, "caller": str(member.spiffe_id)})

    def settle(self) -> None:
        """Finish withdrawals, revocations and registrations that a crash may have cut short."""
        for entry in self.publishing.catalog.search(Search(include_withdrawn=True)):
            if entry.withdrawn:
                self.publishing.settle(entry.release.package_id)
        for member in self.registrar.store.members():
            if member.revoked_at is None:
                self.admit_node(member)
            else:
                self.revocation.settle(member.spiffe_id)
        if swept := self.vault.sweep(time.time()):
            _log.info("abandoned uploads removed", extra={"count": swept})


def build_rooms(home: Home, settings: Settings, database: Database, fleet: FleetPort | None) -> Rooms:
    """Return the rooms of a home.

    Raises:
        HomeMissing: There is no CA.
    """
    audit = AuditLog(home.audit_log)
    authority = Authority.load(home.ca, settings.federation)
    registrar = Registrar(authority, SqlEnrollmentStore(database), audit, settings.certificates)
    vault = Vault(private_folder(home.vault), settings.vault)
    access = SqlAccessStore(database)
    publishing = Publishing(registrar, SqlCatalogStore(database), access, vault, audit)
    broker = Broker(registrar, publishing, access, audit, settings.limits.pending_requests)
    board = NoticeBoard(settings.heartbeat_s)
    revocation = Revocation(registrar, broker, board, fleet)
    return Rooms(registrar, publishing, broker, vault, board, revocation)
