"""What the pipeline lets on, holds back and asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from factories import site as factory
from factories.boundary import Federation
from radshare.errors import Unreachable
from site_agent.errors import EvidenceError, SiteAgentError
from site_agent.pipeline.flow import PublishableCases, Stage

if TYPE_CHECKING:
    from pathlib import Path

    from site_agent.store.site import Site


class Shelf:
    """A publisher that keeps what it is given, or is away."""

    def __init__(self) -> None:
        self.published: list[str] = []
        self.away = False

    def upload(self, package_id: str, path: Path) -> object:
        """Take ciphertext."""
        if self.away:
            raise Unreachable
        return path.stat().st_size

    def publish(self, envelope: Any) -> Any:
        """Take a statement."""
        self.published.append(envelope.sha256())
        return envelope


@pytest.fixture
def at(tmp_path: Path) -> Site:
    """Return an enrolled hospital."""
    return factory.hospital(tmp_path, Federation(), "hospital-a", factory.settings())


def _exams(first: int, count: int) -> dict[str, str]:
    return {f"x{n}": f"p{n} pneumonia" for n in range(first, first + count)}


def test_a_site_with_too_few_patients_waits_and_trains_nothing(at: Site) -> None:
    """Below min_patients nothing is frozen, trained or published."""
    shelf = Shelf()
    factory.deliver(at.home, {**_exams(0, 2), "again": "p1 pneumonia"})
    flow, small = factory.pipeline(at, shelf)
    assert factory.settle(flow) is Stage.WAITS_FOR_PATIENTS
    assert small.trained == []
    assert at.store.releases.all() == []


def test_held_out_exams_never_enter_training_or_publication(at: Site) -> None:
    """A held-out patient's exam is kept and counted, and is in no batch."""
    factory.deliver(at.home, {**_exams(0, 3), "mine": "p9 pneumonia heldout"})
    flow, small = factory.pipeline(at, Shelf())
    assert factory.settle(flow) is Stage.IDLE
    assert small.trained == [(1, 3)]
    assert at.store.cases.counts()["heldout"] == 1
    assert factory.identifier("mine") not in at.store.pairs.batched()
    with pytest.raises(EvidenceError):
        PublishableCases(at.store, [factory.identifier("mine")])[0]


def test_a_later_release_is_made_of_new_patients_only(at: Site) -> None:
    """New exams of published patients stay at home; k new patients make a batch with a filter of its own."""
    shelf = Shelf()
    factory.deliver(at.home, _exams(0, 3))
    flow, small = factory.pipeline(at, shelf)
    factory.settle(flow)
    factory.deliver(at.home, {"late": "p0 pneumonia", **_exams(10, 2)})
    factory.settle(flow)
    assert len(shelf.published) == 1
    factory.deliver(at.home, _exams(12, 1))
    factory.settle(flow)
    assert len(shelf.published) == 2
    assert small.trained == [(1, 3), (2, 3)]
    assert factory.identifier("late") not in at.store.pairs.batched()


def test_an_exam_that_was_set_aside_is_tried_again_when_it_is_delivered_anew(at: Site) -> None:
    """The same delivery is not tried twice; another one is, and nothing is deleted from the inbox."""
    factory.deliver(at.home, {"x": "broken"})
    flow, _ = factory.pipeline(at, Shelf())
    factory.settle(flow)
    assert at.store.cases.set_aside_list() == [(factory.identifier("x"), "burned_in_text")]
    factory.deliver(at.home, {"x": "p1 pneumonia"})
    factory.settle(flow)
    assert at.store.cases.set_aside_list() == []
    assert (at.home / "inbox" / "x.exam").exists()


def test_a_refused_training_gives_its_exams_back_and_waits_for_more(at: Site) -> None:
    """A filter that cannot be trained does not block the site, and is not tried with the same exams again."""
    factory.deliver(at.home, _exams(0, 3))
    flow, small = factory.pipeline(at, Shelf())
    small.refuse_training = SiteAgentError()
    with pytest.raises(SiteAgentError):
        factory.settle(flow)
    assert factory.settle(flow) is Stage.WAITS_FOR_PATIENTS
    small.refuse_training = None
    factory.deliver(at.home, _exams(3, 1))
    assert factory.settle(flow) is Stage.IDLE
    assert small.trained == [(2, 4)]


def test_the_flow_goes_on_while_the_coordinator_is_away(at: Site) -> None:
    """Exams are taken in while a package waits for the line, which is then published as it was planned."""
    shelf = Shelf()
    shelf.away = True
    factory.deliver(at.home, _exams(0, 3))
    flow, _ = factory.pipeline(at, shelf)
    with pytest.raises(Unreachable):
        factory.settle(flow)
    (planned,) = at.store.releases.all()
    assert planned.state == "sealed"
    factory.deliver(at.home, _exams(3, 1))
    for _ in range(3):
        with pytest.raises(Unreachable):
            flow.advance()
    assert at.store.cases.counts()["publish"] == 4
    shelf.away = False
    factory.settle(flow)
    assert [row.package_id for row in at.store.releases.all()] == [planned.package_id]
    assert len(shelf.published) == 1


def test_a_sealed_package_that_was_damaged_is_built_again(at: Site) -> None:
    """Bytes that are not what was signed are never uploaded."""
    shelf = Shelf()
    shelf.away = True
    factory.deliver(at.home, _exams(0, 3))
    flow, _ = factory.pipeline(at, shelf)
    with pytest.raises(Unreachable):
        factory.settle(flow)
    (sealed,) = (at.home / "spool").glob("*.sealed")
    sealed.write_bytes(b"something else")
    with pytest.raises(SiteAgentError):
        flow.advance()
    shelf.away = False
    assert factory.settle(flow) is Stage.IDLE
    assert len(shelf.published) == 1


def test_a_person_decides_where_the_settings_say_so(tmp_path: Path) -> None:
    """Nothing is released while a pair waits for a person."""
    chosen = factory.settings(review={"mode": "person"})
    at = factory.hospital(tmp_path, Federation(), "hospital-a", chosen)
    factory.deliver(at.home, _exams(0, 3))
    flow, _ = factory.pipeline(at, Shelf())
    assert factory.settle(flow) is Stage.WAITS_FOR_REVIEW
    assert at.store.releases.all() == []
