from __future__ import annotations

import pytest
import torch

from factories.synthesize import cohort
from site_agent.synthesize import copies
from site_agent.synthesize.augment import PLANTED, changed
from site_agent.synthesize.copies import CopyDetector


@pytest.fixture(scope="module")
def exams() -> torch.Tensor:
    """Return drawn chests of 20 patients, one exam each."""
    return torch.stack([torch.from_numpy(case.image)[None] for case in cohort(20) if "-0." in case.case_id])


def by_definition(detector: CopyDetector, image: torch.Tensor, gallery: torch.Tensor) -> torch.Tensor:
    """Return the scores as the method is written down: each pair, each size, mirrored or not, each shift."""
    found = []
    exams = detector._whitened(torch.fft.rfft2(copies._normalised(gallery) - detector._mean))
    for size in copies.SIZES:
        for turned in (image, image.flip(2)):
            plane = copies._normalised(copies._resized(turned[None], size)) - detector._mean
            spectrum = detector._whitened(torch.fft.rfft2(plane))
            correlation = torch.fft.irfft2(spectrum * exams.conj(), s=(copies.SIDE,) * 2) * copies.SIDE**2
            shifts = torch.arange(-copies.LARGEST_SHIFT, copies.LARGEST_SHIFT + 1)
            found.append(correlation[:, shifts[:, None], shifts[None, :]].amax((1, 2)))
    return torch.stack(found).amax(0)


def test_scores_are_those_of_the_definition(exams: torch.Tensor) -> None:
    """What is compared at once scores as compared one by one does, for strangers, copies and noise alike."""
    detector = CopyDetector(exams)
    draw = torch.Generator().manual_seed(1)
    candidates = torch.cat(
        [
            changed(exams[:6], PLANTED, draw),
            torch.rand(2, *exams.shape[1:], generator=draw),
            torch.zeros_like(exams[:1]),
            exams[7:9].flip(3).roll((3, -4), (2, 3)),
        ]
    )
    expected = torch.stack([by_definition(detector, image, exams) for image in candidates])
    torch.testing.assert_close(detector.similarities(candidates), expected, atol=2e-5, rtol=0)


def test_a_disguised_copy_is_nearest_to_its_source(exams: torch.Tensor) -> None:
    """A mirrored, shifted, shrunk or darker picture points at its source, above everything else."""
    found = CopyDetector(exams).similarities(
        torch.cat(
            [exams[:1].flip(3), exams[1:2].roll((2, -3), (2, 3)), copies._resized(exams[2:3], 0.94) * 0.6]
        )
    )
    assert found.argmax(1).tolist() == [0, 1, 2]
    others = found.scatter(1, torch.arange(3)[:, None], -1.0).amax()
    assert found.amax(1).min() > others + 0.1


def test_a_score_does_not_depend_on_the_company(exams: torch.Tensor) -> None:
    """A candidate scores the same alone and among others."""
    detector = CopyDetector(exams)
    together = detector.similarities(exams)
    torch.testing.assert_close(together[3:4], detector.similarities(exams[3:4]), atol=1e-5, rtol=0)


def test_half_precision_around_it_changes_no_score(exams: torch.Tensor) -> None:
    """Scores are those of float32 also where networks compute in bfloat16."""
    detector = CopyDetector(exams)
    plain = detector.similarities(exams[:2])
    with torch.autocast("cpu", dtype=torch.bfloat16):
        assert detector.similarities(exams[:2]).equal(plain)
