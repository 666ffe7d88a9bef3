from __future__ import annotations

import csv
import json
from collections import Counter
from typing import TYPE_CHECKING

import pytest
import typer
import yaml
from typer.testing import CliRunner

from factories.phantoms import small_cohort
from factories.releases import write_header, write_table
from radshare.configs import config_path
from site_agent.cli import deidentify, risk
from site_agent.risk.errors import RiskTooHigh

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

RARE_LABEL, RARE_SITE = "situs_inversus", "Nightjar Royal Infirmary"


@pytest.fixture
def app() -> typer.Typer:
    """Return both commands as one program."""
    made = typer.Typer()
    deidentify.register(made)
    risk.register(made)
    return made


def run(app: typer.Typer, *arguments: object) -> Result:
    """Run a command."""
    return CliRunner().invoke(app, [str(a) for a in arguments])


def rows(odd: int) -> list[dict[str, object]]:
    """Return 60 patients who are alike but for their sex, and some of whom each is unique."""
    usual = [
        {"patient_id": f"p{i}", "labels": "effusion", "sex": "FM"[i % 2], "hospital": "x"} for i in range(60)
    ]
    rare = [
        {
            "patient_id": f"=odd{i}",
            "labels": f"{RARE_LABEL}_{'abcdefgh'[i]}",
            "sex": "F",
            "hospital": RARE_SITE,
        }
        for i in range(odd)
    ]
    return [*usual, *rare]


def test_a_release_within_the_thresholds_passes(app: typer.Typer, tmp_path: Path) -> None:
    """Exit status 0, one JSON document, a page."""
    write_table(tmp_path / "data", rows(0))
    page = tmp_path / "new" / "risk.html"
    result = run(app, "risk", tmp_path / "data", "--json", "--out", page)
    assert result.exit_code == 0
    said = json.loads(result.stdout)
    assert (said["patients"], said["k"], said["suggestion"]) == (60, 30, None)
    assert "Within the thresholds" in page.read_text()
    assert page.stat().st_mode & 0o777 == 0o600


def test_a_release_above_them_is_refused_and_nothing_rare_is_shown(app: typer.Typer, tmp_path: Path) -> None:
    """The error has a code; neither page nor document names a rare value or a patient."""
    write_table(tmp_path / "data", rows(3))
    page = tmp_path / "risk.html"
    result = run(app, "risk", tmp_path / "data", "--json", "--out", page)
    assert isinstance(result.exception, RiskTooHigh)
    for shown in (result.output, page.read_text()):
        assert "odd" not in shown
        assert RARE_LABEL not in shown
        assert RARE_SITE.lower() not in shown.lower()
    for link in ("<script", "http://", "https://", "src=", "href="):
        assert link not in page.read_text()
    assert page.read_text().count("<svg") == 2
    assert "ABOVE" in run(app, "risk", tmp_path / "data").output


def test_what_may_stay_keeps_within_the_thresholds(app: typer.Typer, tmp_path: Path) -> None:
    """The lists are private, divide the patients, and the table's classes are large enough when recounted."""
    write_table(tmp_path / "data", rows(3))
    run(app, "risk", tmp_path / "data", "--apply", tmp_path / "lists")
    with (tmp_path / "lists" / "quasi_identifiers.csv").open() as file:
        header, *kept = csv.reader(file)
    with (tmp_path / "lists" / "suppressed.csv").open() as file:
        _, *gone = csv.reader(file)
    assert header[0] == "patient"
    assert min(Counter(tuple(row[1:]) for row in kept).values()) >= 12
    assert {row[0] for row in gone} == {"'=odd0", "'=odd1", "'=odd2"}
    assert len(kept) + len(gone) == 63
    assert (tmp_path / "lists").stat().st_mode & 0o777 == 0o700
    for path in (tmp_path / "lists").iterdir():
        assert path.stat().st_mode & 0o777 == 0o600


def test_files_that_were_not_assessed_are_not_passed_over(app: typer.Typer, tmp_path: Path) -> None:
    """Exit status 3 and a reason, although the others are within."""
    for number in range(20):
        write_header(tmp_path, number, f"p{number}")
    (tmp_path / "broken.dcm").write_bytes(b"nonsense")
    result = run(app, "risk", tmp_path)
    assert result.exit_code == 3
    assert "set aside (unreadable): 1" in result.output


@pytest.mark.parametrize("option", ["--max-risk", "--mean-risk", "--sampling-fraction"])
def test_a_threshold_out_of_range_is_a_wrong_command_line(
    app: typer.Typer, tmp_path: Path, option: str
) -> None:
    """Exit status 2 as of any wrong option."""
    write_table(tmp_path / "data", rows(0))
    result = run(app, "risk", tmp_path / "data", option, "1.5")
    assert getattr(result.exception, "exit_code", None) == 2


def test_a_cohort_deidentified_by_the_product_is_assessed(app: typer.Typer, tmp_path: Path) -> None:
    """Headers of the product's own output: every exam counts, its dates are no dates."""
    made = small_cohort(tmp_path / "in", patients=24, size_px=32)
    profile = yaml.safe_load(config_path("profiles/share.yaml").read_text())
    profile["options"] = [o for o in profile["options"] if o != "clean_pixel_data"]
    profile["options"].append("retain_patient_characteristics")
    (tmp_path / "profile.yaml").write_text(yaml.safe_dump(profile))
    out = tmp_path / "out"
    run(app, "deidentify", tmp_path / "in", out, "--profile", tmp_path / "profile.yaml")
    result = run(app, "risk", out, "--json", "--max-risk", "1", "--mean-risk", "1")
    said = json.loads(result.stdout)
    assert result.exit_code == 0
    assert (said["patients"], said["exams"], said["inputs"]) == (made.patients, made.exams, made.exams)
    known = {item["attribute"] for item in said["attributes"]}
    assert known == {"age", "sex", "exams", "scanner", "modality", "body_part"}
    assert 1 <= said["k"] < 24
