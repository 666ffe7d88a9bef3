"""What is kept of published packages, and the promises every store makes.

Rule: one method is one transaction; an entry never changes but for its withdrawal, which is final.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from radshare.views import CatalogEntryView


@dataclass(frozen=True, slots=True)
class Search:
    """What to look for; empty fields match everything.

    Attributes:
        labels: Terms of the pathology lexicon that must all occur.
        modality: DICOM modality.
        publisher: SPIFFE id.
        include_withdrawn: Also withdrawn packages.
    """

    labels: frozenset[str] = frozenset()
    modality: str = ""
    publisher: str = ""
    include_withdrawn: bool = False


class CatalogStore(Protocol):
    """Published packages."""

    def add(self, entry: CatalogEntryView) -> tuple[CatalogEntryView, bool]:
        """Keep a new entry and return it; the same statement again returns the kept one.

        Returns:
            The entry, and whether it is new.

        Raises:
            PackageExists: Another statement is kept under this package id.
        """
        ...

    def get(self, package_id: str) -> CatalogEntryView | None:
        """Return one entry."""
        ...

    def search(self, wanted: Search) -> list[CatalogEntryView]:
        """Return the entries that match, oldest first."""
        ...

    def withdraw(self, package_id: str) -> bool:
        """Mark an entry as withdrawn and return whether it was not before.

        Raises:
            PackageUnknown: There is no such entry.
        """
        ...
