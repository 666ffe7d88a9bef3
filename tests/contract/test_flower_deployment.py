"""Flower's real processes on loopback: SuperLink and executor, and at each site SuperNode, gate and tunnel end.

The tunnel between them is real gRPC; only the coordinator's authentication is left out (tests/contract of coordinator.rpc).
"""

from __future__ import annotations

import time
from concurrent import futures
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import grpc
import pytest
from factories.learning import EXPERIMENT, site, spec, training_set

from coordinator.database import Database
from coordinator.experiments.desk import Desk
from coordinator.experiments.sql import SqlExperimentStore
from coordinator.experiments.superlink import SuperLink
from learning.errors import Code
from radshare.experiment import Arm, RowStatus
from radshare.identity import Role, generate_keys
from radshare.v1 import tunnel_pb2, tunnel_pb2_grpc
from radshare.views import ExperimentState
from site_agent.federation.supervisor import Flower
from site_agent.settings import FederationSettings

if TYPE_CHECKING:
    from collections.abc import Iterator

CANARY = "DOE^JANE"


class Tunnel(tunnel_pb2_grpc.TunnelServiceServicer):
    """The coordinator's end of the tunnel, without authentication; remembers what came through."""

    def __init__(self, superlink: SuperLink) -> None:
        self.superlink = superlink
        self.seen: list[bytes] = []

    def Forward(  # noqa: N802 - gRPC's name
        self, request: tunnel_pb2.ForwardRequest, context: grpc.ServicerContext
    ) -> tunnel_pb2.ForwardResponse:
        """Carry one call."""
        self.seen.append(request.body)
        headers = [(header.name, header.value) for header in request.headers]
        status, answered, body = self.superlink.forward(request.path, headers, request.body)
        kept = [tunnel_pb2.Header(name=name, value=value) for name, value in answered]
        return tunnel_pb2.ForwardResponse(status=status, headers=kept, body=body)


@dataclass
class Line:
    """A site's client, reduced to what Flower needs."""

    stub: tunnel_pb2_grpc.TunnelServiceStub

    def forward(
        self, path: str, headers: list[tuple[str, str]], body: bytes
    ) -> tuple[int, list[tuple[str, str]], bytes]:
        """Carry one call to the coordinator."""
        sent = [tunnel_pb2.Header(name=name, value=value) for name, value in headers]
        answer = self.stub.Forward(tunnel_pb2.ForwardRequest(path=path, headers=sent, body=body))
        return answer.status, [(header.name, header.value) for header in answer.headers], answer.body


@dataclass
class Identity:
    """A site's identity, reduced to its folder."""

    folder: Path


@dataclass
class Federation:
    """One SuperLink, a desk, a tunnel, and some sites."""

    home: Path
    superlink: SuperLink
    desk: Desk
    tunnel: Tunnel
    stub: tunnel_pb2_grpc.TunnelServiceStub
    sites: dict[str, Flower]

    def join(self, name: str) -> Flower:
        """Start a site and let its SuperNode in."""
        home = self.home / name
        generate_keys(home / "identity", Role.SITE)
        self.superlink.register_node(site(name), (home / "identity" / "node.pub").read_text().strip())
        flower = Flower(home, Identity(home / "identity"), Line(self.stub), FederationSettings())
        flower.start()
        self.sites[name] = flower
        return flower


@pytest.fixture
def federation(tmp_path: Path) -> Iterator[Federation]:
    """A running SuperLink behind a gRPC tunnel."""
    superlink = SuperLink(tmp_path / "coordinator")
    superlink.home.mkdir()
    database = Database(f"sqlite:///{tmp_path}/coordinator/coordinator.sqlite")
    desk = Desk(SqlExperimentStore(database), superlink.home, superlink, lambda: None)
    tunnel = Tunnel(superlink)
    server = grpc.server(futures.ThreadPoolExecutor(8))
    tunnel_pb2_grpc.add_TunnelServiceServicer_to_server(tunnel, server)
    port = server.add_insecure_port("127.0.0.1:0")
    channel = grpc.insecure_channel(f"127.0.0.1:{port}")
    built = Federation(tmp_path, superlink, desk, tunnel, tunnel_pb2_grpc.TunnelServiceStub(channel), {})
    try:
        superlink.start()
        server.start()
        desk.start()
        yield built
    finally:
        desk.stop()
        for flower in built.sites.values():
            flower.stop()
        channel.close()
        server.stop(0.5).wait()
        superlink.stop()
        database.close()


