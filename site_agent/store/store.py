"""The site's whole memory, opened from its home folder.

Rule: everything under ``<home>/private`` is made by these modules, mode 0700/0600; SQLite rows hold
pseudonyms, random ids, codes and counts, and everything an exam consists of lies in encrypted blobs.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from radshare.files import private_folder
from site_agent.store.blobs import Blobs
from site_agent.store.cases import Cases
from site_agent.store.database import Database
from site_agent.store.exchange import Exchange
from site_agent.store.experiments import Experiments
from site_agent.store.pairs import Pairs
from site_agent.store.releases import Releases

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from pathlib import Path

BLOB_KEY_PURPOSE = "store"
"""Purpose under which the blobs' key is derived from the master secret."""


class Facts:
    """Single facts about the agent: its stage, whether it is connected, which filter is in use."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, name: str, default: Any = None) -> Any:  # noqa: ANN401 - any JSON value
        """Return a fact, or ``default``."""
        row = self._database.row("SELECT value FROM facts WHERE name = ?", name)
        return default if row is None else json.loads(row["value"])

    def set(self, name: str, value: Any) -> None:  # noqa: ANN401 - any JSON value
        """Record a fact in place of the former one."""
        self._database.write(
            "INSERT OR REPLACE INTO facts (name, value) VALUES (?, ?)", name, json.dumps(value)
        )


class Store:
    """All rooms of the store over one database.

    Attributes:
        private: ``<home>/private``.
        facts: Single facts.
        cases: Exams.
        pairs: Counterparts and decisions.
        releases: Own packages.
        exchange: Peers, requests, received packages.
        experiments: Experiments.
    """

    def __init__(self, home: Path, derive: Callable[[str], bytes]) -> None:
        """Open the store of ``home``; ``derive`` is the master secret's derivation by purpose (32 bytes)."""
        self.private = private_folder(home / "private")
        self._database = Database(self.private / "store.sqlite")
        blobs = Blobs(self.private / "blobs", derive(BLOB_KEY_PURPOSE))
        self.facts = Facts(self._database)
        self.cases = Cases(self._database, blobs)
        self.pairs = Pairs(self._database, blobs)
        self.releases = Releases(self._database)
        self.exchange = Exchange(self._database)
        self.experiments = Experiments(self._database)

    def transaction(self) -> AbstractContextManager[object]:
        """Return a block whose writes are committed together."""
        return self._database.transaction()

    def close(self) -> None:
        """Close the database."""
        self._database.close()
