"""Can a counterpart be linked to its patient? Measured with networks the gate never used.

Queries and galleries lie within one fold, seen through that fold's audit network, which was trained on the
other folds. For a query of patient p, positives are *other* exams of p and negatives are exams of other
patients with the same labels, so that knowing the findings wins nothing. Intervals resample patients, not
images (95 %, 1000 draws).

Not here: an attacker that is trained on counterparts (adaptive), membership inference, closed-set accuracy: a
later release.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import torch

from radshare.model import Frozen
from site_agent.synthesize.images import squared
from site_agent.synthesize.recognition import applied

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from site_agent.synthesize.bundle import FilterParts
    from site_agent.synthesize.image_filter import FilterCase

DRAWS = 1000


class Interval(Frozen):
    """A measured rate with its 95 % patient-level bootstrap interval.

    ``value`` and the bounds are ``None`` where nothing could be measured: no patient has two exams.
    """

    value: float | None
    low: float | None
    high: float | None
    n_queries: int
    n_patients: int


class Linkage(Frozen):
    """What the audit networks found.

    Attributes:
        real_real: AUC of a real exam against another exam of its patient: how strong the attacker is.
        counterpart_other_exam: AUC of a counterpart against another exam of its source's patient.
        source_in_group: Share of counterparts whose source is the most similar patient of its group.
        chance_in_group: What guessing would give: the mean of 1 / group size.
    """

    real_real: Interval
    counterpart_other_exam: Interval
    source_in_group: Interval
    chance_in_group: float | None


@dataclass(frozen=True, slots=True)
class Exams:
    """Real exams the filter knows, with embeddings by their fold's audit network."""

    cases: Sequence[FilterCase]
    folds: Sequence[int]
    embeddings: NDArray[np.float32]

    @classmethod
    def of(cls, cases: Sequence[FilterCase], parts: FilterParts) -> Exams:
        """Embed the exams of the patients the filter was trained on; others are left out."""
        folds = parts.partition.folds
        known = [case for case in cases if case.patient in folds]
        images = torch.stack([squared(case.image, parts.preset.image_size_px) for case in known])
        return cls(
            known,
            [folds[case.patient] for case in known],
            embedded(images, [folds[c.patient] for c in known], parts),
        )


def embedded(images: torch.Tensor, folds: Sequence[int], parts: FilterParts) -> NDArray[np.float32]:
    """Embed each image float32 ``[N, 1, S, S]`` with the audit network of its fold."""
    at = torch.tensor(list(folds))
    found: torch.Tensor | None = None
    for fold, audit in enumerate(parts.judges.audits):
        part = applied(audit, images[at == fold]) if bool((at == fold).any()) else torch.empty(0)
        if found is None:
            found = torch.zeros(len(images), audit.head.out_features)  # type: ignore[arg-type,union-attr]
        if len(part):
            found[at == fold] = part
    return (torch.empty(0, 0) if found is None else found).numpy()


def measured(exams: Exams, counterparts: Mapping[int, torch.Tensor], parts: FilterParts) -> Linkage:
    """Measure linkage.

    Args:
        exams: The real exams.
        counterparts: Row of the source exam -> counterpart, float32 ``[1, S, S]`` in 0..1.
        parts: The filter.
    """
    rows = sorted(counterparts)
    folds = [exams.folds[row] for row in rows]
    queries = embedded(torch.stack([counterparts[row] for row in rows]), folds, parts) if rows else None
    real = [(row, exams.embeddings[row]) for row in range(len(exams.cases))]
    synthetic = [] if queries is None else list(zip(rows, queries, strict=True))
    inside, chance = _inside(exams, synthetic, parts)
    return Linkage(
        real_real=_auc(exams, real),
        counterpart_other_exam=_auc(exams, synthetic),
        source_in_group=interval(inside),
        chance_in_group=chance,
    )


def interval(per_patient: Mapping[str, Sequence[float]]) -> Interval:
    """Return the mean over queries with its bootstrap interval over patients (fixed seed)."""
    values = [np.asarray(found, dtype=np.float64) for _, found in sorted(per_patient.items()) if len(found)]
    if not values:
        return Interval(value=None, low=None, high=None, n_queries=0, n_patients=0)
    sums, counts = np.array([v.sum() for v in values]), np.array([len(v) for v in values])
    draws = np.random.default_rng(0).integers(len(values), size=(DRAWS, len(values)))
    means = sums[draws].sum(1) / counts[draws].sum(1)
    low, high = np.quantile(means, (0.025, 0.975))
    return Interval(
        value=round(float(sums.sum() / counts.sum()), 4),
        low=round(float(low), 4),
        high=round(float(high), 4),
        n_queries=int(counts.sum()),
        n_patients=len(values),
    )


def _auc(exams: Exams, queries: Sequence[tuple[int, NDArray[np.float32]]]) -> Interval:
    patients = np.array([case.patient for case in exams.cases])
    labels = np.array(["|".join(sorted(case.labels)) for case in exams.cases])
    folds = np.array(exams.folds)
    found: dict[str, list[float]] = defaultdict(list)
    for row, query in queries:
        scores = exams.embeddings @ query
        comparable = (folds == folds[row]) & (labels == labels[row])
        others = (patients == patients[row]) & (folds == folds[row])
        others[row] = False
        strangers = comparable & (patients != patients[row])
        if others.any() and strangers.any():
            positive, negative = scores[others][:, None], scores[strangers][None]
            found[str(patients[row])].append(
                float(((positive > negative) + 0.5 * (positive == negative)).mean())
            )
    return interval(found)


def _inside(
    exams: Exams, queries: Sequence[tuple[int, NDArray[np.float32]]], parts: FilterParts
) -> tuple[dict[str, list[float]], float | None]:
    groups = parts.partition.group_of()
    rows_of: dict[str, list[int]] = defaultdict(list)
    for row, case in enumerate(exams.cases):
        rows_of[case.patient].append(row)
    found: dict[str, list[float]] = defaultdict(list)
    chances = []
    for row, query in queries:
        case = exams.cases[row]
        group = groups.get(case.case_id)
        if group is None:
            continue
        scores = exams.embeddings @ query
        best = {member: scores[rows_of[member]].max() for member in group.patients if rows_of[member]}
        found[case.patient].append(float(max(best, key=lambda member: best[member]) == case.patient))
        chances.append(1 / len(best))
    return dict(found), round(float(np.mean(chances)), 4) if chances else None
