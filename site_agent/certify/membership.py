"""Was this patient in the filter's training? Members against outsiders of the same distribution.

The attacker has an exam of the target and the whole release. Scores: the cosine to the most similar
counterpart (distance to the closest record), and the same less the cosine to the most similar *outside* exam
of somebody else, because some radiographs resemble everything (difficulty calibration, Watson et al. 2022,
arXiv 2111.08440).

Rules: a network that judges a member has not been trained on that member (fold), and outsiders are dealt to
the folds' networks. Members and outsiders are compared within fold, findings and view. A reference set
leaves out the target of an outsider, and somebody drawn at random for a member: equally many.

A split deals few patients to the outside, and whom it deals there moves the AUC by itself. So the release is
also looked at in two parts: the counterparts of the member's own fold, whose generator has never seen the
member, and those of one other fold, whose generator has. What the first part tells of members no generator
has learnt: it is the split, or what a counterpart takes from its source's group. `membership_learnt` is the
AUC of the second less that of the first, patients resampled together.

Not here: attacks with the generator's weights, which never leave the site.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from site_agent.certify.bootstrap import per_patient, resampled
from site_agent.certify.measure import Measure, unmeasured

if TYPE_CHECKING:
    from collections.abc import Sequence

    import torch
    from numpy.typing import NDArray

    from site_agent.certify.cohort import Cohort
    from site_agent.certify.sight import Attacker, FoldSight

FALSE_POSITIVES = 0.01
TOO_FEW = "there are no outsiders with the findings of members"
ONE_GENERATOR = "one fold: every counterpart was drawn by the same generator"


@dataclass(slots=True)
class _Scores:
    """Queries of all folds."""

    patients: list[str] = field(default_factory=list)
    member: list[bool] = field(default_factory=list)
    strata: list[str] = field(default_factory=list)
    folds: list[int] = field(default_factory=list)
    nearest: list[float] = field(default_factory=list)
    calibrated: list[float] = field(default_factory=list)
    unseen: list[float] = field(default_factory=list)
    seen: list[float] = field(default_factory=list)


def membership(
    hospital: Cohort, outside: Cohort, sights: Sequence[FoldSight], attackers: Sequence[Attacker]
) -> list[Measure]:
    """Return AUC and true positive rate at 1 % false positives, plain and calibrated, and what was learnt.

    Args:
        hospital: Members: the exams the filter was trained on.
        outside: Exams of patients of the same distribution who were not.
        sights: What each fold's attacker sees.
        attackers: The same attackers.
    """
    scores = _Scores()
    dealt = {patient: place % len(sights) for place, patient in enumerate(outside.rows_of())}
    away = np.array([dealt[patient] for patient in outside.patients], dtype=np.int64)
    for fold, (sight, attacker) in enumerate(zip(sights, attackers, strict=True)):
        if not len(outside) or not len(sight.seen_counterparts):
            break
        seen = attacker.look(outside.images)
        mine = np.flatnonzero(away == fold)
        parts = sight.queries, sights[(fold + 1) % len(sights)].queries
        _add(scores, fold, hospital.only(sight.rows), sight.counterparts, parts, member=True)
        cosines = attacker.compare(sight.seen_counterparts, seen[mine])
        _add(scores, fold, outside.only(mine), cosines, parts, member=False)
        scores.calibrated += _references(outside, seen, attacker, sight.seen, None)
        scores.calibrated += _references(outside, seen, attacker, seen[mine], mine)
    reference = np.array(scores.calibrated)
    plain = np.array(scores.nearest)
    return [
        *_measures(scores, plain, "membership"),
        *_measures(scores, plain - reference, "membership_calibrated"),
        *_learnt(scores),
    ]


def _add(
    scores: _Scores,
    fold: int,
    exams: Cohort,
    cosines: NDArray[np.float32],
    parts: tuple[NDArray[np.int64], NDArray[np.int64]],
    *,
    member: bool,
) -> None:
    scores.patients += [f"{'in' if member else 'out'}/{patient}" for patient in exams.patients]
    scores.member += [member] * len(exams)
    scores.strata += [
        f"{fold}/{'|'.join(sorted(labels))}/{view}"
        for labels, view in zip(exams.labels, exams.views, strict=True)
    ]
    scores.folds += [fold] * len(exams)
    unseen, seen = parts
    scores.nearest += cosines.max(0).tolist()
    scores.unseen += cosines[unseen].max(0, initial=-1.0).tolist()
    scores.seen += cosines[seen].max(0, initial=-1.0).tolist()


def _references(
    outside: Cohort,
    seen: torch.Tensor,
    attacker: Attacker,
    targets: torch.Tensor,
    rows: NDArray[np.int64] | None,
) -> list[float]:
    """Return each target's cosine to the most similar outside exam, one outside patient left out."""
    cosines = attacker.compare(seen, targets)
    people = np.array(outside.patients)
    drawn = np.random.default_rng(0).choice(people, size=len(targets))
    left_out = drawn if rows is None else people[rows]
    cosines[people[:, None] == left_out[None]] = -1.0
    nearest: list[float] = cosines.max(0).tolist()
    return nearest


