"""Runs report filters as processes over files of reports, and reads what they made.

Not here: judging it (`scoring`).
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bench.reports.scoring import Answer
from bench.tools import SET_ASIDE, Cost, measure

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bench.reports.writing import Report

_DRIVER: Final = Path(__file__).with_name("presidio.py")


@dataclass(frozen=True, slots=True)
class Peer:
    """Presidio in an environment of its own.

    Attributes:
        python: Its interpreter.
        model: Name of the spaCy model there.
    """

    python: str
    model: str


def write_reports(path: Path, reports: Iterable[Report], *, header: bool, times: int = 1) -> None:
    """Write reports as a filter gets them, without answers, as often as told."""
    rows = [
        json.dumps({"id": one.id, "text": one.text, "dicom": one.dicom if header else None})
        for one in reports
    ]
    with path.open("w", encoding="utf-8") as out:
        for _ in range(times):
            out.writelines(row + "\n" for row in rows)


def ours(source: Path, out: Path, *, workers: int = 1, mode: str = "filtered") -> Cost:
    """Run `site-agent filter-reports`.

    Raises:
        RuntimeError: It failed.
    """
    program = Path(sys.executable).with_name("site-agent")
    options = ["--spans", "--workers", str(workers), "--mode", mode]
    return _checked(measure([str(program), "filter-reports", str(source), str(out), *options]))


def presidio(peer: Peer, source: Path, out: Path) -> Cost:
    """Run Presidio.

    Raises:
        RuntimeError: It failed, e.g. because the environment lacks it.
    """
    return _checked(measure([peer.python, str(_DRIVER), str(source), str(out), peer.model]))


def answers(path: Path) -> dict[str, Answer]:
    """Return what a filter wrote, by the report's id."""
    rows = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
    return {
        row["id"]: Answer(
            row["text"], [(start, end) for start, end, _ in row["spans"]], quarantined=row["status"] != "ok"
        )
        for row in rows
    }


def _checked(cost: Cost) -> Cost:
    if cost.status not in {0, SET_ASIDE}:
        msg = f"the filter ended with status {cost.status}"
        raise RuntimeError(msg)
    return cost
