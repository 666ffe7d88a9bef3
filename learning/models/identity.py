"""The gate's identity network: an image in, a unit vector out; a patient's images lie close together.

It keeps a coarse spatial layout (4 x 4) before the projection: who a patient is lies in where things are.

Not here: training (site_agent.synthesize.recognition), and the networks by which privacy is *claimed*: a gate
always looks better to its own network (Goodhart), so site_agent.certify has others.
"""

from __future__ import annotations

import torch
from torch import nn

GRID = 4
"""Side of the spatial layout that is kept before the projection."""


def _stage(channels_in: int, channels_out: int) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(channels_in, channels_out, 3, stride=2, padding=1),
        nn.GroupNorm(8, channels_out),
        nn.SiLU(),
        nn.Conv2d(channels_out, channels_out, 3, padding=1),
        nn.GroupNorm(8, channels_out),
        nn.SiLU(),
    )


class GateIdentityNet(nn.Module):
    """A plain convolutional embedder with group normalisation.

    Args:
        width: Channels of the first stage, a multiple of 8.
        dimensions: Length of the embedding.
    """

    def __init__(self, width: int = 16, dimensions: int = 64) -> None:
        super().__init__()
        self.trunk = nn.Sequential(_stage(1, width), _stage(width, 2 * width), _stage(2 * width, 4 * width))
        self.head = nn.Linear(4 * width * GRID * GRID, dimensions)

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        """Embed float32 ``[B, 1, S, S]`` in 0..1 as unit vectors ``[B, dimensions]``."""
        layout = nn.functional.adaptive_avg_pool2d(self.trunk(images - 0.5), GRID)
        return nn.functional.normalize(self.head(layout.flatten(1)), dim=1)
