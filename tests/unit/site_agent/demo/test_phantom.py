"""Phantoms: reproducible, recognisable, with findings that can be seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from site_agent.demo.findings import PAINTERS
from site_agent.demo.patient import Anatomy, Style, draw_anatomy, draw_exposure
from site_agent.demo.phantom import WHITE, render

if TYPE_CHECKING:
    from numpy.typing import NDArray

STYLE = Style()


def patient(seed: int) -> tuple[Anatomy, np.random.Generator]:
    """Return a patient's anatomy and the stream of the patient's exams."""
    rng = np.random.default_rng(seed)
    return draw_anatomy(rng, STYLE, female=bool(seed % 2)), rng


def pattern(image: NDArray[np.uint16]) -> NDArray[np.float64]:
    """Return what remains of an image without brightness and contrast."""
    centred = image.astype(float) - image.mean()
    return centred / centred.std()


def test_same_inputs_give_the_same_pixels() -> None:
    """A phantom is a function of anatomy, exposure, findings and style."""
    anatomy, rng = patient(1)
    exposure = draw_exposure(rng, STYLE)
    first, second = (render(anatomy, exposure, {"effusion": 0.7}, STYLE, size_px=96) for _ in range(2))
    assert np.array_equal(first, second)


def test_pixels_fit_a_twelve_bit_detector() -> None:
    """An image uses the detector's range: uint16, 0..4095, neither flat nor saturated."""
    anatomy, rng = patient(2)
    image = render(anatomy, draw_exposure(rng, STYLE), {}, STYLE, size_px=128)
    assert image.dtype == np.uint16
    assert image.max() <= WHITE
    assert image.std() > 300
    assert (image == WHITE).mean() < 0.05


def test_two_exams_of_one_patient_resemble_each_other_more_than_two_patients_do() -> None:
    """The anatomy is the identity: it survives pose, breath and dose."""
    exams = []
    for seed in range(8):
        anatomy, rng = patient(seed)
        exams.append(
            [pattern(render(anatomy, draw_exposure(rng, STYLE), {}, STYLE, size_px=96)) for _ in range(2)]
        )
    own = np.mean([np.mean(first * second) for first, second in exams])
    others = np.mean([np.mean(exams[i][0] * exams[j][1]) for i in range(8) for j in range(8) if i != j])
    assert own > others


@pytest.mark.parametrize("finding", sorted(PAINTERS))
def test_every_finding_can_be_seen(finding: str) -> None:
    """A finding changes the picture far beyond the noise, in the same exam of the same patient."""
    anatomy, rng = patient(3)
    exposure = draw_exposure(rng, STYLE)
    normal, ill = (
        render(anatomy, exposure, present, STYLE, size_px=128).astype(float)
        for present in ({}, {finding: 0.8})
    )
    changed = np.abs(ill - normal) > 6 * STYLE.noise * WHITE * 0.4
    assert changed.mean() > 0.002


def test_unknown_findings_are_refused() -> None:
    """A finding that cannot be drawn is an error, never a normal chest under its name."""
    anatomy, rng = patient(4)
    with pytest.raises(KeyError):
        render(anatomy, draw_exposure(rng, STYLE), {"hernia": 1.0}, STYLE, size_px=64)
