"""Encapsulated pixel data (PS3.5 A.4): which fragments make which frame, and the item stream written anew.

Rules: a frame is read when it is needed; fragments of a frame that stays are copied as they are, a frame
that changed becomes one fragment; offset tables are written for the fragments that are written, since a
table that is carried over may be wrong or may hold anything.

Not here: what is in a frame (`codestreams`, `codecs`).
"""

from __future__ import annotations

import itertools
import struct
from typing import TYPE_CHECKING, BinaryIO, Final

from site_agent.errors import InputRefusedError, Reason

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from site_agent.ingest.spans import PixelSpan

Fragment = tuple[int, int]
"""Offset of a fragment's value within the span, and its bytes."""

_HEAD: Final = struct.Struct("<HHL")
HEAD: Final = _HEAD.size
"""Bytes of an item's tag and length."""
_ITEM: Final = (0xFFFE, 0xE000)
_END: Final = _HEAD.pack(0xFFFE, 0xE0DD, 0)
_LARGEST_OFFSET: Final = 2**32 - 1
_TAIL: Final = 16
_END_OF_FRAME: Final = b"\xff\xd9"


def item_head(length: int) -> bytes:
    """Return the tag and length of an item."""
    return _HEAD.pack(*_ITEM, length)


def frames_of(span: PixelSpan, count: int, extended: bytes | None) -> tuple[list[list[Fragment]], bool]:
    """Return each frame's fragments, and whether there is a basic offset table that is not empty.

    Frames are told apart by the extended offset table, by the basic one, or by the end markers of JPEG
    streams, unless there is one frame or one fragment a frame.

    Args:
        span: The items.
        count: Frames that there should be.
        extended: Value of Extended Offset Table (7FE0,0001), if there is one.

    Raises:
        InputRefusedError: `Reason.PIXELS_UNREADABLE`, frames and fragments do not match.
    """
    try:
        with span.open() as file:
            table, items = _items(file, span.length)
            groups = _grouped(file, items, count, _starts(table, extended))
    except (struct.error, IndexError, ValueError):
        raise InputRefusedError(Reason.PIXELS_UNREADABLE) from None
    return groups, bool(table)


def joined(file: BinaryIO, fragments: Sequence[Fragment]) -> bytes:
    """Return a frame's bytes.

    Raises:
        InputRefusedError: `Reason.PIXELS_UNREADABLE`, the file ends too early.
    """
    parts = []
    for offset, length in fragments:
        file.seek(offset)
        parts.append(file.read(length))
    frame = b"".join(parts)
    if len(frame) != sum(length for _, length in fragments):
        raise InputRefusedError(Reason.PIXELS_UNREADABLE)
    return frame


def basic_table(sizes: Sequence[int]) -> bytes:
    """Return the basic offset table's value for frames of these sizes; empty when it cannot hold them.

    Args:
        sizes: Bytes of each frame with the heads of its items.
    """
    starts = offsets(sizes)
    return b"" if starts[-1] > _LARGEST_OFFSET else struct.pack(f"<{len(starts)}L", *starts)


def offsets(sizes: Sequence[int]) -> list[int]:
    """Return where each frame's first item begins, from the first frame's."""
    return [0, *itertools.accumulate(sizes[:-1])]


def write(out: BinaryIO, table: bytes, frames: int, write_frame: Callable[[int], None]) -> None:
    """Write offset table, frames and sequence delimiter."""
    out.write(item_head(len(table)) + table)
    for index in range(frames):
        write_frame(index)
    out.write(_END)


def _items(file: BinaryIO, length: int) -> tuple[bytes, list[Fragment]]:
    """Return the offset table and where the fragments are."""
    items, at, table = [], 0, None
    while at + HEAD <= length:
        file.seek(at)
        group, element, size = _HEAD.unpack(file.read(HEAD))
        if (group, element) != _ITEM or at + HEAD + size > length:
            raise ValueError
        if table is None:
            table = file.read(size)
        else:
            items.append((at + HEAD, size))
        at += HEAD + size
    return table or b"", items


def _starts(table: bytes, extended: bytes | None) -> list[int]:
    kind, value = ("<Q", extended) if extended else ("<L", table)
    return [start for (start,) in struct.iter_unpack(kind, value)]


def _grouped(file: BinaryIO, items: list[Fragment], count: int, starts: list[int]) -> list[list[Fragment]]:
    if count == 1 and items:
        return [items]
    if len(items) == count:
        return [[item] for item in items]
    if len(starts) == count and items:
        first = items[0][0]
        known = {offset - first: number for number, (offset, _) in enumerate(items)}
        bounds = [*(known.get(start, -1) for start in starts), len(items)]
        if bounds[0] == 0 and all(a < b for a, b in itertools.pairwise(bounds)):
            return [items[a:b] for a, b in itertools.pairwise(bounds)]
    return _by_end(file, items, count)


def _by_end(file: BinaryIO, items: list[Fragment], count: int) -> list[list[Fragment]]:
    """Return fragments grouped by the end markers at their ends."""
    groups: list[list[Fragment]] = [[]]
    for offset, length in items:
        groups[-1].append((offset, length))
        tail = min(length, _TAIL)
        file.seek(offset + length - tail)
        if _END_OF_FRAME in file.read(tail):
            groups.append([])
    if groups[-1] or len(groups) != count + 1:
        raise ValueError
    return groups[:-1]
