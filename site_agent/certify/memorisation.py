"""Do counterparts repeat a training patient? Nearest over second nearest patient.

A counterpart is counted where the distance (1 - cosine) to the nearest patient of the hospital is less than
.7 of the distance to the second nearest, in any fold. Radiographs have doubles too, so the share is compared
with the same share of held-out real exams: people the filter never saw.

Not here: the registered pixels, which the gate compares (site_agent.synthesize.copies).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from site_agent.certify.bootstrap import difference, per_patient

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from site_agent.certify.cohort import Cohort, Release
    from site_agent.certify.measure import Measure
    from site_agent.certify.sight import Attacker, FoldSight

RATIO = 0.7


def memorised(
    hospital: Cohort,
    release: Release,
    outside: Cohort,
    sights: Sequence[FoldSight],
    attackers: Sequence[Attacker],
) -> list[Measure]:
    """Return the memorised share of counterparts, of held-out real exams, and the difference.

    Args:
        hospital: The exams the filter was trained on.
        release: Their counterparts.
        outside: Exams of patients of the same distribution who were not in the training.
        sights: What each fold's attacker sees.
        attackers: The same attackers.
    """
    counterparts = np.zeros(len(release), dtype=bool)
    held_out = np.zeros(len(outside), dtype=bool)
    for sight, attacker in zip(sights, attackers, strict=True):
        people = [hospital.patients[row] for row in sight.rows]
        counterparts |= stands_out(sight.counterparts, people)
        if len(outside):
            held_out |= stands_out(attacker.compare(attacker.look(outside.images), sight.seen), people)
    ours = _by_patient([hospital.patients[source] for source in release.sources], counterparts)
    theirs = _by_patient(outside.patients, held_out)
    return [
        per_patient(ours, "memorised"),
        per_patient(theirs, "memorised_held_out"),
        difference(ours, theirs, "memorised_excess", paired=False),
    ]


def stands_out(cosines: NDArray[np.float32], people: Sequence[str]) -> NDArray[np.bool_]:
    """Tell of each query ``[Q, n]`` whether one patient is much nearer than the second nearest."""
    numbers = np.unique(list(people), return_inverse=True)[1]
    if len(cosines) == 0 or len(set(people)) < 2:  # noqa: PLR2004 - no second nearest
        return np.zeros(len(cosines), dtype=bool)
    best = np.full((numbers.max() + 1, len(cosines)), -1.0, dtype=np.float32)
    np.maximum.at(best, numbers, cosines.T)
    second, first = np.sort(best, axis=0)[-2:]
    flagged: NDArray[np.bool_] = (1 - first) < RATIO * np.maximum(1 - second, 1e-6)
    return flagged


def _by_patient(patients: Sequence[str], flags: NDArray[np.bool_]) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {}
    for patient, flag in zip(patients, flags.tolist(), strict=True):
        found.setdefault(patient, []).append(float(flag))
    return found
