from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score, roc_curve

from factories.adversary import PixelAttackers, blurred, folds, hospital, release, strangers
from site_agent.certify.linkage import Trial, auc, counterpart_trials, real_real, verification
from site_agent.certify.sight import seen

HOSPITAL = hospital(32)


def _trials(images: object, *, to_source: bool = False, cohort: object = HOSPITAL) -> list[Trial]:
    released = release(cohort, images)
    sights = seen(cohort, released, folds(cohort), PixelAttackers().passive())
    return counterpart_trials(cohort, released, sights, to_source=to_source)


@pytest.mark.parametrize("leak", [lambda c: c.images, blurred])
def test_a_release_of_the_sources_is_linked(leak: object) -> None:
    """Sources, sharp or blurred, point to another exam of their patient; strangers do not."""
    assert (auc(_trials(leak(HOSPITAL)), "x").value or 0) > 0.9
    harmless = auc(_trials(strangers(HOSPITAL)), "x")
    assert harmless.low is not None
    assert harmless.low <= 0.5 + 0.1
    assert (harmless.value or 1) < 0.65


def test_the_upper_bound_is_the_very_source() -> None:
    """An exam is nearer to itself than to anything."""
    assert auc(_trials(HOSPITAL.images, to_source=True), "x").value == 1.0


def test_a_positive_is_another_exam_than_the_source() -> None:
    """A patient with one exam makes no trial, whatever the counterpart shows."""
    single = hospital(16, exams=1)
    assert _trials(single.images, cohort=single) == []
    assert len(_trials(single.images, cohort=single, to_source=True)) == 16


def test_findings_win_nothing() -> None:
    """Counterparts that show the finding and nothing else are not linked: negatives share the findings."""
    rows = [HOSPITAL.labels.index(labels) for labels in HOSPITAL.labels]
    found = auc(_trials(HOSPITAL.images[rows]), "x").value
    assert found == pytest.approx(0.5, abs=0.12)


def test_a_positive_shares_the_findings() -> None:
    """An exam with other findings is no positive, and strangers are of the positive's view."""
    other = ("PA", "AP")
    cohort = replace(
        HOSPITAL,
        labels=tuple(frozenset({"a", "b"}) if row % 2 else frozenset({"a"}) for row in range(64)),
        views=tuple(other[row % 2] for row in range(64)),
    )
    assert _trials(cohort.images, cohort=cohort) == []


def test_rates_are_the_ones_everybody_computes() -> None:
    """With one positive and as many negatives a query, AUC, EER and TAR agree with scikit-learn's curve."""
    draw = np.random.default_rng(0)
    trials = [
        Trial(f"p{n:03}", draw.normal(1.5, 1, 1).astype(np.float32), draw.normal(0, 1, 50).astype(np.float32))
        for n in range(300)
    ]
    scores = np.concatenate([np.concatenate([t.positives, t.negatives]) for t in trials])
    truths = np.concatenate([[1] + [0] * 50 for _ in trials])
    false, true, _ = roc_curve(truths, scores)
    found = verification(trials, "x")
    assert found["auc"].value == pytest.approx(roc_auc_score(truths, scores), abs=0.01)
    assert found["eer"].value == pytest.approx(float(false[np.argmin(abs(1 - true - false))]), abs=0.01)
    assert found["tar"].value == pytest.approx(float(true[false <= 0.01][-1]), abs=0.01)


def test_ties_count_half() -> None:
    """An attacker who gives everybody the same score is at chance."""
    flat = np.zeros(5, dtype=np.float32)
    assert Trial("p", flat[:1], flat).auc == 0.5


def test_real_pairs_say_how_strong_the_attacker_is() -> None:
    """Two exams of a drawn patient are recognised, and an exam is never compared with itself."""
    released = release(HOSPITAL, HOSPITAL.images)
    trials = real_real(HOSPITAL, seen(HOSPITAL, released, folds(HOSPITAL), PixelAttackers().passive()))
    assert {len(trial.positives) for trial in trials} == {1}
    assert 0.9 < (auc(trials, "x").value or 0) <= 1.0
