"""Reads DICOM files as any stranger would, with pydicom alone.

Not here: judging.
"""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING, Any

import pydicom
from pydicom.multival import MultiValue
from pydicom.uid import DeflatedExplicitVRLittleEndian

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray
    from pydicom.dataelem import DataElement
    from pydicom.dataset import Dataset

_PIXELS = frozenset({0x7FE00010, 0x7FE00008, 0x7FE00009})
_LONGEST_TEXT = 1 << 20


def opened(source: Path | bytes) -> Dataset:
    """Return the data set of a file, its faults ignored."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return pydicom.dcmread(io.BytesIO(source) if isinstance(source, bytes) else source, force=True)


def walk(data: Dataset) -> Iterator[DataElement]:
    """Yield every element that can be read, those of items after their sequence."""
    for tag in list(data.keys()):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                element = data[tag]
        except Exception:  # noqa: BLE001, S112 - its bytes are searched anyway
            continue
        yield element
        if element.VR == "SQ":
            for item in element.value:
                yield from walk(item)


def values(element: DataElement) -> list[str]:
    """Return the values of an element as texts; bytes as hexadecimal."""
    value: Any = element.value
    if value is None or element.VR == "SQ":
        return []
    many = value if isinstance(value, list | tuple | MultiValue) else [value]
    return [one.hex() if isinstance(one, bytes) else str(one) for one in many if one not in {"", None}]


def shown(raw: bytes) -> Iterator[tuple[str, str]]:
    """Yield tag (eight hex digits) and text of every value that a reader shows, file meta included."""
    try:
        data = opened(raw)
    except Exception:  # noqa: BLE001 - no DICOM: nothing is shown
        return
    for part in (getattr(data, "file_meta", None), data):
        for element in walk(part) if part else ():
            if int(element.tag) in _PIXELS or element.VR == "SQ":
                continue
            value = element.value
            if isinstance(value, bytes):
                yield f"{int(element.tag):08X}", value[:_LONGEST_TEXT].decode("latin-1")
            else:
                yield f"{int(element.tag):08X}", "\\".join(values(element))


def native_pixels(raw: bytes) -> tuple[int, int]:
    """Return where native pixel data begins in a file and its length, zeros when there is none."""
    try:
        data = pydicom.dcmread(io.BytesIO(raw), force=True, defer_size=1024)
        syntax = data.file_meta.TransferSyntaxUID
        element = data.get_item(0x7FE00010)
    except Exception:  # noqa: BLE001 - no DICOM
        return 0, 0
    if element is None or syntax.is_encapsulated or syntax == DeflatedExplicitVRLittleEndian:
        return 0, 0
    return int(getattr(element, "value_tell", 0) or 0), int(getattr(element, "length", 0) or 0)


def frames(data: Dataset) -> NDArray[Any]:
    """Return the decoded frames, colours and palettes as RGB: shape [frames, H, W(, samples)]."""
    from pydicom.pixels import apply_color_lut, pixel_array  # noqa: PLC0415 - loads the decoders

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        stored: NDArray[Any] = pixel_array(data)
        if data.PhotometricInterpretation == "PALETTE COLOR":
            stored = apply_color_lut(stored, data) >> 8
    return stored if int(data.get("NumberOfFrames") or 1) > 1 else stored[None]
