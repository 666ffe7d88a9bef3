"""What no dictionary vouches for: private, unknown, retired and repeating-group attributes.

Rule: everything here goes. A private attribute's meaning is the maker's secret; an element of unknown
representation may hold anything; overlays and curves may hold text as a drawing. (PS3.15 E.3.10 allows safe
private attributes; this release retains none.)

Not here: standard attributes (`metadata`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pydicom.datadict import DicomDictionary

if TYPE_CHECKING:
    from pydicom.dataelem import DataElement

_RETIRED_COLUMN: Final = 3
_GRAPHICS_GROUPS: Final = (0x5000, 0x6000)
_GROUP_MASK: Final = 0xFF00
_GROUPS_BELOW_DATA: Final = 0x0008
_THUMBNAILS: Final = frozenset({0x00880200, 0x00880904, 0x00880906})


def dropped(element: DataElement) -> str | None:
    """Return the rule by which an element goes whatever the profile says, or ``None`` when it may stay."""
    tag = element.tag
    entry = DicomDictionary.get(int(tag))
    checks = (
        ("private", tag.is_private),
        ("structure", tag.group < _GROUPS_BELOW_DATA or tag.element == 0),  # written anew or not at all
        ("graphics", tag.group & _GROUP_MASK in _GRAPHICS_GROUPS),
        ("thumbnail", int(tag) in _THUMBNAILS),
        ("unknown", entry is None),
        ("retired", entry is not None and bool(entry[_RETIRED_COLUMN])),
        # a text under a number's name, or the reverse; UN included
        ("representation", entry is not None and element.VR not in entry[0].split(" or ")),
    )
    return next((rule for rule, applies in checks if applies), None)
