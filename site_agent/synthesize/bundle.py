"""The filter folder: safetensors and JSON, every file's digest written down, nothing that could run code.

Layout::

    manifest.json          file -> SHA-256; the filter's digest is the SHA-256 of this document's canonical
    form preset.json            site_agent.synthesize.presets.Preset
    partition.json         site_agent.synthesize.groups.Partition
    calibration.json       thresholds, measured rates, salt, training exams, loss curves
    gallery.safetensors    the training images the gate compares with (uint8)
    judges.safetensors     identity (gate), identity (audit, a fold each), pathology (a fold each)
    fold-<n>/              a diffusers pipeline: codec unet scheduler conditioner
    summary.json           radshare.manifest.FilterSummary (outside the digest, which it contains)

Rule: `read` checks every digest before anything is parsed, and refuses missing, additional, changed or
pickled files. The folder is the site's own: it never leaves.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field, ValidationError
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file

from learning.models.identity import GateIdentityNet
from learning.models.pathology import PathologyNet, build_pathology_net
from radshare.guarantee import DpGuarantee
from radshare.manifest import FilterSummary
from radshare.model import Frozen, canonical
from site_agent.synthesize.errors import FilterCorrupt, FilterMissing, FilterUnsafe
from site_agent.synthesize.gate import Thresholds
from site_agent.synthesize.groups import Partition
from site_agent.synthesize.pipeline import CounterpartPipeline
from site_agent.synthesize.presets import Preset

if TYPE_CHECKING:
    from pathlib import Path

    import torch
    from torch import nn

SAFE_SUFFIXES = {".json", ".safetensors", ".md"}
MANIFEST = "manifest.json"
SUMMARY = "summary.json"


class Calibration(Frozen):
    """What training measured, and what sampling needs to repeat itself.

    Attributes:
        thresholds: Where each check of the gate refuses.
        false_match_rate, planted_recall: Measured with these thresholds.
        salt: Secret from which the noise of counterparts is drawn.
        fingerprint: Digest of data, labels, preset and seed the filter was trained with.
        cases, patients: Training exams and their patients, in the order of the gallery.
        curves: Network -> mean loss between checkpoints.
        dp: What differential privacy promises about the generators; absent where it promises nothing.
    """

    thresholds: Thresholds
    false_match_rate: float
    planted_recall: float
    salt: str
    fingerprint: str
    cases: tuple[str, ...]
    patients: tuple[str, ...]
    curves: dict[str, tuple[float, ...]]
    dp: Annotated[DpGuarantee | None, Field(exclude_if=lambda value: value is None)] = None


@dataclass(frozen=True, slots=True)
class Judges:
    """The networks that judge; see site_agent.synthesize.recognition for who was trained on whom."""

    identity: nn.Module
    pathologies: tuple[PathologyNet, ...]

    @classmethod
    def untrained(cls, preset: Preset, parted: Partition) -> Judges:
        """Build the networks a preset asks for, for a partition's folds and the terms of its condition."""
        width, n_terms = preset.judges.width, len(parted.terms)
        return cls(
            GateIdentityNet(width),
            tuple(build_pathology_net(n_terms, width=width) for _ in range(parted.n_folds)),
        )

    def named(self) -> dict[str, nn.Module]:
        """Return every network under its name."""
        named = {"identity": self.identity}
        return named | {f"pathology-{fold}": network for fold, network in enumerate(self.pathologies)}


@dataclass(frozen=True, slots=True)
class FilterParts:
    """Everything a trained filter consists of.

    Attributes:
        preset, partition, calibration: Documents.
        images: Training images, uint8 ``[N, 1, S, S]``.
        judges: Networks that judge.
        pipelines: Generators, one a fold.
    """

    preset: Preset
    partition: Partition
    calibration: Calibration
    images: torch.Tensor
    judges: Judges
    pipelines: tuple[CounterpartPipeline, ...]


def write(parts: FilterParts, folder: Path) -> str:
    """Write a filter into an empty folder, summary excepted; return its digest."""
    folder.mkdir(mode=0o700, parents=True)
    documents = {"preset": parts.preset, "partition": parts.partition, "calibration": parts.calibration}
    for name, document in documents.items():
        (folder / f"{name}.json").write_bytes(document.canonical())
    save_file({"images": parts.images.contiguous()}, folder / "gallery.safetensors")
    tensors = {
        f"{name}/{key}": tensor.cpu().contiguous()
        for name, network in parts.judges.named().items()
        for key, tensor in network.state_dict().items()
    }
    save_file(tensors, folder / "judges.safetensors")
    for fold, pipeline in enumerate(parts.pipelines):
        pipeline.save(folder / f"fold-{fold}")
    manifest = {_name(path, folder): _sha256(path) for path in _files(folder)}
    (folder / MANIFEST).write_bytes(canonical(manifest))
    return hashlib.sha256(canonical(manifest)).hexdigest()


def read_summary(folder: Path) -> FilterSummary:
    """Read a filter's summary.

    Raises:
        FilterMissing: If there is none.
        FilterCorrupt: If it is not a summary.
    """
    try:
        return FilterSummary.model_validate_json((folder / SUMMARY).read_bytes())
    except OSError:
        raise FilterMissing from None
    except ValidationError:
        raise FilterCorrupt from None


def read(folder: Path) -> tuple[FilterParts, str]:
    """Check and read a filter folder; return its parts and digest.

    Raises:
        FilterMissing: If the folder or a file is missing.
        FilterUnsafe: If a file could run code when loaded.
        FilterCorrupt: If a file is not the one that was written, or was added.
    """
    digest = _checked(folder)
    try:
        preset = Preset.model_validate_json((folder / "preset.json").read_bytes())
        partition = Partition.model_validate_json((folder / "partition.json").read_bytes())
        calibration = Calibration.model_validate_json((folder / "calibration.json").read_bytes())
        images = load_file(folder / "gallery.safetensors")["images"]
        tensors = load_file(folder / "judges.safetensors")
        judges = Judges.untrained(preset, partition)
        for name, network in judges.named().items():
            start = f"{name}/"
            network.load_state_dict(
                {key.removeprefix(start): tensor for key, tensor in tensors.items() if key.startswith(start)}
            )
            network.eval()
        pipelines = tuple(
            CounterpartPipeline.load(folder / f"fold-{fold}") for fold in range(partition.n_folds)
        )
    except (OSError, KeyError, ValueError, RuntimeError, SafetensorError):
        raise FilterCorrupt from None
    return FilterParts(preset, partition, calibration, images, judges, pipelines), digest


def _checked(folder: Path) -> str:
    if not folder.is_dir() or not (folder / MANIFEST).is_file() or not (folder / SUMMARY).is_file():
        raise FilterMissing
    files = list(_files(folder))
    if any(path.suffix not in SAFE_SUFFIXES or path.is_symlink() for path in files):
        raise FilterUnsafe
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_bytes())
        expected = dict(manifest)
    except (ValueError, TypeError):
        raise FilterCorrupt from None
    found = {_name(path, folder): path for path in files if path.name not in {MANIFEST, SUMMARY}}
    if expected.keys() - found.keys():
        raise FilterMissing
    if found.keys() != expected.keys() or any(_sha256(found[name]) != expected[name] for name in found):
        raise FilterCorrupt
    digest = hashlib.sha256(canonical(manifest)).hexdigest()
    if read_summary(folder).filter_digest != digest:
        raise FilterCorrupt
    return digest


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_symlink() or path.is_file())


def _name(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix().replace(os.sep, "/")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
