"""Watches the inbox folder without reading a file: what is there, how large, how old.

Rule: a delivery is looked at when it has stood still for one look, and is over when it has stood still for
``quiet_s``.

Not here: reading the files (site_agent.ingest); nothing in the inbox is ever changed or removed.
"""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

from site_agent.ingest.keys import keyed_hex

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from site_agent.case import SourceCase

_LONGEST_WAIT_S = 60.0


class Inbox:
    """The state of one folder, as of the last `look`.

    Args:
        folder: The inbox; made when missing.
        quiet_s: Seconds without a change after which a delivery is over.
        clock: Monotonic seconds.
    """

    def __init__(self, folder: Path, quiet_s: float, clock: Callable[[], float] = time.monotonic) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._folder = folder
        self._quiet_s = quiet_s
        self._clock = clock
        self._seen: int | None = None
        self._changed_at = clock()
        self._scanned: int | None = None
        self._scanned_at = clock()

    def look(self) -> bool:
        """Look at the folder; return whether it should be scanned now.

        It should when it changed since the last scan and has stood still since the last look, or when it
        keeps changing for more than a minute.
        """
        seen = hash(tuple(_entries(self._folder)))
        still = seen == self._seen
        if not still:
            self._seen, self._changed_at = seen, self._clock()
        waited = self._clock() - self._scanned_at > _LONGEST_WAIT_S
        return self._seen != self._scanned and (still or waited)

    def scanned(self) -> None:
        """Record that what the last look saw has been scanned."""
        self._scanned, self._scanned_at = self._seen, self._clock()

    def is_quiet(self) -> bool:
        """Return whether everything is scanned and nothing has changed for ``quiet_s``."""
        return self._seen == self._scanned and self._clock() - self._changed_at >= self._quiet_s


def fingerprint(case: SourceCase, key: bytes) -> str:
    """Return a keyed digest of what was delivered for a case: its report, its files' sizes and times."""
    stats = sorted((path.stat().st_size, path.stat().st_mtime_ns) for path in case.instances)
    return keyed_hex(key, case.report or "", *(f"{size}/{changed}" for size, changed in stats))


def _entries(folder: Path) -> Iterator[tuple[str, int, int]]:
    """Yield (path, bytes, time of change) of every file, in a stable order."""
    for root, folders, files in os.walk(folder):
        folders.sort()
        for name in sorted(files):
            path = os.path.join(root, name)  # noqa: PTH118 - a Path a file would cost more than the look itself
            try:
                found = os.stat(path, follow_symlinks=False)  # noqa: PTH116 - as above
            except FileNotFoundError:
                continue  # moved away while we look: the next look sees the rest
            yield path, found.st_size, found.st_mtime_ns
