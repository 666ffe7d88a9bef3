"""Following the agents: stage times are measured, a lasting trouble ends the wait."""

from __future__ import annotations

import json

import pytest

from site_agent.demo.errors import DemoError
from site_agent.demo.plan import Site, make_plan
from site_agent.demo.watch import LASTING_S, Impasse, StageClock, read_status, said


class Hand:
    """A clock that is moved by hand."""

    now = 0.0

    def __call__(self) -> float:
        """Return the seconds it shows."""
        return self.now


@pytest.fixture
def sites(tmp_path_factory: pytest.TempPathFactory) -> tuple[Site, ...]:
    """Return the demo's hospitals."""
    return make_plan(tmp_path_factory.mktemp("demo"), preset="tiny").sites


def test_the_slowest_hospital_counts(sites: tuple[Site, ...]) -> None:
    """A stage took as long as it took the hospital that needed longest."""
    hand = Hand()
    clock = StageClock(hand)
    for now, first, second in (
        (0, "deidentify", "deidentify"),
        (5, "train_filter", "deidentify"),
        (9, "idle", "idle"),
    ):
        hand.now = now
        clock.saw(sites[0], first)
        clock.saw(sites[1], second)
    assert clock.slowest() == {"deidentify": 9.0, "train_filter": 4.0}


def status(**fields: object) -> str:
    """Return a status document."""
    return json.dumps({"stage": "publish", "progress": {}} | fields)


def test_only_published_releases_count() -> None:
    """A planned or sealed release is not in the catalog yet."""
    releases = [{"package_id": "a", "state": "sealed"}, {"package_id": "b", "state": "published"}]
    assert read_status(status(releases=releases)).published == ("b",)


def test_trouble_is_said() -> None:
    """What an agent reports as failing is shown with its code."""
    assert (
        said(read_status(status(trouble={"pipeline": "FILTER_WEAK"})))
        == "seals and publishes (pipeline: FILTER_WEAK)"
    )


def test_a_passing_trouble_is_waited_for_and_a_lasting_one_is_not(sites: tuple[Site, ...]) -> None:
    """The demo fails with the agent's code instead of waiting for the end of its patience."""
    hand = Hand()
    impasse = Impasse(clock=hand)
    failing, fine = read_status(status(trouble={"pipeline": "FILTER_WEAK"})), read_status(status())
    for state in (failing, fine, failing):
        impasse.saw(sites[0], state)
        hand.now += LASTING_S - 1
    hand.now += 2
    with pytest.raises(DemoError, match="FILTER_WEAK"):
        impasse.saw(sites[0], failing)
