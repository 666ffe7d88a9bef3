"""Chest phantoms: radiographs of people who do not exist, drawn so that two differ and a finding shows.

Rule: everything that makes a patient recognisable (`Anatomy`: thorax, ribs, heart, vessels, texture, devices)
is fixed by the patient's own random stream; everything that changes between two exams (`Exposure`: pose,
breath, dose) by the exam's; findings are drawn on top and are known. The same inputs give the same pixels.

Coordinates: ``x`` -1..1 to the image's right (the patient's left), ``y`` -1..1 downwards. Attenuation adds up
along the beam and is shown linearly, as a detector's logarithm does. Not here: who the patients are (cohort)
and DICOM (dicom).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from site_agent.demo import findings, thorax
from site_agent.demo.planes import blur

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from site_agent.demo.patient import Anatomy, Exposure, Style
    from site_agent.demo.planes import Plane

WHITE = 4095
"""Largest stored value of the 12-bit detector."""

_BLACKEST, _WHITEST = 0.04, 1.3
"""Attenuation shown as black and as white."""


def render(
    anatomy: Anatomy, exposure: Exposure, present: Mapping[str, float], style: Style, *, size_px: int = 256
) -> NDArray[np.uint16]:
    """Draw one exam.

    Args:
        anatomy: The patient.
        exposure: The exam's circumstances.
        present: Terms of `findings.PAINTERS` -> severity in 0..1.
        style: The hospital's equipment.
        size_px: Edge length S in pixels.

    Returns:
        MONOCHROME2 image, uint16, shape [S, S], 0..4095.
    """
    rng = np.random.default_rng((exposure.stream, anatomy.stream))
    x, y = _patient_coordinates(exposure, size_px)
    shadow, midline = thorax.middle(anatomy, present.get("cardiomegaly", 0.0), x, y)
    depth, edge = thorax.lungs(anatomy, exposure, x, y)
    lungs = depth * (1 - 0.85 * shadow)
    beam = (
        thorax.body(anatomy, x, y) - 0.62 * lungs + 0.1 * shadow + midline + thorax.bones(anatomy, edge, x, y)
    )
    vessels = thorax.vessels(anatomy, exposure, size_px) + thorax.texture(anatomy, x, y)
    for name in sorted(present):
        chest = findings.Chest(lungs=lungs, edge=edge, x=x, y=y, base=anatomy.base, apex=anatomy.apex)
        opacity, hidden = findings.PAINTERS[name](chest, present[name], rng)
        beam += opacity
        vessels *= 1 - hidden
    beam += vessels * np.sqrt(lungs) + thorax.device(anatomy, x, y)
    return _develop(beam, exposure, style, rng)


def _patient_coordinates(exposure: Exposure, size_px: int) -> tuple[Plane, Plane]:
    axis = (np.arange(size_px) + 0.5) / size_px * 2 - 1
    u, v = np.meshgrid(axis - exposure.shift[0], axis - exposure.shift[1])
    cos, sin = np.cos(exposure.rotation) / exposure.scale, np.sin(exposure.rotation) / exposure.scale
    return cos * u + sin * v, cos * v - sin * u


def _develop(beam: Plane, exposure: Exposure, style: Style, rng: np.random.Generator) -> NDArray[np.uint16]:
    """Turn attenuation into stored values: scatter, display curve, detector noise, collimator."""
    size_px = beam.shape[0]
    scattered = 0.85 * blur(beam, 0.6 * size_px / 256) + 0.15 * blur(beam, 12 * size_px / 256)
    shown = (scattered - _BLACKEST) / (_WHITEST - _BLACKEST)
    shown = np.clip((shown - 0.5) * exposure.contrast + 0.5 + exposure.brightness, 0, 1) ** style.gamma
    shown = shown + blur(rng.normal(0, style.noise, beam.shape), 0.5)
    side, top = (int(part * size_px / 2) for part in exposure.border)
    open_field = np.zeros_like(shown)
    open_field[top : size_px - top, side : size_px - side] = 1.0
    return (np.clip(shown * open_field, 0, 1) * WHITE).round().astype(np.uint16)
