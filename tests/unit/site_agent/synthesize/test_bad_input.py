from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import numpy as np
import pytest
import torch
from PIL import Image

from factories.synthesize import cohort, quick_preset
from site_agent.errors import Reason
from site_agent.synthesize.data_folder import read_data_folder
from site_agent.synthesize.errors import TooFewPatients
from site_agent.synthesize.groups import merged, neighbours, partition
from site_agent.synthesize.image_filter import FilterCase
from site_agent.synthesize.images import is_exam_image, squared
from site_agent.synthesize.profiles import ABNORMAL, patient_profiles
from site_agent.synthesize.realism import Build, Likeness
from site_agent.synthesize.terms import parent
from site_agent.synthesize.train import train_filter

if TYPE_CHECKING:
    from pathlib import Path

PLAIN = np.zeros((32, 32), np.float32)


def chests(patients: int) -> torch.Tensor:
    """Return drawn chests, float32 [N, 1, 32, 32]."""
    return torch.stack([squared(case.image, 32) for case in cohort(patients)])


def test_what_is_built_unlike_the_others_is_odd() -> None:
    """Inverted or noise among a hundred chests: found, and hardly a chest with them."""
    images = chests(90)
    bad = torch.cat([1 - images[2:4], torch.rand(2, 1, 32, 32)])
    odd = Build.of(torch.cat([images, bad])).odd(torch.cat([images, bad]))
    assert bool(odd[len(images) :].all())
    assert float(odd[: len(images)].float().mean()) <= 0.02


def test_few_images_are_never_odd() -> None:
    """Where there is too little to compare with, nothing is left out."""
    images = chests(10)
    assert not Build.of(images).odd(torch.cat([images, 1 - images])).any()


def test_likeness_sees_what_is_too_far_and_too_near() -> None:
    """An average of real features lies nearer to them than they to each other, a stranger's farther."""
    features = torch.randn(200, 32, generator=torch.Generator().manual_seed(0))
    likeness = Likeness.of(features)
    usual = likeness.among_themselves()
    assert float(likeness.distance(features.mean(0, keepdim=True))) < float(usual.quantile(0.01))
    assert float(likeness.distance(features[:1] + 3)) > float(usual.quantile(0.99))


@pytest.mark.parametrize("image", [PLAIN, PLAIN + 1, np.full((8, 8), 0.5, np.float32), PLAIN * np.nan])
def test_blank_saturated_tiny_and_broken_images_are_no_exams(image: np.ndarray) -> None:
    """They never reach a network."""
    assert not is_exam_image(image)


def test_colour_and_sixteen_bit_are_read_and_the_unreadable_set_aside(tmp_path: Path) -> None:
    """RGB becomes gray, 16 bit keep their depth, a text file is one row with a reason."""
    (tmp_path / "images").mkdir()
    deep = (np.arange(64 * 64).reshape(64, 64) * 16).astype(np.uint16)
    Image.fromarray(deep).save(tmp_path / "images" / "deep.png")
    Image.fromarray(np.random.default_rng(0).integers(0, 255, (64, 64, 3), np.uint8)).save(
        tmp_path / "images" / "colour.png"
    )
    (tmp_path / "images" / "text.png").write_text("no image")
    with (tmp_path / "metadata.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["image", "patient_id", "labels", "sex", "age"])
        writer.writerows(
            [[f"{name}.png", name, "Zebra Sign", "f", "71"] for name in ("deep", "colour", "text")]
        )
    folder = read_data_folder(tmp_path, {})
    by_name = {case.case_id: case for case in folder.cases}
    assert len(np.unique(by_name["deep.png"].image)) > 256
    assert by_name["colour.png"].image.shape == (64, 64)
    assert (by_name["deep.png"].sex, by_name["deep.png"].age_band) == ("F", "old")
    assert [aside.reason for aside in folder.set_aside] == [Reason.UNREADABLE]


def test_one_patient_with_500_exams_counts_once() -> None:
    """Exams do not make a profile frequent: patients do."""
    crowd = [FilterCase(f"c{i}", "one", PLAIN, frozenset({"mass"}), "PA") for i in range(500)]
    assert patient_profiles(crowd, parent, least=2) == {}


def test_labels_outside_the_lexicon_end_as_abnormal() -> None:
    """Unknown rare labels are not published, nor are their exams lost."""
    cases = [FilterCase(f"c{i}", f"p{i}", PLAIN, frozenset({f"sign_{i}"}), "") for i in range(8)]
    assert set(patient_profiles(cases, parent, least=6).values()) == {frozenset({ABNORMAL})}


def test_a_class_with_fewer_than_k_patients_trains_nothing(tmp_path: Path) -> None:
    """Enough patients in all, but every finding alone: refused before any network is built."""
    cases = [
        FilterCase(
            case.case_id, case.patient, case.image, frozenset({"no_finding"} if row < 4 else {"mass"}), ""
        )
        for row, case in enumerate(cohort(6))
    ]
    with pytest.raises(TooFewPatients):
        train_filter(cases, tmp_path / "filter", quick_preset(), device="cpu")


def test_neighbouring_groups_are_a_partition_of_one_fold_and_profile() -> None:
    """Groups stand together by twos or threes, disjointly: all their members share one condition."""
    cases = cohort(60)
    images = torch.stack([squared(case.image, 32) for case in cases])
    groups = partition(cases, images, quick_preset(), parent, "salt").groups
    together = neighbours(groups)
    assert sorted(group.index for some in together for group in some) == [group.index for group in groups]
    for some in together:
        assert len({(group.fold, group.profile) for group in some}) == 1
        assert len(some) <= 3
        assert len(merged(some).patients) == sum(len(group.patients) for group in some)
