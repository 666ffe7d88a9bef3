"""A small cohort of drawn chests: anatomy belongs to the patient, a finding is drawn on top."""

from __future__ import annotations

import numpy as np
import torch

from site_agent.synthesize.image_filter import FilterCase
from site_agent.synthesize.presets import Preset, load_preset

PROFILES = ("no_finding", "pneumonia")
SIDE = 48


def chest(anatomy: np.random.Generator, exam: np.random.Generator, *, finding: bool) -> np.ndarray:
    """Return a drawn chest, float32 [48, 48] in 0..1."""
    y, x = np.mgrid[0:SIDE, 0:SIDE] / SIDE - 0.5
    image = 0.75 - 0.5 * ((x / 0.48) ** 2 + (y / 0.52) ** 2)
    for side in (-1, 1):
        cx, width, height = (
            side * anatomy.uniform(0.16, 0.24),
            anatomy.uniform(0.1, 0.16),
            anatomy.uniform(0.24, 0.34),
        )
        image -= 0.45 * np.exp(-((((x - cx) / width) ** 2 + (y / height) ** 2) ** 2))
    for _ in range(10):  # ribs and vessels: where they are is who it is
        px, py, angle = anatomy.uniform(-0.4, 0.4), anatomy.uniform(-0.4, 0.4), anatomy.uniform(0, np.pi)
        along = (x - px) * np.cos(angle) + (y - py) * np.sin(angle)
        across = -(x - px) * np.sin(angle) + (y - py) * np.cos(angle)
        image += anatomy.uniform(0.1, 0.3) * np.exp(-((along / 0.15) ** 2) - (across / 0.025) ** 2)
    if finding:
        px, py = exam.choice([-0.2, 0.2]), exam.uniform(-0.1, 0.25)
        image += 0.35 * np.exp(-(((x - px) / 0.1) ** 2) - ((y - py) / 0.1) ** 2)
    image = np.roll(image, tuple(exam.integers(-1, 2, 2)), (0, 1)) * exam.uniform(0.9, 1.1)
    return np.clip(image + exam.normal(0, 0.01, image.shape), 0, 1).astype(np.float32)


def cohort(patients: int = 40, seed: int = 0) -> list[FilterCase]:
    """Return the exams of a cohort: half of the patients with pneumonia, every third with two exams."""
    cases = []
    for number in range(patients):
        anatomy_seed = [seed, number]
        for exam in range(1 + (number % 3 == 0)):
            label = PROFILES[number % 2]
            image = chest(
                np.random.default_rng(anatomy_seed),
                np.random.default_rng([seed, number, exam]),
                finding=label == "pneumonia",
            )
            cases.append(
                FilterCase(
                    f"case-{number:03}-{exam}.png", f"patient-{number:03}", image, frozenset({label}), "PA"
                )
            )
    return cases


def quick_preset(**generator: object) -> Preset:
    """Return a preset that trains in seconds; what it makes is not useful, how it is made is."""
    raw = load_preset("tiny").model_dump()
    raw["checkpoint_steps"] = 5
    raw["generator"] |= {"steps": 12, "channels": (16, 32), "batch_size": 8, "sampling_steps": 4} | generator
    raw["judges"] |= {"identity_steps": 12, "pathology_steps": 6, "batch_size": 8}
    raw["gate"] |= {"planted": 24, "tries": 2}
    return Preset.model_validate(raw)


def one_thread() -> None:
    """Compute as the promises are made: on one thread."""
    torch.set_num_threads(1)
