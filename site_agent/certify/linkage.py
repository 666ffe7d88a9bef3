"""Can a counterpart be linked to its patient?

A query is scored against *another* exam of its patient (positive) and against exams of other patients
(negatives). Positives and negatives have the query's findings and the negatives the positive's view, so that
knowing these wins nothing. A positive is never the exam the counterpart was made of, except in
`counterpart_to_source`, the upper bound.

An AUC is the mean over queries of P(positive > negative) + P(=) / 2 (Fawcett 2006): each query ranks its own
gallery. EER and TAR at FAR 1 % use one threshold for all queries, after the same weighting: each query's
positives weigh 1, and so do its negatives.

Not here: the attacker's scores (site_agent.certify.sight); who of the group it was (group_attack).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from site_agent.certify.bootstrap import NOBODY, per_patient
from site_agent.certify.measure import Measure, unmeasured

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from site_agent.certify.cohort import Cohort, Release
    from site_agent.certify.sight import FoldSight

FALSE_ACCEPTS = 0.01


@dataclass(frozen=True, slots=True)
class Trial:
    """One query's scores.

    Attributes:
        patient: Whose it is.
        positives: Scores of the patient's exams that count, ``[P]``.
        negatives: Scores of comparable exams of others, ``[N]``.
    """

    patient: str
    positives: NDArray[np.float32]
    negatives: NDArray[np.float32]

    @property
    def auc(self) -> float:
        """P(positive > negative) + P(=) / 2."""
        order = np.sort(self.negatives)
        below = np.searchsorted(order, self.positives, side="left")
        upto = np.searchsorted(order, self.positives, side="right")
        return float((below + upto).mean() / (2 * len(order)))


def real_real(hospital: Cohort, sights: Sequence[FoldSight]) -> list[Trial]:
    """Return the trials of real exams against other exams of their patients: how strong the attacker is."""
    kinds = _Kinds.of(hospital)
    return [
        trial
        for sight in sights
        for scores in [_without_self(sight.real)]
        for row, own in zip(sight.rows, scores, strict=True)
        for trial in kinds.trials(sight.rows, own, row, to_source=False)
    ]


def counterpart_trials(
    hospital: Cohort, release: Release, sights: Sequence[FoldSight], *, to_source: bool
) -> list[Trial]:
    """Return the trials of counterparts against another exam of their patient, or against their source."""
    kinds = _Kinds.of(hospital)
    return [
        trial
        for sight in sights
        for index, own in zip(sight.queries, sight.linking(), strict=True)
        for trial in kinds.trials(sight.rows, own, release.sources[index], to_source=to_source)
    ]


def auc(trials: Sequence[Trial], name: str) -> Measure:
    """Return the mean AUC of trials."""
    by_patient: dict[str, list[float]] = defaultdict(list)
    for trial in trials:
        by_patient[trial.patient].append(trial.auc)
    return per_patient(by_patient, name, chance=0.5)


def verification(trials: Sequence[Trial], suffix: str) -> dict[str, Measure]:
    """Return ``auc``, ``eer`` and ``tar`` of trials; their names end in the suffix."""
    names = {kind: f"{kind}_{suffix}" for kind in ("auc", "eer", "tar")}
    found = {"auc": auc(trials, names["auc"])}
    if not trials:
        return found | {kind: unmeasured(names[kind], NOBODY) for kind in ("eer", "tar")}
    thresholds = _Thresholds.of(trials)
    return found | {
        "eer": per_patient(_equal_errors(trials, thresholds), names["eer"], chance=0.5),
        "tar": per_patient(
            _refused(trials, thresholds.at(FALSE_ACCEPTS), accepted=True), names["tar"], chance=FALSE_ACCEPTS
        ),
    }


def _equal_errors(trials: Sequence[Trial], thresholds: _Thresholds) -> dict[str, list[float]]:
    """Return each patient's refusals where as many positives are refused as negatives are accepted."""
    low, high = 0.0, 1.0
    refused: dict[str, list[float]] = {}
    for _ in range(12):  # bisection of the false accept rate: to 1 / 4096
        middle = (low + high) / 2
        refused = _refused(trials, thresholds.at(middle), accepted=False)
        missed = np.mean([value for values in refused.values() for value in values])
        low, high = (middle, high) if missed > middle else (low, middle)
    return refused


def _refused(trials: Sequence[Trial], threshold: float, *, accepted: bool) -> dict[str, list[float]]:
    found: dict[str, list[float]] = defaultdict(list)
    for trial in trials:
        found[trial.patient].append(float(((trial.positives > threshold) == accepted).mean()))
    return found


@dataclass(frozen=True, slots=True)
class _Thresholds:
    """All negatives in descending order, and the false accept rate down to each."""

    scores: NDArray[np.float32]
    rates: NDArray[np.float64]

    @classmethod
    def of(cls, trials: Sequence[Trial]) -> _Thresholds:
        scores = np.concatenate([trial.negatives for trial in trials])
        weights = np.concatenate(
            [np.full(len(trial.negatives), 1 / len(trial.negatives)) for trial in trials]
        )
        order = np.argsort(-scores, kind="stable")
        return cls(scores[order], np.cumsum(weights[order]) / len(trials))

    def at(self, rate: float) -> float:
        """Return the threshold above which at most this share of the negatives lies."""
        place = int(np.searchsorted(self.rates, rate, side="right"))
        return float(self.scores[min(place, len(self.scores) - 1)])


def _without_self(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """Standardise columns without the exam's similarity to itself, which would lift its own mean."""
    alone = scores.copy()
    np.fill_diagonal(alone, np.nan)
    if len(alone) < 3:  # noqa: PLR2004 - nothing to standardise over
        return scores
    spread = np.maximum(np.nanstd(alone, axis=0), 1e-6)
    evened: NDArray[np.float32] = (scores - np.nanmean(alone, axis=0)) / spread
    return evened


@dataclass(frozen=True, slots=True)
class _Kinds:
    """Patients, findings and views as numbers."""

    names: tuple[str, ...]
    patients: NDArray[np.int64]
    labels: NDArray[np.int64]
    views: NDArray[np.int64]

    @classmethod
    def of(cls, cohort: Cohort) -> _Kinds:
        columns = (cohort.patients, ["|".join(sorted(found)) for found in cohort.labels], cohort.views)
        numbers = [np.unique(list(column), return_inverse=True)[1].astype(np.int64) for column in columns]
        return cls(cohort.patients, *numbers)

    def trials(
        self, rows: NDArray[np.int64], scores: NDArray[np.float32], source: int, *, to_source: bool
    ) -> Iterator[Trial]:
        """Yield a trial for each view in which the source's patient has a positive."""
        alike = self.labels[rows] == self.labels[source]
        own = self.patients[rows] == self.patients[source]
        counted = rows == source if to_source else own & alike & (rows != source)
        for view in np.unique(self.views[rows[counted]]):
            same_view = self.views[rows] == view
            negatives = scores[alike & ~own & same_view]
            if len(negatives):
                yield Trial(self.names[source], scores[counted & same_view], negatives)
