"""The demo's programs: real processes that never outlive it."""

from __future__ import annotations

import os
import stat
import sys
import time
from pathlib import Path

import pytest

from site_agent.demo.errors import PatienceError, ProgramError
from site_agent.demo.processes import Programs


@pytest.fixture
def scripts(tmp_path: Path) -> Path:
    """Return a folder of three programs: one ends, one stays, one leaves a deaf child behind."""
    folder = tmp_path / "bin"
    folder.mkdir()
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)"
    bodies = {
        "ends": "import sys; print('said'); sys.exit(int(sys.argv[1]))",
        "stays": "import time; time.sleep(600)",
        "breeds": (
            "import subprocess, sys, time\n"
            f"subprocess.Popen([sys.executable, '-c', {deaf!r}], start_new_session=True)\n"
            "print('ready', flush=True); time.sleep(600)"
        ),
    }
    for name, body in bodies.items():
        path = folder / name
        path.write_text(f"#!{sys.executable}\n{body}\n")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return folder


def alive(pid: int) -> bool:
    """Return whether a process exists and is no zombie."""
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False


def test_output_is_returned_and_kept(tmp_path: Path, scripts: Path) -> None:
    """What a program prints comes back and lies in its log."""
    with Programs(tmp_path / "logs", folder=scripts) as programs:
        assert programs.run("end", ["ends", "0"]) == "said\n"
    assert (tmp_path / "logs" / "end.log").read_text() == "said\n"


def test_a_failing_program_is_an_error_that_names_its_log(tmp_path: Path, scripts: Path) -> None:
    """A non-zero exit code ends the step."""
    with (
        Programs(tmp_path / "logs", folder=scripts) as programs,
        pytest.raises(ProgramError, match=r"exited with 3; see logs/end\.log"),
    ):
        programs.run("end", ["ends", "3"])


def test_a_program_that_hangs_is_stopped(tmp_path: Path, scripts: Path) -> None:
    """No step waits for ever."""
    with Programs(tmp_path / "logs", folder=scripts) as programs, pytest.raises(PatienceError):
        programs.run("hang", ["stays"], timeout_s=0.3)
    assert programs.strays == ()


def test_waiting_ends_when_a_program_dies(tmp_path: Path, scripts: Path) -> None:
    """A daemon's death is reported at once, not at the end of the patience."""
    with Programs(tmp_path / "logs", folder=scripts) as programs:
        programs.start("daemon", ["ends", "4"])
        with pytest.raises(ProgramError, match="daemon ended with exit code 4"):
            programs.wait_for(lambda: None, name="nothing", timeout_s=30, every_s=0.05)


def test_leaving_stops_everything_and_tells_what_had_to_be_forced(
    tmp_path: Path, scripts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A child that ignores SIGTERM, in a session of its own, is found and ended; the demo says so."""
    monkeypatch.setattr("site_agent.demo.processes._ORPHAN_GRACE_S", 0.5)
    programs = Programs(tmp_path / "logs", folder=scripts)
    with programs:
        parent = programs.start("breeder", ["breeds"])
        log = tmp_path / "logs" / "breeder.log"
        programs.wait_for(
            lambda: "ready" in log.read_text() or None, name="ready", timeout_s=20, every_s=0.05
        )
    assert programs.strays
    assert not alive(parent)
    deadline = time.monotonic() + 5
    while any(alive(pid) for pid in programs.strays) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(alive(pid) for pid in programs.strays)


def test_programs_run_in_one_thread_and_a_session_of_their_own(tmp_path: Path, scripts: Path) -> None:
    """Two hospitals share two processors; a signal to the terminal does not reach them by another way."""
    with Programs(tmp_path / "logs", folder=scripts) as programs:
        pid = programs.start("daemon", ["stays"])
        assert os.getsid(pid) == pid != os.getsid(0)
        environ = Path(f"/proc/{pid}/environ")  # empty while the kernel exchanges one program for the next
        read = programs.wait_for(
            lambda: environ.read_bytes() or None, name="daemon", timeout_s=30, every_s=0.05
        )
        assert b"OMP_NUM_THREADS=1" in read
