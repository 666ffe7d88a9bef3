"""A frame as it is meant to be seen: 8-bit colours for reading text, 0..1 for image filters.

Rules: every stored value takes part, whatever window the header proposes, since text may lie outside it;
palettes and luminance-chrominance colours are converted, so that coloured text is seen as it was drawn.

Not here: decoding (`codecs`, `native`) and reading (`burned_in`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from pydicom.dataset import Dataset

_PALETTE: Final = "PALETTE COLOR"
_YBR: Final = frozenset({"YBR_FULL", "YBR_FULL_422", "YBR_PARTIAL_422", "YBR_PARTIAL_420"})
_NEUTRAL: Final = 128
_SAMPLED: Final = 1 << 18
_RANGE: Final = (0.1, 99.9)
_WHITE: Final = 255
_ALIKE: Final = 0.02


@dataclass(frozen=True, slots=True)
class Palette:
    """A palette colour lookup table (PS3.3 C.7.9).

    Attributes:
        colours: Entries, uint8, shape [entries, 3].
        first: Stored value of the first entry.
    """

    colours: NDArray[np.uint8]
    first: int

    @classmethod
    def of(cls, dataset: Dataset) -> Palette | None:
        """Return the palette of a data set, or ``None`` when there is none that can be read."""
        try:
            planes = [cls._plane(dataset, colour) for colour in ("Red", "Green", "Blue")]
            first = int(dataset.RedPaletteColorLookupTableDescriptor[1])
            return cls(np.stack(planes, axis=1), first)
        except (AttributeError, LookupError, TypeError, ValueError):
            return None

    @staticmethod
    def _plane(dataset: Dataset, colour: str) -> NDArray[np.uint8]:
        entries, _, bits = dataset[f"{colour}PaletteColorLookupTableDescriptor"].value
        data = bytes(dataset[f"{colour}PaletteColorLookupTableData"].value)
        count = int(entries) or 1 << 16
        wide = int(bits) > 8 or len(data) >= 2 * count  # noqa: PLR2004 - bits of a byte
        values = np.frombuffer(data, "<u2" if wide else "u1", count)
        deep = wide and int(values.max()) > _WHITE
        return (values >> 8 if deep else values).astype(np.uint8)

    def seen(self, frame: NDArray[Any]) -> NDArray[np.uint8]:
        """Return a frame of indices as colours, uint8, shape [H, W, 3]."""
        index = np.clip(frame.astype(np.int64) - self.first, 0, len(self.colours) - 1)
        return self.colours[index]

    def darkest(self) -> int:
        """Return the stored value of the darkest entry."""
        return self.first + int(self.colours.astype(np.int32).sum(axis=1).argmin())


@dataclass(frozen=True, slots=True)
class View:
    """How stored values become 8-bit colours.

    Attributes:
        photometric: Photometric interpretation of the values.
        palette: Lookup table of palette colours.
        low: Stored value shown black; of colours of 8 bits, and of a palette, not used.
        high: Stored value shown white.
    """

    photometric: str
    palette: Palette | None
    low: float = 0.0
    high: float = 255.0

    @classmethod
    def of(cls, frame: NDArray[Any], photometric: str, palette: Palette | None) -> View:
        """Return the view that stretches a frame's 0.1 to 99.9 percentile to 0..255."""
        if photometric == _PALETTE and palette is not None:
            return cls(photometric, palette)
        if _is_colour(frame):
            return cls(photometric, None)
        return cls(photometric, None, *_range(frame))

    def seen(self, frame: NDArray[Any]) -> NDArray[np.uint8]:
        """Return a frame, shape [H, W] or [H, W, 3], as colours: uint8, shape [H, W, 3]."""
        if self.palette is not None:
            return self.palette.seen(frame)
        colours = frame if _is_colour(frame) else self._stretched(frame)
        if colours.ndim == 2:  # noqa: PLR2004 - rows and columns
            return np.repeat(colours[..., None], 3, axis=2)
        return _from_ybr(colours) if self.photometric in _YBR else colours

    def shows_like(self, other: View) -> bool:
        """Return whether another view shows nothing that this one does not."""
        change = max(abs(self.low - other.low), abs(self.high - other.high))
        return change <= _ALIKE * (other.high - other.low)

    def _stretched(self, frame: NDArray[Any]) -> NDArray[np.uint8]:
        values = _numbers(frame) - np.float32(self.low)
        values *= np.float32(_WHITE / max(self.high - self.low, 1e-30))
        return np.asarray(np.clip(values, 0, _WHITE), dtype=np.uint8)


