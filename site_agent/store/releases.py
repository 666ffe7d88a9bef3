"""The site's own packages: planned before they are built, so that a killed agent finishes the same one.

Rules: a release's random id, its pairs, its date and its content key (wrapped to the site itself) are
committed in one transaction before anything is built; a pair belongs to one release for ever; the signed
statement is committed before the coordinator sees it, and the same statement is sent until it is accepted.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

    from site_agent.store.database import Database


@dataclass(frozen=True, slots=True)
class ReleaseRow:
    """One release.

    Attributes:
        package_id: Random 128-bit id, hex.
        batch: The batch whose pairs it holds; one filter, one release.
        case_ids: Exams whose approved pairs it holds, frozen.
        wrapped_key: Content key, HPKE-wrapped to this site's own key.
        created: Date of the manifest, ISO 8601.
        statement: Signed release statement (DSSE JSON), empty until the package is sealed.
        published: True once the coordinator has catalogued it.
        code: Why the coordinator refused it last; empty otherwise.
    """

    package_id: str
    batch: int
    case_ids: tuple[str, ...]
    wrapped_key: bytes
    created: str
    statement: str = ""
    published: bool = False
    code: str = ""

    @property
    def state(self) -> str:
        """Return ``planned``, ``sealed`` or ``published``."""
        if self.published:
            return "published"
        return "sealed" if self.statement else "planned"


class Releases:
    """The releases, by package id."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def plan(self, release: ReleaseRow) -> None:
        """Commit a release and claim its pairs, all or nothing."""
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT INTO releases (package_id, batch, case_ids, wrapped_key, created)"
                " VALUES (?, ?, ?, ?, ?)",
                (
                    release.package_id,
                    release.batch,
                    json.dumps(release.case_ids),
                    release.wrapped_key,
                    release.created,
                ),
            )
            connection.executemany(
                "INSERT INTO released (case_id, package_id) VALUES (?, ?)",
                [(case_id, release.package_id) for case_id in release.case_ids],
            )

    def sealed(self, package_id: str, statement: str) -> None:
        """Commit the signed statement about the sealed package."""
        self._database.write("UPDATE releases SET statement = ? WHERE package_id = ?", statement, package_id)

    def published(self, package_id: str) -> None:
        """Record that the coordinator has catalogued the package."""
        self._database.write("UPDATE releases SET published = 1, code = '' WHERE package_id = ?", package_id)

    def unsealed(self, package_id: str) -> None:
        """Send a release that the coordinator does not have back to be sealed."""
        self._database.write("UPDATE releases SET statement = '' WHERE package_id = ?", package_id)

    def refused(self, package_id: str, code: str) -> None:
        """Record why the coordinator refused the release this time."""
        self._database.write("UPDATE releases SET code = ? WHERE package_id = ?", code, package_id)

    def get(self, package_id: str) -> ReleaseRow | None:
        """Return one release, or ``None``."""
        row = self._database.row("SELECT * FROM releases WHERE package_id = ?", package_id)
        return None if row is None else _release(row)

    def all(self) -> list[ReleaseRow]:
        """Return all releases, oldest first."""
        return [_release(row) for row in self._database.rows("SELECT * FROM releases ORDER BY rowid")]

    def pending(self) -> list[ReleaseRow]:
        """Return the releases that still have to reach the catalog, oldest first."""
        return [row for row in self.all() if not row.published]

    def patients(self) -> set[str]:
        """Return the pseudonyms of all patients a release stands for."""
        sql = "SELECT DISTINCT p.patient FROM released r JOIN pairs p ON p.case_id = r.case_id"
        return {row["patient"] for row in self._database.rows(sql)}


def _release(row: sqlite3.Row) -> ReleaseRow:
    return ReleaseRow(
        package_id=row["package_id"],
        batch=row["batch"],
        case_ids=tuple(json.loads(row["case_ids"])),
        wrapped_key=row["wrapped_key"],
        created=row["created"],
        statement=row["statement"],
        published=bool(row["published"]),
        code=row["code"],
    )
