"""Finds the head in a volume: its surface, and the vault of the skull, which says where the face is.

Rules: the head is what stands out from air, closed and filled; an ellipsoid is fitted to the skin over its
vault, above the brow and the occiput, where every head is one. The long axis of that ellipsoid follows the
head when it nods or turns, so brow, eyes, chin and ears are found from it, and nothing of the face itself
shapes what is cut. What does not fit an ellipsoid of a head's size is no vault, and nothing is guessed.

Measures are those of an adult head whose vault is 204 mm long, and scale with it; they were set on phantoms
and on an average of T1-weighted MR images (docs/measurements.md).

Not here: reading slices (`stacks`), what is removed (`defacing`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy import ndimage

from site_agent.deidentify.stacks import GRID_MM, Volume

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Mask = NDArray[np.bool_]
    Vector = NDArray[np.float64]

_SKIN_HU: Final = -300.0
_SKIN_SHARE: Final = 0.4  # of the threshold between dark and bright, where no unit is given
_HEAD_MM: Final = 330.0  # from the vertex down: more than any head and neck
_TISSUE_CM2: Final = 10.0
_ADULT: Final = 102.0  # half length of the vault, mm
_NOD: Final = np.radians(19.0)  # the vault's long axis points this far below the horizon of the face
_VAULT: Final = 0.40  # of the vault's length, from the top: what the ellipsoid is fitted to
_ROUNDS: Final = 6
_RADII: Final = (55.0, 125.0)
_SHAPES: Final = ((0.62, 1.0), (0.58, 1.0))  # height and width over length
_TURNS: Final = (np.radians(32.0), np.radians(40.0))  # nod and turn of a head on a table
_ROUGHNESS: Final = 0.05
_FEWEST: Final = 400
_SHALLOWEST: Final = 0.45  # of the vault's half length that must be in view below its top


@dataclass(frozen=True, slots=True)
class Vault:
    """The ellipsoid of a head's vault, and the frame of the head.

    Attributes:
        centre: (z, y, x), mm.
        axes: Unit vectors (z, y, x) as rows: to the front, to the top, to the left, of the face upright.
        long_axis: The same for the ellipsoid itself, which nods against the face.
        radii: Along the rows of ``long_axis``: half length, half height, half width of the skin, mm.
    """

    centre: Vector
    axes: Vector
    long_axis: Vector
    radii: Vector

    @property
    def scale(self) -> float:
        """Return the size relative to an adult's head."""
        return float(self.radii[0] / _ADULT)


def upper_part(volume: Volume, *, ct: bool) -> Volume:
    """Return the part of a volume that may show a head: from the highest tissue down."""
    tissue = volume.values > _threshold(volume, ct=ct)
    levels = np.flatnonzero(tissue.sum(axis=(1, 2)) * (GRID_MM / 10) ** 2 > _TISSUE_CM2)
    low = max(0, int(levels[-1]) - int(_HEAD_MM / GRID_MM)) if levels.size else 0
    origin = volume.origin + np.array([low * GRID_MM, 0.0, 0.0])
    return Volume(volume.values[low:], volume.seen[low:], origin, volume.air)


def head_mask(volume: Volume, *, ct: bool) -> Mask:
    """Return the filled head (or body), shape as the volume's; empty when there is only air.

    Args:
        volume: On the patient's axes.
        ct: Whether values are Hounsfield units; else air is what is darkest.
    """
    closed = _closed(tissue_mask(volume, ct=ct), 5)
    for level in np.flatnonzero(closed.any(axis=(1, 2))):
        closed[level] = ndimage.binary_fill_holes(closed[level])
    filled: Mask = closed & volume.seen
    return filled


def tissue_mask(volume: Volume, *, ct: bool) -> Mask:
    """Return the largest thing in a volume that is not air, without what is thin; its cavities stay open.

    Args:
        volume: As for `head_mask`.
        ct: As for `head_mask`.
    """
    smooth = ndimage.gaussian_filter(volume.values, 0.4 if ct else 0.8)
    return _largest(_opened(smooth > _threshold(volume, ct=ct), 2))


def find_vault(head: Mask, volume: Volume) -> Vault | None:
    """Return the vault of a head whose top is in view, or ``None``.

    Args:
        head: What `head_mask` returned.
        volume: The volume it came from.
    """
    surface = head & ~ndimage.binary_erosion(head | ~volume.seen, border_value=1)
    points = np.argwhere(surface) * GRID_MM + volume.origin
    if len(points) < _FEWEST:
        return None
    top = points[:, 0] > points[:, 0].max() - 80.0
    length = float(np.ptp(points[top, 1]))
    axes, fitted = np.eye(3)[[1, 0, 2]] * np.array([[-1.0], [1.0], [1.0]]), None
    for _ in range(_ROUNDS):
        height = points @ axes[1]
        chosen = points[height > height.max() - _VAULT * length]
        fitted = _ellipsoid(chosen)
        if fitted is None:
            return None
        axes, length = fitted.long_axis, 2 * float(fitted.radii[0])
    return fitted if fitted is not None and _is_head(fitted, points) else None


