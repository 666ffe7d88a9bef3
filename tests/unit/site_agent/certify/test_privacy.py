from __future__ import annotations

import re

import pytest
import torch

from factories.adversary import PixelAttackers, blurred, folds, hospital, release, strangers
from site_agent.certify import privacy as module
from site_agent.certify.privacy import privacy

HOSPITAL, OUTSIDE = hospital(48), hospital(24, seed=5, name="o")


@pytest.fixture(scope="module")
def found() -> dict[str, dict[str, object]]:
    """What all attacks say of a release that leaks and of one that does not."""
    torch.set_num_threads(1)
    images = {"leak": blurred(HOSPITAL), "strangers": strangers(HOSPITAL)}
    return {
        name: {
            m.name: m
            for m in privacy(HOSPITAL, release(HOSPITAL, shown), OUTSIDE, folds(HOSPITAL), PixelAttackers())
        }
        for name, shown in images.items()
    }


def test_every_attack_sees_a_leak(found: dict[str, dict[str, object]]) -> None:
    """Sources out of focus: linked, ranked first, named in their group, members, memorised."""
    leak = found["leak"]
    assert leak["linkage"].low > 0.8
    assert leak["thumbnail_linkage"].low > 0.7
    assert leak["reidentification_p"].value < 1e-4
    assert leak["source_most"].value > 0.9
    assert leak["membership"].low > 0.9
    assert leak["memorised_excess"].low > 0.5
    assert leak["closed_set_residual"].value > 0.7


def test_no_attack_sees_one_where_there_is_none(found: dict[str, dict[str, object]]) -> None:
    """Strangers: every attack is at chance, although the attacker is as strong as before."""
    safe = found["strangers"]
    assert safe["real_real_passive"].value == found["leak"]["real_real_passive"].value > 0.9
    assert safe["linkage"].low <= 0.5
    assert safe["thumbnail_linkage"].low <= 0.5
    assert safe["reidentification_p"].value > 0.05
    for tail in ("source_most", "source_least"):
        assert safe[tail].low <= safe[tail].chance <= safe[tail].high
    assert safe["membership"].low <= 0.5 <= safe["membership"].high
    assert safe["memorised_excess"].low <= 0


def test_every_name_is_explained(found: dict[str, dict[str, object]]) -> None:
    """The module's table names every measure."""
    table = (module.__doc__ or "").split("===\n")[2]
    named = [name for line in table.splitlines() for name in line[:32].replace(",", " ").split()]
    patterns = [re.compile(re.escape(name).replace(r"\*", ".+")) for name in named]
    assert not [name for name in found["leak"] if not any(p.fullmatch(name) for p in patterns)]
    assert {"linkage", "reidentification_p", "membership_calibrated"} <= set(named)


def test_the_same_release_gives_the_same_numbers(found: dict[str, dict[str, object]]) -> None:
    """Nothing is drawn from the clock."""
    again = privacy(
        HOSPITAL, release(HOSPITAL, strangers(HOSPITAL)), OUTSIDE, folds(HOSPITAL), PixelAttackers()
    )
    assert {measure.name: measure for measure in again} == found["strangers"]
