"""Who of the group was it?

The attacker knows the group, has one image of every member (of the source: the very exam the counterpart was
made of, the worst case) and names the member who is most similar, or least similar, to the counterpart.
Guessing gives 1 / k.

A patient's counterparts count once, as their mean, and members with several exams win no lottery by having
more tickets: the chance that the source wins is taken over every choice of one exam a member. So under
independence of counterpart and source the expected value is 1 / k exactly.

`own_group` asks how well the group itself is found among the groups with the same findings. It may be found
well: a counterpart is made to resemble its group.

Not here: the attacker's scores (site_agent.certify.sight) and how groups are formed
(site_agent.synthesize.groups).
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Literal

import numpy as np

from site_agent.certify.bootstrap import per_patient
from site_agent.certify.measure import Measure, unmeasured

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from site_agent.certify.cohort import Cohort, Release
    from site_agent.certify.sight import FoldSight

Tail = Literal["most", "least"]
NO_GROUPS = "this filter has no groups"


def source_in_group(
    hospital: Cohort, release: Release, sights: Sequence[FoldSight], tail: Tail, name: str
) -> Measure:
    """Return how often the source is the most (least) similar member of its own group.

    Args:
        hospital: The exams the filter was trained on.
        release: Their counterparts.
        sights: What each fold's attacker sees.
        tail: Which member the attacker names.
        name: Name of the measure.
    """
    if release.groups is None:
        return unmeasured(name, NO_GROUPS)
    sign = 1 if tail == "most" else -1
    wins: dict[str, list[float]] = defaultdict(list)
    sizes: dict[str, list[float]] = defaultdict(list)
    for sight in sights:
        exams = _exams(hospital, sight)
        for index, scores in zip(sight.queries, sign * sight.linking(), strict=True):
            source = release.sources[index]
            patient = hospital.patients[source]
            members = release.members[release.groups[index]]
            others = [
                scores[_alike(hospital, sight, exams[member], source)]
                for member in members
                if member != patient and member in exams
            ]
            if others:
                own = scores[np.flatnonzero(sight.rows == source)[0]]
                wins[patient].append(float(np.prod([_below(other, own) for other in others])))
                sizes[patient].append(1 / (len(others) + 1))
    return per_patient(
        {patient: [float(np.mean(values))] for patient, values in wins.items()},
        name,
        chance=float(np.mean([np.mean(values) for values in sizes.values()])) if sizes else None,
    )


def own_group(hospital: Cohort, release: Release, sights: Sequence[FoldSight], name: str) -> Measure:
    """Return the AUC of the own group (without the source) against other groups with the same findings."""
    if release.groups is None:
        return unmeasured(name, NO_GROUPS)
    shown = dict(zip(release.groups, release.labels, strict=True))
    found: dict[str, list[float]] = defaultdict(list)
    for sight in sights:
        exams = _exams(hospital, sight)
        for index, scores in zip(sight.queries, sight.linking(), strict=True):
            own, patient = release.groups[index], hospital.patients[release.sources[index]]
            likeness = {
                group: float(np.mean(values))
                for group, labels in shown.items()
                if labels == shown[own]
                for values in [_scores(release.members[group], patient, exams, scores)]
                if values
            }
            mine = likeness.pop(own, None)
            if mine is not None and likeness:
                found[patient].append(float(_below(np.array(list(likeness.values())), mine)))
    return per_patient(found, name, chance=0.5)


def _exams(hospital: Cohort, sight: FoldSight) -> dict[str, list[int]]:
    """Return patient -> positions in the fold."""
    exams: dict[str, list[int]] = defaultdict(list)
    for position, row in enumerate(sight.rows):
        exams[hospital.patients[row]].append(position)
    return dict(exams)


def _alike(hospital: Cohort, sight: FoldSight, exams: list[int], source: int) -> list[int]:
    """Return a member's exams with the source's findings, or all: knowing the findings is to win nothing."""
    shown = hospital.labels[source]
    return [position for position in exams if hospital.labels[sight.rows[position]] == shown] or exams


def _scores(
    members: Sequence[str], patient: str, exams: dict[str, list[int]], scores: NDArray[np.float32]
) -> list[float]:
    return [float(scores[exams[m]].mean()) for m in members if m != patient and m in exams]


def _below(others: NDArray[np.float32] | NDArray[np.float64], own: float) -> float:
    """Return the share of scores that the own one beats, ties by half."""
    return float((others < own).mean() + (others == own).mean() / 2)
