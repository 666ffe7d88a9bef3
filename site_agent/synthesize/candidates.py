"""Who draws candidates: the seam between a generator and everything that judges it.

Rule: whoever draws, the same groups, the same gate and the same reasons apply
(site_agent.synthesize.counterpart). A source says honestly whether what it draws depends on the exam's own
pixels; where it does, nothing of it can become a `SyntheticPair`: the gate record of every counterpart holds
the source's word as the check ``group_only``.

Not here: the sources besides the default one (modes, diffusers_hub, monai_bundle).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from site_agent.errors import Reason
from site_agent.synthesize.images import is_exam_image

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import torch

    from site_agent.synthesize.groups import Group
    from site_agent.synthesize.image_filter import FilterCase

GROUP_ONLY = "group_only"
"""The check that says a candidate came from the group and noise alone."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One candidate that is asked for.

    Attributes:
        case: The exam.
        group: Its group.
        attempt: Number of the attempt, from 0.
        seed: Chooses the noise, together with the filter's salt.
    """

    case: FilterCase
    group: Group
    attempt: int
    seed: int


class Candidates(Protocol):
    """Draws candidates that nobody has judged yet."""

    @property
    def group_only(self) -> bool:
        """Whether a candidate depends on nothing of the exam but its group."""
        ...

    def drawn(self, asked: Sequence[Asked]) -> torch.Tensor:
        """Draw one candidate each.

        Args:
            asked: At least one. The answer to one does not depend on which others are asked for with it, or
                at the same time by another thread.

        Returns:
            float32 ``[B, 1, S, S]`` in 0..1 on the CPU, S the side the filter was trained with.
        """
        ...


def unfit(case: FilterCase, groups: Mapping[str, Group]) -> Reason | None:
    """Return why nothing may be drawn for an exam, or ``None``: it shows no exam, or is in no group."""
    if not is_exam_image(case.image):
        return Reason.NOT_AN_EXAM_IMAGE
    return None if case.case_id in groups else Reason.RARE_PROFILE
