"""The counterpart generator of one fold, as a diffusers pipeline.

A counterpart starts from ``q(z_t | group)`` and is denoised under the same condition by DPM-Solver++ (Lu et
al. 2022, arXiv 2211.01095) with classifier-free guidance. ``q`` is Gaussian: around the average latent of the
group's profile and noised centroid, as wide as exams of one group differ, with noise on top. Starting from
the average alone would end at the average chest: under the noise of strength 0.8 coarse structure still
stands out fifty to one. No argument of `CounterpartPipeline.__call__` belongs to one patient.

``save_pretrained`` and ``from_pretrained`` are diffusers' own, restricted to safetensors and local folders.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import torch
from diffusers import DPMSolverMultistepScheduler, UNet2DModel
from diffusers.models.attention_processor import Attention, AttnProcessor
from diffusers.pipelines.pipeline_utils import DiffusionPipeline

from site_agent.synthesize.codec import PatchPcaCodec
from site_agent.synthesize.conditioner import ConditionEncoder

if TYPE_CHECKING:
    from pathlib import Path

    from torch import nn

    from site_agent.synthesize.presets import GeneratorPreset

TRAIN_TIMESTEPS = 1000
GAUSSIAN_FROM = 0.85
"""Share of the noise schedule above which latents cannot be told from Gaussian ones (measured: from there a
trained UNet predicts no better than `gaussian_velocity` alone)."""


def gaussian_velocity(
    noisy: torch.Tensor, kept: torch.Tensor, codec: PatchPcaCodec, expected: torch.Tensor
) -> torch.Tensor:
    """Return the best velocity if latents were Gaussian: what the UNet's output is added to.

    The UNet then learns only what is *not* in the latents' mean and covariance, and an untrained one already
    draws blurred chests. For ``z = sqrt(a) x + sqrt(1 - a) e`` with ``x ~ N(0, s)`` along a principal
    direction, the mean of ``v = sqrt(a) e - sqrt(1 - a) x`` given z is ``sqrt(a (1 - a)) (1 - s) / (a s + 1 -
    a) z``.

    Args:
        noisy: z, float32 ``[B, C, s, s]``.
        kept: a, the share of the signal's energy, ``[]`` or ``[B, 1, 1, 1]``.
        codec: Holds the directions, their variances, and each component's variance at each place besides.
        expected: Mean latent under the condition, ``[B, C, s, s]``.
    """
    noisy = noisy - kept.sqrt() * expected

    def gain(variance: torch.Tensor, share: torch.Tensor) -> torch.Tensor:
        return (share * (1 - share)).sqrt() * (1 - variance) / (share * variance + 1 - share)

    along = noisy.flatten(1) @ codec.directions.T
    inside = (along @ codec.directions).reshape(noisy.shape)
    main = ((along * gain(codec.energies, kept.reshape(-1, 1))) @ codec.directions).reshape(noisy.shape)
    rest = gain(codec.variance, kept) * (noisy - inside)
    return main + rest - (1 - kept).sqrt() * expected


@dataclass(frozen=True, slots=True)
class Conditions:
    """What the generator is told, one row a counterpart.

    Attributes:
        profiles: float32 ``[B, terms]``.
        layouts: Standardised layouts, float32 ``[B, cells]``.
        starts: Images to start from instead of the average latent, float32 ``[B, 1, S, S]`` in -1..1.
        with_layout: False withholds the layouts: the profile alone is the condition.
    """

    profiles: torch.Tensor
    layouts: torch.Tensor
    starts: torch.Tensor | None = None
    with_layout: bool = True


@dataclass(frozen=True, slots=True)
class _Told:
    """A condition as the UNet gets it: embedding ``[B, dimensions]``, expected latent ``[B, C, s, s]``."""

    embedding: torch.Tensor
    expected: torch.Tensor

    def and_then(self, other: _Told) -> _Told:
        """Return both as one batch."""
        return _Told(torch.cat([self.embedding, other.embedding]), torch.cat([self.expected, other.expected]))


class CounterpartPipeline(DiffusionPipeline):
    """Samples counterparts of groups.

    Args:
        codec: Images to latents and back.
        unet: v-prediction on latents, with the condition as class embedding.
        scheduler: DPM-Solver++.
        conditioner: Group to condition vector.
    """

    def __init__(
        self,
        codec: PatchPcaCodec,
        unet: UNet2DModel,
        scheduler: DPMSolverMultistepScheduler,
        conditioner: ConditionEncoder,
    ) -> None:
        super().__init__()
        for module in unet.modules():
            if isinstance(module, Attention):  # of few tokens: the fused kernel is slow backwards
                module.set_processor(AttnProcessor())
        self.register_modules(codec=codec, unet=unet, scheduler=scheduler, conditioner=conditioner)

    @torch.no_grad()
    def __call__(
        self,
        conditions: Conditions,
        generators: list[torch.Generator],
        *,
        strength: float,
        steps: int,
        guidance: float | None,
    ) -> torch.Tensor:
        """Sample one image a row of the conditions.

        Args:
            conditions: Groups.
            generators: One CPU generator a row, so that a row does not depend on its neighbours.
            strength: Share of the noise schedule that is run, 0..1. Without `Conditions.starts` no more than
                `GAUSSIAN_FROM`: above it latents are Gaussian, and are drawn as such.
            steps: Steps of the whole schedule.
            guidance: Classifier-free guidance scale; ``None`` withholds the condition altogether.

        Returns:
            float32 ``[B, 1, S, S]`` in 0..1 on the CPU.
        """
        device = self.unet.device
        given, withheld = self._told(conditions)
        shape = self.codec.latent_shape
        noise = torch.stack([torch.randn(shape, generator=g) for g in generators]).to(device)
        if conditions.starts is None:
            spread = torch.stack([torch.randn(shape, generator=g) for g in generators]).to(device)
            start = given.expected + self._spread(spread, conditions)
            strength = min(strength, GAUSSIAN_FROM)
        else:
            start = self._encoded(conditions.starts)
        scheduler = copy.deepcopy(self.scheduler)  # it counts steps, and others may sample at the same time
        scheduler.set_timesteps(steps, device=device)
        first = min(steps - 1, round(steps * (1 - strength)))
        scheduler.set_begin_index(first)
        timesteps = scheduler.timesteps[first:]
        latents = scheduler.add_noise(start, noise, timesteps[:1]) if strength < 1 else noise
        told = withheld if guidance is None else withheld.and_then(given)
        for timestep in timesteps:
            seen = latents if guidance is None else torch.cat([latents, latents])
            predicted = self._velocity(seen, timestep, told)
            if guidance is not None:
                without, with_condition = predicted.chunk(2)
                predicted = without + guidance * (with_condition - without)
            latents = scheduler.step(predicted, timestep, latents, return_dict=False)[0]
        images: torch.Tensor = self.codec.decode(latents.float()).sample
        return ((images + 1) / 2).clamp(0, 1).cpu()

    @torch.no_grad()
    def centroids(self, conditions: Conditions) -> torch.Tensor:
        """Return what counterparts of the conditions start from, before any noise.

        Returns:
            float32 ``[B, 1, S, S]`` in 0..1 on the CPU.
        """
        given, _ = self._told(conditions)
        images: torch.Tensor = self.codec.decode(given.expected.float()).sample
        return ((images + 1) / 2).clamp(0, 1).cpu()

    def _encoded(self, images: torch.Tensor) -> torch.Tensor:
        latents: torch.Tensor = self.codec.encode(images.to(self.unet.device)).latent_dist.mean
        return latents

    def _spread(self, noise: torch.Tensor, conditions: Conditions) -> torch.Tensor:
        """Turn white noise into how an exam differs from what is expected of its condition."""
        along = noise.flatten(1) @ self.codec.directions.T
        profiles = conditions.profiles.to(noise.device)
        energies = self.conditioner.spread(profiles, with_layout=conditions.with_layout)
        inside = (along @ self.codec.directions).reshape(noise.shape)
        coarse = ((along * energies.sqrt()) @ self.codec.directions).reshape(noise.shape)
        spread: torch.Tensor = coarse + self.codec.variance.sqrt() * (noise - inside)
        return spread

    def _told(self, conditions: Conditions) -> tuple[_Told, _Told]:
        """Return the UNet's inputs for the conditions, and for none."""
        device = self.unet.device
        profiles, layouts = conditions.profiles.to(device), conditions.layouts.to(device)
        keep = torch.ones(len(profiles), 2, device=device)
        keep[:, 1] = float(conditions.with_layout)
        shape = (len(profiles), *self.codec.latent_shape)
        given, withheld = (
            _Told(
                self.conditioner(profiles, layouts, kept),
                self.conditioner.expected(profiles, layouts, kept).reshape(shape),
            )
            for kept in (keep, 0 * keep)
        )
        return given, withheld

    def _velocity(self, latents: torch.Tensor, timestep: torch.Tensor, told: _Told) -> torch.Tensor:
        seen = torch.cat([latents, told.expected], 1)
        learnt: torch.Tensor = self.unet(seen, timestep, class_labels=told.embedding).sample.float()
        kept = self.scheduler.alphas_cumprod[int(timestep)].to(latents)
        return learnt + gaussian_velocity(latents, kept, self.codec, told.expected)

    def save(self, folder: Path) -> None:
        """Write the pipeline as safetensors and JSON."""
        self.save_pretrained(folder, safe_serialization=True)

    @classmethod
    def load(cls, folder: Path) -> CounterpartPipeline:
        """Read a pipeline from a local folder: safetensors only, and never over a network.

        Raises:
            ValueError: If a weight is missing, as in folders of earlier releases.
        """
        local: dict[str, Any] = {"local_files_only": True, "use_safetensors": True}
        parts: dict[str, Any] = {
            name: _complete(kind.from_pretrained(folder, subfolder=name, output_loading_info=True, **local))
            for name, kind in (
                ("codec", PatchPcaCodec),
                ("unet", UNet2DModel),
                ("conditioner", ConditionEncoder),
            )
        }
        parts["scheduler"] = DPMSolverMultistepScheduler.from_pretrained(
            folder, subfolder="scheduler", **local
        )
        pipeline = cls(**parts)
        pipeline.set_progress_bar_config(disable=True)
        return pipeline


