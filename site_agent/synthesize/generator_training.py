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

from site_agent.synthesize.pipeline import TRAIN_TIMESTEPS, CounterpartPipeline, gaussian_velocity
from site_agent.synthesize.training_loop import Plan, fit

if TYPE_CHECKING:
    from pathlib import Path

    from site_agent.synthesize.hardware import Hardware
    from site_agent.synthesize.image_filter import Progress
    from site_agent.synthesize.presets import GeneratorPreset

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


class _Learner(nn.Module):
    """UNet and conditioner as one module, so that one state file holds both."""

    def __init__(self, pipeline: CounterpartPipeline) -> None:
        super().__init__()
        self.unet = pipeline.unet
        self.conditioner = pipeline.conditioner


def learn_generator(
    pipeline: CounterpartPipeline,
    lesson: GeneratorLesson,
    preset: GeneratorPreset,
    plan: Plan,
    where: tuple[Path, Hardware, Progress],
) -> list[float]:
    """Train a pipeline's UNet and conditioner in place; return the loss curve."""
    work, hardware, progress = where
    latents = pipeline.codec.encode(2 * lesson.images - 1).latent_dist.mean
    pipeline.conditioner.fit_effects(lesson.profiles, lesson.thumbnails, latents)
    effects = copy.deepcopy(pipeline.conditioner)  # stays on the CPU, where batches are drawn
    learner = _Learner(pipeline).to(hardware.device)
    pipeline.unet.to(memory_format=torch.channels_last)
    alphas = pipeline.scheduler.alphas_cumprod.float()
    size = min(preset.batch_size, len(latents))

    def loss(draw: torch.Generator) -> torch.Tensor:
        rows = torch.randint(len(latents), (size,), generator=draw)
        steps = torch.randint(TRAIN_TIMESTEPS, (size,), generator=draw)
        noise = torch.randn(latents[rows].shape, generator=draw)
        kept = alphas[steps][:, None, None, None]
        noisy = kept.sqrt() * latents[rows] + (1 - kept).sqrt() * noise
        target = kept.sqrt() * noise - (1 - kept).sqrt() * latents[rows]
        profiles, layouts, keep = _condition(lesson, rows, preset.label_dropout, draw)
        expected = effects.expected(profiles, layouts, keep).reshape(noisy.shape)
        target = target - gaussian_velocity(noisy, kept, pipeline.codec, expected)
        seen = torch.cat([noisy, expected], 1)
        inputs, device = (profiles, layouts, keep), hardware.device
        with hardware.autocast():
            embedding = learner.conditioner(*(tensor.to(device) for tensor in inputs))
            predicted = learner.unet(
                seen.to(device, memory_format=torch.channels_last), steps.to(device), class_labels=embedding
            ).sample
        return functional.mse_loss(predicted.float(), target.to(device))

    curve = fit(learner, loss, plan, work, progress)
    pipeline.unet.to(memory_format=torch.contiguous_format)
    return curve


def _condition(
    lesson: GeneratorLesson, rows: torch.Tensor, dropout: float, draw: torch.Generator
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    n = len(rows)
    shown = (torch.rand(n, generator=draw) >= dropout).float()
    layout_shown = shown * lesson.grouped[rows] * (torch.rand(n, generator=draw) >= dropout).float()
    jitter = LAYOUT_JITTER * torch.randn(lesson.layouts[rows].shape, generator=draw)
    return lesson.profiles[rows], lesson.layouts[rows] + jitter, torch.stack([shown, layout_shown], 1)
