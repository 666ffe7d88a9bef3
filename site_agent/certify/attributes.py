"""Do counterparts tell sex or age beyond what is published with them?

A baseline knows the published findings and the view. The attack adds what the attacker sees of the image to
it (ridge regression of what the baseline leaves unexplained, its strength chosen by leave-one-out). What
counts is the gain. The attack on real exams says how strong it is.

*Passive*: learnt from real exams of other folds. *Adaptive*: learnt from the counterparts of other folds.

Not here: race, which the sets we know do not tell.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import numpy as np
from scipy.stats import rankdata

from site_agent.certify.bootstrap import resampled
from site_agent.certify.measure import Measure, unmeasured

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from site_agent.certify.cohort import Cohort, Release
    from site_agent.certify.sight import Attacker, FoldSight

    Floats = NDArray[np.float64]

Attribute = Literal["sex", "age"]
FEWEST = 40
"""Exams with a known value, for learning and for testing."""
STRENGTHS = tuple(float(10.0**power) for power in range(-1, 6))
KINDS = ("passive", "adaptive", "real")


@dataclass(slots=True)
class _Answers:
    """Predictions of all folds."""

    patients: list[str] = field(default_factory=list)
    truths: list[float] = field(default_factory=list)
    baseline: list[float] = field(default_factory=list)
    attack: list[float] = field(default_factory=list)

    def add(self, hospital: Cohort, lesson: _Lesson, published: Floats, truths: Floats) -> None:
        learnt, asked = lesson.learnt, lesson.asked
        base, image = _predicted(
            lesson.features, published[learnt], truths[learnt], lesson.queries, published[asked]
        )
        self.patients += [hospital.patients[row] for row in asked]
        self.truths += truths[asked].tolist()
        self.baseline += base.tolist()
        self.attack += (base + image).tolist()


@dataclass(frozen=True, slots=True)
class _Lesson:
    """Of one fold: what is learnt from, and what is asked; features and the hospital rows they stand for."""

    features: Floats
    learnt: NDArray[np.int64]
    queries: Floats
    asked: NDArray[np.int64]


def attribute(
    name: Attribute,
    hospital: Cohort,
    release: Release,
    sights: Sequence[FoldSight],
    attackers: Sequence[Attacker],
) -> list[Measure]:
    """Return how well an attribute is predicted: AUC for sex, Spearman's rank correlation for age.

    Args:
        name: Which attribute.
        hospital: The exams the filter was trained on.
        release: Their counterparts.
        sights: What each fold's attacker sees.
        attackers: The same attackers.
    """
    truths = _truths(name, hospital)
    names = [f"attribute_{name}_{kind}" for kind in ("baseline", *KINDS)]
    names += [f"attribute_{name}_gain_{kind}" for kind in KINDS[:2]]
    known = np.flatnonzero(np.isfinite(truths))
    if len(known) < FEWEST or len(np.unique(truths[known])) < 2:  # noqa: PLR2004 - nothing to tell apart
        return [unmeasured(each, f"the exams of this set do not tell the {name}") for each in names]
    answers = {kind: _Answers() for kind in KINDS}
    sources = np.array(release.sources, dtype=np.int64)
    published = _one_hot(hospital, release)
    for sight, attacker in zip(sights, attackers, strict=True):
        for kind, lesson in _lessons(hospital, sources, truths, sight, attacker).items():
            if min(len(lesson.learnt), len(lesson.asked)) >= FEWEST:
                answers[kind].add(hospital, lesson, published, truths)
    return _measures(name, answers)


def _lessons(
    hospital: Cohort, sources: NDArray[np.int64], truths: Floats, sight: FoldSight, attacker: Attacker
) -> dict[str, _Lesson]:
    known = np.isfinite(truths)
    others = np.setdiff1d(np.flatnonzero(known), sight.rows)
    held = ~np.isin(sources, sight.rows) & known[sources]
    mine = sight.queries[known[sources[sight.queries]]]
    here = known[sight.rows]
    real = attacker.look(hospital.images[others]).double().numpy()
    seen = sight.seen_counterparts.double().numpy()
    return {
        "passive": _Lesson(real, others, seen[mine], sources[mine]),
        "adaptive": _Lesson(seen[held], sources[held], seen[mine], sources[mine]),
        "real": _Lesson(real, others, sight.seen.double().numpy()[here], sight.rows[here]),
    }


def _measures(name: Attribute, answers: dict[str, _Answers]) -> list[Measure]:
    found = []
    for kind, answer in answers.items():
        found.append(_scored(name, answer, f"attribute_{name}_{kind}", "attack"))
        if kind == "passive":
            found.append(_scored(name, answer, f"attribute_{name}_baseline", "baseline"))
        if kind != "real":
            found.append(_scored(name, answer, f"attribute_{name}_gain_{kind}", "gain"))
    return found


def _scored(
    name: Attribute, answer: _Answers, measure: str, what: Literal["attack", "baseline", "gain"]
) -> Measure:
    truths, base, attack = (np.array(v) for v in (answer.truths, answer.baseline, answer.attack))
    statistic = _auc if name == "sex" else _spearman

    def of(rows: NDArray[np.int64]) -> float:
        if what == "gain":
            return statistic(attack[rows], truths[rows]) - statistic(base[rows], truths[rows])
        return statistic((attack if what == "attack" else base)[rows], truths[rows])

    if not len(truths):
        return unmeasured(measure, "too few exams with a known value")
    chance = 0.0 if what == "gain" or name == "age" else 0.5
    return resampled(answer.patients, of, measure).model_copy(update={"chance": chance})


def _predicted(
    features: Floats, known: Floats, truths: Floats, queries: Floats, asked: Floats
) -> tuple[Floats, Floats]:
    """Return the baseline's prediction and what the image adds to it, for each query."""
    baseline = _ridge(known, truths, known, (1.0,))
    mean, spread = features.mean(0), np.maximum(features.std(0), 1e-6)
    image = _ridge((features - mean) / spread, truths - baseline, (queries - mean) / spread, STRENGTHS)
    return _ridge(known, truths, asked, (1.0,)), image


