"""Attackers of a set: trained once, kept in a work folder, trained on by each release.

*Passive* attackers know other radiographs: the real exams of the other folds and, if there are any, of other
hospitals. *Adaptive* attackers also hold the filter and the truth about everybody else: they go on learning
from the (counterpart, real exam) pairs of the other folds, the worst case.

Rules: the attacker of fold f never learns from a patient of fold f. Training goes on where it was killed; the
state's folder is named by a digest of data and settings, so another set never meets it. The same data and
seed give the same attackers on one thread.

The loss is InfoNCE over the people of a batch, both ways (van den Oord et al. 2018, arXiv 1807.03748).

Not here: the network (site_agent.certify.networks), the pairs (site_agent.certify.lessons), what an attacker
is asked (site_agent.certify.sight).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated

import numpy as np
import torch
from pydantic import Field
from torch.nn import functional

from radshare.model import Frozen
from site_agent.certify.lessons import RealPairs, ReleasePairs, Shelf
from site_agent.certify.networks import AttackerNet
from site_agent.synthesize.hardware import Hardware, choose
from site_agent.synthesize.image_filter import Progress, silent
from site_agent.synthesize.training_loop import Loss, Plan, derived_seed, fit

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from site_agent.certify.cohort import Cohort, Release
    from site_agent.certify.lessons import Lesson
    from site_agent.certify.sight import Attacker

REAL_SHARE = 0.25
"""Share of real pairs in an adaptive attacker's lessons: it must not forget what it knew."""
SHARPEST = 100.0


class AttackerSettings(Frozen):
    """How large attackers are and how long they learn.

    Attributes:
        width, dimensions: Of each network (site_agent.certify.networks).
        seeds: Networks a fold; they vote.
        seed: Seed of all randomness.
        steps, adaptive_steps: Length of training, and of what each release adds to it.
        batch_size: Pairs a step.
        learning_rate: Peak rate; adaptive training starts at a third.
        ema: Decay of the weights' moving average.
        checkpoint_steps: Steps between two states on disk.
    """

    width: Annotated[int, Field(ge=8, le=128, multiple_of=8)] = 16
    dimensions: Annotated[int, Field(ge=4, le=256)] = 24
    seeds: Annotated[int, Field(ge=1, le=8)] = 1
    seed: int = 0
    steps: Annotated[int, Field(ge=1)] = 600
    adaptive_steps: Annotated[int, Field(ge=1)] = 150
    batch_size: Annotated[int, Field(ge=4, le=4096)] = 64
    learning_rate: Annotated[float, Field(gt=0, le=0.1)] = 3e-3
    ema: Annotated[float, Field(ge=0, lt=1)] = 0.98
    checkpoint_steps: Annotated[int, Field(ge=1)] = 50


@dataclass(frozen=True, slots=True)
class Desk:
    """Where attackers are trained.

    Attributes:
        work: Folder of the training states; stays at the site.
        hardware: Device and number format.
        progress: Told the stage and its share.
    """

    work: Path
    hardware: Hardware = field(default_factory=lambda: choose("cpu"))
    progress: Progress = silent


