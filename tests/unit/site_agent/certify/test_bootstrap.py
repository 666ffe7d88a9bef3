from __future__ import annotations

import numpy as np
import pytest

from site_agent.certify.bootstrap import difference, per_patient, resampled


def test_the_interval_resamples_patients_and_not_images() -> None:
    """Ten equal images of a patient weigh like ten and inform like one."""
    draw = np.random.default_rng(0)
    once = {f"p{n}": [float(draw.random())] for n in range(40)}
    tenfold = {patient: values * 10 for patient, values in once.items()}
    one, ten = per_patient(once, "x"), per_patient(tenfold, "x")
    assert (one.value, one.low, one.high) == (ten.value, ten.low, ten.high)
    assert (one.n, ten.n, ten.n_patients) == (40, 400, 40)


def test_the_interval_covers_the_truth_about_as_often_as_it_says() -> None:
    """Of 100 samples of 40 patients, at least 88 intervals hold the true mean."""
    covered = 0
    for seed in range(100):
        draw = np.random.default_rng(seed)
        values = {f"p{n}": draw.normal(draw.normal(0.5, 0.1), 0.1, 3).tolist() for n in range(40)}
        found = per_patient(values, "x", draws=300)
        assert found.low is not None
        assert found.high is not None
        covered += found.low <= 0.5 <= found.high
    assert covered >= 88


def test_no_event_is_no_certainty() -> None:
    """Nothing in 30 patients leaves up to 3 / 30 open; everything in 30 as well."""
    none = per_patient({f"p{n}": [0.0] for n in range(30)}, "x")
    every = per_patient({f"p{n}": [1.0] for n in range(30)}, "x")
    assert (none.low, none.high) == (0.0, 0.1)
    assert (every.low, every.high) == (0.9, 1.0)


def test_nobody_is_unmeasured_and_not_zero() -> None:
    """Without a patient there is no value, and the note says so."""
    for found in (
        per_patient({"p": []}, "x"),
        resampled([], lambda _: 1.0, "x"),
        resampled(["p"], lambda _: float("nan"), "x"),
        difference({"p": [1.0]}, {"q": [1.0]}, "x"),
    ):
        assert found.value is None
        assert found.note


def test_one_patient_has_no_interval() -> None:
    """Without a second patient there is no spread to know of."""
    found = per_patient({"p": [0.4, 0.6]}, "x")
    assert (found.value, found.low, found.high) == (0.5, None, None)


def test_a_statistic_of_rows_agrees_with_the_mean() -> None:
    """The general way and the quick way draw the same patients."""
    draw = np.random.default_rng(1)
    patients = [f"p{n // 2:02}" for n in range(40)]
    values = draw.random(40)
    by_patient = {p: values[[n for n in range(40) if patients[n] == p]].tolist() for p in patients}
    general = resampled(patients, lambda rows: float(values[rows].mean()), "x")
    quick = per_patient(by_patient, "x")
    assert general.value == quick.value
    assert general.low == pytest.approx(quick.low, abs=0.02)
    assert general.high == pytest.approx(quick.high, abs=0.02)


def test_draws_without_a_statistic_are_dropped() -> None:
    """A statistic that does not exist for some draws still has an interval from the others."""
    values = np.array([0.0, 1.0, 2.0, 3.0])

    def needs_the_first(rows: np.ndarray) -> float:
        return float(values[rows].mean()) if 0 in rows else float("nan")

    found = resampled(["a", "b", "c", "d"], needs_the_first, "x")
    assert found.value == 1.5
    assert found.low is not None


def test_pairing_takes_the_patients_own_spread_out() -> None:
    """The same patients on both sides, shifted by .1: paired, the difference is sure; unpaired, it is not."""
    draw = np.random.default_rng(2)
    first = {f"p{n:02}": [float(draw.normal())] for n in range(30)}
    second = {patient: [values[0] - 0.1] for patient, values in first.items()}
    paired = difference(first, second, "x")
    loose = difference(first, second, "x", paired=False)
    assert paired.value == loose.value == 0.1
    assert paired.low == paired.high == 0.1
    assert loose.low is not None
    assert loose.low < 0
