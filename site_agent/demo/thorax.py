"""The normal chest of a phantom: trunk, lungs, heart, bones, vessels, devices, as attenuation along the beam.

Not here: findings (`site_agent.demo.findings`), and what differs between two exams beyond breath and pose.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from site_agent.demo.planes import blur, cloud, dome, step, tube

if TYPE_CHECKING:
    from site_agent.demo.patient import Anatomy, Exposure
    from site_agent.demo.planes import Plane


def body(anatomy: Anatomy, x: Plane, y: Plane) -> Plane:
    """Draw the soft tissue of trunk, shoulders and breasts."""
    shoulders = step(y + 0.83, 0.05)
    half = 0.24 + (anatomy.thorax + 0.13 + 0.1 * anatomy.fat - 0.24) * shoulders
    half = half + 0.1 * np.exp(-(((y + 0.62) / 0.14) ** 2))
    trunk = 0.78 * np.clip(1 - (np.abs(x) / half) ** 4, 0, None) ** 0.5
    abdomen = 0.12 * step(y - 0.62, 0.1)
    breast = np.zeros_like(x)
    for side in (-1, 1):
        breast += dome(((x - side * 0.42) / 0.3) ** 2 + ((y - 0.28) / 0.27) ** 2)
    return trunk * (1 + 0.12 * anatomy.fat) + abdomen * (trunk > 0) + anatomy.breasts * breast


def lungs(anatomy: Anatomy, exposure: Exposure, x: Plane, y: Plane) -> tuple[Plane, Plane]:
    """Return how much lung the beam crosses (0..1) and the outer edge of the rib cage at each height."""
    out = np.abs(x)
    right = x < 0
    apex = anatomy.apex
    height = np.clip((y - 0.25) / (apex - 0.25), 0, 1)
    edge = (anatomy.thorax - 0.04 * step(0.1 - y, 0.2)) * np.clip(1 - height**2.6, 0, 1) ** 0.5
    inner = 0.13 + 0.05 * np.exp(-(((y - 0.02) / 0.2) ** 2)) + 0.03 * np.clip(-0.4 - y, 0, None)
    inner = inner + 0.1 * np.clip(-0.35 - y, 0, None)
    floor = anatomy.base + exposure.breath - np.where(right, anatomy.right_dome, 0.0)
    floor = floor - 0.16 * dome(((out - 0.3) / 0.5) ** 2) + 0.55 * np.clip(out - 0.45, 0, None) ** 2
    inside = step(edge - out, 0.012) * step(out - inner, 0.015) * step(floor + 0.12 - y, 0.014)
    depth = dome(((out - 0.4) / 0.52) ** 2) * 0.55 + 0.45
    return inside * depth, edge


def middle(anatomy: Anatomy, enlarged: float, x: Plane, y: Plane) -> tuple[Plane, Plane]:
    """Return the shadow of heart (``enlarged`` 0..1) and great vessels, 0..1, and spine less windpipe."""
    heart = anatomy.heart * (1 + 0.2 * (enlarged > 0) + 0.3 * enlarged)
    tilt_cos, tilt_sin = np.cos(anatomy.heart_tilt), np.sin(anatomy.heart_tilt)
    dx, dy = x - 0.42 * heart, y - (anatomy.base - 0.22)
    along, across = tilt_cos * dx + tilt_sin * dy, tilt_cos * dy - tilt_sin * dx
    chambers = step(1 - ((along / (1.25 * heart)) ** 2 + (across / (0.95 * heart)) ** 2), 0.07)
    atrium = 0.8 * step(1 - ((dx + 0.75 * heart) / (0.6 * heart)) ** 2 - (dy / (0.9 * heart)) ** 2, 0.09)
    knob = 0.8 * step(1 - ((x - 0.12) / anatomy.aorta) ** 2 - ((y + 0.27) / (1.3 * anatomy.aorta)) ** 2, 0.2)
    waist = 0.13 + 0.3 * anatomy.aorta + 0.04 * np.sin(5 * y + 9 * anatomy.aorta)
    band = 0.7 * step(waist - np.abs(x - 0.02), 0.03)
    shadow = np.maximum(np.maximum(chambers, atrium), np.maximum(knob, band))
    centre = x - anatomy.spine_bend * np.sin(2.4 * y)
    discs = 0.75 + 0.25 * np.cos(2 * np.pi * (y + 0.02 * anatomy.aorta) / 0.135)
    spine = 0.13 * step(0.085 - np.abs(centre), 0.012) * discs
    windpipe = 0.2 * step(0.036 - np.abs(centre - 0.01), 0.008) * step(-0.2 - y, 0.03)
    return shadow, spine - windpipe


def bones(anatomy: Anatomy, edge: Plane, x: Plane, y: Plane) -> Plane:
    """Draw ribs (back and front), clavicles and shoulder blades."""
    out = np.abs(x)
    uneven = np.random.default_rng(anatomy.stream + 1).normal(0, 0.008, (2, 2, 10))
    side = (x > 0).astype(np.intp)
    cage = step(edge + 0.025 - out, 0.012) * step(out - 0.07, 0.01)
    bones = np.zeros_like(x)
    for rib in range(9):
        back = -0.78 + anatomy.rib_spacing * rib + uneven[0, side, rib]
        course = back - 0.16 * out + anatomy.rib_slope * (0.6 + 0.08 * rib) * out**2 * 1.4
        bones = np.maximum(bones, tube(y - course, anatomy.rib_width) * 0.17 * cage)
        front = -0.62 + anatomy.rib_spacing * rib + uneven[1, side, rib]
        course = front + 0.62 * (edge - out) - 0.3 * (edge - out) ** 2
        fading = step(out - 0.33, 0.06)
        bones = bones + tube(y - course, 1.25 * anatomy.rib_width) * 0.075 * cage * fading
    height, rise = anatomy.clavicle
    course = height - rise * (out - 0.1) + 0.05 * np.sin(5 * out)
    collar = tube(y - course, 0.032) * 0.2 * step(out - 0.07, 0.01) * step(0.72 - out, 0.03)
    blade = step(out - (0.6 + 0.16 * (y + 0.7)), 0.012) * step(0.05 - np.abs(y + 0.38) + 0.3, 0.05) * 0.06
    return bones + collar + blade


def vessels(anatomy: Anatomy, exposure: Exposure, size_px: int) -> Plane:
    """Draw the patient's tree of lung vessels, thinning from the hila outwards."""
    rng = np.random.default_rng(anatomy.stream + 2)
    total = np.zeros((size_px, size_px))
    for wide, weight, count, spread in ((3.4, 0.42, 7, 0.0), (2.0, 0.3, 14, 0.22), (1.2, 0.16, 30, 0.22)):
        layer = np.zeros((size_px, size_px))
        for side in (-1.0, 1.0):
            angle = rng.uniform(-1.35, 1.35, (count, 1)) + np.cumsum(rng.normal(0, 0.09, (count, 60)), axis=1)
            start = rng.uniform(0.0, 1.0, (count, 1)) * spread
            reach = 0.0075 * (1.6 - 0.14 * wide)
            px = side * (0.15 + start * np.cos(angle[:, :1]) + np.cumsum(np.cos(angle) * reach, axis=1))
            py = 0.0 + start * np.sin(angle[:, :1]) + np.cumsum(np.sin(angle) * reach, axis=1)
            _splat(layer, px, py, exposure, np.broadcast_to(np.linspace(1, 0.25, 60), px.shape))
        total += weight * blur(layer, wide * size_px / 512)
    return np.minimum(total, 0.36)


