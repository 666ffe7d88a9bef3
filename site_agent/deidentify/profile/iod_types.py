"""Whether an attribute must have a value in its object, so that objects stay valid (PS3.5 7.4).

Rule: type 1 needs a value, type 2 may be empty, an attribute of type 3 or outside the IOD may go. At the top
level the SOP class's IOD decides; in an item, its sequence, whatever the IOD. Nothing is known about an
unknown SOP class: `of` says so.

Not here: what is written instead of a value (`metadata`).
"""

from __future__ import annotations

from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from site_agent.deidentify.profile import _iod_types

if TYPE_CHECKING:
    from collections.abc import Mapping

REQUIRED: Final = 1
MAY_BE_EMPTY: Final = 2
OPTIONAL: Final = 3


@cache
def of(sop_class: str) -> Mapping[int, int] | None:
    """Return tag -> type (1 or 2) at the top level of a SOP class, or ``None`` when it is unknown."""
    if sop_class not in _classes():
        return None
    types: dict[int, int] = {}
    for place in _classes()[sop_class]:
        for tag, kind in _modules()[place].items():
            types[tag] = min(kind, types.get(tag, OPTIONAL))
    return MappingProxyType(types)


@cache
def in_items() -> Mapping[int, Mapping[int, int]]:
    """Return sequence tag -> tag -> type (1 or 2) in its items."""
    return {int(name, 16): types for name, types in _sections(_iod_types.ITEMS).items()}


@cache
def _modules() -> tuple[Mapping[int, int], ...]:
    return tuple(_sections(_iod_types.MODULES).values())


@cache
def _classes() -> Mapping[str, tuple[int, ...]]:
    rows = (line.split() for line in _iod_types.CLASSES.replace("\n ", " ").splitlines())
    return {uid: tuple(map(int, places)) for uid, *places in rows}


def _sections(text: str) -> dict[str, dict[int, int]]:
    """Return name -> tag -> type from lines of name, type and tags."""
    sections: dict[str, dict[int, int]] = {}
    for line in text.replace("\n ", " ").splitlines():
        name, kind, *tags = line.split()
        sections.setdefault(name, {}).update({int(tag, 16): int(kind) for tag in tags})
    return sections
