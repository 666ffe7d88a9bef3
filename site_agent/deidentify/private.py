"""What no dictionary vouches for: private, unknown, retired and repeating-group attributes.

Rule: everything here goes. A private attribute's meaning is the maker's secret; an element of unknown
representation may hold anything; overlays and curves may hold text as a drawing. (PS3.15 E.3.10 allows safe
private attributes; this release retains none.)

Not here: standard attributes (`metadata`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pydicom.datadict import DicomDictionary, dictionary_VR

if TYPE_CHECKING:
    from pydicom.dataelem import DataElement

_RETIRED_COLUMN: Final = 3
_GRAPHICS_GROUPS: Final = (0x5000, 0x6000)
_GROUP_MASK: Final = 0xFF00
_GROUPS_BELOW_DATA: Final = 0x0008
_THUMBNAILS: Final = frozenset({0x00880200, 0x00880904, 0x00880906})


def dropped(element: DataElement) -> str | None:
    """Return the rule by which an element goes whatever the profile says, or ``None`` when the profile decides."""
    tag = element.tag
    if tag.is_private:
        return "private"
    if tag.group < _GROUPS_BELOW_DATA or tag.element == 0:
        return "structure"  # command set, file meta, directory, group lengths: written anew or not at all
    if tag.group & _GROUP_MASK in _GRAPHICS_GROUPS:
        return "graphics"
    if int(tag) in _THUMBNAILS:
        return "thumbnail"
    entry = DicomDictionary.get(int(tag))
    if entry is None:
        return "unknown"
    if entry[_RETIRED_COLUMN]:
        return "retired"
    if element.VR not in dictionary_VR(tag).split(" or "):
        return "representation"  # a text under a number's name, or the reverse; UN included
    return None
