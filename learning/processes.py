"""Keeps Flower's processes running: started, watched, restarted with back-off, stopped within seconds.

Rule: a child never outlives the one who started it. It is started through `learning.child`, which watches its
parent, in a process group of its own, which is ended as a whole. Output goes to a log file beside its data,
never to a terminal.

Used by the coordinator (SuperLink and its executor) and by the site agent (SuperNode and gate).
"""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_log = logging.getLogger(__name__)

POLL_S = 0.5
STEADY_S = 30.0
"""A child that ran this long starts again without delay the next time."""
LONGEST_WAIT_S = 30.0
LOG_BYTES = 5 * 1024 * 1024
"""A log beyond this size begins anew when its child starts."""


@dataclass(frozen=True, slots=True)
class Child:
    """One process to keep running.

    Attributes:
        name: Short name, used for the log file and in log lines.
        function: ``module:function`` that the process runs.
        arguments: Its command line. Never a secret: those are passed as files.
        environment: The whole environment of the process.
        folder: Existing folder for its log; also its working directory.
    """

    name: str
    function: str
    arguments: tuple[str, ...]
    environment: Mapping[str, str]
    folder: Path


@dataclass(slots=True)
class _Kept:
    child: Child
    process: subprocess.Popen[bytes]
    started: float
    failures: int = 0
    again_at: float = 0.0


@dataclass(slots=True)
class Keeper:
    """Starts children, starts them again when they end by themselves, and stops them all."""

    stop_s: float = 5.0
    _kept: list[_Kept] = field(default_factory=list)
    _stopping: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def start(self, child: Child) -> None:
        """Start a child and keep it running until `stop`."""
        with self._lock:
            self._kept.append(_Kept(child, _spawn(child), time.monotonic()))
            if self._thread is None:
                self._thread = threading.Thread(target=self._keep, name="keeper", daemon=True)
                self._thread.start()

    def running(self) -> bool:
        """Return whether every child runs at this moment."""
        with self._lock:
            return bool(self._kept) and all(kept.process.poll() is None for kept in self._kept)

    def restarts(self) -> int:
        """Return how many times children had to be started again in a row, summed over them."""
        with self._lock:
            return sum(kept.failures for kept in self._kept)

    def stop(self) -> None:
        """End all children, the last started first: SIGTERM, then SIGKILL after ``stop_s``. Idempotent."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join()
        with self._lock:
            processes = [kept.process for kept in reversed(self._kept)]
            self._kept.clear()
        _end(processes, self.stop_s)

    def _keep(self) -> None:
        while not self._stopping.wait(POLL_S):
            with self._lock:
                for kept in self._kept:
                    _revive(kept)


def _revive(kept: _Kept) -> None:
    if kept.process.poll() is None:
        return
    now = time.monotonic()
    if kept.again_at == 0.0:
        kept.failures = 1 if now - kept.started > STEADY_S else kept.failures + 1
        wait = min(LONGEST_WAIT_S, 0.5 * 2.0 ** (kept.failures - 1))
        kept.again_at = now + wait
        _log.warning(
            "child %s ended with %s; again in %.1f s", kept.child.name, kept.process.returncode, wait
        )
    elif now >= kept.again_at:
        _end([kept.process], 0.0)
        kept.process, kept.started, kept.again_at = _spawn(kept.child), now, 0.0


def _spawn(child: Child) -> subprocess.Popen[bytes]:
    log = child.folder / f"{child.name}.log"
    if log.exists() and log.stat().st_size > LOG_BYTES:
        log.unlink()
    command = [sys.executable, "-m", "learning.child", str(os.getpid()), child.function, *child.arguments]
    with log.open("ab") as output:
        return subprocess.Popen(
            command,
            env=dict(child.environment),
            cwd=child.folder,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def _end(processes: Sequence[subprocess.Popen[bytes]], grace_s: float) -> None:
    for process in processes:
        _signal_group(process, signal.SIGTERM)
    deadline = time.monotonic() + grace_s
    for process in processes:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(max(0.05, deadline - time.monotonic()))
    for process in processes:  # also what a child left behind in its group
        _signal_group(process, signal.SIGKILL)
        process.wait()


def _signal_group(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, number)


def flower_environment(home: Path, extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return an environment in which Flower calls nobody and installs nothing.

    Without these settings Flower 1.41 asks api.flower.ai for updates, reports to telemetry.flower.ai, and
    runs ``uv sync`` for every run. Variables of an outer Flower and proxies are dropped; the interpreter's
    own folder leads ``PATH``.
    """
    proxies = {"http_proxy", "https_proxy", "all_proxy", "no_proxy"}
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("FLWR_") and name.lower() not in proxies
    }
    return {
        **kept,
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), kept.get("PATH", os.defpath)]),
        "FLWR_HOME": str(home),
        "FLWR_TELEMETRY_ENABLED": "0",
        "FLWR_DISABLE_UPDATE_CHECK": "1",
        "FLWR_DISABLE_RUNTIME_DEPENDENCY_INSTALLATION": "1",
        "OMP_NUM_THREADS": "1",
        "PYTHONUNBUFFERED": "1",
        "NO_COLOR": "1",
        **(extra or {}),
    }