def _splat(layer: Plane, px: Plane, py: Plane, exposure: Exposure, weight: Plane) -> None:
    cos, sin = np.cos(exposure.rotation) * exposure.scale, np.sin(exposure.rotation) * exposure.scale
    u, v = cos * px - sin * py + exposure.shift[0], cos * py + sin * px + exposure.shift[1]
    size = layer.shape[0]
    column = ((u + 1) / 2 * size).astype(np.intp).ravel()
    row = ((v + 1) / 2 * size).astype(np.intp).ravel()
    kept = (column >= 0) & (column < size) & (row >= 0) & (row < size)
    np.add.at(layer, (row[kept], column[kept]), weight.ravel()[kept] * (size / 256))


def texture(anatomy: Anatomy, x: Plane, y: Plane) -> Plane:
    """Draw the fine pattern of the patient's lungs."""
    rng = np.random.default_rng(anatomy.stream + 3)
    return 0.012 * cloud(rng, x, y, 38.0) + 0.02 * cloud(rng, x, y, 12.0)


def device(anatomy: Anatomy, x: Plane, y: Plane) -> Plane:
    """Draw a pacemaker with its lead or a port with its catheter, if the patient has one."""
    if not anatomy.device:
        return np.zeros_like(x)
    at_x, at_y = anatomy.device_at
    if anatomy.device == "pacemaker":
        box = ((x - at_x) / 0.085) ** 4 + ((y - at_y) / 0.07) ** 4
        course = at_x - (at_x - 0.12) * np.clip((y - at_y) / (0.3 - at_y), 0, 1) ** 0.7
        lead = tube(x - course, 0.011) * step(y - at_y, 0.01) * step(0.3 - y, 0.01)
        return 0.75 * step(1 - box, 0.15) + 0.35 * lead
    ring = np.sqrt((x + at_x) ** 2 + (y - at_y) ** 2)
    course = at_y + 0.16 * np.sin(2.2 * (x + at_x))
    line = tube(y - course, 0.009) * step(x + at_x, 0.01) * step(-0.1 - x, 0.01)
    return 0.5 * tube(ring - 0.045, 0.022) + 0.2 * line
