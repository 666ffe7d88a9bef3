"""Trains the pathology networks that judge a release; each is trained once and kept in a work folder.

Rules: one architecture, one number of steps, one augmentation for every network that is compared with
another. A network is named by the digest of what it is trained on and how, so that a bench that was cut off
goes on where it was, and a changed input is never answered from memory.

Not here: the gate's own networks (site_agent.synthesize.recognition), which are never used to judge.
"""

from __future__ import annotations

import hashlib
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import nn
from torch.nn import functional

from learning.models.pathology import PathologyNet, build_pathology_net
from site_agent.synthesize.hardware import choose
from site_agent.synthesize.image_filter import Progress, silent
from site_agent.synthesize.recognition import Lesson, Schoolroom, learn_pathology
from site_agent.synthesize.training_loop import Plan, derived_seed

if TYPE_CHECKING:
    from collections.abc import Sequence

BATCH = 32


@dataclass(frozen=True, slots=True)
class Schooling:
    """How the judging networks are trained.

    Attributes:
        side_px: Images are made this large before a network sees them.
        width: Channels of the first stage.
        steps, batch_size, learning_rate: Length, batch and peak rate.
        device: ``auto``, ``cpu`` or a torch device.
        work: Folder that keeps trained networks; ``None`` keeps nothing.
        progress: Told how far it is.
    """

    side_px: int = 64
    width: int = 16
    steps: int = 300
    batch_size: int = 48
    learning_rate: float = 2e-3
    device: str = "auto"
    work: Path | None = None
    progress: Progress = field(default=silent, repr=False)

    def wider(self, width: int) -> Schooling:
        """Return the same schooling for a network of another width."""
        return replace(self, width=width)


def resized(images: torch.Tensor, side_px: int) -> torch.Tensor:
    """Return images float32 ``[N, 1, S, S]`` as ``[N, 1, side_px, side_px]``."""
    if images.shape[-1] == side_px:
        return images
    size = (side_px, side_px)
    return functional.interpolate(images, size=size, mode="bilinear", antialias=True, align_corners=False)


def schooled(images: torch.Tensor, targets: torch.Tensor, seed: int, how: Schooling) -> PathologyNet:
    """Return a pathology network trained on images, from the work folder if it was trained before.

    Args:
        images: float32 ``[N, 1, side_px, side_px]`` in 0..1.
        targets: float32 ``[N, findings]`` of zeros and ones.
        seed: Seed of weights, batches and augmentation.
        how: The schooling.
    """
    name = f"pathology-{_digest(images, targets, seed, how)}"
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(derived_seed("schooling", seed))
        network = build_pathology_net(targets.shape[1], width=how.width)
    kept = None if how.work is None else how.work / f"{name}.safetensors"
    if kept is not None and _restored(network, kept):
        return network.eval()
    plan = Plan(name, seed, how.steps, how.learning_rate, max(1, how.steps // 4))
    with ExitStack() as stack:
        work = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        room = Schoolroom(work, choose(how.device), how.batch_size, silent)
        learn_pathology(network, Lesson(images, [""] * len(images), targets), plan, room)
    if kept is not None:
        kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        part = kept.with_suffix(".part")
        save_file({key: tensor.cpu().contiguous() for key, tensor in network.state_dict().items()}, part)
        part.replace(kept)
    return network.cpu().eval()


@torch.inference_mode()
def logits_of(network: nn.Module, images: torch.Tensor) -> torch.Tensor:
    """Return float32 logits ``[N, findings]`` for images float32 ``[N, 1, side_px, side_px]``."""
    return torch.cat([network(part).float() for part in images.split(BATCH)])


@torch.inference_mode()
def features_of(network: PathologyNet, images: torch.Tensor) -> torch.Tensor:
    """Return the activations before a pathology network's last layer, float32 ``[N, 8 * width]``."""
    return torch.cat([network.features(part).float() for part in images.split(BATCH)])


def _restored(network: nn.Module, path: Path) -> bool:
    try:
        network.load_state_dict(load_file(path))
    except (OSError, SafetensorError, RuntimeError):
        return False
    return True


def _digest(images: torch.Tensor, targets: torch.Tensor, seed: int, how: Schooling) -> str:
    settings: Sequence[object] = (seed, how.side_px, how.width, how.steps, how.batch_size, how.learning_rate)
    found = hashlib.sha256(repr((tuple(images.shape), tuple(targets.shape), *settings)).encode())
    found.update(images.mul(255).round().to(torch.uint8).contiguous().numpy().tobytes())
    found.update(targets.contiguous().numpy().tobytes())
    return found.hexdigest()[:24]
