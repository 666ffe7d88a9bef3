"""Identity networks: an image in, a unit vector out; the same patient's images lie close together.

Rule: there are two architectures. The gate selects with `GateIdentityNet`; what is *claimed* about privacy
is measured with `AuditIdentityNet`, which the gate never saw, because a gate always looks better to its own
network (Goodhart).

Both keep a coarse spatial layout (4 x 4) before the projection: who a patient is lies in where things are.

Not here: training (site_agent.synthesize.recognition).
"""

from __future__ import annotations

import torch
from monai.networks.nets import DenseNet
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


class AuditIdentityNet(nn.Module):
    """A densely connected embedder (Huang et al. 2017, arXiv 1608.06993; MONAI's ``DenseNet`` trunk).

    Args:
        width: Channels after the stem.
        dimensions: Length of the embedding.
    """

    def __init__(self, width: int = 16, dimensions: int = 96) -> None:
        super().__init__()
        dense = DenseNet(
            spatial_dims=2, in_channels=1, out_channels=1, init_features=width, growth_rate=width // 2,
            block_config=(2, 3, 3),
        )  # fmt: skip
        self.trunk = dense.features
        self.head = nn.LazyLinear(dimensions)
        with torch.no_grad():  # one pass fixes the width of the lazy projection
            self.eval()(torch.zeros(1, 1, 64, 64))

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        """Embed float32 ``[B, 1, S, S]`` in 0..1 as unit vectors ``[B, dimensions]``."""
        layout = nn.functional.adaptive_avg_pool2d(self.trunk(2 * images - 1), GRID)
        return nn.functional.normalize(self.head(layout.flatten(1)), dim=1)
