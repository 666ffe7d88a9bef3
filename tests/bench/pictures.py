"""Judges pixels: whether text that was drawn is gone, and whether everything else is as it was.

Rules: text is gone when what stands in its box no longer varies with it; a picture without text must come
through with every stored value; one with text may differ near it. Lossy frames that were written anew may
differ a little.

Not here: bytes beside the picture, which `leaks` searches.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from bench.reading import frames

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from pydicom.dataset import Dataset

    from factories.canaries.answers import Box, FileRecord

_STILL_READABLE = 0.3
_NEAR = 2.0
_LEAST_EQUAL = 0.999
_LOSSY_TOLERANCE = 16
_USED_BITS = 0x0FFF


def hidden(source: Dataset, result: Dataset, box: Box) -> bool:
    """Return whether drawn text can no longer be made out: |correlation| with what stood there below 0.3."""
    before, after = (_cut(frames(data), box) for data in (source, result))
    if before.shape != after.shape:
        return False
    if after.std() < 1e-6:
        return True
    return abs(float(np.corrcoef(before.ravel(), after.ravel())[0, 1])) < _STILL_READABLE


def bit_hidden(result: Dataset) -> bool:
    """Return whether the unused bits of a 12-bit image are empty."""
    return not (np.frombuffer(result.PixelData, "<u2") & ~np.uint16(_USED_BITS)).any()


def retained(source: Dataset, result: Dataset, record: FileRecord, boxes: list[Box]) -> bool:
    """Return whether the picture is as it was, what is near text left out."""
    if record.pixels == "exact" and _same_bytes(source, result):
        return True
    try:
        before, after = frames(source), frames(result)
    except Exception:  # noqa: BLE001 - what cannot be decoded was not retained
        return False
    if before.shape != after.shape:
        return False
    if record.pixels == "low":
        return bool(np.array_equal(before & _USED_BITS, after & _USED_BITS))
    if record.pixels == "exact":
        return bool(np.array_equal(before, after))
    apart = _far(before.shape, boxes)
    lossy = source.file_meta.TransferSyntaxUID.is_encapsulated and before.dtype == np.uint8
    close = np.abs(before.astype(np.int64) - after.astype(np.int64)) <= (_LOSSY_TOLERANCE if lossy else 0)
    return bool(close[apart].mean() >= _LEAST_EQUAL)


def _same_bytes(source: Dataset, result: Dataset) -> bool:
    for keyword in ("PixelData", "FloatPixelData", "DoubleFloatPixelData"):
        if keyword in source:
            return keyword in result and source[keyword].value == result[keyword].value
    return True


def _cut(many: NDArray[Any], box: Box) -> NDArray[np.float64]:
    part = many[box.frame, box.top : box.bottom, box.left : box.right].astype(np.float64)
    return part.mean(axis=2) if part.ndim > 2 else part


def _far(shape: tuple[int, ...], boxes: list[Box]) -> NDArray[np.bool_]:
    """Return which pixels are not near any text: shape as the frames'."""
    far = np.ones(shape, bool)
    for box in boxes:
        near = int(_NEAR * min(box.bottom - box.top, box.right - box.left)) + 8
        rows = slice(max(0, box.top - near), box.bottom + near)
        far[box.frame, rows, max(0, box.left - near) : box.right + near] = False
    return far
