from __future__ import annotations

import csv
import json
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
import typer
from PIL import Image
from typer.testing import CliRunner

from factories.synthesize import cohort, one_thread, quick_preset
from radshare.certificate import FilterCertificate
from radshare.documents import parse_canonical
from site_agent.case import GateRecord
from site_agent.certify import measuring
from site_agent.certify.attackers import AttackerSettings
from site_agent.certify.measuring import Effort
from site_agent.cli import certify
from site_agent.synthesize.ablation import AblationFilter, AblationImage
from site_agent.synthesize.data_folder import write_pairs
from site_agent.synthesize.image_filter import Counterpart
from site_agent.synthesize.modes import Mode
from site_agent.synthesize.train import train_filter

if TYPE_CHECKING:
    from pathlib import Path

    from site_agent.synthesize.image_filter import FilterCase

BRIEF = Effort(
    AttackerSettings(width=8, steps=3, adaptive_steps=2, batch_size=8),
    schooling_steps=3,
    side_px=32,
    draws=20,
    splits=2,
)


def program() -> typer.Typer:
    """Return the command as a program."""
    app = typer.Typer()
    certify.register(app)
    app.callback()(lambda: None)
    return app


def data_dir(folder: Path, cases: list[FilterCase]) -> Path:
    """Write a cohort as a DATA_DIR with sex and age."""
    (folder / "images").mkdir(parents=True)
    with (folder / "metadata.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["image", "patient_id", "labels", "view", "sex", "age"])
        for row, case in enumerate(cases):
            Image.fromarray((case.image * 255).astype(np.uint8)).save(folder / "images" / case.case_id)
            people = ["m" if row % 2 else "F", str(20 + row)]
            writer.writerow([case.case_id, case.patient, "|".join(case.labels), case.view, *people])
    return folder


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return a site's exams, others', a filter trained for a moment, and its counterparts."""
    one_thread()
    root, cases = tmp_path_factory.mktemp("certify"), cohort(24)
    others = [replace(case, patient="other-" + case.patient) for case in cohort(28, seed=7)]
    train_filter(cases, root / "filter", quick_preset(), seed=1)
    made = AblationFilter.load(root / "filter", Mode.KASP, gated=False)
    write_pairs(root / "pairs", [released(each, made.digest) for each in made.counterparts(cases)])
    return {
        "data": data_dir(root / "data", cases),
        "held": data_dir(root / "held", others),
        "filter": root / "filter",
        "pairs": root / "pairs",
    }


def released(made: object, digest: str) -> Counterpart:
    """Return an image as if the gate had let it through: here it is measured, not published."""
    assert isinstance(made, AblationImage)
    assert made.group is not None
    record = GateRecord({"identity": True}, {}, made.group, 3, 3, 1, digest)
    return Counterpart(made.case_id, made.image, made.labels, made.view, record)


def test_a_release_is_certified(
    folders: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Certificate, published certificate and page are written; every bar is ruled; the exit code says how."""
    monkeypatch.setattr(measuring.Effort, "for_images", lambda _size_px: BRIEF)
    command = ["certify", str(folders["data"]), str(folders["pairs"]), "--filter", str(folders["filter"])]
    command += ["--held-out", str(folders["held"]), "--aux", str(folders["held"]), "--seeds", "1"]
    done = CliRunner().invoke(program(), [*command, "--out", str(tmp_path), "--json"])
    assert done.exit_code == 1, done.output
    shown = json.loads(done.stdout)
    assert shown == json.loads((tmp_path / "certificate.json").read_text())
    rulings = {ruling["bar"]: ruling["verdict"] for ruling in shown["rulings"]}
    assert rulings["planted_copies"] == "failed"
    assert rulings["linkage"] == "inconclusive"
    assert rulings["group_size"] == "passed"
    names = {measure["name"] for measure in shown["measures"]}
    assert {"linkage_adaptive", "auc_mixed_control_macro", "agreement_auc_macro", "kid_x1000"} <= names
    assert {cell["kind"] for cell in shown["suppressed"]} == {"all", "finding", "view", "sex", "age"}
    raw = (tmp_path / "certificate.published.json").read_bytes()
    assert parse_canonical(FilterCertificate, raw).filter_digest == shown["filter"]["filter_digest"]
    page = (tmp_path / "certificate.html").read_text()
    assert page.startswith("<!doctype html>")
    assert "src=" not in page
    assert "<script" not in page


@pytest.mark.parametrize("broken", ["exams", "maker", "data"])
def test_folders_that_do_not_belong_together_are_refused(
    folders: dict[str, Path], tmp_path: Path, broken: str
) -> None:
    """Pairs of other exams or another filter, or exams that the filter never saw, measure nothing."""
    named = folders | {"data": folders["held"]} if broken == "data" else dict(folders)
    if broken != "data":
        text = (folders["pairs"] / "pairs.csv").read_text()
        digest = text.splitlines()[1].split(",")[text.splitlines()[0].split(",").index("filter_digest")]
        swapped = {"exams": ("case-000-0.png", "case-999-0.png"), "maker": (digest, "cd" * 32)}[broken]
        text = text.replace(*swapped)
        (tmp_path / "pairs").mkdir()
        (tmp_path / "pairs" / "images").symlink_to(folders["pairs"] / "images")
        (tmp_path / "pairs" / "pairs.csv").write_text(text)
        named["pairs"] = tmp_path / "pairs"
    command = ["certify", str(named["data"]), str(named["pairs"]), "--filter", str(named["filter"])]
    done = CliRunner().invoke(program(), [*command, "--out", str(tmp_path / "c")])
    assert done.exit_code == 1
    assert done.exception is not None
    assert getattr(done.exception, "code", "") == "DATA_FOLDER_INVALID"
