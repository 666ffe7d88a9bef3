"""Does a counterpart name its patient? Rank among all patients, and a classifier of identities.

Every count has the chance of an attacker who knows the findings and the view, and whose scores of the exams
these leave say nothing (site_agent.certify.blind_rank). Whether the count is above that is tested exactly
(Poisson binomial: the binomial test where the chance differs from query to query), one sided, with one query
a patient, because two exams of one patient are no independent trials; and over all tests together (Holm
1979).

Not here: the attacker's scores (site_agent.certify.sight), training of the identity classifier
(site_agent.certify.closed_set).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from site_agent.certify.blind_rank import blind_chance
from site_agent.certify.bootstrap import per_patient
from site_agent.certify.measure import Measure, unmeasured

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from site_agent.certify.cohort import Cohort, Release
    from site_agent.certify.sight import FoldSight

RANKS = (1, 10)


@dataclass(frozen=True, slots=True)
class Attempt:
    """One query's attempt to name its patient.

    Attributes:
        patient: Whose it is.
        found: Whether the attempt succeeded (0, 1, or the expected share under ties).
        chance: What scores that say nothing give.
        among: How many patients it chose from.
    """

    patient: str
    found: float
    chance: float
    among: int


def ranks(hospital: Cohort, release: Release, sights: Sequence[FoldSight]) -> dict[int, list[Attempt]]:
    """Return rank -> attempts of counterparts whose patient has another exam with the same findings.

    The gallery holds every comparable patient of the fold with that patient's best exam; of the own patient
    the source itself is left out.
    """
    attempts: dict[int, list[Attempt]] = {rank: [] for rank in RANKS}
    labels = np.array(["|".join(sorted(found)) for found in hospital.labels])
    views, patients = np.array(hospital.views), np.array(hospital.patients)
    for sight in sights:
        for index, scores in zip(sight.queries, sight.linking(), strict=True):
            source = release.sources[index]
            own = (patients[sight.rows] == patients[source]) & (sight.rows != source)
            alike = labels[sight.rows] == labels[source]
            usable = own & alike
            if not usable.any():
                continue
            view = views[sight.rows[usable]][0]
            comparable = alike & (views[sight.rows] == view) & (sight.rows != source)
            compared, whose = patients[sight.rows[comparable]], str(patients[source])
            best, exams = _best(compared, scores[comparable]), Counter(compared.tolist())
            mine, several = best.pop(whose), exams.pop(whose)
            place, others = _place(mine, np.array(list(best.values()))), tuple(sorted(exams.values()))
            for rank in RANKS:
                chance = blind_chance(several, others, rank)
                attempts[rank].append(Attempt(whose, float(place <= rank), chance, len(others) + 1))
    return attempts


def rate(attempts: Sequence[Attempt], name: str) -> Measure:
    """Return the share of attempts that succeeded, with the mean chance and how many they chose from."""
    if not attempts:
        return unmeasured(name, "no patient has two exams with the same findings")
    by_patient: dict[str, list[float]] = defaultdict(list)
    for attempt in attempts:
        by_patient[attempt.patient].append(attempt.found)
    among = [attempt.among for attempt in attempts]
    measure = per_patient(by_patient, name, chance=float(np.mean([attempt.chance for attempt in attempts])))
    return measure.model_copy(
        update={"note": f"among {min(among)} to {max(among)} comparable patients (mean {np.mean(among):.0f})"}
    )


def corrected(attempts: Mapping[str, Sequence[Attempt]]) -> list[Measure]:
    """Return Holm-adjusted p values: ``<name>_p`` for each name, and ``reidentification_p``.

    The latter is the smallest p of being *named* (rank 1, closed set). Rank 10 is corrected and reported with
    them but does not decide: among ten candidates one finds a patient's group of k before the patient, and
    what a group may give away is decided where the group is attacked (`site_agent.certify.group_attack`).
    """
    raw = {name: exact_p(found) for name, found in attempts.items() if found}
    if not raw:
        return [unmeasured("reidentification_p", "no attempt could be made")]
    adjusted: dict[str, float] = {}
    reached = 0.0
    for place, name in enumerate(sorted(raw, key=lambda name: raw[name])):
        reached = max(reached, min(1.0, (len(raw) - place) * raw[name]))
        adjusted[name] = reached
    single = [
        Measure(
            name=f"{name}_p",
            value=round(p, 6),
            n=len({attempt.patient for attempt in attempts[name]}),
            n_patients=len({attempt.patient for attempt in attempts[name]}),
            note=f"exact, one sided, one query a patient; Holm over {len(raw)} tests",
        )
        for name, p in sorted(adjusted.items())
    ]
    naming = [measure for measure in single if not measure.name.startswith("rank10")] or single
    least = min(naming, key=lambda measure: measure.value if measure.value is not None else 1.0)
    return [*single, least.model_copy(update={"name": "reidentification_p"})]


def exact_p(attempts: Sequence[Attempt]) -> float:
    """Return P(as many successes or more) by guessing, with each patient's first attempt."""
    first: dict[str, Attempt] = {}
    for attempt in attempts:
        first.setdefault(attempt.patient, attempt)
    successes = sum(attempt.found >= 1 for attempt in first.values())
    counts = np.ones(1)
    for attempt in first.values():
        counts = np.convolve(counts, (1 - attempt.chance, attempt.chance))
    return float(min(1.0, counts[successes:].sum()))


def _best(patients: NDArray[np.str_], scores: NDArray[np.float32]) -> dict[str, float]:
    best: dict[str, float] = {}
    for patient, score in zip(patients.tolist(), scores.tolist(), strict=True):
        best[patient] = max(score, best.get(patient, -np.inf))
    return best


def _place(mine: float, others: NDArray[np.float64]) -> float:
    """Return the rank of a score; among equals, the middle one (a constant score wins nothing)."""
    return 1 + float((others > mine).sum()) + float((others == mine).sum()) / 2
