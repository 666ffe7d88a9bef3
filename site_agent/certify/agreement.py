"""Does a counterpart show what it claims? Asked of networks that the gate never used.

An independent reader of fold f is a pathology network trained on the real exams of the *other* folds, wider
than the gate's and from another seed. It reads the real exams of fold f and their counterparts, and both are
compared with the labels.

=============================  ==================================================================
measure                        what it says
=============================  ==================================================================
``agreement_auc_<finding>``    reading of the counterpart against the label it claims
``agreement_source_auc_…``     the same against the label of its source exam
``agreement_real_auc_…``       the reading of the source exam itself: how good the reader is
``agreement_minus_real_…``     what the counterparts lose to that (paired)
``agreement_kappa_<finding>``  Cohen's kappa (1960, doi 10.1177/001316446002000104) with the claim
``sensitivity_drop_…``         real exams found minus counterparts found, among exams with the finding
``severity_rho_…``             Spearman correlation of the two readings among exams with the finding
=============================  ==================================================================

``…_macro`` is the mean over findings. Decisions are made where a reader calls as many real exams positive as
are positive.

Not here: what a number must be (site_agent.certify.bars).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.stats import spearmanr

from site_agent.certify import bootstrap
from site_agent.certify.measure import unmeasured
from site_agent.certify.schooling import logits_of, resized, schooled
from site_agent.certify.scoring import auc_of, mean_of, measured, minus
from site_agent.certify.tasks import LEAST, MACRO, closed_labels, findings_of, targets

if TYPE_CHECKING:
    from collections.abc import Sequence

    import torch
    from numpy.typing import NDArray

    from learning.models.pathology import PathologyNet
    from site_agent.certify.cohort import Cohort, Release
    from site_agent.certify.measure import Measure
    from site_agent.certify.schooling import Schooling
    from site_agent.certify.scoring import Statistic

READER_WIDTH = 24
"""Channels of an independent reader's first stage: another network than the gate's."""
READER_SEED = 7717
MACROS = (
    "agreement_auc",
    "agreement_source_auc",
    "agreement_real_auc",
    "agreement_minus_real",
    "agreement_kappa",
)
"""Measures that are meant over the findings too."""


@dataclass(frozen=True, slots=True)
class Readers:
    """Independent readers of a hospital's exams, one a fold.

    Attributes:
        findings: What they read, in the order of their outputs.
        networks: Fold -> network trained on the other folds.
        side_px: Size of the images they read.
        steps: How long each was trained.
    """

    findings: tuple[str, ...]
    networks: dict[int, PathologyNet]
    side_px: int
    steps: int

    @property
    def width(self) -> int:
        """Number of activations before the output."""
        return 8 * READER_WIDTH


def readers(hospital: Cohort, folds: Sequence[int], schooling: Schooling) -> Readers:
    """Train the independent readers; none where no finding has enough exams.

    Args:
        hospital: The exams the filter was trained on.
        folds: Fold of each exam.
        schooling: How they are trained; their width is their own.
    """
    labels = closed_labels(hospital.labels)
    findings = findings_of(labels)
    how = schooling.wider(READER_WIDTH)
    found: dict[int, PathologyNet] = {}
    if findings:
        images, wanted = resized(hospital.images, how.side_px), targets(labels, findings)
        for fold in sorted(set(folds)):
            rows = [row for row, other in enumerate(folds) if other != fold]
            found[fold] = schooled(images[rows], wanted[rows], READER_SEED, how)
            schooling.progress("independent readers", len(found) / len(set(folds)))
    return Readers(findings, found, how.side_px, how.steps)


def readings(reading: Readers, images: torch.Tensor, folds: Sequence[int]) -> NDArray[np.float64]:
    """Return logits ``[N, findings]`` of images by the reader of each image's fold."""
    found = np.zeros((len(images), len(reading.findings)))
    for fold, network in reading.networks.items():
        rows = [row for row, own in enumerate(folds) if own == fold]
        if rows:
            found[rows] = logits_of(network, resized(images[rows], reading.side_px)).numpy()
    return found


@dataclass(frozen=True, slots=True)
class _Finding:
    """What is known about one finding of every counterpart's exam; arrays of length M."""

    name: str
    claimed: NDArray[np.bool_]
    labelled: NDArray[np.bool_]
    real: NDArray[np.float64]
    shown: NDArray[np.float64]
    called_real: NDArray[np.bool_]
    called: NDArray[np.bool_]


def agreement(
    hospital: Cohort, release: Release, folds: Sequence[int], reading: Readers, draws: int = 1000
) -> list[Measure]:
    """Measure whether counterparts show what they claim.

    Args:
        hospital: The exams the release was made of.
        release: Its counterparts.
        folds: Fold of each exam.
        reading: From `readers`.
        draws: Bootstrap draws.
    """
    if not reading.findings or not len(release):
        return _nothing("no finding with enough exams to train a reader on")
    patients = [hospital.patients[row] for row in release.sources]
    findings = _findings(hospital, release, folds, reading)
    found: list[Measure] = []
    for one in findings:
        found += _of_finding(one, patients, draws)
    found += _macro(findings, patients, draws)
    return found


