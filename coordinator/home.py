"""Where things lie in a coordinator's home folder, and how files there are written.

Rule: whatever another process may read while it is written appears whole or not at all; whatever is secret
is created with mode 0600 in a folder of mode 0700 (radshare.files does both).
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coordinator import settings as settings_file
from coordinator.errors import AlreadyRunning, HomeMissing, NotRunning
from radshare.files import write_private

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from coordinator.settings import Settings


@dataclass(frozen=True, slots=True)
class Running:
    """What run.json says about the process that serves a home.

    Attributes:
        pid: Its process id.
        address: Where it listens, with the real port.
    """

    pid: int
    address: str


@dataclass(frozen=True, slots=True)
class Home:
    """The paths inside one home folder.

    Attributes:
        folder: The home itself.
    """

    folder: Path

    @property
    def settings_file(self) -> Path:
        """Return the path of coordinator.yaml."""
        return self.folder / "coordinator.yaml"

    @property
    def ca(self) -> Path:
        """Return the folder of the CA and the server certificate (0700)."""
        return self.folder / "ca"

    @property
    def operator(self) -> Path:
        """Return the operator's identity folder (0700)."""
        return self.folder / "operator"

    @property
    def vault(self) -> Path:
        """Return the folder of ciphertext."""
        return self.folder / "vault"

    @property
    def audit_log(self) -> Path:
        """Return the path of the hash-chained audit log."""
        return self.folder / "audit.jsonl"

    @property
    def log(self) -> Path:
        """Return the path of the JSON lines log."""
        return self.folder / "logs" / "coordinator.jsonl"

    @property
    def run_file(self) -> Path:
        """Return the path of run.json, which exists while the coordinator serves."""
        return self.folder / "run.json"

    def settings(self) -> Settings:
        """Return the settings.

        Raises:
            HomeMissing: The folder was never initialised.
            SettingsInvalid: coordinator.yaml is not valid.
        """
        if not self.settings_file.is_file():
            raise HomeMissing
        return settings_file.read(self.settings_file)

    def database_url(self, settings: Settings) -> str:
        """Return the SQLAlchemy URL in force."""
        return settings.database or f"sqlite:///{(self.folder / 'coordinator.sqlite').absolute()}"

    @contextlib.contextmanager
    def claimed(self) -> Iterator[None]:
        """Hold the home for this process alone; the kernel lets go of it however the process ends.

        Raises:
            AlreadyRunning: Another process holds it.
        """
        with (self.folder / "serve.lock").open("a") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise AlreadyRunning from None
            yield

    def announce(self, address: str) -> None:
        """Write run.json: the coordinator is ready at ``address``."""
        document = {"pid": os.getpid(), "address": address, "ready": True}
        write_private(self.run_file, json.dumps(document).encode() + b"\n")

    def running(self) -> Running:
        """Return who serves this home.

        Raises:
            NotRunning: Nobody does, or the one who did was killed.
        """
        try:
            document = json.loads(self.run_file.read_bytes())
            running = Running(pid=int(document["pid"]), address=str(document["address"]))
            os.kill(running.pid, 0)
        except PermissionError:
            raise NotRunning("another user's process") from None
        except (OSError, ValueError, KeyError, TypeError):
            raise NotRunning from None
        return running
