from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from factories.synthesize import cohort, quick_preset
from site_agent.synthesize import bundle
from site_agent.synthesize.errors import FilterExists, TooFewPatients
from site_agent.synthesize.presets import load_preset
from site_agent.synthesize.train import train_filter

SCRIPT = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from factories.synthesize import cohort, one_thread, quick_preset
from site_agent.synthesize.train import train_filter
one_thread()
train_filter(cohort(24), Path(sys.argv[1]), quick_preset(steps=4000), seed=5, device="cpu")
"""


def test_the_same_data_and_seed_give_the_same_filter_even_when_interrupted(tmp_path: Path) -> None:
    """Interrupted at every kind of stage and started again, training ends with the very same files."""
    cases, preset = cohort(24), quick_preset()
    straight = train_filter(cases, tmp_path / "straight", preset, seed=5)

    for stage in ("generator-0", "generator-1", "identity", "pathology-1", "calibration"):

        def stop(name: str, done: float, at: str = stage) -> None:
            if name == at:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            train_filter(cases, tmp_path / "broken", preset, seed=5, progress=stop)
        assert not (tmp_path / "broken").exists()
    resumed = train_filter(cases, tmp_path / "broken", preset, seed=5)
    assert resumed == straight
    assert not (tmp_path / "broken.work").exists()


def test_a_killed_training_goes_on_from_its_last_state(tmp_path: Path) -> None:
    """SIGKILL leaves a state that the next process continues; no half-made filter is ever visible."""
    out = tmp_path / "filter"
    tests = str(Path(__file__).parents[3])
    command = [sys.executable, "-c", SCRIPT, str(out), tests]
    process = subprocess.Popen(command)
    state = tmp_path / "filter.work" / "generator-0.safetensors"
    deadline = time.monotonic() + 90
    while not state.exists() and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.05)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert state.exists()
    assert not out.exists()
    seen: list[float] = []

    def stop(name: str, done: float) -> None:
        seen.append(done)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        train_filter(cohort(24), out, quick_preset(steps=4000), seed=5, device="cpu", progress=stop)
    assert seen[0] > 5 / 4000


def test_a_finished_filter_is_kept_and_another_is_not_overwritten(tmp_path: Path) -> None:
    """The same training again returns the summary at once; a different one refuses the folder."""
    cases, preset = cohort(24), quick_preset()
    first = train_filter(cases, tmp_path / "filter", preset, seed=5)
    assert train_filter(cases, tmp_path / "filter", preset, seed=5) == first
    with pytest.raises(FilterExists):
        train_filter(cases, tmp_path / "filter", preset, seed=6)


def test_a_small_site_trains_its_generators_for_fewer_steps(tmp_path: Path) -> None:
    """No exam is seen more often than the preset allows, and a large site keeps all its steps."""
    preset = quick_preset(steps=4000, passes=5)  # 4,000 steps would outlast the suite
    train_filter(cohort(24), tmp_path / "filter", preset, seed=5)
    parts, _ = bundle.read(tmp_path / "filter")
    exams = len(parts.calibration.cases)
    steps = [parts.calibration.curves[f"generator-{fold}"] for fold in range(preset.folds)]
    assert sum(len(curve) for curve in steps) <= 5 * exams / 8 / preset.checkpoint_steps + preset.folds
    assert preset.generator.steps_for(10_000) == 4000


def test_a_site_deals_its_groups_to_as_many_folds_as_asked(tmp_path: Path) -> None:
    """Short trainings buy folds: each generator learns from the exams of the other two, and draws for one."""
    preset = quick_preset(steps=4000, passes=5).model_copy(update={"folds": 3})
    train_filter(cohort(24), tmp_path / "filter", preset, seed=5)
    parts, _ = bundle.read(tmp_path / "filter")
    assert len(parts.pipelines) == len(parts.judges.pathologies) == 3
    assert {group.fold for group in parts.partition.groups} == {0, 1, 2}


def test_a_privacy_budget_is_paid_in_two_folds() -> None:
    """Each fold more would be one more training that every patient pays for."""
    preset = load_preset("cpu")
    assert preset.folds == 4
    assert preset.with_dp(3, None, "0" * 64).folds == 2


def test_too_few_patients_train_nothing(tmp_path: Path) -> None:
    """Where no profile is shared by enough patients, there is no filter."""
    with pytest.raises(TooFewPatients):
        train_filter(cohort(8), tmp_path / "filter", quick_preset())


def test_no_member_of_a_group_was_in_its_generators_training(trained: tuple[Path, object]) -> None:
    """All members of a group are of one fold, and folds partition the patients."""
    parts, _ = bundle.read(trained[0])
    for group in parts.partition.groups:
        assert {parts.partition.folds[patient] for patient in group.patients} == {group.fold}


def test_nothing_but_json_and_safetensors_is_written(trained: tuple[Path, object]) -> None:
    """A filter folder holds no file that could run code."""
    suffixes = {path.suffix for path in trained[0].rglob("*") if path.is_file()}
    assert suffixes <= {".json", ".safetensors"}
