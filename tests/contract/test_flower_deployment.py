"""Flower's real processes on loopback: SuperLink and executor; at each site SuperNode, gate and tunnel end.

The tunnel between them is real gRPC; only the coordinator's authentication is left out (tests/contract of
coordinator.rpc).
"""

from __future__ import annotations

import contextlib
import time
from concurrent import futures
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import grpc
import pytest

from coordinator.database import Database
from coordinator.experiments.desk import Desk
from coordinator.experiments.sql import SqlExperimentStore
from coordinator.experiments.superlink import SuperLink
from factories.learning import EXPERIMENT, site, spec, training_set
from learning.errors import Code
from radshare.experiment import Arm, ExperimentSpec, RowStatus, SiteRow
from radshare.identity import Role, generate_keys
from radshare.v1 import tunnel_pb2, tunnel_pb2_grpc
from radshare.views import ExperimentState
from site_agent.federation.supervisor import Flower
from site_agent.settings import FederationSettings

if TYPE_CHECKING:
    from collections.abc import Iterator

CANARY = "DOE^JANE"
BROKEN = "b" * 32


class Tunnel(tunnel_pb2_grpc.TunnelServiceServicer):
    """The coordinator's end of the tunnel, without authentication; remembers what came through."""

    def __init__(self, superlink: SuperLink) -> None:
        self.superlink = superlink
        self.bodies: list[bytes] = []

    def Forward(  # noqa: N802 - gRPC's name
        self, request: tunnel_pb2.ForwardRequest, context: grpc.ServicerContext
    ) -> tunnel_pb2.ForwardResponse:
        """Carry one call."""
        self.bodies.append(request.body)
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

    def training(self, name: str) -> Path:
        """Return where a site's training sets lie."""
        return self.home / CANARY / name / "private" / "training"

    def run(self, experiment_id: str, of: ExperimentSpec, expected: ExperimentState) -> tuple[SiteRow, ...]:
        """Launch an experiment, let joined sites be ready and others refuse, and return its rows."""
        self.desk.launch(experiment_id, of.canonical())
        for spiffe in of.sites:
            if spiffe.rsplit("/", 1)[-1] in self.sites:
                self.desk.ready(experiment_id, spiffe, "a" * 64)
            else:
                self.desk.refused(experiment_id, spiffe, "POLICY")
        until = time.monotonic() + of.deadline_s
        while (view := self.desk.get(experiment_id)).state is not expected:
            assert time.monotonic() < until, f"{view.state}: {view.reason}"
            time.sleep(0.2)
        assert view.results is not None
        return view.results.rows

    def join(self, name: str) -> None:
        """Start a site and let its SuperNode in. The site's paths hold a name that must not leave."""
        home = self.home / CANARY / name
        generate_keys(home / "identity", Role.SITE)
        self.superlink.register_node(site(name), (home / "identity" / "node.pub").read_text().strip())
        flower = Flower(home, Identity(home / "identity"), Line(self.stub), FederationSettings())
        flower.start()
        self.sites[name] = flower


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


def processes_in(folder: Path) -> list[int]:
    """Return the processes whose working directory is ``folder``."""
    found = []
    for entry in Path("/proc").iterdir():
        with contextlib.suppress(OSError):
            if entry.name.isdigit() and (entry / "cwd").readlink() == folder:
                found.append(int(entry.name))
    return found


@pytest.mark.processes
def test_an_experiment_runs_over_real_processes_and_leaves_none_behind(federation: Federation) -> None:
    """Two sites answer for three arms, a third refuses, no text leaks, and every process ends."""
    of = spec("hospital-a", "hospital-b", "hospital-c", min_sites=2, deadline_s=90)
    for name in ("hospital-a", "hospital-b"):
        training_set(federation.training(name) / EXPERIMENT, of, seed=ord(name[-1]))
        federation.join(name)
    rows = federation.run(EXPERIMENT, of, ExperimentState.FINISHED)
    check_rows(rows)

    broken = federation.training("hospital-b") / BROKEN
    broken.mkdir()
    (broken / "lock.json").write_text(f'{{"{CANARY}": "{CANARY}"}}')
    rows = federation.run(BROKEN, spec("hospital-b", deadline_s=60), ExperimentState.FAILED)
    assert {row.code for row in rows} == {Code.DATA_UNREADABLE}
    assert federation.desk.get(BROKEN).reason.startswith("TOO_FEW_SITES")
    assert federation.tunnel.bodies
    assert not any(CANARY.encode() in body for body in federation.tunnel.bodies)
    for path in federation.superlink.home.rglob("*"):
        assert path.is_dir() or CANARY.encode() not in path.read_bytes(), path.name

    flower = federation.sites["hospital-a"]
    pids = processes_in(flower.home / "flower")
    assert len(pids) == 2
    assert flower.healthy()
    flower.stop()
    assert not any(Path(f"/proc/{pid}").exists() for pid in pids)


def check_rows(rows: tuple[SiteRow, ...]) -> None:
    """Compare rows with what two answering sites and one that refused must give."""
    home = {(row.arm, row.judged_at): row for row in rows if row.trained_at == row.judged_at}
    for arm in Arm:
        assert home[arm, site("hospital-a")].status is RowStatus.OK
        assert home[arm, site("hospital-b")].status is RowStatus.OK
        assert home[arm, site("hospital-c")].status is RowStatus.REFUSED
        assert home[arm, site("hospital-c")].code == "POLICY"
    visits = [row for row in rows if row.trained_at != row.judged_at and row.status is RowStatus.OK]
    assert [row.arm for row in visits] == [Arm.SHARED] * 2
