"""Exam images as the filter's networks see them: square, small, 0..1.

Rule: an image that is blank, saturated or no plane of gray values never reaches a network: it is suppressed.

Not here: reading files (site_agent.synthesize.data_folder) and DICOM pixels (site_agent.deidentify).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import torch
from torch.nn import functional

if TYPE_CHECKING:
    from numpy.typing import NDArray

SMALLEST_PX = 16
FLATTEST = 0.02
LARGEST_FLAT_SHARE = 0.9


def is_exam_image(image: NDArray[np.float32]) -> bool:
    """Tell whether float32 ``[H, W]`` can be an exam: finite, large enough, not blank or saturated."""
    if image.ndim != 2 or min(image.shape) < SMALLEST_PX or not np.isfinite(image).all():  # noqa: PLR2004 - a plane
        return False
    low, high = (float(v) for v in np.percentile(image, (1, 99)))
    if high - low < FLATTEST or float(image.std()) < FLATTEST:
        return False
    flat = np.isclose(image, low, atol=1e-3) | np.isclose(image, high, atol=1e-3)
    return float(flat.mean()) < LARGEST_FLAT_SHARE


def squared(image: NDArray[np.float32], size: int) -> torch.Tensor:
    """Return the image as float32 ``[1, size, size]`` in 0..1.

    The sides are scaled independently (the aspect ratio says who was imaged where, not what they have), and
    gray values are stretched between the 0.5 and 99.5 percentile.
    """
    low, high = (float(v) for v in np.percentile(image, (0.5, 99.5)))
    plane = torch.from_numpy(np.ascontiguousarray(image, dtype=np.float32))[None, None]
    plane = ((plane - low) / max(high - low, 1e-6)).clamp(0, 1)
    small = functional.interpolate(
        plane, size=(size, size), mode="bilinear", antialias=True, align_corners=False
    )
    return small[0].clamp(0, 1)


def thumbnails(images: torch.Tensor, grid: int) -> torch.Tensor:
    """Return mean gray values of a raster: float32 ``[N, 1, S, S]`` -> ``[N, grid * grid]``."""
    return functional.adaptive_avg_pool2d(images, grid).flatten(1)
