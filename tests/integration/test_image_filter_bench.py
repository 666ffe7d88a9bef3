from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from bench.images import growth, sets
from bench.images.stages import BenchRefused, Stages

from site_agent.certify.bars import BARS

pytestmark = pytest.mark.processes  # it is a process that waits for processes: the shorter lane takes it

SCRIPT = Path(__file__).parents[2] / "scripts" / "bench_image_filter"
PRESET = {
    "name": "bench-test",
    "image_size_px": 32,
    "checkpoint_steps": 40,
    "generator": {
        "patch_px": 4,
        "latent_channels": 6,
        "channels": [32, 64],
        "attention": False,
        "steps": 40,
        "learning_rate": 2e-3,
        "ema": 0.95,
        "sampling_steps": 6,
    },
    "judges": {"width": 8, "identity_steps": 150, "pathology_steps": 20, "batch_size": 32},
    "groups": {"k": 3},
    "gate": {
        "planted": 40,
        "strangers": 40,
        "false_match_rate": 0.05,
        "min_planted_recall": 0.9,
        "tries": 3,
    },
}
STAGES = ("split", "train", "release", "attackers", "privacy", "utility", "layouts", "report")


def bench(out: Path, preset: Path, stages: tuple[str, ...] = STAGES) -> dict[str, object]:
    """Run the bench on phantoms as its user does and return its results."""
    recipes = ("kasp", "sdedit-0.4", "labels-only")
    command = [sys.executable, str(SCRIPT), "--phantoms", "30", "--out", str(out), "--preset", str(preset)]
    command += ["--effort", "quick", "--seeds", "1", "--local", "4", "--json"]
    command += ["--recipes", *recipes, "--stages", *stages]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env={**os.environ, "OMP_NUM_THREADS": "1"}
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return dict(json.loads(done.stdout)) if "report" in stages else {}


@pytest.mark.timeout(600)
def test_the_bench_runs_and_goes_on_where_it_was(tmp_path: Path) -> None:
    """Every release gets a verdict of every bar, a sheet and a page; a second run repeats no stage."""
    preset, out = tmp_path / "preset.yaml", tmp_path / "out"
    preset.write_text(json.dumps(PRESET))
    found = bench(out, preset)
    assert found["missing"] == ["speed", "growth"]
    for rulings in found["thresholds"].values():  # type: ignore[attr-defined]
        assert [ruling["bar"] for ruling in rulings] == [bar.name for bar in BARS]
    assert {"results.json", "results.md", "results.html", "sheet.png"} <= {
        path.name for path in out.iterdir()
    }
    written = {path: path.stat().st_mtime_ns for path in (out / "stages").glob("*.json")}
    assert bench(out, preset)["thresholds"] == found["thresholds"]
    assert {path: path.stat().st_mtime_ns for path in (out / "stages").glob("*.json")} == written


def test_a_child_with_two_diseases_is_one_patient(tmp_path: Path) -> None:
    """Kermany's personN_bacteria and personN_virus lie on one side of the split, with one number."""
    images = [
        f"person{n}_{kind}_{exam}.jpg" for n in range(40) for kind in ("bacteria", "virus") for exam in (1, 2)
    ]
    images += [f"IM-{n:04d}-0001.jpg" for n in range(40)]
    write_metadata(
        tmp_path, [(name, name.rsplit("_" if "_" in name else "-", 1)[0], "", "") for name in images]
    )
    rows = sets.read_rows(tmp_path)
    rules = sets.guess_rules(rows)
    parts = sets.deal(sets.judged(rows, rules), sets.SplitPlan(local_patients=5))
    people = [{row["patient_id"] for row in part} for part in parts.values()]
    assert rules.name == "kermany"
    assert {row["patient_id"] for part in parts.values() for row in part} == {
        *(f"person{n}" for n in range(40)),
        *(f"IM-{n:04d}" for n in range(40)),
    }
    assert sum(map(len, people)) == len(set.union(*people))


def test_of_nih_one_source_is_judged(tmp_path: Path) -> None:
    """Images of the other source teach attackers, without the patients who are judged."""
    rows = [
        (f"{n}_{k}.jpg", str(n), "Pneumonia", f"x;from={'muhammedtalo' if k == 0 and n < 5 else 'jrzech'}")
        for n in range(8)
        for k in range(2)
    ]
    write_metadata(tmp_path, rows)
    read = sets.read_rows(tmp_path)
    rules = sets.guess_rules(read)
    assert {row["patient_id"] for row in sets.judged(read, rules)} == {str(n) for n in range(5)}
    assert {row["patient_id"] for row in sets.spare(read, rules)} == {"5", "6", "7"}


def test_numbers_of_two_runs_never_mix(tmp_path: Path) -> None:
    """A folder that holds a run of other settings is refused, and a stage that ended is not run again."""
    stages = Stages(tmp_path, {"preset": "tiny"})
    assert stages.run("train", lambda: 1) == 1
    assert stages.run("train", lambda: 2) == 1
    with pytest.raises(BenchRefused):
        Stages(tmp_path, {"preset": "cpu"})
    with pytest.raises(BenchRefused):
        stages.needed("release")


def test_what_lies_beyond_is_a_straight_line() -> None:
    """Costs at a size nobody measured are drawn out from those at two sizes, or missing."""
    points = {"100": {"cpu_s": 3.0}, "200": {"cpu_s": 4.0}}
    assert growth.extrapolated(points, "cpu_s") == pytest.approx(2 + growth.FAR / 100)
    assert growth.extrapolated({"100": {"cpu_s": 3.0}}, "cpu_s") is None


def write_metadata(folder: Path, rows: list[tuple[str, str, str, str]]) -> None:
    """Write the table of a DATA_DIR without images."""
    with (folder / "metadata.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["image", "patient_id", "labels", "extra"])
        writer.writerows(rows)