def children_of(folder: Path) -> list[int]:
    """Return the processes whose working directory lies in ``folder``."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if (entry / "cwd").readlink().is_relative_to(folder):
                    found.append(int(entry.name))
            except OSError:
                continue
    return found


def wait_for(condition: object, seconds: float) -> None:
    """Wait until ``condition()`` is true."""
    until = time.monotonic() + seconds
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < until, "waited too long"
        time.sleep(0.2)


@pytest.mark.processes
def test_an_experiment_runs_over_real_processes_and_leaves_none_behind(federation: Federation) -> None:
    """Two sites answer for three arms, a third refuses, a broken set leaks no text, and every process ends."""
    of = spec("hospital-a", "hospital-b", "hospital-c", min_sites=2, deadline_s=90)
    for name in ("hospital-a", "hospital-b"):
        folder = federation.home / name / "private" / "training" / EXPERIMENT
        folder.parent.mkdir(parents=True)
        training_set(folder, of, test_patients=12, seed=ord(name[-1]))
        federation.join(name)
    broken = federation.home / "hospital-b" / "private" / "training" / ("b" * 32)
    broken.mkdir()
    (broken / "lock.json").write_text(f'{{"{CANARY}": "{CANARY}"}}')

    federation.desk.launch(EXPERIMENT, of.canonical())
    for name in ("hospital-a", "hospital-b"):
        federation.desk.ready(EXPERIMENT, site(name), "a" * 64)
    federation.desk.refused(EXPERIMENT, site("hospital-c"), "POLICY")
    wait_for(lambda: federation.desk.get(EXPERIMENT).state is ExperimentState.FINISHED, 80)

    results = federation.desk.get(EXPERIMENT).results
    assert results is not None
    home = {(row.arm, row.judged_at): row for row in results.rows if row.trained_at == row.judged_at}
    for name in ("hospital-a", "hospital-b"):
        for arm in Arm:
            assert home[arm, site(name)].status is RowStatus.OK
    assert home[Arm.LOCAL, site("hospital-c")].status is RowStatus.REFUSED
    assert home[Arm.LOCAL, site("hospital-c")].code == "POLICY"
    visits = [row for row in results.rows if row.trained_at != row.judged_at and row.status is RowStatus.OK]
    assert {row.arm for row in visits} == {Arm.SHARED}
    assert len(visits) == 2

    started = time.monotonic()
    one = spec("hospital-b", min_sites=1, deadline_s=60)
    federation.desk.launch("b" * 32, one.canonical())
    federation.desk.ready("b" * 32, site("hospital-b"), "a" * 64)
    wait_for(lambda: federation.desk.get("b" * 32).state is ExperimentState.FAILED, 60)
    failed = federation.desk.get("b" * 32)
    assert failed.reason.startswith("TOO_FEW_SITES")
    assert failed.results is not None
    assert {row.code for row in failed.results.rows} == {Code.DATA_UNREADABLE}
    assert not any(CANARY.encode() in body for body in federation.tunnel.seen)
    assert CANARY.encode() not in (federation.superlink.home / "superlink" / "superlink.sqlite").read_bytes()
    assert time.monotonic() - started < 60

    orphan = federation.sites.pop("hospital-a")
    pids = children_of(orphan.home / "flower")
    assert len(pids) == 2
    orphan.stop()
    wait_for(lambda: not children_of(orphan.home / "flower"), 10)
    assert all(not Path(f"/proc/{pid}").exists() for pid in pids)
