"""Reads a finished header anew, byte by byte, in a few lines that share nothing with what wrote it.

Rule: every byte belongs to an element, and every element is yielded, or the header is refused; values are
handed out as the bytes they are.

Not here: what may stand in them (`verify`).
"""

from __future__ import annotations

import struct
from typing import Final, NamedTuple

from pydicom.datadict import DicomDictionary

from site_agent.errors import InputRefusedError, Reason

_START: Final = b"\0" * 128 + b"DICM"
_META: Final = b"\x02\x00"
_SYNTAX: Final = 0x00020010
_IMPLICIT: Final = b"1.2.840.10008.1.2"
_BIG_ENDIAN: Final = b"1.2.840.10008.1.2.2"
_ITEM: Final = 0xFFFEE000
_LONG: Final = frozenset(
    {b"OB", b"OD", b"OF", b"OL", b"OV", b"OW", b"SQ", b"SV", b"UC", b"UN", b"UR", b"UT", b"UV"}
)


class Value(NamedTuple):
    """One element.

    Attributes:
        tag: Group and element.
        vr: Value representation; in an implicit encoding the dictionary's.
        value: Encoded value; empty for a sequence, whose items' elements follow.
        level: Number of the data set it stands in, in the order in which they begin.
    """

    tag: int
    vr: bytes
    value: bytes
    level: int


def values(header: bytes) -> list[Value]:
    """Return every element of file meta and data set, those of nested items after their sequence.

    Args:
        header: A file up to its pixel data, as `file_header.encode` makes it: every length explicit.

    Raises:
        InputRefusedError: `Reason.METADATA_IDENTIFIERS_REMAIN`, it is not made so.
    """
    found: list[Value] = []
    try:
        if not header.startswith(_START):
            raise InputRefusedError(Reason.METADATA_IDENTIFIERS_REMAIN)
        at = len(_START)
        meta = _Reader(header, found, implicit=False, little=True)
        while header[at : at + 2] == _META:
            at = meta.element(at, len(header), 0)
        syntax = next((one.value.rstrip(b"\0") for one in found if one.tag == _SYNTAX), b"")
        data = _Reader(header, found, implicit=syntax == _IMPLICIT, little=syntax != _BIG_ENDIAN)
        data.data_set(at, len(header))
    except (struct.error, RecursionError):
        raise InputRefusedError(Reason.METADATA_IDENTIFIERS_REMAIN) from None
    return found


class _Reader:
    def __init__(self, header: bytes, found: list[Value], *, implicit: bool, little: bool) -> None:
        self._header, self._found, self._implicit, self._levels = header, found, implicit, 0
        order = "<" if little else ">"
        self._explicit_head = struct.Struct(f"{order}HH2sH").unpack_from
        self._head = struct.Struct(f"{order}HHL").unpack_from
        self._length = struct.Struct(f"{order}L").unpack_from

    def data_set(self, at: int, stop: int) -> None:
        """Take up every element between two positions."""
        self._levels += 1
        level = self._levels
        while at < stop:
            at = self.element(at, stop, level)

    def element(self, at: int, stop: int, level: int) -> int:
        """Take up the element at a position; return the position behind it."""
        if self._implicit:
            group, element, length = self._head(self._header, at)
            tag, body = group << 16 | element, at + 8
            vr = DicomDictionary.get(tag, ("UN",))[0].encode()
        else:
            group, element, vr, length = self._explicit_head(self._header, at)
            tag, body = group << 16 | element, at + 8
            if vr in _LONG:
                (length,), body = self._length(self._header, body), at + 12
        end: int = body + length
        if end > stop:
            raise InputRefusedError(Reason.METADATA_IDENTIFIERS_REMAIN)
        if vr == b"SQ":
            self._found.append(Value(tag, vr, b"", level))
            self._items(body, end)
        else:
            self._found.append(Value(tag, vr, self._header[body:end], level))
        return end

    def _items(self, at: int, stop: int) -> None:
        while at < stop:
            group, element, length = self._head(self._header, at)
            if group << 16 | element != _ITEM or at + 8 + length > stop:
                raise InputRefusedError(Reason.METADATA_IDENTIFIERS_REMAIN)
            self.data_set(at + 8, at + 8 + length)
            at += 8 + length
