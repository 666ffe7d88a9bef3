"""Makes of a series of slices the masks that remove the face from it, or refuses the series.

Rules: only a regular stack of slices that shows a head from its vertex down, far enough to tell where the
face is, is defaced. Nothing is removed from one that says nothing of a head and in which every level is too
large for one, or that is too thin to show more than a contour. Everything else that may show a face is
refused.

Not here: where in a head the face is (`face_region`), the voxels' values (`pixels.clean`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, overload

import numpy as np

from site_agent.deidentify.faces.heads import find_vault, head_mask, stands_in_air, upper_part
from site_agent.deidentify.faces.region import removed, require_gone
from site_agent.deidentify.faces.stacks import stack_of, unclear
from site_agent.deidentify.faces.volumes import GRID_MM, volume_of
from site_agent.deidentify.pixels.redaction import Blank
from site_agent.deidentify.pixels.regions import Region, kinds_of, region_of
from site_agent.errors import InputRefusedError, Reason

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from pydicom.dataset import Dataset

    from site_agent.deidentify.faces.heads import Vault
    from site_agent.deidentify.faces.stacks import Plane, Stack
    from site_agent.deidentify.faces.volumes import Volume
    from site_agent.ingest.reader import Source

    Mask = NDArray[np.bool_]

_FEWEST: Final = 8
_SHORTEST_MM: Final = 60.0
_WIDEST_GAP_MM: Final = 10.0
_SLAB_MM: Final = 10.0
_TRUNK_CM2: Final = 450.0
_SLICES: Final = frozenset({"CT", "MR", "PT"})
_NO_SLICES: Final = frozenset({"LOCALIZER", "MOSAIC", "PROJECTION IMAGE", "MIP", "MINIP", "3D", "MPR CV"})


class Blanks(Sequence[Blank]):
    """What to overwrite in each instance of a series; a mask is made when it is asked for.

    Args:
        stack: The series.
        vault: Of the head in it; ``None`` when there is no head in view.
        sources: Its instances.
        air: Modality value that replaces the face.
    """

    def __init__(self, stack: Stack, vault: Vault | None, sources: Sequence[Source], air: float) -> None:
        self._stack, self._vault, self._air = stack, vault, air
        self._planes: list[list[Plane]] = [[] for _ in sources]
        for plane in stack.planes:
            self._planes[plane.source].append(plane)
        self._ranges = [_stored_range(source.dataset) for source in sources]

    def __len__(self) -> int:
        """Return the number of instances."""
        return len(self._planes)

    @overload
    def __getitem__(self, index: int) -> Blank: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Blank]: ...
    def __getitem__(self, index: int | slice) -> Blank | Sequence[Blank]:
        """Return what to overwrite in one instance, or in several."""
        if isinstance(index, slice):
            return [self[one] for one in range(*index.indices(len(self)))]
        planes, (low, high) = self._planes[index], self._ranges[index]
        mask = np.stack([self._mask(plane) for plane in planes])
        slope, intercept = planes[0].rescale
        return Blank(mask, float(round(min(max((self._air - intercept) / (slope or 1.0), low), high))))

    def _mask(self, plane: Plane) -> Mask:
        if self._vault is None:
            return np.zeros(self._stack.shape, bool)
        steps = np.stack([plane.row, plane.column])[:, ::-1]
        return removed(self._vault, plane.origin[::-1], steps, self._stack.shape)


def blanks_of(sources: Sequence[Source]) -> Blanks:
    """Return which voxels of each instance of a series show a face.

    Raises:
        InputRefusedError: `Reason.FACE_GEOMETRY_UNCLEAR`, `Reason.RECOGNIZABLE_FACE` or
            `Reason.PIXELS_UNREADABLE`.
    """
    headers = [source.dataset for source in sources]
    if not headers or not all(_is_slice(header) for header in headers):
        raise InputRefusedError(Reason.RECOGNIZABLE_FACE)
    stack, modality = stack_of(headers), str(headers[0].Modality)
    named = any(region_of(header) is Region.HEAD for header in headers)
    if not named and stack.axial and stack.extent_mm <= _SLAB_MM:
        return Blanks(stack, None, sources, 0.0)  # a contour, not a face
    gap = float(np.linalg.norm(stack.step))
    if stack.count < _FEWEST or stack.extent_mm < _SHORTEST_MM or gap > _WIDEST_GAP_MM:
        raise unclear()
    volume = upper_part(volume_of(stack, sources, modality), modality)
    head = head_mask(volume, modality)
    vault = find_vault(head, volume)
    if vault is None:
        if _is_trunk(head, volume):
            return Blanks(stack, None, sources, volume.air)
        raise InputRefusedError(Reason.RECOGNIZABLE_FACE)
    if not stands_in_air(vault, volume, modality):
        raise InputRefusedError(Reason.RECOGNIZABLE_FACE)
    require_gone(vault, volume, head, modality)
    return Blanks(stack, vault, sources, volume.air)


def _is_trunk(body: Mask, volume: Volume) -> bool:
    """Return whether every level of the body in view is too large to be one of a head."""
    areas = body.sum(axis=(1, 2)) * (GRID_MM / 10) ** 2
    return bool((areas[volume.seen.any(axis=(1, 2))] > _TRUNK_CM2).all())


def _is_slice(header: Dataset) -> bool:
    """Return whether an instance is made of cross-sections, not of projections or mosaics."""
    return str(header.get("Modality") or "") in _SLICES and not kinds_of(header) & _NO_SLICES


def _stored_range(header: Dataset) -> tuple[int, int]:
    """Return the lowest and highest value that a voxel of the instance can store."""
    try:
        bits = int(header.get("BitsStored") or 16)
        signed = int(header.get("PixelRepresentation") or 0) == 1
    except (TypeError, ValueError):
        raise InputRefusedError(Reason.PIXELS_UNREADABLE) from None
    return (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1) if signed else (0, 2**bits - 1)
