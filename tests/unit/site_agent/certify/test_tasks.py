"""Tests of what is asked of networks, and of what counterparts' claims teach them."""

from __future__ import annotations

import math

import pytest

from site_agent.certify.tasks import claimed, closed_labels, targets

FINDINGS = ("bacterial_pneumonia", "effusion", "lung_opacity", "pneumonia", "viral_pneumonia")
OPEN = math.nan


@pytest.mark.parametrize(
    ("claim", "told"),
    [
        ({"no_finding"}, [0, 0, 0, 0, 0]),
        ({"viral_pneumonia"}, [0, 0, 1, 1, 1]),
        ({"pneumonia"}, [OPEN, 0, 1, 1, OPEN]),
        ({"pneumonia", "effusion"}, [OPEN, 1, 1, 1, OPEN]),
        ({"other_finding"}, [OPEN] * 5),
    ],
)
def test_a_claim_says_nothing_of_its_own_kinds(claim: set[str], told: list[float]) -> None:
    """What was generalised to pneumonia may be bacterial; it is no example of one that is not."""
    assert claimed([frozenset(claim)], FINDINGS)[0].tolist() == pytest.approx(told, nan_ok=True)


def test_exams_say_all() -> None:
    """A real exam's labels are taken as they are, closed under what they are a kind of."""
    labels = closed_labels([frozenset({"pneumonia"})])
    assert targets(labels, FINDINGS)[0].tolist() == [0, 0, 1, 1, 0]


def test_no_exams_have_the_right_shape() -> None:
    """Nobody asked, nothing told: ``[0, findings]``."""
    assert claimed([], FINDINGS).shape == targets([], FINDINGS).shape == (0, 5)
