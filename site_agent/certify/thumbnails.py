"""What anybody sees who trains nothing: the thumbnail of a counterpart beside those of exams.

Members of a group share a coarse layout, and a counterpart shows it: so far as the layout resembles a
member's other exams, it links them (docs/adr/0020). No network is needed for that, and none can be too weak.

Not here: attackers that learn (site_agent.certify.attackers), trials and their AUC
(site_agent.certify.linkage).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import torch

from site_agent.certify.sight import FLAT, FoldSight
from site_agent.synthesize.images import thumbnails

if TYPE_CHECKING:
    from collections.abc import Sequence

    from site_agent.certify.cohort import Cohort

GRID: Final = 4
"""Cells a side, as groups are formed by."""


def thumbnail_sights(
    hospital: Cohort, sources: Sequence[int], shown: torch.Tensor, folds: Sequence[int]
) -> list[FoldSight]:
    """Return what thumbnails show of each fold.

    Args:
        hospital: The exams the filter was trained on.
        sources: Row of the exam each counterpart was made of, M of them.
        shown: Their thumbnails, gray values, float32 ``[M, GRID * GRID]``.
        folds: Cross-fit fold of each hospital exam.
    """
    cells = thumbnails(hospital.images, GRID)
    mean, spread = cells.mean(0), cells.std(0).clamp_min(FLAT)
    real, looks = (cells - mean) / spread, (shown - mean) / spread
    at, made_of = np.asarray(folds), np.asarray(sources)
    sights = []
    for fold in sorted(set(folds)):
        rows = np.flatnonzero(at == fold)
        sights.append(
            FoldSight(
                rows,
                np.flatnonzero(at[made_of] == fold),
                real[rows],
                looks,
                -torch.cdist(real[rows], real[rows]).numpy(),
                -torch.cdist(looks, real[rows]).numpy(),
            )
        )
    return sights
