"""Pictures of a training for whoever watches it: the loss curve, and what the generator draws by now.

Rule: pictures lie in the work folder beside the training state, belong to the site like it, and go with it
when training ends. Only groups' conditions are drawn from, never an exam; no number depends on a picture.

Not here: training (site_agent.synthesize.training_loop).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageDraw

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import torch

WIDTH, HEIGHT, MARGIN = 480, 240, 24
COLUMNS = 8


def draw_curve(losses: Sequence[float], path: Path) -> None:
    """Draw the mean loss between checkpoints as a PNG; nothing yet with fewer than two."""
    values = [value for value in losses if np.isfinite(value)]
    if len(values) < 2:  # noqa: PLR2004 - a line has two ends
        return
    low, high = min(values), max(values)
    reach = max(high - low, 1e-9)
    points = [
        (
            MARGIN + place / (len(values) - 1) * (WIDTH - 2 * MARGIN),
            MARGIN + (high - value) / reach * (HEIGHT - 2 * MARGIN),
        )
        for place, value in enumerate(values)
    ]
    image = Image.new("L", (WIDTH, HEIGHT), 255)
    pen = ImageDraw.Draw(image)
    pen.rectangle((MARGIN, MARGIN, WIDTH - MARGIN, HEIGHT - MARGIN), outline=192)
    pen.line(points, fill=0, width=2)
    pen.text((MARGIN, 6), f"{high:.4g}", fill=0)
    pen.text((MARGIN, HEIGHT - 18), f"{low:.4g}  ({len(values)} checkpoints)", fill=0)
    _written(image, path)


def draw_grid(images: torch.Tensor, path: Path) -> None:
    """Draw images float32 ``[N, 1, S, S]`` in 0..1 side by side as a PNG, eight in a row."""
    planes = (images[:, 0].clamp(0, 1) * 255).round().byte().numpy()
    missing = -len(planes) % COLUMNS
    planes = np.concatenate([planes, np.zeros((missing, *planes.shape[1:]), np.uint8)])
    rows = [np.concatenate(planes[at : at + COLUMNS], 1) for at in range(0, len(planes), COLUMNS)]
    _written(Image.fromarray(np.concatenate(rows, 0)), path)


def _written(image: Image.Image, path: Path) -> None:
    part = path.with_suffix(".part")
    image.save(part, format="PNG")
    part.replace(path)
