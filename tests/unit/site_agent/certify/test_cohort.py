from __future__ import annotations

import pytest
from pydantic import ValidationError

from factories.adversary import hospital, release
from site_agent.certify.measure import Measure, unmeasured


def test_a_part_of_a_cohort_keeps_its_columns_together() -> None:
    """Chosen exams come in the order asked for, each with its own patient, sex and age."""
    cohort = hospital(6)
    part = cohort.only([7, 2])
    assert len(part) == 2
    assert part.patients == ("p003", "p001")
    assert (part.ages, part.sexes) == ((cohort.ages[7], cohort.ages[2]), (cohort.sexes[7], cohort.sexes[2]))
    assert bool((part.images == cohort.images[[7, 2]]).all())
    assert part.rows_of() == {"p001": [1], "p003": [0]}


def test_a_part_of_a_release_keeps_its_groups() -> None:
    """Chosen counterparts keep source, group and what they show."""
    cohort = hospital(16)
    whole = release(cohort, cohort.images)
    part = whole.only([5, 0])
    assert part.sources == (whole.sources[5], whole.sources[0])
    assert whole.groups is not None
    assert part.groups == (whole.groups[5], whole.groups[0])
    assert part.labels == (whole.labels[5], whole.labels[0])
    assert part.members == whole.members


def test_neither_is_printed_with_patients() -> None:
    """What may end up in a traceback names nobody."""
    cohort = hospital(8)
    assert "p003" not in repr(cohort)
    assert "p003" not in repr(release(cohort, cohort.images))


def test_a_measure_is_closed_and_frozen() -> None:
    """A number cannot be changed after it was measured, and carries nothing unknown."""
    measure = unmeasured("x", "nobody")
    assert measure.value is None
    with pytest.raises(ValidationError):
        measure.value = 0.5  # type: ignore[misc] - that is the point
    with pytest.raises(ValidationError):
        Measure(name="x", value=1.0, patients=["p"])  # type: ignore[call-arg] - that is the point
