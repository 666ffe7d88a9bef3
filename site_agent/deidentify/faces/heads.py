"""Finds the head in a volume: its surface, and the vault of the skull, which says where the face is.

Rules: the head is what stands out from air, closed and filled; an ellipsoid is fitted to the skin over its
vault, above the brow and the occiput, where every head is one. The long axis of that ellipsoid follows the
head when it nods or turns, so brow, eyes, chin and ears are found from it, and nothing of the face itself
shapes what is cut. What does not fit an ellipsoid of a head's size is no vault, and nothing is guessed.

Measures are those of an adult head whose vault is 204 mm long, and scale with it; they were set on phantoms
and on an average of T1-weighted MR images (docs/measurements/deidentification.md).

Not here: reading slices (`stacks`, `volumes`), what is removed (`defacing`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy import ndimage

from site_agent.deidentify.faces.volumes import GRID_MM, Volume

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Mask = NDArray[np.bool_]
    Vector = NDArray[np.float64]

_SKIN_HU: Final = -300.0
_SKIN_SHARE: Final = {"MR": 0.4, "PT": 0.03}  # of the threshold between dark and bright
_BLUR: Final = {"CT": 0.4, "MR": 0.8, "PT": 0.8}  # grid points
_HEAD_MM: Final = 330.0  # from the vertex down: more than any head and neck
_TISSUE_CM2: Final = 10.0
_ADULT: Final = 102.0  # half length of the vault, mm
_NOD: Final = np.radians(19.0)  # the vault's long axis points this far below the horizon of the face
_VAULT: Final = 0.40  # of the vault's length, from the top: what the ellipsoid is fitted to
_ROUNDS: Final = 6
_RADII: Final = (55.0, 125.0)
_SHAPES: Final = ((0.695, 1.0), (0.62, 1.0))  # height and width over length; a bare brain is flatter
_TURNS: Final = (np.radians(32.0), np.radians(40.0))  # nod and turn of a head on a table
_ROUGHNESS: Final = 0.05
_FEWEST: Final = 400
_LEAST: Final = 1e-9
_AROUND: Final = 0.08  # of the vault's radii, outside of it
_AWAY: Final = 0.3
_DARK_SKIN: Final = 0.2  # of the skin's threshold
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


def upper_part(volume: Volume, modality: str) -> Volume:
    """Return the part of a volume that may show a head: from the highest tissue down."""
    tissue = volume.values > _threshold(volume, modality)
    levels = np.flatnonzero(tissue.sum(axis=(1, 2)) * (GRID_MM / 10) ** 2 > _TISSUE_CM2)
    low = max(0, int(levels[-1]) - int(_HEAD_MM / GRID_MM)) if levels.size else 0
    origin = volume.origin + np.array([low * GRID_MM, 0.0, 0.0])
    return Volume(volume.values[low:], volume.seen[low:], origin, volume.air)


def head_mask(volume: Volume, modality: str) -> Mask:
    """Return the filled head (or body), shape as the volume's; empty when there is only air.

    Args:
        volume: On the patient's axes.
        modality: ``CT``, whose values are Hounsfield units, ``MR`` or ``PT``, where air is what is darkest.
    """
    closed = _closed(tissue_mask(volume, modality))
    for level in np.flatnonzero(closed.any(axis=(1, 2))):
        closed[level] = ndimage.binary_fill_holes(closed[level])
    filled: Mask = closed & volume.seen
    return filled


def tissue_mask(volume: Volume, modality: str) -> Mask:
    """Return the largest thing in a volume that is not air, without what is thin; its cavities stay open.

    Args:
        volume: As for `head_mask`.
        modality: As for `head_mask`.
    """
    smooth = ndimage.gaussian_filter(volume.values, _BLUR[modality])
    return _largest(_opened(smooth > _threshold(volume, modality)))


def surface_of(mask: Mask, volume: Volume) -> Vector:
    """Return the places of a mask's surface against air (z, y, x; mm), not where the view ends."""
    surface = mask & ~ndimage.binary_erosion(mask | ~volume.seen, border_value=1)
    return np.argwhere(surface) * GRID_MM + volume.origin


