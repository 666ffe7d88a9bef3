"""Inflates the data set of a deflated transfer syntax (PS3.5 A.5) without trusting it.

Rules: it is inflated once, a block at a time, and no further than a bound; what is large goes into an unnamed
file that only this process can read.

Not here: what the data set says (`reader`).
"""

from __future__ import annotations

import io
import tempfile
import zlib
from typing import TYPE_CHECKING, BinaryIO, Final

from site_agent.errors import InputRefusedError, Reason

if TYPE_CHECKING:
    from collections.abc import Iterator

IN_MEMORY: Final = 1 << 25
_BLOCK: Final = 1 << 20


def inflated(file: BinaryIO, most: int) -> tuple[bytes | BinaryIO, BinaryIO]:
    """Return a deflated data set inflated: small ones in memory, others in an unnamed file of mode 0600.

    Args:
        file: Positioned behind the file meta.
        most: Most bytes when inflated.

    Returns:
        What keeps the bytes, and a file over them, positioned at their start.

    Raises:
        InputRefusedError: As `blocks`.
    """
    out = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - it outlives this call
    out.writelines(blocks(file, most))
    size = out.tell()
    out.seek(0)
    if size > IN_MEMORY:
        return out, out  # type: ignore[return-value] # a binary file in everything but its type
    value = out.read()
    return value, io.BytesIO(value)


def blocks(file: BinaryIO, most: int) -> Iterator[bytes]:
    """Yield a deflated data set, a block at a time.

    Raises:
        InputRefusedError: `Reason.TOO_LARGE`, it is a bomb; `Reason.UNREADABLE`, it has no end.
    """
    inflate, total = zlib.decompressobj(-zlib.MAX_WBITS), 0
    while not inflate.eof and (block := inflate.unconsumed_tail or file.read(_BLOCK)):
        inflated_block = inflate.decompress(block, _BLOCK)
        total += len(inflated_block)
        if total > most:
            raise InputRefusedError(Reason.TOO_LARGE)
        yield inflated_block
    if not inflate.eof:
        raise InputRefusedError(Reason.UNREADABLE)
