"""The operator's commands against a daemon that runs as a process of its own."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from coordinator.errors import NotRunning
from coordinator.home import Home
from radshare.client import enroll
from radshare.identity import Invite, Member

if TYPE_CHECKING:
    from collections.abc import Iterator

PROGRAM = str(Path(sys.executable).with_name("coordinator"))


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run one command to its end."""
    return subprocess.run(
        [PROGRAM, *map(str, arguments)], capture_output=True, text=True, timeout=60, check=False
    )


def served(home: Path) -> subprocess.Popen[bytes]:
    """Start the daemon and wait until it is ready."""
    process = subprocess.Popen(
        [PROGRAM, "serve", "--home", str(home), "--no-flower"], stdout=subprocess.DEVNULL
    )
    until = time.monotonic() + 30
    while time.monotonic() < until and process.poll() is None:
        if (home / "run.json").exists() and json.loads((home / "run.json").read_text())["pid"] == process.pid:
            return process
        time.sleep(0.05)
    process.kill()
    pytest.fail("the daemon did not become ready")


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """An initialised home whose daemon, if one is left, is stopped in the end."""
    folder = tmp_path / "home"
    assert run("init", "--home", folder, "--federation", "demo", "--port", "0").returncode == 0
    yield folder
    with contextlib.suppress(NotRunning):  # it has stopped, as it should
        os.kill(Home(folder).running().pid, signal.SIGKILL)


def test_an_operators_day(home: Path, tmp_path: Path) -> None:
    """Serve, invite, list, revoke, survive SIGKILL, stop on SIGTERM: each command does its one thing."""
    first = served(home)
    invite = tmp_path / "a.invite.json"
    made = run("invite", "--home", home, "--role", "site", "--name", "hospital-a", "--out", invite, "--json")
    assert json.loads(made.stdout)["spiffe_id"] == "spiffe://demo/site/hospital-a"
    assert stat.S_IMODE(invite.stat().st_mode) == 0o600
    first.send_signal(signal.SIGKILL)
    first.wait()
    refused = run("status", "--home", home)
    assert (refused.returncode, refused.stderr.split(":")[0]) == (5, "COORDINATOR_NOT_RUNNING")

    second = served(home)
    address = json.loads((home / "run.json").read_text())["address"]
    moved = Invite.load(invite).model_copy(update={"address": address})
    enroll(moved, tmp_path / "site")
    site = Member.load(tmp_path / "site").spiffe
    members = json.loads(run("members", "--home", home, "--json").stdout)["members"]
    assert {row["spiffe_id"]: row["revoked"] for row in members}[site] is False
    assert run("revoke", site, "--home", home).returncode == 0
    status = json.loads(run("status", "--home", home, "--json").stdout)
    assert (status["members"], status["revoked"], status["packages"]) == (1, 1, 0)
    second.send_signal(signal.SIGTERM)
    assert second.wait(timeout=20) == 0
    assert not (home / "run.json").exists()
    lines = [json.loads(line) for line in (home / "logs" / "coordinator.jsonl").read_text().splitlines()]
    assert {"ready", "call"} <= {line["event"] for line in lines}


def test_errors_are_one_document_with_json(tmp_path: Path) -> None:
    """Every refusal has a code, a remedy and an exit code."""
    refused = run("serve", "--home", tmp_path)
    assert (refused.returncode, "HOME_NOT_INITIALISED" in refused.stderr) == (1, True)
    refused = run("members", "--home", tmp_path, "--json")
    assert refused.returncode == 5
    assert json.loads(refused.stderr)["error"]["code"] == "COORDINATOR_NOT_RUNNING"


def test_the_reference_page_shows_every_command() -> None:
    """docs/reference/coordinator.md names each command."""
    from coordinator.cli.main import app  # noqa: PLC0415 - only this test needs it

    page = (Path(__file__).parents[4] / "docs" / "reference" / "coordinator.md").read_text()
    named = [command.callback.__name__ for command in app.registered_commands if command.callback]
    groups = [group.name for group in app.registered_groups]
    assert len(named) > 5
    assert not [name for name in (*named, *groups) if f"`coordinator {name}" not in page]
