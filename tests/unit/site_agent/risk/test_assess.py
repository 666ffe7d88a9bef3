"""Measures, verdicts and suggestions on tables whose answers are known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from factories.releases import write_header, write_table
from site_agent.risk import population
from site_agent.risk.assess import Assessment, assess, gather
from site_agent.risk.errors import NobodyToAssess, RiskSettingsInvalid, RiskTableInvalid
from site_agent.risk.page import page
from site_agent.risk.settings import Attacker, Attribute, RiskSettings, load_settings
from site_agent.risk.table import QuasiTable

if TYPE_CHECKING:
    from pathlib import Path

PERSONAL = RiskSettings(knows=(Attribute.AGE, Attribute.SEX, Attribute.FINDINGS))


def cohort(folder: Path, *, odd: int = 1) -> Path:
    """Write 40 women and 40 men of about 50, and ``odd`` patients who stand out."""
    usual = [
        {"patient_id": f"p{i}", "labels": "effusion", "sex": "FM"[i % 2], "age": 50 + i % 4}
        for i in range(80)
    ]
    rare = [{"patient_id": f"odd{i}", "labels": "hernia", "sex": "F", "age": 91} for i in range(odd)]
    return write_table(folder, [*usual, *rare]).parent


def assessed(folder: Path, settings: RiskSettings = PERSONAL) -> Assessment:
    """Assess a folder."""
    return assess(gather(folder), settings)


def test_the_measures_are_those_of_the_formulas(tmp_path: Path) -> None:
    """Classes 10 x 8 and one of 1: k = 1, highest 1, mean J / n."""
    report = assessed(cohort(tmp_path)).report
    assert (report.patients, report.classes, report.k) == (81, 5, 1)
    assert report.prosecutor.highest == 1
    assert report.prosecutor.mean == pytest.approx(5 / 81)
    assert report.prosecutor.share_above == pytest.approx(1 / 81)
    assert report.marketer == report.prosecutor.mean
    assert report.journalist is None
    assert sum(band.patients for band in report.sizes) == 81
    assert not report.within


def test_each_attribute_is_told_apart(tmp_path: Path) -> None:
    """What an attribute adds is the risk without it; rare values are counted, not shown."""
    report = assessed(cohort(tmp_path)).report
    found = {item.attribute: item for item in report.attributes}
    assert found[Attribute.FINDINGS].rare_values == 1
    assert found[Attribute.FINDINGS].rare_patients == 1
    assert found[Attribute.SEX].mean_alone == pytest.approx(2 / 81)
    assert found[Attribute.AGE].mean_without == pytest.approx(3 / 81)


def test_the_suggestion_keeps_within_the_thresholds(tmp_path: Path) -> None:
    """Leaving one patient out and banding nothing is the least; the mean is then within as well."""
    found = assessed(cohort(tmp_path))
    suggestion = found.report.suggestion
    assert suggestion is not None
    assert suggestion.suppressed == 1
    assert suggestion.steps == ()
    assert suggestion.optimal
    assert suggestion.prosecutor.highest <= 0.09
    assert suggestion.prosecutor.mean <= 0.05
    assert found.plan is not None
    gone = [r.patient for r, stays in zip(found.records, found.plan.stays, strict=True) if not stays]
    assert gone == ["odd0"]


def test_without_suppression_what_stands_out_is_generalised(tmp_path: Path) -> None:
    """A site that may leave nobody out gets coarser attributes instead."""
    settings = PERSONAL.model_copy(update={"suppress_at_most": 0.0})
    suggestion = assessed(cohort(tmp_path), settings).report.suggestion
    assert suggestion is not None
    assert suggestion.suppressed == 0
    assert {step.attribute for step in suggestion.steps} >= {Attribute.AGE, Attribute.FINDINGS}
    assert all(step.advice for step in suggestion.steps)


def test_too_few_patients_cannot_be_helped(tmp_path: Path) -> None:
    """Below the least class no generalisation is enough, and the report says so."""
    rows = [{"patient_id": f"p{i}", "labels": "effusion"} for i in range(11)]
    found = assessed(write_table(tmp_path, rows).parent)
    assert found.plan is None
    assert found.report.suggestion is None
    assert "pool them" in page(found.report)


def test_a_common_finding_is_learnt_without_finding_anybody(tmp_path: Path) -> None:
    """All women of one age have the effusion: l = 1, and the share of those it is learnt of is told."""
    (diversity,) = assessed(cohort(tmp_path)).report.diversity
    assert diversity.distinct == 1
    assert diversity.disclosed_share == 1.0


def test_a_sampling_fraction_lowers_the_journalists_risk(tmp_path: Path) -> None:
    """Who does not know who is in the data is less often right, and only then judged by it."""
    settings = PERSONAL.model_copy(update={"sampling_fraction": 0.01, "attacker": Attacker.JOURNALIST})
    report = assessed(cohort(tmp_path), settings).report
    assert report.journalist is not None
    assert report.journalist.highest < 0.09 < report.prosecutor.highest
    assert report.within
    assert {v.measure: v.judged for v in report.verdicts}["prosecutor_highest"] is False


def test_a_journalist_without_a_population_is_refused(tmp_path: Path) -> None:
    """Nothing is assumed of a population that nobody described."""
    with pytest.raises(RiskSettingsInvalid):
        assessed(cohort(tmp_path), PERSONAL.model_copy(update={"attacker": Attacker.JOURNALIST}))


def test_a_register_is_matched_at_the_level_it_is_written_in(tmp_path: Path) -> None:
    """Ten-year bands of a register hold its counts; a class that it lacks counts as in the data."""
    register = tmp_path / "register.csv"
    register.write_text("age,sex,count\n50-59,f,1000\n50-59,m,500\n")
    records = gather(cohort(tmp_path / "data")).records
    matched = population.registered(records, population.read_register(register))
    assert sorted(zip(matched.sizes.tolist(), np.round(1 / matched.inverse).tolist(), strict=True)) == [
        (1, 1.0),
        (40, 500.0),
        (40, 1000.0),
    ]
    assert matched.population == 1501


@pytest.mark.parametrize("text", ["", "count\n3\n", "age,count\n50,many\n", "shoe_size,count\n44,3\n"])
def test_a_table_that_is_no_register_is_refused(tmp_path: Path, text: str) -> None:
    """An unknown column or count ends the command."""
    (tmp_path / "register.csv").write_text(text)
    with pytest.raises(RiskTableInvalid):
        population.read_register(tmp_path / "register.csv")


def test_a_table_of_findings_says_more_of_the_files_patients(tmp_path: Path) -> None:
    """Its rows are no exams, and patients who are not in the folder are set aside."""
    write_header(tmp_path / "dicom", 1, "p1")
    table = write_table(
        tmp_path, [{"patient_id": p, "labels": "Pleural Effusion|Nodule"} for p in ("p1", "stranger")]
    )
    found = gather(tmp_path / "dicom", table)
    assert found.records[0].values[Attribute.FINDINGS] == {"effusion", "nodule"}
    assert found.exams == 1
    assert found.set_aside == {"no_pixels": 1}


def test_nobody_is_an_error(tmp_path: Path) -> None:
    """An empty folder is not a safe one."""
    with pytest.raises(NobodyToAssess):
        assessed(tmp_path)


@pytest.mark.parametrize("name", ["no_such_column", "patient"])
def test_a_table_without_patients_is_refused(tmp_path: Path, name: str) -> None:
    """Rows that nobody owns cannot be assessed."""
    with pytest.raises(RiskTableInvalid):
        gather(write_table(tmp_path, [{name: 1}]).parent)


@pytest.mark.parametrize(
    "text", ["max_risk: 2", "knows: []", "knows: [age, age]", "unknown: 1", "[1", "- 1", "weights: {age: 0}"]
)
def test_settings_that_are_not_possible_are_refused(tmp_path: Path, text: str) -> None:
    """Unknown keys and values out of range end the command before anything is read."""
    (tmp_path / "risk.yaml").write_text(text)
    with pytest.raises(RiskSettingsInvalid):
        load_settings(tmp_path / "risk.yaml")


def test_an_option_goes_before_the_file(tmp_path: Path) -> None:
    """What is said on the command line counts."""
    (tmp_path / "risk.yaml").write_text("max_risk: 0.5\nmean_risk: 0.2\n")
    found = load_settings(tmp_path / "risk.yaml", max_risk=0.1, mean_risk=None)
    assert (found.max_risk, found.mean_risk, found.least_class) == (0.1, 0.2, 10)


def test_a_journalist_is_helped_by_what_is_enough_for_a_journalist(tmp_path: Path) -> None:
    """Where only the journalist is judged, smaller classes may stay than the prosecutor would allow."""
    rows = [{"patient_id": f"p{i}", "labels": "effusion", "sex": "FMO"[i % 3], "age": 30} for i in range(15)]
    rows.append({"patient_id": "odd", "labels": "effusion", "sex": "F", "age": 91})
    bars = {"attacker": Attacker.JOURNALIST, "sampling_fraction": 0.1, "max_risk": 0.1, "mean_risk": 0.1}
    suggestion = assessed(
        write_table(tmp_path, rows).parent, PERSONAL.model_copy(update=bars)
    ).report.suggestion
    assert suggestion is not None
    assert (suggestion.suppressed, suggestion.smallest) == (1, 5)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"sampling_fraction": 0.1}, "with probability 0.1"),
        ({}, "the journalist&#x27;s risk is not stated"),
        ({"knows": (Attribute.INTERVALS,)}, "Nobody knows the days between exams"),
        ({"search_steps": 1, "suppress_at_most": 0.0}, "The search was cut short"),
    ],
)
def test_the_page_says_what_was_assumed(tmp_path: Path, change: dict[str, object], said: str) -> None:
    """What the numbers rest on stands beside them."""
    settings = RiskSettings.model_validate({"knows": PERSONAL.knows} | change)
    assert said in page(assessed(cohort(tmp_path), settings).report)


def test_the_page_names_a_register_and_what_was_set_aside(tmp_path: Path) -> None:
    """A register's reach is told, and files that were not assessed are counted."""
    (tmp_path / "register.csv").write_text("sex,count\nf,1000\n")
    rows = [{"patient_id": p, "sex": "F"} for p in ("a", "b", "")]
    gathered = gather(write_table(tmp_path / "data", rows).parent)
    shown = page(assess(gathered, RiskSettings(), population.read_register(tmp_path / "register.csv")).report)
    assert "columns of the population table and no more" in shown
    assert "1 files or rows were set aside" in shown


def test_exams_of_a_table_are_studies_else_days_else_rows(tmp_path: Path) -> None:
    """Two images of one study, or of one day, are one exam."""
    for column, values, exams in [("study", "aab", 2), ("time_offset_days", "003", 2), ("view", "aab", 3)]:
        rows = [{"patient_id": "p", column: value} for value in values]
        assert gather(write_table(tmp_path / column, rows).parent).exams == exams


def test_many_attributes_do_not_overflow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys that no longer fit 64 bits are renumbered, and the classes stay what they are."""
    records = gather(cohort(tmp_path, odd=3)).records
    table = QuasiTable.of(records, PERSONAL.knows)
    sizes = table.sizes(table.released)
    monkeypatch.setattr("site_agent.risk.table._LARGEST_KEY", 3)
    assert table.sizes(table.released).tolist() == sizes.tolist()