def _complete(loaded: tuple[Any, dict[str, list[Any]]]) -> nn.Module:
    """Return a model; diffusers leaves weights that a folder lacks as they were drawn, with a warning."""
    model: nn.Module
    model, found = loaded
    if any(found[name] for name in ("missing_keys", "unexpected_keys", "mismatched_keys", "error_msgs")):
        raise ValueError("weights are missing")
    return model


def build_pipeline(
    codec: PatchPcaCodec, preset: GeneratorPreset, latent_px: int, terms: tuple[str, ...], cells: int
) -> CounterpartPipeline:
    """Build an untrained pipeline around a fitted codec.

    Args:
        codec: Images to latents and back.
        preset: Widths.
        latent_px: Side of the latent.
        terms: Vocabulary of the condition.
        cells: Length of the flattened layout.
    """
    levels = len(preset.channels)
    lowest = "Attn" if preset.attention else ""
    unet = UNet2DModel(
        sample_size=latent_px,
        in_channels=2 * preset.latent_channels,  # beside the noisy latent: the expected one
        out_channels=preset.latent_channels,
        block_out_channels=preset.channels,
        layers_per_block=preset.layers,
        down_block_types=(*["DownBlock2D"] * (levels - 1), f"{lowest}DownBlock2D"),
        up_block_types=(f"{lowest}UpBlock2D", *["UpBlock2D"] * (levels - 1)),
        attention_head_dim=32,
        add_attention=preset.attention,
        norm_num_groups=8,
        resnet_time_scale_shift="scale_shift",
        class_embed_type="identity",
    )
    torch.nn.init.zeros_(unet.conv_out.weight)
    scheduler = DPMSolverMultistepScheduler(
        num_train_timesteps=TRAIN_TIMESTEPS,
        beta_schedule="squaredcos_cap_v2",
        prediction_type="v_prediction",
        algorithm_type="dpmsolver++",
        solver_order=2,
        lower_order_final=True,
    )
    whole = preset.latent_channels * latent_px * latent_px
    conditioner = ConditionEncoder(terms, cells, 4 * preset.channels[0], whole, len(codec.energies))
    pipeline = CounterpartPipeline(codec, unet, scheduler, conditioner)
    pipeline.set_progress_bar_config(disable=True)
    return pipeline
