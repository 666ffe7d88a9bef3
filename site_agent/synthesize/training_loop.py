"""One training loop for every network of the filter; killed and started again, it ends the same.

Rules: the random numbers of a step depend only on the seed, the network's name and the step; the state
(weights, moving average, Adam's moments, losses) is one safetensors file, replaced atomically every
`Plan.checkpoint_steps`, with the loss curve as a picture beside it. No pickle. A full disk ends the training
with the last state intact.

Not here: what is learned; the caller brings the loss.
"""

from __future__ import annotations

import errno
import hashlib
import json
import math
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file

from site_agent.synthesize.errors import DiskFull
from site_agent.synthesize.watching import draw_curve

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from torch import nn

    from site_agent.synthesize.image_filter import Progress

Loss = Callable[[torch.Generator], torch.Tensor]
"""Draws a batch with the generator and returns its loss."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How a network is trained.

    Attributes:
        name: Names the state file and the progress stage; unique within a work folder.
        seed: Seed of all randomness.
        steps, learning_rate: Length and peak rate; 5 % warm-up, then a cosine to a tenth.
        checkpoint_steps: Steps between two states on disk.
        ema: Decay of the moving average that is kept in the end; 0 keeps the last weights.
    """

    name: str
    seed: int
    steps: int
    learning_rate: float
    checkpoint_steps: int
    ema: float = 0.0


@dataclass(slots=True)
class State:
    """How far a training is.

    Attributes:
        step: Steps taken.
        losses: Mean loss of each stretch between two checkpoints.
        average: Moving average of the weights; empty where none is kept.
        notes: What else a training must not forget, as JSON.
    """

    step: int = 0
    losses: list[float] = field(default_factory=list)
    average: dict[str, torch.Tensor] = field(default_factory=dict)
    notes: dict[str, Any] = field(default_factory=dict)


def derived_seed(*parts: object) -> int:
    """Return a 63-bit seed that depends on all parts (SHA-256 of their text)."""
    text = "\x1f".join(map(str, parts)).encode()
    return int.from_bytes(hashlib.sha256(text).digest()[:8], "big") >> 1


def generator(*parts: object) -> torch.Generator:
    """Return a CPU generator seeded by all parts."""
    return torch.Generator().manual_seed(derived_seed(*parts))


def fit(network: nn.Module, loss: Loss, plan: Plan, work: Path, progress: Progress) -> list[float]:
    """Train a network in place, from the last state in `work` if there is one.

    Args:
        network: Already on its device.
        loss: Called once a step.
        plan: Length, rate, checkpoints.
        work: Folder of the state files.
        progress: Told the stage and its share.

    Returns:
        Mean loss of each stretch between two checkpoints.

    Raises:
        DiskFull: If a state could not be written; the one before is still there.
    """
    optimizer = torch.optim.AdamW(network.parameters(), lr=plan.learning_rate, weight_decay=1e-4)
    path = work / f"{plan.name}.safetensors"
    state = restore(network, optimizer, path)
    network.train()
    total = 0.0
    since = 0
    for step in range(state.step, plan.steps):
        for group in optimizer.param_groups:
            group["lr"] = plan.learning_rate * _rate(step, plan.steps)
        value = loss(generator(plan.seed, plan.name, step))
        optimizer.zero_grad(set_to_none=True)
        value.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        _average(state.average, network, plan.ema)
        total, since = total + float(value.detach()), since + 1
        if (step + 1) % plan.checkpoint_steps == 0 or step + 1 == plan.steps:
            state.step = step + 1
            state.losses.append(round(total / since, 6))
            total, since = 0.0, 0
            with clear_when_full():
                save(network, optimizer, state, path)
                draw_curve(state.losses, work / f"{plan.name}.png")
            progress(plan.name, state.step / plan.steps)
    if state.average:
        network.load_state_dict(state.average)
    network.eval()
    return state.losses


def _rate(step: int, steps: int) -> float:
    warm = max(1, steps // 20)
    if step < warm:
        return (step + 1) / warm
    return 0.1 + 0.45 * (1 + math.cos(math.pi * (step - warm) / max(1, steps - warm)))


@torch.no_grad()
def _average(average: dict[str, torch.Tensor], network: nn.Module, decay: float) -> None:
    if not decay:
        return
    for name, tensor in network.state_dict().items():
        if name not in average or not tensor.is_floating_point():
            average[name] = tensor.detach().clone()
        else:
            average[name].lerp_(tensor, 1 - decay)


def save(network: nn.Module, optimizer: torch.optim.Optimizer, state: State, path: Path) -> None:
    """Replace the state file: weights, moving average, Adam's moments, losses and notes."""
    tensors = {f"weight/{name}": tensor for name, tensor in network.state_dict().items()}
    tensors |= {f"average/{name}": tensor for name, tensor in state.average.items()}
    for name, parameter in network.named_parameters():
        for key, tensor in optimizer.state.get(parameter, {}).items():
            tensors[f"adam/{key}/{name}"] = tensor
    part = path.with_suffix(".part")
    part.unlink(missing_ok=True)
    contiguous = {name: tensor.detach().clone().contiguous() for name, tensor in tensors.items()}
    told = {"step": state.step, "losses": state.losses, "notes": state.notes}
    save_file(contiguous, part, metadata={"state": json.dumps(told)})
    part.replace(path)


def restore(network: nn.Module, optimizer: torch.optim.Optimizer, path: Path) -> State:
    """Load the last state; where there is none, or none of this network: from the beginning."""
    try:
        with safe_open(path, framework="pt") as stored:
            saved = json.loads(stored.metadata()["state"])
            tensors = {name: stored.get_tensor(name) for name in stored.keys()}  # noqa: SIM118 - not a mapping
    except (OSError, SafetensorError, KeyError, TypeError, ValueError):
        return State()
    if not _fits(network, tensors):
        return State()
    device = next(network.parameters()).device
    weights = {name.removeprefix("weight/"): t for name, t in tensors.items() if name.startswith("weight/")}
    network.load_state_dict(weights)
    for name, parameter in network.named_parameters():
        if f"adam/step/{name}" in tensors:
            optimizer.state[parameter] = {
                "step": tensors[f"adam/step/{name}"],
                "exp_avg": tensors[f"adam/exp_avg/{name}"].to(device),
                "exp_avg_sq": tensors[f"adam/exp_avg_sq/{name}"].to(device),
            }
    average = {
        name.removeprefix("average/"): tensor.to(device)
        for name, tensor in tensors.items()
        if name.startswith("average/")
    }
    return State(saved["step"], saved["losses"], average, saved.get("notes", {}))


def _fits(network: nn.Module, tensors: Mapping[str, torch.Tensor]) -> bool:
    shapes = {f"weight/{name}": tensor.shape for name, tensor in network.state_dict().items()}
    stored = {name: tensor.shape for name, tensor in tensors.items() if name.startswith("weight/")}
    return shapes == stored


@contextmanager
def clear_when_full() -> Iterator[None]:
    """Turn "no space left", however a library words it, into `DiskFull`; other errors pass."""
    try:
        yield
    except (OSError, SafetensorError) as error:
        full = getattr(error, "errno", None) in {errno.ENOSPC, errno.EDQUOT}
        if full or "no space left" in str(error).lower() or "quota" in str(error).lower():
            raise DiskFull from None
        raise
