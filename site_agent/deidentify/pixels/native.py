"""Native pixel data: one frame at a time as an array, and written back in the same bytes.

Rules: a frame is read when it is needed and never all of them together; where nothing changes, the bytes
that are written are the bytes that were read; what stands behind the last frame is dropped; the value is
padded to an even length.

Not here: compressed frames (`fragments`, `codecs`), and what is painted over (`redaction`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO, Final, Literal

import numpy as np

from site_agent.errors import InputRefusedError, Reason

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from site_agent.deidentify.pixels.format import PixelFormat
    from site_agent.ingest.spans import PixelSpan

_BYTE: Final = 8
_BLOCK: Final = 1 << 22  # a whole number of samples of any size, and of frames' bits


@dataclass(frozen=True, slots=True)
class NativeFrames:
    """The frames of native pixel data.

    Attributes:
        span: Where the pixel value lies.
        form: How it is laid out.
    """

    span: PixelSpan
    form: PixelFormat

    def __post_init__(self) -> None:
        """Refuse a value shorter than its frames, and shared chrominance that does not come in pairs."""
        form = self.form
        pairs = form.columns % 2 == 0 and form.samples == 3 and form.allocated == _BYTE  # noqa: PLR2004
        if self.span.length < form.length or (form.subsampled and not pairs):
            raise InputRefusedError(Reason.PIXELS_UNREADABLE)

    @property
    def _swapped(self) -> bool:
        """Whether bytes are swapped in pairs: 8-bit samples in big-endian words (PS3.5 8.1.1)."""
        return not self.span.little_endian and self.span.vr == "OW" and self.form.allocated <= _BYTE

    @property
    def in_whole_bytes(self) -> bool:
        """Whether frames can be written one after the other: they share no bytes and none are swapped."""
        return self.form.allocated > 1 and not self._swapped

    def read(self, file: BinaryIO, index: int) -> NDArray[Any]:
        """Return one frame's stored samples, shape [H, W] or [H, W, samples], in native byte order.

        Args:
            file: The span, opened.
            index: The frame, from 0.

        Raises:
            InputRefusedError: `Reason.PIXELS_UNREADABLE`, the file ends too early.
        """
        first, last = self._bits(index)
        data = self._bytes(file, first // 8, (last + 7) // 8)
        if self.form.allocated == 1:
            bits = np.unpackbits(np.frombuffer(data, "u1"), bitorder="little")
            return bits[first % 8 : first % 8 + last - first].reshape(self.form.shape)
        if self.form.subsampled:
            return _spread(np.frombuffer(data, "u1").reshape(self.form.rows, -1, 4))
        order: Literal["<", ">"] = "<" if self.span.little_endian else ">"
        values = np.frombuffer(data, self.form.dtype.newbyteorder(order)).astype(self.form.dtype)
        if self.form.samples > 1 and self.form.planar:
            planes = values.reshape(self.form.samples, self.form.rows, self.form.columns)
            return np.ascontiguousarray(planes.transpose(1, 2, 0))
        return values.reshape(self.form.shape)

    def _bits(self, index: int) -> tuple[int, int]:
        return index * self.form.frame_bits, (index + 1) * self.form.frame_bits

    def _bytes(self, file: BinaryIO, start: int, end: int) -> bytes:
        aligned = (start & ~1, end + end % 2) if self._swapped else (start, end)
        file.seek(aligned[0])
        data = file.read(aligned[1] - aligned[0])
        if self._swapped:
            data = _swap(data)
        data = data[start - aligned[0] : end - aligned[0]]
        if len(data) != end - start:
            raise InputRefusedError(Reason.PIXELS_UNREADABLE)
        return data

    def packed(self, frame: NDArray[Any]) -> bytes:
        """Return a frame's bytes as they stand in the value; not for single bits."""
        if self.form.subsampled:
            return _share(frame).tobytes()
        if self.form.samples > 1 and self.form.planar:
            frame = frame.transpose(2, 0, 1)
        order: Literal["<", ">"] = "<" if self.span.little_endian else ">"
        return frame.astype(self.form.dtype.newbyteorder(order)).tobytes()

    def joined(self, frames: list[NDArray[Any]]) -> bytes:
        """Return all frames as one value, padded, where they are not `in_whole_bytes`."""
        if self.form.allocated == 1:
            bits = np.concatenate([frame.reshape(-1) for frame in frames])
            value = np.packbits(bits, bitorder="little").tobytes()
        else:
            value = b"".join(self.packed(frame) for frame in frames)
        value += b"\0" * (len(value) % 2)
        return _swap(value) if self._swapped else value

    def holds_unused_bits(self) -> bool:
        """Return whether any sample has something outside its stored bits: looked at in blocks."""
        if not self.form.has_unused_bits or self.form.allocated == 1:
            return False
        dtype = self.form.dtype.newbyteorder("<" if self.span.little_endian else ">")
        left = self.form.length
        with self.span.open() as file:
            while left > 0:
                block = file.read(min(_BLOCK, left))
                if len(block) != min(_BLOCK, left):
                    raise InputRefusedError(Reason.PIXELS_UNREADABLE)
                values = np.frombuffer(block, dtype).astype(self.form.dtype, copy=False)
                if self.form.cleared(values) is not values:
                    return True
                left -= len(block)
        return False


def _swap(data: bytes) -> bytes:
    return np.frombuffer(data, "u2").byteswap().tobytes()


def _spread(quads: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return [H, W, 3] of [H, W/2, 4] samples Y1 Y2 Cb Cr (PS3.3 C.7.6.3.1.2)."""
    frame = np.empty((quads.shape[0], quads.shape[1] * 2, 3), np.uint8)
    frame[:, 0::2, 0], frame[:, 1::2, 0] = quads[..., 0], quads[..., 1]
    frame[..., 1], frame[..., 2] = np.repeat(quads[..., 2], 2, axis=1), np.repeat(quads[..., 3], 2, axis=1)
    return frame


def _share(frame: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return [H, W/2, 4] of [H, W, 3]: the first pixel of a pair gives the chrominance of both."""
    return np.stack([frame[:, 0::2, 0], frame[:, 1::2, 0], frame[:, 0::2, 1], frame[:, 0::2, 2]], axis=-1)
