"""A MONAI bundle as generator: a latent diffusion model in the layout of the model zoo.

Layout (as in ``cxr_image_synthesis_latent_diffusion_model``)::

    configs/inference.json    autoencoder_def, diffusion_def, scheduler
    models/                   autoencoder and diffusion_model: .safetensors, or .pt/.pth
    tokenizer/ text_encoder/  beside them, if the network reads text: CLIP's, as transformers writes them

Rules: a bundle's configuration is never run (monai_definition), nor is anything in scripts/. Weights in
PyTorch's own format go through the restricted reader (``weights_only``), which builds tensors and nothing
else.

Not here: start images, prompts, modes (backbone) and judging (counterpart).
"""

from __future__ import annotations

import importlib.util
import pickle
from typing import TYPE_CHECKING, Any, Self

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch.nn import functional

from site_agent.synthesize.checkpoint_folder import checked
from site_agent.synthesize.errors import ExtraMissing, FilterCorrupt, FilterMissing, FilterUnsafe
from site_agent.synthesize.monai_definition import SECTIONS, built, definition, read_config

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from monai.networks.nets import AutoencoderKL, DiffusionModelUNet

    from site_agent.synthesize.hardware import Hardware

BUNDLE_SUFFIXES = frozenset({".pt", ".pth", ".py", ".yaml", ".yml", ".conf", ".cfg", ".jpeg"})
"""What bundles hold besides data; ``.py`` is never imported, ``.pt`` goes through the restricted reader."""
WEIGHTS: Mapping[str, tuple[str, ...]] = {
    "autoencoder": ("autoencoder", "model_autoencoder"),
    "diffusion": ("diffusion_model", "model_diffusion", "diffusion", "model"),
}
STEPS = 50
GUIDANCE = 4.0
SCALE = 0.3
"""What latents are multiplied with where the bundle does not say."""
DEFAULT_SIDE = 512
UNREADABLE = (OSError, ValueError, KeyError, TypeError, AttributeError, RuntimeError, SafetensorError)


class MonaiBackbone:
    """Paints with a MONAI latent diffusion model.

    Args:
        networks: ``autoencoder``, ``diffusion`` and ``scheduler``.
        text: Encodes prompts, or ``None`` for a network without text.
        digest: SHA-256 over the bundle's files, hex.
        side, scale: Side of its images; factor of its latents.
    """

    def __init__(
        self, networks: Mapping[str, Any], text: _Text | None, digest: str, side: int, scale: float
    ) -> None:
        self._autoencoder, self._diffusion = networks["autoencoder"], networks["diffusion"]
        self._scheduler = networks["scheduler"]
        self._text = text
        self._side = side
        self._scale = scale
        self.digest = digest

    @classmethod
    def load(cls, folder: Path, hardware: Hardware, *, expected: str | None = None) -> Self:
        """Read a bundle folder.

        Args:
            folder: With configs/inference.json.
            hardware: Where it runs.
            expected: Digest the bundle is known by.

        Raises:
            FilterMissing: If there is no bundle, or a weights file or the text encoder is missing.
            FilterUnsafe: If a definition asks for another class or an expression, or weights for more than
                tensors.
            FilterCorrupt: If it cannot be read as what it says it is, or its digest is another.
            ExtraMissing: If the package that reads text encoders is not installed.
        """
        digest = checked(folder, also=BUNDLE_SUFFIXES, expected=expected)
        config = read_config(folder)
        plain = {name: definition(config, names) for name, names in SECTIONS.items()}
        try:
            networks = {name: built(section) for name, section in plain.items()}
            for name, stems in WEIGHTS.items():
                _fill(networks[name], _weights(folder / "models", stems))
                networks[name].to(hardware.device).eval()
        except ImportError:  # the networks' attention is another package's
            raise ExtraMissing("pip install 'radshare[hub]'") from None
        except UNREADABLE:
            raise FilterCorrupt("definitions and weights do not fit") from None
        conditioned = bool(plain["diffusion"].get("with_conditioning"))
        text = _Text(folder, hardware) if conditioned else None
        scale, side = config.get("scale_factor", SCALE), config.get("image_side_px", DEFAULT_SIDE)
        if not isinstance(scale, int | float) or not isinstance(side, int):
            raise FilterCorrupt("scale_factor and image_side_px are plain numbers")
        return cls(networks, text, digest, side, float(scale))

    @torch.no_grad()
    def redrawn(
        self,
        starts: torch.Tensor,
        prompts: Sequence[str],
        noise: Sequence[torch.Generator],
        strength: float,
    ) -> torch.Tensor:
        """Noise images and denoise them under a text; see `site_agent.synthesize.backbone.Backbone`."""
        device = next(self._diffusion.parameters()).device
        large = functional.interpolate(starts, size=(self._side, self._side), mode="bicubic", antialias=True)
        latents = self._autoencoder.encode(large.clamp(0, 1).to(device))[0] * self._scale
        drawn = torch.stack([torch.randn(latents.shape[1:], generator=one) for one in noise]).to(device)
        self._scheduler.set_timesteps(STEPS)
        first = min(STEPS - 1, round(STEPS * (1 - strength)))
        timesteps = self._scheduler.timesteps[first:]
        at = timesteps[:1].to(device)
        latents = self._scheduler.add_noise(latents, drawn, at) if strength < 1 else drawn
        context = self._text.encoded(prompts) if self._text else None
        for timestep in timesteps:
            predicted = self._predicted(latents, timestep, context)
            latents = self._scheduler.step(predicted, int(timestep), latents)[0]
        images = self._autoencoder.decode(latents / self._scale).float().cpu().mean(1, keepdim=True)
        small = functional.interpolate(images, size=starts.shape[-2:], mode="bilinear", antialias=True)
        return small.clamp(0, 1)

    def _predicted(
        self, latents: torch.Tensor, timestep: torch.Tensor, context: torch.Tensor | None
    ) -> torch.Tensor:
        steps = timestep.to(latents.device).expand(len(latents))
        if context is None:
            alone: torch.Tensor = self._diffusion(latents, timesteps=steps)
            return alone
        both = self._diffusion(latents.repeat(2, 1, 1, 1), timesteps=steps.repeat(2), context=context)
        without, given = both.chunk(2)
        guided: torch.Tensor = without + GUIDANCE * (given - without)
        return guided


