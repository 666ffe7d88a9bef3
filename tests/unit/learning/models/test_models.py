from __future__ import annotations

import pytest
import torch

from learning.models.identity import AuditIdentityNet, GateIdentityNet
from learning.models.pathology import build_pathology_net


@pytest.mark.parametrize("size", [32, 64, 128])
def test_networks_take_every_size_the_presets_use(size: int) -> None:
    """One gray image of any preset's size becomes logits, or a vector of unit length."""
    images = torch.rand(2, 1, size, size)
    assert build_pathology_net(3, width=8).eval()(images).shape == (2, 3)
    for network in (GateIdentityNet(8), AuditIdentityNet(8)):
        assert torch.allclose(network.eval()(images).norm(dim=1), torch.ones(2), atol=1e-5)


def test_gate_and_audit_share_no_architecture() -> None:
    """The audit network is not a copy of the gate's: their parameters differ in names and shapes."""
    gate, audit = (
        {(name, tuple(p.shape)) for name, p in net.named_parameters()}
        for net in (GateIdentityNet(8), AuditIdentityNet(8))
    )
    assert not gate & audit