def rgb8(frame: NDArray[Any], photometric: str, palette: Palette | None) -> NDArray[np.uint8]:
    """Return a frame as colours, uint8, shape [H, W, 3]; gray has its 0.1 to 99.9 percentile stretched.

    Args:
        frame: Stored values, shape [H, W] or [H, W, 3].
        photometric: Photometric interpretation of these values.
        palette: Lookup table of palette colours.
    """
    return View.of(frame, photometric, palette).seen(frame)


def darkest(frame: NDArray[Any], photometric: str, palette: Palette | None) -> NDArray[Any]:
    """Return the stored value to paint with: black, or the frame's darkest; shape [] or [3]."""
    if photometric == _PALETTE and palette is not None:
        return np.asarray(palette.darkest(), dtype=frame.dtype)
    if photometric in _YBR:
        middle = _NEUTRAL if frame.dtype.itemsize == 1 else 1 << (frame.dtype.itemsize * 8 - 1)
        return np.asarray([frame[..., 0].min(), middle, middle], dtype=frame.dtype)
    inverted = photometric == "MONOCHROME1"
    known = frame[np.isfinite(frame)] if frame.dtype.kind == "f" else frame
    value = (known.max() if inverted else known.min()) if known.size else 0
    return np.asarray(value, dtype=frame.dtype)


def frontal_image(source: Dataset, frame: NDArray[Any]) -> NDArray[np.float32]:
    """Return a frame as it is meant to be seen: float32, shape [H, W], MONOCHROME2, 0..1.

    Modality and VOI transformations of the data set are applied (PS3.3 C.11); without a window, the 0.5 to
    99.5 percentile is stretched.
    """
    from pydicom.pixels.processing import apply_modality_lut, apply_voi_lut  # noqa: PLC0415 - exams only

    values = np.asarray(apply_voi_lut(apply_modality_lut(frame, source), source), dtype=np.float32)
    if values.ndim > 2:  # noqa: PLR2004 - rows and columns
        values = values.mean(axis=2)
    low, high = np.percentile(values, (0.5, 99.5))
    scaled = np.clip((values - low) / max(float(high - low), 1e-6), 0.0, 1.0)
    if source.get("PhotometricInterpretation") == "MONOCHROME1":
        scaled = 1.0 - scaled
    return np.ascontiguousarray(scaled, dtype=np.float32)


def _is_colour(frame: NDArray[Any]) -> bool:
    """Return whether a frame holds colours of 8 bits, shown as they are."""
    return frame.ndim > 2 and frame.dtype == np.uint8  # noqa: PLR2004 - rows and columns


def _numbers(frame: NDArray[Any]) -> NDArray[np.float32]:
    """Return values as float32; what is no number is 0."""
    values = frame.astype(np.float32)
    return np.nan_to_num(values, copy=False, posinf=0.0, neginf=0.0) if frame.dtype.kind == "f" else values


def _range(frame: NDArray[Any]) -> tuple[float, float]:
    step = max(1, int((frame.size / _SAMPLED) ** 0.5))
    low, high = np.percentile(_numbers(frame[::step, ::step]), _RANGE)
    if high <= low:
        values = _numbers(frame)
        low, high = values.min(), values.max()
    return float(low), float(high)


def _from_ybr(frame: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return RGB of full-range YCbCr (PS3.3 C.7.6.3.1.2)."""
    luminance, blue, red = (frame[..., channel].astype(np.float32) for channel in range(3))
    blue, red = blue - _NEUTRAL, red - _NEUTRAL
    green = luminance - 0.344136 * blue - 0.714136 * red
    colours = np.stack((luminance + 1.402 * red, green, luminance + 1.772 * blue), axis=-1)
    return np.asarray(np.clip(colours, 0, _WHITE), dtype=np.uint8)
