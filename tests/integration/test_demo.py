"""The demo, end to end, with real processes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = [pytest.mark.processes, pytest.mark.timeout(1500)]

PROGRAM = Path(sys.executable).parent / "site-agent"


def commands_naming(folder: Path) -> list[str]:
    """Return the command lines of live processes that mention a folder."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal() and int(entry.name) != os.getpid():
            try:
                line = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
            except OSError:
                continue
            if str(folder) in line:
                found.append(line)
    return found


def test_the_demo_keeps_its_promises(tmp_path: Path) -> None:
    """The whole flow runs, every promise is kept, nothing stays running."""
    out = tmp_path / "demo"
    done = subprocess.run(
        [str(PROGRAM), "demo", "--preset", "tiny", "--patience", "3", "--out", str(out), "--json"],
        capture_output=True,
        text=True,
        timeout=1400,
        check=False,
    )
    assert done.stdout, done.stderr[-3000:]
    document = json.loads(done.stdout)
    assert [promise for promise in document.get("promises", [document]) if not promise.get("kept")] == []
    assert done.returncode == 0
    assert {row["arm"] for row in document["rows"]} == {"local", "shared", "mixed"}
    assert Path(document["report"]).is_file()
    assert commands_naming(out) == []


def test_a_terminated_demo_leaves_nothing_running(tmp_path: Path) -> None:
    """SIGTERM in the middle stops the coordinator, the agents and everything they started."""
    out = tmp_path / "demo"
    with subprocess.Popen(
        [str(PROGRAM), "demo", "--preset", "tiny", "--patients", "12", "--out", str(out)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as demo:
        deadline = time.monotonic() + 200
        while not (out / "hospital-b" / "run.json").exists():
            assert demo.poll() is None, "the demo ended before its agents were up"
            assert time.monotonic() < deadline
            time.sleep(0.1)
        demo.send_signal(signal.SIGTERM)
        assert demo.wait(90) == 128 + signal.SIGTERM
    assert commands_naming(out) == []
