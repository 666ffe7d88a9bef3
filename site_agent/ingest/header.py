"""Walks the elements of one data set up to its pixel data, and tells what was appended from what is missing.

Rules: the walk ends at the pixel data, at a tag that can only stand behind it, or where an element cannot be
one; a value of no known representation counts as ``UN``; a value that ends beyond the file is a truncated
file when its tag could stand there, and a bogus element made of appended bytes when it could not.

Not here: bounds on the file and what the pixel data is (`reader`).
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, BinaryIO, Final, Literal

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
    from collections.abc import Iterator

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
_ORDERS: tuple[Literal["little"], Literal["big"]] = ("little", "big")
_NO_FIRST_GROUP: Final = 0x0400  # no data set begins with such a group; 0x0008 in the wrong order is 0x0800
_ITEM: Final = b"\xfe\xff\x00\xe0"
_MOST_ITEMS: Final = 1 << 19
_MOST_READS: Final = 1 << 21
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
        self._file, self._metered = file, _Metered(file, header_bytes)
        self._most, self._implicit, self._little = header_bytes, implicit, little
        self._value_at, self._last = 0, -1
        self.pixels: tuple[str, str, int] | None = None

    def elements(self) -> dict[int, RawDataElement | DataElement]:
        """Return the elements before the pixel data.

        Raises:
            InputRefusedError: `Reason.UNREADABLE`, something is missing; `Reason.TOO_LARGE`.
        """
        found: dict[int, RawDataElement | DataElement] = {}
        file, start, at = self._file, self._file.tell(), self._file.tell()
        walk = data_element_generator(self._metered, self._implicit, self._little, stop_when=self._is_end)
        while (element := self._next(walk, at)) is not None:
            at = file.tell()
            if at - start > self._most or _items(element) > _MOST_ITEMS:
                raise InputRefusedError(Reason.TOO_LARGE)
            self._last = int(element.tag)
            found[element.tag] = element if element.VR in _REPRESENTATIONS else element._replace(VR="UN")
        if self.pixels:
            file.seek(self._value_at)  # the parser goes back to the element's first byte
        return found

    def _next(
        self, walk: Iterator[RawDataElement | DataElement], at: int
    ) -> RawDataElement | DataElement | None:
        """Return the element at a position, or ``None`` at the end of the data set."""
        try:
            element = next(walk, None)
            if element is None or not _is_short(element):
                return element
        except (struct.error, OSError, EOFError, UnicodeDecodeError):
            pass
        if self._metered.is_used_up:
            raise InputRefusedError(Reason.TOO_LARGE)
        self._require_appended(at)
        return None

    def _is_end(self, tag: int, vr: str | None, length: int) -> bool:
        """Return whether an element is the pixel data, or can only stand behind it or be zeros of padding."""
        if tag < _FIRST_PIXEL_TAG:
            return tag == 0 and self._last >= 0
        if keyword := PIXEL_TAGS.get(tag):
            if vr not in _PIXEL_VRS:
                raise InputRefusedError(Reason.UNREADABLE)  # not even its length can be told
            self._value_at = self._file.tell()
            self.pixels = keyword, _IMPLIED_VRS[keyword] if vr in {None, "UN"} else str(vr), length
        return True

    def _require_appended(self, at: int) -> None:
        """Refuse a truncated file: the element at ``at``, which is not whole, could stand there."""
        self._file.seek(at)
        head = self._file.read(6)
        order = _ORDERS[0 if self._little else 1]
        tag = int.from_bytes(head[:2], order) << 16 | int.from_bytes(head[2:4], order)
        plausible = self._implicit or head[4:6] in _KNOWN_VRS
        if plausible and tag > self._last and (tag in DicomDictionary or (tag >> 16) % 2):
            raise InputRefusedError(Reason.UNREADABLE)


class _Metered:
    """A file of bounded reads, in number and size: what pydicom makes of each of them costs memory."""

    def __init__(self, file: BinaryIO, most_bytes: int) -> None:
        self._read, self._most_bytes, self._left = file.read, most_bytes, _MOST_READS
        self.seek, self.tell = file.seek, file.tell
        self.is_used_up = False

    def read(self, size: int) -> bytes:
        """Return the next bytes, or raise when the file was read too often."""
        self._left -= 1
        if self._left < 0 or size > self._most_bytes:
            self.is_used_up = True
            raise OSError
        return self._read(size)


def _items(element: RawDataElement | DataElement) -> int:
    """Return about how many items an encoded sequence holds, each of which will cost memory."""
    value = element.value
    return value.count(_ITEM) if isinstance(value, bytes) and element.VR in {None, "SQ", "UN"} else 0


def _is_short(element: RawDataElement | DataElement) -> bool:
    """Return whether a value has fewer bytes than its length says."""
    length = getattr(element, "length", UNDEFINED_LENGTH)
    return length != UNDEFINED_LENGTH and len(element.value or b"") < length
