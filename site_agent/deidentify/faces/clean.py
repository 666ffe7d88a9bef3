"""Decides which objects may show a face, and says which voxels must go before they may leave.

Rules: a head is defaced as a volume, never slice by slice; a photograph or rendering that may show a face
is not released; what a data set says of itself decides, and its geometry where it says nothing. An instance
whose mask has no true voxel shows nothing of a face.

Not here: how a face is found (`defacing`), overwriting the voxels (`pixels.clean`), recording the method
(`engine.record`), collecting the files of a series (`engine.walk`).
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

from pydicom.uid import UID_dictionary

from site_agent.deidentify.pixels.regions import Region, kinds_of, region_of
from site_agent.errors import InputRefusedError, Reason

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pydicom.dataset import Dataset

    from site_agent.deidentify.pixels.clean import Blank
    from site_agent.ingest.reader import Source

_VOLUMES: Final = frozenset({"CT", "MR", "PT", "NM"})
_VOLUME_CLASSES: Final = ("CT Image", "MR Image", "MR Color", "Positron", "PET Image", "Craniofacial")
_PLANAR: Final = frozenset({"STATIC", "DYNAMIC", "GATED", "WHOLE BODY", "TOMO", "GATED TOMO"})
_RENDERED: Final = frozenset({"3D", "VOLUME", "SURFACE", "RENDERING", "VRT", "SSD", "VOLREN", "3DRENDERED"})
_SMALLEST_MM: Final = 60.0  # across: less shows no face, whatever it shows


class VolumeNeededError(InputRefusedError):
    """One instance of a series may show a face, so the series has to be seen as a volume first.

    Whoever has no series to show takes it as the refusal that it is.

    Attributes:
        series_key: What `series_key` returned; for grouping within one run, never written or logged.
    """

    def __init__(self, series_key: str) -> None:
        self.series_key = series_key
        super().__init__(Reason.FACE_GEOMETRY_UNCLEAR)


def may_show_face(dataset: Dataset) -> bool:
    """Return whether a face might be recognised in the instance, or in the volume that it belongs to.

    Cross-sections of an unnamed region count, unless they are too small; projections of nuclear medicine,
    which have no surface, do not. Pictures count when they are photographs from outside the body, or
    renderings, and do not name another part of it (PS3.15 E.3.2).

    Args:
        dataset: The attributes in front of the pixel data.
    """
    region, kind = region_of(dataset), kinds_of(dataset)
    if region is Region.ELSEWHERE:
        return False
    modality, name = str(dataset.get("Modality") or ""), _class_name(dataset)
    if name.startswith(("VL Photographic", "Video Photographic")) or modality == "XC":
        return True
    if modality == "NM" and kind & _PLANAR:
        return False
    if modality in _VOLUMES or any(volume in name for volume in _VOLUME_CLASSES):
        return region is Region.HEAD or not _is_small(dataset)
    return region is Region.HEAD and bool(kind & _RENDERED or name.startswith("X-Ray 3D"))


def series_key(dataset: Dataset) -> str:
    """Return what all instances of one stack of slices have in common, as a digest.

    A scout that shares a series with its slices has a key of its own, and so has each of several directions.
    The digest groups files within one run; it is not keyed and must not leave the run.

    Args:
        dataset: The attributes in front of the pixel data.
    """
    parts = [str(dataset.get(keyword) or "") for keyword in _STACK]
    parts.append(str("LOCALIZER" in kinds_of(dataset)))
    parts.append(_main_direction(dataset))
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def blanks(sources: Sequence[Source]) -> Sequence[Blank]:
    """Return which voxels of each instance of a series must be overwritten, in the order of the sources.

    Masks are made when they are asked for, so that a series costs no more memory than one of its instances
    and a coarse copy.

    Args:
        sources: Every instance with the same `series_key`.

    Raises:
        InputRefusedError: `Reason.FACE_GEOMETRY_UNCLEAR`, the slices form no regular volume;
            `Reason.RECOGNIZABLE_FACE`, the face cannot be removed; `Reason.PIXELS_UNREADABLE`.
    """
    from site_agent.deidentify.faces.defacing import blanks_of  # noqa: PLC0415 - scipy, for volumes only

    return blanks_of(sources)


_STACK: Final = ("StudyInstanceUID", "SeriesInstanceUID", "Rows", "Columns")


def _class_name(dataset: Dataset) -> str:
    return str(UID_dictionary.get(str(dataset.get("SOPClassUID") or ""), ("",))[0])


def _is_small(dataset: Dataset) -> bool:
    """Return whether the larger side of a slice is too short for a face; unknown sizes are not small."""
    try:
        down, across = (float(value) for value in dataset.PixelSpacing)
        return max(down * int(dataset.Rows), across * int(dataset.Columns)) < _SMALLEST_MM
    except Exception:  # noqa: BLE001 - missing and malformed values alike
        return False


def _main_direction(dataset: Dataset) -> str:
    """Return the patient's axis along which slices follow each other; empty when it is not told."""
    try:
        a, b, c, d, e, f = (float(value) for value in dataset.ImageOrientationPatient)
    except Exception:  # noqa: BLE001 - missing and malformed values alike
        return ""
    normal = (abs(b * f - c * e), abs(c * d - a * f), abs(a * e - b * d))
    return "xyz"[normal.index(max(normal))]
