"""The attacker's network: it looks for the same bones in the same places.

Rule: the gate never uses it. It shares neither architecture nor seed nor training data with the gate's
identity network: residual instead of plain, locally normalised input, and no embedding of the whole image. An
image becomes 8 x 8 descriptors; two images are as alike as their descriptors, each compared with the most
similar of the nine around the same place. So a shift or another breath does not hide a rib. (Late
interaction, Khattab & Zaharia 2020, arXiv 2004.12832; on real pairs it told patients apart better than an
embedding trained beside it.)

Not here: training (site_agent.certify.attackers).
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import torch
from torch import nn
from torch.nn import functional

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CELLS = 8
"""Descriptors a side."""
REACH = 3
"""Side of the neighbourhood in which a descriptor looks for its like."""
FULL_SIZE_PX = 128
"""Below this the stem keeps the resolution."""
LOOK_BATCH, COMPARE_BATCH = 128, 128
SHARPNESS = 45.0
"""Factor of the cosines in the loss at the start of training; it is learnt."""


class _Residual(nn.Module):
    """Two convolutions after group normalisation, and a way around them (He et al. 2016, 1603.05027)."""

    def __init__(self, channels_in: int, channels_out: int, stride: int) -> None:
        super().__init__()
        self.stride = stride
        self.first = nn.Sequential(nn.GroupNorm(8, channels_in), nn.ReLU())
        self.one = nn.Conv2d(channels_in, channels_out, 3, stride=stride, padding=1, bias=False)
        self.second = nn.Sequential(nn.GroupNorm(8, channels_out), nn.ReLU())
        self.two = nn.Conv2d(channels_out, channels_out, 3, padding=1, bias=False)
        self.around = nn.Conv2d(channels_in, channels_out, 1, bias=False) if stride > 1 else nn.Identity()

    def forward(self, maps: torch.Tensor) -> torch.Tensor:
        """Transform ``[B, in, H, W]`` to ``[B, out, H / stride, W / stride]``."""
        ready = self.first(maps)
        changed: torch.Tensor = self.two(self.second(self.one(ready)))
        kept = self.around(functional.avg_pool2d(ready, self.stride)) if self.stride > 1 else maps
        return changed + kept


class AttackerNet(nn.Module):
    """Local descriptors of a radiograph.

    Args:
        width: Channels of the first stage, a multiple of 8.
        dimensions: Length of a descriptor.
        image_size_px: Side of the images, a multiple of 32.
    """

    def __init__(self, width: int = 16, dimensions: int = 24, image_size_px: int = FULL_SIZE_PX) -> None:
        super().__init__()
        channels = [width, 2 * width, 4 * width, 6 * width]
        self.dimensions = dimensions
        self.stem = nn.Conv2d(3, width, 5, stride=2 if image_size_px >= FULL_SIZE_PX else 1, padding=2)
        stages: list[nn.Module] = []
        for before, after in pairwise(channels):
            stages += [_Residual(before, after, 2), _Residual(after, after, 1)]
        self.trunk = nn.Sequential(*stages, nn.GroupNorm(8, channels[-1]), nn.ReLU())
        self.descriptors = nn.Conv2d(channels[-1], dimensions, 1)
        self.places = nn.Parameter(torch.zeros(CELLS * CELLS))
        self.sharpness = nn.Parameter(torch.tensor(SHARPNESS).log())

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        """Describe float32 ``[B, 1, S, S]`` in 0..1: unit vectors ``[B, dimensions, 8, 8]``."""
        maps = self.descriptors(self.trunk(self.stem(evened(images))))
        return functional.normalize(functional.adaptive_avg_pool2d(maps, CELLS).float(), dim=1)

    def matched(self, queries: torch.Tensor, gallery: torch.Tensor) -> torch.Tensor:
        """Compare descriptors ``[Q, D, 8, 8]`` and ``[G, D, 8, 8]``: weighted mean cosine, ``[Q, G]``."""
        around = functional.unfold(gallery, REACH, padding=REACH // 2)
        around = around.view(len(gallery), self.dimensions, REACH * REACH, CELLS * CELLS)
        cosines = torch.einsum("qdn,gdkn->qgkn", queries.flatten(2), around).amax(2)
        return cosines @ self.places.softmax(0)

    @torch.no_grad()
    def look(self, images: torch.Tensor) -> torch.Tensor:
        """Describe images on any device; float32 ``[N, dimensions * 64]`` on the CPU."""
        device = self.places.device
        nothing = torch.empty(0, self.dimensions * CELLS * CELLS)
        parts = [self(part.to(device)).flatten(1).cpu() for part in images.split(LOOK_BATCH) if len(part)]
        return torch.cat([nothing, *parts])

    @torch.no_grad()
    def compare(self, queries: torch.Tensor, gallery: torch.Tensor) -> NDArray[np.float32]:
        """Compare what `look` returned; float32 ``[Q, G]``."""
        device = self.places.device
        shape = (-1, self.dimensions, CELLS, CELLS)
        scores = torch.zeros(len(queries), len(gallery))
        for column in range(0, len(gallery), COMPARE_BATCH):
            some = gallery[column : column + COMPARE_BATCH].to(device).view(shape)
            for row in range(0, len(queries), COMPARE_BATCH):
                part = queries[row : row + COMPARE_BATCH].to(device).view(shape)
                scores[row : row + COMPARE_BATCH, column : column + COMPARE_BATCH] = self.matched(part, some)
        return scores.numpy()


def evened(images: torch.Tensor) -> torch.Tensor:
    """Return the image and its locally normalised contrast at two scales: ``[B, 3, S, S]``.

    What is left at these scales are the edges of ribs, clavicles and vessels, however the exam was exposed.
    """
    side = images.shape[-1]
    channels = [2 * images - 1]
    for factor in (side // 16, side // 32):
        detail = images - _smooth(images, factor)
        spread = _smooth(detail * detail, factor).clamp_min(0).sqrt() + 0.02
        channels.append((detail / spread).clamp(-4, 4) / 2)
    return torch.cat(channels, 1)


def _smooth(images: torch.Tensor, factor: int) -> torch.Tensor:
    coarse = functional.avg_pool2d(images, factor)
    blurred = functional.avg_pool2d(coarse, 3, stride=1, padding=1, count_include_pad=False)
    return functional.interpolate(blurred, size=images.shape[-1], mode="bilinear", align_corners=False)
