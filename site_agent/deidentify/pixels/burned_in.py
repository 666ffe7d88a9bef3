"""Finds text that is drawn into the pixels (PS3.15 E.3.1, Clean Pixel Data).

Rules: BurnedInAnnotation is not believed. A frame is looked at in tiles at its own scale, because the text
detector loses small text in large pictures, and once more as a whole for letters larger than a tile's
overlap; what is detected is read in both directions of its line, so that text turned by a right angle or
upside down is found. Side and position markers (R, L, PA, ERECT …) identify nobody and stay, as does a
single character. A tile that was looked at before, in whatever frame, is not looked at again.

Not here: painting and writing (`redaction`, `clean`); areas known beforehand (`device_rules`).
"""

from __future__ import annotations

import hashlib
import re
import threading
from collections import Counter, OrderedDict
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

Box = tuple[int, int, int, int]
"""Row and column of the first corner, row and column behind the last one, in pixels."""

_MARKERS: Final = frozenset(
    {
        *("R", "L", "RT", "LT", "RIGHT", "LEFT", "PA", "AP", "LAT", "LL", "RL", "LATERAL", "SEMI"),
        *("ERECT", "UPRIGHT", "SUPINE", "PRONE", "PORTABLE", "MOBILE", "SITTING", "STANDING"),
    }
)
_WORD: Final = re.compile(r"[^\W_]+")
_ENLARGED_TO: Final = 640
_LARGEST_TILE: Final = 704  # pixels; in tiles of 1024 a third of small text is missed
_OVERLAP: Final = 96
_LARGEST_SIDE: Final = 1536  # of 2048 pixels, letters of 9 are still found
_MOST_ENLARGED: Final = 3.0
_LEAST_CONTRAST: Final = 8  # of 255
_DETECTED: Final = {"Det.thresh": 0.2, "Det.box_thresh": 0.3}
_LEAST_CONFIDENCE: Final = 0.5
_SURE_OF_REPETITION: Final = 0.95
_SURE_OF_MARKER: Final = 0.9
_SURE_OF_LARGE: Final = 0.9
_LARGE: Final = 64  # pixels of a line's height; such letters are read with ease
_REPEATED: Final = 0.6
_SHORTEST_TEXT: Final = 2
_SHORTEST_REPETITION: Final = 4
_NEARLY_SQUARE: Final = 1.5
_REMEMBERED: Final = 256
_LOCK: Final = threading.Lock()


@cache
def _engine() -> Any:  # noqa: ANN401 - rapidocr ships no types
    """Return the OCR engine, on one thread; its models ship in rapidocr's wheel, so nothing is downloaded."""
    from rapidocr import RapidOCR  # noqa: PLC0415 - loads models; workers that see no image never pay

    one_thread = {f"EngineConfig.onnxruntime.{part}_op_num_threads": 1 for part in ("intra", "inter")}
    whole = {"Det.limit_side_len": _LARGEST_TILE, "Det.limit_type": "max"}
    plain = {"Global.log_level": "critical", "Global.use_vertical_padding": False}
    return RapidOCR(params={**plain, **one_thread, **whole, **_DETECTED})


class Tiles:
    """Tiles that were looked at, by their content: static parts of a cine and equal frames cost once."""

    def __init__(self) -> None:
        self._boxes: OrderedDict[bytes, list[NDArray[np.float32]]] = OrderedDict()

    def text_in(self, tile: NDArray[np.uint8]) -> list[NDArray[np.float32]]:
        """Return the corners [4, 2] (column, row) of each text in a tile of shape [h, w, 3]."""
        shape = np.asarray(tile.shape[:2], np.int32).tobytes()
        key = hashlib.blake2b(tile.tobytes(), digest_size=16, salt=shape).digest()
        if key not in self._boxes:
            self._boxes[key] = _read(tile)
            if len(self._boxes) > _REMEMBERED:
                self._boxes.popitem(last=False)
        self._boxes.move_to_end(key)
        return self._boxes[key]


def find_text(image: NDArray[np.uint8], tiles: Tiles | None = None) -> list[Box]:
    """Return the boxes of text in an 8-bit image of shape [H, W] or [H, W, 3], markers left out.

    Args:
        image: Gray or RGB.
        tiles: What was looked at before, if it is to be remembered.
    """
    tiles = tiles or Tiles()
    colours = np.repeat(image[..., None], 3, axis=2) if image.ndim == 2 else image  # noqa: PLR2004 - gray
    scaled, scale = _scaled(colours)
    found = [
        corners + np.asarray((left, top), np.float32)
        for top, left, tile in _tiles_of(scaled)
        if np.ptp(tile) >= _LEAST_CONTRAST
        for corners in tiles.text_in(tile)
    ]
    if max(scaled.shape[:2]) > _LARGEST_TILE:
        small, ratio = _resized(scaled, _ENLARGED_TO / max(scaled.shape[:2]))
        found += [corners / ratio for corners in tiles.text_in(small)]
    return [_box(corners / scale) for corners in found]


