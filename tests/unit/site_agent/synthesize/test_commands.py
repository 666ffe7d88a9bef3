from __future__ import annotations

import csv
import json
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import typer
from PIL import Image
from typer.testing import CliRunner

from factories.synthesize import cohort, quick_preset
from site_agent.cli import certify, synthesize, train_filter
from site_agent.synthesize.certificate import certify as certify_pairs
from site_agent.synthesize.counterpart import CounterpartFilter
from site_agent.synthesize.data_folder import write_pairs

if TYPE_CHECKING:
    from pathlib import Path

    from radshare.manifest import FilterSummary
    from site_agent.synthesize.image_filter import FilterCase


def program() -> typer.Typer:
    """Return the three commands as one program."""
    app = typer.Typer()
    for command in (train_filter, synthesize, certify):
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


def test_counterparts_are_made_and_certified(
    tmp_path: Path, cases: list[FilterCase], trained: tuple[Path, FilterSummary]
) -> None:
    """Synthesize and certify write what the reference says; file names tell nothing about their sources."""
    data, pairs, run = data_dir(tmp_path / "data", cases), tmp_path / "pairs", CliRunner()
    made = run.invoke(program(), ["synthesize", str(data), str(pairs), "--filter", str(trained[0]), "--json"])
    assert made.exit_code in {0, 3}, made.output
    counts = json.loads(made.stdout)["outcomes"]
    names = [path.stem for path in (pairs / "images").glob("*.png")]
    assert len(names) == counts["released"]
    assert not any("case" in name for name in names)
    command = [
        "certify",
        str(data),
        str(pairs),
        "--filter",
        str(trained[0]),
        "--out",
        str(tmp_path / "c"),
        "--json",
    ]
    certified = run.invoke(program(), command)
    assert certified.exit_code in {0, 1, 3}, certified.output
    certificate = json.loads((tmp_path / "c" / "certificate.json").read_text())
    assert certificate["verdicts"]["group_size"] == "passed"
    assert certificate["counterparts"] == counts["released"]
    assert certificate["linkage"]["real_real"]["n_queries"] > 0
    assert (tmp_path / "c" / "certificate.html").read_text().startswith("<!doctype html>")


def test_utility_is_measured_on_patients_the_filter_never_saw(
    tmp_path: Path, cases: list[FilterCase], trained: tuple[Path, FilterSummary]
) -> None:
    """TSTR and TRTR come from other patients; without them, utility is missing rather than guessed."""
    by_id = {case.case_id: case for case in cases}
    made = CounterpartFilter.load(trained[0]).counterparts(list(by_id.values()))
    write_pairs(tmp_path / "pairs", made)
    others = [replace(case, patient="other-" + case.patient) for case in cohort(50, seed=7)]
    with_others = certify_pairs(cases, tmp_path / "pairs", trained[0], others)
    assert with_others.utility is None or with_others.utility.trained_on_real.n_patients > 20
    assert certify_pairs(cases, tmp_path / "pairs", trained[0], cases).utility is None
