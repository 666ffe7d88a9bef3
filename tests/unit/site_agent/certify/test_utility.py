from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from factories.certify import QUICK, cohort, copied, relabelled
from factories.synthesize import one_thread
from site_agent.certify.utility import UtilitySettings, utility

if TYPE_CHECKING:
    from pathlib import Path

    from site_agent.certify.measure import Measure

SETTINGS = UtilitySettings(seeds=2, schooling=replace(QUICK, steps=30), draws=30)


@pytest.fixture(scope="module")
def found() -> dict[str, Measure]:
    """Utility of originals against a control with wrong labels."""
    one_thread()
    hospital = cohort(60)
    test, local = cohort(45, seed=1, name="t"), cohort(15, seed=2, name="l")
    release, control = copied(hospital), relabelled(copied(hospital))
    measures = utility(hospital, release, test, control, local, SETTINGS)
    return {measure.name: measure for measure in measures}


def test_originals_are_as_good_as_originals(found: dict[str, Measure]) -> None:
    """A release of the real exams loses nothing against them, in both pairwise questions."""
    for task in ("bacterial_vs_viral", "normal_vs_pneumonia"):
        assert found[f"auc_tstr_minus_trtr_{task}"].value == 0.0
        assert (found[f"auc_trtr_{task}"].value or 0) > 0.8


def test_wrong_labels_are_worth_nothing(found: dict[str, Measure]) -> None:
    """A control that claims other findings is clearly worse, and the difference is paired by patient."""
    difference = found["auc_tstr_minus_control_macro"]
    assert difference.low is not None
    assert difference.low > 0.1
    assert difference.n_patients == 45


def test_claims_that_leave_all_open_teach_nothing() -> None:
    """A release that says "abnormal" of everybody trains networks that know nothing, not ones that say no."""
    hospital = cohort(60)
    vague = replace(copied(hospital), labels=(frozenset({"other_finding"}),) * 60)
    settings = replace(SETTINGS, seeds=1)
    found = {m.name: m for m in utility(hospital, vague, cohort(45, seed=1, name="t"), None, None, settings)}
    assert 0.2 < (found["auc_tstr_macro"].value or 0) < 0.8
    assert math.isfinite(found["ece_tstr_macro"].value or math.nan)


def test_every_arm_and_kind_of_number_is_there(found: dict[str, Measure]) -> None:
    """AUC, average precision and calibration of each arm, per finding, with the seeds in the note."""
    for arm in ("trtr", "tstr", "control", "local", "mixed", "mixed_control", "mixed_real"):
        assert {f"auc_{arm}_macro", f"auprc_{arm}_macro", f"ece_{arm}_macro"} <= found.keys()
        assert f"auc_{arm}_viral_pneumonia" in found
    assert "seeds:" in found["auc_tstr_macro"].note


def test_patients_of_training_are_no_test_patients() -> None:
    """Where all test patients are the hospital's own, nothing is measured rather than something rosy."""
    hospital = cohort(45)
    assert utility(hospital, copied(hospital), hospital, None, None, SETTINGS) == []


def test_a_trained_network_is_taken_from_the_work_folder(tmp_path: Path) -> None:
    """The second run answers the same from what the first one kept; other images are trained anew."""
    one_thread()
    how = UtilitySettings(seeds=1, draws=20, schooling=replace(QUICK, steps=4, work=tmp_path))
    hospital, test = cohort(36), cohort(36, seed=1, name="t")
    first = utility(hospital, copied(hospital), test, None, None, how)
    kept = {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    assert utility(hospital, copied(hospital), test, None, None, how) == first
    assert {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()} == kept
    utility(cohort(36, seed=5), copied(cohort(36, seed=5)), test, None, None, how)
    assert len(list(tmp_path.iterdir())) > len(kept)
