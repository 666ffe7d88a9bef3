"""Measures a filter and its release: privacy, utility, agreement, similarity, and the gate's own numbers.

Rule: how hard it is tried follows from the filter's image size and stands in `Effort`; nothing is tried less
hard for one release than for another. Everything trained is kept in a work folder, so that a certification
that was cut off goes on.

Not here: what the numbers must be (site_agent.certify.bars).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from site_agent.certify.agreement import agreement, readers
from site_agent.certify.attackers import Attackers, AttackerSettings, Desk
from site_agent.certify.bars import judge
from site_agent.certify.certificate import Certificate, CohortCounts, homogeneity, suppression
from site_agent.certify.curves import curves
from site_agent.certify.measure import Measure
from site_agent.certify.privacy import privacy
from site_agent.certify.rules import Situation
from site_agent.certify.schooling import Schooling
from site_agent.certify.similarity import SPLITS, similarity
from site_agent.certify.utility import UtilitySettings, utility
from site_agent.synthesize.hardware import choose
from site_agent.synthesize.image_filter import Progress, silent

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from site_agent.certify.cohort import Cohort
    from site_agent.certify.subject import Subject

SMALL_PX = 64
"""Filters of smaller images are for tests; nothing measured on them means much."""


@dataclass(frozen=True, slots=True)
class Effort:
    """How hard it is tried.

    Attributes:
        attackers: Size and length of the attackers.
        schooling_steps: Steps of every network of utility and agreement.
        side_px: Size of the images these see.
        draws: Bootstrap draws.
        splits: Halvings of similarity.
    """

    attackers: AttackerSettings = field(default_factory=AttackerSettings)
    schooling_steps: int = 400
    side_px: int = 64
    draws: int = 1000
    splits: int = SPLITS

    @classmethod
    def for_images(cls, size_px: int) -> Effort:
        """Return the effort for a filter of images of so many pixels a side."""
        if size_px < SMALL_PX:
            tried = AttackerSettings(width=8, steps=40, adaptive_steps=10, batch_size=16)
            return cls(tried, schooling_steps=40, side_px=32, draws=100, splits=4)
        return cls()


@dataclass(frozen=True, slots=True)
class Bench:
    """Where it is measured.

    Attributes:
        work: Folder of what is trained; stays at the site.
        device: ``auto``, ``cpu`` or a torch device.
        progress: Told the stage and its share.
    """

    work: Path
    device: str = "auto"
    progress: Progress = silent


def certify(subject: Subject, seeds: int, bench: Bench, effort: Effort | None = None) -> Certificate:
    """Measure and judge.

    Args:
        subject: What is measured, and with whom.
        seeds: Networks trained an arm of utility.
        bench: Where.
        effort: How hard; by default what the image size asks for.
    """
    tried = effort or Effort.for_images(subject.summary.image_size_px)
    hospital, release, folds = subject.hospital, subject.release, subject.folds
    desk = Desk(bench.work, choose(bench.device), bench.progress)
    attackers = Attackers(hospital, folds, subject.auxiliary, tried.attackers, desk)
    schooling = Schooling(
        side_px=tried.side_px,
        steps=tried.schooling_steps,
        device=bench.device,
        work=bench.work / "pathology",
        progress=bench.progress,
    )
    found = gate_measures(subject) + privacy(hospital, release, subject.outside, folds, attackers)
    reading = readers(hospital, folds, schooling)
    found += agreement(hospital, release, folds, reading, tried.draws)
    found += similarity(hospital, release, folds, reading, tried.splits)
    if len(subject.test):
        settings = UtilitySettings(seeds, schooling, tried.draws)
        local = subject.local if len(subject.local) else None
        found += utility(hospital, release, subject.test, subject.control, local, settings)
    labels = len({label for labels in hospital.labels for label in labels})
    return Certificate(
        measured_on=datetime.now(UTC).date().isoformat(),
        filter=subject.summary,
        recipe=subject.recipe,
        cohort=_counts(subject, labels),
        homogeneity=homogeneity(release.labels, len(set(release.groups or ()))),
        rulings=tuple(judge(found, Situation(subject.summary.k, labels))),
        measures=tuple(found),
        suppressed=suppression(hospital, release),
        curves=tuple(curves(hospital, release, folds, attackers, subject.summary.k)),
    )


def gate_measures(subject: Subject) -> list[Measure]:
    """Return what needs no attacker: planted copies, group sizes, suppression."""
    release, summary, exams = subject.release, subject.summary, len(subject.hospital)
    sizes = [len(release.members[group]) for group in set(release.groups or ())]
    served = len(set(release.sources))
    return [
        Measure(name="planted_recall", value=summary.planted_recall, n=subject.planted),
        Measure(name="false_match_rate", value=summary.false_match_rate, n=subject.strangers),
        Measure(name="smallest_group", value=float(min(sizes)) if sizes else None, n=len(sizes)),
        Measure(name="suppressed_share", value=round(1 - served / exams, 4), n=exams),
    ]


def _counts(subject: Subject, labels: int) -> CohortCounts:
    hospital = subject.hospital
    return CohortCounts(
        exams=len(hospital),
        patients=_people([hospital]),
        several_exams=sum(len(rows) > 1 for rows in hospital.rows_of().values()),
        labels=labels,
        counterparts=len(subject.release),
        outside_patients=_people([subject.outside]),
        test_patients=_people([subject.test]),
        local_patients=_people([subject.local]),
        auxiliary_patients=_people(subject.auxiliary),
    )


def _people(cohorts: Sequence[Cohort]) -> int:
    return sum(len(set(cohort.patients)) for cohort in cohorts)
