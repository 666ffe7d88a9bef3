"""A served home: revocation in every room, restarts, and what stands in the way of serving."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from coordinator.database import Database
from coordinator.errors import (
    AddressUnavailable,
    AlreadyRunning,
    HomeMissing,
    NotRunning,
    ServerCertificateExpired,
    SettingsInvalid,
)
from coordinator.experiments.errors import SuperLinkUnavailableError
from coordinator.home import Home
from coordinator.rooms import build_rooms
from coordinator.server import Server
from coordinator.settings import FlowerSettings, Settings
from factories.coordinator import RunningCoordinator, access_request, decision
from radshare.audit import verify as verify_audit
from radshare.errors import RemoteRefusal
from radshare.identity import Role
from radshare.views import AccessState, Notice

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NO_FLOWER = FlowerSettings(enabled=False)


@pytest.fixture
def coordinator(tmp_path: Path) -> Iterator[RunningCoordinator]:
    """A fresh coordinator."""
    with RunningCoordinator(tmp_path) as running:
        yield running


def test_a_revoked_member_is_out_of_every_room_at_once(coordinator: RunningCoordinator) -> None:
    """Its calls fail, its line ends, and every request and grant it is a party of is revoked."""
    owner, ada = coordinator.join(Role.SITE, "owner"), coordinator.join(Role.RESEARCHER, "ada")
    package_id = coordinator.publish(owner)
    with (
        coordinator.client(owner) as of_owner,
        coordinator.client(ada) as of_ada,
        coordinator.client(coordinator.operator) as operator,
    ):
        asked = of_ada.request_access(access_request(ada, owner.spiffe, package_id))
        of_owner.decide(decision(owner, asked))
        of_ada.request_access(access_request(ada, owner.spiffe, package_id))
        line = of_owner.listen("0.1.0")
        assert next(line) is Notice.HEARTBEAT
        operator.revoke(owner.spiffe)
        assert Notice.EXPERIMENT not in list(line)
        with pytest.raises(RemoteRefusal, match="MEMBER_REVOKED"):
            of_owner.search()
        assert {each.state for each in of_ada.access_requests()} == {AccessState.REVOKED}
        with pytest.raises(RemoteRefusal, match="MEMBER_REVOKED"):
            of_ada.request_access(access_request(ada, owner.spiffe, package_id))
        assert of_ada.identity(owner.spiffe)[1]


def test_an_operator_cannot_lock_everybody_out(coordinator: RunningCoordinator) -> None:
    """Nobody revokes itself."""
    with (
        coordinator.client(coordinator.operator) as operator,
        pytest.raises(RemoteRefusal, match="OPERATOR_SELF_REVOCATION"),
    ):
        operator.revoke(coordinator.operator.spiffe)


def test_notices_reach_listening_sites(coordinator: RunningCoordinator) -> None:
    """A publication and a request are told to all sites that hold a line."""
    owner, ada = coordinator.join(Role.SITE, "owner"), coordinator.join(Role.RESEARCHER, "ada")
    heard: list[Notice] = []
    got_both = threading.Event()

    with coordinator.client(owner) as listening, coordinator.client(ada) as asking:

        def listen() -> None:
            for notice in listening.listen("0.1.0"):
                heard.append(notice)
                if {Notice.CATALOG, Notice.ACCESS} <= set(heard):
                    got_both.set()
                    return

        thread = threading.Thread(target=listen)
        thread.start()
        while not heard:
            thread.join(0.01)
        package_id = coordinator.publish(owner)
        asking.request_access(access_request(ada, owner.spiffe, package_id))
        assert got_both.wait(5)
        thread.join()


def test_everything_survives_a_restart_and_the_audit_log_is_whole(coordinator: RunningCoordinator) -> None:
    """Members, packages, requests and invites are there again; nothing was kept in memory only."""
    owner, ada = coordinator.join(Role.SITE, "owner"), coordinator.join(Role.RESEARCHER, "ada")
    package_id = coordinator.publish(owner)
    with coordinator.client(ada) as client:
        asked = client.request_access(access_request(ada, owner.spiffe, package_id))
    coordinator.server.stop()
    with pytest.raises(NotRunning):
        coordinator.home.running()
    coordinator.start()
    with coordinator.client(ada) as client:
        assert client.access_requests() == [asked]
        assert client.package(package_id).release.publisher == owner.spiffe
    assert verify_audit(coordinator.home.audit_log)[0] > 4


def test_what_a_crash_cut_short_is_finished_at_the_next_start(
    coordinator: RunningCoordinator, tmp_path: Path
) -> None:
    """A withdrawal and a revocation that only reached the register take full effect."""
    owner, ada = coordinator.join(Role.SITE, "owner"), coordinator.join(Role.RESEARCHER, "ada")
    first, second = coordinator.publish(owner), coordinator.publish(owner)
    with coordinator.client(ada) as client:
        asked = [client.request_access(access_request(ada, owner.spiffe, each)) for each in (first, second)]
    coordinator.server.stop()
    database = Database(coordinator.home.database_url(coordinator.settings))
    rooms = build_rooms(coordinator.home, coordinator.settings, database, None)
    rooms.publishing.catalog.withdraw(first)
    rooms.settle()
    states = [rooms.broker.store.get(each.request_id) for each in asked]
    assert [each.state for each in states if each] == [AccessState.REVOKED, AccessState.PENDING]
    assert not rooms.vault.owns(first, owner.spiffe)
    rooms.registrar.revoke(ada.spiffe, by="test")
    rooms.settle()
    database.close()
    coordinator.start()
    with coordinator.client(owner) as client:
        assert {each.state for each in client.access_requests()} == {AccessState.REVOKED}


@dataclass
class Fleet:
    """A fleet that remembers its nodes, or is down."""

    nodes: dict[str, str] = field(default_factory=dict)
    down: bool = False

    def forward(
        self, path: str, headers: list[tuple[str, str]], body: bytes
    ) -> tuple[int, list[tuple[str, str]], bytes]:
        """Echo."""
        return 200, headers, path.encode() + body

    def register_node(self, spiffe_id: str, node_public_key_openssh: str) -> None:
        """Remember a node."""
        if self.down:
            raise SuperLinkUnavailableError
        self.nodes[str(spiffe_id)] = node_public_key_openssh

    def unregister_node(self, spiffe_id: str) -> None:
        """Forget a node."""
        if self.down:
            raise SuperLinkUnavailableError
        self.nodes.pop(str(spiffe_id), None)


def test_nodes_follow_the_register(coordinator: RunningCoordinator) -> None:
    """A site's node is let in and shut out with it; a fleet that was down catches up at the next start."""
    site = coordinator.join(Role.SITE, "owner")
    coordinator.join(Role.RESEARCHER, "ada")
    coordinator.server.stop()
    database = Database(coordinator.home.database_url(coordinator.settings))
    fleet = Fleet(down=True)
    rooms = build_rooms(coordinator.home, coordinator.settings, database, fleet)
    rooms.settle()
    assert fleet.nodes == {}
    fleet.down = False
    rooms.settle()
    assert fleet.nodes == {str(site.spiffe): site.card_view.node_key}
    fleet.down = True
    rooms.revocation.revoke(site.spiffe, by="test")
    fleet.down = False
    rooms.settle()
    assert fleet.nodes == {}
    database.close()


