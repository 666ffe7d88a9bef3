"""The planted identifiers: every string that must not leave a hospital, recorded where it is planted.

Rule: whoever writes an identifier into a header, a report or a pixel registers it here in the same breath, so
that the search afterwards looks for everything and for nothing else. A canary has at least eight characters:
shorter ones occur by chance in ciphertext. Not here: how they are searched (scanner).
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

SHORTEST = 8
"""Characters a canary has at least."""


@dataclass(frozen=True, slots=True, order=True)
class Canary:
    """One planted string and what it is, e.g. ``family name``; hidden from representations."""

    value: str = field(repr=False)
    kind: str


@dataclass(slots=True)
class Registry:
    """All strings planted in one hospital's files."""

    hospital: str
    _planted: dict[str, str] = field(default_factory=dict, repr=False)

    def plant(self, value: str, kind: str) -> str:
        """Register ``value`` and return it, so that planting and registering are one expression.

        Raises:
            ValueError: The value is too short to be searched for.
        """
        if len(value) < SHORTEST:
            msg = f"a canary of the kind {kind} has fewer than {SHORTEST} characters"
            raise ValueError(msg)
        self._planted.setdefault(value, kind)
        return value

    def canaries(self) -> tuple[Canary, ...]:
        """Return everything planted, sorted."""
        return tuple(sorted(Canary(value, kind) for value, kind in self._planted.items()))

    def save(self, path: Path) -> None:
        """Write the registry as JSON, for whoever wants to search by other means."""
        document = {"hospital": self.hospital, "planted": dict(sorted(self._planted.items()))}
        path.write_text(json.dumps(document, indent=1, ensure_ascii=False), encoding="utf-8")
