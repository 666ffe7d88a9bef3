from __future__ import annotations

import ssl
from typing import TYPE_CHECKING

import httpx
import pytest

from learning.loopback import make_tls
from radshare.errors import RadshareError
from site_agent.federation.tunnel import MAX_BODY, TunnelEnd

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Coordinator:
    """The other end: remembers calls and answers, or is out of reach."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, dict[str, str], bytes]] = []
        self.reachable = True

    def forward(
        self, path: str, headers: list[tuple[str, str]], body: bytes
    ) -> tuple[int, list[tuple[str, str]], bytes]:
        """Answer with the body reversed."""
        if not self.reachable:
            raise RadshareError
        self.calls.append((path, dict(headers), body))
        return 201, [("x-flower", "yes"), ("connection", "close")], body[::-1]


@pytest.fixture
def line(tmp_path: Path) -> Iterator[tuple[httpx.Client, Coordinator]]:
    """A tunnel end and a client that trusts its certificate alone."""
    tls, coordinator = make_tls(tmp_path), Coordinator()
    tunnel = TunnelEnd(coordinator.forward, tls)
    port = tunnel.start()
    context = ssl.create_default_context(cafile=tls.certificate)
    with httpx.Client(base_url=f"https://127.0.0.1:{port}", verify=context, trust_env=False) as client:
        yield client, coordinator
    tunnel.stop()
    assert not tunnel.running()


def test_a_fleet_call_arrives_with_its_own_headers_only(line: tuple[httpx.Client, Coordinator]) -> None:
    """Path, body and end-to-end headers pass in both directions; those of one connection do not."""
    client, coordinator = line
    answer = client.post("/v1/fleet/pull-messages", content=b"abc", headers={"x-node": "1"})
    assert (answer.status_code, answer.content, answer.headers["x-flower"]) == (201, b"cba", "yes")
    path, headers, body = coordinator.calls[0]
    assert (path, body, headers["x-node"]) == ("/v1/fleet/pull-messages", b"abc", "1")
    assert not {"host", "content-length", "connection"} & set(headers)


@pytest.mark.parametrize("path", ["/v1/control/start-run", "/v1/runtime/acquire-task", "/docs", "/health"])
def test_nothing_else_passes(line: tuple[httpx.Client, Coordinator], path: str) -> None:
    """Control and runtime calls end at the site."""
    client, coordinator = line
    assert client.post(path).status_code == 404
    assert client.get("/v1/fleet/pull-messages").status_code == 405
    assert coordinator.calls == []


def test_an_unreachable_coordinator_reads_as_try_again(line: tuple[httpx.Client, Coordinator]) -> None:
    """The SuperNode hears 503, which it retries, and learns nothing else."""
    client, coordinator = line
    coordinator.reachable = False
    answer = client.post("/v1/fleet/pull-messages")
    assert (answer.status_code, answer.content) == (503, b"")


def test_a_body_beyond_the_limit_is_refused(line: tuple[httpx.Client, Coordinator]) -> None:
    """Nothing larger than one call's body is collected in memory."""
    client, coordinator = line
    assert client.post("/v1/fleet/push-object", content=b"x" * (MAX_BODY + 1)).status_code == 413
    assert coordinator.calls == []


def test_the_key_is_its_owners_alone(tmp_path: Path) -> None:
    """The loopback key is never readable by others."""
    assert make_tls(tmp_path).key.stat().st_mode & 0o077 == 0
