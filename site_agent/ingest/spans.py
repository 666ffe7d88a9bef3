"""Where the pixel data of one DICOM file lies, and how its bytes are read without holding them.

Rules: a span is bounded, and so is every reader of it; a file that changed since it was measured is not read;
encapsulated items are walked to their end before anything is promised about them.

Not here: what the pixels mean (site_agent.deidentify.pixels.clean).
"""

from __future__ import annotations

import io
import os
import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO, Final, cast

from site_agent.errors import InputRefusedError, Reason

if TYPE_CHECKING:
    from pathlib import Path

_COPY: Final = 1 << 20
_WORTH_A_CALL: Final = 1 << 16
_MOST_ITEMS: Final = 1 << 20
_ITEM: Final = 0xFFFEE000
_END: Final = 0xFFFEE0DD

Stamp = tuple[int, int, int]
"""Inode, bytes and time of change (ns) of a file: another stamp means another content."""


@dataclass(frozen=True, slots=True)
class PixelSpan:
    """The pixel value of one instance, where it lies.

    Attributes:
        keyword: ``PixelData``, ``FloatPixelData`` or ``DoubleFloatPixelData``.
        vr: Value representation as written; ``OW`` where the file does not say.
        path: The file, or ``None`` when the bytes are in memory or in an unnamed temporary file.
        offset: First byte of the value; of the first item (the offset table) when encapsulated.
        length: Bytes of the value; of all items without the sequence delimiter when encapsulated.
        encapsulated: Whether the value is a sequence of items (PS3.5 A.4).
        little_endian: Byte order of the value.
        stamp: What the file looked like when it was measured.
        held: The bytes themselves or an unnamed file, when there is no path.
    """

    keyword: str
    vr: str
    path: Path | None = field(repr=False)
    offset: int
    length: int
    encapsulated: bool
    little_endian: bool
    stamp: Stamp | None = field(default=None, repr=False)
    held: bytes | BinaryIO | None = field(default=None, repr=False)

    def open(self) -> BinaryIO:
        """Return a reader that sees exactly the span, positioned at its start; close it after use.

        Raises:
            InputRefusedError: `Reason.UNREADABLE`, the file is gone or changed since it was measured.
        """
        if isinstance(self.held, bytes):
            return io.BytesIO(memoryview(self.held)[self.offset : self.offset + self.length])
        return io.BufferedReader(_Window(self._descriptor(), self.offset, self.length), _COPY >> 2)

    def read(self) -> bytes:
        """Return the whole value.

        Raises:
            InputRefusedError: `Reason.UNREADABLE`, as `open`, or the file became shorter.
        """
        with self.open() as file:
            value = file.read()
        if len(value) != self.length:
            raise InputRefusedError(Reason.UNREADABLE)
        return value

    def copy(self, out: BinaryIO, length: int | None = None) -> None:
        """Copy the first ``length`` bytes (all by default) to a writable file: by the kernel, else in blocks.

        Raises:
            InputRefusedError: `Reason.UNREADABLE`, as `open`, or there are fewer bytes.
        """
        left = self.length if length is None else length
        left -= self._copied_by_kernel(out, left)
        buffer = memoryview(bytearray(min(_COPY, max(left, 1))))
        with cast("io.BufferedReader", self.open()) as file:
            file.seek((self.length if length is None else length) - left)
            while left > 0:
                count = file.readinto(buffer[: min(left, len(buffer))])
                if not count:
                    raise InputRefusedError(Reason.UNREADABLE)
                out.write(buffer[:count])
                left -= count

    def _copied_by_kernel(self, out: BinaryIO, most: int) -> int:
        """Return how many bytes went from file to file without passing through this process."""
        if isinstance(self.held, bytes) or most < _WORTH_A_CALL:
            return 0
        done, source = 0, self._descriptor()
        try:
            out.flush()
            target = out.fileno()
            while count := os.copy_file_range(source, target, most - done, self.offset + done):
                done += count
        except (OSError, io.UnsupportedOperation, AttributeError):
            pass  # not between these two: the rest goes in blocks
        finally:
            os.close(source)
        return done

    def _descriptor(self) -> int:
        try:
            if self.path is None:
                return os.dup(self.held.fileno())  # type: ignore[union-attr] # no path: bytes or a file are held
            descriptor = os.open(self.path, os.O_RDONLY | os.O_CLOEXEC)
        except OSError:
            raise InputRefusedError(Reason.UNREADABLE) from None
        if self.stamp is not None and stamp_of(descriptor) != self.stamp:
            os.close(descriptor)
            raise InputRefusedError(Reason.UNREADABLE)
        return descriptor


class _Window(io.RawIOBase):
    """A read-only, seekable view of a part of a file, which it closes; it shares no position with others."""

    def __init__(self, descriptor: int, offset: int, length: int) -> None:
        self._descriptor, self._offset, self._length, self._at = descriptor, offset, length, 0

    def readable(self) -> bool:
        """Return True."""
        return True

    def seekable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill a buffer from the current position, not beyond the end of the window."""
        count = min(len(buffer), self._length - self._at)
        if count <= 0:
            return 0
        count = os.preadv(self._descriptor, [memoryview(buffer)[:count]], self._offset + self._at)
        self._at += count
        return count

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Move the position, as in any file, and return it."""
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._length}[whence]
        self._at = max(0, base + offset)
        return self._at

    def close(self) -> None:
        """Close the file."""
        if not self.closed:
            os.close(self._descriptor)
        super().close()


def stamp_of(descriptor: int) -> Stamp:
    """Return what identifies the present content of an open file."""
    status = os.fstat(descriptor)
    return status.st_ino, status.st_size, status.st_mtime_ns


def items_length(file: BinaryIO, stop: int, *, little_endian: bool) -> int:
    """Return the bytes of the encapsulated items from the current position on, their delimiter left out.

    Args:
        file: Positioned at the first item (PS3.5 A.4).
        stop: Position behind which nothing may lie.
        little_endian: Byte order of the item headers.

    Raises:
        InputRefusedError: `Reason.UNREADABLE`, the items end beyond ``stop``, never or not as items;
            `Reason.TOO_LARGE`, more than 1,048,576 of them.
    """
    unpack = struct.Struct("<HHL" if little_endian else ">HHL").unpack
    start = at = file.tell()
    for _ in range(_MOST_ITEMS):
        header = file.read(8)
        if len(header) < 8:  # noqa: PLR2004 - tag and length
            raise InputRefusedError(Reason.UNREADABLE)
        group, element, length = unpack(header)
        if group << 16 | element == _END:
            return at - start
        at += 8 + length
        if group << 16 | element != _ITEM or at > stop:
            raise InputRefusedError(Reason.UNREADABLE)
        file.seek(at)
    raise InputRefusedError(Reason.TOO_LARGE)