class _Text:
    """CLIP's text encoder from the bundle's own folders."""

    def __init__(self, folder: Path, hardware: Hardware) -> None:
        if importlib.util.find_spec("transformers") is None:
            raise ExtraMissing("pip install 'radshare[hub]'")
        from transformers import CLIPTextModel, CLIPTokenizer  # noqa: PLC0415 - an extra

        if not (folder / "text_encoder").is_dir() or not (folder / "tokenizer").is_dir():
            raise FilterMissing("text_encoder/ and tokenizer/ belong beside configs/")
        try:
            self._tokenizer = CLIPTokenizer.from_pretrained(folder / "tokenizer", local_files_only=True)
            encoder = CLIPTextModel.from_pretrained(
                folder / "text_encoder", local_files_only=True, use_safetensors=True
            )
        except UNREADABLE:
            raise FilterCorrupt("the text encoder cannot be read") from None
        self._encoder = encoder.to(hardware.device).eval()

    def encoded(self, prompts: Sequence[str]) -> torch.Tensor:
        """Return the encodings of as many empty texts, then of the prompts: float32 ``[2 B, T, D]``."""
        tokens = self._tokenizer(
            [""] * len(prompts) + list(prompts),
            padding="max_length",
            truncation=True,
            max_length=self._encoder.config.max_position_embeddings,
            return_tensors="pt",
        )
        encoded: torch.Tensor = self._encoder(tokens.input_ids.to(self._encoder.device))[0]
        return encoded


def _weights(folder: Path, stems: Sequence[str]) -> dict[str, torch.Tensor]:
    for path in (folder / f"{stem}{suffix}" for stem in stems for suffix in (".safetensors", ".pt", ".pth")):
        if not path.is_file():
            continue
        if path.suffix == ".safetensors":
            tensors: dict[str, torch.Tensor] = load_file(path)
            return tensors
        try:
            found = torch.load(path, map_location="cpu", weights_only=True)
        except pickle.UnpicklingError:
            raise FilterUnsafe("weights that hold more than tensors") from None
        found = found.get("state_dict", found.get("model", found))
        return {str(key): value for key, value in found.items() if isinstance(value, torch.Tensor)}
    raise FilterMissing(f"no weights {stems[0]}.safetensors in models/")


def _fill(network: AutoencoderKL | DiffusionModelUNet, weights: dict[str, torch.Tensor]) -> None:
    """Load weights; those of MONAI Generative under the names of that time."""
    if network.state_dict().keys() == weights.keys():
        network.load_state_dict(weights)
    else:
        network.load_old_state_dict(weights)
