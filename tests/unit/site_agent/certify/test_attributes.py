from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from factories.adversary import PixelAttackers, folds, hospital, release, strangers
from site_agent.certify.attributes import attribute
from site_agent.certify.sight import seen

if TYPE_CHECKING:
    import torch

ATTACKERS = PixelAttackers().passive()


def _cohort() -> object:
    """A cohort whose images show sex (a bright corner) and age (how bright it is)."""
    cohort = hospital(100)
    marked = cohort.images.clone()
    for row, (sex, age) in enumerate(zip(cohort.sexes, cohort.ages, strict=True)):
        marked[row, :, :6, :6] = 0.5 if sex == "M" else 0.0
        marked[row, :, -6:, -6:] = age / 100
    return replace(cohort, images=marked)


COHORT = _cohort()


def _measured(name: str, images: torch.Tensor, cohort: object = COHORT) -> dict[str, object]:
    released = release(cohort, images)
    sights = seen(cohort, released, folds(cohort), ATTACKERS)
    return {m.name: m for m in attribute(name, cohort, released, sights, ATTACKERS)}


def test_sex_is_read_from_a_release_that_shows_it() -> None:
    """Released sources tell sex, which the published findings do not."""
    found = _measured("sex", COHORT.images)
    assert found["attribute_sex_baseline"].value == pytest.approx(0.5, abs=0.15)
    for kind in ("passive", "adaptive", "real"):
        assert found[f"attribute_sex_{kind}"].value > 0.9
    assert found["attribute_sex_gain_passive"].low > 0.2


def test_age_is_read_from_a_release_that_shows_it() -> None:
    """Released sources order ages; strangers do not."""
    assert _measured("age", COHORT.images)["attribute_age_passive"].value > 0.7
    harmless = _measured("age", strangers(COHORT))
    assert harmless["attribute_age_gain_passive"].low <= 0 <= harmless["attribute_age_gain_passive"].high
    assert harmless["attribute_age_real"].value > 0.7


def test_what_the_published_findings_tell_is_no_gain() -> None:
    """Where the finding tells the sex, the baseline has it and the image adds nothing."""
    told = replace(COHORT, sexes=tuple("MF"["pneumonia" in labels] for labels in COHORT.labels))
    found = _measured("sex", strangers(told), told)
    assert found["attribute_sex_baseline"].value == 1.0
    assert found["attribute_sex_gain_passive"].value == pytest.approx(0, abs=0.05)


def test_a_set_without_the_column_is_unmeasured() -> None:
    """No sex, no age: every measure is there without a value and says so."""
    silent = replace(COHORT, sexes=("",) * len(COHORT), ages=(None,) * len(COHORT))
    for name in ("sex", "age"):
        found = _measured(name, silent.images, silent)
        assert len(found) == 6
        assert all(measure.value is None and name in measure.note for measure in found.values())
