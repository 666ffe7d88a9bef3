"""Published packages in SQL: implements `coordinator.catalog.store.CatalogStore`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from coordinator.database import METADATA
from coordinator.errors import PackageExists, PackageUnknown
from radshare.attestation import Envelope, read_unverified
from radshare.manifest import ReleaseStatement
from radshare.views import CatalogEntryView

if TYPE_CHECKING:
    from coordinator.catalog.store import Search
    from coordinator.database import Database

ENTRIES = sa.Table(
    "catalog_entries",
    METADATA,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("package_id", sa.String(32), nullable=False, unique=True),
    sa.Column("publisher", sa.String(256), nullable=False, index=True),
    sa.Column("modality", sa.String(8), nullable=False),
    sa.Column("statement", sa.LargeBinary, nullable=False),
    sa.Column("accepted_at", sa.BigInteger, nullable=False),
    sa.Column("withdrawn", sa.Boolean, nullable=False),
)

LABELS = sa.Table(
    "catalog_labels",
    METADATA,
    sa.Column("package_id", sa.String(32), primary_key=True),
    sa.Column("label", sa.String(64), primary_key=True),
)


class SqlCatalogStore:
    """Published packages in a SQL database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, entry: CatalogEntryView) -> tuple[CatalogEntryView, bool]:
        """Keep a new entry and return it; the same statement again returns the kept one."""
        package_id = entry.release.package_id
        labels = [
            {"package_id": package_id, "label": label} for label in entry.release.aggregates.labels_at_least
        ]
        with self._database.transaction() as connection:
            kept = _entry(connection, package_id)
            if kept is not None:
                if kept.statement.payload != entry.statement.payload:
                    raise PackageExists
                return kept, False
            connection.execute(sa.insert(ENTRIES).values(_row(entry)))
            if labels:
                connection.execute(sa.insert(LABELS), labels)
        return entry, True

    def get(self, package_id: str) -> CatalogEntryView | None:
        """Return one entry."""
        with self._database.reading() as connection:
            return _entry(connection, package_id)

    def search(self, wanted: Search) -> list[CatalogEntryView]:
        """Return the entries that match, oldest first."""
        query = sa.select(ENTRIES).order_by(ENTRIES.c.number)
        if not wanted.include_withdrawn:
            query = query.where(ENTRIES.c.withdrawn.is_(False))
        if wanted.modality:
            query = query.where(ENTRIES.c.modality == wanted.modality)
        if wanted.publisher:
            query = query.where(ENTRIES.c.publisher == wanted.publisher)
        for label in sorted(wanted.labels):
            carrying = sa.select(LABELS.c.package_id).where(LABELS.c.label == label)
            query = query.where(ENTRIES.c.package_id.in_(carrying))
        with self._database.reading() as connection:
            return [_entry_of(row) for row in connection.execute(query)]

    def withdraw(self, package_id: str) -> bool:
        """Mark an entry as withdrawn and return whether it was not before."""
        change = sa.update(ENTRIES).where(ENTRIES.c.package_id == package_id).values(withdrawn=True)
        with self._database.transaction() as connection:
            kept = _entry(connection, package_id)
            if kept is None:
                raise PackageUnknown
            connection.execute(change)
        return not kept.withdrawn


def _entry(connection: sa.Connection, package_id: str) -> CatalogEntryView | None:
    row = connection.execute(sa.select(ENTRIES).where(ENTRIES.c.package_id == package_id)).one_or_none()
    return None if row is None else _entry_of(row)


def _entry_of(row: sa.Row[Any]) -> CatalogEntryView:
    statement = Envelope.from_json(row.statement)
    release = read_unverified(statement, ReleaseStatement)  # verified before it was kept
    return CatalogEntryView(statement, release, row.accepted_at, row.withdrawn)


def _row(entry: CatalogEntryView) -> dict[str, Any]:
    return {
        "package_id": entry.release.package_id,
        "publisher": str(entry.release.publisher),
        "modality": entry.release.modality,
        "statement": entry.statement.to_json(),
        "accepted_at": entry.accepted_at,
        "withdrawn": entry.withdrawn,
    }
