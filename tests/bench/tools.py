"""Runs de-identifiers as processes and measures what they cost.

Not here: judging what they made (`verdict`).
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bench.outcomes import Outcome, from_mapping, same_names

if TYPE_CHECKING:
    from factories.canaries.answers import AnswerKey

PEERS = ("dicognito", "dicom-anonymizer", "deid")
FLOOR = "pydicom"
OURS = "radshare"
SET_ASIDE = 3
"""Exit status of a run that set something aside."""

_DRIVER = Path(__file__).with_name("peers.py")
_METER = Path(__file__).with_name("meter.py")


@dataclass(frozen=True, slots=True)
class Cost:
    """What a run cost: seconds of CPU (children too) and of the clock, largest process in MB, exit status."""

    cpu_s: float
    wall_s: float
    rss_mb: float
    status: int


@dataclass(frozen=True, slots=True)
class Run:
    """How radshare is run.

    Attributes:
        key: Key file.
        profile: Profile name or file.
        workers: Processes.
    """

    key: Path
    profile: str = "share"
    workers: int = 1


def measure(command: list[str], log: Path | None = None) -> Cost:
    """Run a command to its end, its output appended to a file or thrown away."""
    meter = [sys.executable, "-I", str(_METER), str(log or "-")]
    done = subprocess.run([*meter, *command], capture_output=True, check=True)
    return Cost(**json.loads(done.stdout))


def ours(source: Path, work: Path, run: Run) -> Cost:
    """Run `site-agent deidentify` into ``work/out``, with ``work/mapping`` and ``work/report.json``."""
    fresh(work)
    program = Path(sys.executable).with_name("site-agent")
    cost = measure(
        [
            *(str(program), "deidentify", str(source), str(work / "out"), "--profile", run.profile),
            *("--key-file", str(run.key), "--mapping-dir", str(work / "mapping")),
            *("--report", str(work / "report.json"), "--workers", str(run.workers)),
        ]
    )
    if cost.status not in {0, SET_ASIDE}:
        msg = f"site-agent deidentify ended with status {cost.status}"
        raise RuntimeError(msg)
    return cost


def our_outcome(key: AnswerKey, work: Path) -> Outcome:
    """Return what `ours` made of a corpus."""
    return from_mapping(key, work / "out", work / "mapping", work / "report.json")


def other(tool: str, python: str, source: Path, work: Path) -> Cost:
    """Run another tool into ``work/out``, with ``work/errors.json``."""
    fresh(work)
    return measure([python, str(_DRIVER), tool, str(source), str(work / "out"), str(work / "errors.json")])


def other_outcome(key: AnswerKey, work: Path) -> Outcome:
    """Return what `other` made of a corpus; the name of an exception counts as a reason."""
    errors = work / "errors.json"
    failed = json.loads(errors.read_text()) if errors.is_file() else {}
    return same_names(key, work / "out", failed)


def fresh(folder: Path) -> None:
    """Make a folder that is empty."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "out").mkdir(parents=True)
