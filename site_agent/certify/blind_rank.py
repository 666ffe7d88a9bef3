"""Where scores that say nothing rank a patient of whom several exams are compared.

A patient is ranked by the best score of several exams, and who has more exams has more tries: with scores
drawn from one distribution, the best of m of them beats one other with the odds m to 1. Guessing among
patients alike would be too small a chance, and a test against it finds patients in noise.

Not here: which exams are compared (site_agent.certify.reidentification).
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

import numpy as np

POINTS = 256
"""Points at which the distribution of the own best score is taken: of forty drawn sites none changes by 1e-5
with a hundred times as many."""


@lru_cache(maxsize=1 << 14)
def blind_chance(own: int, others: tuple[int, ...], rank: int) -> float:
    """Return the probability that scores that say nothing rank a patient so high.

    The best of m uniform scores lies below x with the probability x^m, independently of the others'; so how
    many others lie above is Poisson binomial at each x.

    Args:
        own: Exams of the patient's that are compared.
        others: Exams of each other patient's.
        rank: First place is 1.
    """
    if rank > len(others):
        return 1.0
    if rank == 1:
        return own / (own + sum(others))
    best = ((np.arange(POINTS) + 0.5) / POINTS) ** (1 / own)
    above = np.zeros((rank, POINTS))  # of so many others that lie above; of more nothing is kept
    above[0] = 1.0
    for exams, patients in sorted(Counter(others).items()):
        over = 1 - best**exams
        for _ in range(patients):
            above[1:] = above[1:] * (1 - over) + above[:-1] * over
            above[0] *= 1 - over
    return float(above.sum(0).mean())
