"""The classifier of identities: a softmax over the patients who have several exams.

One exam of each patient is reserved; the others, and disguised versions of them, train a linear softmax on
what the attacker sees. It is tested on the reserved exam (how strong it is) and on the reserved exam's
counterpart. It chooses among the patients with the findings of the query, and chance is one over their
number. An accuracy says nothing without the number of patients: it stands in the note.

Not here: the attacker (site_agent.certify.attackers), the exact test (site_agent.certify.reidentification).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch.nn import functional

from site_agent.certify.disguise import disguised
from site_agent.certify.reidentification import Attempt
from site_agent.synthesize.training_loop import generator

if TYPE_CHECKING:
    from collections.abc import Sequence

    from site_agent.certify.cohort import Cohort, Release
    from site_agent.certify.sight import Attacker, FoldSight

DISGUISES = 3
ITERATIONS = 60
RATE, DECAY = 0.02, 1e-3
SCALE = 20.0
"""Factor of the cosines in the softmax."""
STRENGTH = 0.5


@dataclass(frozen=True, slots=True)
class ClosedSet:
    """Attempts of the classifier.

    Attributes:
        real: On reserved real exams.
        counterparts: On their counterparts.
        majority: Share of the training exams that belong to the patient with the most.
    """

    real: list[Attempt]
    counterparts: list[Attempt]
    majority: float


@dataclass(frozen=True, slots=True)
class _Deal:
    """Who is in the closed set of a fold, by position in the fold."""

    patients: list[str]
    reserved: list[int]
    training: list[int]
    truths: list[int]


def closed_set(
    hospital: Cohort, release: Release, sights: Sequence[FoldSight], attackers: Sequence[Attacker]
) -> ClosedSet:
    """Train the classifier of each fold and test it.

    Args:
        hospital: The exams the filter was trained on.
        release: Their counterparts.
        sights: What each fold's attacker sees.
        attackers: The same attackers.
    """
    found = ClosedSet([], [], 0.0)
    owned: Counter[str] = Counter()
    for fold, (sight, attacker) in enumerate(zip(sights, attackers, strict=True)):
        deal = _deal(hospital, sight)
        if len(deal.patients) < 2:  # noqa: PLR2004 - one patient is no choice
            continue
        owned.update(deal.patients[truth] for truth in deal.truths)
        weights = _learnt(hospital, sight, deal, attacker, fold)
        classes = _classes(hospital, sight, deal)
        index_of = {release.sources[index]: index for index in sight.queries}
        for place, (patient, position) in enumerate(zip(deal.patients, deal.reserved, strict=True)):
            row = int(sight.rows[position])
            comparable = classes[hospital.labels[row]]
            queries = [(found.real, sight.seen[position])]
            if row in index_of:
                queries.append((found.counterparts, sight.seen_counterparts[index_of[row]]))
            for attempts, seen in queries:
                scores = weights[comparable] @ functional.normalize(seen, dim=0)
                named = comparable[int(scores.argmax())]
                attempts.append(Attempt(patient, float(named == place), 1 / len(comparable), len(comparable)))
    majority = max(owned.values()) / owned.total() if owned else 0.0
    return ClosedSet(found.real, found.counterparts, majority)


def _deal(hospital: Cohort, sight: FoldSight) -> _Deal:
    """Reserve the last exam that has another one with the same findings."""
    deal = _Deal([], [], [], [])
    own: dict[str, list[int]] = {}
    for position, row in enumerate(sight.rows):
        own.setdefault(hospital.patients[row], []).append(position)
    for patient, positions in sorted(own.items()):
        shown = Counter(hospital.labels[sight.rows[position]] for position in positions)
        usable = [p for p in positions if shown[hospital.labels[sight.rows[p]]] > 1]
        if not usable:
            continue
        rest = [position for position in positions if position != usable[-1]]
        deal.training.extend(rest)
        deal.truths.extend([len(deal.patients)] * len(rest))
        deal.reserved.append(usable[-1])
        deal.patients.append(patient)
    return deal


def _classes(hospital: Cohort, sight: FoldSight, deal: _Deal) -> dict[frozenset[str], list[int]]:
    """Return findings -> patients who have a training exam with them."""
    classes: dict[frozenset[str], set[int]] = {}
    for position, truth in zip(deal.training, deal.truths, strict=True):
        classes.setdefault(hospital.labels[sight.rows[position]], set()).add(truth)
    return {labels: sorted(patients) for labels, patients in classes.items()}


def _learnt(hospital: Cohort, sight: FoldSight, deal: _Deal, attacker: Attacker, fold: int) -> torch.Tensor:
    """Return unit class vectors ``[P, D]`` of a cosine softmax."""
    images = hospital.images[sight.rows[deal.training]]
    draw = generator("closed-set", fold)
    views = [disguised(images, draw, strength=STRENGTH) for _ in range(DISGUISES)]
    seen = torch.cat([sight.seen[deal.training], *(attacker.look(view) for view in views)])
    seen = functional.normalize(seen, dim=1)
    truths = torch.tensor(deal.truths).repeat(1 + DISGUISES)
    means = torch.zeros(len(deal.patients), seen.shape[1]).index_add_(0, truths, seen)
    weights = functional.normalize(means, dim=1).requires_grad_()
    optimizer = torch.optim.Adam([weights], lr=RATE)
    for _ in range(ITERATIONS):
        logits = SCALE * seen @ functional.normalize(weights, dim=1).T
        loss = functional.cross_entropy(logits, truths) + DECAY * weights.square().sum()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return functional.normalize(weights.detach(), dim=1)


def residual_identity(real: Sequence[Attempt], counterparts: Sequence[Attempt]) -> float | None:
    """Return the gain over chance on counterparts over that on real exams, if the latter is positive."""
    if not real or not counterparts:
        return None
    gain, real_gain = (
        float(np.mean([attempt.found - attempt.chance for attempt in attempts]))
        for attempts in (counterparts, real)
    )
    return round(gain / real_gain, 4) if real_gain > 0 else None