def _is_head(vault: Vault, points: Vector) -> bool:
    """Return whether an ellipsoid has the size, shape and pose of a head, and fits well."""
    half_length, *others = vault.radii
    shapes = zip(others, _SHAPES, strict=True)
    if not _RADII[0] <= half_length <= _RADII[1] or any(
        not low <= r / half_length <= high for r, (low, high) in shapes
    ):
        return False
    nod, turn = np.arcsin(vault.axes[0, 0]), np.arctan2(vault.axes[0, 2], -vault.axes[0, 1])
    if abs(nod) > _TURNS[0] or abs(turn) > _TURNS[1]:
        return False
    own = (points - vault.centre) @ vault.long_axis.T / vault.radii
    upper = np.linalg.norm(own[own[:, 1] > 1 - 2 * _VAULT], axis=1)
    deep = float(own[:, 1].min()) < 1 - _SHALLOWEST
    return deep and upper.size >= _FEWEST and float(np.median(np.abs(upper - 1))) < _ROUGHNESS


def _ellipsoid(points: Vector) -> Vault | None:
    """Fit an ellipsoid that may nod and turn, but not lean, by least squares; drop outliers once."""
    kept, centre, matrix = points, np.zeros(3), np.eye(3)
    for _ in range(2):
        if len(kept) < _FEWEST:
            return None
        middle = kept.mean(axis=0)
        z, y, x = (kept - middle).T / _ADULT
        terms = np.stack([z * z, y * y, x * x, z * y, y * x, z, y, x], axis=1)
        s = np.linalg.lstsq(terms, np.ones(len(kept)), rcond=None)[0]
        form = np.array([[s[0], s[3] / 2, 0], [s[3] / 2, s[1], s[4] / 2], [0, s[4] / 2, s[2]]])
        if np.linalg.eigvalsh(form).min() <= 0:
            return None
        inner = -0.5 * np.linalg.solve(form, s[5:])
        matrix = form / (1 + inner @ form @ inner) / _ADULT**2
        centre = inner * _ADULT + middle
        away = np.sqrt(np.einsum("ij,jk,ik->i", kept - centre, matrix, kept - centre)) - 1
        kept = kept[np.abs(away) < max(_ROUGHNESS, 2.5 * float(away.std()))]
    return _posed(centre, matrix)


def _posed(centre: Vector, matrix: Vector) -> Vault:
    """Return the vault of an ellipsoid, given as its centre and matrix."""
    values, vectors = np.linalg.eigh(matrix)
    long = vectors[:, 0] * -np.sign(vectors[1, 0] or 1.0)  # to the front
    left = np.array([0.0, 0.0, 1.0]) - long[2] * long
    left /= np.linalg.norm(left)
    up = np.cross(long, left)
    up *= np.sign(up[0] or 1.0)
    own = np.stack([long, up, left])
    radii = np.array([values[0] ** -0.5, (up @ matrix @ up) ** -0.5, (left @ matrix @ left) ** -0.5])
    front = np.cos(_NOD) * long + np.sin(_NOD) * up
    top = np.cos(_NOD) * up - np.sin(_NOD) * long
    return Vault(centre, np.stack([front, top, left]), own, radii)


def _threshold(volume: Volume, *, ct: bool) -> float:
    """Return the value between air and the darkest skin: without a unit, a share of Otsu's threshold."""
    if ct:
        return _SKIN_HU
    values = volume.values[volume.seen]
    low, high = np.percentile(values, (0.1, 99.5))
    counts, edges = np.histogram(np.clip(values, low, high), bins=256)
    centres = (edges[1:] + edges[:-1]) / 2
    below, mass = np.cumsum(counts, dtype=float), np.cumsum(counts * centres, dtype=float)
    spread = (mass[-1] * below - below[-1] * mass) ** 2 / np.maximum(below * (below[-1] - below), 1.0)
    return float(low + _SKIN_SHARE * (centres[int(np.argmax(spread))] - low))


def _opened(mask: Mask, radius: int) -> Mask:
    """Return a mask without what is thinner than about twice the radius, in grid points."""
    core = ndimage.distance_transform_edt(np.pad(mask, radius, mode="edge")) > radius
    inner = (slice(radius, -radius),) * 3
    opened: Mask = (ndimage.distance_transform_edt(~core) <= radius)[inner] & mask
    return opened


def _closed(mask: Mask, radius: int) -> Mask:
    """Return a mask without gaps narrower than about twice the radius, in grid points."""
    wide = ndimage.distance_transform_edt(~np.pad(mask, radius + 1)) <= radius
    inner = (slice(radius + 1, -radius - 1),) * 3
    closed: Mask = (ndimage.distance_transform_edt(wide) > radius)[inner] | mask
    return closed


def _largest(mask: Mask) -> Mask:
    labels, count = ndimage.label(mask)
    if not count:
        return mask
    sizes = np.bincount(labels.ravel())
    sizes[0] = 0
    largest: Mask = labels == sizes.argmax()
    return largest
