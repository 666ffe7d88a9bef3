"""Reads one DICOM file without trusting it.

Rules: a file is bounded before it is parsed (bytes on disk, bytes after inflating); whatever the parser trips
over becomes one reason code; pydicom's own messages are silenced, because they quote values.

Not here: what the attributes mean (site_agent.deidentify) and which files belong together (`pairing`).
"""

from __future__ import annotations

import logging
import warnings
import zlib
from typing import TYPE_CHECKING, Any, Final

import pydicom
from pydicom import config
from pydicom.errors import InvalidDicomError
from pydicom.filereader import read_file_meta_info
from pydicom.uid import DeflatedExplicitVRLittleEndian

from radshare.model import Frozen
from site_agent.errors import InputRefusedError, Reason

if TYPE_CHECKING:
    from pathlib import Path

    from pydicom.dataset import FileDataset

config.settings.reading_validation_mode = config.IGNORE  # warnings would quote patient values
config.settings.writing_validation_mode = config.IGNORE
logging.getLogger("pydicom").disabled = True
warnings.filterwarnings("ignore", module="pydicom")

PIXEL_KEYWORDS: Final = ("PixelData", "FloatPixelData", "DoubleFloatPixelData")
_FIRST_GROUPS: Final = (b"\x02\x00", b"\x08\x00", b"\x00\x08")
_CHUNK: Final = 1 << 20


class ReadLimits(Frozen):
    """What one input may cost.

    Attributes:
        file_bytes: Largest DICOM file, also after inflating a deflated transfer syntax.
        report_bytes: Largest report file.
        pixels: Most pixels of one frame.
        frames: Most frames of one instance.
    """

    file_bytes: int = 2**30
    report_bytes: int = 2**24
    pixels: int = 2**27
    frames: int = 10_000


def read(path: Path, limits: ReadLimits, **options: Any) -> FileDataset:  # noqa: ANN401 - pydicom's own options
    """Return the data set of a DICOM file.

    Args:
        path: The file; its name is never repeated in an error.
        limits: Bounds on its size.
        options: Further options of `pydicom.dcmread`, e.g. ``defer_size``.

    Raises:
        InputRefusedError: `Reason.TOO_LARGE` or `Reason.UNREADABLE`.
    """
    try:
        _bounded(path, limits)
        dataset = pydicom.dcmread(path, force=_plausible(path), **options)
        complete = bool(dataset.get("SOPClassUID")) and bool(dataset.get("SOPInstanceUID"))
    except InputRefusedError:
        raise
    except (Exception, RecursionError):  # noqa: BLE001 - a hostile file may raise anything at all
        raise InputRefusedError(Reason.UNREADABLE) from None
    if not complete and "DirectoryRecordSequence" not in dataset:
        raise InputRefusedError(Reason.UNREADABLE)
    return dataset


def has_pixels(dataset: FileDataset) -> bool:
    """Return whether the data set carries pixel data of any kind."""
    return any(keyword in dataset for keyword in PIXEL_KEYWORDS)


def _plausible(path: Path) -> bool:
    """Return whether a file without the ``DICM`` prefix may be read anyway: it begins with a known group."""
    with path.open("rb") as file:
        head = file.read(132)
    return head[128:132] != b"DICM" and head[:2] in _FIRST_GROUPS


def _bounded(path: Path, limits: ReadLimits) -> None:
    """Refuse a file that is too large, on disk or inflated (a deflated data set may be a bomb)."""
    if path.stat().st_size > limits.file_bytes:
        raise InputRefusedError(Reason.TOO_LARGE)
    with path.open("rb") as file:
        if file.read(132)[128:132] != b"DICM":
            return
    try:
        syntax = read_file_meta_info(path).get("TransferSyntaxUID")
    except InvalidDicomError:
        return
    if syntax == DeflatedExplicitVRLittleEndian and _inflated(path, limits.file_bytes) > limits.file_bytes:
        raise InputRefusedError(Reason.TOO_LARGE)


def _inflated(path: Path, stop_at: int) -> int:
    """Return the inflated bytes of a deflated data set, counting no further than just above ``stop_at``."""
    with path.open("rb") as file:
        head = file.read(_CHUNK)
        length = int.from_bytes(head[140:144], "little")  # (0002,0000) UL, PS3.10 7.1
        file.seek(144 + length)
        inflate, total = zlib.decompressobj(-zlib.MAX_WBITS), 0
        while (
            total <= stop_at and not inflate.eof and (block := inflate.unconsumed_tail or file.read(_CHUNK))
        ):
            total += len(inflate.decompress(block, _CHUNK))
    return total
