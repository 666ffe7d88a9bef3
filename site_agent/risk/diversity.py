"""What is learnt of a patient without finding them: l-diversity, t-closeness, findings that all have.

Sources: Machanavajjhala et al., *l-diversity* (ACM TKDD 2007, doi 10.1145/1217299.1217302): distinct l, and
entropy l = exp of the lowest entropy; Li, Li & Venkatasubramanian, *t-closeness* (ICDE 2007, doi
10.1109/ICDE.2007.367856) with the equal ground distance, for which the earth mover's distance is half the sum
of absolute differences.

Rule: a sensitive attribute that is also a quasi-identifier is left out of the classes it is judged in: who
knows it already does not learn it. A patient's whole set of values counts as one value.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

import numpy as np

from radshare.model import Frozen
from site_agent.risk.settings import Attribute

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from site_agent.risk.records import Values

_SAYS_NOTHING: Final = frozenset({"no_finding"})


class Diversity(Frozen):
    """How well the classes hide a sensitive attribute.

    Attributes:
        attribute: The sensitive attribute.
        values: Different values in the data.
        distinct: Fewest different values in a class (distinct l).
        entropy: exp of the lowest entropy of a class (entropy l); at most ``distinct``.
        closeness: Largest distance between a class's distribution and that of all patients (t), 0..1.
        disclosed_share: Share of the patients in whose class everybody has some value in common (a finding).
    """

    attribute: Attribute
    values: int
    distinct: int
    entropy: float
    closeness: float
    disclosed_share: float


def diversity(classes: NDArray[np.int64], held: Sequence[Values], attribute: Attribute) -> Diversity:
    """Return how well classes hide an attribute.

    Args:
        classes: int64 ``[patients]``, class numbers from 0 without gaps.
        held: Values of each patient, in the same order.
        attribute: The sensitive attribute.
    """
    numbers: dict[Values, int] = {}
    codes = np.asarray([numbers.setdefault(values, len(numbers)) for values in held], np.int64)
    pairs, counts = np.unique(classes * len(numbers) + codes, return_counts=True)
    owner, value = np.divmod(pairs, len(numbers))
    sizes = np.bincount(classes)
    share = counts / sizes[owner]
    overall = np.bincount(codes)[value] / len(codes)
    entropy = np.bincount(owner, weights=-share * np.log(share))
    inside = np.bincount(owner, weights=np.abs(share - overall) - overall)
    return Diversity(
        attribute=attribute,
        values=len(numbers),
        distinct=int(np.bincount(owner).min()),
        entropy=float(np.exp(max(0.0, entropy.min()))),
        closeness=float(max(0.0, (inside.max() + 1) / 2)),
        disclosed_share=_disclosed(classes, held) / len(held),
    )


def _disclosed(classes: NDArray[np.int64], held: Sequence[Values]) -> int:
    """Return how many patients are in a class whose members all have some value in common."""
    common: dict[int, Values] = {}
    size: dict[int, int] = defaultdict(int)
    for number, values in zip(classes.tolist(), held, strict=True):
        common[number] = common.get(number, values - _SAYS_NOTHING) & values
        size[number] += 1
    return sum(size[number] for number, values in common.items() if values)
