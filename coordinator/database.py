"""Opens the database and gives out transactions: SQLite in WAL mode, or whatever a SQLAlchemy URL names.

Rule: every change is one transaction that takes the write lock at its start, so that a check and the write
that depends on it can never be split by another call; whatever was committed survives SIGKILL and power
loss.

Not here: tables. Each room declares its own on `METADATA` in its ``sql`` module.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

if TYPE_CHECKING:
    from collections.abc import Iterator

METADATA = sa.MetaData()
"""The tables of all rooms."""

BUSY_MS = 20_000
"""How long a SQLite transaction waits for another one."""


class Database:
    """One database with its tables made.

    Args:
        url: SQLAlchemy URL, e.g. ``sqlite:////srv/radshare/coordinator.sqlite``.
    """

    def __init__(self, url: str) -> None:
        self.engine = sa.create_engine(url)
        if self.engine.dialect.name == "sqlite":
            sa.event.listen(self.engine, "connect", _prepare_sqlite)
            sa.event.listen(self.engine, "begin", _begin_immediate)
        with self.engine.begin() as connection:
            METADATA.create_all(connection)

    @contextlib.contextmanager
    def transaction(self) -> Iterator[sa.Connection]:
        """Hold one transaction: committed at the end of the block, rolled back when it raises."""
        with self.engine.begin() as connection:
            yield connection

    @contextlib.contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """Hold a connection that reads, each statement for itself, without the write lock."""
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            yield connection

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()


def _prepare_sqlite(connection: Any, _record: Any) -> None:  # noqa: ANN401 - the driver's own types
    # The driver must not open transactions by itself: `_begin_immediate` does.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", f"busy_timeout={BUSY_MS}", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_immediate(connection: sa.Connection) -> None:
    if connection.get_execution_options().get("isolation_level") != "AUTOCOMMIT":
        connection.exec_driver_sql("BEGIN IMMEDIATE")
