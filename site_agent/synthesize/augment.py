"""Small changes an image may go through without ceasing to be the same exam.

One list for three uses: what identity networks learn to see through, what near-duplicates are planted with to
test the gate, and (gently) what pathology networks are trained on. All randomness comes from the generator
that is handed in.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch.nn import functional


@dataclass(frozen=True, slots=True)
class Strengths:
    """How far an image may be changed.

    Attributes:
        turn: Largest rotation in degrees.
        zoom: Largest relative change of size.
        shift: Largest shift as a share of the side.
        mirror: Probability of mirroring left and right.
        gamma: Largest factor of the gray value curve, as a logarithm.
        noise: Largest standard deviation of added noise.
        blur: Probability of smoothing.
    """

    turn: float
    zoom: float
    shift: float
    mirror: float
    gamma: float
    noise: float
    blur: float


GENTLE = Strengths(turn=5, zoom=0.06, shift=0.04, mirror=0.0, gamma=0.2, noise=0.02, blur=0.0)
"""For pathology: nothing that could move or hide a finding."""
SAME_EXAM = Strengths(turn=7, zoom=0.15, shift=0.07, mirror=0.3, gamma=0.5, noise=0.06, blur=0.3)
"""What identity networks learn to see through: more than a copy is usually disguised with."""
PLANTED = Strengths(turn=2, zoom=0.1, shift=0.03, mirror=0.3, gamma=0.5, noise=0.05, blur=0.3)
"""The near-duplicates that are planted to test the gate: crops, shifts, mirroring, exposure, noise."""


def changed(images: torch.Tensor, strengths: Strengths, draw: torch.Generator) -> torch.Tensor:
    """Return randomly changed images, float32 ``[B, 1, S, S]`` in 0..1, on the device of the input."""
    n = len(images)

    def uniform(low: float, high: float) -> torch.Tensor:
        return low + (high - low) * torch.rand(n, generator=draw)

    angle = uniform(-1, 1) * math.radians(strengths.turn)
    zoom = 1 + uniform(-1, 1) * strengths.zoom
    mirror = torch.where(torch.rand(n, generator=draw) < strengths.mirror, -1.0, 1.0)
    across, down = (uniform(-2, 2) * strengths.shift for _ in range(2))
    matrix = torch.stack(
        [
            torch.stack([zoom * angle.cos() * mirror, -zoom * angle.sin(), across], 1),
            torch.stack([zoom * angle.sin() * mirror, zoom * angle.cos(), down], 1),
        ],
        1,
    ).to(images.device)
    grid = functional.affine_grid(matrix, list(images.shape), align_corners=False)
    moved = functional.grid_sample(images, grid, padding_mode="border", align_corners=False)
    smooth = functional.avg_pool2d(moved, 3, stride=1, padding=1, count_include_pad=False)
    blurred = (torch.rand(n, generator=draw) < strengths.blur).to(images.device)[:, None, None, None]
    moved = torch.where(blurred, smooth, moved)
    gamma = (uniform(-1, 1) * strengths.gamma).exp().to(images.device)[:, None, None, None]
    level = uniform(0, strengths.noise)[:, None, None, None]
    noise = (level * torch.randn(images.shape, generator=draw)).to(images.device)
    return (moved.clamp(1e-4, 1).pow(gamma) + noise).clamp(0, 1)
