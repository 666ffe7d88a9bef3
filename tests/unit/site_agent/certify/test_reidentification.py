from __future__ import annotations

from collections import defaultdict

import numpy as np
import pytest
import torch
from scipy.stats import binom

from factories.adversary import PixelAttackers, blurred, folds, hospital, release, strangers
from site_agent.certify.closed_set import closed_set, residual_identity
from site_agent.certify.cohort import Cohort, Release
from site_agent.certify.reidentification import Attempt, corrected, exact_p, ranks, rate
from site_agent.certify.sight import FoldSight, seen

HOSPITAL = hospital(32)


def _attempts(images: object) -> dict[int, list[Attempt]]:
    released = release(HOSPITAL, images)
    return ranks(HOSPITAL, released, seen(HOSPITAL, released, folds(HOSPITAL), PixelAttackers().passive()))


def test_a_leaking_release_names_patients() -> None:
    """Blurred sources rank their patient first far above chance; strangers do not."""
    leaking, harmless = _attempts(blurred(HOSPITAL))[1], _attempts(strangers(HOSPITAL))[1]
    assert exact_p(leaking) < 1e-6
    assert exact_p(harmless) > 0.05
    measure = rate(leaking, "rank1")
    assert measure.chance == pytest.approx(1 / 15, abs=1e-4)  # one exam of its own, two of each other patient
    assert "8" in measure.note


def test_noise_finds_nobody_however_uneven_the_patients() -> None:
    """Where some have many exams and most one, what drawn scores find is what is called chance."""
    exams = [1] * 60 + [2] * 20 + [5] * 10 + [9] * 4
    patients = tuple(f"p{number}" for number, count in enumerate(exams) for _ in range(count))
    n, nothing = len(patients), torch.zeros(len(patients), 1, 1, 1)
    cohort = Cohort(nothing, patients, (frozenset({"effusion"}),) * n, ("PA",) * n, ("",) * n, (None,) * n)
    released = Release(tuple(range(n)), nothing, None, {}, cohort.labels)
    rows, rng, tried = np.arange(n), np.random.default_rng(0), defaultdict(list)
    for _ in range(20):
        scores = rng.random((n, n), dtype=np.float32)
        sight = FoldSight(rows, rows, nothing, nothing, scores, scores)
        for rank, attempts in ranks(cohort, released, [sight]).items():
            tried[rank] += attempts
    for attempts in tried.values():
        found, chance = (np.mean([getattr(one, of) for one in attempts]) for of in ("found", "chance"))
        assert found == pytest.approx(chance, rel=0.12)


def test_the_test_is_the_exact_binomial_one() -> None:
    """With one chance for all, P(as many or more) is the binomial tail."""
    attempts = [Attempt(f"p{n}", float(n < 7), 0.1, 10) for n in range(30)]
    assert exact_p(attempts) == pytest.approx(float(binom.sf(6, 30, 0.1)))


def test_a_patients_second_query_is_no_second_trial() -> None:
    """Thirty exams of one patient, all found, are one success."""
    assert exact_p([Attempt("p", 1.0, 0.1, 10)] * 30) == pytest.approx(0.1)


def test_many_tests_are_corrected() -> None:
    """Holm: the smallest p times the number of tests, and never out of order."""
    lucky = [Attempt("p", 1.0, 0.02, 50)]
    found = {m.name: m.value for m in corrected({"a": lucky, "b": [Attempt("p", 0.0, 0.02, 50)], "c": []})}
    assert found == {"a_p": pytest.approx(0.04), "b_p": 1.0, "reidentification_p": pytest.approx(0.04)}


def test_rank_ten_is_reported_and_does_not_decide() -> None:
    """Who is found among ten candidates only has its own p, and leaves that of being named alone."""
    named, among_ten = [Attempt("p", 0.0, 0.02, 50)], [Attempt("p", 1.0, 0.02, 50)]
    found = {m.name: m.value for m in corrected({"rank1_passive": named, "rank10_passive": among_ten})}
    assert found["rank10_passive_p"] == pytest.approx(0.04)
    assert found["reidentification_p"] == found["rank1_passive_p"] == 1.0


def test_no_attempt_is_unmeasured() -> None:
    """Where nobody has two exams there is neither a rate nor a p."""
    assert rate([], "x").value is None
    assert [measure.value for measure in corrected({})] == [None]


def test_the_identity_classifier_finds_leaks_and_only_leaks() -> None:
    """On real exams it beats chance; so it does on sources, and not on strangers."""
    attackers = PixelAttackers().passive()
    found = {}
    for name, images in (("source", HOSPITAL.images), ("stranger", strangers(HOSPITAL))):
        released = release(HOSPITAL, images)
        sights = seen(HOSPITAL, released, folds(HOSPITAL), attackers)
        found[name] = closed_set(HOSPITAL, released, sights, attackers)
    real, copied, other = found["source"].real, found["source"].counterparts, found["stranger"].counterparts
    assert exact_p(real) < 1e-6
    assert residual_identity(real, copied) == 1.0
    assert exact_p(other) > 0.05
    assert {attempt.among for attempt in real} == {8}
    assert found["source"].majority == pytest.approx(1 / 32)
