"""Do counterparts look like the hospital's exams, as a set? KID, FID and PRDC against a real-vs-real floor.

Rules: features come from a *named* extractor that never saw the exams it describes: the layer before the
output of the independent reader of their fold (site_agent.certify.agreement). Both sides of a comparison have
the same size, because FID falls and coverage rises with it. Each split deals a fold's patients into two
halves: the real exams of one half are compared with the counterparts of the other, and, as the floor, with
the real exams of the other. So a counterpart is never compared with its own source. Intervals are quantiles
over splits.

* KID: unbiased MMD² with the kernel (x·y / d + 1)³ (Bińkowski et al. 2018, arXiv 1801.01401); times 1000.
* FID: Fréchet distance of two Gaussians (Heusel et al. 2017, arXiv 1706.08500). The trace of the covariances'
  geometric mean is taken from eigenvalues of a symmetric product, which stays exact where there are fewer
  images than features; a general matrix square root (MONAI's `FIDMetric`, to which tests hold it) does not.
* Precision, recall, density, coverage with k = 5 (Naeem et al. 2020, arXiv 2002.09797).

Not here: likeness of single images, which is a risk and no merit (site_agent.certify.privacy).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import torch

from site_agent.certify.bootstrap import BOUNDS, DECIMALS
from site_agent.certify.measure import Measure, unmeasured
from site_agent.certify.schooling import features_of, resized

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from site_agent.certify.agreement import Readers
    from site_agent.certify.cohort import Cohort, Release

NEIGHBOURS = 5
SPLITS = 20
LEAST_A_SIDE = 30
"""Exams a side and fold without which nothing is said."""
NAMES = ("kid_x1000", "fid", "precision", "recall", "density", "coverage")
FLOOR = "_real"


def similarity(
    hospital: Cohort, release: Release, folds: Sequence[int], reading: Readers, splits: int = SPLITS
) -> list[Measure]:
    """Compare a release with the hospital's exams.

    Args:
        hospital: The exams the release was made of.
        release: Its counterparts.
        folds: Fold of each exam.
        reading: The readers whose features are used.
        splits: Random halvings of each fold's patients.

    Returns:
        `NAMES` for the release and, with ``_real`` after the name, for the floor.
    """
    wanted = [name + end for name in NAMES for end in ("", FLOOR)]
    if not reading.networks:
        return [unmeasured(name, "no finding with enough exams to train an extractor on") for name in wanted]
    features = [_Features.of(hospital, release, folds, fold, reading) for fold in reading.networks]
    found: dict[str, list[float]] = defaultdict(list)
    largest = 0
    for split in range(splits):
        of_split: dict[str, list[float]] = defaultdict(list)
        for fold, of_fold in enumerate(features):
            here, there, drawn = of_fold.dealt(np.random.default_rng((split, fold)))
            largest = max(largest, len(here))
            if len(here) >= LEAST_A_SIDE:
                _compare(here, there, drawn, of_split)
        for name, values in of_split.items():
            found[name].append(float(np.mean(values)))
    if not found:
        return [unmeasured(name, f"less than {LEAST_A_SIDE} images a side and fold") for name in wanted]
    note = _extractor(reading, largest)
    patients = len({hospital.patients[row] for row in release.sources})
    return [_measure(name, found[name], len(release), patients, note) for name in wanted]


@dataclass(frozen=True, slots=True)
class _Features:
    """One fold's features ``[N, d]`` and whose they are."""

    real: NDArray[np.float64]
    real_of: tuple[str, ...]
    shown: NDArray[np.float64]
    shown_of: tuple[str, ...]

    @classmethod
    def of(
        cls, hospital: Cohort, release: Release, folds: Sequence[int], fold: int, reading: Readers
    ) -> _Features:
        rows = [row for row, own in enumerate(folds) if own == fold]
        places = [place for place, row in enumerate(release.sources) if folds[row] == fold]
        return cls(
            _of(reading, fold, hospital.images[rows]),
            tuple(hospital.patients[row] for row in rows),
            _of(reading, fold, release.images[places]),
            tuple(hospital.patients[release.sources[place]] for place in places),
        )

    def dealt(
        self, random: np.random.Generator
    ) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
        """Return real exams of half of the patients, and real exams and counterparts of the other half."""
        patients = sorted(set(self.real_of))
        one = set(random.permutation(patients)[: len(patients) // 2])
        real_here = np.array([patient in one for patient in self.real_of], dtype=bool)
        shown_there = np.array([patient not in one for patient in self.shown_of], dtype=bool)
        sides = (self.real[real_here], self.real[~real_here], self.shown[shown_there])
        size = min(map(len, sides))
        here, there, drawn = (side[random.permutation(len(side))[:size]] for side in sides)
        return here, there, drawn


def kid(first: NDArray[np.float64], second: NDArray[np.float64]) -> float:
    """Return the unbiased kernel inception distance of two feature sets ``[N, d]`` and ``[M, d]``."""
    dims = first.shape[1]

    def kernel(a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
        values: NDArray[np.float64] = (a @ b.T / dims + 1) ** 3
        return values

    within, among, across = kernel(first, first), kernel(second, second), kernel(first, second)
    n, m = len(first), len(second)
    own = (within.sum() - np.trace(within)) / (n * (n - 1))
    other = (among.sum() - np.trace(among)) / (m * (m - 1))
    return float(own + other - 2 * across.mean())


def prdc(real: NDArray[np.float64], shown: NDArray[np.float64]) -> dict[str, float]:
    """Return precision, recall, density and coverage of ``shown`` ``[M, d]`` against ``real`` ``[N, d]``."""
    near_real, near_shown = _radius(real), _radius(shown)
    apart = _distances(real, shown)
    inside = apart < near_real[:, None]
    return {
        "precision": float(inside.any(0).mean()),
        "recall": float((apart < near_shown[None]).any(1).mean()),
        "density": float(inside.sum(0).mean() / NEIGHBOURS),
        "coverage": float((apart.min(1) < near_real).mean()),
    }


def fid(real: NDArray[np.float64], shown: NDArray[np.float64]) -> float:
    """Return the Fréchet distance of Gaussians fitted to two feature sets."""
    one, other = np.cov(real, rowvar=False), np.cov(shown, rowvar=False)
    values, vectors = np.linalg.eigh(one)
    root = vectors * np.sqrt(values.clip(0)) @ vectors.T
    shared = np.sqrt(np.linalg.eigvalsh(root @ other @ root).clip(0)).sum()
    apart = real.mean(0) - shown.mean(0)
    return float(apart @ apart + np.trace(one) + np.trace(other) - 2 * shared)


def _radius(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return each point's distance to its k-th neighbour, itself not counted."""
    kth: NDArray[np.float64] = np.partition(_distances(points, points), NEIGHBOURS, axis=1)[:, NEIGHBOURS]
    return kth


def _distances(a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
    found: NDArray[np.float64] = torch.cdist(torch.from_numpy(a), torch.from_numpy(b)).numpy()
    return found


def _of(reading: Readers, fold: int, images: torch.Tensor) -> NDArray[np.float64]:
    network = reading.networks[fold]
    if not len(images):
        return np.zeros((0, reading.width))
    found: NDArray[np.float64] = features_of(network, resized(images, reading.side_px)).numpy()
    return found.astype(np.float64)


def _compare(
    here: NDArray[np.float64],
    there: NDArray[np.float64],
    drawn: NDArray[np.float64],
    found: dict[str, list[float]],
) -> None:
    for end, other in (("", drawn), (FLOOR, there)):
        found["kid_x1000" + end].append(1000 * kid(here, other))
        found["fid" + end].append(fid(here, other))
        for name, value in prdc(here, other).items():
            found[name + end].append(value)


def _extractor(reading: Readers, size: int) -> str:
    return (
        f"features: the {reading.width} activations before the output of a pathology network of radshare "
        f"({reading.steps} steps at {reading.side_px} px on real exams of the other folds); "
        f"{size} images a side at most"
    )


def _measure(name: str, values: Sequence[float], n: int, patients: int, note: str) -> Measure:
    low, high = (round(float(bound), DECIMALS) for bound in np.quantile(values, BOUNDS))
    value = round(float(np.mean(values)), DECIMALS)
    return Measure(name=name, value=value, low=low, high=high, n=n, n_patients=patients, note=note)
