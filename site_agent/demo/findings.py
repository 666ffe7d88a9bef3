"""Findings drawn on a phantom's normal chest: what each adds to the beam, and which vessels it hides.

Every painter takes the chest, a severity in 0..1 and the exam's random stream, and returns two maps:
attenuation to add, and how far the lung's own markings disappear (0 none, 1 all). Cardiomegaly is the heart's
size and so is drawn by `thorax`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from site_agent.demo.planes import Plane, cloud, dome, step


@dataclass(frozen=True, slots=True)
class Chest:
    """Where a finding can lie: lung depth (0..1), the cage's edge, coordinates, lowest and highest lung."""

    lungs: Plane
    edge: Plane
    x: Plane
    y: Plane
    base: float
    apex: float

    @property
    def inside(self) -> Plane:
        """Return 1 in the lungs and 0 outside, softly."""
        return np.clip(self.lungs * 2.2, 0, 1)


Painter = Callable[[Chest, float, np.random.Generator], tuple[Plane, Plane]]


def _side(rng: np.random.Generator) -> float:
    return float(rng.choice([-1.0, 1.0]))


def _patch(chest: Chest, rng: np.random.Generator, at: tuple[float, float], radius: float) -> Plane:
    """Return one ragged opacity, 0..1."""
    spread = ((chest.x - at[0]) / radius) ** 2 + ((chest.y - at[1]) / (1.25 * radius)) ** 2
    ragged = spread - 0.35 * cloud(rng, chest.x, chest.y, 14.0)
    mottled = 0.85 + 0.12 * cloud(rng, chest.x, chest.y, 40.0)
    return step(0.8 - ragged, 0.18) * np.clip(mottled, 0.3, 1.3) * chest.inside


def _bacterial_pneumonia(chest: Chest, severity: float, rng: np.random.Generator) -> tuple[Plane, Plane]:
    """Fill part of one lobe densely."""
    at = (
        _side(rng) * rng.uniform(0.34, 0.5),
        float(rng.choice([rng.uniform(-0.35, -0.1), rng.uniform(0.1, 0.3)])),
    )
    patch = _patch(chest, rng, at, 0.2 + 0.14 * severity)
    return (0.14 + 0.26 * severity) * patch, 0.7 * np.clip(patch, 0, 1)


def _viral_pneumonia(chest: Chest, severity: float, rng: np.random.Generator) -> tuple[Plane, Plane]:
    """Scatter hazy patches over both lungs."""
    haze = np.zeros_like(chest.x)
    for number in range(5):
        at = ((-1.0) ** number * rng.uniform(0.25, 0.55), rng.uniform(-0.35, 0.35))
        haze = np.maximum(haze, _patch(chest, rng, at, 0.13 + 0.08 * severity))
    streaks = np.abs(cloud(rng, chest.x, chest.y, 30.0)) * chest.inside
    return (0.07 + 0.16 * severity) * haze + 0.03 * (0.3 + severity) * streaks, 0.3 * np.clip(haze, 0, 1)


def _effusion(chest: Chest, severity: float, rng: np.random.Generator) -> tuple[Plane, Plane]:
    """Fill one lung's base up to a level that climbs towards the chest wall."""
    side = step(chest.x * _side(rng), 0.01)
    level = chest.base - 0.14 - 0.4 * severity
    meniscus = level - 0.2 * np.clip(np.abs(chest.x) / np.maximum(chest.edge, 0.2), 0, 1) ** 4 + 0.1
    fluid = step(chest.y - meniscus, 0.02) * side
    return 0.58 * fluid * chest.lungs, fluid


def _cardiomegaly(chest: Chest, severity: float, rng: np.random.Generator) -> tuple[Plane, Plane]:
    """Add the mild congestion that comes with a large heart."""
    centre = np.exp(-((np.abs(chest.x) - 0.22) ** 2 + chest.y**2) / 0.05)
    return rng.uniform(0.05, 0.07) * severity * centre * chest.inside, np.zeros_like(centre)


def _pneumothorax(chest: Chest, severity: float, rng: np.random.Generator) -> tuple[Plane, Plane]:
    """Let one lung's apex collapse: black beyond a thin line."""
    side = step(chest.x * _side(rng), 0.01)
    width = 0.1 + 0.16 * severity
    distance = chest.edge - np.abs(chest.x) - width * np.clip((0.35 - chest.y) / 0.9, 0, 1.2)
    air = step(-distance, 0.008) * side * chest.inside
    line = np.exp(-((distance / 0.011) ** 2)) * side * chest.inside
    return 0.13 * line - 0.1 * air, air


def _nodule(chest: Chest, severity: float, rng: np.random.Generator) -> tuple[Plane, Plane]:
    """Put one round shadow into a lung."""
    radius = 0.055 + 0.04 * severity
    at = (_side(rng) * rng.uniform(0.3, 0.52), rng.uniform(-0.45, 0.2))
    ball = dome(((chest.x - at[0]) / radius) ** 2 + ((chest.y - at[1]) / radius) ** 2) ** 0.6 * chest.inside
    return 0.34 * ball, 0.5 * ball


PAINTERS: dict[str, Painter] = {
    "bacterial_pneumonia": _bacterial_pneumonia,
    "viral_pneumonia": _viral_pneumonia,
    "effusion": _effusion,
    "cardiomegaly": _cardiomegaly,
    "pneumothorax": _pneumothorax,
    "nodule": _nodule,
}
"""Terms of the pathology lexicon -> how they look."""
