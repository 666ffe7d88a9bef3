"""What another exam of the same person may look like: how attackers are taught to see through it.

A later exam differs in position, breathing, exposure and findings. So an image is turned (10 degrees at
most), moved, stretched, bent a little, exposed anew, veiled by smooth shadows and covered in places. It is
never mirrored: left and right are part of who somebody is.

All randomness comes from the generator that is handed in. Not here: near-duplicates that test the gate
(site_agent.synthesize.augment).
"""

from __future__ import annotations

import math

import torch
from torch.nn import functional

TURN_DEGREES = 10.0
ZOOM, STRETCH, SHIFT = 0.2, 0.08, 0.1
BEND, EXPOSURE, VEIL, NOISE = 0.02, 0.6, 0.18, 0.05
DARKEST, BRIGHTEST = 0.75, 1.1
COVER, COVERED_SHARE = 0.18, 0.5


def disguised(images: torch.Tensor, draw: torch.Generator, *, strength: float = 1.0) -> torch.Tensor:
    """Return images float32 ``[B, 1, S, S]`` in 0..1 as another exam might show them.

    Args:
        images: On the CPU.
        draw: Source of all randomness.
        strength: Factor of every change; 0 changes nothing but rounding.
    """
    return _exposed(_moved(images, draw, strength), draw, strength).clamp(0, 1)


def _uniform(n: int, low: float, high: float, draw: torch.Generator) -> torch.Tensor:
    return low + (high - low) * torch.rand(n, generator=draw)


def _moved(images: torch.Tensor, draw: torch.Generator, strength: float) -> torch.Tensor:
    n, side = len(images), images.shape[-1]

    def spread(limit: float) -> torch.Tensor:
        return _uniform(n, -limit, limit, draw) * strength

    angle, zoom, stretch = spread(math.radians(TURN_DEGREES)), spread(ZOOM).exp(), spread(STRETCH).exp()
    across, down = spread(2 * SHIFT), spread(2 * SHIFT)
    matrix = torch.stack(
        [
            torch.stack([zoom * stretch * angle.cos(), -zoom * angle.sin(), across], 1),
            torch.stack([zoom * angle.sin(), zoom / stretch * angle.cos(), down], 1),
        ],
        1,
    )
    grid = functional.affine_grid(matrix, list(images.shape), align_corners=False)
    bend = BEND * strength * torch.randn(n, 2, 5, 5, generator=draw)
    bent = functional.interpolate(bend, size=side, mode="bicubic", align_corners=False).permute(0, 2, 3, 1)
    return functional.grid_sample(images, grid + bent, padding_mode="border", align_corners=False)


def _exposed(images: torch.Tensor, draw: torch.Generator, strength: float) -> torch.Tensor:
    n, side = len(images), images.shape[-1]

    def each(values: torch.Tensor) -> torch.Tensor:
        return values[:, None, None, None]

    gamma = each((_uniform(n, -EXPOSURE, EXPOSURE, draw) * strength).exp())
    gain = each(1 + strength * (_uniform(n, DARKEST, BRIGHTEST, draw) - 1))
    shadows = functional.interpolate(
        torch.randn(n, 1, 4, 4, generator=draw), size=side, mode="bicubic", align_corners=False
    )
    veil = shadows * each(_uniform(n, 0, VEIL * strength, draw))
    lit = images.clamp(1e-4, 1).pow(gamma) * gain + veil
    centre, half = torch.rand(n, 2, generator=draw), _uniform(n, 0, COVER * strength, draw)[:, None]
    line = torch.linspace(0, 1, side)[None]
    inside = [(line - centre[:, axis : axis + 1]).abs() < half for axis in (0, 1)]
    chosen = each(torch.rand(n, generator=draw) < COVERED_SHARE)
    cover = (inside[0][:, :, None] & inside[1][:, None, :])[:, None] & chosen
    noise = each(_uniform(n, 0, NOISE * strength, draw)) * torch.randn(images.shape, generator=draw)
    return torch.where(cover, torch.full_like(lit, 0.5), lit) + noise
