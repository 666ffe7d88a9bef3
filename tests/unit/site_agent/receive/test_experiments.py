"""Assembling a training set, and answering an experiment once."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest

from factories import site as factory
from factories.boundary import Federation, contents
from radshare.errors import RemoteRefusal, Unreachable
from radshare.experiment import Arm, ExperimentSpec
from radshare.files import private_folder
from radshare.identity import Role, SpiffeId
from radshare.package import write_package
from radshare.training_set import read_training_set
from radshare.views import ExperimentState, ExperimentView, ParticipantView, SiteState
from site_agent.deidentify.engine.restore import pack
from site_agent.receive.experiments import follow_experiments
from site_agent.store.cases import CaseRow
from site_agent.store.exchange import Received

if TYPE_CHECKING:
    from pathlib import Path

    from site_agent.store.experiments import ExperimentRow
    from site_agent.store.site import Site

EXPERIMENT = "e" * 32
PACKAGE = "0123456789abcdef0123456789abcdef"
ME = SpiffeId("demo", Role.SITE, "hospital-b")


class Desk:
    """The coordinator's end: one announced experiment, and what was answered."""

    def __init__(self, **recipe: Any) -> None:
        wanted = {
            "task": "pneumonia",
            "positive": ("pneumonia",),
            "negative": ("no_finding",),
            "image_size_px": 32,
        }
        spec = {
            "name": "demo",
            "recipe": wanted | recipe,
            "sites": ["hospital-b", "x"],
            "min_test_patients": 2,
        }
        self.view = ExperimentView(
            EXPERIMENT,
            ExperimentSpec.model_validate(spec),
            ExperimentState.GATHERING,
            (ParticipantView(ME, SiteState.INVITED),),
        )
        self.answers: list[str] = []
        self.refuses: Exception | None = None

    def experiments(self) -> list[ExperimentView]:
        """Return the one experiment."""
        return [self.view]

    def report_ready(self, experiment_id: str, lock_sha256: str) -> None:
        """Note an answer."""
        self._note(lock_sha256)

    def report_refused(self, experiment_id: str, code: str) -> None:
        """Note an answer."""
        self._note(code)

    def _note(self, answer: str) -> None:
        if self.refuses is not None:
            raise self.refuses
        self.answers.append(answer)


@pytest.fixture
def at(tmp_path: Path) -> Site:
    """Return a hospital with exams of both labels, held-out ones, and one received package."""
    site = factory.hospital(tmp_path, Federation(), "hospital-b", factory.settings())
    for number in range(8):
        label = "pneumonia" if number % 2 else "no_finding"
        case = factory.exam(f"x{number}", f"p{number}", label, held_out=number >= 5)
        row = CaseRow(case.case_id, "f", case.patient, case.partition.value)
        site.store.cases.keep(row, pack(case))
    folder = private_folder(private_folder(site.home / "received") / PACKAGE)
    write_package(contents(site.member.signing), folder / "package.tar")
    site.store.exchange.wish("a" * 32, PACKAGE, "{}")
    site.store.exchange.keep(
        "a" * 32, Received(PACKAGE, "spiffe://demo/site/hospital-a", "cd" * 32, 12, "now")
    )
    return site


def _row(at: Site) -> ExperimentRow:
    (row,) = at.store.experiments.all()
    return row


def test_a_training_set_holds_own_exams_and_shared_pairs_and_tests_on_held_out_patients_only(
    at: Site,
) -> None:
    """Publishable patients train, held-out ones test, shared pairs train; all sealed by a lock."""
    desk = Desk()
    follow_experiments(at, desk)
    held = read_training_set(at.home / "private" / "training" / EXPERIMENT)
    assert desk.answers == [held.lock.sha256()]
    assert held.lock.n_train == {Arm.LOCAL: 5, Arm.SHARED: 12, Arm.MIXED: 17}
    assert {r.patient for r in held.records if r.split == "test"} == {
        factory.identifier(f"p{n}") for n in (5, 6, 7)
    }
    assert {source.package_id: source.digest for source in held.lock.sources}[PACKAGE] == "cd" * 32


