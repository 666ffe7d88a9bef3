"""Long binary values outside the pixel data: arrays of numbers stay exactly, everything else goes.

Rules: an attribute is kept only when PS3.3 defines its bytes as numbers and it is whole numbers of them long,
for a waveform exactly as long as its channels and samples account for; a colour profile keeps its curves and
matrices while its texts and its date are blanked in place.

Not here: pixel data (`pixels.clean`); encapsulated documents, which are refused (`sop_classes`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

_WIDTHS: Final = {"OW": 2, "OF": 4, "OL": 4, "OD": 8, "OV": 8}
_NUMBERS: Final = frozenset(
    {
        *(
            "VerticesOfThePolygonalOutline",
            "TwoDimensionalToThreeDimensionalMapData",
            "FilterLookupTableData",
        ),
        *("VectorGridData", "PointCoordinatesData", "VectorCoordinateData", "DoublePointCoordinatesData"),
        *("LongPrimitivePointIndexList", "LongTrianglePointIndexList", "LongEdgePointIndexList"),
        *("LongVertexPointIndexList", "RecommendedDisplayCIELabValueList", "FloatingPointValues"),
        *(
            "TrackPointIndexList",
            "AnnotationIndexList",
            "VolumetricCurvePoints",
            "VolumetricCurveUpDirections",
        ),
        *("UValueData", "VValueData", "CompensatorProximalThicknessMap", "CompensatorDistalThicknessMap"),
        *("BlockEdgeData", "FirstOrderPhaseCorrectionAngle", "SpectroscopyData"),
    }
)
_TABLES: Final = ("LookupTableData", "LUTData")
_SAMPLE: Final = ("ChannelMinimumValue", "ChannelMaximumValue", "WaveformPaddingValue")
_LONGEST_SAMPLE: Final = 8
_BITS: Final = 8

_ICC_HEADER: Final = 128  # ICC.1:2022 7.2
_ICC_SIGNATURE: Final = slice(36, 40)
_ICC_DATE: Final = slice(24, 36)
_ICC_ENTRY: Final = 12
_ICC_MOST_TAGS: Final = 200
_ICC_NUMERIC: Final = frozenset(
    {
        *(b"XYZ ", b"curv", b"para", b"mft1", b"mft2", b"mAB ", b"mBA ", b"sf32", b"uf32", b"ui08", b"ui16"),
        *(b"ui32", b"ui64", b"chrm", b"clro", b"view", b"meas", b"sig ", b"cicp"),
    }
)


def clean(keyword: str, vr: str, value: bytes, owner: Dataset) -> bytes | None:
    """Return the value of a binary attribute outside Table E.1-1 as it may stay, or ``None``.

    Args:
        keyword: PS3.6 keyword of the attribute.
        vr: Its representation.
        value: Its bytes.
        owner: The data set or item it stands in.
    """
    if keyword == "ICCProfile":
        return _icc(value)
    if keyword == "WaveformData":
        return value if len(value) == _waveform_bytes(owner) else None
    if keyword in _SAMPLE:
        return value if len(value) <= _LONGEST_SAMPLE else None
    numbers = keyword in _NUMBERS or (keyword.endswith(_TABLES) and _is_used(keyword, len(value), owner))
    return value if numbers and len(value) % _WIDTHS.get(vr, 1) == 0 else None


def _is_used(keyword: str, length: int, owner: Dataset) -> bool:
    """Return whether a lookup table is as long as it says, and a palette one that colours the picture.

    A table that nothing is looked up in (PS3.3 C.7.6.3.1.5, C.11.1) may spell anything.
    """
    if keyword.startswith("Segmented"):
        return _has_palette(owner)
    descriptor = owner.get(keyword.removesuffix("Data") + "Descriptor")
    try:
        entries = int(descriptor[0]) or 2**16
    except (TypeError, ValueError, IndexError):
        return False
    fits = length in {entries * 2, entries + entries % 2}
    return fits and ("Palette" not in keyword or _has_palette(owner))


def _has_palette(owner: Dataset) -> bool:
    shown = owner.get("PhotometricInterpretation")
    return shown in {None, "PALETTE COLOR"} or owner.get("PixelPresentation") in {"COLOR", "MIXED"}


def _waveform_bytes(owner: Dataset) -> int:
    """Return the bytes that a multiplex group's samples take, padded to even (PS3.3 C.10.9)."""
    try:
        bits = int(owner.WaveformBitsAllocated)
        samples = int(owner.NumberOfWaveformChannels) * int(owner.NumberOfWaveformSamples)
    except (AttributeError, TypeError, ValueError):
        return -1
    length = samples * bits // _BITS
    return length + length % 2


def _icc(profile: bytes) -> bytes | None:
    """Return a colour profile without its texts and date, or ``None`` when it is not one."""
    if len(profile) < _ICC_HEADER + 4 or profile[_ICC_SIGNATURE] != b"acsp":
        return None
    kept = bytearray(len(profile))
    count = int.from_bytes(profile[_ICC_HEADER : _ICC_HEADER + 4], "big")
    if count > _ICC_MOST_TAGS or _ICC_HEADER + 4 + _ICC_ENTRY * count > len(profile):
        return None
    table = _ICC_HEADER + 4 + _ICC_ENTRY * count
    kept[:table] = profile[:table]
    kept[_ICC_DATE] = bytes(12)
    kept[84:_ICC_HEADER] = bytes(_ICC_HEADER - 84)  # digest of the original, and what is reserved
    for at in range(_ICC_HEADER + 4, table, _ICC_ENTRY):
        start, length = (int.from_bytes(profile[at + i : at + i + 4], "big") for i in (4, 8))
        end = start + length
        if start < table or end > len(profile):
            return None
        kept[start : start + 8] = profile[start : start + 8]  # type and its reserved bytes
        if profile[start : start + 4] in _ICC_NUMERIC:
            kept[start:end] = profile[start:end]
    return bytes(kept)
