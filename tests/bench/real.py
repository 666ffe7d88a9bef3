"""Runs radshare over real files: what became of them, and which new faults `dciodvfy` finds in the outputs.

Rules: no value, no path and no file name is printed, only counts, reason codes and kinds of message. A
message's kind is its text and the attribute's keyword, without values, quotes, tags or digits. Not here:
canaries.
"""

from __future__ import annotations

import csv
import json
import re
import shutil
import subprocess
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from bench.tools import Run, ours

if TYPE_CHECKING:
    from pathlib import Path

_ATTRIBUTE = re.compile(
    r"<(?:/[A-Za-z0-9 ]*\([0-9a-fx,]{9}\)(?:\[\d+\])?)*/([A-Za-z0-9 ]*)\([0-9a-fx,]{9}\)(?:\[\d+\])?>"
)
_VALUE = re.compile(r"= <.*?>(?= - |$)|<(?!/)[^>]*>|\"[^\"]*\"|'.*?'( \(0x..\))?|\[[^\]]*\]")
_DIGITS = re.compile(r"\b(?:0x)?[0-9a-f]*\d[0-9a-f]*\b")


def examine(source: Path, work: Path, run: Run, *, dciodvfy: bool) -> dict[str, Any]:
    """Return counts, reasons, crashes, cost and new faults, as a JSON value."""
    cost = ours(source, work, run)
    report = json.loads((work / "report.json").read_text(encoding="utf-8"))
    entries = report["inputs"]
    figures: dict[str, Any] = {
        "files": sum(path.is_file() for path in source.rglob("*")),
        "counts": report["counts"],
        "reasons": report["reasons"],
        "unaccounted": sum(path.is_file() for path in source.rglob("*")) - len(entries),
        "cpu_s": round(cost.cpu_s, 1),
        "rss_mb": round(cost.rss_mb),
    }
    if not dciodvfy:
        return figures | {"dciodvfy": "not asked for"}
    if shutil.which("dciodvfy") is None:
        return figures | {"dciodvfy": "skipped: not installed (Debian package dicom3tools)"}
    return figures | {"dciodvfy": _new_faults(source, work, entries)}


def _new_faults(source: Path, work: Path, entries: list[dict[str, str]]) -> dict[str, Any]:
    with (work / "mapping" / "input_mapping.csv").open(newline="", encoding="utf-8") as file:
        names = {row["id_new"]: row["id_old"] for row in csv.DictReader(file)}
    pairs = [
        (source / names[e["input_id"]], work / "out" / f"{e['output']}.dcm")
        for e in entries
        if e["status"] == "written"
    ]
    kinds: Counter[str] = Counter()
    with ThreadPoolExecutor(2) as pool:
        for before, after in pool.map(lambda pair: (faults(pair[0]), faults(pair[1])), pairs):
            kinds.update(after.keys() - before.keys())
    return {
        "compared": len(pairs),
        "files_with_new": sum(kinds.values()),
        "kinds": dict(kinds.most_common(60)),
    }


def faults(path: Path) -> Counter[str]:
    """Return the kinds of error that `dciodvfy` reports of a file."""
    program = shutil.which("dciodvfy") or "dciodvfy"
    done = subprocess.run([program, "-new", str(path)], capture_output=True, check=False, timeout=300)
    lines = (done.stderr + done.stdout).decode("latin-1").splitlines()
    return Counter(kind(line) for line in lines if line.startswith("Error"))


def kind(line: str) -> str:
    """Return a message without the values in it."""
    named = _ATTRIBUTE.sub(r"\1", line)
    return " ".join(_DIGITS.sub("#", _VALUE.sub("", named)).split())
