"""One SQLite file (WAL) for all rows: one connection a process, one transaction a step.

Rule: whatever must be true together is written in one `Database.transaction`; it is durable when the block
ends and gone when the block raises. A second process (the status command, a person's verdict) may read and
write at the same time.

Not here: what the tables mean; see the modules beside this one.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_BUSY_S = 30.0
_PAUSE_S = 0.02

_SCHEMA = """
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS inputs_set_aside (input_id TEXT PRIMARY KEY, reason TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS cases (
    case_id TEXT PRIMARY KEY, fingerprint TEXT NOT NULL, patient TEXT NOT NULL, partition TEXT NOT NULL,
    reason TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS batches (
    batch INTEGER PRIMARY KEY, case_ids TEXT NOT NULL, state TEXT NOT NULL DEFAULT 'open',
    summary TEXT NOT NULL DEFAULT '') STRICT;
CREATE TABLE IF NOT EXISTS pairs (
    case_id TEXT PRIMARY KEY, batch INTEGER NOT NULL, patient TEXT NOT NULL, reason TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS decisions (
    case_id TEXT PRIMARY KEY, pair_id TEXT NOT NULL UNIQUE, approved INTEGER NOT NULL, by TEXT NOT NULL,
    at TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS releases (
    package_id TEXT PRIMARY KEY, batch INTEGER NOT NULL, case_ids TEXT NOT NULL,
    wrapped_key BLOB NOT NULL, created TEXT NOT NULL,
    statement TEXT NOT NULL DEFAULT '', published INTEGER NOT NULL DEFAULT 0,
    code TEXT NOT NULL DEFAULT '') STRICT;
CREATE TABLE IF NOT EXISTS released (case_id TEXT PRIMARY KEY, package_id TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS peers (
    spiffe_id TEXT PRIMARY KEY, fingerprint TEXT NOT NULL, pinned_at TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS incoming (
    request_id TEXT PRIMARY KEY, package_id TEXT NOT NULL, requester TEXT NOT NULL, purpose TEXT NOT NULL,
    state TEXT NOT NULL, code TEXT NOT NULL DEFAULT '', verdict TEXT NOT NULL DEFAULT '',
    decision TEXT NOT NULL DEFAULT '') STRICT;
CREATE TABLE IF NOT EXISTS outgoing (
    request_id TEXT PRIMARY KEY, package_id TEXT NOT NULL UNIQUE, purpose TEXT NOT NULL,
    owner TEXT NOT NULL DEFAULT '', envelope TEXT NOT NULL DEFAULT '', state TEXT NOT NULL,
    code TEXT NOT NULL DEFAULT '') STRICT;
CREATE TABLE IF NOT EXISTS received (
    package_id TEXT PRIMARY KEY, publisher TEXT NOT NULL, digest TEXT NOT NULL, pairs INTEGER NOT NULL,
    received_at TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS experiments (
    experiment_id TEXT PRIMARY KEY, spec TEXT NOT NULL, seen_at REAL NOT NULL,
    verdict TEXT NOT NULL DEFAULT '', state TEXT NOT NULL, code TEXT NOT NULL DEFAULT '',
    lock_sha256 TEXT NOT NULL DEFAULT '',
    reported INTEGER NOT NULL DEFAULT 0) STRICT;
"""


class Database:
    """The site's rows.

    Args:
        path: The SQLite file; made when missing.
    """

    def __init__(self, path: Path) -> None:
        self._lock = threading.RLock()
        path.touch(mode=0o600, exist_ok=True)
        self._connection = sqlite3.connect(
            path, timeout=_BUSY_S, isolation_level=None, check_same_thread=False
        )
        self._connection.row_factory = sqlite3.Row
        self._use_wal()
        self._connection.execute("PRAGMA synchronous=FULL")
        self._connection.executescript(_SCHEMA)

    def _use_wal(self) -> None:
        """Switch to the write-ahead log.

        Two processes that open a fresh file at once may have to wait for it; SQLite's own waiting does not
        cover this switch.
        """
        patience = time.monotonic() + _BUSY_S
        while True:
            try:
                self._connection.execute("PRAGMA journal_mode=WAL")
            except sqlite3.OperationalError:
                if time.monotonic() > patience:
                    raise
                time.sleep(_PAUSE_S)
            else:
                return

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Yield the connection inside one write transaction: committed at the end, or not at all."""
        with self._lock:
            if self._connection.in_transaction:  # an outer block of this thread already holds the transaction
                yield self._connection
                return
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def rows(self, sql: str, *values: Any) -> list[sqlite3.Row]:  # noqa: ANN401 - SQLite's own value types
        """Return all rows of a query."""
        with self._lock:
            return self._connection.execute(sql, values).fetchall()

    def row(self, sql: str, *values: Any) -> sqlite3.Row | None:  # noqa: ANN401 - SQLite's own value types
        """Return the first row of a query, or ``None``."""
        with self._lock:
            found: sqlite3.Row | None = self._connection.execute(sql, values).fetchone()
        return found

    def write(self, sql: str, *values: Any) -> int:  # noqa: ANN401 - SQLite's own value types
        """Execute one statement in a transaction; return the number of rows changed."""
        with self.transaction() as connection:
            return connection.execute(sql, values).rowcount

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()
