"""Pixel data: carried over byte for byte unless text in it must go.

Rules: frames without text keep their exact bytes and transfer syntax; bytes beyond the last frame, comments
and application segments inside JPEG frames go, for they may hold anything; an image that cannot be decoded
cannot be shown to be clean, so it is refused.

Not here: where text is found (`burned_in`).
"""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO, Final, Protocol

import numpy as np
from pydicom.dataset import FileMetaDataset
from pydicom.encaps import encapsulate, generate_frames
from pydicom.filebase import DicomFileLike
from pydicom.filewriter import write_data_element
from pydicom.pixels import pixel_array, set_pixel_data
from pydicom.pixels.processing import apply_modality_lut, apply_voi_lut
from pydicom.uid import UID, ExplicitVRLittleEndian, ImplicitVRLittleEndian

from site_agent.deidentify import burned_in
from site_agent.errors import InputRefusedError, Reason
from site_agent.ingest.reader import PIXEL_KEYWORDS

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from pydicom.dataelem import DataElement
    from pydicom.dataset import Dataset

    from site_agent.deidentify.device_rules import DeviceRules
    from site_agent.ingest.reader import ReadLimits, Source

_KEPT_APPLICATION_SEGMENTS: Final = {
    0xE0: 18,
    0xE8: 16,
    0xEE: 16,
}  # JFIF, JPEG-LS colour, Adobe: longest length
_JPEG_SEGMENTS: Final = frozenset({*range(0xE0, 0xF0), 0xFE})
_MARKER_PREFIX: Final = 0xFF
_J2K_COMMENT: Final = 0x64
_BITS_ALLOCATED: Final = (8, 16)


@dataclass(frozen=True, slots=True)
class Blank:
    """Voxels to overwrite in one instance, e.g. those of a face.

    Attributes:
        mask: True where a voxel goes; bool, shape [frames, H, W].
        fill: Stored value that replaces it.
    """

    mask: NDArray[np.bool_]
    fill: float


@dataclass(frozen=True, slots=True)
class Treatment:
    """What is done to the pixels of one instance.

    Attributes:
        ocr: Whether text is looked for and painted over (Clean Pixel Data Option, PS3.15 E.3.1).
        rules: Areas that devices are known to write into; ``None`` looks up none.
        blank: Voxels to overwrite; ``None`` overwrites none.
    """

    ocr: bool
    rules: DeviceRules | None = None
    blank: Blank | None = None


class PixelOutput(Protocol):
    """Pixel data as it will be written.

    Attributes:
        transfer_syntax: Syntax of the pixel data; the source's own unless frames had to be transcoded.
        boxes: Areas painted over.
        changed: Whether any stored value differs from the source's.
    """

    @property
    def transfer_syntax(self) -> UID: ...  # noqa: D102 - see the class
    @property
    def boxes(self) -> int: ...  # noqa: D102 - see the class
    @property
    def changed(self) -> bool: ...  # noqa: D102 - see the class

    def write(self, out: BinaryIO) -> None:
        """Write the pixel element whole: tag, VR, length and value, in the syntax's byte order."""


def clean(source: Source, cleaned: Dataset, limits: ReadLimits, treatment: Treatment) -> PixelOutput:
    """Return an instance's pixel data free of text, to be written behind its cleaned data set.

    Args:
        source: The instance as read; ``source.pixels`` is not ``None``.
        cleaned: Its de-identified data set without pixel data; attributes that describe the pixels are
            adapted in place when the pixels change (photometric interpretation, lossy compression …).
        limits: Bounds on pixels and frames.
        treatment: What to do.

    Raises:
        InputRefusedError: `Reason.TOO_LARGE`, `Reason.PIXELS_UNREADABLE` or `Reason.BURNED_IN_TEXT`.
    """
    whole, result = copy.copy(source.dataset), copy.copy(cleaned)
    span = source.pixels
    if span is None:
        raise InputRefusedError(Reason.NO_PIXELS)
    whole.add_new(span.keyword, span.vr, span.read())
    if not hasattr(whole, "file_meta"):
        whole.file_meta = FileMetaDataset()
    if "TransferSyntaxUID" not in whole.file_meta:
        implicit, _ = whole.original_encoding
        whole.file_meta.TransferSyntaxUID = ImplicitVRLittleEndian if implicit else ExplicitVRLittleEndian
    result.file_meta = FileMetaDataset()
    result.file_meta.TransferSyntaxUID = whole.file_meta.TransferSyntaxUID
    boxes = clean_pixels(whole, result, limits, ocr=treatment.ocr)
    element = result[span.keyword]
    cleaned.update({e.tag: e for e in result if e.tag != element.tag})
    return _Whole(result.file_meta.TransferSyntaxUID, boxes, changed=boxes > 0, element=element)


@dataclass(frozen=True, slots=True)
class _Whole:
    transfer_syntax: UID
    boxes: int
    changed: bool
    element: DataElement

    def write(self, out: BinaryIO) -> None:
        syntax = self.transfer_syntax
        file = DicomFileLike(out)
        file.is_implicit_VR, file.is_little_endian = syntax.is_implicit_VR, syntax.is_little_endian
        write_data_element(file, self.element)


def clean_pixels(source: Dataset, cleaned: Dataset, limits: ReadLimits, *, ocr: bool) -> int:
    """Put the source's pixel data, free of text, into its cleaned copy; return the boxes painted over.

    Args:
        source: Data set with file meta, as read.
        cleaned: De-identified copy with a file meta of its own; changed in place.
        limits: Bounds on pixels and frames.
        ocr: Whether text is looked for (Clean Pixel Data Option).

    Raises:
        InputRefusedError: `Reason.TOO_LARGE`, `Reason.PIXELS_UNREADABLE` or `Reason.BURNED_IN_TEXT`.
    """
    _bounded(source, limits)
    _carry_over(source, cleaned)
    if not ocr:
        return 0
    frames = _decoded(source)
    redacted = [burned_in.redact(frame, darkest=_darkest(source, frame)) for frame in frames]
    boxes = sum(count for _, count in redacted)
    if boxes:
        _replace(cleaned, np.stack([frame for frame, _ in redacted]), source)
    return boxes


