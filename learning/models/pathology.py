"""The pathology network: one gray image in, one logit a finding out.

Rules: one architecture for every judge and every experiment arm, so that differences in a result come from
data and never from the network. Small enough for one CPU core; `width` scales it. Names and order of its
parameters, and the draws that fill them, are those of MONAI's ``ResNet`` (a test compares), of which it once
was one: folders and weights of that time stay readable, and nobody waits for a whole toolkit to load.

Not here: training (learning.task, site_agent.synthesize.recognition) and what the outputs mean (the
caller's labels).
"""

from __future__ import annotations

import torch
from torch import nn

STAGES = 4


class _Block(nn.Module):
    """Two convolutions and a way past them."""

    def __init__(self, channels_in: int, channels: int, stride: int) -> None:
        super().__init__()
        past = None
        if stride != 1 or channels_in != channels:
            past = nn.Sequential(nn.Conv2d(channels_in, channels, 1, stride), nn.BatchNorm2d(channels))
        self.conv1 = nn.Conv2d(channels_in, channels, 3, stride, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(channels)
        self.act = nn.ReLU(inplace=True)
        self.conv2 = nn.Conv2d(channels, channels, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(channels)
        self.downsample = past

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        """Return ``[B, channels, H / stride, W / stride]``."""
        past = images if self.downsample is None else self.downsample(images)
        out = self.bn2(self.conv2(self.act(self.bn1(self.conv1(images)))))
        out += past
        found: torch.Tensor = self.act(out)
        return found


class PathologyNet(nn.Module):
    """A residual network of four stages (He et al. 2016, arXiv 1512.03385).

    Args:
        n_outputs: Number of findings, at least 1.
        width: Channels of the first stage; the following stages have 2, 4 and 8 times as many.
    """

    def __init__(self, n_outputs: int, width: int) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(1, width, 5, stride=2, padding=2, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.act = nn.ReLU(inplace=True)
        channels = [width, *(width * 2**stage for stage in range(STAGES))]
        for stage in range(STAGES):
            block = _Block(channels[stage], channels[stage + 1], stride=2 if stage else 1)
            self.add_module(f"layer{stage + 1}", nn.Sequential(block))
        self.fc = nn.Linear(channels[-1], n_outputs)
        for module in self.modules():
            if isinstance(module, nn.Conv2d):
                nn.init.kaiming_normal_(module.weight, mode="fan_out", nonlinearity="relu")
        nn.init.zeros_(self.fc.bias)

    def features(self, images: torch.Tensor) -> torch.Tensor:
        """Return what the last layer sees, ``[B, 8 * width]``."""
        seen: torch.Tensor = self.act(self.bn1(self.conv1(images)))
        for stage in range(STAGES):
            seen = self.get_submodule(f"layer{stage + 1}")(seen)
        return nn.functional.adaptive_avg_pool2d(seen, 1).flatten(1)

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        """Return logits ``[B, n_outputs]`` of float32 ``[B, 1, H, W]`` in 0..1."""
        logits: torch.Tensor = self.fc(self.features(images))
        return logits


def build_pathology_net(n_outputs: int, *, width: int = 16) -> PathologyNet:
    """Build an untrained network.

    Args:
        n_outputs: Number of findings, at least 1.
        width: Channels of the first stage; the following stages have 2, 4 and 8 times as many.

    Returns:
        A module from float32 ``[B, 1, H, W]`` in 0..1 (H, W at least 32) to logits ``[B, n_outputs]``.
    """
    return PathologyNet(n_outputs, width)
