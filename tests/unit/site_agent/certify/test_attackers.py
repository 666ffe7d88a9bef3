from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
import torch

from factories.adversary import folds, hospital, release, strangers
from site_agent.certify.attackers import Attackers, AttackerSettings, Desk
from site_agent.certify.linkage import auc, counterpart_trials, real_real
from site_agent.certify.sight import seen
from site_agent.synthesize.hardware import Hardware

if TYPE_CHECKING:
    from pathlib import Path

HOSPITAL, OTHERS = hospital(24), hospital(16, seed=3, name="x")
QUICK = AttackerSettings(
    width=8, dimensions=8, steps=8, adaptive_steps=4, batch_size=8, checkpoint_steps=2, ema=0.5
)
PLAIN = Hardware(torch.device("cpu"), bfloat16=False)


@pytest.fixture(autouse=True)
def _one_thread() -> None:
    torch.set_num_threads(1)


class Killed(Exception):
    """The machine went down."""


def _attackers(work: Path, settings: AttackerSettings = QUICK, **cohorts: object) -> Attackers:
    cohort = cohorts.get("hospital", HOSPITAL)
    return Attackers(cohort, folds(cohort), [OTHERS], settings, Desk(work, PLAIN))


def _scores(attackers: Attackers) -> list[np.ndarray]:
    nothing = release(HOSPITAL, HOSPITAL.images).only([])
    return [sight.real for sight in seen(HOSPITAL, nothing, folds(HOSPITAL), attackers.passive())]


def test_killed_and_started_again_they_end_the_same(tmp_path: Path) -> None:
    """An interrupted training goes on from its last state and gives the same attackers."""
    whole = _scores(_attackers(tmp_path / "whole"))

    def deadly(stage: str, done: float) -> None:
        if stage == "passive-1-0" and done >= 0.5:
            raise Killed

    with pytest.raises(Killed):
        Attackers(HOSPITAL, folds(HOSPITAL), [OTHERS], QUICK, Desk(tmp_path / "cut", PLAIN, deadly)).passive()
    again = _scores(_attackers(tmp_path / "cut"))
    for one, two in zip(whole, again, strict=True):
        assert np.array_equal(one, two)


def test_a_fold_does_not_teach_its_own_attacker(tmp_path: Path) -> None:
    """Blackening the exams of fold 0 changes the attacker of fold 1 and leaves that of fold 0 as it was."""
    at = np.array(folds(HOSPITAL))
    images = HOSPITAL.images.clone()
    images[at == 0] = 1 - images[at == 0]
    changed = replace(HOSPITAL, images=images)
    before = _attackers(tmp_path / "a").passive()
    after = _attackers(tmp_path / "b", hospital=changed).passive()
    look = [[team.look(OTHERS.images) for team in teams] for teams in (before, after)]
    assert torch.equal(look[0][0], look[1][0])
    assert not torch.equal(look[0][1], look[1][1])


def test_an_adaptive_attacker_knows_more_than_a_passive_one(tmp_path: Path) -> None:
    """It learnt from the release, the passive one is as it was, and a second call trains no more."""
    attackers = _attackers(tmp_path)
    released = release(HOSPITAL, 1 - HOSPITAL.images)
    before = [team.look(OTHERS.images) for team in attackers.passive()]
    after = [team.look(OTHERS.images) for team in attackers.adaptive(released)]
    assert not any(torch.equal(one, two) for one, two in zip(before, after, strict=True))
    assert all(
        torch.equal(one, team.look(OTHERS.images))
        for one, team in zip(before, attackers.passive(), strict=True)
    )
    states = sorted(path.stat().st_mtime_ns for path in tmp_path.rglob("*.safetensors"))
    again = [team.look(OTHERS.images) for team in attackers.adaptive(released)]
    assert all(torch.equal(one, two) for one, two in zip(after, again, strict=True))
    assert states == sorted(path.stat().st_mtime_ns for path in tmp_path.rglob("*.safetensors"))


def test_another_set_or_setting_has_its_own_folder(tmp_path: Path) -> None:
    """States never meet other data, folds or settings."""
    _attackers(tmp_path)
    _attackers(tmp_path, QUICK.model_copy(update={"seed": 1}))
    _attackers(tmp_path, hospital=replace(HOSPITAL, images=HOSPITAL.images.flip(3)))
    Attackers(HOSPITAL, folds(HOSPITAL), [], QUICK, Desk(tmp_path, PLAIN))
    assert len(list(tmp_path.iterdir())) == 4


def test_two_networks_vote(tmp_path: Path) -> None:
    """A team's cosine is the mean of its members'."""
    team = _attackers(tmp_path, QUICK.model_copy(update={"seeds": 2})).passive()[0]
    seen_by_all = team.look(OTHERS.images)
    votes = [
        network.compare(network.look(OTHERS.images), network.look(OTHERS.images)) for network in team.networks
    ]
    assert team.compare(seen_by_all, seen_by_all) == pytest.approx(np.mean(votes, axis=0), abs=1e-5)


def test_a_minute_of_training_links_a_leak_and_nothing_else(tmp_path: Path) -> None:
    """Trained attackers know real patients, link released sources and not strangers."""
    cohort = hospital(48)
    settings = QUICK.model_copy(update={"steps": 60, "batch_size": 16, "ema": 0.9, "checkpoint_steps": 60})
    attackers = _attackers(tmp_path, settings, hospital=cohort).passive()
    leak, harmless = release(cohort, cohort.images), release(cohort, strangers(cohort))
    sights = seen(cohort, leak, folds(cohort), attackers)
    assert (auc(real_real(cohort, sights), "x").value or 0) > 0.85
    assert (auc(counterpart_trials(cohort, leak, sights, to_source=False), "x").value or 0) > 0.85
    sights = seen(cohort, harmless, folds(cohort), attackers)
    found = auc(counterpart_trials(cohort, harmless, sights, to_source=False), "x")
    assert found.low is not None
    assert found.low <= 0.5