def test_an_experiment_is_answered_once(at: Site) -> None:
    """Looking again answers nothing again, and the end is noted."""
    desk = Desk()
    for _ in range(3):
        follow_experiments(at, desk)
    assert len(desk.answers) == 1
    desk.view = ExperimentView(EXPERIMENT, desk.view.spec, ExperimentState.FINISHED, desk.view.participants)
    follow_experiments(at, desk)
    assert _row(at).state == "finished"


def test_an_answer_that_could_not_be_sent_is_sent_later(at: Site) -> None:
    """The stored answer goes out when the line is back; the set is not assembled again."""
    desk = Desk()
    desk.refuses = Unreachable()
    with pytest.raises(Unreachable):
        follow_experiments(at, desk)
    assert _row(at).state == "ready"
    desk.refuses = None
    follow_experiments(at, desk)
    assert desk.answers == [_row(at).lock_sha256]


def test_an_answer_that_is_not_wanted_any_more_is_not_repeated_for_ever(at: Site) -> None:
    """A refusal by the coordinator's judgement settles the matter; a passing problem of its own does not."""
    desk = Desk()
    desk.refuses = RemoteRefusal("RPC_INTERNAL")
    with pytest.raises(RemoteRefusal):
        follow_experiments(at, desk)
    desk.refuses = RemoteRefusal("EXPERIMENT_OVER")
    follow_experiments(at, desk)
    assert _row(at).reported


@pytest.mark.parametrize(
    ("recipe", "code"),
    [
        ({"positive": ("mass",)}, "NO_MATCHING_LABELS"),
        ({"positive": ("pneumonia", "mass"), "negative": ("fracture",)}, "NO_MATCHING_LABELS"),
    ],
)
def test_a_recipe_that_fits_no_own_exam_is_refused_with_a_code(
    at: Site, recipe: dict[str, Any], code: str
) -> None:
    """Nothing is written, and the coordinator learns the code alone."""
    desk = Desk(**recipe)
    follow_experiments(at, desk)
    assert desk.answers == [code]
    assert not (at.home / "private" / "training" / EXPERIMENT).exists()


def test_too_few_test_patients_are_refused_by_the_stricter_of_both_limits(tmp_path: Path, at: Site) -> None:
    """The site's own minimum counts as well as the experiment's."""
    strict = factory.settings(federation={"min_test_patients": 4})
    desk = Desk()
    follow_experiments(factory.site(at.home, at.member, strict), desk)
    assert desk.answers == ["TOO_FEW_TEST_PATIENTS"]


def test_named_packages_are_waited_for_but_not_for_ever(at: Site) -> None:
    """A missing package leaves the experiment waiting until most of the gather time is over, then refuses."""
    desk = Desk(packages=("f" * 32,))
    follow_experiments(at, desk)
    assert desk.answers == []
    at.store._database.write("UPDATE experiments SET seen_at = ?", time.time() - 10_000)
    follow_experiments(at, desk)
    assert desk.answers == ["PACKAGES_MISSING"]


def test_a_person_decides_where_the_settings_say_so(at: Site) -> None:
    """With `accept: manual` nothing is answered before a verdict; a refusal is a code."""
    manual = factory.site(at.home, at.member, factory.settings(experiments={"accept": "manual"}))
    desk = Desk()
    follow_experiments(manual, desk)
    assert desk.answers == []
    assert manual.store.experiments.give_verdict(EXPERIMENT, "refuse")
    follow_experiments(manual, desk)
    assert desk.answers == ["EXPERIMENT_DECLINED"]


def test_a_site_without_flower_takes_no_part(at: Site) -> None:
    """Federation switched off refuses every experiment."""
    off = factory.site(at.home, at.member, factory.settings(federation={"enabled": False}))
    desk = Desk()
    follow_experiments(off, desk)
    assert desk.answers == ["EXPERIMENT_DECLINED"]


def test_a_received_package_that_was_altered_on_disk_is_not_trained_on(at: Site) -> None:
    """The package is read as carefully as when it came."""
    path = at.home / "received" / PACKAGE / "package.tar"
    path.write_bytes(path.read_bytes()[:-512])
    desk = Desk()
    follow_experiments(at, desk)
    assert desk.answers == ["PACKAGE_MALFORMED"]
