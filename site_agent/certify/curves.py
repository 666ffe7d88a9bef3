"""How scores are distributed, for plots: cells wide enough that k patients stand in each.

Rule: a curve is made of cells; a cell holds scores of at least k different patients on either side, and only
its edges and its share are kept. Edges that would part fewer are taken out.

Not here: drawing (site_agent.certify.page) and the numbers that decide (site_agent.certify.linkage).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from radshare.model import Frozen
from site_agent.certify.linkage import counterpart_trials, real_real
from site_agent.certify.sight import seen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from site_agent.certify.cohort import Cohort, Release
    from site_agent.certify.linkage import Trial
    from site_agent.certify.sight import Attackers

CELLS = 48
"""Cells before any are joined."""


class Curve(Frozen):
    """Two distributions of an attacker's scores over the same cells.

    Attributes:
        name: ``real_real``, ``linkage_passive`` or ``linkage_adaptive``.
        edges: Scores at the edges of the cells, one more than there are cells.
        same: Share of the same patient's scores in each cell.
        others: Share of other patients' scores in each cell.
    """

    name: str
    edges: tuple[float, ...]
    same: tuple[float, ...]
    others: tuple[float, ...]


def curves(
    hospital: Cohort, release: Release, folds: Sequence[int], attackers: Attackers, k: int
) -> list[Curve]:
    """Return the attackers' scores on real pairs and on counterparts.

    Args:
        hospital: The exams the filter was trained on.
        release: Their counterparts.
        folds: Fold of each exam.
        attackers: As `site_agent.certify.privacy.privacy` took them.
        k: Least number of patients a cell.
    """
    passive = seen(hospital, release, folds, attackers.passive())
    adaptive = seen(hospital, release, folds, attackers.adaptive(release))
    found = {
        "real_real": real_real(hospital, passive),
        "linkage_passive": counterpart_trials(hospital, release, passive, to_source=False),
        "linkage_adaptive": counterpart_trials(hospital, release, adaptive, to_source=False),
    }
    drawn = [curve(name, trials, k) for name, trials in found.items()]
    return [each for each in drawn if each is not None]


def curve(name: str, trials: Sequence[Trial], k: int) -> Curve | None:
    """Return the curve of some trials, or ``None`` where there are too few patients for a single cell."""
    if len({trial.patient for trial in trials}) < k:
        return None
    same = _Scores.of([(trial.patient, trial.positives) for trial in trials])
    others = _Scores.of([(trial.patient, trial.negatives) for trial in trials])
    everything = np.concatenate([same.values, others.values])
    edges = np.linspace(everything.min(), everything.max() + 1e-6, CELLS + 1)
    kept = _joined(edges, [same, others], k)
    return Curve(
        name=name,
        edges=tuple(round(float(edge), 3) for edge in kept),
        same=same.shares(kept),
        others=others.shares(kept),
    )


@dataclass(frozen=True, slots=True)
class _Scores:
    """Scores, who was asked about, and weights that make every trial count once; arrays ``[n]``."""

    values: NDArray[np.float32]
    patients: NDArray[np.int64]
    weights: NDArray[np.float64]

    @classmethod
    def of(cls, trials: Sequence[tuple[str, NDArray[np.float32]]]) -> _Scores:
        places = {patient: place for place, patient in enumerate(sorted({who for who, _ in trials}))}
        return cls(
            np.concatenate([scores for _, scores in trials]),
            np.concatenate([np.full(len(scores), places[who], dtype=np.int64) for who, scores in trials]),
            np.concatenate([np.full(len(scores), 1 / len(scores)) for _, scores in trials]),
        )

    def people(self, low: float, high: float) -> int:
        """Return how many patients have a score in a cell."""
        return len(np.unique(self.patients[(self.values >= low) & (self.values < high)]))

    def shares(self, edges: Sequence[float]) -> tuple[float, ...]:
        """Return the share of the weight in each cell."""
        weight, _ = np.histogram(self.values, np.asarray(edges), weights=self.weights)
        return tuple(round(float(share), 3) for share in weight / self.weights.sum())


def _joined(edges: NDArray[np.float64], sides: Sequence[_Scores], k: int) -> list[float]:
    """Return the edges that leave k patients on both sides in every cell."""
    kept = [float(edges[0])]
    for edge in edges[1:-1].tolist():
        last = float(edges[-1])
        if all(min(side.people(kept[-1], edge), side.people(edge, last)) >= k for side in sides):
            kept.append(edge)
    return [*kept, float(edges[-1])]
