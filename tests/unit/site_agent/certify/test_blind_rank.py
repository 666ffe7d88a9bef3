"""Tests of what scores that say nothing reach: by drawing them, and where it can be told by hand."""

from __future__ import annotations

import numpy as np
import pytest

from site_agent.certify.blind_rank import blind_chance


@pytest.mark.parametrize(
    ("own", "others", "rank"),
    [(1, (1,) * 40, 10), (3, (1,) * 20, 10), (4, (1, 1, 2, 5, 9, 1, 1, 3, 1, 1, 2), 4), (2, (6,) * 15, 10)],
)
def test_it_is_what_drawn_scores_reach(own: int, others: tuple[int, ...], rank: int) -> None:
    """Twenty thousand draws of uniform scores, the best of each patient's exams ranked."""
    rng = np.random.default_rng(0)
    exams = np.repeat(np.arange(len(others) + 1), (own, *others))
    best = np.full((20_000, len(others) + 1), -1.0)
    scores = rng.random((20_000, len(exams)))
    for at, patient in enumerate(exams):
        best[:, patient] = np.maximum(best[:, patient], scores[:, at])
    place = 1 + (best[:, 1:] > best[:, :1]).sum(1)
    assert blind_chance(own, others, rank) == pytest.approx(float((place <= rank).mean()), abs=0.012)


def test_first_place_goes_by_exams() -> None:
    """Three exams of thirteen win three times of thirteen; with one exam each all are alike."""
    assert blind_chance(3, (1,) * 10, 1) == pytest.approx(3 / 13)
    assert blind_chance(1, (1,) * 39, 10) == pytest.approx(10 / 40, abs=0.001)


def test_among_few_everybody_is_found() -> None:
    """Nine others leave nobody beyond the tenth place."""
    assert blind_chance(1, (4,) * 9, 10) == 1.0
