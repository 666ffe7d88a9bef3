from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from learning.processes import Child, Keeper, flower_environment

SLEEPER = "tests_child:sleep"
MODULE = """
import os, pathlib, signal, time
def sleep():
    pathlib.Path("started").write_text(str(os.getpid()))
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    time.sleep(600)
def stubborn():
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    pathlib.Path("started").write_text(str(os.getpid()))
    time.sleep(600)
"""


def child(folder: Path, function: str = SLEEPER) -> Child:
    """Return a child that sleeps."""
    (folder / "tests_child.py").write_text(MODULE)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(folder), str(Path.cwd())])}
    return Child("sleeper", function, (), environment, folder)


def started(folder: Path, other_than: int = 0) -> int:
    """Wait for the child to say its process id."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        text = (folder / "started").read_text() if (folder / "started").exists() else ""
        if text and int(text) != other_than:
            return int(text)
        time.sleep(0.05)
    raise AssertionError


def gone(pid: int, seconds: float) -> bool:
    """Return whether the process ends within some seconds; a zombie has ended."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            if Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z":
                return True
        except OSError:
            return True
        time.sleep(0.05)
    return False


def test_a_child_that_dies_is_started_again_and_stop_ends_it(tmp_path: Path) -> None:
    """A killed child comes back with another process id; after stop nothing is left."""
    keeper = Keeper()
    keeper.start(child(tmp_path))
    first = started(tmp_path)
    os.kill(first, signal.SIGKILL)
    second = started(tmp_path, other_than=first)
    assert keeper.restarts() == 1
    assert keeper.running()
    keeper.stop()
    assert gone(second, 1)
    assert not keeper.running()


def test_a_child_that_ignores_sigterm_is_killed(tmp_path: Path) -> None:
    """Stop never waits longer than its limit."""
    keeper = Keeper(stop_s=0.5)
    keeper.start(child(tmp_path, "tests_child:stubborn"))
    pid = started(tmp_path)
    begun = time.monotonic()
    keeper.stop()
    assert gone(pid, 1)
    assert time.monotonic() - begun < 5


def test_children_die_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    """SIGKILL gives the parent no chance to clean up; its child ends within seconds all the same."""
    built = child(tmp_path)
    parent = f"""
import os, sys, time, pathlib
from learning.processes import Child, Keeper
Keeper().start(Child("sleeper", "{SLEEPER}", (), dict(os.environ), pathlib.Path({str(tmp_path)!r})))
time.sleep(600)
"""
    process = subprocess.Popen([sys.executable, "-c", parent], env=dict(built.environment))
    pid = started(tmp_path)
    process.kill()
    process.wait()
    assert gone(pid, 6)


def test_flower_is_told_to_call_nobody(tmp_path: Path) -> None:
    """Telemetry, update check and installation are off, and nothing of an outer Flower gets in."""
    os.environ["FLWR_TELEMETRY_ENABLED"] = "1"
    os.environ["HTTPS_PROXY"] = "http://proxy.invalid"
    try:
        environment = flower_environment(tmp_path)
    finally:
        del os.environ["FLWR_TELEMETRY_ENABLED"], os.environ["HTTPS_PROXY"]
    assert environment["FLWR_TELEMETRY_ENABLED"] == "0"
    assert environment["FLWR_DISABLE_UPDATE_CHECK"] == "1"
    assert environment["FLWR_DISABLE_RUNTIME_DEPENDENCY_INSTALLATION"] == "1"
    assert environment["PATH"].startswith(str(Path(sys.executable).parent))
    assert "HTTPS_PROXY" not in environment
