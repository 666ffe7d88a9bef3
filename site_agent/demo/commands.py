"""The command lines of the demo, as data: exactly what a site admin and a coordinator operator would type.

Rule: no secret stands in an argument; invites travel as files. Not here: running them (processes) and in
which order (conductor).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_agent.demo.plan import FEDERATION

if TYPE_CHECKING:
    from pathlib import Path

Argv = tuple[str, ...]


def coordinator_init(home: Path, port: int) -> Argv:
    """Make the coordinator's home, certificates and operator."""
    address = ("--host", "127.0.0.1", "--port", str(port))
    return ("coordinator", "init", "--home", str(home), "--federation", FEDERATION, *address)


def coordinator_serve(home: Path) -> Argv:
    """Run the coordinator."""
    return ("coordinator", "serve", "--home", str(home))


def invite(home: Path, name: str, out: Path) -> Argv:
    """Make a one-time invite for a hospital."""
    return ("coordinator", "invite", "--home", str(home), "--role", "site", "--name", name, "--out", str(out))


def enroll(home: Path, invite_file: Path) -> Argv:
    """Join a hospital with its invite."""
    return ("site-agent", "enroll", "--home", str(home), "--invite", str(invite_file))


def site_serve(home: Path) -> Argv:
    """Run a hospital's agent."""
    return ("site-agent", "serve", "--home", str(home))


def status(home: Path) -> Argv:
    """Ask what a hospital's agent has done."""
    return ("site-agent", "status", "--home", str(home), "--json")


def request(home: Path, package_id: str) -> Argv:
    """Ask another hospital for its package."""
    return ("site-agent", "request", package_id, "--home", str(home), "--json")


def search(home: Path) -> Argv:
    """List the catalog."""
    return ("site-agent", "search", "--home", str(home), "--json")


def verify(package: Path, ca: Path) -> Argv:
    """Verify a received package, offline."""
    return ("radshare", "verify", str(package), "--ca", str(ca), "--json")


def launch(home: Path, spec: Path) -> Argv:
    """Announce the joint experiment and wait for its end."""
    return ("coordinator", "experiment", "launch", str(spec), "--home", str(home), "--wait", "--json")


def report(home: Path, experiment_id: str, out: Path) -> Argv:
    """Write report.html and results.json."""
    return ("coordinator", "experiment", "report", experiment_id, "--home", str(home), "--out", str(out))
