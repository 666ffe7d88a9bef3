"""Puts the slices of a series into patient space, and refuses a series that is no complete, regular stack.

Rules: place and direction come from Image Position and Image Orientation (Patient) alone (PS3.3 C.7.6.2);
every slice must lie where a stack without gap, doubled or missing slice has it; several images at each
position (echoes, phases, b-values) are one volume as long as every position has equally many. A tilted gantry
is a stack whose slices shift against each other.

Not here: the voxels (`volumes`), and what they show (`heads`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from pydicom.dataset import Dataset

from site_agent.errors import InputRefusedError, Reason
from site_agent.ingest.reader import ReadLimits

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    Vector = NDArray[np.float64]

_SAME_PLACE: Final = 0.1  # of the usual distance between slices
_DRIFT_MM: Final = 1.0
_SPACING_MM: Final = (0.02, 10.0)
_ALIKE: Final = 1e-3


@dataclass(frozen=True, slots=True)
class Plane:
    """One frame in patient space (LPS: x to the left, y to the back, z to the head; mm).

    Attributes:
        source: Index of its instance.
        frame: Index within the instance.
        origin: Centre of its first voxel.
        row: Step from one row to the next.
        column: Step from one column to the next.
        rescale: Slope and intercept of the modality's values.
    """

    source: int
    frame: int
    origin: Vector
    row: Vector
    column: Vector
    rescale: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Stack:
    """The frames of a series, as a regular stack of positions.

    Attributes:
        planes: One per frame, in the order of the instances.
        positions: Index of each frame's position in the stack.
        step: From one position to the next, mm.
        first: Origin of the first position.
        shape: Rows and columns.
    """

    planes: tuple[Plane, ...]
    positions: tuple[int, ...]
    step: Vector
    first: Vector
    shape: tuple[int, int]

    @property
    def count(self) -> int:
        """Return the number of positions."""
        return max(self.positions) + 1

    @property
    def extent_mm(self) -> float:
        """Return how far the stack reaches along its normal."""
        normal = np.cross(self.planes[0].column, self.planes[0].row)
        return float(abs(self.step @ normal / np.linalg.norm(normal)) * self.count)

    @property
    def axial(self) -> bool:
        """Return whether the slices lie across the body, tilted by less than 37 degrees."""
        normal = np.cross(self.planes[0].column, self.planes[0].row)
        return bool(abs(normal[2]) > 0.8 * np.linalg.norm(normal))


def unclear() -> InputRefusedError:
    """Return the refusal of a series whose geometry cannot be told."""
    return InputRefusedError(Reason.FACE_GEOMETRY_UNCLEAR)


def stack_of(datasets: Sequence[Dataset]) -> Stack:
    """Return the stack that the frames of a series form.

    Raises:
        InputRefusedError: `Reason.FACE_GEOMETRY_UNCLEAR`.
    """
    try:
        planes = tuple(plane for index, dataset in enumerate(datasets) for plane in _planes(index, dataset))
        shapes = {(int(dataset.Rows), int(dataset.Columns)) for dataset in datasets}
        gray = all(int(dataset.get("SamplesPerPixel") or 1) == 1 for dataset in datasets)
    except Exception:  # noqa: BLE001 - missing and malformed attributes alike
        raise unclear() from None
    numbers = np.array([np.concatenate([p.origin, p.row, p.column, p.rescale]) for p in planes])
    steps = numbers[:, 3:9]
    if len(shapes) != 1 or not gray or not np.isfinite(numbers).all() or np.ptp(steps, axis=0).max() > _ALIKE:
        raise unclear()
    shape = shapes.pop()
    if min(shape) < 1 or shape[0] * shape[1] > ReadLimits().pixels:
        raise unclear()
    return _regular(planes, shape)


def _planes(index: int, dataset: Dataset) -> Iterator[Plane]:
    """Yield where the frames of one instance lie; of an enhanced one, by its functional groups."""
    groups = dataset.get("PerFrameFunctionalGroupsSequence")
    count = int(dataset.get("NumberOfFrames") or 1)
    if count < 1 or (groups is None and count > 1) or (groups is not None and len(groups) != count):
        raise unclear()
    for frame in range(count):
        items = [dataset] * len(_MACROS) if groups is None else [_macro(dataset, frame, n) for n in _MACROS]
        yield _plane(index, frame, *items)


def _plane(
    index: int, frame: int, position: Dataset, orientation: Dataset, measures: Dataset, values: Dataset
) -> Plane:
    direction = np.array(orientation.ImageOrientationPatient, np.float64)
    origin = np.array(position.ImagePositionPatient, np.float64)
    lengths = direction.reshape(2, 3) @ direction.reshape(2, 3).T  # 1 and 1, and nothing across
    if origin.shape != (3,) or not np.abs(lengths - np.eye(2)).max() < _ALIKE:
        raise unclear()
    between_rows, between_columns = (float(value) for value in measures.PixelSpacing)
    if not all(_SPACING_MM[0] < size < _SPACING_MM[1] for size in (between_rows, between_columns)):
        raise unclear()
    rescale = float(values.get("RescaleSlope") or 1), float(values.get("RescaleIntercept") or 0)
    row, column = direction[3:] * between_rows, direction[:3] * between_columns
    return Plane(index, frame, origin, row, column, rescale)


_MACROS: Final = (
    "PlanePositionSequence",
    "PlaneOrientationSequence",
    "PixelMeasuresSequence",
    "PixelValueTransformationSequence",
)


def _macro(dataset: Dataset, frame: int, name: str) -> Dataset:
    """Return a functional group macro of a frame, its own or the shared one (PS3.3 C.7.6.16)."""
    for group in (dataset.PerFrameFunctionalGroupsSequence[frame], dataset.SharedFunctionalGroupsSequence[0]):
        if items := group.get(name):
            macro: Dataset = items[0]
            return macro
    return Dataset()


def _regular(planes: tuple[Plane, ...], shape: tuple[int, int]) -> Stack:
    """Sort frames by position along the normal, and refuse gaps, doubles and drift."""
    normal = np.cross(planes[0].column, planes[0].row)
    normal /= np.linalg.norm(normal)
    origins = np.array([plane.origin for plane in planes])
    depth = origins @ normal
    order = np.argsort(depth, kind="stable")
    gaps = np.diff(depth[order])
    usual = float(np.median(gaps[gaps > _ALIKE])) if (gaps > _ALIKE).any() else 0.0
    new = gaps > _SAME_PLACE * usual
    positions = np.zeros(len(planes), int)
    positions[order] = np.concatenate([[0], np.cumsum(new)])
    count = positions.max() + 1
    first = origins[order[0]]
    step = (origins[order[-1]] - first) / max(count - 1, 1) if count > 1 else normal
    drift = np.linalg.norm(origins - first - positions[:, None] * step, axis=1)
    per_position = np.bincount(positions)
    if per_position.min() != per_position.max() or (drift > min(_DRIFT_MM, 0.3 * max(usual, 1.0))).any():
        raise unclear()
    return Stack(planes, tuple(int(p) for p in positions), step, first, shape)
