from __future__ import annotations

import pytest
import torch

from learning.models.identity import GateIdentityNet
from learning.models.pathology import build_pathology_net


@pytest.mark.parametrize("size", [32, 64, 128])
def test_networks_take_every_size_the_presets_use(size: int) -> None:
    """One gray image of any preset's size becomes logits, or a vector of unit length."""
    images = torch.rand(2, 1, size, size)
    assert build_pathology_net(3, width=8).eval()(images).shape == (2, 3)
    assert torch.allclose(GateIdentityNet(8).eval()(images).norm(dim=1), torch.ones(2), atol=1e-5)
