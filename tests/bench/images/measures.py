"""Hands releases to the measures of `site_agent.certify` and returns what they find as JSON.

Rule: nothing is measured here; this module says who the attackers, the outsiders, the tested and the local
patients are. Networks are kept in the run's folder, so that a killed stage does not train them again.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from bench.images.stages import log

from site_agent.certify.agreement import agreement, readers
from site_agent.certify.attackers import Attackers, AttackerSettings, Desk
from site_agent.certify.bars import judge
from site_agent.certify.bootstrap import per_patient
from site_agent.certify.cohort import Release
from site_agent.certify.linkage import real_real, verification
from site_agent.certify.measure import Measure
from site_agent.certify.privacy import privacy
from site_agent.certify.rules import Situation
from site_agent.certify.schooling import Schooling
from site_agent.certify.sight import seen
from site_agent.certify.similarity import similarity
from site_agent.certify.utility import UtilitySettings, utility
from site_agent.synthesize.hardware import choose

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from site_agent.certify.agreement import Readers
    from site_agent.certify.cohort import Cohort

Found = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Effort:
    """How long networks are trained, and how often patients are resampled.

    Attributes:
        attacker_steps, adaptive_steps: Steps of attackers, and of what each release adds.
        attacker_batch: People in a batch of theirs.
        attacker_seeds: Networks a fold.
        schooling_steps: Steps of every network of utility and agreement.
        side_px: Size of the images they see.
        draws: Bootstrap draws.
        splits: Halvings of similarity.
    """

    attacker_steps: int = AttackerSettings().steps
    adaptive_steps: int = AttackerSettings().adaptive_steps
    attacker_batch: int = AttackerSettings().batch_size
    attacker_seeds: int = AttackerSettings().seeds
    schooling_steps: int = 400
    side_px: int = 64
    draws: int = 1000
    splits: int = 20


EFFORTS: Final = {
    "full": Effort(),
    "quick": Effort(6, 3, 8, 1, schooling_steps=10, side_px=32, draws=50, splits=2),
}


@dataclass(frozen=True, slots=True)
class Judged:
    """Who takes part.

    Attributes:
        hospital: Exams the filter was trained on.
        outside: Exams of patients it never saw: non-members, and the test of utility.
        local: Exams of the receiver.
        aux: Exams of other sets, known to attackers.
        folds: The filter's fold of every hospital exam.
    """

    hospital: Cohort
    outside: Cohort
    local: Cohort
    aux: tuple[Cohort, ...]
    folds: Sequence[int] = field(repr=False)


class Judges:
    """The measures of one run.

    Args:
        judged: Who takes part.
        effort: How long networks are trained.
        work: Folder of the networks.
    """

    def __init__(self, judged: Judged, effort: Effort, work: Path) -> None:
        self.judged = judged
        self.effort = effort
        self.work = work
        self._schooling = Schooling(
            side_px=effort.side_px,
            steps=effort.schooling_steps,
            device="cpu",
            work=work / "pathology",
            progress=log,
        )
        settings = AttackerSettings(
            steps=effort.attacker_steps,
            adaptive_steps=effort.adaptive_steps,
            batch_size=effort.attacker_batch,
            seeds=effort.attacker_seeds,
        )
        desk = Desk(work, choose("cpu"), log)
        self._attackers = Attackers(judged.hospital, judged.folds, judged.aux, settings, desk)
        self._readers: Readers | None = None

    def train_attackers(self) -> dict[str, Any]:
        """Train the attackers of every fold; return how well they know real patients."""
        judged = self.judged
        nothing = Release((), judged.hospital.images[:0], None, {}, ())
        sights = seen(judged.hospital, nothing, judged.folds, self._attackers.passive())
        strength = verification(real_real(judged.hospital, sights), "real_real")
        return {
            "real_real": _dumped(strength.values()),
            "auxiliary": [[len(cohort), len(set(cohort.patients))] for cohort in judged.aux],
        }

    def privacy(self, release: Release) -> Found:
        """Attack a release."""
        judged = self.judged
        return _dumped(privacy(judged.hospital, release, judged.outside, judged.folds, self._attackers))

    def utility(self, releases: Sequence[Release], control: Sequence[Release], *, seeds: int) -> Found:
        """Learn from a release (several seeds), read its images, compare it with the real ones as a set."""
        judged, effort = self.judged, self.effort
        settings = UtilitySettings(seeds, self._schooling, effort.draws)
        found = utility(
            judged.hospital, list(releases), judged.outside, list(control) or None, judged.local, settings
        )
        reading = self._reading()
        found += agreement(judged.hospital, releases[0], judged.folds, reading, effort.draws)
        found += similarity(judged.hospital, releases[0], judged.folds, reading, effort.splits)
        return _dumped(found)

    def _reading(self) -> Readers:
        if self._readers is None:
            self._readers = readers(self.judged.hospital, self.judged.folds, self._schooling)
        return self._readers


def of_release(
    hospital: Cohort,
    left_out: Sequence[str],
    release: Release,
    account: dict[str, Any],
    filter_: dict[str, Any] | None,
) -> Found:
    """Return what is counted of a release: suppression, groups and, where the gate judged, planted copies.

    Args:
        hospital: The exams it was made of.
        left_out: Patient of each exam that training left out: it has no counterpart either.
        release: The counterparts.
        account: What `releases.make_release` said of it.
        filter_: What training said of the gate, ``None`` for a release that no gate judged.
    """
    missing = set(account["suppressed_rows"])
    by_patient: dict[str, list[float]] = defaultdict(list)
    for row, patient in enumerate(hospital.patients):
        by_patient[patient].append(float(row in missing))
    for patient in left_out:
        by_patient[patient].append(1.0)
    found = [per_patient(by_patient, "suppressed_share")]
    if release.groups is not None:
        sizes = [len(release.members[group]) for group in set(release.groups)]
        found.append(Measure(name="smallest_group", value=min(sizes), n=len(sizes)))
    if filter_ is not None:
        summary, planted = filter_["summary"], filter_["planted"]
        found += [
            Measure(name=name, value=summary[name], n=planted)
            for name in ("planted_recall", "false_match_rate")
        ]
    return _dumped(found)


def rulings(measures: Found, k: int, hospital: Cohort) -> list[dict[str, Any]]:
    """Return what every bar says of a release's measures."""
    labels = len({label for found in hospital.labels for label in found})
    judged = judge([Measure.model_validate(one) for one in measures], Situation(k, labels))
    return [ruling.model_dump(mode="json") for ruling in judged]


def _dumped(measures: Iterable[Measure]) -> Found:
    return [one.model_dump(mode="json") for one in measures]