class Attackers:
    """The passive attackers of a set, and the adaptive ones of its releases.

    Args:
        hospital: The exams the filter was trained on.
        folds: Fold of each.
        auxiliary: Exams of other sets, same image size; other people.
        settings: Size and length.
        desk: Where to train.
    """

    def __init__(
        self,
        hospital: Cohort,
        folds: Sequence[int],
        auxiliary: Sequence[Cohort],
        settings: AttackerSettings,
        desk: Desk,
    ) -> None:
        self._hospital = hospital
        self._folds = np.asarray(folds, dtype=np.int64)
        size = settings.batch_size
        self._auxiliary = [Shelf.of(cohort, range(len(cohort)), size) for cohort in auxiliary]
        self._settings = settings
        named = [settings.canonical(), str((list(folds), hospital.patients, _sorted(hospital))).encode()]
        named += [str((cohort.patients, _sorted(cohort))).encode() for cohort in auxiliary]
        digest = _digest(b"\x1f".join(named), [cohort.images for cohort in (hospital, *auxiliary)])
        self._work = desk.work / f"attackers-{digest}"
        self._work.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._desk = desk
        self._passive: list[Team] = []

    def passive(self) -> Sequence[Attacker]:
        """Return the attacker of each fold, training what is not trained yet."""
        if not self._passive:
            self._passive = [
                Team(
                    [self._learnt(fold, member) for member in range(self._settings.seeds)],
                    self._desk.hardware,
                )
                for fold in range(int(self._folds.max()) + 1)
            ]
        return self._passive

    def adaptive(self, release: Release) -> Sequence[Attacker]:
        """Return the attackers that went on learning from a release, one a fold."""
        self.passive()
        digest = _digest(str((release.sources, release.groups)).encode(), [release.images])
        return [
            Team(
                [self._adapted(fold, member, release, digest) for member in range(self._settings.seeds)],
                self._desk.hardware,
            )
            for fold in range(len(self._passive))
        ]

    def _network(self, seed: int) -> AttackerNet:
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            size = self._hospital.images.shape[-1]
            return AttackerNet(self._settings.width, self._settings.dimensions, size).to(
                self._desk.hardware.device
            )

    def _learnt(self, fold: int, member: int) -> AttackerNet:
        network = self._network(derived_seed(self._settings.seed, "attacker", fold, member))
        plan = self._plan(f"passive-{fold}-{member}", self._settings.steps, self._settings.learning_rate)
        fit(network, self._loss(network, self._real(fold)), plan, self._work, self._desk.progress)
        return network

    def _adapted(self, fold: int, member: int, release: Release, digest: str) -> AttackerNet:
        network = self._network(0)
        network.load_state_dict(self._passive[fold].networks[member].state_dict())
        settings, real = self._settings, self._real(fold)
        pairs = ReleasePairs(self._hospital, release, self._others(fold), settings.batch_size)

        def lesson(draw: torch.Generator) -> tuple[torch.Tensor, torch.Tensor]:
            kept = not pairs or float(torch.rand(1, generator=draw)) < REAL_SHARE
            return real(draw) if kept else pairs(draw)

        plan = self._plan(
            f"adaptive-{digest}-{fold}-{member}", settings.adaptive_steps, settings.learning_rate / 3
        )
        fit(network, self._loss(network, lesson), plan, self._work, self._desk.progress)
        return network

    def _others(self, fold: int) -> list[int]:
        return [int(row) for row in np.flatnonzero(self._folds != fold)]

    def _real(self, fold: int) -> RealPairs:
        size = self._settings.batch_size
        return RealPairs([Shelf.of(self._hospital, self._others(fold), size), *self._auxiliary], size)

    def _plan(self, name: str, steps: int, rate: float) -> Plan:
        settings = self._settings
        return Plan(name, settings.seed, steps, rate, settings.checkpoint_steps, settings.ema)

    def _loss(self, network: AttackerNet, lesson: Lesson) -> Loss:
        hardware = self._desk.hardware

        def loss(draw: torch.Generator) -> torch.Tensor:
            first, second = lesson(draw)
            with hardware.autocast():
                seen = network(torch.cat([first, second]).to(hardware.device))
            one, two = seen.chunk(2)
            alike = network.matched(one, two) * network.sharpness.exp().clamp(max=SHARPEST)
            same = torch.arange(len(one), device=alike.device)
            return (functional.cross_entropy(alike, same) + functional.cross_entropy(alike.T, same)) / 2

        return loss


class Team:
    """Networks that vote: the mean of their cosines.

    Args:
        networks: At least one.
        hardware: Number format.
    """

    def __init__(self, networks: Sequence[AttackerNet], hardware: Hardware) -> None:
        self.networks = tuple(networks)
        self._hardware = hardware

    def look(self, images: torch.Tensor) -> torch.Tensor:
        """Return what all of them see, side by side."""
        with self._hardware.autocast():
            return torch.cat([network.look(images) for network in self.networks], 1)

    def compare(self, queries: torch.Tensor, gallery: torch.Tensor) -> NDArray[np.float32]:
        """Return the mean of their cosines."""
        parts = zip(queries.chunk(len(self.networks), 1), gallery.chunk(len(self.networks), 1), strict=True)
        votes = [
            network.compare(mine, theirs)
            for network, (mine, theirs) in zip(self.networks, parts, strict=True)
        ]
        mean: NDArray[np.float32] = np.mean(votes, axis=0)
        return mean


def _digest(text: bytes, images: Sequence[torch.Tensor]) -> str:
    """Return 16 hex digits of a text and 8-bit images."""
    digest = hashlib.sha256(text)
    for some in images:
        digest.update((some * 255).round().to(torch.uint8).numpy().tobytes())
    return digest.hexdigest()[:16]


def _sorted(cohort: Cohort) -> list[list[str]]:
    return [sorted(labels) for labels in cohort.labels]
