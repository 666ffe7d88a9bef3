"""Training of one fold's generator: v-prediction under the group's condition.

Source: Salimans & Ho 2022, arXiv 2202.00512.

Rule: the generator of fold f never sees a patient of fold f. Images of grouped patients are shown with
exactly the condition their group will be sampled under; others with their own findings and no layout.

Not here: the loop and its checkpoints (site_agent.synthesize.training_loop).
"""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch
from torch import nn
from torch.nn import functional

from site_agent.synthesize.pipeline import (
    TRAIN_TIMESTEPS,
    Conditions,
    CounterpartPipeline,
    gaussian_velocity,
)
from site_agent.synthesize.training_loop import Plan, clear_when_full, fit, generator
from site_agent.synthesize.watching import draw_grid

if TYPE_CHECKING:
    from pathlib import Path

    from site_agent.synthesize.conditioner import ConditionEncoder
    from site_agent.synthesize.hardware import Hardware
    from site_agent.synthesize.image_filter import Progress
    from site_agent.synthesize.presets import GeneratorPreset

LEVELS = (-0.4, 0.9)
"""Place and width of the logit-normal from which training draws its noise levels."""
PICTURES = 16
PICTURE_EVERY = 0.1
"""Share of a training between two sheets of samples."""
LAYOUT_JITTER = 0.3
"""Standard deviation of the noise on training layouts: no group is to be learnt by heart."""


@dataclass(frozen=True, slots=True)
class GeneratorLesson:
    """What a generator is trained with.

    Attributes:
        images: float32 ``[N, 1, S, S]`` in 0..1.
        profiles: float32 ``[N, terms]``.
        layouts: float32 ``[N, cells]``; zero where `grouped` is 0.
        thumbnails: The images' own standardised thumbnails, float32 ``[N, cells]``: for averages only.
        grouped: float32 ``[N]``: 1 where the image's patient is in a group.
    """

    images: torch.Tensor
    profiles: torch.Tensor
    layouts: torch.Tensor
    thumbnails: torch.Tensor
    grouped: torch.Tensor

    def only(self, rows: list[int]) -> GeneratorLesson:
        """Return some rows."""
        parts = (self.images, self.profiles, self.layouts, self.thumbnails, self.grouped)
        return GeneratorLesson(*(part[rows] for part in parts))


class Learner(nn.Module):
    """UNet and conditioner as one module, so that one state file holds both."""

    def __init__(self, pipeline: CounterpartPipeline) -> None:
        super().__init__()
        self.unet = pipeline.unet
        self.conditioner = pipeline.conditioner


@dataclass(frozen=True, slots=True)
class Objective:
    """What a generator is to predict: the velocity less what the Gaussian model says of it.

    Attributes:
        pipeline: Its codec and scheduler.
        lesson: The exams.
        latents: Their latents, float32 ``[N, C, s, s]``.
        averages: The conditioner's averages, on the CPU, where batches are drawn.
        dropout: Share of exams shown without condition.
        hardware: Where the networks are.
    """

    pipeline: CounterpartPipeline
    lesson: GeneratorLesson
    latents: torch.Tensor
    averages: ConditionEncoder
    dropout: float
    hardware: Hardware

    @classmethod
    def of(
        cls, pipeline: CounterpartPipeline, lesson: GeneratorLesson, dropout: float, hardware: Hardware
    ) -> Objective:
        """Encode the exams; call it before the pipeline goes to its device, with its averages fitted."""
        latents = pipeline.codec.encode(2 * lesson.images - 1).latent_dist.mean
        return cls(pipeline, lesson, latents, copy.deepcopy(pipeline.conditioner), dropout, hardware)

    def loss(self, learner: Learner, rows: torch.Tensor, draw: torch.Generator) -> torch.Tensor:
        """Return the mean loss of some exams, each at a noise level of its own."""
        latents, device = self.latents[rows], self.hardware.device
        steps = _noise_levels(len(rows), draw)
        noise = torch.randn(latents.shape, generator=draw)
        kept = self.pipeline.scheduler.alphas_cumprod.float().cpu()[steps][:, None, None, None]
        noisy = kept.sqrt() * latents + (1 - kept).sqrt() * noise
        target = kept.sqrt() * noise - (1 - kept).sqrt() * latents
        inputs = _condition(self.lesson, rows, self.dropout, draw)
        expected = self.averages.expected(*inputs).reshape(noisy.shape)
        target = target - gaussian_velocity(noisy, kept, self.pipeline.codec, expected)
        seen = torch.cat([noisy, expected], 1).to(device, memory_format=torch.channels_last)
        with self.hardware.autocast():
            embedding = learner.conditioner(*(tensor.to(device) for tensor in inputs))
            predicted = learner.unet(seen, steps.to(device), class_labels=embedding).sample
        return functional.mse_loss(predicted.float(), target.to(device))


