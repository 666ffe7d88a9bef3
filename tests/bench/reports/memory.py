"""Samples the memory of `site-agent filter-reports` while it filters reports that are all different.

Rule: memory is that of the living process (VmRSS), read whenever another tenth of the reports is written; no
report stands twice in the file, for repeated ones would be met in every cache.

Not here: peak memory of the other parts (`bench.tools.measure`).
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Final

from bench.reports import worlds
from bench.tools import SET_ASIDE

_STEPS: Final = 10
_WORLD: Final = 1000
_CHARACTERS: Final = 200  # of each report: their number is what counts here
_LOOK_S: Final = 0.5
_RESIDENT: Final = re.compile(r"VmRSS:\s+(\d+) kB")


def measure_memory(work: Path, count: int, seed: int) -> dict[str, Any]:
    """Return the megabytes held after every tenth of so many reports, by the number of reports written.

    Raises:
        RuntimeError: The filter failed.
    """
    source, out = work / "memory.jsonl", work / "memory-out.jsonl"
    _write(source, count, seed)
    program = Path(sys.executable).with_name("site-agent")
    began = time.monotonic()
    with subprocess.Popen(
        [str(program), "filter-reports", str(source), str(out)], stdout=subprocess.DEVNULL
    ) as process:
        rows = _sampled(process, out.with_name(f".{out.name}.part"), count, began)
    if process.returncode not in {0, SET_ASIDE}:
        msg = f"the filter ended with status {process.returncode}"
        raise RuntimeError(msg)
    return rows


def _write(path: Path, count: int, seed: int) -> None:
    """Write different reports of both worlds, header values included, a thousand at a time."""
    with path.open("w", encoding="utf-8") as out:
        for number in range(0, count, _WORLD):
            name = worlds.WORLDS[number // _WORLD % len(worlds.WORLDS)]
            for one in worlds.write_world(name, min(_WORLD, count - number), seed + number):
                row = {"id": f"{number}-{one.id}", "text": one.text[:_CHARACTERS], "dicom": one.dicom}
                out.write(json.dumps(row) + "\n")


def _sampled(
    process: subprocess.Popen[bytes], part: Path, count: int, began: float
) -> dict[str, dict[str, float]]:
    """Return reports written -> memory and seconds, one row a tenth, until the process ends."""
    rows: dict[str, dict[str, float]] = {}
    written, read, due = 0, 0, count // _STEPS
    while process.poll() is None:
        time.sleep(_LOOK_S)
        held = _resident_mb(process.pid)
        if not part.exists() or not held:
            continue
        with part.open("rb") as lines:
            lines.seek(read)
            fresh = lines.read()
        read, written = read + len(fresh), written + fresh.count(b"\n")
        if written >= due:
            rows[str(written)] = {"rss_mb": held, "wall_s": time.monotonic() - began}
            due = (written * _STEPS // count + 1) * count // _STEPS
    return rows


def _resident_mb(pid: int) -> float:
    """Return the memory a process holds, 0 when it is gone."""
    try:
        told = _RESIDENT.search(Path(f"/proc/{pid}/status").read_text(encoding="ascii"))
    except (OSError, UnicodeDecodeError):
        return 0.0
    return int(told[1]) / 1024 if told else 0.0
