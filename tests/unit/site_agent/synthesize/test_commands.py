from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import numpy as np
import typer
from PIL import Image
from typer.testing import CliRunner

from factories.synthesize import cohort, quick_preset
from site_agent.cli import synthesize, train_filter
from site_agent.synthesize.data_folder import read_pairs
from site_agent.synthesize.errors import BudgetInvalid, ModeInvalid

if TYPE_CHECKING:
    from pathlib import Path

    from radshare.manifest import FilterSummary
    from site_agent.synthesize.image_filter import FilterCase


def program() -> typer.Typer:
    """Return the two commands as one program."""
    app = typer.Typer()
    for command in (train_filter, synthesize):
        command.register(app)
    return app


def data_dir(folder: Path, cases: list[FilterCase]) -> Path:
    """Write a cohort as a DATA_DIR."""
    (folder / "images").mkdir(parents=True)
    with (folder / "metadata.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["image", "patient_id", "labels", "view", "sex", "age"])
        for case in cases:
            name = case.case_id
            Image.fromarray((case.image * 255).astype(np.uint8)).save(folder / "images" / name)
            writer.writerow([name, case.patient, "|".join(case.labels), case.view, "", ""])
    return folder


def test_a_folder_of_images_becomes_a_filter(tmp_path: Path) -> None:
    """Training reads metadata.csv and a preset file; a bad image is set aside and the exit code says so."""
    data = data_dir(tmp_path / "data", cohort(24))
    (data / "images" / "broken.png").write_bytes(b"not an image")
    with (data / "metadata.csv").open("a", newline="") as file:
        csv.writer(file).writerow(["broken.png", "p", "pneumonia", "PA", "", ""])
    preset = tmp_path / "preset.yaml"
    preset.write_text(json.dumps(quick_preset().model_dump(mode="json")))
    command = [
        "train-filter",
        str(data),
        "--out",
        str(tmp_path / "f"),
        "--preset",
        str(preset),
        "--k",
        "4",
        "--json",
    ]
    done = CliRunner().invoke(program(), command)
    assert done.exit_code == 3, done.output
    summary = json.loads(done.stdout)
    assert (summary["k"], summary["set_aside"]) == (4, 1)


def test_counterparts_are_made(
    tmp_path: Path, cases: list[FilterCase], trained: tuple[Path, FilterSummary]
) -> None:
    """Synthesize writes what the reference says; file names tell nothing about their sources."""
    data, pairs, run = data_dir(tmp_path / "data", cases), tmp_path / "pairs", CliRunner()
    made = run.invoke(program(), ["synthesize", str(data), str(pairs), "--filter", str(trained[0]), "--json"])
    assert made.exit_code in {0, 3}, made.output
    counts = json.loads(made.stdout)["outcomes"]
    names = [path.stem for path in (pairs / "images").glob("*.png")]
    assert len(names) == counts["released"]
    assert not any("case" in name for name in names)


def test_a_filter_is_trained_under_a_budget(tmp_path: Path) -> None:
    """With public exams and an epsilon the summary says what was spent; one without the other is refused."""
    own, public = data_dir(tmp_path / "own", cohort(24)), data_dir(tmp_path / "public", cohort(24, seed=9))
    preset = tmp_path / "preset.yaml"
    raw = quick_preset().model_dump(mode="json")
    raw["dp"] = {"epsilon": 1.0, "public": "0" * 64, "steps": 4, "batch_size": 8}
    preset.write_text(json.dumps(raw))
    command = ["train-filter", str(own), "--out", str(tmp_path / "f"), "--preset", str(preset), "--json"]
    lonely = CliRunner().invoke(program(), [*command, "--dp-epsilon", "6"])
    assert isinstance(lonely.exception, BudgetInvalid)
    done = CliRunner().invoke(program(), [*command, "--dp-epsilon", "6", "--public", str(public)])
    assert done.exit_code == 0, done.output
    promised = json.loads(done.stdout)["dp"]
    assert promised["unit"] == "patient"
    assert 0 < promised["epsilon"] <= 6


def test_a_filter_starts_from_public_exams(tmp_path: Path) -> None:
    """Several folders may be given; without an epsilon nothing is promised, and the summary says so."""
    own = data_dir(tmp_path / "own", cohort(24))
    folders = [data_dir(tmp_path / f"public-{seed}", cohort(24, seed=seed)) for seed in (8, 9)]
    preset = tmp_path / "preset.yaml"
    preset.write_text(json.dumps(quick_preset().model_dump(mode="json")))
    command = ["train-filter", str(own), "--out", str(tmp_path / "f"), "--preset", str(preset), "--json"]
    public = [part for folder in folders for part in ("--public", str(folder))]
    done = CliRunner().invoke(program(), [*command, *public])
    assert done.exit_code == 0, done.output
    assert "dp" not in json.loads(done.stdout)
    stored = json.loads((tmp_path / "f" / "preset.json").read_bytes())
    assert len(stored["start"]["public"]) == 64


def test_modes_are_chosen_by_name(
    tmp_path: Path, cases: list[FilterCase], trained: tuple[Path, FilterSummary]
) -> None:
    """Labels-only releases counterparts; sdedit warns, and what it makes is marked and read by nobody."""
    data, run = data_dir(tmp_path / "data", cases[:12]), CliRunner()
    command = ["--filter", str(trained[0]), "--json", "--device", "cpu"]
    made = run.invoke(
        program(), ["synthesize", str(data), str(tmp_path / "l"), *command, "--mode", "labels-only"]
    )
    assert made.exit_code in {0, 3}, made.output
    assert json.loads(made.stdout)["outcomes"]["released"] > 0
    sdedit = [
        "synthesize",
        str(data),
        str(tmp_path / "s"),
        *command,
        "--mode",
        "sdedit",
        "--strength",
        "0.95",
    ]
    warned = run.invoke(program(), sdedit)
    assert warned.exit_code in {0, 3}, warned.output
    assert "cannot be published" in warned.stderr
    assert "released" not in json.loads(warned.stdout)["outcomes"]
    assert not list(read_pairs(tmp_path / "s"))
    bare = run.invoke(program(), ["synthesize", str(data), str(tmp_path / "x"), *command, "--mode", "sdedit"])
    assert isinstance(bare.exception, ModeInvalid)