def _findings(hospital: Cohort, release: Release, folds: Sequence[int], reading: Readers) -> list[_Finding]:
    sources = list(release.sources)
    of_fold = [folds[row] for row in sources]
    shown = readings(reading, release.images, of_fold)
    real = readings(reading, hospital.images, folds)
    claimed, labelled = closed_labels(release.labels), closed_labels(hospital.labels)
    found = []
    for place, term in enumerate(reading.findings):
        truth = np.array([term in labels for labels in labelled])
        bars = _thresholds(real[:, place], truth, folds)
        bar = np.array([bars[fold] for fold in of_fold])
        says = np.array([term in labels for labels in claimed])
        if min(int(says.sum()), int((~says).sum())) < LEAST:
            continue
        one, other = real[sources, place], shown[:, place]
        found.append(_Finding(term, says, truth[sources], one, other, one >= bar, other >= bar))
    return found


def _thresholds(
    scores: NDArray[np.float64], truth: NDArray[np.bool_], folds: Sequence[int]
) -> dict[int, float]:
    """Return, for every fold, the score that as many real exams reach as are positive."""
    at = np.array(folds)
    return {
        fold: float(np.quantile(scores[at == fold], 1 - truth[at == fold].mean(), method="higher"))
        for fold in sorted(set(folds))
    }


def _of_finding(one: _Finding, patients: Sequence[str], draws: int) -> list[Measure]:
    on_claim, on_label, on_real = _aucs(one)
    return [
        measured(f"agreement_auc_{one.name}", patients, [on_claim], draws=draws),
        measured(f"agreement_source_auc_{one.name}", patients, [on_label], draws=draws),
        measured(f"agreement_real_auc_{one.name}", patients, [on_real], draws=draws),
        measured(f"agreement_minus_real_{one.name}", patients, [minus(on_claim, on_real)], draws=draws),
        measured(f"agreement_kappa_{one.name}", patients, [_kappa(one)], draws=draws),
        _sensitivity_drop(one, patients, draws),
        _severity(one, patients, draws),
    ]


def _macro(findings: Sequence[_Finding], patients: Sequence[str], draws: int) -> list[Measure]:
    if not findings:
        return _nothing("too few counterparts claim, or do not claim, any finding")
    triples = [_aucs(one) for one in findings]
    claim, label, real = (mean_of([triple[place] for triple in triples]) for place in range(3))
    kappa = mean_of([_kappa(one) for one in findings])
    statistics = (claim, label, real, minus(claim, real), kappa)
    return [
        measured(f"{name}_{MACRO}", patients, [statistic], draws=draws)
        for name, statistic in zip(MACROS, statistics, strict=True)
    ]


def _nothing(why: str) -> list[Measure]:
    return [unmeasured(f"{name}_{MACRO}", why) for name in MACROS]


def _aucs(one: _Finding) -> tuple[Statistic, Statistic, Statistic]:
    return auc_of(one.claimed, one.shown), auc_of(one.labelled, one.shown), auc_of(one.labelled, one.real)


def _kappa(one: _Finding) -> Statistic:
    def statistic(weights: NDArray[np.float64]) -> float:
        total = weights.sum()
        claimed, called = weights @ one.claimed / total, weights @ one.called / total
        agreed = weights @ (one.claimed == one.called) / total
        expected = claimed * called + (1 - claimed) * (1 - called)
        return float((agreed - expected) / (1 - expected)) if expected < 1 else float("nan")

    return statistic


def _sensitivity_drop(one: _Finding, patients: Sequence[str], draws: int) -> Measure:
    rows = np.flatnonzero(one.labelled)
    before = _by_patient(patients, rows, one.called_real)
    after = _by_patient(patients, rows, one.called)
    return bootstrap.difference(before, after, f"sensitivity_drop_{one.name}", draws=draws)


def _by_patient(
    patients: Sequence[str], rows: NDArray[np.intp], values: NDArray[np.bool_]
) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {}
    for row in rows.tolist():
        found.setdefault(patients[row], []).append(float(values[row]))
    return found


def _severity(one: _Finding, patients: Sequence[str], draws: int) -> Measure:
    rows = np.flatnonzero(one.labelled)

    def statistic(drawn: NDArray[np.int64]) -> float:
        at = rows[drawn]
        if len(set(one.real[at])) < LEAST or len(set(one.shown[at])) < LEAST:
            return float("nan")
        return float(spearmanr(one.real[at], one.shown[at]).statistic)

    name = f"severity_rho_{one.name}"
    return bootstrap.resampled([patients[row] for row in rows.tolist()], statistic, name, draws=draws)
