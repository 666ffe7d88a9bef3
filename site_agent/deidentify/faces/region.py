"""Says where the face and the ears of a head are, and whether they are gone.

Rules: below the brow, everything in front of a plane 50 mm behind the forehead goes, air included, so that
no trace of the skin, its noise or its ghosts marks where it was; the brain, by the vault's ellipsoid and the
floor of the frontal lobes, stays whole, and so does the neck behind and below the chin; both ears go. Where
the cut runs depends on the vault alone, never on the face, so the cut surface tells nothing about it.

Lengths are millimetres in an adult's head and scale with the vault; coordinates are those of the head
upright, from the vault's centre. Not here: finding the vault (`heads`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from site_agent.deidentify.faces.heads import surface_of, tissue_mask
from site_agent.deidentify.faces.volumes import GRID_MM, Volume
from site_agent.errors import InputRefusedError, Reason

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from site_agent.deidentify.faces.heads import Vault

    Mask = NDArray[np.bool_]
    Vector = NDArray[np.float64]
    Field = NDArray[np.float32]

_BROW: Final = 4.0
_CHIN: Final = -150.0
_FRONT: Final = 45.0
_SKULL: Final = 11.0  # of skin and bone that are not brain
_FLOOR: Final = -31.0  # of the frontal lobes
_TEMPLE: Final = 58.0  # in front of the temporal lobes, where that floor begins to fall
_FALL: Final = 1.5
_EAR_TOP: Final = 12.0
_EAR_BOTTOM: Final = -85.0
_EAR_BACK: Final = -70.0
_EAR_DEPTH: Final = 8.0

_GONE_MM: Final = 8.0  # of skin and more, in front
_LEFT_OVER: Final = 0.05  # of the face's area where less may be gone
_CHIN_TO_BROW: Final = (-130.0, -10.0)
_HALF_FACE: Final = 45.0
_FORWARD: Final = 60.0  # what reaches further to the front is face, not neck
_CELL: Final = 4.0
_NOSE_TO_LIP: Final = slice(15, 22)  # rows of a depth map: 70 to 42 mm below the centre
_MIDDLE: Final = slice(6, 16)  # columns: within 20 mm of the middle


def removed(vault: Vault, first: Vector, steps: Vector, shape: tuple[int, ...]) -> Mask:
    """Return where the face and the ears are, on any regular grid.

    Args:
        vault: Of the head.
        first: Place of the first grid point (z, y, x), mm.
        steps: Step along each axis of the grid, shape [axes, 3] (z, y, x), mm.
        shape: Of the grid.

    Returns:
        True where voxels must go.
    """
    size = vault.scale
    front, up, left = (field / np.float32(size) for field in _fields(vault.axes, vault, first, steps, shape))
    own = _fields(vault.long_axis, vault, first, steps, shape)
    inside = sum(
        (field / np.float32(r - _SKULL * size)) ** 2 for field, r in zip(own, vault.radii, strict=True)
    )
    floor = _FLOOR - _FALL * np.maximum(0.0, _TEMPLE - front)
    brain = (inside < 1.0) & (up > floor)
    face = (up < _BROW) & (up > _CHIN) & (front > _FRONT)
    side = np.abs(left) > vault.radii[2] / size - _EAR_DEPTH
    ears = side & (up < _EAR_TOP) & (up > _EAR_BOTTOM) & (front > _EAR_BACK)
    gone: Mask = (face | ears) & ~brain
    return gone


def _fields(axes: Vector, vault: Vault, first: Vector, steps: Vector, shape: tuple[int, ...]) -> list[Field]:
    """Return the coordinates of grid points along three axes from the vault's centre, mm."""
    fields = []
    for axis in axes:
        field = np.full((1,) * len(shape), (first - vault.centre) @ axis, np.float32)
        for along, (step, size) in enumerate(zip(steps, shape, strict=True)):
            line = np.arange(size, dtype=np.float32) * np.float32(step @ axis)
            field = field + line.reshape([-1 if other == along else 1 for other in range(len(shape))])
        fields.append(field)
    return fields


def require_gone(vault: Vault, volume: Volume, head: Mask, modality: str) -> None:
    """Refuse a head in which skin would be left near where the face was, or that looks backwards.

    Args:
        vault: Of the head.
        volume: That shows it.
        head: What `heads.head_mask` found in it.
        modality: As for `heads.head_mask`.

    Raises:
        InputRefusedError: `Reason.RECOGNIZABLE_FACE`.
    """
    gone = removed(vault, volume.origin, np.eye(3) * GRID_MM, head.shape)
    values = np.where(gone, np.float32(volume.air), volume.values)
    rest = Volume(values, volume.seen, volume.origin, volume.air)
    before, after = _depth_map(vault, volume, head), _depth_map(vault, volume, tissue_mask(rest, modality))
    face = before > _FORWARD
    if face.any() and float((before[face] - after[face] < _GONE_MM).mean()) > _LEFT_OVER:
        raise InputRefusedError(Reason.RECOGNIZABLE_FACE)
    nose = before[_NOSE_TO_LIP, _MIDDLE]
    nape = _depth_map(vault, volume, head, back=True)[_NOSE_TO_LIP, _MIDDLE]
    if np.isfinite(nose).any() and nose.max() <= nape.max():
        raise InputRefusedError(Reason.RECOGNIZABLE_FACE)


def _depth_map(vault: Vault, volume: Volume, head: Mask, *, back: bool = False) -> Vector:
    """Return how far the head reaches to the front (or back) in cells over the face, adult mm; -inf: none."""
    points = (surface_of(head, volume) - vault.centre) @ vault.axes.T / vault.scale
    front, up, left = points.T
    rows = np.floor((up - _CHIN_TO_BROW[0]) / _CELL).astype(int)
    columns = np.floor((left + _HALF_FACE) / _CELL).astype(int)
    shape = (int((_CHIN_TO_BROW[1] - _CHIN_TO_BROW[0]) / _CELL), int(2 * _HALF_FACE / _CELL))
    inside = (rows >= 0) & (rows < shape[0]) & (columns >= 0) & (columns < shape[1])
    depth = np.full(shape, -np.inf)
    np.maximum.at(depth, (rows[inside], columns[inside]), (-front if back else front)[inside])
    return depth