def _scaled(image: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], float]:
    """Return an image that is neither too small for the detector nor too large for its time."""
    longest = max(image.shape[:2])
    wanted = min(max(longest, min(_ENLARGED_TO, longest * _MOST_ENLARGED)), _LARGEST_SIDE)
    return (image, 1.0) if wanted == longest else _resized(image, wanted / longest)


def _resized(image: NDArray[np.uint8], scale: float) -> tuple[NDArray[np.uint8], float]:
    import cv2  # noqa: PLC0415 - comes with rapidocr

    how = cv2.INTER_CUBIC if scale > 1 else cv2.INTER_AREA
    size = [max(1, round(side * scale)) for side in image.shape[1::-1]]
    return np.asarray(cv2.resize(image, size, interpolation=how), dtype=np.uint8), scale


def _tiles_of(image: NDArray[np.uint8]) -> Iterator[tuple[int, int, NDArray[np.uint8]]]:
    """Yield row, column and content of overlapping tiles that cover an image."""
    for rows in _spans(image.shape[0]):
        for columns in _spans(image.shape[1]):
            yield rows.start, columns.start, np.ascontiguousarray(image[rows, columns])


def _spans(side: int) -> list[slice]:
    """Return as few equal, overlapping spans as cover a side."""
    count = max(1, -(-(side - _OVERLAP) // (_LARGEST_TILE - _OVERLAP)))
    length = -(-(side + (count - 1) * _OVERLAP) // count)
    starts = [number * (side - length) // max(1, count - 1) for number in range(count)]
    return [slice(start, start + length) for start in starts]


def _read(tile: NDArray[np.uint8]) -> list[NDArray[np.float32]]:
    from rapidocr.main import RapidOCRError  # noqa: PLC0415 - see _engine

    with _LOCK:
        try:
            crops, found = _engine().detect_and_crop(tile, {})
        except RapidOCRError:  # nothing was detected
            return []
        risky, settled = _recognised(crops)
        for turns in (2, 1, 3):
            left = [n for n, crop in enumerate(crops) if not settled[n] and _may_be_turned(crop, turns)]
            hits, _ = _recognised([np.ascontiguousarray(np.rot90(crops[n], turns)) for n in left])
            for number, hit in zip(left, hits, strict=True):
                risky[number] = settled[number] = hit
    return [np.asarray(box, np.float32) for box, hit in zip(found.boxes, risky, strict=True) if hit]


def _recognised(crops: list[NDArray[np.uint8]]) -> tuple[list[bool], list[bool]]:
    """Return for each cut-out whether it reads as text that must go, and whether that is settled."""
    if not crops:
        return [], []
    read = _engine().recognize_txt(crops)
    found = list(zip(read.txts, map(float, read.scores), crops, strict=True))
    risky = [
        is_risky(text, score) and (min(crop.shape[:2]) < _LARGE or score >= _SURE_OF_LARGE)
        for text, score, crop in found
    ]
    settled = [
        hit or (score >= _SURE_OF_MARKER and is_marker(text))
        for hit, (text, score, _) in zip(risky, found, strict=True)
    ]
    return risky, settled


def _may_be_turned(crop: NDArray[np.uint8], turns: int) -> bool:
    """Return whether a line may run in a direction: across its cut-out only where that is nearly square."""
    height, width = crop.shape[:2]
    return bool(crop.size) and (turns == 2 or max(height, width) < _NEARLY_SQUARE * min(height, width))  # noqa: PLR2004


def is_marker(text: str) -> bool:
    """Return whether a text is a side or position marker, or several of them."""
    words = _WORD.findall(text.upper())
    return bool(words) and _MARKERS.issuperset(words)


def is_risky(text: str, score: float) -> bool:
    """Return whether what was read, with this confidence (0..1), must go."""
    letters = "".join(_WORD.findall(text.upper()))
    if score < _LEAST_CONFIDENCE or len(letters) < _SHORTEST_TEXT or is_marker(text):
        return False
    most = Counter(letters).most_common(1)[0][1]
    repeats = len(letters) >= _SHORTEST_REPETITION and most >= _REPEATED * len(letters)
    return not repeats or score >= _SURE_OF_REPETITION  # rows of equal shapes, as in MR mosaics


def _box(corners: NDArray[np.float32]) -> Box:
    left, top = np.floor(corners.min(axis=0)).astype(int)
    right, bottom = np.ceil(corners.max(axis=0)).astype(int)
    return max(0, int(top)), max(0, int(left)), int(bottom), int(right)
