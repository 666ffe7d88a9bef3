"""Promises about the comparison at all shifts that hold for any pictures."""

from __future__ import annotations

import torch
from hypothesis import given
from hypothesis import strategies as st

from site_agent.synthesize import registration
from site_agent.synthesize.registration import Registration


def spectra(pictures: int, side: int, reach: int, draw: torch.Generator) -> torch.Tensor:
    """Return spectra of random pictures of unit energy without frequencies beyond ``reach``."""
    found = torch.fft.rfft2(torch.randn(pictures, side, side, generator=draw))
    rows = torch.fft.fftfreq(side, 1 / side).abs()
    found[:, rows > reach] = 0
    found[:, :, reach + 1 :] = 0
    pixels = torch.fft.irfft2(found, s=(side, side))
    spectrum: torch.Tensor = torch.fft.rfft2(pixels / pixels.flatten(1).norm(dim=1)[:, None, None]) / side
    return spectrum


@given(
    counts=st.tuples(st.integers(1, 4), st.integers(1, 9)),
    side=st.sampled_from([8, 16, 32]),
    share=st.floats(0, 1),
    largest=st.integers(0, 4),
    seed=st.integers(0, 2**31),
)
def test_the_best_shift_is_the_best_of_all(
    counts: tuple[int, int], side: int, share: float, largest: int, seed: int
) -> None:
    """What is found is the largest of the correlations at each shift, as the Fourier transform gives them."""
    draw = torch.Generator().manual_seed(seed)
    reach = round(share * (side // 2 - 1))
    queries, gallery = (spectra(count, side, reach, draw) for count in counts)
    shifts = torch.arange(-largest, largest + 1)
    every = torch.fft.irfft2(queries[:, None] * gallery.conj()[None], s=(side, side)) * side**2
    expected = every[:, :, shifts[:, None], shifts[None, :]].amax((2, 3))
    found = Registration(gallery, reach, largest).best(queries)
    torch.testing.assert_close(found, expected, atol=1e-5, rtol=0)


def test_a_gallery_larger_than_a_chunk_is_compared_in_order() -> None:
    """Every picture of a large gallery has its place in the result."""
    draw = torch.Generator().manual_seed(0)
    gallery = spectra(registration.CHUNK + 3, 16, 5, draw)
    places = [0, registration.CHUNK - 1, registration.CHUNK, registration.CHUNK + 2]
    assert Registration(gallery, 5, 2).best(gallery[places]).argmax(1).tolist() == places
