"""Puts the slices of a series into patient space, and refuses a series that is no complete, regular stack.

Rules: place and direction come from Image Position and Image Orientation (Patient) alone (PS3.3 C.7.6.2);
every slice must lie where a stack without gap, doubled or missing slice has it; several images at each
position (echoes, phases, b-values) are one volume as long as every position has equally many. A tilted gantry
is a stack whose slices shift against each other. The voxels are averaged to about 2 mm, so that memory does
not grow with the matrix.

Not here: what the volume shows (`heads`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from pydicom.dataset import Dataset
from pydicom.uid import UID
from scipy import ndimage

from site_agent.deidentify import codecs, codestreams, fragments
from site_agent.deidentify.native import NativeFrames
from site_agent.deidentify.pixel_format import PixelFormat
from site_agent.errors import InputRefusedError, Reason
from site_agent.ingest.reader import ReadLimits

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from site_agent.ingest.reader import Source

    Vector = NDArray[np.float64]

GRID_MM: Final = 2.0
_SAME_PLACE: Final = 0.1  # of the usual distance between slices
_DRIFT_MM: Final = 1.0
_SPACING_MM: Final = (0.02, 10.0)
_ALIKE: Final = 1e-3
_MOST_VOXELS: Final = 2**26
_LOWEST_CT: Final = -1000.0  # Hounsfield units: air; what is below is padding


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


@dataclass(frozen=True, slots=True)
class Volume:
    """A series on a grid of `GRID_MM` along the patient's axes.

    Attributes:
        values: Modality values, float32, shape [z, y, x] (upwards, to the back, to the left).
        seen: Where the series has voxels at all; bool, same shape.
        origin: Place of the first grid point, in the order of the shape, mm.
        air: Lowest modality value.
    """

    values: NDArray[np.float32]
    seen: NDArray[np.bool_]
    origin: Vector
    air: float


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


def volume_of(stack: Stack, sources: Sequence[Source], modality: str) -> Volume:
    """Return the voxels of a stack on the patient's axes; several images of one position are averaged.

    Args:
        stack: What `stack_of` made of the sources.
        sources: The instances.
        modality: Of the values; those of ``CT`` below air are padding.

    Raises:
        InputRefusedError: `Reason.PIXELS_UNREADABLE`, `Reason.TOO_LARGE` or `Reason.FACE_GEOMETRY_UNCLEAR`,
            values beyond all numbers.
    """
    row, column = stack.planes[0].row, stack.planes[0].column
    by = tuple(max(1, round(GRID_MM / float(np.linalg.norm(step)))) for step in (row, column))
    shape = (stack.count, -(-stack.shape[0] // by[0]), -(-stack.shape[1] // by[1]))
    if np.prod(shape, dtype=float) > _MOST_VOXELS:
        raise InputRefusedError(Reason.TOO_LARGE)
    small = np.zeros(shape, np.float32)
    air, frames = np.inf, (values for source in sources for values in frames_of(source))
    for values, plane, position in zip(frames, stack.planes, stack.positions, strict=True):
        slope, intercept = plane.rescale
        with np.errstate(over="ignore", invalid="ignore"):
            scaled = values.astype(np.float32) * np.float32(slope) + np.float32(intercept)
        scaled = np.maximum(scaled, _LOWEST_CT) if modality == "CT" else scaled
        air = min(air, float(scaled.min()))
        small[position] += _averaged(scaled, by)
    small *= stack.count / len(stack.planes)
    if not np.isfinite(small).all():
        raise unclear()
    centre = stack.first + row * (by[0] - 1) / 2 + column * (by[1] - 1) / 2
    return _on_grid(small, centre, np.stack([stack.step, row * by[0], column * by[1]], axis=1), air)


def frames_of(source: Source, limits: ReadLimits | None = None) -> Iterator[NDArray[Any]]:
    """Yield the stored values of each frame, shape [H, W], one at a time.

    Args:
        source: The instance.
        limits: Bounds on pixels and frames.

    Raises:
        InputRefusedError: `Reason.PIXELS_UNREADABLE` or `Reason.TOO_LARGE`.
    """
    span, data = source.pixels, source.dataset
    if span is None or span.keyword != "PixelData":
        raise InputRefusedError(Reason.PIXELS_UNREADABLE)
    form = PixelFormat.of(data, span.keyword, limits or ReadLimits())
    with span.open() as file:
        if not span.encapsulated:
            native = NativeFrames(span, form)
            yield from (form.cleared(native.read(file, index)) for index in range(form.frames))
            return
        syntax = UID(data.file_meta.get("TransferSyntaxUID", ""))
        groups, _ = fragments.frames_of(span, form.frames, data.get("ExtendedOffsetTable"))
        for group in groups:
            frame = codestreams.bare(fragments.joined(file, group), syntax, form)
            yield form.cleared(codecs.decode(frame, syntax, form)[0])


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


def _averaged(values: NDArray[np.float32], by: tuple[int, ...]) -> NDArray[np.float32]:
    """Return means over blocks of voxels; the last block of an axis repeats the edge."""
    fill = [(0, -size % block) for size, block in zip(values.shape, by, strict=True)]
    whole = np.pad(values, fill, mode="edge") if any(after for _, after in fill) else values
    blocks = whole.reshape(whole.shape[0] // by[0], by[0], whole.shape[1] // by[1], by[1])
    means: NDArray[np.float32] = blocks.mean(axis=(1, 3), dtype=np.float32)
    return means


def _on_grid(values: NDArray[np.float32], first: Vector, steps: Vector, air: float) -> Volume:
    """Interpolate a stack to the patient's axes.

    Args:
        values: Shape [positions, rows, columns].
        first: Place of its first voxel (x, y, z), mm.
        steps: One column per axis of ``values``: the step along it (x, y, z), mm.
        air: Lowest value.
    """
    thick = max(1, round(GRID_MM / float(np.linalg.norm(steps[:, 0]))))
    smooth = ndimage.uniform_filter1d(values, thick, axis=0) if thick > 1 else values
    corners = np.array(np.meshgrid(*[(0, size - 1) for size in values.shape])).reshape(3, -1)
    places = (first[:, None] + steps @ corners)[::-1]  # z, y, x
    low = places.min(axis=1)
    shape = tuple(int(n) for n in (np.ceil(np.ptp(places, axis=1) / GRID_MM) + 1))
    if np.prod(shape, dtype=float) > _MOST_VOXELS:
        raise InputRefusedError(Reason.TOO_LARGE)
    try:
        inverse = np.linalg.inv(steps[::-1])
    except np.linalg.LinAlgError:
        raise unclear() from None
    offset = inverse @ (low - first[::-1])
    sampled = ndimage.affine_transform(
        smooth, inverse * GRID_MM, offset, output_shape=shape, order=1, mode="nearest"
    )
    seen = np.ones(shape, bool)
    for axis, size in enumerate(values.shape):
        at = sum(
            (inverse[axis, d] * GRID_MM * np.arange(n)).reshape([-1 if e == d else 1 for e in range(3)])
            for d, n in enumerate(shape)
        )
        seen &= (at + offset[axis] > -0.5) & (at + offset[axis] < size - 0.5)  # noqa: PLR2004 - half a voxel
    return Volume(np.where(seen, sampled, np.float32(air)), seen, low, air)
