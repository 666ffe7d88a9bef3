"""The pathology network: one gray image in, one logit a finding out.

Rule: one architecture for every judge and every experiment arm, so that differences in a result come from
data and never from the network. Small enough for one CPU core; `width` scales it.

Not here: training (learning.task, site_agent.synthesize.recognition) and what the outputs mean (the
caller's labels).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from monai.networks.nets import ResNet

if TYPE_CHECKING:
    import torch


def build_pathology_net(n_outputs: int, *, width: int = 16) -> torch.nn.Module:
    """Build an untrained residual network (He et al. 2016, arXiv 1512.03385; MONAI's ``ResNet``).

    Args:
        n_outputs: Number of findings, at least 1.
        width: Channels of the first stage; the following stages have 2, 4 and 8 times as many.

    Returns:
        A module from float32 ``[B, 1, H, W]`` in 0..1 (H, W at least 32) to logits ``[B, n_outputs]``.
    """
    return ResNet(  # type: ignore[no-any-return]
        block="basic",
        layers=[1, 1, 1, 1],
        block_inplanes=[width, 2 * width, 4 * width, 8 * width],
        spatial_dims=2,
        n_input_channels=1,
        conv1_t_size=5,
        conv1_t_stride=2,
        no_max_pool=True,
        num_classes=n_outputs,
    )
