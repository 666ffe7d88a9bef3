"""The largest correlation of two pictures over all small shifts, of many pairs at once.

A shift multiplies a spectrum by phases. With a and b of unit energy, the correlation at the shift (y, x) is::

    sum over v of  w[v] Re(exp(2 pi i v x / side) c[v]),   w[0] = 1, else 2
    c[v] = sum over u of  exp(2 pi i u y / side) a[u, v] conj(b[u, v])

The inner sum is a matrix product a column v: pictures and shifts down, by gallery. The outer one is another,
over the columns: the real parts of c give what the shifts x and -x share, the imaginary parts half of what
they differ in, so that the larger of the two is the one plus the absolute other.

Rule: nothing is left out and nothing approximated but by float32: every shift of every pair counts.

Not here: what the spectra are of (site_agent.synthesize.copies).
"""

from __future__ import annotations

import math

import torch

CHUNK = 256
"""Gallery pictures compared at once: what lies between the two products stays in the processor's cache."""


class Registration:
    """A gallery, ready to be compared with.

    Args:
        gallery: Spectra as `torch.fft.rfft2` gives them, complex64 ``[N, side, side // 2 + 1]``, of unit
            energy over the whole plane.
        reach: Largest frequency that is not zero in them, in cycles a picture.
        largest_shift: Down and across, in pixels.
    """

    def __init__(self, gallery: torch.Tensor, reach: int, largest_shift: int) -> None:
        side = gallery.shape[1]
        self._reach = reach
        rows, columns = torch.arange(-reach, reach + 1), torch.arange(reach + 1)
        down, across = torch.arange(-largest_shift, largest_shift + 1), torch.arange(largest_shift + 1)
        turn = 2 * math.pi / side
        self._phases = torch.polar(torch.ones(()), turn * (down[:, None] * rows).float())
        weights = torch.where(columns == 0, 1.0, 2.0)
        self._shared = weights * (turn * (across[:, None] * columns)).cos()
        self._differing = weights * (turn * (across[:, None] * columns)).sin()
        self._gallery = [
            torch.cat([part.real, part.imag], 1).permute(2, 1, 0).contiguous()
            for part in self._within(gallery).split(CHUNK)
        ]

    def best(self, spectra: torch.Tensor) -> torch.Tensor:
        """Return each picture's largest correlation with each gallery picture.

        Args:
            spectra: As the gallery's, ``[Q, side, side // 2 + 1]``.

        Returns:
            float32 ``[Q, N]``, -1..1.
        """
        shifted = self._shifted(self._within(spectra))
        best = torch.cat([self._best_across(torch.bmm(shifted, part)) for part in self._gallery], 1)
        return best.view(len(spectra), -1, best.shape[1]).amax(1)

    def _within(self, spectra: torch.Tensor) -> torch.Tensor:
        """Return the frequencies that count, rows in rising order: ``[N, 2 reach + 1, reach + 1]``."""
        rising: torch.Tensor = spectra.roll(self._reach, 1)
        return rising[:, : 2 * self._reach + 1, : self._reach + 1]

    def _shifted(self, spectra: torch.Tensor) -> torch.Tensor:
        """Return all shifts down as left hands of the product, ``[columns, 2 * Q * shifts, 2 * rows]``."""
        turned = (spectra[:, None] * self._phases[None, :, :, None]).flatten(0, 1).permute(2, 0, 1)
        real = torch.cat([turned.real, turned.imag], 2)
        imaginary = torch.cat([turned.imag, -turned.real], 2)
        return torch.cat([real, imaginary], 1)

    def _best_across(self, inner: torch.Tensor) -> torch.Tensor:
        """Return the largest over shifts across, ``[Q * shifts, n]``, of ``[columns, 2 * Q * shifts, n]``."""
        real, imaginary = inner.chunk(2, 1)
        shared = self._shared @ real.flatten(1)
        differing = self._differing @ imaginary.flatten(1)
        return shared.add_(differing.abs_()).amax(0).view(real.shape[1:])
