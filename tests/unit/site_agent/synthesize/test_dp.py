from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import torch

from factories.synthesize import cohort, quick_preset
from radshare.manifest import FilterSummary
from site_agent.synthesize import bundle
from site_agent.synthesize.codec import PatchPcaCodec
from site_agent.synthesize.dp import Budget, default_delta, largest_delta, plan_budget
from site_agent.synthesize.dp_training import Bench, PrivateLesson, _Tuning, fine_tune
from site_agent.synthesize.errors import BudgetInvalid, PublicInvalid
from site_agent.synthesize.generator_training import GeneratorLesson, Learner, Objective
from site_agent.synthesize.hardware import choose
from site_agent.synthesize.image_filter import silent
from site_agent.synthesize.images import squared
from site_agent.synthesize.pipeline import CounterpartPipeline, build_pipeline
from site_agent.synthesize.presets import Preset
from site_agent.synthesize.public_start import digest_of, public_exams
from site_agent.synthesize.train import Options, train_with

if TYPE_CHECKING:
    from pathlib import Path

    from site_agent.synthesize.image_filter import FilterCase

PUBLIC = cohort(24, seed=9)


def preset(**budget: object) -> Preset:
    """Return a preset that trains in seconds under a budget."""
    dp = {"epsilon": 8.0, "public": digest_of(PUBLIC), "steps": 6, "batch_size": 8} | budget
    return Preset.model_validate({**quick_preset().model_dump(), "dp": dp})


def budget(**changes: float) -> Budget:
    """Return a budget, so strict or lax as asked for."""
    plain = Budget(
        epsilon=8, delta=1e-2, noise_multiplier=1.0, clip=1.0, sample_rate=0.5, steps=6, generators=1
    )
    return replace(plain, **changes)


def pipeline(cases: list[FilterCase]) -> CounterpartPipeline:
    """Return an untrained generator."""
    images = torch.stack([squared(case.image, 32) for case in cases])
    codec = PatchPcaCodec.fit(2 * images - 1, 4, 6)
    torch.manual_seed(0)
    made = build_pipeline(codec, quick_preset().generator, 8, ("pneumonia",), 16)
    torch.nn.init.normal_(made.unet.conv_out.weight, std=0.1)
    return made


def private_lesson(cases: list[FilterCase]) -> PrivateLesson:
    """Return exams as a generator sees them under a budget."""
    images = torch.stack([squared(case.image, 32) for case in cases])
    n, cells = len(cases), torch.zeros(len(cases), 16)
    lesson = GeneratorLesson(images, torch.zeros(n, 1), cells, cells, torch.zeros(n))
    return PrivateLesson(lesson, [case.patient for case in cases], 0.1, 1e-3, 2)


def test_epsilon_grows_with_steps_and_shrinks_with_noise() -> None:
    """What is spent is what the accountant counts: more steps cost more, more noise costs less."""
    spent = [
        budget(epsilon=1e9).spent([[(noise, 0.1, steps)]] * 2).epsilon
        for noise, steps in ((1.0, 10), (1.0, 100), (1.0, 1000), (3.0, 1000))
    ]
    assert spent[0] < spent[1] < spent[2]
    assert spent[3] < spent[2]


def test_the_noise_keeps_the_budget_over_all_generators_of_a_patient() -> None:
    """The planned noise spends the budget and no more; with three folds a patient pays for two generators."""
    settings = preset(epsilon=4.0, steps=50).dp
    assert settings is not None
    two = plan_budget(settings, 200, [100, 100])
    three = plan_budget(settings, 200, [100, 100, 100])
    assert three.noise_multiplier > two.noise_multiplier
    for plan, generators in ((two, 2), (three, 3)):
        history = [(plan.noise_multiplier, plan.sample_rate, plan.steps)]
        promised = plan.spent([history] * generators)
        assert 3.5 < promised.epsilon <= 4.0
        assert promised.steps == 50 * (generators - 1)
        assert promised.unit == "patient"
        with pytest.raises(BudgetInvalid):
            plan.spent([[(plan.noise_multiplier / 2, plan.sample_rate, plan.steps)]] * generators)


@pytest.mark.parametrize("delta", [0.5, 0.01, 1.001 * largest_delta(200)])
def test_a_delta_that_promises_nothing_is_refused(delta: float) -> None:
    """Delta is at most 1 / N^1.1; the default is a power of ten below, which does not tell N."""
    settings = preset(delta=delta).dp
    assert settings is not None
    with pytest.raises(BudgetInvalid):
        plan_budget(settings, 200, [100, 100])
    assert default_delta(200) == pytest.approx(1e-3)
    assert default_delta(200) <= largest_delta(200)


def test_a_budget_that_no_noise_keeps_is_refused() -> None:
    """An epsilon near nothing is not quietly turned into another one."""
    settings = preset(epsilon=1e-9).dp
    assert settings is not None
    with pytest.raises(BudgetInvalid):
        plan_budget(settings, 200, [100, 100])


