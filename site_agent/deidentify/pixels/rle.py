"""RLE frames (PS3.5 Annex G) without the bytes that their decoder would skip.

Rule: a segment ends where its last sample is complete; gaps between segments, bytes behind them and offsets
of segments that do not exist go, for they may hold anything.

Not here: decoding of samples of 8 bits and more (`codecs`).
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from site_agent.deidentify.pixels.format import PixelFormat

_HEADER: Final = struct.Struct("<16L")
_MOST_SEGMENTS: Final = 15
_LITERAL: Final = 128


def bare(frame: bytes, form: PixelFormat) -> bytes:
    """Return an RLE frame that holds its segments and nothing else.

    Args:
        frame: Header and segments.
        form: Rows and columns: a segment decodes to one byte a pixel, or to eight pixels a byte.

    Raises:
        ValueError: Header or a segment is broken.
        IndexError: A segment ends too early.
    """
    if len(frame) < _HEADER.size:
        raise ValueError
    count, *offsets = _HEADER.unpack_from(frame)
    if not 1 <= count <= _MOST_SEGMENTS or any(offset < _HEADER.size for offset in offsets[:count]):
        raise ValueError
    pixels = form.rows * form.columns
    samples = (pixels + 7) // 8 if form.allocated == 1 else pixels
    kept, at, starts = [], _HEADER.size, []
    for offset in offsets[:count]:
        end = _end(frame, offset, samples)
        segment = frame[offset:end]
        kept.append(segment + b"\0" * (len(segment) % 2))
        starts.append(at)
        at += len(kept[-1])
    return _HEADER.pack(count, *starts, *[0] * (_MOST_SEGMENTS - count)) + b"".join(kept)


def _end(frame: bytes, at: int, samples: int) -> int:
    """Return where the packets of a segment have given all its bytes."""
    left = samples
    while left > 0:
        code = frame[at]
        if code < _LITERAL:
            at += code + 2
            left -= code + 1
        elif code > _LITERAL:
            at += 2
            left -= 257 - code
        else:
            at += 1
    if at > len(frame) or left < -1:  # one byte too many is what some encoders pad with
        raise IndexError
    return at


def decoded(frame: bytes) -> bytes:
    """Return the bytes of the first segment of a frame that `bare` returned: packed single bits.

    Raises:
        IndexError: The segment ends too early.
    """
    at, parts = _HEADER.unpack_from(frame)[1], []
    while at < len(frame):
        code = frame[at]
        if code < _LITERAL:
            parts.append(frame[at + 1 : at + code + 2])
            at += code + 2
        elif code > _LITERAL:
            parts.append(bytes((frame[at + 1],)) * (257 - code))
            at += 2
        else:
            at += 1
    return b"".join(parts)
