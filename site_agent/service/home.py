"""A site's home folder: opened as a whole, used by one agent at a time.

Rule: the lock is the operating system's (flock), so that it is free again however the agent ended;
``run.json`` is there exactly while an agent is ready.

Not here: making a membership (radshare.client.enroll).
"""

from __future__ import annotations

import fcntl
import json
import os
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from radshare.audit import AuditLog
from radshare.client import CoordinatorClient
from radshare.files import private_folder, write_private
from radshare.identity import Member
from site_agent.errors import AgentRunningError
from site_agent.settings import load_settings
from site_agent.store.site import Site
from site_agent.store.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import TextIO

RUN = "run.json"
_PATIENCE_S = 2.0
_RETRY_S = 0.05


@contextmanager
def open_site(home: Path) -> Iterator[Site]:
    """Yield the site of a home folder, and close its store at the end.

    Raises:
        SettingsError: ``site.yaml`` is missing or wrong.
        NotEnrolled: The home holds no membership.
    """
    home = home.absolute()  # child processes work in folders of their own
    settings = load_settings(home)
    member = Member.load(home / "identity")
    store = Store(home, member.master.derive)
    try:
        yield Site(home, member, settings, store, AuditLog(home / "audit.jsonl"))
    finally:
        store.close()


@contextmanager
def calling(home: Path) -> Iterator[CoordinatorClient]:
    """Yield a connection of its own for one command; the daemon's stays as it is.

    Raises:
        CertificateExpired: The site's certificate is not valid now.
    """
    settings = load_settings(home)
    transcript = home / "egress" if settings.egress_transcript else None
    with CoordinatorClient(
        settings.coordinator, Member.load(home / "identity"), transcript=transcript
    ) as client:
        yield client


@contextmanager
def only_agent(home: Path, patience_s: float = _PATIENCE_S) -> Iterator[None]:
    """Hold the home's lock for as long as the block runs.

    Args:
        home: The site's home folder.
        patience_s: How long to wait for it: the status command holds it for a moment to see whether it is
            free.

    Raises:
        AgentRunningError: Another agent holds it.
    """
    deadline = time.monotonic() + patience_s
    path = private_folder(home / "private") / "agent.lock"
    path.touch(mode=0o600, exist_ok=True)
    with path.open("w") as handle:
        while not _locked(handle):
            if time.monotonic() >= deadline:
                raise AgentRunningError
            time.sleep(_RETRY_S)
        yield


@contextmanager
def announced(home: Path, coordinator: str) -> Iterator[None]:
    """Keep ``run.json`` in the home while the block runs."""
    path = home / RUN
    document = {"pid": os.getpid(), "address": coordinator, "ready": True}
    write_private(path, json.dumps(document).encode())
    try:
        yield
    finally:
        path.unlink(missing_ok=True)


def running(home: Path) -> bool:
    """Return whether an agent works in this home now; a run.json that a killed one left does not count."""
    try:
        document: dict[str, Any] = json.loads((home / RUN).read_bytes())
        os.kill(int(document["pid"]), 0)
    except (OSError, ValueError, KeyError):
        return False
    try:
        with only_agent(home, patience_s=0):
            return False
    except AgentRunningError:
        return True


def _locked(handle: TextIO) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
