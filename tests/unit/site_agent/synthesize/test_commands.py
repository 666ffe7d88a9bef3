from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import numpy as np
import typer
from PIL import Image
from typer.testing import CliRunner

from site_agent.cli import certify, synthesize, train_filter

if TYPE_CHECKING:
    from pathlib import Path

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
            name = f"{case.case_id}.png"
            Image.fromarray((case.image * 255).astype(np.uint8)).save(folder / "images" / name)
            writer.writerow([name, case.patient, "|".join(case.labels), case.view, "", ""])
    return folder


def test_the_three_commands_play_together(tmp_path: Path, cases: list[FilterCase]) -> None:
    """Train, synthesize, certify: files and JSON as documented, and one bad file is set aside."""
    data = data_dir(tmp_path / "data", cases)
    (data / "images" / "broken.png").write_bytes(b"not an image")
    with (data / "metadata.csv").open("a", newline="") as file:
        csv.writer(file).writerow(["broken.png", "p", "pneumonia", "PA", "", ""])
    run = CliRunner()
    trained = run.invoke(
        program(), ["train-filter", str(data), "--out", str(tmp_path / "f"), "--preset", "tiny", "--json"]
    )
    assert trained.exit_code == 3, trained.output
    assert json.loads(trained.stdout)["set_aside"] == 1
    made = run.invoke(
        program(),
        ["synthesize", str(data), str(tmp_path / "pairs"), "--filter", str(tmp_path / "f"), "--json"],
    )
    assert made.exit_code == 3, made.output
    counts = json.loads(made.stdout)["outcomes"]
    assert counts["unreadable"] == 1
    assert len(list((tmp_path / "pairs" / "images").glob("*.png"))) == counts["released"]
    assert "broken" not in " ".join(path.name for path in (tmp_path / "pairs" / "images").iterdir())
    certified = run.invoke(
        program(),
        [
            "certify",
            str(data),
            str(tmp_path / "pairs"),
            "--filter",
            str(tmp_path / "f"),
            "--out",
            str(tmp_path / "c"),
            "--json",
        ],
    )
    assert certified.exit_code in {0, 1, 3}, certified.output
    certificate = json.loads((tmp_path / "c" / "certificate.json").read_text())
    assert certificate["verdicts"]["group_size"] == "passed"
    assert certificate["counterparts"] == counts["released"]
    assert certificate["linkage"]["real_real"]["n_queries"] > 0
    assert (tmp_path / "c" / "certificate.html").read_text().startswith("<!doctype html>")
