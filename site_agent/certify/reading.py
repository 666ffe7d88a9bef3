"""Reads folders as what is measured: a DATA_DIR as a cohort, a PAIRS_DIR as a release.

Rules: images are prepared exactly as the filter prepares its own, and kept as the 8 bits a counterpart has,
so that no network can tell real from synthetic by their precision. An image the filter would set aside is in
no cohort. Sex and age are read here and nowhere before: the filter never sees them.

Not here: who is in which set (site_agent.certify.subject).
"""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import torch

from site_agent.certify.cohort import Cohort, Release
from site_agent.synthesize.data_folder import read_data_folder, read_pairs
from site_agent.synthesize.errors import DataFolderInvalid
from site_agent.synthesize.images import is_exam_image, squared

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from site_agent.synthesize.groups import Partition
    from site_agent.synthesize.image_filter import FilterCase

SEXES = frozenset({"M", "F"})


def read_cases(folder: Path, label_map: Mapping[str, str]) -> list[FilterCase]:
    """Return the exams of a DATA_DIR that the filter would take, sorted by name.

    Raises:
        DataFolderInvalid: See `site_agent.synthesize.data_folder.read_data_folder`.
    """
    cases = read_data_folder(folder, label_map).cases
    return sorted((case for case in cases if is_exam_image(case.image)), key=lambda case: case.case_id)


def cohort_of(cases: Sequence[FilterCase], folder: Path, size_px: int) -> Cohort:
    """Return exams as a cohort of images of so many pixels a side.

    Args:
        cases: Exams of the folder.
        folder: The DATA_DIR, for sex and age.
        size_px: The filter's image size.

    Raises:
        DataFolderInvalid: If metadata.csv cannot be read.
    """
    rows = _people(folder)
    empty = torch.zeros(0, 1, size_px, size_px)
    images = torch.stack([squared(case.image, size_px) for case in cases]) if cases else empty
    mine = [rows.get(case.case_id, {}) for case in cases]
    sexes = [(row.get("sex") or "").strip().upper() for row in mine]
    return Cohort(
        images=(images * 255).round() / 255,
        patients=tuple(case.patient for case in cases),
        labels=tuple(case.labels for case in cases),
        views=tuple(case.view for case in cases),
        sexes=tuple(sex if sex in SEXES else "" for sex in sexes),
        ages=tuple(_years(row.get("age") or "") for row in mine),
    )


def maker_of(pairs: Path) -> str:
    """Return the digest of the filter and mode that made a PAIRS_DIR.

    Raises:
        DataFolderInvalid: If the pairs are of several filters, or do not say of which.
    """
    made_by = {row.get("filter_digest") or "" for row, _ in read_pairs(pairs)}
    if len(made_by) != 1 or "" in made_by:
        raise DataFolderInvalid("the pairs folder holds no counterparts of one filter")
    return made_by.pop()


def release_of(pairs: Path, row_of: Mapping[str, int], partition: Partition) -> Release:
    """Return a PAIRS_DIR as a release of the exams that have these rows.

    Args:
        pairs: The folder.
        row_of: Exam -> row of the cohort.
        partition: The filter's groups.

    Raises:
        DataFolderInvalid: If the pairs are not of these exams, or a group is not the filter's.
    """
    found = list(read_pairs(pairs))
    members = {group.index: group.patients for group in partition.groups}
    grouped = all(row.get("group") for row, _ in found)
    if any(row["source_image"] not in row_of for row, _ in found):
        raise DataFolderInvalid("pairs.csv names an exam that is not in the data folder")
    if grouped and any(not row["group"].isdigit() or int(row["group"]) not in members for row, _ in found):
        raise DataFolderInvalid("pairs.csv names a group that is not the filter's")
    found.sort(key=lambda pair: row_of[pair[0]["source_image"]])
    return Release(
        sources=tuple(row_of[row["source_image"]] for row, _ in found),
        images=torch.stack([torch.from_numpy(image)[None] for _, image in found])
        if found
        else torch.zeros(0),
        groups=tuple(int(row["group"]) for row, _ in found) if grouped else None,
        members=members,
        labels=tuple(frozenset(filter(None, row["labels"].split("|"))) for row, _ in found),
    )


def _people(folder: Path) -> dict[str, dict[str, str]]:
    try:
        with (folder / "metadata.csv").open(encoding="utf-8-sig", newline="") as file:
            return {row.get("image") or "": row for row in csv.DictReader(file)}
    except (OSError, ValueError, csv.Error):
        raise DataFolderInvalid from None


def _years(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
