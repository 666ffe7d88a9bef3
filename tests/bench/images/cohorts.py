"""Reads folders of the bench as what attacks and utility are measured on.

Rule: images are prepared exactly as the filter prepares its own; an image that the filter would set aside is
in no cohort.

Not here: who is in which folder (`sets`).
"""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import torch

from site_agent.certify.cohort import Cohort
from site_agent.synthesize import train
from site_agent.synthesize.data_folder import read_data_folder
from site_agent.synthesize.groups import Partition, partition
from site_agent.synthesize.images import is_exam_image, squared
from site_agent.synthesize.terms import parent

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from site_agent.synthesize.image_filter import FilterCase
    from site_agent.synthesize.presets import Preset

_SEXES = {"M", "F"}


def read_cases(folder: Path) -> list[FilterCase]:
    """Return the exams of a folder that the filter would take, sorted by name."""
    cases = read_data_folder(folder, {}).cases
    return sorted((case for case in cases if is_exam_image(case.image)), key=lambda case: case.case_id)


def cohort_of(cases: Sequence[FilterCase], folder: Path, size_px: int) -> Cohort:
    """Return exams as a cohort of images of so many pixels a side; sex and age from the folder's table."""
    with (folder / "metadata.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["image"]: row for row in csv.DictReader(file)}
    images = torch.stack([squared(case.image, size_px) for case in cases])
    mine = [rows[case.case_id] for case in cases]
    sexes = [(row.get("sex") or "").strip().upper() for row in mine]
    return Cohort(
        images=(images * 255).round() / 255,
        patients=tuple(case.patient for case in cases),
        labels=tuple(case.labels for case in cases),
        views=tuple(case.view for case in cases),
        sexes=tuple(sex if sex in _SEXES else "" for sex in sexes),
        ages=tuple(_years(row.get("age") or "") for row in mine),
    )


def trained(cases: Sequence[FilterCase], preset: Preset) -> list[FilterCase]:
    """Return the exams that a training over these would learn from: odd images are left out."""
    return train._usable(cases, preset)[0]


def partition_of(cases: Sequence[FilterCase], preset: Preset, seed: int = 0) -> Partition:
    """Return the partition that a training over these exams will make, before it has ended."""
    usable, images = train._usable(cases, preset)
    return partition(usable, images, preset, parent, train.group_salt(usable, images, preset, seed))


def _years(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