def test_a_patient_shows_one_exam_a_step(cases: list[FilterCase]) -> None:
    """Poisson sampling takes patients, not exams: five hundred exams weigh as much as one."""
    many = [replace(cases[0], case_id=f"again-{n}") for n in range(50)]
    lesson = private_lesson([*cases, *many])
    patients = lambda rows: [lesson.patients[row] for row in rows.tolist()]  # noqa: E731 - a turn of phrase
    everybody = patients(lesson.sampled(1.0, torch.Generator().manual_seed(0)))
    assert sorted(everybody) == sorted(set(lesson.patients))
    half = [len(lesson.sampled(0.5, torch.Generator().manual_seed(seed))) for seed in range(200)]
    assert sum(half) / len(half) == pytest.approx(0.5 * len(everybody), rel=0.05)
    assert len(lesson.sampled(0.0, torch.Generator())) == 0


def moved(clip: float, noise: float, rows: list[int], cases: list[FilterCase]) -> float:
    """Return the norm of the gradient of one step, noise included."""
    made, lesson = pipeline(cases), private_lesson(cases)
    objective = Objective.of(made, lesson.lesson, 0.1, choose("cpu"))
    learner = Learner(made)
    tuning = _Tuning(learner, objective, budget(clip=clip, noise_multiplier=noise, sample_rate=1e-3), lesson)
    found: list[float] = []

    def note(*_: object) -> None:
        found.append(
            float(torch.cat([p.grad.flatten() for p in learner.parameters() if p.grad is not None]).norm())
        )

    tuning.optimizer.original_optimizer.register_step_pre_hook(note)
    tuning.step(torch.tensor(rows, dtype=torch.long), torch.Generator().manual_seed(1))
    assert len(tuning.accountant.history) == 1
    tuning.close()
    assert not any(hasattr(p, "grad_sample") for p in learner.parameters())
    return found[0]


def test_a_patients_gradient_is_clipped_and_noised(cases: list[FilterCase]) -> None:
    """Without noise, n patients move the weights by n bounds at most; with nobody drawn, noise alone does."""
    free = moved(1e6, 1e-12, [0], cases)
    clip = free / 10
    assert moved(clip, 1e-12, [0], cases) == pytest.approx(clip, rel=0.01)
    assert moved(clip, 1e-12, list(range(20)), cases) <= 20.01 * clip
    parameters = sum(p.numel() for p in Learner(pipeline(cases)).parameters() if p.requires_grad)
    assert moved(clip, 2.0, [], cases) == pytest.approx(2.0 * clip * parameters**0.5, rel=0.05)


def test_a_killed_private_training_counts_no_step_twice(cases: list[FilterCase], tmp_path: Path) -> None:
    """Killed after a checkpoint and started again, weights and accountant end as if nothing had been."""

    def run(work: Path, stop_at: float) -> tuple[dict[str, torch.Tensor], object]:
        def stop(stage: str, done: float) -> None:
            if done >= stop_at:
                raise KeyboardInterrupt

        made = pipeline(cases)
        _, history = fine_tune(
            made, private_lesson(cases), budget(), Bench("generator-0", work, choose("cpu"), stop)
        )
        return made.unet.state_dict(), history

    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "dp-secret").write_text("0" * 64)
    straight, counted = run(tmp_path / "a", 2.0)
    with pytest.raises(KeyboardInterrupt):
        run(tmp_path / "b", 0.5)
    resumed, again = run(tmp_path / "b", 2.0)
    assert counted == again == [(1.0, 0.5, 6)]
    assert all(torch.equal(straight[name], resumed[name]) for name in straight)
    other = pipeline(cases)
    (tmp_path / "c").mkdir()
    fine_tune(
        other, private_lesson(cases), budget(), Bench("generator-0", tmp_path / "c", choose("cpu"), silent)
    )
    assert not all(torch.equal(straight[name], tensor) for name, tensor in other.unet.state_dict().items())


def test_a_filter_says_what_was_promised(tmp_path: Path) -> None:
    """Summary and folder tell epsilon and unit; codec and averages know nobody but the public exams."""
    cases = cohort(24)
    summary = train_with(
        cases, tmp_path / "filter", preset(steps=3), Options(seed=5, device="cpu", public=PUBLIC)
    )
    assert summary.dp is not None
    assert 0 < summary.dp.epsilon <= 8.0
    assert summary.dp.delta <= largest_delta(24)
    assert FilterSummary.model_validate_json(summary.canonical()) == summary
    parts, _ = bundle.read(tmp_path / "filter")
    assert parts.calibration.dp == summary.dp
    public = public_exams(PUBLIC, digest_of(PUBLIC), cases, 32)
    generator = quick_preset().generator
    codec = PatchPcaCodec.fit(2 * public.images - 1, generator.patch_px, generator.latent_channels)
    for made in parts.pipelines:
        assert all(
            torch.equal(a, b) for a, b in zip(made.codec.parameters(), codec.parameters(), strict=True)
        )
    one, other = (made.conditioner.of_layout.effects for made in parts.pipelines)
    assert torch.equal(one, other)


def test_a_filter_without_a_budget_keeps_its_documents(trained: tuple[Path, FilterSummary]) -> None:
    """Neither summary nor preset mentions a promise that nobody made; older folders stay readable."""
    assert b'"dp"' not in trained[1].canonical()
    assert b'"dp"' not in (trained[0] / "preset.json").read_bytes()
    assert bundle.read_summary(trained[0]).dp is None


def test_other_public_exams_than_the_preset_names_are_refused(tmp_path: Path) -> None:
    """A recipe names its public exams: others, or none, make another filter."""
    for public in ((), PUBLIC[1:]):
        with pytest.raises(PublicInvalid):
            train_with(cohort(24), tmp_path / "filter", preset(), Options(public=public))
