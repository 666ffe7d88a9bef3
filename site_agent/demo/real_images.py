"""A hospital made of real images: ``images/`` and ``metadata.csv``, wrapped as DX objects with reports.

Rule: identifiers are planted as for phantoms (the images carry none of their own); the report says the labels
of the row and nothing else; whole patients are taken, as many with the finding as without. Which rows of a
known folder are comparable, and who is one patient, stands in configs/demo/real-images.yaml. Not here: what
the demo does with them (conductor).
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import yaml
from PIL import Image
from pydantic import Field

from radshare.configs import config_path
from radshare.experiment import Label
from radshare.model import Frozen
from site_agent.deidentify.reports.labels import normalise
from site_agent.demo.cohort import Cohort, Delivery, Hospital
from site_agent.demo.errors import DemoImagesError

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray


class Source(Frozen):
    """How one known folder is read.

    Attributes:
        extra_contains: Only rows whose column ``extra`` contains this.
        patient_pattern: Rows whose patient ids agree in the first group of this pattern are one patient.
    """

    extra_contains: str = ""
    patient_pattern: str = ""


class RealImages(Frozen):
    """How real images become hospitals.

    Attributes:
        max_images: At most this many images a hospital.
        positive: Labels, any of which makes an image positive.
        negative: Labels, any of which makes any other image negative; images with neither are left out.
        sources: Name of a folder -> how it is read; other folders are read as they are.
    """

    max_images: int = 400
    positive: tuple[Label, ...]
    negative: tuple[Label, ...]
    sources: dict[str, Source] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Row:
    """One image of the table."""

    image: Path = field(repr=False)
    patient: str = field(repr=False)
    labels: frozenset[str]
    view: str
    female: bool
    age: int | None


def load_choice() -> RealImages:
    """Read configs/demo/real-images.yaml."""
    return RealImages.model_validate(
        yaml.safe_load(config_path("demo/real-images.yaml").read_text(encoding="utf-8"))
    )


def wrap_images(folder: Path, hospital: Hospital, data: Path, choice: RealImages, *, seed: int = 0) -> Cohort:
    """Write real images as a hospital's delivery.

    Args:
        folder: Where to write; made if missing.
        hospital: Who delivers.
        data: Folder with ``images/`` and ``metadata.csv``.
        choice: Which rows are taken.
        seed: Seed of the choice and of the identifiers.

    Returns:
        What was written.

    Raises:
        DemoImagesError: The folder is not of this form or holds no image of one of the two classes.
    """
    patients = _choose(read_rows(data, choice.sources.get(data.resolve().name, Source())), choice, seed)
    delivery = Delivery(folder, hospital, seed)
    for rows in patients:
        admitted = delivery.admit(female=rows[0].female, age=rows[0].age)
        for row in rows:
            delivery.exam(admitted, _pixels(row.image), row.labels, view=row.view, lossy=True)
    return delivery.close()


def read_rows(data: Path, source: Source) -> list[Row]:
    """Read the table's usable rows, in its order, labels as terms of the pathology lexicon.

    Raises:
        DemoImagesError: There is no table, or it lacks a column.
    """
    try:
        with (data / "metadata.csv").open(encoding="utf-8", newline="") as stream:
            table = [row for row in csv.DictReader(stream) if source.extra_contains in row.get("extra", "")]
        return [_row(row, data, source) for row in table]
    except (OSError, KeyError, UnicodeDecodeError, csv.Error):
        raise DemoImagesError(f"metadata.csv of {data.name}") from None


def _row(row: dict[str, str], data: Path, source: Source) -> Row:
    match = re.match(source.patient_pattern, row["patient_id"]) if source.patient_pattern else None
    age = re.search(r"\d+", row.get("age", ""))
    labels = (normalise(part) for part in row["labels"].split("|"))
    return Row(
        image=data / "images" / row["image"],
        patient=match.group(1) if match else row["patient_id"],
        labels=frozenset(label for label in labels if label),
        view="AP" if row.get("view", "").upper() == "AP" else "PA",
        female=row.get("sex", "").upper().startswith("F"),
        age=min(int(age.group()), 99) if age else None,
    )


def _choose(rows: list[Row], choice: RealImages, seed: int) -> list[list[Row]]:
    """Return whole patients, half of the images from patients with the finding, in random order."""
    by_patient: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row.labels & {*choice.positive, *choice.negative}:
            by_patient[row.patient].append(row)
    rng = np.random.default_rng(seed)
    chosen: list[list[Row]] = []
    for wanted in (True, False):
        patients = [
            patient
            for patient in by_patient.values()
            if any(row.labels & set(choice.positive) for row in patient) is wanted
        ]
        images, before = 0, len(chosen)
        for index in rng.permutation(len(patients)):
            if images + len(patients[index]) <= choice.max_images // 2:
                chosen.append(patients[index])
                images += len(patients[index])
        if len(chosen) == before:
            raise DemoImagesError(f"no {'positive' if wanted else 'negative'} images")
    return [chosen[index] for index in rng.permutation(len(chosen))]


def _pixels(path: Path) -> NDArray[np.uint16]:
    try:
        with Image.open(path) as image:
            return (np.asarray(image.convert("L"), dtype=np.uint16) * 257 >> 4).astype(np.uint16)
    except OSError:
        raise DemoImagesError("an image cannot be read") from None
