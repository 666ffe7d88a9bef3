"""What a release is good for: networks trained on it, judged on real exams of patients nobody trained on.

=================  ===========================================================================
arm                trained on
=================  ===========================================================================
``trtr``           the real exams that got a counterpart: the ceiling
``tstr``           their counterparts, with the labels these claim; what a claim leaves open teaches nothing
``control``        counterparts of the labels-only filter: what the labels alone are worth
``local``          a small hospital's own real exams
``mixed``          those and the counterparts, half and half
``mixed_control``  those and the labels-only control, half and half
``mixed_real``     those and the other hospital's real exams: what sharing originals would give
=================  ===========================================================================

Rules: every arm has the same network, steps, batches and augmentation, and at least three seeds; where
several releases are given, each seed uses another one, so that the seed covers sampling too. Test patients
are in no arm. A claim of utility has to beat ``control``: a generator's own training data is worth something
without a single counterpart.

Measures are ``auc_<arm>_<task>``, ``auprc_<arm>_macro``, ``ece_<arm>_macro`` and
``auc_<arm>_minus_<arm>_<task>`` (paired: the same test patients are drawn for both).

Not here: what a difference must be (site_agent.certify.bars).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import torch

from site_agent.certify.schooling import Schooling, logits_of, resized, schooled
from site_agent.certify.scoring import (
    auc_of,
    average_precision_of,
    calibration_error_of,
    mean_of,
    measured,
    minus,
)
from site_agent.certify.tasks import MACRO, claimed, closed_labels, findings_of, targets, tasks_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from site_agent.certify.cohort import Cohort, Release
    from site_agent.certify.measure import Measure
    from site_agent.certify.scoring import Statistic
    from site_agent.certify.tasks import Task

COMPARED = (
    ("tstr", "trtr"),
    ("tstr", "control"),
    ("mixed", "local"),
    ("mixed", "mixed_control"),
    ("mixed_real", "local"),
)
"""Pairs of arms whose difference is measured, the better expected first."""


@dataclass(frozen=True, slots=True)
class UtilitySettings:
    """How utility is measured.

    Attributes:
        seeds: Networks trained an arm.
        schooling: How each is trained.
        draws: Bootstrap draws.
    """

    seeds: int = 3
    schooling: Schooling = field(default_factory=Schooling)
    draws: int = 1000


@dataclass(frozen=True, slots=True)
class _Exams:
    """What an arm is trained on: images, their labels, and what these say of each finding asked."""

    images: torch.Tensor
    labels: list[frozenset[str]]
    told: Callable[[Sequence[str]], torch.Tensor]

    @classmethod
    def real(cls, exams: Cohort, side_px: int) -> _Exams:
        labels = closed_labels(exams.labels)
        return cls(resized(exams.images, side_px), labels, partial(targets, labels))

    @classmethod
    def made(cls, release: Release, side_px: int) -> _Exams:
        images, labels = resized(release.images, side_px), closed_labels(release.labels)
        return cls(images, labels, partial(claimed, release.labels))

    def with_half(self, own: _Exams) -> _Exams:
        """Return these exams and a hospital's own, repeated until they are about half of all."""
        times = max(1, round(len(self.labels) / max(1, len(own.labels))))

        def told(findings: Sequence[str]) -> torch.Tensor:
            return torch.cat([self.told(findings), own.told(findings).repeat(times, 1)])

        images = torch.cat([self.images, own.images.repeat(times, 1, 1, 1)])
        return _Exams(images, self.labels + own.labels * times, told)


