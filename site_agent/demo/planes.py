"""The few brushes that phantoms are drawn with: steps, domes, blurs and clouds over a plane.

Everything here is pure NumPy on maps of shape [S, S]; nothing knows about patients.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Plane = NDArray[np.float64]
"""A map over the image, shape [S, S]."""


def step(value: Plane, softness: float) -> Plane:
    """Rise from 0 to 1 where ``value`` passes zero, over about four times ``softness``."""
    rising: Plane = 1.0 / (1.0 + np.exp(np.clip(-value / softness, -40, 40)))
    return rising


def dome(radius_squared: Plane) -> Plane:
    """Return the thickness of an ellipsoid over its normalised squared radius."""
    return np.sqrt(np.clip(1.0 - radius_squared, 0.0, None))


def blur(plane: Plane, sigma_px: float) -> Plane:
    """Blur with a Gaussian of ``sigma_px``, by Fourier transform."""
    size = plane.shape[0]
    fy, fx = np.fft.fftfreq(size)[:, None], np.fft.rfftfreq(size)[None, :]
    kernel = np.exp(-2 * (np.pi * sigma_px) ** 2 * (fx**2 + fy**2))
    blurred: Plane = np.fft.irfft2(np.fft.rfft2(plane) * kernel, s=plane.shape)
    return blurred


def cloud(rng: np.random.Generator, x: Plane, y: Plane, grain: float) -> Plane:
    """Return smooth noise of mean 0 and variance about 1 that moves with the patient.

    ``x`` and ``y`` are linear over the image, so each of the 24 plane waves is an outer product of a row and
    a column.
    """
    waves = rng.normal(0, grain, (24, 2))
    phase = rng.uniform(0, 2 * np.pi, 24)
    along = np.exp(1j * (waves[:, :1] * x[0] + waves[:, 1:] * y[0] + phase[:, None]))
    down = np.exp(1j * (np.outer(x[:, 0] - x[0, 0], waves[:, 0]) + np.outer(y[:, 0] - y[0, 0], waves[:, 1])))
    total: Plane = (down @ along).real / np.sqrt(12)
    return total


def tube(distance: Plane, half_width: float) -> Plane:
    """Return the profile of a bone: dense rims around a lighter core."""
    d2 = (distance / half_width) ** 2
    return np.exp(-(d2**3)) * (0.7 + 0.3 * np.minimum(d2, 1.0))
