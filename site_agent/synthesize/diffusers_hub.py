"""A diffusers checkpoint as generator: Stable Diffusion's layout, fine-tuned on radiographs by somebody.

Any folder that `AutoPipelineForImage2Image` can read (RoentGen and RadEdit style, Stable Diffusion 1, 2, XL
and others) paints counterparts from a group's centroid under a prompt made of the group's profile.

Rules: a local folder, looked through before it is parsed (checkpoint_folder); weights from safetensors only;
every component is a class of diffusers or transformers by plain name, so that no code of the folder is
imported; nothing is fetched unless the caller names a folder to fetch into.

Not here: start images, prompts, modes (backbone) and judging (counterpart).
"""

from __future__ import annotations

import importlib.util
import json
import shutil
from typing import TYPE_CHECKING, Any, Self

import torch
from diffusers import AutoPipelineForImage2Image
from safetensors import SafetensorError
from torch.nn import functional

from site_agent.synthesize.checkpoint_folder import checked
from site_agent.synthesize.errors import ExtraMissing, FilterCorrupt, FilterMissing, FilterUnsafe

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from site_agent.synthesize.hardware import Hardware

LIBRARIES = frozenset({"diffusers", "transformers"})
FETCHED = ("*.json", "*.safetensors", "*.txt", "*.model", "*.md", "LICENSE")
STEPS = 30
"""Steps of the whole noise schedule; a start at less noise takes its share of them."""
GUIDANCE = 4.0
DEFAULT_SIDE = 512
UNREADABLE = (OSError, ValueError, KeyError, TypeError, AttributeError, RuntimeError, SafetensorError)
"""What the libraries raise for a checkpoint that is not what it says."""


class DiffusersBackbone:
    """Paints with a diffusers image-to-image pipeline.

    Args:
        pipeline: A pipeline called with prompt, image, strength, steps, guidance and generators.
        digest: SHA-256 over the checkpoint's files, hex.
        side: Side of the images the checkpoint was trained on.
    """

    def __init__(self, pipeline: Any, digest: str, side: int) -> None:  # noqa: ANN401 - diffusers has no types
        self._pipeline = pipeline
        self._side = side
        self.digest = digest

    @classmethod
    def load(cls, folder: Path, hardware: Hardware, *, expected: str | None = None) -> Self:
        """Read a checkpoint folder.

        Args:
            folder: With a model_index.json.
            hardware: Where it runs; half precision on a GPU that has it.
            expected: Digest the checkpoint is known by.

        Raises:
            FilterMissing: If there is no checkpoint.
            FilterUnsafe: If a file or a component could run code.
            FilterCorrupt: If it cannot be read as what it says it is, or its digest is another.
            ExtraMissing: If the package that reads text encoders is not installed.
        """
        digest = checked(folder, expected=expected)
        index = _checked_index(folder)
        if importlib.util.find_spec("transformers") is None:
            raise ExtraMissing("pip install 'radshare[hub]'")
        half = hardware.device.type == "cuda" and hardware.bfloat16
        # A checker of photographs would blacken radiographs; our own gate judges.
        options = {"safety_checker": None, "requires_safety_checker": False}
        try:
            pipeline = AutoPipelineForImage2Image.from_pretrained(
                folder,
                local_files_only=True,
                use_safetensors=True,
                **(options if "safety_checker" in index else {}),
            )
        except UNREADABLE:
            raise FilterCorrupt("not a checkpoint for image-to-image") from None
        pipeline.set_progress_bar_config(disable=True)
        return cls(
            pipeline.to(hardware.device, torch.bfloat16 if half else torch.float32), digest, _side(pipeline)
        )

    def redrawn(
        self,
        starts: torch.Tensor,
        prompts: Sequence[str],
        noise: Sequence[torch.Generator],
        strength: float,
    ) -> torch.Tensor:
        """Noise images and denoise them under a text; see `site_agent.synthesize.backbone.Backbone`."""
        large = functional.interpolate(starts, size=(self._side, self._side), mode="bicubic", antialias=True)
        images = self._pipeline(
            prompt=list(prompts),
            image=large.clamp(0, 1).expand(-1, 3, -1, -1),
            strength=strength,
            num_inference_steps=STEPS,
            guidance_scale=GUIDANCE,
            generator=list(noise),
            output_type="pt",
        ).images
        gray = images.float().cpu().mean(1, keepdim=True)
        small = functional.interpolate(gray, size=starts.shape[-2:], mode="bilinear", antialias=True)
        return small.clamp(0, 1)


def fetch(repository: str, folder: Path) -> Path:
    """Fetch a checkpoint from the hub into an empty folder: data files only, no code, no pickles.

    Raises:
        ExtraMissing: If the hub's client is not installed.
        FilterMissing: If the hub cannot be reached or has no such checkpoint.
    """
    if importlib.util.find_spec("huggingface_hub") is None:
        raise ExtraMissing("pip install 'radshare[hub]'")
    from huggingface_hub import snapshot_download  # noqa: PLC0415 - only when somebody asked to fetch

    try:
        snapshot_download(repository, local_dir=folder, allow_patterns=list(FETCHED))
    except (OSError, ValueError, RuntimeError):
        raise FilterMissing("the checkpoint could not be fetched") from None
    shutil.rmtree(folder / ".cache", ignore_errors=True)
    return folder


def _checked_index(folder: Path) -> dict[str, Any]:
    """Read model_index.json and refuse every way in which a configuration can ask for code."""
    try:
        documents = {path: json.loads(path.read_bytes()) for path in folder.rglob("*.json")}
        index: dict[str, Any] = documents[folder / "model_index.json"]
        parts = [value for value in index.values() if isinstance(value, list)]
        named = isinstance(index["_class_name"], str)
    except KeyError:
        raise FilterMissing("no model_index.json") from None
    except (OSError, ValueError, AttributeError):
        raise FilterCorrupt("a configuration is no JSON") from None
    foreign = [part for part in parts if part != [None, None] and part[:1] != [None]]
    plain = all(len(part) > 1 and part[0] in LIBRARIES and str(part[1]).isidentifier() for part in foreign)
    asks = any("auto_map" in document for document in documents.values() if isinstance(document, dict))
    if not named or not plain or asks:
        raise FilterUnsafe("a component that is no class of diffusers or transformers")
    return index


def _side(pipeline: Any) -> int:  # noqa: ANN401 - diffusers has no types
    unet = getattr(pipeline, "unet", None) or getattr(pipeline, "transformer", None)
    latent = getattr(getattr(unet, "config", None), "sample_size", None)
    return latent * int(pipeline.vae_scale_factor) if isinstance(latent, int) else DEFAULT_SIDE
