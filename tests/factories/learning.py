"""Experiments, assembled training sets and results for tests."""

from __future__ import annotations

import hashlib
import io
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from radshare.experiment import ExperimentSpec, Recipe, TrainingPlan
from radshare.training_set import LOCAL, TrainingRecord, lock, write_training_set

if TYPE_CHECKING:
    from pathlib import Path

EXPERIMENT = "0123456789abcdef0123456789abcdef"
PACKAGE = "fedcba9876543210fedcba9876543210"
SIZE = 32


def site(name: str) -> str:
    """Return a site's SPIFFE id in the federation ``demo``."""
    return f"spiffe://demo/site/{name}"


def spec(*names: str, **changes: object) -> ExperimentSpec:
    """Return a small experiment of the named sites."""
    fields: dict[str, object] = {
        "name": "pneumonia",
        "recipe": Recipe(
            task="pneumonia", positive=("pneumonia",), negative=("no_finding",), image_size_px=SIZE
        ),
        "training": TrainingPlan(steps=20, batch_size=8, bootstrap=100),
        "sites": tuple(site(name) for name in names),
        "min_sites": 1,
        "gather_s": 60,
        "deadline_s": 120,
        **changes,
    }
    return ExperimentSpec.model_validate(fields)


def training_set(folder: Path, of: ExperimentSpec, *, test_patients: int = 12, seed: int = 0) -> str:
    """Write an assembled training set whose positives are brighter; return its lock file's SHA-256."""
    rng = np.random.default_rng(seed)
    records: list[TrainingRecord] = []
    images: dict[str, bytes] = {}
    splits = [("train", LOCAL, 16), ("train", PACKAGE, 16), ("test", LOCAL, 2 * test_patients)]
    for split, source, count in splits:
        for index in range(count):
            name, label = f"{rng.bytes(16).hex()}.png", index % 2
            number = 2 * (index // 4) + label if source == LOCAL else index
            patient = hashlib.sha256(f"{split}/{source}/{number}".encode()).hexdigest()[:32]
            images[name] = png(rng, bright=label == 1)
            records.append(
                TrainingRecord(image=name, patient=patient, label=label, source=source, split=split)
            )
    sealed = lock(of.recipe, records, images, {PACKAGE: "0" * 64})
    write_training_set(folder, records, images, sealed)
    return sealed.sha256()


def png(rng: np.random.Generator, *, bright: bool) -> bytes:
    """Return a noise image, a little brighter for positives."""
    pixels = rng.normal(140 if bright else 100, 30, (SIZE, SIZE)).clip(0, 255).astype(np.uint8)
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "PNG")
    return buffer.getvalue()
