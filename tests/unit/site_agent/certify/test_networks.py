from __future__ import annotations

import pytest
import torch
from torch.nn import functional

from factories.adversary import hospital
from learning.models.identity import GateIdentityNet
from site_agent.certify.disguise import disguised
from site_agent.certify.networks import AttackerNet, evened
from site_agent.synthesize.training_loop import generator


@pytest.fixture(autouse=True)
def _one_seed() -> None:
    torch.manual_seed(0)
    torch.set_num_threads(1)


@pytest.mark.parametrize("side", [32, 64, 128, 256])
def test_any_size_becomes_the_same_descriptors(side: int) -> None:
    """Images from 32 to 256 pixels become 8 x 8 unit descriptors."""
    network = AttackerNet(8, 12, side)
    described = network(torch.rand(2, 1, side, side))
    assert described.shape == (2, 12, 8, 8)
    assert torch.allclose(described.norm(dim=1), torch.ones(2, 8, 8), atol=1e-5)


def test_it_is_no_network_of_the_gate() -> None:
    """What is claimed about privacy is measured with an architecture that the filter does not have."""
    mine = [tuple(p.shape) for p in AttackerNet().parameters()]
    assert mine != [tuple(p.shape) for p in GateIdentityNet().parameters()]


def test_an_image_is_most_like_itself() -> None:
    """Compared in blocks or at once, cosines are the same, and each image is nearest to itself."""
    network = AttackerNet(8, 12, 32).eval()
    seen = network.look(hospital(8, exams=1).images)
    scores = network.compare(seen, seen)
    assert scores.argmax(1).tolist() == list(range(8))
    assert abs(scores).max() <= 1 + 1e-5
    again = network.matched(seen.view(-1, 12, 8, 8), seen.view(-1, 12, 8, 8)).detach().numpy()
    assert scores == pytest.approx(again, abs=1e-5)


def test_a_neighbouring_place_is_searched() -> None:
    """Descriptors moved by one cell still match; moved by two, they do not."""
    network = AttackerNet(8, 12, 32)
    described = functional.normalize(torch.randn(1, 12, 8, 8), dim=1)
    moved = torch.cat([described.roll(n, 2) for n in (0, 1, 2)])
    still, near, far = network.matched(described, moved).detach()[0].tolist()
    assert still == pytest.approx(1)
    assert near > 0.85
    assert far < 0.6


def test_nothing_to_look_at_is_no_error() -> None:
    """An empty release is compared with nobody."""
    network = AttackerNet(8, 12, 32)
    nothing = network.look(torch.empty(0, 1, 32, 32))
    assert network.compare(nothing, network.look(torch.rand(3, 1, 32, 32))).shape == (0, 3)


def test_exposure_is_evened_out() -> None:
    """Half the light changes the image and hardly its local contrast."""
    image = hospital(1, exams=1).images.clamp(0.2, 1)
    bright, dark = evened(image), evened(image / 2)
    assert float((bright - dark)[:, 0].abs().mean()) > 0.2
    assert float((bright - dark)[:, 1:].abs().mean()) < 0.1


def test_a_disguise_is_repeatable_and_never_a_mirror() -> None:
    """The same draw gives the same disguise; a disguise is nearer to the image than to its mirror image."""
    images = hospital(12, exams=1).images
    one, two = (disguised(images, generator("d", 1), strength=0.5) for _ in range(2))
    assert torch.equal(one, two)
    assert one.min() >= 0
    assert one.max() <= 1
    mirrored = images.flip(3)
    nearer = (one - images).square().mean((1, 2, 3)) < (one - mirrored).square().mean((1, 2, 3))
    assert bool(nearer.float().mean() > 0.8)


def test_no_strength_is_no_disguise() -> None:
    """At strength 0 the image comes back."""
    images = hospital(4, exams=1).images
    assert torch.allclose(disguised(images, generator("d", 2), strength=0), images, atol=1e-3)
