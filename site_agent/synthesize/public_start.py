"""Generators that start from public exams: radiographs that are no secret, of nobody the site treats.

A few hundred exams teach a generator little of how a radiograph looks; thousands of others teach it most of
that before it sees the first of the site's (docs/measurements/image-filter.md). One generator is trained on
the public exams for all folds, in the components of *their* tiles; what comes after is a fold's own.

Rules: a recipe names its public exams by their digest; none of them may be an exam of the site, because a
fold's generator must not have seen that fold's patients.

Not here: a fold's training (generator_training), the same under a privacy budget (dp_generators).
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch

from site_agent.synthesize.codec import PatchPcaCodec
from site_agent.synthesize.errors import PublicInvalid
from site_agent.synthesize.generator_training import GeneratorLesson, learn_generator
from site_agent.synthesize.images import is_exam_image, squared, thumbnails
from site_agent.synthesize.pipeline import build_pipeline
from site_agent.synthesize.profiles import exam_profile
from site_agent.synthesize.terms import parent
from site_agent.synthesize.training_loop import Plan, derived_seed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from site_agent.synthesize.groups import Partition
    from site_agent.synthesize.hardware import Hardware
    from site_agent.synthesize.image_filter import FilterCase, Progress
    from site_agent.synthesize.pipeline import CounterpartPipeline
    from site_agent.synthesize.presets import Preset

LEAST_PUBLIC = 20
"""Public exams without which there is nothing to start from."""
STAGE = "public"


@dataclass(frozen=True, slots=True)
class Exams:
    """Exams with their images, float32 ``[N, 1, S, S]`` in 0..1."""

    cases: Sequence[FilterCase]
    images: torch.Tensor


@dataclass(frozen=True, slots=True)
class Run:
    """Where and how generators are trained."""

    preset: Preset
    seed: int
    work: Path
    hardware: Hardware
    progress: Progress


def digest_of(cases: Sequence[FilterCase]) -> str:
    """Return the digest of public exams: part of the recipe of a filter that started from them."""
    digest = hashlib.sha256()
    for case in sorted(cases, key=lambda case: case.case_id):
        besides = [*sorted(case.labels), *sorted(case.details), case.sex, case.age_band]
        digest.update("\x1f".join([case.case_id, case.view, *besides]).encode())
        digest.update(case.image.tobytes())
    return digest.hexdigest()


def public_exams(cases: Sequence[FilterCase], named: str, own: Sequence[FilterCase], size_px: int) -> Exams:
    """Return the usable public exams.

    Args:
        cases: Public exams as they were given.
        named: The digest in the preset.
        own: The site's exams.
        size_px: Side of the filter's images.

    Raises:
        PublicInvalid: If these are other exams than the preset names, too few, or some are the site's.
    """
    if digest_of(cases) != named:
        raise PublicInvalid("these are not the public exams of the preset")
    if {_pixels(case) for case in own} & {_pixels(case) for case in cases}:
        raise PublicInvalid("some of the public exams are the site's own")
    usable = sorted((case for case in cases if is_exam_image(case.image)), key=lambda case: case.case_id)
    if len(usable) < LEAST_PUBLIC:
        raise PublicInvalid(f"fewer than {LEAST_PUBLIC} usable public exams")
    return Exams(usable, torch.stack([squared(case.image, size_px) for case in usable]))


def public_generator(
    public: Exams, parted: Partition, run: Run, steps: int
) -> tuple[CounterpartPipeline, tuple[float, ...]]:
    """Train the generator all folds start from; return it and its loss curve."""
    preset = run.preset.generator
    codec = PatchPcaCodec.fit(2 * public.images - 1, preset.patch_px, preset.latent_channels)
    pipeline = _untrained(codec, parted, run)
    plan = Plan(STAGE, run.seed, steps, preset.learning_rate, run.preset.checkpoint_steps, preset.ema)
    lesson = exams_lesson(public, parted, grouped=True)
    curve = learn_generator(pipeline, lesson, preset, plan, (run.work, run.hardware, run.progress))
    return pipeline.to("cpu"), tuple(curve)


def started(
    first: CounterpartPipeline, images: torch.Tensor, parted: Partition, run: Run
) -> CounterpartPipeline:
    """Return a fold's generator before its training: weights and tiles from the first, averages its own.

    Args:
        first: Trained on the public exams.
        images: The exams the fold's generator will be trained on, float32 ``[N, 1, S, S]`` in 0..1.
        parted: Groups and folds.
        run: Preset and seed.
    """
    pipeline = _untrained(first.codec.fitted_to(2 * images - 1), parted, run)
    pipeline.unet.load_state_dict(first.unet.state_dict())
    pipeline.conditioner.layers.load_state_dict(first.conditioner.layers.state_dict())
    return pipeline


def exams_lesson(exams: Exams, parted: Partition, *, grouped: bool) -> GeneratorLesson:
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


def _untrained(codec: PatchPcaCodec, parted: Partition, run: Run) -> CounterpartPipeline:
    preset = run.preset.generator
    latent_px = run.preset.image_size_px // preset.patch_px
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(derived_seed(run.seed, STAGE))
        return build_pipeline(codec, preset, latent_px, parted.terms, len(parted.cell_mean))


def _pixels(case: FilterCase) -> bytes:
    return hashlib.sha256(case.image.tobytes()).digest()


def _patient_means(cells: torch.Tensor, cases: Sequence[FilterCase]) -> torch.Tensor:
    rows: dict[str, list[int]] = defaultdict(list)
    for row, case in enumerate(cases):
        rows[case.patient].append(row)
    return torch.stack([cells[own].mean(0) for own in rows.values()])