def frontal_image(source: Dataset, frame: NDArray[Any]) -> NDArray[np.float32]:
    """Return a frame as it is meant to be seen: float32, shape [H, W], MONOCHROME2, 0..1.

    Modality and VOI transformations of the data set are applied (PS3.3 C.11); without a window, the 0.5 to
    99.5 percentile is stretched.
    """
    values = np.asarray(apply_voi_lut(apply_modality_lut(frame, source), source), dtype=np.float32)
    if values.ndim > 2:  # noqa: PLR2004 - rows and columns
        values = values.mean(axis=2)
    low, high = np.percentile(values, (0.5, 99.5))
    scaled = np.clip((values - low) / max(float(high - low), 1e-6), 0.0, 1.0)
    if source.get("PhotometricInterpretation") == "MONOCHROME1":
        scaled = 1.0 - scaled
    return np.ascontiguousarray(scaled, dtype=np.float32)


def _bounded(source: Dataset, limits: ReadLimits) -> None:
    try:
        pixels = int(source.Rows) * int(source.Columns)
        frames = int(source.get("NumberOfFrames") or 1)
    except (AttributeError, TypeError, ValueError):
        raise InputRefusedError(Reason.PIXELS_UNREADABLE) from None
    if pixels > limits.pixels or frames > limits.frames:
        raise InputRefusedError(Reason.TOO_LARGE)


def _decoded(source: Dataset) -> NDArray[Any]:
    """Return all frames, shape [frames, H, W] or [frames, H, W, samples], colours as RGB."""
    try:
        values: NDArray[Any] = pixel_array(source)
    except Exception:  # noqa: BLE001 - decoders raise anything, and quote what they read
        raise InputRefusedError(Reason.PIXELS_UNREADABLE) from None
    several = int(source.get("NumberOfFrames") or 1) > 1
    return values if several else values[None]


def _carry_over(source: Dataset, cleaned: Dataset) -> None:
    for keyword in PIXEL_KEYWORDS:
        if keyword in source:
            element = source[keyword]
            compressed = source.file_meta.TransferSyntaxUID.is_encapsulated
            value = _bare_frames(source, element.value) if compressed else _cut(source, element.value)
            cleaned.add_new(element.tag, element.VR, value)
            cleaned[element.tag].is_undefined_length = compressed


def _cut(source: Dataset, value: bytes) -> bytes:
    """Return native pixel data without the bytes behind its last frame."""
    bits = int(source.get("BitsAllocated") or 8) * int(source.get("SamplesPerPixel") or 1)
    if source.get("PhotometricInterpretation") == "YBR_FULL_422":
        bits = bits * 2 // 3
    pixels = int(source.Rows) * int(source.Columns) * int(source.get("NumberOfFrames") or 1)
    length = (pixels * bits + 7) // 8
    return value[:length] + b"\0" * (min(len(value), length) % 2)


def _bare_frames(source: Dataset, value: bytes) -> bytes:
    """Return encapsulated pixel data whose frames hold no comments; the same bytes when they held none."""
    count = int(source.get("NumberOfFrames") or 1)
    try:
        frames = list(generate_frames(value, number_of_frames=count))
        bare = [_without_comments(frame) for frame in frames]
    except Exception:  # noqa: BLE001 - a broken item structure raises anything
        raise InputRefusedError(Reason.PIXELS_UNREADABLE) from None
    return value if bare == frames else encapsulate(bare)


def _without_comments(frame: bytes) -> bytes:
    """Return a JPEG, JPEG-LS or JPEG 2000 frame without comment and application segments (EXIF)."""
    jpeg, j2k = frame[:2] == b"\xff\xd8", frame[:2] == b"\xff\x4f"
    if not (jpeg or j2k):
        return frame
    kept, at = [frame[:2]], 2
    last = 0xDA if jpeg else 0x90  # start of scan, start of tile
    while at + 4 <= len(frame) and frame[at] == _MARKER_PREFIX and frame[at + 1] != last:
        marker, length = frame[at + 1], int.from_bytes(frame[at + 2 : at + 4], "big")
        goes = marker in _JPEG_SEGMENTS if jpeg else marker == _J2K_COMMENT
        if not goes or length <= _KEPT_APPLICATION_SEGMENTS.get(marker, 0):
            kept.append(frame[at : at + 2 + length])
        at += 2 + length
    return b"".join([*kept, frame[at:]])


def _darkest(source: Dataset, frame: NDArray[Any]) -> float:
    inverted = source.get("PhotometricInterpretation") == "MONOCHROME1"
    return float(frame.max() if inverted else frame.min())


def _replace(cleaned: Dataset, frames: NDArray[Any], source: Dataset) -> None:
    """Write changed frames uncompressed (Explicit VR Little Endian)."""
    colour = frames.ndim > 3  # noqa: PLR2004 - frames, rows and columns
    photometric = "RGB" if colour else str(source.PhotometricInterpretation)
    if source.get("BitsAllocated") not in _BITS_ALLOCATED or photometric == "PALETTE COLOR":
        raise InputRefusedError(Reason.BURNED_IN_TEXT)
    values = frames if int(source.get("NumberOfFrames") or 1) > 1 else frames[0]
    cleaned.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    set_pixel_data(cleaned, values, photometric, int(source.BitsStored), generate_instance_uid=False)
