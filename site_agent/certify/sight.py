"""What the attackers see: similarities between counterparts and real exams, fold by fold.

Rule: the attacker of fold f has learnt from other patients only, and judges the real exams of fold f. So no
similarity to a real exam is remembered, and members of the filter's training are no more familiar to a
network than outsiders are.

Not here: what is concluded from similarities (linkage, reidentification, group_attack, membership,
memorisation) and how attackers are trained (attackers).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    import torch
    from numpy.typing import NDArray

    from site_agent.certify.cohort import Cohort, Release

FLAT = 1e-6


class Attacker(Protocol):
    """Tells how alike two images are, as to who is on them."""

    def look(self, images: torch.Tensor) -> torch.Tensor:
        """Return what is seen of images float32 ``[N, 1, S, S]`` in 0..1: float32 ``[N, D]``."""
        ...

    def compare(self, queries: torch.Tensor, gallery: torch.Tensor) -> NDArray[np.float32]:
        """Compare what is seen of queries ``[Q, D]`` and a gallery ``[G, D]``: cosines ``[Q, G]``, -1..1."""
        ...


class Attackers(Protocol):
    """The attackers of a set."""

    def passive(self) -> Sequence[Attacker]:
        """Return the attacker of each fold that knows other radiographs."""
        ...

    def adaptive(self, release: Release) -> Sequence[Attacker]:
        """Return the attacker of each fold that also learnt from the release's other folds."""
        ...


@dataclass(frozen=True, slots=True)
class FoldSight:
    """What the attacker of one fold sees.

    Attributes:
        rows: Hospital rows of the fold, ``[n]``.
        queries: Indices of the counterparts whose source is in the fold, ``[m]``.
        seen: Of the fold's real exams, float32 ``[n, D]``.
        seen_counterparts: Of all counterparts, float32 ``[M, D]``.
        real: Cosines of the fold's real exams to one another, ``[n, n]``.
        counterparts: Cosines of all counterparts to the fold's real exams, ``[M, n]``.
    """

    rows: NDArray[np.int64]
    queries: NDArray[np.int64]
    seen: torch.Tensor = field(repr=False)
    seen_counterparts: torch.Tensor = field(repr=False)
    real: NDArray[np.float32] = field(repr=False)
    counterparts: NDArray[np.float32] = field(repr=False)

    def linking(self) -> NDArray[np.float32]:
        """Return the scores of the fold's counterparts, ``[m, n]``, evened out over real exams.

        The attacker holds the whole release, so it may standardise each real exam's scores over it.
        """
        return standardised(self.counterparts[self.queries])


def standardised(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return scores ``[Q, G]`` with mean 0 and deviation 1 in each column."""
    if not len(scores):
        return scores
    evened: NDArray[np.float32] = (scores - scores.mean(0)) / np.maximum(scores.std(0), FLAT)
    return evened


def seen(
    hospital: Cohort, release: Release, folds: Sequence[int], attackers: Sequence[Attacker]
) -> list[FoldSight]:
    """Look at a release with the attacker of each fold.

    Args:
        hospital: The exams the filter was trained on.
        release: Their counterparts.
        folds: Fold of each hospital exam.
        attackers: One a fold, trained on other patients than the fold's.
    """
    at = np.asarray(folds, dtype=np.int64)
    sources = at[np.asarray(release.sources, dtype=np.int64)]
    sights = []
    for fold, attacker in enumerate(attackers):
        rows = np.flatnonzero(at == fold)
        real, counterparts = attacker.look(hospital.images[rows]), attacker.look(release.images)
        sights.append(
            FoldSight(
                rows=rows,
                queries=np.flatnonzero(sources == fold),
                seen=real,
                seen_counterparts=counterparts,
                real=attacker.compare(real, real),
                counterparts=attacker.compare(counterparts, real),
            )
        )
    return sights