def learn_generator(
    pipeline: CounterpartPipeline,
    lesson: GeneratorLesson,
    preset: GeneratorPreset,
    plan: Plan,
    where: tuple[Path, Hardware, Progress],
) -> list[float]:
    """Train a pipeline's UNet and conditioner in place; return the loss curve."""
    work, hardware, _ = where
    _fit_averages(pipeline, lesson, pipeline.codec.encode(2 * lesson.images - 1).latent_dist.mean)
    objective = Objective.of(pipeline, lesson, preset.label_dropout, hardware)
    learner = Learner(pipeline).to(hardware.device)
    pipeline.unet.to(memory_format=torch.channels_last)
    size = min(preset.batch_size, len(lesson.images))
    shares = _shares(lesson.profiles)

    def loss(draw: torch.Generator) -> torch.Tensor:
        rows = torch.multinomial(shares, size, replacement=True, generator=draw)
        return objective.loss(learner, rows, draw)

    curve = fit(learner, loss, plan, work, _watched(pipeline, lesson, preset, plan, where))
    pipeline.unet.to(memory_format=torch.contiguous_format)
    return curve


def _watched(
    pipeline: CounterpartPipeline,
    lesson: GeneratorLesson,
    preset: GeneratorPreset,
    plan: Plan,
    where: tuple[Path, Hardware, Progress],
) -> Progress:
    """Return a progress that draws what groups would get by now, a few times a training."""
    work, hardware, progress = where
    rows = lesson.grouped.nonzero()[:, 0]
    rows = rows[:: max(1, len(rows) // PICTURES)][:PICTURES]
    drawn = [0.0]

    def watched(stage: str, done: float) -> None:
        if len(rows) and done - drawn[0] >= PICTURE_EVERY:
            drawn[0] = done
            conditions = Conditions(lesson.profiles[rows], lesson.layouts[rows])
            noise = [generator(plan.seed, "picture", row) for row in range(len(rows))]
            with hardware.autocast(), clear_when_full():
                images = pipeline(
                    conditions,
                    noise,
                    strength=preset.strength,
                    steps=preset.sampling_steps,
                    guidance=preset.guidance,
                )
                draw_grid(images, work / f"{plan.name}-samples.png")
        progress(stage, done)

    return watched


def _fit_averages(pipeline: CounterpartPipeline, lesson: GeneratorLesson, latents: torch.Tensor) -> None:
    conditioner = pipeline.conditioner
    conditioner.fit_effects(lesson.profiles, lesson.thumbnails, latents)
    rows = lesson.grouped > 0
    if not bool(rows.any()):
        rows = torch.ones_like(rows)
    conditioner.fit_energies(
        lesson.profiles[rows], lesson.layouts[rows], latents[rows], pipeline.codec.directions
    )


def _shares(profiles: torch.Tensor) -> torch.Tensor:
    """Return how often each exam is shown: rare profiles more often than they are, by the square root.

    Source: Mahajan et al. 2018, arXiv 1805.00932, section 2.2.
    """
    _, kind, n = profiles.unique(dim=0, return_inverse=True, return_counts=True)
    shares: torch.Tensor = n[kind].float().rsqrt()
    return shares


def _noise_levels(n: int, draw: torch.Generator) -> torch.Tensor:
    """Draw time steps where there is something to learn, logit-normally.

    Source: Esser et al. 2024, arXiv 2403.03206.

    Above `GAUSSIAN_FROM` the Gaussian model is exact, and near zero only grain is left to predict.
    """
    place, width = LEVELS
    shares = (place + width * torch.randn(n, generator=draw)).sigmoid()
    return (shares * TRAIN_TIMESTEPS).long().clamp(0, TRAIN_TIMESTEPS - 1)


def _condition(
    lesson: GeneratorLesson, rows: torch.Tensor, dropout: float, draw: torch.Generator
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    n = len(rows)
    shown = (torch.rand(n, generator=draw) >= dropout).float()
    layout_shown = shown * lesson.grouped[rows] * (torch.rand(n, generator=draw) >= dropout).float()
    jitter = LAYOUT_JITTER * torch.randn(lesson.layouts[rows].shape, generator=draw)
    return lesson.profiles[rows], lesson.layouts[rows] + jitter, torch.stack([shown, layout_shown], 1)
