"""One suite for every `CatalogStore`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from coordinator.catalog.sql import SqlCatalogStore
from coordinator.catalog.store import Search
from coordinator.database import Database
from coordinator.errors import PackageExists, PackageUnknown
from factories.coordinator import MemoryCatalogStore, described
from radshare.attestation import sign_document
from radshare.identity import Role, SigningKey, SpiffeId
from radshare.manifest import release
from radshare.views import CatalogEntryView

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from coordinator.catalog.store import CatalogStore

A, B = (SpiffeId("demo", Role.SITE, name) for name in ("hospital-a", "hospital-b"))
KEY = SigningKey.generate()


@pytest.fixture(params=["sql", "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[CatalogStore]:
    """Each implementation in turn."""
    if request.param == "memory":
        yield MemoryCatalogStore()
        return
    database = Database(f"sqlite:///{tmp_path}/coordinator.sqlite")
    yield SqlCatalogStore(database)
    database.close()


def entry(number: int, publisher: SpiffeId = A, size: int = 1, at: int = 1000) -> CatalogEntryView:
    """Return an entry whose package id follows from ``number``."""
    said = release(described(publisher, f"{number:032x}"), "a" * 64, size)
    return CatalogEntryView(sign_document(said, KEY), said, at, withdrawn=False)


def test_an_entry_comes_back_byte_for_byte(store: CatalogStore) -> None:
    """The signed bytes are kept as they came."""
    assert store.add(entry(1)) == (entry(1), True)
    assert store.get(f"{1:032x}") == entry(1)
    assert store.get(f"{2:032x}") is None


def test_the_same_statement_again_is_the_same_entry(store: CatalogStore) -> None:
    """A repeated publication keeps the first moment; another statement for the id is refused."""
    store.add(entry(1))
    kept, new = store.add(entry(1, at=2000))
    assert (kept.accepted_at, new) == (1000, False)
    with pytest.raises(PackageExists):
        store.add(entry(1, size=2))


def test_search_finds_by_every_filter_oldest_first(store: CatalogStore) -> None:
    """Labels must all occur; modality and publisher match exactly; empty filters match all."""
    for each in (entry(3), entry(1, B), entry(2)):
        store.add(each)

    def found(wanted: Search) -> list[int]:
        return [int(each.release.package_id, 16) for each in store.search(wanted)]

    assert found(Search()) == [3, 1, 2]
    assert found(Search(publisher=B)) == [1]
    assert found(Search(modality="CT")) == []
    assert found(Search(labels=frozenset({"pneumonia"}), modality="DX")) == [3, 1, 2]
    assert found(Search(labels=frozenset({"pneumonia", "mass"}))) == []


def test_withdrawn_entries_are_hidden_but_kept(store: CatalogStore) -> None:
    """Withdrawal happens once and shows only to those who ask for it."""
    store.add(entry(1))
    assert store.withdraw(f"{1:032x}")
    assert not store.withdraw(f"{1:032x}")
    assert store.search(Search()) == []
    assert [each.withdrawn for each in store.search(Search(include_withdrawn=True))] == [True]
    with pytest.raises(PackageUnknown):
        store.withdraw(f"{2:032x}")
