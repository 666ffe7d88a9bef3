"""Releases that leak and releases that do not, and an attacker who needs no training."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch.nn import functional

from factories.synthesize import chest
from site_agent.certify.cohort import Cohort, Release
from site_agent.synthesize.images import squared

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

SIDE = 32
GROUP = 4
LABELS = (frozenset({"no_finding"}), frozenset({"pneumonia"}))


def hospital(patients: int, *, seed: int = 0, exams: int = 2, name: str = "p") -> Cohort:
    """Return drawn chests: a patient's anatomy is the same in all exams; sex and age follow its number."""
    images, who = [], []
    for number in range(patients):
        for exam in range(exams):
            drawn = chest(
                np.random.default_rng([seed, number]),
                np.random.default_rng([seed, number, exam]),
                finding=number % 2 == 1,
            )
            images.append(squared(drawn, SIDE))
            who.append(number)
    return Cohort(
        images=torch.stack(images),
        patients=tuple(f"{name}{number:03}" for number in who),
        labels=tuple(LABELS[number % 2] for number in who),
        views=("PA",) * len(who),
        sexes=tuple("MF"[number // 4 % 2] for number in who),
        ages=tuple(20.0 + number % 50 for number in who),
    )


def folds(cohort: Cohort) -> list[int]:
    """Deal patients to two folds, each with both findings."""
    place = {patient: number // 2 % 2 for number, patient in enumerate(cohort.rows_of())}
    return [place[patient] for patient in cohort.patients]


def groups(cohort: Cohort) -> dict[int, tuple[str, ...]]:
    """Partition patients of one fold and finding into groups of four."""
    strata: dict[tuple[int, str], list[str]] = {}
    at = dict(zip(cohort.patients, zip(folds(cohort), map(str, cohort.labels), strict=True), strict=True))
    for patient in cohort.rows_of():
        strata.setdefault(at[patient], []).append(patient)
    chunks = [
        tuple(people[start : start + GROUP])
        for _, people in sorted(strata.items())
        for start in range(0, len(people) - GROUP + 1, GROUP)
    ]
    return dict(enumerate(chunks))


def release(cohort: Cohort, images: torch.Tensor) -> Release:
    """Return a release of grouped exams that shows the given images, one an exam of the cohort."""
    members = groups(cohort)
    group_of = {patient: group for group, people in members.items() for patient in people}
    sources = [row for row, patient in enumerate(cohort.patients) if patient in group_of]
    return Release(
        sources=tuple(sources),
        images=images[sources],
        groups=tuple(group_of[cohort.patients[row]] for row in sources),
        members=members,
        labels=tuple(cohort.labels[row] for row in sources),
    )


def blurred(cohort: Cohort) -> torch.Tensor:
    """Return every exam out of focus: what a weak image-to-image filter makes of it."""
    return functional.avg_pool2d(cohort.images, 3, stride=1, padding=1, count_include_pad=False)


def strangers(cohort: Cohort, seed: int = 77) -> torch.Tensor:
    """Return for every exam an exam of somebody else with the same finding, whom nobody knows."""
    others = hospital(len(cohort.patients), seed=seed, exams=1, name="x")
    rows = {label: [r for r, shown in enumerate(others.labels) if shown == label] for label in LABELS}
    used = dict.fromkeys(LABELS, 0)
    picked = []
    for label in cohort.labels:
        picked.append(rows[label][used[label] % len(rows[label])])
        used[label] += 1
    return others.images[picked]


@dataclass(frozen=True, slots=True)
class PixelAttacker:
    """Compares smoothed pixels: needs no training, knows nobody."""

    def look(self, images: torch.Tensor) -> torch.Tensor:
        """Return centred, smoothed pixels."""
        seen = functional.avg_pool2d(images, 2).flatten(1)
        return seen - seen.mean(1, keepdim=True)

    def compare(self, queries: torch.Tensor, gallery: torch.Tensor) -> NDArray[np.float32]:
        """Return cosines."""
        cosines = functional.normalize(queries, dim=1) @ functional.normalize(gallery, dim=1).T
        return cosines.numpy()


@dataclass(frozen=True, slots=True)
class PixelAttackers:
    """The same attacker for every fold, passive and adaptive."""

    n: int = 2

    def passive(self) -> Sequence[PixelAttacker]:
        """Return one a fold."""
        return [PixelAttacker()] * self.n

    def adaptive(self, release: Release) -> Sequence[PixelAttacker]:
        """Return one a fold."""
        return [PixelAttacker()] * self.n
