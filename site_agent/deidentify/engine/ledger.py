"""What one run remembers of its inputs, on disk, so that memory does not grow with the tree.

Rules: a temporary database without a name, which only this process can open and which is gone with it; what
was entered is read back in the order of entry.

Not here: what is decided about an input (`walk`).
"""

from __future__ import annotations

import os
import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_TABLES: Final = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE entry (number INTEGER PRIMARY KEY, input_id TEXT, status TEXT, reason TEXT, output TEXT);
CREATE TABLE output (uid TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE waiting (series TEXT, path BLOB, input_id TEXT);
CREATE TABLE mapping (kind TEXT, old TEXT, new TEXT, PRIMARY KEY (kind, old)) WITHOUT ROWID;
BEGIN;
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """What became of one input.

    Attributes:
        input_id: Keyed hash of its place in the tree.
        status: ``written``, ``quarantined``, ``refused`` or ``skipped``.
        reason: Reason code, empty when written.
        output: New SOP Instance UID, empty unless written.
    """

    input_id: str
    status: str
    reason: str = ""
    output: str = ""


class Ledger:
    """Entries, outputs taken, inputs that wait for their series, and the mapping, where one is asked for."""

    def __init__(self) -> None:
        self._database = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._database.executescript(_TABLES)

    def enter(self, entry: Entry) -> None:
        """Remember what became of an input."""
        row = (entry.input_id, entry.status, entry.reason, entry.output)
        self._database.execute("INSERT INTO entry VALUES (NULL, ?, ?, ?, ?)", row)

    def entries(self) -> Iterator[Entry]:
        """Yield every entry, in the order in which they were made."""
        rows = self._database.execute("SELECT input_id, status, reason, output FROM entry ORDER BY number")
        return (Entry(*row) for row in rows)

    def take(self, uid: str) -> bool:
        """Return whether an output is the first of its UID, and remember it."""
        return self._database.execute("INSERT OR IGNORE INTO output VALUES (?)", (uid,)).rowcount == 1

    def wait(self, series: str, path: str, input_id: str) -> None:
        """Remember an input that can only be judged with its series."""
        row = (series, os.fsencode(path), input_id)
        self._database.execute("INSERT INTO waiting VALUES (?, ?, ?)", row)

    def waiting(self) -> Iterator[list[tuple[str, str]]]:
        """Yield path and input id of every input that waits, a series at a time."""
        self._database.execute("CREATE INDEX IF NOT EXISTS by_series ON waiting (series)")
        for (series,) in self._database.execute("SELECT DISTINCT series FROM waiting ORDER BY series"):
            rows = self._database.execute("SELECT path, input_id FROM waiting WHERE series = ?", (series,))
            yield sorted((os.fsdecode(path), input_id) for path, input_id in rows)

    def map(self, kind: str, pairs: Mapping[str, str]) -> None:
        """Remember old and new identifiers of a kind."""
        rows = ((kind, old, new) for old, new in pairs.items())
        self._database.executemany("INSERT OR REPLACE INTO mapping VALUES (?, ?, ?)", rows)

    def mapped(self, kind: str) -> Iterable[tuple[str, str]]:
        """Yield old and new identifiers of a kind, in the order of the old ones."""
        return self._database.execute("SELECT old, new FROM mapping WHERE kind = ? ORDER BY old", (kind,))
