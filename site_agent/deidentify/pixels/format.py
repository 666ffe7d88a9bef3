"""How an instance says its pixels are stored (PS3.3 C.7.6.3), checked before anything is computed from it.

Rules: every number is bounded; what contradicts itself is refused. Nothing here trusts that the pixel data
is as long or as deep as the header says.

Not here: reading frames (`native`, `fragments`) and compressed codestreams (`codecs`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, Self

import numpy as np
from pydicom.uid import ImplicitVRLittleEndian

from site_agent.errors import InputRefusedError, Reason

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from pydicom.dataset import Dataset
    from pydicom.uid import UID

    from site_agent.ingest.reader import ReadLimits
    from site_agent.ingest.spans import PixelSpan

YBR_422: Final = "YBR_FULL_422"
UNDEFINED_LENGTH: Final = 0xFFFFFFFF
_GROUP: Final = 0x7FE0
_ELEMENTS: Final = {"PixelData": 0x0010, "FloatPixelData": 0x0008, "DoubleFloatPixelData": 0x0009}
_FLOAT_BITS: Final = {"FloatPixelData": 32, "DoubleFloatPixelData": 64}
_BITS: Final = frozenset({1, 8, 16, 32, 64})
_DEPTHS: Final = {8: "1", 16: "2", 32: "4", 64: "8"}
_COLOURS: Final = 3


@dataclass(frozen=True, slots=True)
class PixelFormat:
    """What the Image Pixel Module says.

    Attributes:
        rows: Rows of a frame.
        columns: Columns of a frame.
        frames: Frames of the instance.
        samples: Samples per pixel, 1 or 3.
        allocated: Bits a sample takes: 1, 8, 16, 32 or 64.
        stored: Bits of it that mean something.
        high_bit: The uppermost of those.
        signed: Whether samples are two's complement.
        floating: Whether samples are IEEE 754 numbers.
        photometric: Photometric interpretation, as written.
        planar: Whether the colour planes follow each other (Planar Configuration 1).
    """

    rows: int
    columns: int
    frames: int
    samples: int
    allocated: int
    stored: int
    high_bit: int
    signed: bool
    floating: bool
    photometric: str
    planar: bool

    @classmethod
    def of(cls, dataset: Dataset, keyword: str, limits: ReadLimits) -> Self:
        """Return the format of a data set's pixels.

        Raises:
            InputRefusedError: `Reason.TOO_LARGE` or `Reason.PIXELS_UNREADABLE`.
        """
        try:
            found = cls._read(dataset, keyword)
        except (AttributeError, TypeError, ValueError):
            raise InputRefusedError(Reason.PIXELS_UNREADABLE) from None
        if found.rows * found.columns > limits.pixels or found.frames > limits.frames:
            raise InputRefusedError(Reason.TOO_LARGE)
        if not found.is_sound:
            raise InputRefusedError(Reason.PIXELS_UNREADABLE)
        return found

    @classmethod
    def _read(cls, dataset: Dataset, keyword: str) -> Self:
        floating = keyword in _FLOAT_BITS
        allocated = _FLOAT_BITS.get(keyword) or int(dataset.BitsAllocated)
        stored = allocated if floating else int(dataset.get("BitsStored") or allocated)
        high_bit = dataset.get("HighBit")
        return cls(
            rows=int(dataset.Rows),
            columns=int(dataset.Columns),
            frames=int(dataset.get("NumberOfFrames") or 1),
            samples=int(dataset.get("SamplesPerPixel") or 1),
            allocated=allocated,
            stored=stored,
            high_bit=stored - 1 if high_bit is None or floating else int(high_bit),
            signed=int(dataset.get("PixelRepresentation") or 0) == 1,
            floating=floating,
            photometric=str(dataset.get("PhotometricInterpretation") or "").strip(),
            planar=int(dataset.get("PlanarConfiguration") or 0) == 1,
        )

    @property
    def is_sound(self) -> bool:
        """Whether the numbers fit each other."""
        return (
            min(self.rows, self.columns, self.frames) > 0
            and self.samples in {1, _COLOURS}
            and self.allocated in _BITS
            and 0 < self.stored <= self.high_bit + 1 <= self.allocated
        )

    @property
    def subsampled(self) -> bool:
        """Whether native pixels share their chrominance two by two."""
        return self.photometric == YBR_422

    @property
    def dtype(self) -> np.dtype[np.generic]:
        """Return the type of a decoded sample, in native byte order; single bits take a byte."""
        if self.allocated == 1:
            return np.dtype("u1")
        kind = "f" if self.floating else "i" if self.signed else "u"
        return np.dtype(kind + _DEPTHS[self.allocated])

    @property
    def shape(self) -> tuple[int, ...]:
        """Return the shape of a decoded frame: [H, W] or [H, W, samples]."""
        plane = (self.rows, self.columns)
        return plane if self.samples == 1 else (*plane, self.samples)

    @property
    def frame_bits(self) -> int:
        """Return the bits that one native frame takes."""
        bits = self.rows * self.columns * self.samples * self.allocated
        return bits * 2 // 3 if self.subsampled else bits

    @property
    def length(self) -> int:
        """Return the bytes of all native frames, without padding."""
        return (self.frame_bits * self.frames + 7) // 8

    @property
    def has_unused_bits(self) -> bool:
        """Whether samples have bits outside the stored ones, which may hold an overlay or anything else."""
        return not self.floating and self.stored < self.allocated

    def cleared(self, values: NDArray[np.generic]) -> NDArray[np.generic]:
        """Return samples with nothing in their unused bits; the same array when there was nothing.

        Negative samples keep the sign's copies in the bits above the stored ones: those hold nothing.
        """
        if not self.has_unused_bits:
            return values
        low = self.high_bit + 1 - self.stored
        if self.signed and not low:
            shift = values.dtype.type(values.dtype.itemsize * 8 - self.stored)
            bare = np.right_shift(np.left_shift(values, shift), shift)
        else:
            mask = np.asarray(((1 << self.stored) - 1) << low).astype(values.dtype)
            if not int(np.bitwise_or.reduce(values, axis=None)) & ~int(mask):
                return values
            bare = values & mask
        return values if np.array_equal(bare, values) else bare


def element_head(span: PixelSpan, syntax: UID, length: int) -> bytes:
    """Return tag, VR and length of a pixel element (PS3.5 7.1).

    Args:
        span: The pixel value it comes from.
        syntax: Transfer syntax it is written in.
        length: Bytes of the value, or `UNDEFINED_LENGTH`.
    """
    order: Literal["little", "big"] = "little" if span.little_endian else "big"
    tag = _GROUP.to_bytes(2, order) + _ELEMENTS[span.keyword].to_bytes(2, order)
    vr = "OB" if length == UNDEFINED_LENGTH else span.vr
    explicit = b"" if syntax == ImplicitVRLittleEndian else vr.encode("ascii") + b"\0\0"
    return tag + explicit + length.to_bytes(4, order)
