"""How well a model separates two classes, with an interval over patients.

Images of one patient resemble each other, so they are never resampled apart from each other.

AUC is the Mann-Whitney statistic with midranks (Hanley & McNeil 1982). Its interval is the percentile
bootstrap over *patients* (the cluster bootstrap, Field & Welsh 2007): resampling images would count a patient
with ten exams ten times.

Not here: when a number may leave the hospital (learning.task decides, site_agent.federation.gate enforces).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

LEVEL = 0.95
"""Coverage of every interval in a report."""


@dataclass(frozen=True, slots=True)
class Interval:
    """An AUC and its patient-level bootstrap interval, all in 0..1."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Ranking:
    """Images grouped by equal score, lowest first: what every resample of them shares.

    Attributes:
        group: Index of each image's score among the distinct scores, shape [n].
        positive: True where the image is positive, shape [n].
        groups: Number of distinct scores.
    """

    group: NDArray[np.intp]
    positive: NDArray[np.bool_]
    groups: int

    def auc(self, weights: NDArray[np.float64]) -> float:
        """Return the AUC when image i counts ``weights[i]`` times; NaN when a class has no weight."""
        above = np.bincount(self.group, np.where(self.positive, weights, 0.0), self.groups)
        below = np.bincount(self.group, np.where(self.positive, 0.0, weights), self.groups)
        pairs = float(above.sum()) * float(below.sum())
        if pairs == 0.0:
            return float("nan")
        won = np.cumsum(below) - below / 2  # negatives with a lower score, ties counted half
        return float(above @ won) / pairs


def auc(labels: NDArray[np.integer], scores: NDArray[np.floating]) -> float:
    """Return the area under the ROC curve.

    Args:
        labels: 0 or 1, shape [n].
        scores: Any real scores, higher meaning more likely positive, shape [n].

    Returns:
        Probability that a positive scores higher than a negative, ties counted half; NaN when a class is
        absent.
    """
    return ranked(labels, scores).auc(np.ones(len(labels)))


def auc_interval(
    labels: NDArray[np.integer],
    scores: NDArray[np.floating],
    patients: Sequence[str],
    *,
    resamples: int,
    seed: int,
) -> Interval:
    """Return the AUC with its 95 % percentile interval over resampled patients.

    Args:
        labels: 0 or 1, shape [n].
        scores: Higher means more likely positive, shape [n].
        patients: Pseudonym of each image's patient, length n.
        resamples: Bootstrap resamples; those without both classes are drawn again.
        seed: Seed of the resampling: the same input gives the same interval.

    Raises:
        ValueError: A class is absent.
    """
    ranking = ranked(labels, scores)
    value = ranking.auc(np.ones(len(labels)))
    if np.isnan(value):
        msg = "an AUC needs images of both classes"
        raise ValueError(msg)
    _, patient = np.unique(np.asarray(patients), return_inverse=True)
    count = int(patient.max()) + 1
    rng = np.random.default_rng(seed)
    drawn: list[float] = []
    # A resample without both classes has no AUC. With one patient of a class about a third are such: bounded,
    # never endless.
    for _ in range(resamples * 4):
        times = np.bincount(rng.integers(0, count, count), minlength=count).astype(np.float64)
        resampled = ranking.auc(times[patient])
        if not np.isnan(resampled):
            drawn.append(resampled)
        if len(drawn) == resamples:
            break
    tail = (1 - LEVEL) / 2
    low, high = np.quantile(drawn or [value], [tail, 1 - tail])
    return Interval(value, float(min(low, value)), float(max(high, value)))


def ranked(labels: NDArray[np.integer], scores: NDArray[np.floating]) -> Ranking:
    """Return the ranking of scores with labels 0 or 1, both of shape [n]: sorted once, resampled often."""
    values, group = np.unique(np.asarray(scores, dtype=np.float64), return_inverse=True)
    return Ranking(group.astype(np.intp), np.asarray(labels) == 1, len(values))
