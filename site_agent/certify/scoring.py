"""How well a network's outputs fit the truth, with patients and training seeds resampled together.

Rules: exams of one patient are drawn together, never apart; networks trained from different seeds are drawn
too, because a difference that the next seed turns round is no difference. Everything is computed from row
*weights* (how often a row was drawn), so that ranking is done once and not a thousand times.

AUC is the Mann-Whitney statistic (learning.metrics); AUPRC is average precision (Davis & Goadrich 2006, doi
10.1145/1143844.1143874, without interpolation); ECE is the expected calibration error over ten equal bins
(Guo et al. 2017, arXiv 1706.04599).

Not here: which networks (site_agent.certify.utility) and intervals of simple shares
(site_agent.certify.bootstrap).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from learning.metrics import ranked
from site_agent.certify.bootstrap import BOUNDS, DECIMALS, DRAWS, NOBODY
from site_agent.certify.measure import Measure, unmeasured

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    Weights = NDArray[np.float64]
    Statistic = Callable[[Weights], float]

BINS = 10


def auc_of(truth: NDArray[np.bool_], scores: NDArray[np.float64]) -> Statistic:
    """Return the AUC of scores ``[n]`` as a function of row weights ``[n]``; NaN without both classes."""
    return ranked(truth.astype(np.int64), scores).auc


def average_precision_of(truth: NDArray[np.bool_], scores: NDArray[np.float64]) -> Statistic:
    """Return the average precision as a function of row weights; NaN without a positive."""
    levels, level = np.unique(-scores, return_inverse=True)

    def statistic(weights: Weights) -> float:
        hits = np.bincount(level, np.where(truth, weights, 0.0), len(levels))
        found, shown = np.cumsum(hits), np.cumsum(np.bincount(level, weights, len(levels)))
        if found[-1] == 0.0:
            return float("nan")
        return float((hits * found / np.maximum(shown, 1e-12)).sum() / found[-1])

    return statistic


def calibration_error_of(truth: NDArray[np.bool_], probabilities: NDArray[np.float64]) -> Statistic:
    """Return the expected calibration error as a function of row weights."""
    bin_of = np.minimum((probabilities * BINS).astype(np.int64), BINS - 1)

    def statistic(weights: Weights) -> float:
        gaps = np.bincount(bin_of, weights * (probabilities - truth), BINS)
        return float(np.abs(gaps).sum() / weights.sum())

    return statistic


def mean_of(statistics: Sequence[Statistic]) -> Statistic:
    """Return the mean of several statistics; those that do not exist for the drawn rows are left out."""

    def statistic(weights: Weights) -> float:
        values = np.array([each(weights) for each in statistics])
        kept = values[np.isfinite(values)]
        return float(kept.mean()) if len(kept) else float("nan")

    return statistic


def minus(first: Statistic, second: Statistic) -> Statistic:
    """Return the difference of two statistics of the same rows."""
    return lambda weights: first(weights) - second(weights)


def measured(
    name: str, patients: Sequence[str], seeds: Sequence[Statistic], *, draws: int = DRAWS, note: str = ""
) -> Measure:
    """Return the mean over training seeds with its interval over patients and seeds.

    Args:
        name: Name of the measure.
        patients: Patient of each row.
        seeds: One statistic a trained network, all about the same rows.
        draws: Bootstrap draws.
        note: How to read it; the value of each seed is added where there are several.
    """
    _, patient = np.unique(np.asarray(patients), return_inverse=True)
    count = int(patient.max()) + 1 if len(patients) else 0
    values = [each(np.ones(len(patients))) for each in seeds] if count else []
    if not values or not np.isfinite(values).all():
        return unmeasured(name, NOBODY)
    random = np.random.default_rng(0)
    drawn = np.array([_draw(random, patient, count, seeds) for _ in range(draws)])
    drawn = drawn[np.isfinite(drawn)]
    low, high = np.quantile(drawn, BOUNDS) if count > 1 and len(drawn) else (None, None)
    spread = "seeds: " + ", ".join(f"{value:.3f}" for value in values) if len(values) > 1 else ""
    return Measure(
        name=name,
        value=_rounded(float(np.mean(values))),
        low=None if low is None else _rounded(float(low)),
        high=None if high is None else _rounded(float(high)),
        n=len(patients),
        n_patients=count,
        note="; ".join(filter(None, (note, spread))),
    )


def _draw(
    random: np.random.Generator, patient: NDArray[np.intp], count: int, seeds: Sequence[Statistic]
) -> float:
    times = np.bincount(random.integers(count, size=count), minlength=count).astype(np.float64)
    weights = times[patient]
    chosen = random.integers(len(seeds), size=len(seeds))
    return float(np.mean([seeds[place](weights) for place in chosen]))


def _rounded(value: float) -> float:
    return round(value, DECIMALS)
