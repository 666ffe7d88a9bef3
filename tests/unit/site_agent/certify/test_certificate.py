from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from factories.certify import LABELS, cohort, copied
from factories.site import summary
from radshare.certificate import Verdict
from site_agent.certify.bars import BARS, judge
from site_agent.certify.certificate import (
    Certificate,
    CohortCounts,
    SuppressedCell,
    age_band,
    homogeneity,
    suppression,
)
from site_agent.certify.curves import curve
from site_agent.certify.linkage import Trial
from site_agent.certify.measure import Measure, unmeasured
from site_agent.certify.page import page
from site_agent.certify.rules import Situation

MEASURES = (
    Measure(name="linkage_adaptive", value=0.52345, low=0.48, high=0.56789, n=20, n_patients=437, chance=0.5),
    Measure(name="real_real_passive", value=0.91, low=0.9, high=0.92, n=20, n_patients=437, chance=0.5),
    Measure(name="sensitivity_drop_edema", value=0.5, low=0.0, high=1.0, n=3, n_patients=2),
    Measure(name="auc_tstr_macro", value=0.8, low=0.75, high=0.85, n=200, n_patients=180),
    Measure(name="auc_tstr_minus_trtr_macro", value=-0.01, low=-0.05, high=0.02, n=200, n_patients=180),
    Measure(name="agreement_auc_macro", value=0.8, low=0.75, high=0.85, n=200, n_patients=180),
    Measure(name="kid_x1000", value=3.0, low=2.0, high=4.0, n=200, n_patients=180, note="features: <named>"),
    Measure(name="kid_x1000_real", value=2.0, low=1.0, high=3.0, n=200, n_patients=180),
    Measure(name="source_most_passive", value=0.3, low=0.2, high=0.4, n=200, n_patients=180, chance=0.33),
    unmeasured("membership", "there are no <outsiders>"),
)


@pytest.fixture
def made() -> Certificate:
    """Return a certificate with a rare subgroup and a measure of two patients."""
    trials = [
        Trial(f"p{n}", *(cohort(2).images[0, 0, side, :4].numpy() for side in (0, 1))) for n in range(9)
    ]
    drawn = curve("linkage_adaptive", trials, summary().k)
    assert drawn is not None
    return Certificate(
        measured_on="2026-11-21",
        filter=summary(),
        recipe="ef" * 32,
        cohort=CohortCounts(
            exams=200,
            patients=187,
            several_exams=60,
            labels=3,
            counterparts=180,
            outside_patients=50,
            test_patients=40,
            local_patients=10,
            auxiliary_patients=0,
        ),
        homogeneity=homogeneity(LABELS, 7),
        rulings=tuple(judge(MEASURES, Situation(summary().k, 3))),
        measures=MEASURES,
        suppressed=(
            SuppressedCell(kind="all", value="", exams=200, suppressed=17),
            SuppressedCell(kind="finding", value="edema", exams=2, suppressed=2),
        ),
        curves=(drawn,),
    )


def test_what_leaves_is_rounded_and_no_small_cell(made: Certificate) -> None:
    """Three digits, tens of patients, no subgroup or measure of fewer than k, no exact count in a reason."""
    left = made.published()
    named = {measure.name: measure for measure in left.measures}
    assert named["linkage_adaptive"].model_dump() == {
        "name": "linkage_adaptive",
        "value": 0.523,
        "low": 0.48,
        "high": 0.568,
        "chance": 0.5,
        "patients_at_least": 430,
    }
    assert "sensitivity_drop_edema" not in named
    assert "membership" not in named
    assert [
        (cell.kind, cell.exams_at_least, cell.suppressed_percent_at_most) for cell in left.suppressed
    ] == [("all", 200, 10)]
    assert {ruling.why for ruling in left.rulings} == {""}
    assert "437" not in left.canonical().decode()
    assert "curves" not in json.loads(left.canonical())


def test_the_worst_verdict_is_the_certificates(made: Certificate) -> None:
    """One missed bar is a failure; without one, an open bar leaves the whole open."""
    assert [ruling.bar for ruling in made.rulings] == [bar.name for bar in BARS]
    assert made.verdict is Verdict.INCONCLUSIVE
    failed = made.rulings[0].model_copy(update={"verdict": Verdict.FAILED})
    assert made.model_copy(update={"rulings": (failed, *made.rulings[1:])}).verdict is Verdict.FAILED


def test_suppression_is_counted_for_every_kind_of_exam() -> None:
    """Who got no counterpart is counted by finding, view, sex and ten-year age band."""
    hospital = cohort(6)
    release = copied(hospital).only(range(2, len(hospital)))
    cells = {
        (cell.kind, cell.value): (cell.suppressed, cell.exams) for cell in suppression(hospital, release)
    }
    assert cells["all", ""] == (2, 12)
    assert cells["finding", "no_finding"] == (2, 4)
    assert cells["view", "PA"] == (2, 12)
    assert cells["sex", "M"] == (1, 6)
    assert cells["age", "20-29"] == (2, 10)
    unknown = replace(hospital, ages=(None,) * 12, sexes=("",) * 12)
    assert ("age", "unknown") in {(cell.kind, cell.value) for cell in suppression(unknown, release)}
    assert [age_band(years) for years in (None, 0.5, 39, 90, 104)] == [
        "unknown",
        "0-9",
        "30-39",
        "90+",
        "90+",
    ]


def test_no_cell_of_a_curve_holds_fewer_than_k_patients() -> None:
    """Cells are joined until k patients stand in each; fewer patients than k have no curve at all."""
    draw = cohort(40).images[:, 0, 0, :6].numpy()
    trials = [Trial(f"p{place}", row[:2], row[2:]) for place, row in enumerate(draw)]
    found = curve("real_real", trials, 12)
    assert found is not None
    for low, high in zip(found.edges, found.edges[1:], strict=False):
        for side in ("positives", "negatives"):
            inside = {
                trial.patient
                for trial in trials
                if ((getattr(trial, side) >= low - 1e-3) & (getattr(trial, side) < high + 1e-3)).any()
            }
            assert len(inside) >= 12
    assert sum(found.same) == pytest.approx(1, abs=0.02)
    assert curve("real_real", trials[:11], 12) is None


def test_the_page_stands_alone(made: Certificate) -> None:
    """No script and nothing from outside, light and dark, all that was measured, and text is escaped."""
    text = page(made)
    assert not re.search(r"<script|https?://|src=|url\(|@import", text)
    assert "prefers-color-scheme: dark" in text
    assert text.count("<svg") >= 5
    for measure in MEASURES:
        assert f"<code>{measure.name}</code>" in text
    assert "&lt;named&gt;" in text
    assert "there are no &lt;outsiders&gt;" in text
    assert "nan" not in re.sub(r"[a-z]{4,}", "", text)
    assert "edema" not in text.split("Who is left out?")[1].split("</svg>")[0]