def _measures(scores: _Scores, values: NDArray[np.float64], name: str) -> list[Measure]:
    member, strata = np.array(scores.member, dtype=bool), np.array(scores.strata)
    folds = np.array(scores.folds)
    numbers = np.unique(strata, return_inverse=True)[1] if len(strata) else np.empty(0, dtype=np.int64)

    def auc(rows: NDArray[np.int64]) -> float:
        return stratified_auc(values[rows], member[rows], numbers[rows])

    found = resampled(scores.patients, auc, name).model_copy(update={"chance": 0.5})
    if found.value is None:
        return [unmeasured(name, TOO_FEW), unmeasured(f"{name}_tpr", TOO_FEW)]
    caught: dict[str, list[float]] = {}
    for fold in np.unique(folds):
        here, outsiders = member & (folds == fold), values[~member & (folds == fold)]
        if not len(outsiders):
            continue
        limit = np.quantile(outsiders, 1 - FALSE_POSITIVES, method="higher")
        for row in np.flatnonzero(here):
            caught.setdefault(scores.patients[row], []).append(float(values[row] > limit))
    return [found, per_patient(caught, f"{name}_tpr", chance=FALSE_POSITIVES)]


def _learnt(scores: _Scores) -> list[Measure]:
    member, seen, unseen = np.array(scores.member, dtype=bool), np.array(scores.seen), np.array(scores.unseen)
    numbers = np.unique(scores.strata, return_inverse=True)[1]
    if len(set(scores.folds)) == 1:
        return [unmeasured("membership_learnt", ONE_GENERATOR)]

    def of_unseen(rows: NDArray[np.int64]) -> float:
        return stratified_auc(unseen[rows], member[rows], numbers[rows])

    def learnt(rows: NDArray[np.int64]) -> float:
        return stratified_auc(seen[rows], member[rows], numbers[rows]) - of_unseen(rows)

    return [
        resampled(scores.patients, statistic, name).model_copy(update={"chance": chance})
        for name, statistic, chance in (
            ("membership_unseen", of_unseen, 0.5),
            ("membership_learnt", learnt, 0.0),
        )
    ]


def stratified_auc(
    values: NDArray[np.float64], positive: NDArray[np.bool_], strata: NDArray[np.int64]
) -> float:
    """Return the AUC over pairs of the same stratum, ties by half; NaN if there is no such pair."""
    wins = pairs = 0.0
    for stratum in np.unique(strata):
        chosen = strata == stratum
        first, second = values[chosen & positive], np.sort(values[chosen & ~positive])
        if len(first) and len(second):
            below = np.searchsorted(second, first, side="left") + np.searchsorted(second, first, side="right")
            wins += float(below.sum()) / 2
            pairs += len(first) * len(second)
    return wins / pairs if pairs else float("nan")
