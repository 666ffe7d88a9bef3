"""Sign-off."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from factories import site as factory
from factories.boundary import Federation
from site_agent.errors import AlreadyDecidedError, EvidenceError, NotFoundError
from site_agent.review import decide
from site_agent.settings import ReviewSettings
from site_agent.synthesize.restore import pack

if TYPE_CHECKING:
    from pathlib import Path

    from site_agent.store.pairs import Pairs


@pytest.fixture
def pairs(tmp_path: Path) -> Pairs:
    """Return a store with one undecided pair of the exam ``x``."""
    at = factory.hospital(tmp_path, Federation(), "hospital-a", factory.settings())
    made = factory.pair(factory.exam("x", "p"))
    at.store.pairs.open_batch([made.case_id])
    at.store.pairs.keep(made.case_id, 1, made.patient, pack(made))
    return at.store.pairs


X = factory.identifier("x")


@pytest.mark.parametrize(
    ("settings", "approved"),
    [
        (ReviewSettings(), True),
        (ReviewSettings(required_checks=("identity",)), True),
        (ReviewSettings(required_checks=("another",)), False),
        (ReviewSettings(score_limits={"identity": 0.1}), True),
        (ReviewSettings(score_limits={"identity": 0.05}), False),
        (ReviewSettings(score_limits={"missing": 1.0}), False),
        (ReviewSettings(labels=("pneumonia",)), True),
        (ReviewSettings(labels=("no_finding",)), False),
    ],
)
def test_a_policy_only_ever_narrows_what_the_gate_let_through(
    settings: ReviewSettings,
    approved: bool,  # noqa: FBT001 - a parametrized value
) -> None:
    """Each limit can refuse a pair; a check or score that is missing refuses, too."""
    decision = decide.by_policy(factory.pair(factory.exam("x", "p")), settings)
    assert decision is not None
    assert decision.approved is approved


def test_a_decision_is_made_once(pairs: Pairs) -> None:
    """The same decision again is the same; the opposite one is refused."""
    first = decide.by_person(pairs, X, approved=True, login="ada")
    assert decide.by_person(pairs, X, approved=True, login="bob") == first
    with pytest.raises(AlreadyDecidedError):
        decide.by_person(pairs, X, approved=False, login="bob")


def test_nobody_decides_about_a_pair_that_is_not_there(pairs: Pairs) -> None:
    """An unknown case id is named as such."""
    with pytest.raises(NotFoundError):
        decide.by_person(pairs, factory.identifier("y"), approved=True, login="ada")


def test_an_approved_pair_cannot_be_had_without_an_approval(pairs: Pairs) -> None:
    """An undecided pair is not restored as approved; an approved one keeps its random id."""
    with pytest.raises(EvidenceError):
        decide.restore(pairs, X)
    row = decide.by_person(pairs, X, approved=True, login="ada")
    assert decide.restore(pairs, X).pair_id == row.pair_id


def test_a_rejected_pair_stays_at_home(pairs: Pairs) -> None:
    """A rejection is no approval."""
    decide.by_person(pairs, X, approved=False, login="ada")
    with pytest.raises(EvidenceError):
        decide.restore(pairs, X)
