"""How likely a patient is found: prosecutor, journalist and marketer risk.

With classes j = 1..J of f_j patients in the data (n in all) and F_j in the population:

===========  =====================================  ===========================================
risk         highest                                mean
===========  =====================================  ===========================================
prosecutor   1 / min f_j                            J / n
journalist   1 / min F_j                            max(J / sum F_j, (1/n) sum f_j / F_j)
marketer     (the expected share that is found)     (1/n) sum f_j / F_j; J / n when F is unknown
===========  =====================================  ===========================================

Sources: El Emam, *Guide to the De-Identification of Personal Health Information* (CRC Press 2013), part IV;
Dankar & El Emam, *A method for evaluating marketer re-identification risk* (EDBT 2010 workshops, doi
10.1145/1754239.1754271); Benitez & Malin, *Evaluating re-identification risks with respect to the HIPAA
privacy rule* (JAMIA 2010, doi 10.1136/jamia.2009.000026), whose expected number of re-identified people is n
times the marketer risk; Sweeney, *k-anonymity* (IJUFKS 2002): k = min f_j.

Not here: how F_j is known or estimated (`population`), what is learnt without finding anybody (`diversity`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from radshare.model import Frozen

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from site_agent.risk.population import Matched


class Risk(Frozen):
    """A risk of all patients.

    Attributes:
        highest: Risk of the patient who is easiest to find.
        mean: Mean over the patients.
        share_above: Share of the patients whose risk is above the accepted maximum.
    """

    highest: float
    mean: float
    share_above: float


class SizeBand(Frozen):
    """Classes of similar size.

    Attributes:
        low: Smallest size.
        high: Largest size, ``None`` when open.
        classes: How many classes.
        patients: How many patients are in them.
    """

    low: int
    high: int | None
    classes: int
    patients: int


def prosecutor(sizes: NDArray[np.int64], max_risk: float) -> Risk:
    """Return the risk from an adversary who knows that the person is in the data.

    Args:
        sizes: int64 ``[classes]``, patients in each class, none empty.
        max_risk: Accepted maximum, for `Risk.share_above`.
    """
    above = sizes[1 / sizes > max_risk].sum()
    return Risk(
        highest=1 / int(sizes.min()),
        mean=len(sizes) / int(sizes.sum()),
        share_above=float(above) / int(sizes.sum()),
    )


def journalist(matched: Matched, max_risk: float) -> Risk:
    """Return the risk from an adversary who does not know who is in the data and wants to find anybody.

    Args:
        matched: Classes with what is known of them in the population.
        max_risk: Accepted maximum, for `Risk.share_above`.
    """
    above = matched.sizes[matched.inverse > max_risk].sum()
    return Risk(
        highest=float(matched.inverse.max()),
        mean=max(len(matched.sizes) / matched.population, marketer(matched)),
        share_above=float(above) / int(matched.sizes.sum()),
    )


def marketer(matched: Matched) -> float:
    """Return the share of the patients whom somebody finds who links all of them at once."""
    return float((matched.sizes * matched.inverse).sum() / matched.sizes.sum())


def size_bands(sizes: NDArray[np.int64], least_class: int) -> tuple[SizeBand, ...]:
    """Return how many classes and patients there are by size; one band ends just below ``least_class``."""
    edges = sorted({1, 2, 3, 6, least_class, 2 * least_class, 4 * least_class})
    bands = []
    for low, following in zip(edges, [*edges[1:], None], strict=True):
        inside = sizes[(sizes >= low) & (sizes < (following or np.inf))]
        high = following - 1 if following else None
        bands.append(SizeBand(low=low, high=high, classes=len(inside), patients=int(inside.sum())))
    return tuple(bands)
