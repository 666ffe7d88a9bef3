"""Images made from nothing, and text drawn into them.

Not here: how frames are compressed (`frames`) and which combinations there are (`burned_in`).
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image, ImageDraw, ImageFont

if TYPE_CHECKING:
    from numpy.typing import NDArray


@cache
def body(size: int) -> NDArray[np.float32]:
    """Return a smooth trunk in cross section: float32, shape [size, size], 0..1."""
    y, x = (np.mgrid[0:size, 0:size] / size - 0.5).astype(np.float32)
    trunk = 1 / (1 + np.exp(((x / 0.44) ** 2 + (y / 0.3) ** 2 - 1) * 20))
    lungs = sum(np.exp(-(((x - side) / 0.12) ** 2 + (y / 0.16) ** 2) * 2) for side in (-0.2, 0.2))
    spine = np.exp(-((x / 0.04) ** 2 + ((y - 0.18) / 0.05) ** 2))
    picture: NDArray[np.float32] = np.clip(trunk * (0.55 - 0.45 * lungs + 0.4 * spine), 0, 1).astype(
        np.float32
    )
    return picture


def picture(size: int, *, highest: int = 255, seed: int = 0) -> NDArray[np.uint16]:
    """Return a noisy trunk of stored values 0..highest: uint16, shape [size, size]."""
    noise = np.random.default_rng(seed).normal(0, 0.012, (size, size)).astype(np.float32)
    return (np.clip(body(size) * 0.8 + noise, 0, 1) * highest).astype(np.uint16)


def stamp(
    image: NDArray[Any],
    text: str,
    value: Any,
    *,
    at: tuple[int, int] = (6, 6),
    points: int = 20,
    quarters: int = 0,
) -> tuple[int, int, int, int]:
    """Draw text into an image, turned by quarters of a circle.

    Args:
        image: Shape [H, W] or [H, W, samples]; changed in place.
        text: What to draw.
        value: Stored value (or samples) of the letters.
        at: Row and column of the first corner.
        points: Height of the letters in pixels, about.
        quarters: Quarter turns against the clock.

    Returns:
        Row and column of the first corner, row and column behind the last one.
    """
    letters = np.rot90(letters_of(text, points), quarters)
    top, left = at
    height = min(letters.shape[0], image.shape[0] - top)
    width = min(letters.shape[1], image.shape[1] - left)
    image[top : top + height, left : left + width][letters[:height, :width]] = value
    return top, left, top + height, left + width


@cache
def letters_of(text: str, points: int) -> NDArray[np.bool_]:
    """Return the letters of a text as a mask, cut to their extent."""
    font = ImageFont.load_default(points)
    left, top, right, bottom = (int(v) for v in font.getbbox(text))
    canvas = Image.new("L", (right - left + 2, bottom - top + 2))
    ImageDraw.Draw(canvas).text((1 - left, 1 - top), text, fill=255, font=font)
    return np.asarray(canvas) > 127
