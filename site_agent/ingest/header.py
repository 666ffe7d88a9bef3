"""Walks the elements of one data set up to its pixel data, and tells what was appended from what is missing.

Rules: the walk ends at the pixel data, at a tag that can only stand behind it, or where an element cannot be
one; a value of no known representation counts as ``UN``; a value that ends beyond the file is a truncated
file when its tag could stand there, and a bogus element made of appended bytes when it could not.

Not here: bounds on the file and what the pixel data is (`reader`).
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, BinaryIO, Final

from pydicom.datadict import DicomDictionary
from pydicom.dataset import FileMetaDataset
from pydicom.filereader import data_element_generator, read_dataset
from pydicom.uid import (
    UID,
    DeflatedExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
)
from pydicom.valuerep import VR

from site_agent.errors import InputRefusedError, Reason

if TYPE_CHECKING:
    from pydicom.dataelem import DataElement, RawDataElement

PIXEL_TAGS: Final = {
    0x7FE00008: "FloatPixelData",
    0x7FE00009: "DoubleFloatPixelData",
    0x7FE00010: "PixelData",
}
PLAIN_SYNTAXES: Final = frozenset(
    {ExplicitVRBigEndian, ExplicitVRLittleEndian, ImplicitVRLittleEndian, DeflatedExplicitVRLittleEndian}
)
_IMPLIED_VRS: Final = {"FloatPixelData": "OF", "DoubleFloatPixelData": "OD", "PixelData": "OW"}
_PIXEL_VRS: Final = frozenset({None, "OB", "OD", "OF", "OW", "UN"})
UNDEFINED_LENGTH: Final = 0xFFFFFFFF
_FIRST_PIXEL_TAG: Final = min(PIXEL_TAGS)
_REPRESENTATIONS: Final = frozenset({None, *(vr.value for vr in VR)})
_KNOWN_VRS: Final = frozenset(vr.value.encode() for vr in VR)
_ORDERS: Final = ("little", "big")
_NO_FIRST_GROUP: Final = 0x0400  # no data set begins with such a group; 0x0008 in the wrong order is 0x0800
_META_GROUP: Final = 0x0002


def read_meta(file: BinaryIO) -> FileMetaDataset:
    """Return the file meta information (PS3.10 7.1) at the current position; empty when there is none."""
    elements = read_dataset(
        file, is_implicit_VR=False, is_little_endian=True, stop_when=lambda tag, *_: tag >> 16 != _META_GROUP
    )
    meta = FileMetaDataset(elements)
    meta.set_original_encoding(is_implicit_vr=False, is_little_endian=True)
    return meta


def encoding_of(file: BinaryIO, syntax: str | None) -> tuple[bool, bool]:
    """Return whether the data set here is implicit VR, and whether it is little endian.

    The first element is believed before the transfer syntax: writers that name the wrong one are common.
    """
    start = file.tell()
    head = file.read(6)
    file.seek(start)
    implicit, little = head[4:6] not in _KNOWN_VRS, syntax != ExplicitVRBigEndian
    first, turned = (int.from_bytes(head[:2], order) for order in (_ORDERS if little else _ORDERS[::-1]))
    if first >= _NO_FIRST_GROUP > turned:
        little = not little
    return implicit, little or implicit


def true_syntax(said: str | None, *, implicit: bool, little: bool) -> UID:
    """Return the transfer syntax as which a data set can be read: what it says, unless that is not so.

    A deflated data set counts as what it is when inflated; encapsulated and private syntaxes are believed.
    """
    if said and said not in PLAIN_SYNTAXES:
        return UID(said)
    if implicit:
        return ImplicitVRLittleEndian
    return ExplicitVRLittleEndian if little else ExplicitVRBigEndian


def is_encapsulated(syntax: UID) -> bool:
    """Return whether a transfer syntax is a registered one whose pixel data are items (PS3.5 A.4)."""
    return bool(syntax.is_transfer_syntax and not syntax.is_private and syntax.is_encapsulated)


class Walk:
    """One pass over a data set.

    Args:
        file: Positioned at the first element.
        header_bytes: Most bytes before the pixel data.
        implicit: Whether value representations are left out.
        little: Byte order.

    Attributes:
        pixels: Keyword, value representation and declared length of the pixel data at which the walk ended;
            the file then stands at its value.
    """

    def __init__(self, file: BinaryIO, header_bytes: int, *, implicit: bool, little: bool) -> None:
        self._file, self._most, self._implicit, self._little = file, header_bytes, implicit, little
        self._value_at = 0
        self.pixels: tuple[str, str, int] | None = None

    def elements(self) -> dict[int, RawDataElement | DataElement]:
        """Return the elements before the pixel data.

        Raises:
            InputRefusedError: `Reason.UNREADABLE`, something is missing; `Reason.TOO_LARGE`.
        """
        found: dict[int, RawDataElement | DataElement] = {}
        file, start, at = self._file, self._file.tell(), self._file.tell()
        walk = data_element_generator(file, self._implicit, self._little, stop_when=self._at_pixels)
        last = 0
        while True:
            try:
                element = next(walk, None)
            except (struct.error, OSError, EOFError, UnicodeDecodeError):
                element, broken = None, True
            else:
                broken = element is not None and _is_short(element)
            if broken:
                self._require_appended(at, last)
                return found
            if element is None:
                if self.pixels:
                    file.seek(self._value_at)  # the parser goes back to the element's first byte
                return found
            at = file.tell()
            if at - start > self._most:
                raise InputRefusedError(Reason.TOO_LARGE)
            last = int(element.tag)
            found[element.tag] = element if element.VR in _REPRESENTATIONS else element._replace(VR="UN")

    def _at_pixels(self, tag: int, vr: str | None, length: int) -> bool:
        if tag < _FIRST_PIXEL_TAG:
            return False
        if keyword := PIXEL_TAGS.get(tag):
            if vr not in _PIXEL_VRS:
                raise InputRefusedError(Reason.UNREADABLE)  # not even its length can be told
            self._value_at = self._file.tell()
            self.pixels = keyword, _IMPLIED_VRS[keyword] if vr in {None, "UN"} else str(vr), length
        return True

    def _require_appended(self, at: int, last: int) -> None:
        """Refuse a truncated file: the element at ``at``, which is not whole, could stand behind ``last``."""
        self._file.seek(at)
        head = self._file.read(6)
        order = "little" if self._little else "big"
        tag = int.from_bytes(head[:2], order) << 16 | int.from_bytes(head[2:4], order)
        plausible = self._implicit or head[4:6] in _KNOWN_VRS
        if plausible and tag > last and (tag in DicomDictionary or (tag >> 16) % 2):
            raise InputRefusedError(Reason.UNREADABLE)


def _is_short(element: RawDataElement | DataElement) -> bool:
    """Return whether a value has fewer bytes than its length says."""
    length = getattr(element, "length", UNDEFINED_LENGTH)
    return length != UNDEFINED_LENGTH and len(element.value or b"") < length
