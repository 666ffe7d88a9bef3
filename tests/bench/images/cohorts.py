"""Reads folders of the bench as what attacks and utility are measured on.

Rule: images are prepared exactly as the filter prepares its own; an image that the filter would set aside is
in no cohort.

Not here: who is in which folder (`sets`).
"""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import torch

from site_agent.certify.cohort import Cohort, Release
from site_agent.synthesize.data_folder import read_data_folder, read_pairs
from site_agent.synthesize.images import is_exam_image, squared

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from site_agent.synthesize.groups import Partition
    from site_agent.synthesize.image_filter import FilterCase

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


def release_of(pairs: Path, row_of: Mapping[str, int], partition: Partition) -> Release:
    """Return a folder of pairs as a release of the cohort whose exams have these rows."""
    found = sorted(read_pairs(pairs), key=lambda pair: row_of[pair[0]["source_image"]])
    return Release(
        sources=tuple(row_of[row["source_image"]] for row, _ in found),
        images=torch.stack([torch.from_numpy(image)[None] for _, image in found]),
        groups=tuple(int(row["group"]) for row, _ in found) if _grouped(found) else None,
        members={group.index: group.patients for group in partition.groups},
        labels=tuple(frozenset(row["labels"].split("|")) for row, _ in found),
    )


def _grouped(found: Sequence[tuple[dict[str, str], object]]) -> bool:
    return all(row["group"] for row, _ in found)


def _years(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