def test_without_flower_experiments_say_so(coordinator: RunningCoordinator) -> None:
    """Lists are empty and everything else is refused with one code."""
    site = coordinator.join(Role.SITE, "owner")
    with coordinator.client(site) as client:
        assert client.experiments() == []
        with pytest.raises(RemoteRefusal, match="EXPERIMENTS_DISABLED"):
            client.experiment("0" * 32)
        with pytest.raises(RemoteRefusal, match="EXPERIMENTS_DISABLED"):
            client.forward("/v1/fleet/x", [], b"")


# ------------------------------------------------------------------------------- what stands in the way


def test_one_home_is_served_once(coordinator: RunningCoordinator) -> None:
    """A second process is refused and does not disturb the first."""
    with pytest.raises(AlreadyRunning):
        Server(coordinator.home, coordinator.settings).start()
    assert coordinator.home.running().address == coordinator.server.address


def test_a_taken_port_is_said_and_nothing_is_left_behind(coordinator: RunningCoordinator) -> None:
    """A failed start releases the home."""
    with RunningCoordinator(coordinator.folder / "second") as second:
        second.server.stop()
        taken = second.settings.model_copy(update={"address": coordinator.server.address})
        with pytest.raises(AddressUnavailable):
            Server(second.home, taken).start()
        assert not second.home.run_file.exists()
        second.start()


def test_a_run_file_of_a_killed_process_fools_nobody(tmp_path: Path) -> None:
    """The named process must exist."""
    home = Home(tmp_path)
    for document in ({"pid": 2**22 + 1, "address": "x:1", "ready": True}, {"pid": "?"}, {}):
        home.run_file.write_text(json.dumps(document))
        with pytest.raises(NotRunning):
            home.running()


def test_every_interface_needs_a_name_to_dial(coordinator: RunningCoordinator) -> None:
    """Invites cannot say 0.0.0.0."""
    coordinator.server.stop()
    everywhere = coordinator.settings.model_copy(update={"address": "0.0.0.0:0"})
    with pytest.raises(SettingsInvalid):
        Server(coordinator.home, everywhere).start()
    named = everywhere.model_copy(update={"advertise": "coordinator.example.org:443"})
    server = Server(coordinator.home, named)
    server.start()
    assert (server.dialled(), server.address.split(":")[0]) == ("coordinator.example.org:443", "127.0.0.1")
    server.stop()
    server.stop()


def test_an_uninitialised_home_is_refused(tmp_path: Path) -> None:
    """`serve` makes nothing."""
    with pytest.raises(HomeMissing):
        Home(tmp_path).settings()
    with pytest.raises(HomeMissing):
        Server(Home(tmp_path), Settings(federation="demo", flower=NO_FLOWER)).start()
    assert list(tmp_path.iterdir()) == []


def test_an_expired_server_certificate_is_said_before_members_notice(
    coordinator: RunningCoordinator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The operator learns what to do; `init` renews it."""
    import coordinator.server as module  # noqa: PLC0415 - its clock is replaced

    coordinator.server.stop()

    class Later(module.dt.datetime):
        @classmethod
        def now(cls, tz: object = None) -> Later:  # type: ignore[override]
            return super().now(tz) + module.dt.timedelta(days=400)  # type: ignore[arg-type, return-value]

    with monkeypatch.context() as patched:
        patched.setattr(module.dt, "datetime", Later)
        with pytest.raises(ServerCertificateExpired):
            Server(coordinator.home, coordinator.settings).start()
