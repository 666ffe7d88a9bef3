from __future__ import annotations

from dataclasses import replace

import pytest
import torch

from factories.adversary import hospital, release
from site_agent.certify import lessons
from site_agent.certify.lessons import RealPairs, ReleasePairs, Shelf
from site_agent.synthesize.training_loop import generator

HOSPITAL = hospital(32)


def _coded() -> object:
    """A cohort whose images are flat and tell their row: gray value row / 64."""
    levels = torch.arange(64).float() / 64
    return replace(HOSPITAL, images=levels[:, None, None, None].expand(-1, 1, 32, 32).clone())


@pytest.fixture(autouse=True)
def _undisguised(monkeypatch: pytest.MonkeyPatch) -> None:
    def plain(images: torch.Tensor, draw: torch.Generator, *, strength: float) -> torch.Tensor:
        return images

    monkeypatch.setattr(lessons, "disguised", plain)


def _rows(images: torch.Tensor) -> list[int]:
    return [round(float(level) * 64) for level in images[:, 0, 0, 0]]


def test_a_pair_is_one_person_and_a_batch_holds_everybody_once() -> None:
    """Both images of a pair are the same patient's; nobody is in a batch twice; mostly they are two exams."""
    cohort = _coded()
    pairs = RealPairs([Shelf.of(cohort, range(64), 8)], 8)
    several = 0
    for step in range(20):
        first, second = (_rows(part) for part in pairs(generator("t", step)))
        people = [cohort.patients[row] for row in first]
        assert people == [cohort.patients[row] for row in second]
        assert len(set(people)) == len(people) == 8
        several += sum(one != other for one, other in zip(first, second, strict=True))
    assert several > 100


def test_half_of_the_batches_are_of_one_finding() -> None:
    """So a finding tells nobody apart."""
    cohort = _coded()
    pairs = RealPairs([Shelf.of(cohort, range(64), 8)], 8)
    kinds = [len({cohort.labels[row] for row in _rows(pairs(generator("t", step))[0])}) for step in range(40)]
    assert 10 <= kinds.count(1) <= 32


def test_sets_are_never_mixed() -> None:
    """A batch comes from one hospital; the own one gives most."""
    ours, theirs = _coded(), replace(_coded(), images=torch.full((64, 1, 32, 32), 2.0))
    pairs = RealPairs([Shelf.of(cohort, range(64), 8) for cohort in (ours, theirs)], 8)
    other = [(pairs(generator("t", step))[0] == 2.0).flatten(1).all(1) for step in range(60)]
    assert all(bool(batch.all()) or not bool(batch.any()) for batch in other)
    assert 6 <= sum(bool(batch.all()) for batch in other) <= 30


def test_an_adaptive_attacker_learns_of_known_rows_only() -> None:
    """Pairs of a release are a counterpart and an exam of its source's patient, none of its fold."""
    cohort = _coded()
    known = [row for row in range(64) if row < 32]
    released = release(cohort, cohort.images)
    pairs = ReleasePairs(cohort, released, known, 8)
    assert pairs
    for step in range(20):
        first, second = (_rows(part) for part in pairs(generator("t", step)))
        assert set(first) | set(second) <= set(known)
        assert [cohort.patients[row] for row in first] == [cohort.patients[row] for row in second]


def test_groups_come_whole() -> None:
    """Half of the batches are whole groups, so that the group does not tell members apart."""
    cohort = _coded()
    released = release(cohort, cohort.images)
    pairs = ReleasePairs(cohort, released, range(64), 8)
    whole = 0
    for step in range(40):
        people = {cohort.patients[row] for row in _rows(pairs(generator("t", step))[0])}
        inside = [set(members) for members in released.members.values() if set(members) & people]
        whole += all(members <= people for members in inside)
    assert whole >= 12


def test_a_release_nobody_knows_anything_of_teaches_nothing() -> None:
    """Without known rows there are no pairs."""
    assert not ReleasePairs(HOSPITAL, release(HOSPITAL, HOSPITAL.images), [], 8)
