from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import roc_auc_score

from learning.metrics import auc, auc_interval

CASES = st.lists(st.tuples(st.integers(0, 1), st.integers(-5, 5)), min_size=2, max_size=60).filter(
    lambda pairs: len({label for label, _ in pairs}) == 2
)


@settings(deadline=None)
@given(CASES)
def test_the_auc_is_the_one_everybody_computes(pairs: list[tuple[int, int]]) -> None:
    """Ties included, the value equals scikit-learn's."""
    labels, scores = (np.asarray(column) for column in zip(*pairs, strict=True))
    assert auc(labels, scores) == pytest.approx(roc_auc_score(labels, scores))


@settings(deadline=None)
@given(CASES)
def test_only_the_order_of_scores_counts(pairs: list[tuple[int, int]]) -> None:
    """A strictly increasing map of the scores changes nothing; reversing them mirrors the AUC."""
    labels, scores = (np.asarray(column) for column in zip(*pairs, strict=True))
    assert auc(labels, np.exp(scores)) == pytest.approx(auc(labels, scores))
    assert auc(labels, -scores) == pytest.approx(1 - auc(labels, scores))


@settings(deadline=None)  # a loaded machine is no fault of the metric
@given(CASES, st.integers(0, 2**31))
def test_an_interval_holds_its_value_and_repeats(pairs: list[tuple[int, int]], seed: int) -> None:
    """0 <= low <= value <= high <= 1, and the same seed gives the same interval."""
    labels, scores = (np.asarray(column) for column in zip(*pairs, strict=True))
    patients = [str(index // 2) for index in range(len(labels))]
    first = auc_interval(labels, scores, patients, resamples=50, seed=seed)
    assert 0 <= first.low <= first.value <= first.high <= 1
    assert auc_interval(labels, scores, patients, resamples=50, seed=seed) == first


def test_ten_exams_of_one_patient_do_not_narrow_the_interval() -> None:
    """Copies of every patient's exam leave the patient-level interval where it was."""
    rng = np.random.default_rng(0)
    labels = np.arange(40) % 2
    scores = labels + rng.normal(0, 1.5, 40)
    patients = [str(index) for index in range(40)]
    one = auc_interval(labels, scores, patients, resamples=400, seed=1)
    ten = auc_interval(
        np.repeat(labels, 10), np.repeat(scores, 10), np.repeat(patients, 10).tolist(), resamples=400, seed=1
    )
    assert ten.high - ten.low == pytest.approx(one.high - one.low, abs=0.02)


def test_one_class_has_no_auc() -> None:
    """An AUC without both classes is not a number, and its interval is refused."""
    ones = np.ones(4, dtype=int)
    assert math.isnan(auc(ones, np.arange(4.0)))
    with pytest.raises(ValueError, match="both classes"):
        auc_interval(ones, np.arange(4.0), ["a", "b", "c", "d"], resamples=10, seed=0)