def _ridge(inputs: Floats, targets: Floats, queries: Floats, strengths: Sequence[float]) -> Floats:
    """Return ridge predictions with the strength of least leave-one-out error (Hastie et al. 2009, 7.10)."""
    offset = targets.mean()
    kernel = inputs @ inputs.T
    values, vectors = np.linalg.eigh(kernel)
    rotated = vectors.T @ (targets - offset)
    least, chosen = np.inf, np.zeros(len(targets))
    for strength in strengths:
        inverse = 1 / (np.maximum(values, 0) + strength)
        weights = vectors @ (inverse * rotated)
        diagonal = (vectors**2) @ inverse
        error = float(np.mean((weights / diagonal) ** 2))
        if error < least:
            least, chosen = error, weights
    predicted: Floats = queries @ (inputs.T @ chosen) + offset
    return predicted


def _truths(name: Attribute, cohort: Cohort) -> Floats:
    if name == "sex":
        return np.array([{"M": 1.0, "F": 0.0}.get(sex, np.nan) for sex in cohort.sexes])
    return np.array([np.nan if age is None else age for age in cohort.ages], dtype=np.float64)


def _one_hot(hospital: Cohort, release: Release) -> Floats:
    """Return what is published of each exam: its counterpart's findings (else its own) and its view."""
    labels = list(hospital.labels)
    for source, shown in zip(release.sources, release.labels, strict=True):
        labels[source] = shown
    keys = [f"{'|'.join(sorted(f))}/{view}" for f, view in zip(labels, hospital.views, strict=True)]
    kinds, at = np.unique(keys, return_inverse=True)
    return np.eye(len(kinds))[at]


def _auc(scores: Floats, truths: Floats) -> float:
    positive = truths > 0
    n, m = int(positive.sum()), int((~positive).sum())
    if not n or not m:
        return float("nan")
    return float((rankdata(scores)[positive].sum() - n * (n + 1) / 2) / (n * m))


def _spearman(scores: Floats, truths: Floats) -> float:
    first, second = rankdata(scores), rankdata(truths)
    spread = float(first.std() * second.std())
    return float(((first - first.mean()) * (second - second.mean())).mean() / spread) if spread else 0.0
