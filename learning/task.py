"""Trains one arm's model and judges any model on this site's held-out patients.

Rule: every arm and site trains the same network in the same way with the same number of steps; only the
images differ. A judgement is given only when enough patients of both classes stand behind it.

Training: AdamW with a one-cycle schedule (Smith & Topin 2019) on class-balanced batches with small shifts;
one model for each seed of the plan, their probabilities averaged (Lakshminarayanan et al. 2017).

Not here: Flower (learning.client_app) and which images an arm has (learning.mixing).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import torch

from learning.errors import Code, WithheldError
from learning.exchange import DIGITS, Judgement
from learning.metrics import auc_interval
from learning.mixing import arm_indices
from learning.models.pathology import build_pathology_net

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from learning.dataset import Examples
    from radshare.experiment import Arm, TrainingPlan

MIN_CLASS_PATIENTS = 3
"""Fewer held-out patients of one class than this, and the number stays at home."""
MIN_CLASS_IMAGES = 2
"""Fewer training images of one class than this, and there is nothing to learn."""
MAX_SHIFT = 1 / 16
"""Largest random shift in training, as a share of the image's side."""
BATCH = 64

Weights = list["NDArray[np.generic]"]
"""One network's parameters and buffers, in the order of its state dict."""


def train_arm(examples: Examples, arm: Arm, plan: TrainingPlan) -> tuple[list[torch.nn.Module], int]:
    """Train the arm's model once for each seed.

    Returns:
        The networks, in evaluation mode, and the number of images they were trained on.

    Raises:
        WithheldError: The arm has too few images of a class (``NO_TRAINING_DATA``).
    """
    chosen = arm_indices(arm, examples.sources)
    labels = examples.labels[chosen]
    if min(int((labels == 0).sum()), int((labels == 1).sum())) < MIN_CLASS_IMAGES:
        raise WithheldError(Code.NO_TRAINING_DATA)
    images = as_input(examples.images[chosen])
    return [_train(images, torch.from_numpy(labels), plan, seed) for seed in plan.seeds], len(chosen)


def _train(images: torch.Tensor, labels: torch.Tensor, plan: TrainingPlan, seed: int) -> torch.nn.Module:
    torch.manual_seed(seed)
    draw = torch.Generator().manual_seed(seed)
    net = build_pathology_net(1).train()
    net.to(memory_format=torch.channels_last)  # type: ignore[call-overload]  # a fifth faster; torch's stubs omit it
    optimizer = torch.optim.AdamW(net.parameters(), lr=plan.learning_rate, weight_decay=1e-2)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, plan.learning_rate, total_steps=plan.steps + 1)
    classes = [torch.nonzero(labels == value).flatten() for value in (0, 1)]
    half = plan.batch_size // 2
    target = torch.cat([torch.zeros(half), torch.ones(half)])
    for _ in range(plan.steps):
        picked = torch.cat([own[torch.randint(len(own), (half,), generator=draw)] for own in classes])
        logits = net(_shifted(images[picked], draw)).squeeze(1)
        loss = torch.nn.functional.binary_cross_entropy_with_logits(logits, target)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        schedule.step()
    return net.eval()


def _shifted(batch: torch.Tensor, draw: torch.Generator) -> torch.Tensor:
    """Return the batch [B, 1, S, S] moved by one random whole-pixel offset, its edge repeated."""
    size = batch.shape[-1]
    reach = max(1, int(size * MAX_SHIFT))
    padded = torch.nn.functional.pad(batch, [reach] * 4, mode="replicate")
    top, left = torch.randint(0, 2 * reach + 1, (2,), generator=draw).tolist()
    return padded[:, :, top : top + size, left : left + size]


def judge(nets: Sequence[torch.nn.Module], test: Examples, plan: TrainingPlan, minimum: int) -> Judgement:
    """Return how well the averaged networks separate the classes on the held-out patients.

    Args:
        nets: Networks of one arm, one a seed.
        test: Held-out real images.
        plan: Gives the number of bootstrap resamples.
        minimum: Patients below which nothing is said.

    Raises:
        WithheldError: Too few patients (``TOO_FEW_TEST_PATIENTS``) or too few of a class
            (``ONE_CLASS_ONLY``).
    """
    check_test(test, minimum)
    scores = np.mean([_probabilities(net, test.images) for net in nets], axis=0)
    interval = auc_interval(test.labels, scores, test.patients, resamples=plan.bootstrap, seed=plan.seeds[0])
    return Judgement(
        n=len(test),
        n_patients=len(set(test.patients)),
        n_positive=int(test.labels.sum()),
        n_train=0,
        auc=round(interval.value, DIGITS),
        auc_low=round(interval.low, DIGITS),
        auc_high=round(interval.high, DIGITS),
    )


def check_test(test: Examples, minimum: int) -> None:
    """Refuse to judge when too few patients stand behind the number.

    Raises:
        WithheldError: As in `judge`.
    """
    if len(set(test.patients)) < minimum:
        raise WithheldError(Code.TOO_FEW_TEST_PATIENTS)
    for value in (0, 1):
        members = {
            patient for patient, label in zip(test.patients, test.labels, strict=True) if label == value
        }
        if len(members) < MIN_CLASS_PATIENTS:
            raise WithheldError(Code.ONE_CLASS_ONLY)


@torch.inference_mode()
def _probabilities(net: torch.nn.Module, images: NDArray[np.uint8]) -> NDArray[np.float64]:
    batches = [as_input(images[start : start + BATCH]) for start in range(0, len(images), BATCH)]
    return torch.cat([torch.sigmoid(net(batch)).squeeze(1) for batch in batches]).numpy().astype(np.float64)


def as_input(images: NDArray[np.uint8]) -> torch.Tensor:
    """Return images [n, S, S] in 0..255 as float32 [n, 1, S, S] in 0..1."""
    scaled = torch.from_numpy(images).to(torch.float32).div(255).unsqueeze(1)
    return scaled.contiguous(memory_format=torch.channels_last)


def weights_of(net: torch.nn.Module) -> Weights:
    """Return a network's weights as NumPy arrays."""
    tensors = net.state_dict().values()
    return [tensor.detach().cpu().contiguous().numpy() for tensor in tensors]


def network_from(weights: Weights) -> torch.nn.Module:
    """Return a network with weights that came from another site.

    Raises:
        WithheldError: They are not finite or do not fit the agreed network (``MODEL_REFUSED``).
    """
    net = build_pathology_net(1)
    own = net.state_dict()
    if len(weights) != len(own):
        raise WithheldError(Code.MODEL_REFUSED)
    for array, tensor in zip(weights, own.values(), strict=True):
        expected = tensor.numpy()
        if array.shape != expected.shape or array.dtype != expected.dtype or not np.isfinite(array).all():
            raise WithheldError(Code.MODEL_REFUSED)
    net.load_state_dict({name: torch.tensor(array) for name, array in zip(own, weights, strict=True)})
    return net.eval()
