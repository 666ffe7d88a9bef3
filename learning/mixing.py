"""Which images an arm learns from.

========  =====================================================
arm       training images
========  =====================================================
local     this site's own real images
shared    synthetic counterparts from other sites' packages only
mixed     both
========  =====================================================

Rule: the arms differ in their images and in nothing else. Held-out patients never appear here: they are
another split.

Not here: how many shared images come on one local image (radshare.training_set.choose, by the recipe).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

import numpy as np

from radshare.experiment import Arm
from radshare.training_set import LOCAL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


def arm_indices(arm: Arm, sources: Sequence[str]) -> NDArray[np.intp]:
    """Return the positions in ``sources`` that the arm trains on, ascending."""
    own = np.asarray([source == LOCAL for source in sources], dtype=bool)
    match arm:
        case Arm.LOCAL:
            chosen = own
        case Arm.SHARED:
            chosen = ~own
        case Arm.MIXED:
            chosen = np.ones_like(own)
        case _:
            assert_never(arm)
    return np.flatnonzero(chosen)
