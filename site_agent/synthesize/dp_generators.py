"""A site's generators under a privacy budget: public first, then a fold each under DP-SGD.

Rules: codec, Gaussian model, averages and first weights come from *public* exams alone, once for all folds;
no statistic of the site's patients gets past the accountant into a generator's weights. What the generators
are *told* when they sample (the groups' profiles and noised centroids) and what the gate compares with are
not part of the weights, and no budget covers them.

Not here: one generator's training (dp_training), the noise (dp).
"""

from __future__ import annotations

import copy
import hashlib
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch

from site_agent.synthesize.codec import PatchPcaCodec
from site_agent.synthesize.dp import plan_budget
from site_agent.synthesize.dp_training import Bench, PrivateLesson, fine_tune
from site_agent.synthesize.errors import BudgetInvalid
from site_agent.synthesize.generator_training import GeneratorLesson, learn_generator
from site_agent.synthesize.images import is_exam_image, squared, thumbnails
from site_agent.synthesize.pipeline import build_pipeline
from site_agent.synthesize.profiles import exam_profile
from site_agent.synthesize.terms import parent
from site_agent.synthesize.training_loop import Plan, derived_seed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from radshare.guarantee import DpGuarantee
    from site_agent.synthesize.groups import Partition
    from site_agent.synthesize.hardware import Hardware
    from site_agent.synthesize.image_filter import FilterCase, Progress
    from site_agent.synthesize.pipeline import CounterpartPipeline
    from site_agent.synthesize.presets import Preset

LEAST_PUBLIC = 20
"""Public exams without which there is nothing to start from."""


@dataclass(frozen=True, slots=True)
class Exams:
    """Exams with their images, float32 ``[N, 1, S, S]`` in 0..1."""

    cases: Sequence[FilterCase]
    images: torch.Tensor

    @classmethod
    def of(cls, cases: Sequence[FilterCase], size: int) -> Exams:
        """Return the usable ones of some exams."""
        usable = sorted((case for case in cases if is_exam_image(case.image)), key=lambda case: case.case_id)
        if len(usable) < LEAST_PUBLIC:
            raise BudgetInvalid(f"fewer than {LEAST_PUBLIC} usable public exams")
        return cls(usable, torch.stack([squared(case.image, size) for case in usable]))


@dataclass(frozen=True, slots=True)
class Run:
    """Where and how generators are trained."""

    preset: Preset
    seed: int
    work: Path
    hardware: Hardware
    progress: Progress


@dataclass(frozen=True, slots=True)
class PrivateGenerators:
    """Generators, a fold each, their loss curves and what was promised about them."""

    pipelines: tuple[CounterpartPipeline, ...]
    curves: dict[str, tuple[float, ...]]
    guarantee: DpGuarantee


def digest_of(cases: Sequence[FilterCase]) -> str:
    """Return the digest of public exams: part of the recipe of a filter that started from them."""
    digest = hashlib.sha256()
    for case in sorted(cases, key=lambda case: case.case_id):
        besides = [*sorted(case.labels), *sorted(case.details), case.sex, case.age_band]
        digest.update("\x1f".join([case.case_id, case.view, *besides]).encode())
        digest.update(case.image.tobytes())
    return digest.hexdigest()


def private_generators(
    own: Exams, public: Sequence[FilterCase], parted: Partition, run: Run
) -> PrivateGenerators:
    """Train the generators of all folds under `Preset.dp`.

    Args:
        own: The site's exams.
        public: Exams that are no secret; those the preset names.
        parted: Groups and folds.
        run: Where and how.

    Raises:
        BudgetInvalid: If there is no budget, it cannot be kept, or these are other public exams.
    """
    settings = run.preset.dp
    if settings is None or digest_of(public) != settings.public:
        raise BudgetInvalid("these are not the public exams of the preset")
    folds = range(run.preset.folds)
    rows = [[r for r, c in enumerate(own.cases) if parted.folds[c.patient] != fold] for fold in folds]
    patients = [len({own.cases[row].patient for row in mine}) for mine in rows]
    budget = plan_budget(settings, len({case.patient for case in own.cases}), patients)
    first, curve = _public_generator(Exams.of(public, run.preset.image_size_px), parted, run)
    lesson, curves, histories, pipelines = _lesson(own, parted, grouped=False), {"public": curve}, [], []
    for fold, mine in zip(folds, rows, strict=True):
        pipeline, name = copy.deepcopy(first), f"generator-{fold}"
        private = PrivateLesson(
            lesson.only(mine),
            [own.cases[row].patient for row in mine],
            run.preset.generator.label_dropout,
            settings.learning_rate,
            run.preset.checkpoint_steps,
        )
        losses, history = fine_tune(
            pipeline, private, budget, Bench(name, run.work, run.hardware, run.progress)
        )
        curves[name] = tuple(losses)
        histories.append(history)
        pipelines.append(pipeline.to("cpu"))
    return PrivateGenerators(tuple(pipelines), curves, budget.spent(histories))


def _public_generator(
    public: Exams, parted: Partition, run: Run
) -> tuple[CounterpartPipeline, tuple[float, ...]]:
    preset = run.preset.generator
    codec = PatchPcaCodec.fit(2 * public.images - 1, preset.patch_px, preset.latent_channels)
    latent_px = run.preset.image_size_px // preset.patch_px
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(derived_seed(run.seed, "public"))
        pipeline = build_pipeline(codec, preset, latent_px, parted.terms, len(parted.cell_mean))
    plan = Plan(
        "public", run.seed, preset.steps, preset.learning_rate, run.preset.checkpoint_steps, preset.ema
    )
    lesson = _lesson(public, parted, grouped=True)
    curve = learn_generator(pipeline, lesson, preset, plan, (run.work, run.hardware, run.progress))
    return pipeline.to("cpu"), tuple(curve)


def _lesson(exams: Exams, parted: Partition, *, grouped: bool) -> GeneratorLesson:
    """Return exams with their own findings; grouped: with their layouts, standardised among them."""
    index = {term: place for place, term in enumerate(parted.terms)}
    profiles = torch.zeros(len(exams.cases), len(index))
    for row, case in enumerate(exams.cases):
        for term in exam_profile(case, parent) & index.keys():
            profiles[row, index[term]] = 1.0
    cells = torch.zeros(len(exams.cases), len(parted.cell_mean))
    if grouped:
        own = thumbnails(exams.images, round(len(parted.cell_mean) ** 0.5))
        means = _patient_means(own, exams.cases)
        cells = (own - means.mean(0)) / means.std(0, correction=0).clamp_min(1e-3)
    shown = torch.full((len(exams.cases),), float(grouped))
    return GeneratorLesson(exams.images, profiles, cells, cells, shown)


def _patient_means(cells: torch.Tensor, cases: Sequence[FilterCase]) -> torch.Tensor:
    rows: dict[str, list[int]] = defaultdict(list)
    for row, case in enumerate(cases):
        rows[case.patient].append(row)
    return torch.stack([cells[own].mean(0) for own in rows.values()])
