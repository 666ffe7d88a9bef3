"""The pixel copy check: whitened correlation after registration, mirrored or not.

It shares nothing with the identity networks, so that what fools one does not fool the other. Images are
reduced to 32 px, normalised locally (exposure does not matter), freed of the gallery's mean (a chest is a
chest) and whitened by the gallery's mean power spectrum, the matched filter for a picture among its like. A
candidate is tried at several sizes, mirrored and not, at every small shift, against the whole gallery.

Not here: how all shifts are compared at once (site_agent.synthesize.registration), and from which similarity
on a candidate is a copy (site_agent.synthesize.calibration).
"""

from __future__ import annotations

import math

import torch
from torch.nn import functional

from site_agent.synthesize.registration import Registration

SIDE = 32
SIZES = (0.88, 0.94, 1.0, 1.06, 1.12)
"""Relative sizes a candidate is tried at: copies may be cropped or shrunk."""
LARGEST_SHIFT = 4
"""In pixels of the reduced image."""
BOX = 9
"""Side of the box over which gray values are normalised."""
BAND = 0.33
"""Highest frequency that counts, in cycles a pixel: finer ones are the first to go in a disguise."""
FLOOR = 0.05
"""Added to the power spectrum before whitening, as a share of its mean."""
BATCH = 64
"""Candidates prepared at once: bounds memory."""


def _normalised(images: torch.Tensor) -> torch.Tensor:
    """Return float32 ``[N, 1, S, S]`` as locally normalised, windowed planes ``[N, 32, 32]``."""
    small = functional.interpolate(
        images, size=(SIDE, SIDE), mode="bilinear", antialias=True, align_corners=False
    )
    mean, square = (
        functional.avg_pool2d(plane, BOX, stride=1, padding=BOX // 2, count_include_pad=False)
        for plane in (small, small * small)
    )
    planes = ((small - mean) / ((square - mean * mean).clamp_min(0).sqrt() + 0.02))[:, 0]
    window = torch.hann_window(SIDE + 2, periodic=False)[1:-1].sqrt()
    return planes * window[:, None] * window[None, :]


def _resized(images: torch.Tensor, size: float) -> torch.Tensor:
    if size == 1:
        return images
    matrix = torch.tensor([[1 / size, 0, 0], [0, 1 / size, 0]]).expand(len(images), 2, 3)
    grid = functional.affine_grid(matrix, list(images.shape), align_corners=False)
    return functional.grid_sample(images, grid, padding_mode="border", align_corners=False)


class CopyDetector:
    """Finds images that are the same picture.

    Args:
        gallery: The protected images, float32 ``[N, 1, S, S]`` in 0..1.
    """

    def __init__(self, gallery: torch.Tensor) -> None:
        planes = _normalised(gallery)
        self._mean = planes.mean(0)
        spectra = torch.fft.rfft2(planes - self._mean)
        down, across = torch.fft.fftfreq(SIDE)[:, None], torch.fft.rfftfreq(SIDE)[None, :]
        power = spectra.abs().square().mean(0)
        within = ((down.square() + across.square()).sqrt() < BAND).float()
        self._whitening = within / (power + FLOOR * power.mean()).sqrt()
        reach = math.ceil(BAND * SIDE) - 1
        self._registration = Registration(self._whitened(spectra), reach, LARGEST_SHIFT)

    def similarities(self, images: torch.Tensor) -> torch.Tensor:
        """Return each image's largest registered correlation with each gallery image.

        Args:
            images: float32 ``[B, 1, S, S]`` in 0..1.

        Returns:
            float32 ``[B, N]``, -1..1; 1 for the same picture.
        """
        rows = []
        with torch.autocast("cpu", enabled=False):  # bfloat16 would make scores of another kind
            for part in images.split(BATCH):
                sizes = torch.stack([_normalised(_resized(part, size)) for size in SIZES], 1)
                planes = torch.cat([sizes, sizes.flip(3)], 1) - self._mean
                spectra = self._whitened(torch.fft.rfft2(planes))
                rows += [self._registration.best(tried).amax(0) for tried in spectra]
        return torch.stack(rows)

    def _whitened(self, spectra: torch.Tensor) -> torch.Tensor:
        """Whiten and scale to unit energy, so that a product of two is a correlation coefficient."""
        white = spectra * self._whitening
        twice = torch.full((white.shape[-1],), 2.0)  # a real signal's spectrum is stored by half
        twice[0] = twice[-1] = 1.0
        energy = (white.abs().square() * twice).sum((-2, -1), keepdim=True).clamp_min(1e-12)
        scaled: torch.Tensor = white / energy.sqrt()
        return scaled
