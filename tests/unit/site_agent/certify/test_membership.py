from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from factories.adversary import PixelAttackers, blurred, folds, hospital, release, strangers
from site_agent.certify.membership import membership, stratified_auc
from site_agent.certify.memorisation import memorised, stands_out
from site_agent.certify.sight import seen

HOSPITAL, OUTSIDE = hospital(32), hospital(24, seed=5, name="o")
ATTACKERS = PixelAttackers().passive()


def _membership(images: object, outside: object = OUTSIDE) -> dict[str, object]:
    released = release(HOSPITAL, images)
    sights = seen(HOSPITAL, released, folds(HOSPITAL), ATTACKERS)
    return {measure.name: measure for measure in membership(HOSPITAL, outside, sights, ATTACKERS)}


def test_a_leaking_release_tells_who_took_part() -> None:
    """Blurred sources separate members from outsiders, plain and calibrated."""
    found = _membership(blurred(HOSPITAL))
    assert found["membership"].value > 0.95
    assert found["membership_calibrated"].value > 0.95
    assert found["membership_tpr"].value > 0.9


def test_strangers_tell_nothing() -> None:
    """The interval holds one half, plain and calibrated."""
    found = _membership(strangers(HOSPITAL))
    for name in ("membership", "membership_calibrated", "membership_unseen"):
        assert found[name].low <= 0.5 <= found[name].high
    assert found["membership_learnt"].low <= 0 <= found["membership_learnt"].high


def test_what_a_generator_learnt_is_told_from_what_a_source_gives() -> None:
    """Copies of one's own source come from its own fold, copies of what was trained on from the other."""
    copied = blurred(HOSPITAL)
    fold = np.array(folds(HOSPITAL))
    swapped = np.arange(len(HOSPITAL))
    swapped[fold == 0], swapped[fold == 1] = np.flatnonzero(fold == 1), np.flatnonzero(fold == 0)
    given, learnt = _membership(copied), _membership(copied[swapped])

    assert given["membership_unseen"].value > 0.95
    assert given["membership_learnt"].high < 0
    assert learnt["membership"].value > 0.95
    assert learnt["membership_learnt"].low > 0.2


def test_without_outsiders_membership_is_unmeasured() -> None:
    """Nobody to compare with: no value, and a note."""
    for measure in _membership(strangers(HOSPITAL), OUTSIDE.only([])).values():
        assert measure.value is None
        assert measure.note


def test_strata_are_never_mixed() -> None:
    """Scores that only tell the stratum are at chance, where the pooled AUC is not."""
    strata = np.array([0] * 50 + [1] * 50)
    positive = np.array([True] * 40 + [False] * 10 + [True] * 10 + [False] * 40)
    values = np.where(strata == 0, 1.0, 0.0)
    assert roc_auc_score(positive, values) > 0.7
    assert stratified_auc(values, positive, strata) == 0.5


def test_one_stratum_is_the_auc_everybody_computes() -> None:
    """Without strata it agrees with scikit-learn, ties included."""
    draw = np.random.default_rng(0)
    values, positive = draw.integers(0, 9, 200).astype(float), draw.random(200) < 0.4
    expected = roc_auc_score(positive, values)
    assert stratified_auc(values, positive, np.zeros(200, dtype=np.int64)) == pytest.approx(expected)


def test_a_repeated_training_patient_stands_out() -> None:
    """Sources are counted as memorised; strangers no more often than held-out real exams."""
    found = {}
    for name, images in (("source", blurred(HOSPITAL)), ("stranger", strangers(HOSPITAL))):
        released = release(HOSPITAL, images)
        sights = seen(HOSPITAL, released, folds(HOSPITAL), ATTACKERS)
        measures = memorised(HOSPITAL, released, OUTSIDE, sights, ATTACKERS)
        found[name] = {measure.name: measure for measure in measures}
    assert found["source"]["memorised"].value > 0.95
    assert found["source"]["memorised_excess"].low > 0.5
    assert found["stranger"]["memorised_excess"].low <= 0


def test_two_exams_of_a_patient_are_one_neighbour() -> None:
    """The second nearest is another *patient*: a double exam does not hide a copy."""
    cosines = np.array([[0.99, 0.98, 0.5], [0.5, 0.5, 0.45]], dtype=np.float32)
    assert stands_out(cosines, ["a", "a", "b"]).tolist() == [True, False]
