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


def test_the_pathology_network_is_the_residual_network_it_says_it_is() -> None:
    """Drawn from one seed it is MONAI's ResNet bit for bit: same parameters, same gradients, same answers."""
    from monai.networks.nets import ResNet  # noqa: PLC0415 - seconds

    images = torch.rand(4, 1, 48, 48, generator=torch.Generator().manual_seed(3))
    torch.manual_seed(7)
    ours = build_pathology_net(3, width=8)
    torch.manual_seed(7)
    theirs = ResNet(
        block="basic",
        layers=[1, 1, 1, 1],
        block_inplanes=[8, 16, 32, 64],
        spatial_dims=2,
        n_input_channels=1,
        conv1_t_size=5,
        conv1_t_stride=2,
        no_max_pool=True,
        num_classes=3,
    )
    for network in (ours, theirs):
        network.train()(images).square().sum().backward()
    mine, other = ours.state_dict(), theirs.state_dict()
    assert list(mine) == list(other)
    assert all(mine[name].equal(other[name]) for name in mine)
    gradients = zip(ours.parameters(), theirs.parameters(), strict=True)
    assert all(torch.equal(one.grad, another.grad) for one, another in gradients)
    assert ours.eval()(images).equal(theirs.eval()(images))


def test_features_are_what_the_last_layer_sees() -> None:
    """The last layer applied to the features gives the logits."""
    network, images = build_pathology_net(3, width=8).eval(), torch.rand(2, 1, 32, 32)
    assert network.features(images).shape == (2, 64)
    assert network.fc(network.features(images)).equal(network(images))
