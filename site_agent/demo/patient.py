"""What a phantom's patient is made of, and what one exam adds to it: the numbers behind the drawing.

Rule: `Anatomy` is drawn once a patient, from the patient's own random stream, and is what makes the patient
recognisable; `Exposure` is drawn once an exam. Lengths are in half image widths, angles in radians.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Style:
    """What patients and images of one hospital have in common.

    Attributes:
        thorax: Mean half-width of the rib cage.
        heart: Mean half-width of the heart.
        gamma: Exponent of the display curve; above 1 is darker.
        noise: Standard deviation of the detector noise, in full scale.
        collimation: Widest black border.
        devices: Share of the patients with a pacemaker or a port.
    """

    thorax: float = 0.74
    heart: float = 0.29
    gamma: float = 1.0
    noise: float = 0.012
    collimation: float = 0.04
    devices: float = 0.12


@dataclass(frozen=True, slots=True)
class Anatomy:
    """One patient's chest, and the random stream of its vessels and texture."""

    thorax: float
    apex: float
    base: float
    right_dome: float
    heart: float
    heart_tilt: float
    aorta: float
    rib_spacing: float
    rib_slope: float
    rib_width: float
    clavicle: tuple[float, float]
    spine_bend: float
    breasts: float
    fat: float
    device: str
    device_at: tuple[float, float]
    stream: int


@dataclass(frozen=True, slots=True)
class Exposure:
    """One exam's circumstances: pose, breath (height of the diaphragm), dose, display and collimation."""

    shift: tuple[float, float]
    rotation: float
    scale: float
    breath: float
    brightness: float
    contrast: float
    border: tuple[float, float]
    stream: int


def draw_anatomy(rng: np.random.Generator, style: Style, *, female: bool) -> Anatomy:
    """Draw one patient of a hospital."""
    device = str(rng.choice(["pacemaker", "port"])) if rng.random() < style.devices else ""
    return Anatomy(
        thorax=float(np.clip(rng.normal(style.thorax - 0.03 * female, 0.055), 0.58, 0.84)),
        apex=float(rng.normal(-0.76, 0.05)),
        base=float(np.clip(rng.normal(0.58, 0.08), 0.4, 0.75)),
        right_dome=float(rng.normal(0.05, 0.035)),
        heart=float(np.clip(rng.normal(style.heart, 0.03), 0.2, 0.36)),
        heart_tilt=float(rng.normal(0.6, 0.2)),
        aorta=float(rng.uniform(0.05, 0.1)),
        rib_spacing=float(np.clip(rng.normal(0.16, 0.016), 0.12, 0.2)),
        rib_slope=float(rng.normal(0.32, 0.12)),
        rib_width=float(rng.uniform(0.024, 0.036)),
        clavicle=(float(rng.normal(-0.66, 0.04)), float(rng.normal(0.14, 0.05))),
        spine_bend=float(rng.normal(0.0, 0.03)),
        breasts=float(rng.uniform(0.08, 0.22)) if female else 0.0,
        fat=float(rng.uniform(0.0, 0.25)),
        device=device,
        device_at=(float(rng.uniform(0.38, 0.52)), float(rng.uniform(-0.5, -0.38))),
        stream=int(rng.integers(2**31)),
    )


def draw_exposure(rng: np.random.Generator, style: Style) -> Exposure:
    """Draw one exam's circumstances."""
    return Exposure(
        shift=(float(rng.normal(0, 0.03)), float(rng.normal(0, 0.03))),
        rotation=float(rng.normal(0, 0.025)),
        scale=float(rng.normal(1.0, 0.025)),
        breath=float(rng.normal(0, 0.04)),
        brightness=float(rng.normal(0, 0.03)),
        contrast=float(rng.normal(1.0, 0.06)),
        border=(float(rng.uniform(0, style.collimation)), float(rng.uniform(0, style.collimation))),
        stream=int(rng.integers(2**31)),
    )
