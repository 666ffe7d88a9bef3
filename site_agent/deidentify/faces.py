"""Decides which scans may show a face, and says which voxels must go before they may leave.

Rules: a head is defaced as a volume, never slice by slice; where the geometry of a series is unclear, where the
brow is not found, or where the face could still be seen afterwards, the series is refused
(`Reason.RECOGNIZABLE_FACE`). A mask without a true voxel means that nothing of a face is in that instance.

Not here: overwriting the voxels (`pixels`), recording the method (`record`), collecting the files of a series
(`tree`).
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from site_agent.errors import InputRefusedError, Reason

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pydicom.dataset import Dataset

    from site_agent.deidentify.pixels import Blank
    from site_agent.ingest.reader import Source


class VolumeNeededError(Exception):
    """One instance of a series may show a face, so the series has to be seen as a volume first.

    Attributes:
        series_key: What `series_key` returned; for grouping within one run, never written or logged.
    """

    def __init__(self, series_key: str) -> None:
        self.series_key = series_key
        super().__init__("the series must be read as a volume")


def may_show_face(dataset: Dataset) -> bool:
    """Return whether a face might be recognised in the instance, or in a volume that it belongs to.

    Args:
        dataset: The attributes in front of the pixel data.
    """
    return dataset.get("Modality") in {"CT", "MR", "PT", "NM"}


def series_key(dataset: Dataset) -> str:
    """Return what all instances of one volume have in common, as a digest.

    It groups files within one run; it is not keyed and must not leave the process family.
    """
    parts = (str(dataset.get("StudyInstanceUID", "")), str(dataset.get("SeriesInstanceUID", "")))
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def blanks(sources: Sequence[Source]) -> Sequence[Blank]:
    """Return which voxels of each instance of a series must be overwritten, in the order of the sources.

    Args:
        sources: Every instance with the same `series_key`.

    Raises:
        InputRefusedError: `Reason.RECOGNIZABLE_FACE`, the series is no volume whose face can be removed.
    """
    del sources
    raise InputRefusedError(Reason.RECOGNIZABLE_FACE)
