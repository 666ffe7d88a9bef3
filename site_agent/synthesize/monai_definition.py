"""The plain part of a MONAI bundle's configuration.

Rule: a bundle's configuration is a program: ``$`` expressions are evaluated and ``_target_`` names any class.
We do not run it. MONAI's parser reads the text; of three definitions the plain values are handed to three
known classes; everything else, and every expression, is left alone or refused.

Not here: weights and sampling (monai_bundle).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from monai.bundle import ConfigParser
from monai.networks.nets import AutoencoderKL, DiffusionModelUNet
from monai.networks.schedulers import DDIMScheduler
from yaml import YAMLError

from site_agent.synthesize.errors import FilterCorrupt, FilterMissing, FilterUnsafe

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

SECTIONS: Mapping[str, tuple[str, ...]] = {
    "autoencoder": ("autoencoder_def", "autoencoder"),
    "diffusion": ("diffusion_def", "diffusion", "network_def"),
    "scheduler": ("scheduler", "noise_scheduler"),
}
CLASSES: Mapping[str, type] = {
    "AutoencoderKL": AutoencoderKL,
    "DiffusionModelUNet": DiffusionModelUNet,
    "DDIMScheduler": DDIMScheduler,
}
OLD_NAMES: Mapping[str, str] = {"num_channels": "channels"}
"""Argument names of MONAI Generative, from which the classes came."""


def read_config(folder: Path) -> dict[str, Any]:
    """Read configs/inference.json (or .yaml) as text; nothing is evaluated.

    Raises:
        FilterMissing: If there is none.
        FilterCorrupt: If it cannot be read.
    """
    path = next(
        (p for name in ("inference.json", "inference.yaml") if (p := folder / "configs" / name).is_file()),
        None,
    )
    if path is None:
        raise FilterMissing("no configs/inference.json")
    try:
        config = ConfigParser.load_config_file(str(path))
    except (OSError, ValueError, KeyError, TypeError, YAMLError):
        raise FilterCorrupt("configs/inference.json") from None
    if not isinstance(config, dict):
        raise FilterCorrupt("configs/inference.json")
    return config


def definition(config: Mapping[str, Any], names: Sequence[str]) -> dict[str, Any]:
    """Return a definition with its references resolved.

    Args:
        config: The whole configuration.
        names: What bundles call the definition, the usual name first.

    Raises:
        FilterMissing: If there is none.
        FilterUnsafe: If a value would have to be evaluated.
    """
    section = next((config[name] for name in names if isinstance(config.get(name), dict)), None)
    if section is None:
        raise FilterMissing(f"no {names[0]} in configs/inference.json")
    wanted = {key: value for key, value in section.items() if key == "_target_" or not key.startswith("_")}
    return {OLD_NAMES.get(key, key): _resolved(value, config, 0) for key, value in wanted.items()}


def _resolved(value: object, config: Mapping[str, Any], depth: int) -> object:
    if isinstance(value, list):
        return [_resolved(item, config, depth) for item in value]
    if isinstance(value, str) and value.startswith("@") and depth == 0 and value[1:] in config:
        return _resolved(config[value[1:]], config, depth + 1)
    if isinstance(value, bool | int | float) or value is None:
        return value
    if isinstance(value, str) and value[:1] not in {"$", "@", "%"}:
        return value
    raise FilterUnsafe("a definition holds an expression")


def built(section: Mapping[str, Any]) -> Any:  # noqa: ANN401 - MONAI has no types
    """Build one of the known classes.

    Raises:
        FilterUnsafe: If the definition asks for another one.
        TypeError, ValueError: If its arguments are not the class's own.
    """
    room, _, name = str(section.get("_target_", "")).rpartition(".")
    if name not in CLASSES or room.split(".")[0] not in {"monai", "generative"}:
        raise FilterUnsafe("a definition asks for a class that is not one of MONAI's diffusion networks")
    return CLASSES[name](**{key: value for key, value in section.items() if key != "_target_"})
