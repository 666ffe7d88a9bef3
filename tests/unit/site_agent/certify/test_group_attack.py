from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from factories.adversary import PixelAttackers, blurred, folds, hospital, release, strangers
from site_agent.certify.group_attack import own_group, source_in_group
from site_agent.certify.sight import seen

HOSPITAL = hospital(64)


def _measured(images: torch.Tensor, tail: str) -> object:
    released = release(HOSPITAL, images)
    sights = seen(HOSPITAL, released, folds(HOSPITAL), PixelAttackers().passive())
    return source_in_group(HOSPITAL, released, sights, tail, "x")


def test_a_leaking_release_names_the_member() -> None:
    """Blurred sources are the most similar of their group, always; chance is one in four."""
    found = _measured(blurred(HOSPITAL), "most")
    assert (found.value, found.chance) == (1.0, 0.25)


def test_avoiding_the_source_names_it_too() -> None:
    """Negatives of the sources are the least similar of their group: the other tail."""
    found = _measured(1 - HOSPITAL.images, "least")
    assert found.value > 0.9


def test_strangers_name_nobody() -> None:
    """Both tails lie around one in four."""
    for tail in ("most", "least"):
        found = _measured(strangers(HOSPITAL), tail)
        assert found.low <= 0.25 <= found.high


def test_members_with_many_exams_win_no_lottery() -> None:
    """Scores are noise and some members have two exams: the mean over members is still one in four."""
    cohort = HOSPITAL.only([row for row in range(128) if row % 2 == 0 or row % 16 == 1])
    released = release(cohort, cohort.images)
    sights = seen(cohort, released, folds(cohort), PixelAttackers().passive())
    means = []
    for seed in range(20):
        draw = np.random.default_rng(seed)
        noisy = [
            replace(sight, counterparts=draw.normal(size=sight.counterparts.shape).astype(np.float32))
            for sight in sights
        ]
        found = source_in_group(cohort, released, noisy, "most", "x")
        assert found.n == found.n_patients == 64
        means.append(found.value)
    assert np.mean(means) == pytest.approx(0.25, abs=0.02)


def test_the_group_itself_may_be_found() -> None:
    """A counterpart drawn after its group's mean points to the group and to no member."""
    released = release(HOSPITAL, HOSPITAL.images)
    means = {
        group: HOSPITAL.images[[HOSPITAL.patients.index(patient) for patient in people]].mean(0)
        for group, people in released.members.items()
    }
    assert released.groups is not None
    like_group = replace(released, images=torch.stack([means[group] for group in released.groups]))
    sights = seen(HOSPITAL, like_group, folds(HOSPITAL), PixelAttackers().passive())
    assert own_group(HOSPITAL, like_group, sights, "x").value > 0.8


def test_a_filter_without_groups_is_unmeasured() -> None:
    """SDEdit and labels-only have no groups to hide in: no value, and the note says why."""
    released = replace(release(HOSPITAL, HOSPITAL.images), groups=None)
    sights = seen(HOSPITAL, released, folds(HOSPITAL), PixelAttackers().passive())
    for found in (
        source_in_group(HOSPITAL, released, sights, "most", "x"),
        own_group(HOSPITAL, released, sights, "x"),
    ):
        assert found.value is None
        assert "groups" in found.note


def test_other_findings_than_the_sources_tell_nobody_apart() -> None:
    """Members have an exam of each kind, and counterparts look like their kind alone: chance stays chance.

    Compared with members' exams of the other kind the source would always be the most alike.
    """
    kinds = (frozenset({"viral_pneumonia"}), frozenset({"bacterial_pneumonia"}))
    cohort = replace(HOSPITAL, labels=tuple(kinds[row % 2] for row in range(len(HOSPITAL))))
    draw = torch.Generator().manual_seed(3)
    ramp = torch.linspace(0, 1, HOSPITAL.images.shape[-1]).expand_as(HOSPITAL.images[0])
    looks = torch.stack([ramp, 1 - ramp])[torch.arange(len(cohort)) % 2]
    cohort = replace(cohort, images=(looks + torch.rand(looks.shape, generator=draw)) / 2)
    like_kind = (looks + torch.rand(looks.shape, generator=draw)) / 2
    released = replace(release(cohort, like_kind), labels=cohort.labels)
    sights = seen(cohort, released, folds(cohort), PixelAttackers().passive())
    found = source_in_group(cohort, released, sights, "most", "x")
    assert found.low <= 0.25 <= found.high