def find_vault(head: Mask, volume: Volume) -> Vault | None:
    """Return the vault of a head whose top is in view, or ``None``.

    Args:
        head: What `head_mask` returned.
        volume: The volume it came from.
    """
    points = surface_of(head, volume)
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


def stands_in_air(vault: Vault, volume: Volume, modality: str) -> bool:
    """Return whether there is air around a vault, as around skin, and not skin too dark to be seen.

    Args:
        vault: What `find_vault` returned.
        volume: That shows it.
        modality: As for `head_mask`.
    """
    if modality == "CT":
        return True
    around, away = (_median_at(vault, volume, 1.0 + far) for far in (_AROUND, _AWAY))
    limit = _DARK_SKIN * (_threshold(volume, modality) - away)
    return not np.isfinite(around) or around - away < limit


def _median_at(vault: Vault, volume: Volume, far: float) -> float:
    """Return the median value so many radii from the vault's centre; nan where nothing is seen."""
    up, angle = np.meshgrid(np.linspace(0.25, 0.95, 12), np.linspace(0, 2 * np.pi, 36))
    flat = np.sqrt(1 - up**2)
    directions = np.stack([flat * np.cos(angle), up, flat * np.sin(angle)], axis=-1).reshape(-1, 3)
    places = vault.centre + (directions * vault.radii * far) @ vault.long_axis
    index = np.rint((places - volume.origin) / GRID_MM).astype(int)
    index = index[((index >= 0) & (index < volume.values.shape)).all(axis=1)]
    at = tuple(index.T)
    seen = volume.seen[at]
    return float(np.median(volume.values[at][seen])) if seen.any() else float("nan")


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
        s = np.linalg.solve(terms.T @ terms, terms.sum(axis=0))
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
    left /= max(float(np.linalg.norm(left)), _LEAST)
    up = np.cross(long, left)
    up *= np.sign(up[0] or 1.0)
    own = np.stack([long, up, left])
    radii = np.array([values[0] ** -0.5, (up @ matrix @ up) ** -0.5, (left @ matrix @ left) ** -0.5])
    front = np.cos(_NOD) * long + np.sin(_NOD) * up
    top = np.cos(_NOD) * up - np.sin(_NOD) * long
    return Vault(centre, np.stack([front, top, left]), own, radii)


def _threshold(volume: Volume, modality: str) -> float:
    """Return the value between air and the darkest skin: without a unit, a share of Otsu's threshold."""
    if modality == "CT":
        return _SKIN_HU
    values = volume.values[volume.seen]
    low, high = np.percentile(values, (0.1, 99.5))
    counts, edges = np.histogram(np.clip(values, low, high), bins=256)
    centres = (edges[1:] + edges[:-1]) / 2
    below, mass = np.cumsum(counts, dtype=float), np.cumsum(counts * centres, dtype=float)
    spread = (mass[-1] * below - below[-1] * mass) ** 2 / np.maximum(below * (below[-1] - below), 1.0)
    return float(low + _SKIN_SHARE[modality] * (centres[int(np.argmax(spread))] - low))


def _opened(mask: Mask) -> Mask:
    """Return a mask without what is thinner than about 10 mm."""
    core = ndimage.binary_erosion(mask, iterations=2, border_value=1)
    opened: Mask = ndimage.binary_dilation(core, iterations=2)
    return opened


def _closed(mask: Mask) -> Mask:
    """Return a mask without gaps narrower than about 20 mm."""
    wide = ndimage.binary_dilation(np.pad(mask, 7), iterations=6)
    closed: Mask = ndimage.binary_erosion(wide, iterations=6)[7:-7, 7:-7, 7:-7]
    return closed


def _largest(mask: Mask) -> Mask:
    labels, count = ndimage.label(mask)
    if not count:
        return mask
    sizes = np.bincount(labels.ravel())
    sizes[0] = 0
    largest: Mask = labels == sizes.argmax()
    return largest
