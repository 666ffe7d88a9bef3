"""Reads the voxels of a stack into one coarse volume along the patient's axes.

Rules: one frame is held at a time, and averaged to about 2 mm before it is kept, so that memory does not grow
with the matrix; where the series has no voxels, the volume says so.

Not here: where the slices lie (`stacks`), and what the volume shows (`heads`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from pydicom.uid import UID
from scipy import ndimage

from site_agent.deidentify.faces.stacks import unclear
from site_agent.deidentify.pixels import codecs, codestreams, fragments
from site_agent.deidentify.pixels.format import PixelFormat
from site_agent.deidentify.pixels.native import NativeFrames
from site_agent.errors import InputRefusedError, Reason
from site_agent.ingest.reader import ReadLimits

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from site_agent.deidentify.faces.stacks import Stack
    from site_agent.ingest.reader import Source

    Vector = NDArray[np.float64]

GRID_MM: Final = 2.0
_MOST_VOXELS: Final = 2**26
_LOWEST_CT: Final = -1000.0  # Hounsfield units: air; what is below is padding


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