def utility(
    hospital: Cohort,
    release: Release | Sequence[Release],
    test: Cohort,
    control: Release | Sequence[Release] | None,
    local: Cohort | None,
    settings: UtilitySettings,
) -> list[Measure]:
    """Measure what a release is good for.

    Args:
        hospital: Exams the release was made of.
        release: Its counterparts, or several releases of them from different sampling seeds.
        test: Real exams to be judged on; those of patients in another set are left out.
        control: Counterparts of the labels-only filter, as `release`.
        local: Real exams of a small hospital.
        settings: Seeds, training, draws.

    Returns:
        The measures; none where the test exams cannot answer a single question.
    """
    taken = set(hospital.patients) | (set(local.patients) if local is not None else set())
    judged = test.only([row for row, patient in enumerate(test.patients) if patient not in taken])
    side_px = settings.schooling.side_px
    exams = _Exams.real(judged, side_px)
    arms = [
        _arms(hospital, _nth(release, seed), _nth(control, seed), local, side_px)
        for seed in range(settings.seeds)
    ]
    findings = findings_of(arms[0]["trtr"].labels, exams.labels)
    tasks = tasks_of(exams.labels, findings)
    if not tasks:
        return []
    logits: dict[str, list[NDArray[np.float64]]] = {}
    for number, name in enumerate(arms[0]):
        logits[name] = []
        for seed, of_seed in enumerate(arms):
            done = (number + seed / settings.seeds) / len(arms[0])
            settings.schooling.progress("utility", done)
            learned = of_seed[name]
            network = schooled(learned.images, learned.told(findings), seed, settings.schooling)
            logits[name].append(logits_of(network, exams.images).numpy().astype(np.float64))
    settings.schooling.progress("utility", 1.0)
    return _measures(logits, tasks, judged.patients, settings.draws)


def _nth(releases: Release | Sequence[Release] | None, seed: int) -> Release | None:
    if isinstance(releases, (list, tuple)):
        return releases[seed % len(releases)] if releases else None
    return releases  # type: ignore[return-value]


def _arms(
    hospital: Cohort, release: Release | None, control: Release | None, local: Cohort | None, side_px: int
) -> dict[str, _Exams]:
    """Return what each arm is trained on."""
    if release is None or not len(release):
        return {}
    sources = hospital.only(sorted(set(release.sources)))
    arms = {
        "trtr": _Exams.real(sources, side_px),
        "tstr": _Exams.made(release, side_px),
    }
    if control is not None and len(control):
        arms["control"] = _Exams.made(control, side_px)
    if local is not None and len(local):
        own = _Exams.real(local, side_px)
        arms["local"] = own
        arms["mixed"] = arms["tstr"].with_half(own)
        if "control" in arms:
            arms["mixed_control"] = arms["control"].with_half(own)
        arms["mixed_real"] = arms["trtr"].with_half(own)
    return arms


def _measures(
    logits: Mapping[str, Sequence[NDArray[np.float64]]],
    tasks: Sequence[Task],
    patients: Sequence[str],
    draws: int,
) -> list[Measure]:
    found: list[Measure] = []
    aucs: dict[tuple[str, str], list[Statistic]] = {}
    whose = {task.name: [patients[int(row)] for row in task.rows] for task in tasks}
    whose[MACRO] = list(patients)
    single = [task for task in tasks if not task.pairwise]
    for arm, seeds in logits.items():
        for task in tasks:
            aucs[arm, task.name] = [auc_of(task.truth, task.scores(of_seed)) for of_seed in seeds]
        if single:
            aucs[arm, MACRO] = [
                mean_of([auc_of(task.truth, task.scores(of_seed)) for task in single]) for of_seed in seeds
            ]
            found += _macro(arm, single, seeds, patients, draws)
    for (arm, asked), statistics in aucs.items():
        found.append(measured(f"auc_{arm}_{asked}", whose[asked], statistics, draws=draws))
    for better, other in COMPARED:
        for asked, answering in whose.items():
            if (better, asked) in aucs and (other, asked) in aucs:
                pairs = zip(aucs[better, asked], aucs[other, asked], strict=True)
                statistics = [minus(one, two) for one, two in pairs]
                name = f"auc_{better}_minus_{other}_{asked}"
                found.append(measured(name, answering, statistics, draws=draws))
    return found


def _macro(
    arm: str,
    tasks: Sequence[Task],
    seeds: Sequence[NDArray[np.float64]],
    patients: Sequence[str],
    draws: int,
) -> list[Measure]:
    """Return average precision and calibration error, meant over the findings."""
    precision, error = [], []
    for of_seed in seeds:
        scores = [task.scores(of_seed) for task in tasks]
        pairs = list(zip(tasks, scores, strict=True))
        precision.append(mean_of([average_precision_of(task.truth, score) for task, score in pairs]))
        error.append(
            mean_of([calibration_error_of(task.truth, 1 / (1 + np.exp(-score))) for task, score in pairs])
        )
    return [
        measured(f"auprc_{arm}_{MACRO}", patients, precision, draws=draws),
        measured(f"ece_{arm}_{MACRO}", patients, error, draws=draws),
    ]
