"""The one form of image that a package or a training set holds: 8-bit grey PNG, pixels and nothing else.

Rule: exactly IHDR, IDAT and IEND. A text chunk, a profile, a time stamp, an animation, a byte after the end,
a wrong check sum or pixel data of the wrong length is refused: there is no place for a word to hide, and none
for a bomb.

Source: PNG specification, third edition (W3C 2025), sections 5 and 11.

Not here: making images, and looking at them.
"""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

from radshare.errors import PackageMalformed

if TYPE_CHECKING:
    from collections.abc import Iterator

SIGNATURE = b"\x89PNG\r\n\x1a\n"
_IHDR = struct.Struct(">IIBBBBB")
_GREY_8_BIT = (8, 0, 0, 0, 0)
_CHUNK_OVERHEAD = 12


def check_gray_png(data: bytes, max_side_px: int) -> tuple[int, int]:
    """Return width and height of an 8-bit grey PNG.

    Args:
        data: The file's bytes.
        max_side_px: Largest width and height allowed.

    Raises:
        PackageMalformed: It is anything else than IHDR, IDAT…, IEND with the pixel data they promise.
    """
    chunks = list(_chunks(data))
    kinds = [kind for kind, _ in chunks]
    well_formed = len(kinds) > 2 and kinds[0] == b"IHDR" and kinds[-1] == b"IEND"  # noqa: PLR2004 - and some IDAT
    if not well_formed or set(kinds[1:-1]) != {b"IDAT"} or chunks[-1][1]:
        raise PackageMalformed("an image holds more or less than pixels")
    header = chunks[0][1]
    if len(header) != _IHDR.size:
        raise PackageMalformed("an image header of the wrong length")
    width, height, *form = _IHDR.unpack(header)
    if tuple(form) != _GREY_8_BIT or not (0 < width <= max_side_px and 0 < height <= max_side_px):
        raise PackageMalformed("an image that is not 8-bit grey or too large")
    _check_pixels(b"".join(body for _, body in chunks[1:-1]), height * (width + 1))
    return width, height


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    if not data.startswith(SIGNATURE):
        raise PackageMalformed("not a PNG image")
    at = len(SIGNATURE)
    while at < len(data):
        if at + _CHUNK_OVERHEAD > len(data):
            raise PackageMalformed("a truncated image")
        length = int.from_bytes(data[at : at + 4])
        end = at + _CHUNK_OVERHEAD + length
        if end > len(data):
            raise PackageMalformed("a truncated image")
        kind, body, crc = data[at + 4 : at + 8], data[at + 8 : end - 4], data[end - 4 : end]
        if zlib.crc32(kind + body).to_bytes(4) != crc:
            raise PackageMalformed("an image chunk with a wrong check sum")
        yield kind, body
        at = end


def _check_pixels(compressed: bytes, expected: int) -> None:
    inflate = zlib.decompressobj()
    try:
        raw = inflate.decompress(compressed, expected + 1)
    except zlib.error:
        raise PackageMalformed("image data that cannot be decompressed") from None
    if len(raw) != expected or not inflate.eof or inflate.unused_data:
        raise PackageMalformed("image data of the wrong length")
