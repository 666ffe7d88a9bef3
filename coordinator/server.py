"""Serves a home: rooms and Flower behind one port that speaks mutual TLS only.

Order of a start: home, database, Flower, what crashes left unfinished, experiments, the port, and run.json
last; a stop goes the other way round. Nothing here decides anything.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import logging
from concurrent import futures
from typing import TYPE_CHECKING

import grpc
from cryptography import x509

from coordinator.database import Database
from coordinator.enrollment.authority import load_server_identity
from coordinator.errors import AddressUnavailable, ServerCertificateExpired, SettingsInvalid
from coordinator.experiments.desk import Desk
from coordinator.experiments.sql import SqlExperimentStore
from coordinator.experiments.superlink import SuperLink
from coordinator.rooms import Rooms, build_rooms
from coordinator.rpc.access import Access
from coordinator.rpc.authenticate import Authenticator
from coordinator.rpc.catalog import Catalog
from coordinator.rpc.enrollment import Enrollment
from coordinator.rpc.experiment import Experiments
from coordinator.rpc.gate import Gate
from coordinator.rpc.services import Services
from coordinator.rpc.tunnel import Tunnel
from coordinator.rpc.vault import Transfers
from radshare.views import Notice

if TYPE_CHECKING:
    from coordinator.enrollment.authority import ServerIdentity
    from coordinator.home import Home
    from coordinator.settings import Settings

_log = logging.getLogger(__name__)

STOP_S = 5.0
"""How long calls under way may still take once the coordinator stops."""

MAX_MESSAGE_BYTES = 32 * 1024 * 1024
"""Largest message of the protocol (a Flower call in the tunnel); radshare.client sends no larger one."""

OPTIONS: tuple[tuple[str, int], ...] = (
    ("grpc.so_reuseport", 0),  # a second listener on the same port is an error, not a surprise
    ("grpc.max_send_message_length", MAX_MESSAGE_BYTES),
    ("grpc.max_receive_message_length", MAX_MESSAGE_BYTES),
    ("grpc.keepalive_time_ms", 30_000),
    ("grpc.keepalive_timeout_ms", 10_000),
    ("grpc.keepalive_permit_without_calls", 1),
    ("grpc.http2.min_ping_interval_without_data_ms", 10_000),
)

_EVERY_INTERFACE = frozenset({"0.0.0.0", "[::]"})  # noqa: S104 - named to be refused as something to dial


class Server:
    """One coordinator.

    Args:
        home: Its home, initialised.
        settings: Its settings.
    """

    def __init__(self, home: Home, settings: Settings) -> None:
        self._home = home
        self._settings = settings
        self._running = contextlib.ExitStack()
        self.address = ""

    def start(self) -> None:
        """Serve; returns when ready. What was started is stopped again when something fails.

        Raises:
            AlreadyRunning: Another process serves this home.
            HomeMissing: The home was never initialised.
            ServerCertificateExpired, AddressUnavailable, SettingsInvalid: It cannot be served like this.
        """
        with contextlib.ExitStack() as started:
            identity = load_server_identity(self._home.ca)
            _check_time(identity)
            started.enter_context(self._home.claimed())
            self._home.run_file.unlink(missing_ok=True)
            database = Database(self._home.database_url(self._settings))
            started.callback(database.close)
            superlink = self._start_superlink(started)
            rooms = build_rooms(self._home, self._settings, database, superlink)
            rooms.settle()
            desk = self._start_desk(started, database, rooms, superlink)
            self._listen(
                started,
                identity,
                rooms,
                Services(
                    enrollment=Enrollment(rooms.registrar, rooms.revocation, self.dialled, rooms.admit_node),
                    catalog=Catalog(rooms.publishing, rooms.board),
                    access=Access(rooms.broker, rooms.board),
                    vault=Transfers(rooms.vault, rooms.broker),
                    experiments=Experiments(desk, rooms.registrar),
                    tunnel=Tunnel(rooms.board, superlink),
                ),
            )
            self._home.announce(self.address)
            started.callback(self._home.run_file.unlink, missing_ok=True)
            self._running = started.pop_all()
        _log.info("ready", extra={"address": self.address})

    def stop(self) -> None:
        """Stop serving: lines end, calls under way get a moment, Flower's processes end. Idempotent."""
        self._running.close()

    def dialled(self) -> str:
        """Return the address that members dial, for invites."""
        return self._settings.advertise or self.address

    def _start_superlink(self, started: contextlib.ExitStack) -> SuperLink | None:
        if not self._settings.flower.enabled:
            return None
        superlink = SuperLink(self._home.folder)
        started.callback(superlink.stop)
        superlink.start()
        return superlink

    def _start_desk(
        self, started: contextlib.ExitStack, database: Database, rooms: Rooms, superlink: SuperLink | None
    ) -> Desk | None:
        if superlink is None:
            return None
        store = SqlExperimentStore(database)
        desk = Desk(store, self._home.folder, superlink, lambda: rooms.board.publish(Notice.EXPERIMENT))
        started.callback(desk.stop)
        desk.start()
        return desk

    def _listen(
        self, started: contextlib.ExitStack, identity: ServerIdentity, rooms: Rooms, services: Services
    ) -> None:
        host = self._settings.address.rpartition(":")[0]
        if host in _EVERY_INTERFACE and self._settings.advertise is None:
            raise SettingsInvalid("advertise must say what members dial when address is every interface")
        authenticator = Authenticator(self._settings.federation, rooms.registrar.store)
        workers = futures.ThreadPoolExecutor(self._settings.limits.workers, thread_name_prefix="call")
        server = grpc.server(workers, interceptors=[Gate(authenticator)], options=OPTIONS)
        services.add_to(server)
        credentials = grpc.ssl_server_credentials(
            [(identity.key_pem, identity.certificate_pem)],
            root_certificates=rooms.registrar.authority.ca_pem,
            require_client_auth=True,
        )
        try:
            port = server.add_secure_port(self._settings.address, credentials)
        except RuntimeError:
            raise AddressUnavailable from None
        self.address = f"{'127.0.0.1' if host in _EVERY_INTERFACE else host}:{port}"
        server.start()
        started.callback(workers.shutdown, wait=False, cancel_futures=True)
        started.callback(lambda: server.stop(STOP_S).wait())
        started.callback(rooms.board.close)


def _check_time(identity: ServerIdentity) -> None:
    certificate = x509.load_pem_x509_certificate(identity.certificate_pem)
    if dt.datetime.now(dt.UTC) >= certificate.not_valid_after_utc:
        raise ServerCertificateExpired
