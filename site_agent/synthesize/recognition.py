"""Training of the networks that judge: who is it (identity), what is it (pathology).

Rules:

* The **gate**'s identity network sees all training patients: it has to recognise copies of exactly these.
* The **pathology** networks are cross-fitted: the network of fold f is trained on the patients of the other
  folds, so that what it says about a patient of fold f is not remembered.

Both learn from the exams and from copies of them that the generators redrew from a little noise: the hand of
a generator is to be no sign of a patient, and none of an illness.

Identity is learnt by contrast (InfoNCE, van den Oord et al. 2018, arXiv 1807.03748): two exams of a patient,
or one exam changed twice, against the other patients of the batch.

Not here: the networks (learning.models) and the thresholds (site_agent.synthesize.calibration).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import torch
from torch import nn
from torch.nn import functional

from site_agent.synthesize.augment import GENTLE, SAME_EXAM, changed
from site_agent.synthesize.hardware import in_order
from site_agent.synthesize.training_loop import Plan, fit

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from site_agent.synthesize.hardware import Hardware
    from site_agent.synthesize.image_filter import Progress

TEMPERATURE = 0.07
SAME_EXAM_SHARE = 0.6
"""Share of pairs that show one exam twice; the others may show two exams of the patient."""
EMBED_BATCH = 32
"""Images a network looks at together: of 128 px, 256 at once take it three times as long on a processor."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """What a judge is trained with.

    Attributes:
        images: float32 ``[N, 1, S, S]`` in 0..1.
        patients: Patient of each image.
        targets: float32 ``[N, terms]`` multi-hot findings, NaN where unknown; used for pathology only.
        copies: Near-duplicates of the images, redrawn by the generators, float32 ``[C, N, 1, S, S]``.
    """

    images: torch.Tensor
    patients: Sequence[str]
    targets: torch.Tensor
    copies: torch.Tensor | None = None

    def without(self, excluded: set[str]) -> Lesson:
        """Return the lesson without some patients."""
        rows = [row for row, patient in enumerate(self.patients) if patient not in excluded]
        copies = None if self.copies is None else self.copies[:, rows]
        return Lesson(self.images[rows], [self.patients[row] for row in rows], self.targets[rows], copies)

    def shown(self) -> torch.Tensor:
        """Return what every image looks like, itself first: float32 ``[1 + C, N, 1, S, S]``."""
        return self.images[None] if self.copies is None else torch.cat([self.images[None], self.copies])


@dataclass(frozen=True, slots=True)
class Schoolroom:
    """Where and how judges are trained."""

    work: Path
    hardware: Hardware
    batch_size: int
    progress: Progress


def learn_identity(network: nn.Module, lesson: Lesson, plan: Plan, room: Schoolroom) -> list[float]:
    """Train an identity network in place; return its loss curve."""
    exams: dict[str, list[int]] = defaultdict(list)
    for row, patient in enumerate(lesson.patients):
        exams[patient].append(row)
    by_patient = [exams[patient] for patient in sorted(exams)]
    copies = lesson.shown()
    size = min(room.batch_size, len(by_patient))

    def loss(draw: torch.Generator) -> torch.Tensor:
        chosen = [
            by_patient[place] for place in torch.randperm(len(by_patient), generator=draw)[:size].tolist()
        ]
        picks = torch.rand(2, size, generator=draw).tolist()
        first = torch.tensor([rows[int(u * len(rows))] for rows, u in zip(chosen, picks[0], strict=True)])
        other = torch.tensor([rows[int(u * len(rows))] for rows, u in zip(chosen, picks[1], strict=True)])
        second = torch.where(torch.rand(size, generator=draw) < SAME_EXAM_SHARE, first, other)
        drawn = torch.randint(len(copies), (size,), generator=draw)
        views = torch.cat([lesson.images[first], copies[drawn, second]])
        with room.hardware.autocast():
            embedded = network(changed(views, SAME_EXAM, draw).to(room.hardware.device)).float()
        one, two = embedded.chunk(2)
        similar = one @ two.T / TEMPERATURE
        same = torch.arange(size, device=similar.device)
        return (functional.cross_entropy(similar, same) + functional.cross_entropy(similar.T, same)) / 2

    return fit(network.to(room.hardware.device), loss, plan, room.work, room.progress)


def learn_pathology(network: nn.Module, lesson: Lesson, plan: Plan, room: Schoolroom) -> list[float]:
    """Train a pathology network in place; return its loss curve."""
    copies, targets = lesson.shown().to(room.hardware.device), lesson.targets.to(room.hardware.device)
    size = min(room.batch_size, len(targets))

    def loss(draw: torch.Generator) -> torch.Tensor:
        rows = torch.randperm(len(targets), generator=draw)[:size]
        drawn = torch.randint(len(copies), (size,), generator=draw)
        with room.hardware.autocast():
            logits = network(changed(copies[drawn, rows], GENTLE, draw)).float()
        wanted, known = targets[rows], ~targets[rows].isnan()
        each = functional.binary_cross_entropy_with_logits(logits[known], wanted[known], reduction="sum")
        return each / known.sum().clamp(min=1)

    return fit(network.to(room.hardware.device), loss, plan, room.work, room.progress)


def applied(network: nn.Module, images: torch.Tensor) -> torch.Tensor:
    """Return a network's float32 outputs for images ``[N, 1, S, S]``, on the CPU."""
    device = next(network.parameters()).device

    @torch.no_grad()
    def outputs(part: torch.Tensor) -> torch.Tensor:
        found: torch.Tensor = network(part.to(device)).float().cpu()
        return found

    return torch.cat(list(in_order([partial(outputs, part) for part in images.split(EMBED_BATCH)], device)))
