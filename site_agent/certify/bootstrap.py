"""Intervals: patients are resampled, never images.

Two exams of one patient say nearly the same thing, so an interval over images would be too narrow. Every
interval is the 2.5 % and 97.5 % quantile of the statistic over patients drawn with replacement, each with
all of its rows (cluster bootstrap; Davison & Hinkley 1997, section 3.8), with a fixed seed.

A share that is 0 or 1 in every patient has a degenerate bootstrap; its open bound comes from the rule of
three, 3 / patients (Hanley & Lippman-Hand 1983, doi 10.1001/jama.1983.03330370053031).

Not here: what is measured.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from site_agent.certify.measure import Measure, unmeasured

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

DRAWS = 1000
DECIMALS = 4
BOUNDS = (0.025, 0.975)
NOBODY = "no patient could be measured"


def per_patient(
    values: Mapping[str, Sequence[float]], name: str, *, chance: float | None = None, draws: int = DRAWS
) -> Measure:
    """Return the mean over all values with its interval over patients.

    Args:
        values: Patient -> the values of that patient's queries; patients without any are left out.
        name: Name of the measure.
        chance: What guessing gives.
        draws: Bootstrap draws.
    """
    sums, counts = _totals(values)
    if not len(sums):
        return unmeasured(name, NOBODY)
    low, high = _quantiles(_means(sums, counts, draws, seed=0), len(sums))
    low, high = _rule_of_three(sums, counts, low, high)
    return Measure(
        name=name,
        value=_rounded(sums.sum() / counts.sum()),
        low=low,
        high=high,
        n=int(counts.sum()),
        n_patients=len(sums),
        chance=None if chance is None else _rounded(chance),
    )


def resampled(
    patients: Sequence[str],
    statistic: Callable[[NDArray[np.int64]], float],
    name: str,
    *,
    draws: int = DRAWS,
) -> Measure:
    """Return a statistic of rows with its interval over patients.

    Args:
        patients: Patient of each row.
        statistic: Of an array of row numbers (a row may occur twice). NaN means that it does not exist for
            these rows; such draws are dropped.
        name: Name of the measure.
        draws: Bootstrap draws.
    """
    rows: dict[str, list[int]] = defaultdict(list)
    for row, patient in enumerate(patients):
        rows[patient].append(row)
    of_each = [np.array(rows[patient], dtype=np.int64) for patient in sorted(rows)]
    value = statistic(np.arange(len(patients), dtype=np.int64)) if of_each else float("nan")
    if not np.isfinite(value):
        return unmeasured(name, NOBODY)
    random = np.random.default_rng(0)
    drawn = np.array(
        [
            statistic(
                np.concatenate([of_each[place] for place in random.integers(len(of_each), size=len(of_each))])
            )
            for _ in range(draws)
        ]
    )
    low, high = _quantiles(drawn[np.isfinite(drawn)], len(of_each))
    return Measure(
        name=name, value=_rounded(value), low=low, high=high, n=len(patients), n_patients=len(of_each)
    )


def difference(
    first: Mapping[str, Sequence[float]],
    second: Mapping[str, Sequence[float]],
    name: str,
    *,
    paired: bool = True,
    draws: int = DRAWS,
) -> Measure:
    """Return the mean of the first minus the mean of the second, with its interval over patients.

    Args:
        first: Patient -> values.
        second: The same for the other side.
        name: Name of the measure.
        paired: Resample the patients that are in both, together; otherwise each side on its own.
        draws: Bootstrap draws.
    """
    if paired:
        both = {patient for patient in first if len(first[patient]) and len(second.get(patient, ()))}
        first = {patient: first[patient] for patient in both}
        second = {patient: second[patient] for patient in both}
    (sums, counts), (other_sums, other_counts) = _totals(first), _totals(second)
    if not len(sums) or not len(other_sums):
        return unmeasured(name, NOBODY)
    drawn = _means(sums, counts, draws, seed=0) - _means(
        other_sums, other_counts, draws, seed=0 if paired else 1
    )
    low, high = _quantiles(drawn, min(len(sums), len(other_sums)))
    return Measure(
        name=name,
        value=_rounded(sums.sum() / counts.sum() - other_sums.sum() / other_counts.sum()),
        low=low,
        high=high,
        n=int(counts.sum()),
        n_patients=len(sums),
        chance=0.0,
    )


def _totals(values: Mapping[str, Sequence[float]]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    found = [
        np.asarray(values[patient], dtype=np.float64) for patient in sorted(values) if len(values[patient])
    ]
    return np.array([v.sum() for v in found]), np.array([float(len(v)) for v in found])


def _means(
    sums: NDArray[np.float64], counts: NDArray[np.float64], draws: int, *, seed: int
) -> NDArray[np.float64]:
    drawn = np.random.default_rng(seed).integers(len(sums), size=(draws, len(sums)))
    means: NDArray[np.float64] = sums[drawn].sum(1) / counts[drawn].sum(1)
    return means


def _quantiles(drawn: NDArray[np.float64], patients: int) -> tuple[float | None, float | None]:
    if patients < 2 or not len(drawn):  # noqa: PLR2004 - one patient has no spread
        return None, None
    low, high = np.quantile(drawn, BOUNDS)
    return _rounded(low), _rounded(high)


def _rule_of_three(
    sums: NDArray[np.float64], counts: NDArray[np.float64], low: float | None, high: float | None
) -> tuple[float | None, float | None]:
    if not sums.any():
        return 0.0, _rounded(min(1.0, 3 / len(sums)))
    if (sums == counts).all():
        return _rounded(max(0.0, 1 - 3 / len(sums))), 1.0
    return low, high


def _rounded(value: float) -> float:
    return round(float(value), DECIMALS)
