"""Private attributes: which ones are safe (PS3.15 E.3.10), and in which block they stand.

Rules: an attribute counts by its creator, group and element, wherever its block lies (PS3.5 7.8.1); it is
safe when Table E.3.10-1 or the site's own list names it; its representation is the table's, so that a value
the file calls ``UN`` is read as what it is, and one that contradicts the table is not kept; where the table
knows no representation, the file must name one of numbers. A creator is written only for a block of which
something stays.

Not here: looking at the values (`metadata`), which treats them like any other attribute's.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from pydicom.values import convert_SQ

from site_agent.deidentify.header.elements import Element, texts
from site_agent.deidentify.header.plan import NUMBERS
from site_agent.deidentify.profile import _safe_private
from site_agent.deidentify.profile.options import Option

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pydicom.dataset import Dataset

    from site_agent.deidentify.profile.profile import PrivateRow, Profile

SafeList = dict[tuple[str, int, int], str]
"""(creator, group, element in its block) -> representation, ``--`` where any of numbers will do."""

_CREATORS: Final = range(0x10, 0x100)
_ANY_NUMBERS: Final = "--"


def safe_list(profile: Profile) -> SafeList:
    """Return what a profile retains; nothing without Retain Safe Private."""
    return _safe(profile.safe_private) if Option.RETAIN_SAFE_PRIVATE in profile.options else {}


def creators(elements: Sequence[Element], source: Dataset) -> Mapping[int, str]:
    """Return block (group and first byte of the element) -> private creator, for one data set."""
    found = {}
    for element in elements:
        tag = int(element.tag)
        if tag >> 16 & 1 and tag & 0xFFFF in _CREATORS:
            said = texts(element, "LO", source) or []
            if len(said) == 1 and said[0].isascii():
                found[tag & 0xFFFF0000 | (tag & 0xFF) << 8] = said[0]
    return found


def is_creator(tag: int) -> bool:
    """Return whether a private tag is a private creator's."""
    return tag & 0xFFFF in _CREATORS


def representation(tag: int, said: str, blocks: Mapping[int, str], safe: SafeList) -> str | None:
    """Return the representation of a safe private attribute, or ``None`` when it is not safe.

    Args:
        tag: The private tag as it stands in the file.
        said: Its representation there; ``UN`` when the file names none.
        blocks: What `creators` found in its data set.
        safe: What the profile retains.
    """
    creator = blocks.get(tag & 0xFFFFFF00)
    known = safe.get((creator, tag >> 16, tag & 0xFF)) if creator else None
    if known is None:
        return None
    if known == _ANY_NUMBERS:
        return said if said in NUMBERS else None
    if said in {"UN", known} or {said, known} <= NUMBERS:
        return known if said == "UN" else said
    return None


def items(element: Element, source: Dataset) -> list[Dataset] | None:
    """Return the items of a private sequence, or ``None`` when it cannot be read as one.

    A sequence that the file calls ``UN`` is encoded with implicit representations (PS3.5 6.2.2).
    """
    if not element.is_raw:
        return list(element.value) if element.VR == "SQ" else None
    implicit = element.VR == "UN" or element.is_implicit_VR
    encodings = source.original_character_set or "iso8859"
    encodings = encodings if isinstance(encodings, list) else [encodings]
    try:
        return list(convert_SQ(element.value or b"", implicit, element.is_little_endian, encodings))
    except Exception:  # noqa: BLE001 - the parser raises anything on a broken value
        return None


@lru_cache(maxsize=8)
def _safe(site: tuple[PrivateRow, ...]) -> SafeList:
    safe: SafeList = {}
    for line in _safe_private.ROWS.splitlines():
        group, element, vr, creator = line.split(" ", 3)
        safe[creator, int(group, 16), int(element, 16)] = vr
    for row in site:
        safe[row.creator.strip(), int(row.group, 16), int(row.element, 16)] = row.vr
    return safe
