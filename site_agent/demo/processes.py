"""The programs that the demo runs: real ones, by name, each in a session of its own, none left behind.

Rule: whatever ends the demo (the last step, an exception, Ctrl-C, SIGTERM), leaving the ``with`` block stops
every program and every process that a program started. They are recognised by an environment variable that
all of them inherit. Standard output and error of each lie in ``<logs>/<name>.log``. Not here: what they are
told to do (stages).
"""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, Self, TypeVar

from site_agent.demo.errors import PatienceError, ProgramError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import TracebackType

MARK = "RADSHARE_DEMO_RUN"
"""Environment variable by which a demo knows its own processes."""

Answer = TypeVar("Answer")

_GRACE_S = 30.0
_ORPHAN_GRACE_S = 12.0
_ONE_THREAD = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS")


class Programs:
    """Starts the product's console scripts and stops them all on leaving."""

    def __init__(self, logs: Path, *, folder: Path | None = None) -> None:
        logs.mkdir(parents=True, exist_ok=True)
        self._logs = logs
        self._scripts = folder or Path(sys.executable).parent
        self._mark = secrets.token_hex(16)
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self.strays: tuple[int, ...] | None = None

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop everything."""
        self.stop()

    def run(self, name: str, argv: Sequence[str], *, timeout_s: float = 120.0) -> str:
        """Run a program to its end and return its standard output.

        Args:
            name: Name of the log file.
            argv: Console script and arguments.
            timeout_s: Seconds it may take.

        Raises:
            ProgramError: It ended with an exit code other than 0.
            PatienceError: It took too long; it was stopped.
        """
        code, output = self.outcome(name, argv, timeout_s=timeout_s)
        if code:
            raise ProgramError(f"{' '.join(argv[:2])} exited with {code}; see logs/{name}.log")
        return output

    def outcome(self, name: str, argv: Sequence[str], *, timeout_s: float = 120.0) -> tuple[int, str]:
        """Run a program to its end and return its exit code and standard output.

        Raises:
            PatienceError: It took too long; it was stopped.
        """
        with (self._logs / f"{name}.log").open("ab") as log:
            process = self._spawn(argv, stdout=subprocess.PIPE, stderr=log)
            try:
                output, _ = process.communicate(timeout=timeout_s)
            except subprocess.TimeoutExpired:
                raise PatienceError(f"{' '.join(argv[:2])} after {timeout_s:.0f} s") from None
            finally:
                if process.poll() is None:
                    _kill_group(process.pid)
                    process.wait()
            log.write(output)
        return process.returncode, output.decode("utf-8", "replace")

    def start(self, name: str, argv: Sequence[str]) -> int:
        """Start a program that stays, and return its process id."""
        with (self._logs / f"{name}.log").open("ab") as log:
            self._running[name] = self._spawn(argv, stdout=log, stderr=subprocess.STDOUT)
        return self._running[name].pid

    def kill(self, name: str) -> None:
        """Send SIGKILL to one program (and to nothing else), as a power cut would."""
        process = self._running.pop(name)
        process.kill()
        process.wait()

    def wait_for(
        self, what: Callable[[], Answer | None], *, name: str, timeout_s: float, every_s: float = 0.5
    ) -> Answer:
        """Ask ``what`` until it returns something.

        Raises:
            ProgramError: A program that should be running ended meanwhile.
            PatienceError: Nothing came in time.
        """
        deadline = time.monotonic() + timeout_s
        while (answer := what()) is None:
            self.check()
            if time.monotonic() > deadline:
                raise PatienceError(f"{name} after {timeout_s:.0f} s")
            time.sleep(every_s)
        return answer

    def check(self) -> None:
        """Raise when a program that should be running ended.

        Raises:
            ProgramError: One did.
        """
        for name, process in self._running.items():
            if (code := process.poll()) is not None:
                raise ProgramError(f"{name} ended with exit code {code}; see logs/{name}.log")

    def stop(self) -> None:
        """Stop every program gracefully, then whatever it left behind; `strays` remembers what was forced."""
        for process in self._running.values():
            with suppress(ProcessLookupError):
                process.terminate()
        deadline = time.monotonic() + _GRACE_S
        for process in self._running.values():
            with suppress(subprocess.TimeoutExpired):
                process.wait(max(deadline - time.monotonic(), 0.1))
        deadline = time.monotonic() + _ORPHAN_GRACE_S
        while (left := self._marked()) and time.monotonic() < deadline:
            time.sleep(0.2)
        for pid in left:
            with suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL)
        for process in self._running.values():
            process.wait()
        self._running.clear()
        self.strays = tuple(left) if self.strays is None else self.strays + tuple(left)

    def _spawn(
        self, argv: Sequence[str], *, stdout: IO[bytes] | int, stderr: IO[bytes] | int
    ) -> subprocess.Popen[bytes]:
        environment = {**os.environ, MARK: self._mark, **dict.fromkeys(_ONE_THREAD, "1")}
        return subprocess.Popen(
            [str(self._scripts / argv[0]), *argv[1:]],
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            stderr=stderr,
            env=environment,
            start_new_session=True,
        )

    def _marked(self) -> list[int]:
        """Return the processes that still carry the mark; without /proc, the leaders that still run."""
        if not Path("/proc/self/environ").exists():
            return [process.pid for process in self._running.values() if process.poll() is None]
        mark = f"{MARK}={self._mark}".encode()
        found = []
        for entry in Path("/proc").iterdir():
            if entry.name.isdecimal():
                with suppress(OSError):
                    if mark in (entry / "environ").read_bytes():
                        found.append(int(entry.name))
        return found


def _kill_group(pid: int) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)
