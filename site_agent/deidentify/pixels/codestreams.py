"""Frames in a compressed syntax, with everything removed that is no part of their picture.

Rules: what a decoder does not need goes: comments and application segments (EXIF, thumbnails), the boxes
round a JPEG 2000 codestream (XML, UUID, file names), and whatever stands before its begin or behind its end.
A stream of which the end cannot be told is refused, for then nothing is known to be behind it. A frame
that holds nothing of the kind keeps its exact bytes.

Not here: what is hidden inside the entropy-coded data itself, which only decoding and encoding anew removes.
"""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING, Final

from pydicom.uid import (
    HTJ2K,
    JPEG2000,
    UID,
    HTJ2KLossless,
    HTJ2KLosslessRPCL,
    JPEG2000Lossless,
    JPEGBaseline8Bit,
    JPEGExtended12Bit,
    JPEGLossless,
    JPEGLosslessSV1,
    JPEGLSLossless,
    JPEGLSNearLossless,
    RLELossless,
)

from site_agent.deidentify.pixels import rle
from site_agent.errors import InputRefusedError, Reason

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_agent.deidentify.pixels.format import PixelFormat

DEFLATED_FRAMES: Final = UID("1.2.840.10008.1.2.8.1")
"""Deflated Image Frame Compression (PS3.5 A.4.13)."""
UNCOMPRESSED_FRAMES: Final = UID("1.2.840.10008.1.2.1.98")
"""Encapsulated Uncompressed Explicit VR Little Endian (PS3.5 A.4.11)."""
JPEG: Final = frozenset(
    {
        *(JPEGBaseline8Bit, JPEGExtended12Bit, JPEGLossless, JPEGLosslessSV1, JPEGLSLossless),
        *(JPEGLSNearLossless, UID("1.2.840.10008.1.2.4.53"), UID("1.2.840.10008.1.2.4.55")),
    }
)
JPEG_2000: Final = frozenset({JPEG2000Lossless, JPEG2000, HTJ2KLossless, HTJ2KLosslessRPCL, HTJ2K})

_PREFIX = 0xFF
_SOI, _EOI, _SOS, _COM = 0xD8, 0xD9, 0xDA, 0xFE
_APPLICATION: Final = range(0xE0, 0xF0)
_ALONE: Final = frozenset({0x01, *range(0xD0, 0xD8)})
_JPEG_LS: Final = b"\xff\xf7"
_NEXT_MARKER: Final = re.compile(rb"\xff[\x01-\xcf\xd8-\xfe]")
_NEXT_MARKER_LS: Final = re.compile(rb"\xff[\x80-\xcf\xd8-\xfe]")
_NEEDED: Final = {0xE0: (b"JFIF\0", 16), 0xE8: (b"mrfx", 7), 0xEE: (b"Adobe", 14)}
_BEGIN_2000: Final = b"\xff\x4f\xff\x51"
_BOXES: Final = b"\0\0\0\x0cjP  "
_TILE, _DATA, _COMMENT, _TILE_LENGTHS = 0x90, 0x93, 0x64, 0x55
_SEGMENTS_2000: Final = frozenset(
    {*range(0x50, 0x54), *range(0x55, 0x5A), *range(0x5C, 0x62), 0x63, _COMMENT}
)
_END_2000: Final = re.compile(rb"\xff\xd9")
_INFLATED_AT_ONCE: Final = 1 << 20


