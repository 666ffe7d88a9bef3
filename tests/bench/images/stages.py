"""What makes the bench resumable: a stage is done when its file is there.

Rules: the outcome of a stage is one JSON file, written at once when the stage has ended, with its seconds and
the settings it was taken under; a second run skips it. A stage that runs already in another process is
refused. A folder that holds the stages of other settings is refused: numbers of two runs never mix.

Not here: what the stages do (`benchmark`).
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import resource
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path


class BenchRefused(Exception):
    """The bench cannot go on here; the text says what to do."""


class Stages:
    """The outcomes kept in a folder.

    Args:
        out: Folder of the run.
        settings: Everything that decides the numbers.
    """

    def __init__(self, out: Path, settings: Mapping[str, Any]) -> None:
        self._folder = out / "stages"
        self._folder.mkdir(parents=True, exist_ok=True)
        mark = out / "settings.json"
        text = json.dumps(settings, indent=1, sort_keys=True)
        if mark.is_file() and mark.read_text(encoding="utf-8") != text:
            raise BenchRefused(f"{out} holds a run of other settings (settings.json): choose another --out")
        whole = mark.with_suffix(f".{os.getpid()}")  # another process may read it meanwhile
        whole.write_text(text, encoding="utf-8")
        whole.replace(mark)

    def found(self, name: str) -> Any | None:
        """Return what a stage found, or ``None`` if it has not ended yet."""
        path = self._folder / f"{name}.json"
        return json.loads(path.read_text(encoding="utf-8"))["found"] if path.is_file() else None

    def seconds(self, name: str) -> float | None:
        """Return how long the start of a stage that ended took, or ``None`` if it has not ended yet."""
        path = self._folder / f"{name}.json"
        return json.loads(path.read_text(encoding="utf-8"))["seconds"] if path.is_file() else None

    def needed(self, name: str) -> Any:
        """Return what an earlier stage found.

        Raises:
            BenchRefused: If it has not ended.
        """
        found = self.found(name)
        if found is None:
            raise BenchRefused(f"the stage '{name}' comes first")
        return found

    def run(self, name: str, work: Callable[[], Any]) -> Any:
        """Return what a stage found, running it if it has not ended yet.

        Raises:
            BenchRefused: If another process is running it.
        """
        if (found := self.found(name)) is not None:
            return found
        with self._alone(name):
            began = time.monotonic()
            _say(f"{name} ...")
            result = work()
            seconds = time.monotonic() - began
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            document = {"found": result, "seconds": round(seconds, 1), "process_peak_mb": round(peak)}
            part = self._folder / f"{name}.part"
            part.write_text(json.dumps(document, indent=1), encoding="utf-8")
            part.replace(self._folder / f"{name}.json")
            _say(f"{name}: {seconds:.0f} s")
        return result

    @contextmanager
    def _alone(self, name: str) -> Iterator[None]:
        with (self._folder / f"{name}.lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise BenchRefused(f"another process is at the stage '{name}'") from None
            yield


def digest_of(*documents: object) -> str:
    """Return a short digest of JSON documents."""
    text = json.dumps(documents, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def log(stage: str, done: float) -> None:
    """Tell how far a stage is, on the error stream."""
    _say(f"  {stage}: {100 * done:.0f} %")


def _say(text: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)  # noqa: T201 - the bench's log
