from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import torch
from monai.metrics.fid import get_fid_score

from factories.certify import QUICK, cohort, copied, crossed, relabelled
from factories.synthesize import one_thread
from site_agent.certify.agreement import Readers, agreement, readers
from site_agent.certify.similarity import NAMES, fid, kid, prdc, similarity

if TYPE_CHECKING:
    from site_agent.certify.cohort import Cohort
    from site_agent.certify.measure import Measure


@pytest.fixture(scope="module")
def hospital() -> Cohort:
    """120 patients with one of three labels."""
    return cohort(120)


@pytest.fixture(scope="module")
def reading(hospital: Cohort) -> Readers:
    """Their independent readers."""
    one_thread()
    return readers(hospital, crossed(hospital), QUICK)


def named(measures: list[Measure]) -> dict[str, Measure]:
    """Return measures by name."""
    return {measure.name: measure for measure in measures}


def test_counterparts_that_show_their_findings_agree(hospital: Cohort, reading: Readers) -> None:
    """Originals read as well as themselves, lose no sensitivity and keep their severity."""
    found = named(agreement(hospital, copied(hospital), crossed(hospital), reading, draws=50))
    assert (found["agreement_auc_macro"].value or 0) > 0.8
    assert found["agreement_minus_real_macro"].value == 0.0
    assert found["sensitivity_drop_viral_pneumonia"].value == 0.0
    assert found["severity_rho_viral_pneumonia"].value == 1.0


def test_labels_of_another_finding_do_not_agree(hospital: Cohort, reading: Readers) -> None:
    """A release that claims other findings than it shows reads far below the real exams."""
    found = named(agreement(hospital, relabelled(copied(hospital)), crossed(hospital), reading, draws=50))
    high = found["agreement_minus_real_macro"].high
    assert high is not None
    assert high < -0.1
    assert (found["agreement_kappa_macro"].value or 0) < 0.2


def test_a_reader_was_trained_on_the_other_folds(hospital: Cohort) -> None:
    """Changing the exams of one fold leaves that fold's reader as it was, and changes the other's."""
    one_thread()
    how, folds = replace(QUICK, steps=2), crossed(hospital)
    changed = hospital.images.clone()
    changed[[row for row, fold in enumerate(folds) if fold == 0]] = 0.5
    before, after = readers(hospital, folds, how), readers(replace(hospital, images=changed), folds, how)

    def same(fold: int) -> bool:
        pairs = zip(before.networks[fold].parameters(), after.networks[fold].parameters(), strict=True)
        return all(torch.equal(one, other) for one, other in pairs)

    assert same(0)
    assert not same(1)


def test_too_few_exams_are_no_agreement() -> None:
    """Without enough exams of a finding nothing is said, with the reason in the note."""
    few = cohort(6)
    reading = readers(few, crossed(few), QUICK)
    found = agreement(few, copied(few), crossed(few), reading)
    assert {measure.value for measure in found} == {None}
    assert all(measure.note for measure in found + similarity(few, copied(few), crossed(few), reading))


def test_a_set_like_the_real_one_lies_at_the_floor(hospital: Cohort, reading: Readers) -> None:
    """Originals are as far from the other half as real exams are; noise is farther, and covers nothing."""
    folds = crossed(hospital)
    same = named(similarity(hospital, copied(hospital), folds, reading, splits=4))
    drawn = torch.rand(hospital.images.shape, generator=torch.Generator().manual_seed(0))
    noise = named(similarity(hospital, replace(copied(hospital), images=drawn), folds, reading, splits=4))
    assert set(same) == {name + end for name in NAMES for end in ("", "_real")}
    assert same["kid_x1000"].value == pytest.approx(same["kid_x1000_real"].value, abs=30)
    assert (noise["kid_x1000"].value or 0) > 3 * abs(same["kid_x1000"].value or 0)
    assert (noise["fid"].value or 0) > 3 * (same["fid"].value or 0)
    assert (noise["coverage"].value or 0) < 0.3 < (same["coverage"].value or 0)
    assert "activations" in same["kid_x1000"].note


def test_fid_is_the_one_everybody_computes() -> None:
    """The distance agrees with MONAI's where that one is exact: more images than features."""
    draw = torch.Generator().manual_seed(0)
    one, other = torch.randn(2, 80, 6, generator=draw, dtype=torch.float64) + torch.tensor([[[0.0]], [[0.3]]])
    expected = get_fid_score(one, other * 2).item()
    assert fid((other * 2).numpy(), one.numpy()) == pytest.approx(expected, rel=1e-6)


def test_kid_is_unbiased_and_prdc_knows_a_copy() -> None:
    """Two samples of one distribution have a KID around zero; a set covers itself."""
    draw = torch.Generator().manual_seed(0)
    samples = [torch.randn(60, 16, generator=draw, dtype=torch.float64).numpy() for _ in range(40)]
    values = [kid(one, other) for one, other in zip(samples[::2], samples[1::2], strict=True)]
    assert min(values) < 0 < max(values)
    assert kid(samples[0], samples[1] + 1) > max(values)
    whole = prdc(samples[0], samples[0])
    assert (whole["precision"], whole["recall"], whole["coverage"]) == (1.0, 1.0, 1.0)
    assert prdc(samples[0], samples[1] + 50)["recall"] == 0.0