def bare(frame: bytes, syntax: UID, form: PixelFormat) -> bytes:
    """Return a frame without anything that is no part of its picture; the same bytes if there is nothing.

    Args:
        frame: The frame's fragments joined.
        syntax: Transfer syntax.
        form: What the header says of the pixels.

    Raises:
        InputRefusedError: `Reason.PIXELS_UNREADABLE`, the frame is no such stream, or a video.
    """
    try:
        if syntax in JPEG:
            stripped = b"".join(_jpeg(frame))
        elif syntax in JPEG_2000:
            stripped = b"".join(_jpeg_2000(_unboxed(frame)))
        elif syntax == RLELossless:
            stripped = rle.bare(frame, form)
        elif syntax == UNCOMPRESSED_FRAMES:
            stripped = _cut(frame, (form.frame_bits + 7) // 8)
        elif syntax == DEFLATED_FRAMES:
            stripped = _deflated(frame, (form.frame_bits + 7) // 8)
        else:
            raise InputRefusedError(Reason.PIXELS_UNREADABLE)
    except (IndexError, ValueError, zlib.error):
        raise InputRefusedError(Reason.PIXELS_UNREADABLE) from None
    return frame if frame in {stripped, stripped + b"\0"} else stripped


def _jpeg(frame: bytes) -> Iterator[bytes]:
    """Yield the parts of a JPEG or JPEG-LS stream that a decoder needs (ITU-T T.81 B.1, T.87 C.1)."""
    if frame[:2] != bytes((_PREFIX, _SOI)):
        raise ValueError
    yield frame[:2]
    at, next_marker = 2, _NEXT_MARKER
    while True:
        while frame[at] == frame[at + 1] == _PREFIX:  # fill bytes
            at += 1
        marker = frame[at + 1]
        if frame[at] != _PREFIX or marker in {0, _SOI}:
            raise ValueError
        if marker == _EOI:
            yield frame[at : at + 2]
            return
        end = at + 2 if marker in _ALONE else at + 2 + _length(frame, at + 2)
        if frame[at : at + 2] == _JPEG_LS:
            next_marker = _NEXT_MARKER_LS
        if marker == _SOS:
            found = next_marker.search(frame, end)
            if found is None:
                raise ValueError
            end = found.start()
        if not (marker == _COM or marker in _APPLICATION) or _is_needed(marker, frame[at + 4 : end]):
            yield frame[at:end]
        at = end


def _is_needed(marker: int, content: bytes) -> bool:
    """Return whether an application segment says how to decode: JFIF, Adobe's or HP's colour transform."""
    begin, length = _NEEDED.get(marker, (b"", -1))
    return len(content) == length - 2 and content.startswith(begin)


def _unboxed(frame: bytes) -> bytes:
    """Return the codestream of a JP2 file; what is no JP2 file as it is (ISO/IEC 15444-1 Annex I)."""
    at = 0
    while frame.startswith(_BOXES):
        length, kind, head = int.from_bytes(frame[at : at + 4], "big"), frame[at + 4 : at + 8], 8
        if length == 1:
            length, head = int.from_bytes(frame[at + 8 : at + 16], "big"), 16
        end = at + length if length else len(frame)
        if end < at + head or end > len(frame):
            raise ValueError
        if kind == b"jp2c":
            return frame[at + head : end]
        at = end
    return frame


def _jpeg_2000(frame: bytes) -> Iterator[bytes]:
    """Yield the parts of a JPEG 2000 codestream that a decoder needs (ISO/IEC 15444-1 Annex A)."""
    if not frame.startswith(_BEGIN_2000):
        raise ValueError
    head, at = _segments_2000(frame, 2, _TILE)
    tiles, changed = [], False
    while frame[at : at + 2] == bytes((_PREFIX, _TILE)):
        tile, end = _tile_part(frame, at)
        changed |= len(tile) != end - at
        tiles.append(tile)
        at = end
    if not tiles or frame[at : at + 2] not in {b"\xff\xd9", b"", b"\0"}:
        raise ValueError
    yield frame[:2]
    yield from (part for part in head if not (changed and part[1] == _TILE_LENGTHS))
    yield from tiles
    yield b"\xff\xd9"


def _tile_part(frame: bytes, at: int) -> tuple[bytes, int]:
    """Return a tile-part without comments, its length set right, and where the next one begins."""
    length = int.from_bytes(frame[at + 6 : at + 10], "big")
    head, data = _segments_2000(frame, at + 12, _DATA)
    if length:
        end = at + length
    else:  # the last one, up to the end of the codestream, a marker that packet data cannot hold (B.10)
        found = _END_2000.search(frame, data)
        end = found.start() if found else -1
    if not data + 2 <= end <= len(frame):
        raise ValueError
    start, body = frame[at : at + 12], b"".join([*head, frame[data:end]])
    if length and len(body) + 12 != length:
        start = start[:6] + (len(body) + 12).to_bytes(4, "big") + start[10:]
    return start + body, end


def _segments_2000(frame: bytes, at: int, last: int) -> tuple[list[bytes], int]:
    """Return a header's marker segments without comments, and where the marker that ends it stands."""
    kept = []
    while frame[at : at + 2] != bytes((_PREFIX, last)):
        if frame[at] != _PREFIX or frame[at + 1] not in _SEGMENTS_2000:
            raise ValueError
        end = at + 2 + _length(frame, at + 2)
        if frame[at + 1] != _COMMENT:
            kept.append(frame[at:end])
        at = end
    return kept, at


def _length(frame: bytes, at: int) -> int:
    length = int.from_bytes(frame[at : at + 2], "big")
    if length < 2 or at + length > len(frame):  # noqa: PLR2004 - the length counts its own two bytes
        raise ValueError
    return length


def _cut(frame: bytes, length: int) -> bytes:
    if len(frame) < length:
        raise ValueError
    return frame[:length]


def _deflated(frame: bytes, length: int) -> bytes:
    """Return a raw deflate stream that inflates to a frame and no further, without what follows it."""
    inflate, total, rest = zlib.decompressobj(-zlib.MAX_WBITS), 0, frame
    while not inflate.eof:
        block = inflate.decompress(rest, _INFLATED_AT_ONCE)
        total, rest = total + len(block), inflate.unconsumed_tail
        if total > length + 1 or (not block and not inflate.eof):
            raise ValueError
    if total < length:
        raise ValueError
    return frame[: len(frame) - len(inflate.unused_data)]
