"""What a reader may and may not conclude from two intervals.

Rule: an overlap is said in words, next to the numbers, so that nobody ranks arms that the data cannot rank.
Overlap of two 95 % intervals is not a test of the difference (Schenker & Gentleman 2001); the sentences never
claim one.

Not here: how the numbers came about (learning.metrics) and how they are drawn (learning.report).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from radshare.experiment import RowStatus

if TYPE_CHECKING:
    from collections.abc import Sequence

    from radshare.experiment import Arm, SiteRow


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two arms judged on the same patients.

    Attributes:
        judged_at: SPIFFE id of the site whose held-out patients judged both.
        better: Arm with the higher AUC.
        worse: The other arm.
        difference: AUC of ``better`` minus AUC of ``worse``, >= 0.
        overlap: True when the two 95 % intervals share a point.
    """

    judged_at: str
    better: Arm
    worse: Arm
    difference: float
    overlap: bool

    def sentence(self) -> str:
        """Return what may be said about this pair, in one sentence."""
        gap = f"{self.difference:.3f}"
        if self.overlap:
            return (
                f"{self.better} scored {gap} above {self.worse}, but their intervals overlap: "
                "these patients do not show that one is better."
            )
        return f"{self.better} scored {gap} above {self.worse}, and their intervals do not overlap."


def compare_arms(rows: Sequence[SiteRow]) -> list[Comparison]:
    """Return every pair of arms that a site judged on its own patients, in the order of ``rows``."""
    at_home: dict[str, list[SiteRow]] = {}
    for row in rows:
        if row.status is RowStatus.OK and row.trained_at == row.judged_at:
            at_home.setdefault(row.judged_at, []).append(row)
    return [_compare(site, a, b) for site, own in at_home.items() for a, b in combinations(own, 2)]


def _compare(site: str, a: SiteRow, b: SiteRow) -> Comparison:
    better, worse = (a, b) if _value(a.auc) >= _value(b.auc) else (b, a)
    overlap = _value(better.auc_low) <= _value(worse.auc_high)
    difference = _value(better.auc) - _value(worse.auc)
    return Comparison(site, better.arm, worse.arm, difference, overlap)


def _value(number: float | None) -> float:
    if number is None:
        msg = "a row with status ok has an AUC and an interval"
        raise ValueError(msg)
    return number
