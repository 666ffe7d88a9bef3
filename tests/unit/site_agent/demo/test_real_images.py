"""Hospitals of real images: whole patients, balanced, labels translated, nothing assumed."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import numpy as np
import pydicom
import pytest
from PIL import Image

from site_agent.demo.cohort import HOSPITALS
from site_agent.demo.errors import DemoImagesError
from site_agent.demo.real_images import RealImages, Source, load_choice, read_rows, wrap_images

if TYPE_CHECKING:
    from pathlib import Path

CHOICE = RealImages(max_images=8, positive=("pneumonia", "bacterial_pneumonia"), negative=("no_finding",))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Return a folder of twenty small images of ten patients."""
    folder = tmp_path / "data"
    (folder / "images").mkdir(parents=True)
    with (folder / "metadata.csv").open("w", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(("image", "patient_id", "labels", "view", "sex", "age", "extra"))
        for number in range(20):
            patient = number // 2
            label = "Pneumonia" if patient % 2 else "No Finding"
            extra = "from=here" if patient < 8 else "from=elsewhere"
            Image.fromarray(np.full((40, 40), 10 * number, dtype=np.uint8)).save(
                folder / "images" / f"{number}.png"
            )
            writer.writerow((f"{number}.png", f"p{patient}_x", label, "pa", "F", "61", extra))
    return folder


def test_rows_of_one_source_are_read_and_labels_translated(data: Path) -> None:
    """The filter on `extra` holds, and labels become terms of the lexicon."""
    rows = read_rows(data, Source(extra_contains="from=here"))
    assert len(rows) == 16
    assert {label for row in rows for label in row.labels} == {"pneumonia", "no_finding"}


def test_patients_are_joined_by_the_pattern(data: Path) -> None:
    """Ids that agree in the pattern's group are one patient."""
    rows = read_rows(data, Source(patient_pattern=r"(p)\d"))
    assert {row.patient for row in rows} == {"p"}


def test_delivery_is_balanced_and_made_of_whole_patients(data: Path, tmp_path: Path) -> None:
    """As many images with the finding as without, no patient cut in half."""
    cohort = wrap_images(tmp_path / "out", HOSPITALS[0], data, CHOICE)
    assert cohort.exams == 8
    assert cohort.patients == 4
    images = [pydicom.dcmread(path) for path in cohort.folder.rglob("*.dcm")]
    assert {image.LossyImageCompression for image in images} == {"01"}
    assert all(image.PatientSex == "F" for image in images)


def test_a_folder_without_a_table_is_refused(tmp_path: Path) -> None:
    """What cannot make a hospital is refused with a code and a hint."""
    with pytest.raises(DemoImagesError):
        read_rows(tmp_path, Source())


def test_a_folder_without_negatives_is_refused(data: Path, tmp_path: Path) -> None:
    """An experiment needs both classes."""
    with pytest.raises(DemoImagesError, match="negative"):
        wrap_images(tmp_path / "out", HOSPITALS[0], data, CHOICE.model_copy(update={"negative": ("hernia",)}))


def test_the_shipped_choice_is_valid() -> None:
    """configs/demo/real-images.yaml can be read and knows the two sets of the quickstart."""
    assert {"cxr_nih14_subset", "cxr_kermany_guangzhou"} <= set(load_choice().sources)
