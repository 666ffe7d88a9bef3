"""The promise of the report filter on two worlds of reports: identifiers go, findings stay.

The floors lie below what `scripts/bench_report_filter` measures over many reports.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from bench.reports.scoring import Answer, Score, score
from bench.reports.strangers import SIBLINGS, STRANGERS, UNREAD, strangers_world
from bench.reports.worlds import WORLDS, write_world

from site_agent.deidentify.reports.filter import ReportFilter
from site_agent.deidentify.reports.names import HeaderValues

if TYPE_CHECKING:
    from bench.reports.writing import Report

COUNT = 60
SEED = 7


@pytest.fixture(scope="module", params=WORLDS)
def reports(request: pytest.FixtureRequest) -> list[Report]:
    """Return the reports of a world."""
    return write_world(request.param, COUNT, SEED)


@pytest.fixture(scope="module")
def answers(reports: list[Report]) -> dict[str, Answer]:
    """Return what the filter makes of them, header values given where there are any."""
    report_filter = ReportFilter()
    made = {}
    for report in reports:
        found = report_filter.filter(report.text, HeaderValues.of(report.dicom))
        spans = [(start, end) for start, end, _ in found.spans]
        made[report.id] = Answer(found.text, spans, quarantined=found.status != "ok")
    return made


@pytest.fixture(scope="module")
def judged(reports: list[Report], answers: dict[str, Answer]) -> Score:
    """Return the score of the released texts."""
    return score(reports, answers)


def test_identifiers_go(judged: Score) -> None:
    """Hardly a token of an identifier is in the released texts, and hardly a name."""
    measures = judged.to_json()
    assert measures["token_recall"] >= 0.985
    assert measures["name_recall"] >= 0.98
    assert measures["leaky_reports"] <= 0.12


def test_what_reports_say_stays(judged: Score) -> None:
    """Findings, eponyms, measurements and scores are released as they were, and few reports are held back."""
    measures = judged.to_json()
    assert measures["pathology"] >= 0.95
    assert measures["hard_negatives"] >= 0.95
    assert measures["precision"] >= 0.93
    assert measures["quarantined"] <= 0.04


def test_spans_tell_what_went(reports: list[Report], answers: dict[str, Answer], judged: Score) -> None:
    """The places that the filter names hide what the released texts hide."""
    told = score(reports, answers, by_spans=True).to_json()
    assert told["token_recall"] == pytest.approx(judged.to_json()["token_recall"], abs=0.005)


@pytest.mark.parametrize("world", STRANGERS)
def test_worlds_of_strangers_say_where_their_identifiers_stand(world: str) -> None:
    """Reports of strangers have identifiers and findings, apart from each other and inside their texts."""
    as_development = world in SIBLINGS or world in UNREAD
    for report in strangers_world(world, COUNT):
        neutral = [] if as_development else list(report.neutral)  # what may go or stay may also be kept
        told = sorted([span[:2] for span in (*report.phi, *report.keep)] + neutral)
        assert report.phi or as_development  # as in the development set, some hold none
        assert report.keep
        assert all(end <= start for (_, end), (start, _) in pairwise(told))
        assert all(report.text[start:end] == report.text[start:end].strip() != "" for start, end in told)


@pytest.mark.parametrize("world", WORLDS)
def test_a_world_is_the_same_every_time(world: str) -> None:
    """The same seed makes the same reports, another seed others."""
    first, again, other = (write_world(world, 5, seed) for seed in (1, 1, 2))
    assert [one.to_json() for one in first] == [one.to_json() for one in again]
    assert [one.text for one in first] != [one.text for one in other]


def test_a_report_that_was_released_as_it_was_leaks_everything(reports: list[Report]) -> None:
    """The score is the reports': nothing done hides nothing and loses nothing, all removed the reverse."""
    idle = score(reports, {}).to_json()
    assert (idle["token_recall"], idle["pathology"], idle["leaky_reports"]) == (0, 1, 1)
    held = score(reports, {one.id: Answer("", (), quarantined=True) for one in reports}).to_json()
    assert (held["token_recall"], held["pathology"], held["quarantined"]) == (1, 0, 1)
