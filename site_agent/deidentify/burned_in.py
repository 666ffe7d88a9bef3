"""Finds and removes text that is drawn into the pixels (PS3.15 E.3.1, Clean Pixel Data).

Rules: BurnedInAnnotation is not believed; every frame is read by OCR; text is painted over with the darkest
value of the frame and the frame is read again, until nothing is found or the tries are used up, which refuses
the image. Side and position markers (R, L, PA, ERECT …) identify nobody and stay, as does a single character.

Not here: decoding and encoding (`pixels`).
"""

from __future__ import annotations

import re
import threading
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from site_agent.errors import InputRefusedError, Reason

if TYPE_CHECKING:
    from numpy.typing import NDArray

Box = tuple[int, int, int, int]
"""Row and column of the first corner, row and column behind the last one, in pixels."""

_MARKERS: Final = frozenset(
    {
        *("R", "L", "RT", "LT", "RIGHT", "LEFT", "PA", "AP", "LAT", "LL", "RL", "LATERAL", "SEMI"),
        *("ERECT", "UPRIGHT", "SUPINE", "PRONE", "PORTABLE", "MOBILE", "SITTING", "STANDING"),
    }
)
_SMALLEST_SIDE: Final = 512
_LARGEST_SIDE: Final = 1280
_LEAST_CONFIDENCE: Final = 0.3
_TRIES: Final = 4
_SHORTEST_TEXT: Final = 2
_ALNUM: Final = re.compile(r"[^\W_]")
_LOCK: Final = threading.Lock()


@cache
def _engine() -> Any:  # noqa: ANN401 - rapidocr ships no types
    """Return the OCR engine, on one thread; its models ship in rapidocr's wheel, so nothing is downloaded."""
    from rapidocr import RapidOCR  # noqa: PLC0415 - loads models; workers that see no image never pay

    one_thread = {f"EngineConfig.onnxruntime.{part}_op_num_threads": 1 for part in ("intra", "inter")}
    limits = {"Det.limit_side_len": _LARGEST_SIDE, "Det.limit_type": "max"}
    return RapidOCR(params={"Global.log_level": "critical", "Global.use_cls": False, **one_thread, **limits})


def find_text(gray: NDArray[np.uint8]) -> list[Box]:
    """Return the boxes of text in an 8-bit image of shape [H, W], markers left out."""
    import cv2  # noqa: PLC0415 - comes with rapidocr

    longest = max(gray.shape)
    scale = min(max(1.0, _SMALLEST_SIDE / longest), _LARGEST_SIDE / longest)
    if scale != 1.0:
        how = cv2.INTER_CUBIC if scale > 1 else cv2.INTER_AREA
        gray = np.asarray(cv2.resize(gray, None, fx=scale, fy=scale, interpolation=how), dtype=np.uint8)
    with _LOCK:
        found = _engine()(np.repeat(gray[..., None], 3, axis=2), use_cls=False, text_score=0.0)
    if found.boxes is None or found.txts is None:
        return []
    return [
        _box(corners / scale)
        for corners, text, score in zip(found.boxes, found.txts, found.scores, strict=True)
        if _is_risky(text, float(score))
    ]


def redact(frame: NDArray[Any], *, darkest: float) -> tuple[NDArray[Any], int]:
    """Return a frame of which OCR reads nothing any more, and the number of boxes painted over.

    Args:
        frame: Stored values, shape [H, W] or [H, W, samples]; not changed.
        darkest: Stored value to paint with.

    Raises:
        InputRefusedError: `Reason.BURNED_IN_TEXT`, text was still found after the last try.
    """
    painted, boxes = frame, 0
    for _ in range(_TRIES):
        found = find_text(to_gray(painted))
        if not found:
            return painted, boxes
        painted = painted.copy() if painted is frame else painted
        for box in found:
            _paint(painted, box, darkest)
        boxes += len(found)
    if find_text(to_gray(painted)):
        raise InputRefusedError(Reason.BURNED_IN_TEXT)
    return painted, boxes


def to_gray(frame: NDArray[Any]) -> NDArray[np.uint8]:
    """Return a frame as 8-bit gray, shape [H, W], its 0.1 to 99.9 percentile stretched to 0..255."""
    values = frame.astype(np.float32)
    if values.ndim > 2:  # noqa: PLR2004 - rows and columns
        values = values.max(axis=2)
    low, high = np.percentile(values, (0.1, 99.9))
    if high <= low:
        low, high = float(values.min()), float(values.max())
    stretched = np.clip((values - low) / max(high - low, 1e-6), 0, 1) * 255
    return np.asarray(stretched, dtype=np.uint8)


def _is_risky(text: str, score: float) -> bool:
    if score < _LEAST_CONFIDENCE or text.strip().upper() in _MARKERS:
        return False
    return len(_ALNUM.findall(text)) >= _SHORTEST_TEXT


def _box(corners: NDArray[Any]) -> Box:
    left, top = np.floor(corners.min(axis=0)).astype(int)
    right, bottom = np.ceil(corners.max(axis=0)).astype(int)
    return int(top), int(left), int(bottom), int(right)


def _paint(frame: NDArray[Any], box: Box, value: float) -> None:
    """Paint a box over, with a margin of its smaller side along the text: detectors cut letters off."""
    top, left, bottom, right = box
    side = max(4, min(bottom - top, right - left))
    down, across = (side // 2, side) if right - left >= bottom - top else (side, side // 2)
    rows, columns = slice(max(0, top - down), bottom + down), slice(max(0, left - across), right + across)
    frame[rows, columns] = value
