"""The demo's promises: kept only by evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from radshare.experiment import ExperimentResults, RowStatus, SiteRow
from site_agent.demo import promises
from site_agent.demo.canaries import Canary
from site_agent.demo.plan import make_plan
from site_agent.demo.scanner import Scanner

if TYPE_CHECKING:
    from pathlib import Path

SECRET = Canary("QA55512345", "patient id")


def test_an_empty_place_proves_nothing(tmp_path: Path) -> None:
    """A search of nothing finds nothing, and that is no promise kept."""
    assert not promises.nothing_planted_in(Scanner([SECRET]), "an empty folder", [tmp_path]).kept


def test_a_find_breaks_the_promise_without_showing_the_value(tmp_path: Path) -> None:
    """The verdict names kind and place only."""
    (tmp_path / "log").write_text(f"patient {SECRET.value}")
    promise = promises.nothing_planted_in(Scanner([SECRET]), "the log", [tmp_path])
    assert not promise.kept
    assert "patient id" in promise.detail
    assert SECRET.value not in promise.detail


def test_a_search_that_misses_is_not_proved(tmp_path: Path) -> None:
    """Without full recall on the inputs, the search counts for nothing."""
    (tmp_path / "input").write_text("someone else")
    assert not promises.search_is_proved(Scanner([SECRET]), [tmp_path]).kept
    assert not promises.search_is_proved(Scanner([]), [tmp_path]).kept


def test_catalog_must_hold_exactly_one_package_each() -> None:
    """A duplicate is as bad as a missing one."""
    sites = ["a", "b"]
    assert promises.one_package_each(["a", "b"], sites).kept
    assert not promises.one_package_each(["a", "b", "b"], sites).kept
    assert not promises.one_package_each(["a"], sites).kept


def results(tmp_path: Path, drop: int = 0) -> ExperimentResults:
    """Return complete results, less ``drop`` rows."""
    spec = make_plan(tmp_path / "demo").spec
    rows = [
        SiteRow(arm=arm, trained_at=site, judged_at=site, status=RowStatus.OK, n=20, auc=0.7)
        for site in spec.sites
        for arm in spec.training.arms
    ]
    return ExperimentResults(
        experiment_id="0" * 32, spec=spec, rows=tuple(rows[drop:]), locks={}, started_at="", finished_at=""
    )


def test_rows_must_be_there_for_every_hospital_and_arm(tmp_path: Path) -> None:
    """One missing row breaks the promise."""
    assert promises.rows_are_complete(results(tmp_path)).kept
    assert not promises.rows_are_complete(results(tmp_path, drop=1)).kept


def test_a_row_without_numbers_says_whose_it_is_and_why(tmp_path: Path) -> None:
    """Who reads that a row is missing learns the arm, the hospital and the code, not only how many."""
    whole = results(tmp_path)
    kept_back = whole.rows[1].model_copy(update={"status": RowStatus.REFUSED, "code": "NO_TRAINING_DATA"})
    promise = promises.rows_are_complete(
        whole.model_copy(update={"rows": (whole.rows[0], kept_back, *whole.rows[2:])})
    )
    assert not promise.kept
    assert promise.detail == "5 of 6; shared at hospital-a: NO_TRAINING_DATA"


def test_held_out_patients_must_exist_and_stay() -> None:
    """No held-out patients at all would make the promise empty."""
    assert promises.held_out_stayed({"a": (5, 20, 0)}).kept
    assert not promises.held_out_stayed({"a": (5, 20, 1)}).kept
    assert not promises.held_out_stayed({"a": (0, 20, 0)}).kept


def test_unknown_strays_are_not_none() -> None:
    """Only a count that was taken can be zero."""
    assert promises.nothing_left_running(()).kept
    assert not promises.nothing_left_running((4711,)).kept
    assert not promises.nothing_left_running(None).kept
