"""Reads one DICOM file without trusting it, and without its pixel data.

Rules: a file is bounded before it is parsed (bytes on disk, bytes of the header, bytes after inflating);
whatever the parser trips over becomes one reason code; pydicom's own messages are silenced, because they
quote values. `open_source` stops at the pixel data: it learns where the pixel value lies and how long it is,
so that the bytes can be streamed; nothing behind the pixel data is ever taken over, nor are bytes behind a
data set that has none (digital signatures, trailing padding, whatever was appended).

Not here: what the attributes mean (site_agent.deidentify), decoding pixels
(site_agent.deidentify.pixels.clean) and which files belong together (`pairing`).
"""

from __future__ import annotations

import io
import logging
import os
import stat
import struct
import warnings
from copy import deepcopy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, BinaryIO, Final, Self

import pydicom
from pydicom import config
from pydicom.dataset import FileDataset, FileMetaDataset
from pydicom.uid import (
    UID,
    DeflatedExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
)

from radshare.model import Frozen
from site_agent.errors import InputRefusedError, Reason
from site_agent.ingest import header, inflate
from site_agent.ingest.spans import PixelSpan, items_length, stamp_of

if TYPE_CHECKING:
    from pathlib import Path

    from pydicom.dataset import Dataset

config.settings.reading_validation_mode = config.IGNORE  # warnings would quote patient values
config.settings.writing_validation_mode = config.IGNORE
logging.getLogger("pydicom").disabled = True
warnings.filterwarnings("ignore", module="pydicom")

PIXEL_KEYWORDS: Final = tuple(header.PIXEL_TAGS.values())
_FIRST_GROUPS: Final = (b"\x02\x00", b"\x08\x00", b"\x00\x08")


class ReadLimits(Frozen):
    """What one input may cost.

    Attributes:
        file_bytes: Largest DICOM file that is read whole, or inflated from a deflated transfer syntax.
        streamed_bytes: Largest DICOM file of which only the header is held.
        header_bytes: Largest data set before its pixel data.
        report_bytes: Largest report file.
        pixels: Most pixels of one frame.
        frames: Most frames of one instance.
    """

    file_bytes: int = 2**30
    streamed_bytes: int = 2**36
    header_bytes: int = 2**28
    report_bytes: int = 2**24
    pixels: int = 2**27
    frames: int = 10_000


@dataclass(frozen=True, slots=True)
class Source:
    """One SOP instance as the hospital has it, its pixel data left where it is. Never logged.

    Attributes:
        dataset: Everything before the pixel data, file meta included; its transfer syntax is the one in which
            header and pixel data are encoded, whatever the file says: never missing, never a deflated one.
        pixels: Where the pixel value lies, or ``None`` when there is none.
    """

    dataset: FileDataset = field(repr=False)
    pixels: PixelSpan | None

    @classmethod
    def from_dataset(cls, dataset: Dataset) -> Self:
        """Return the source of a data set in memory, which is not changed; its pixel data is shared."""
        before = {
            tag: dataset.get_item(tag)
            for tag in dataset.keys()  # noqa: SIM118 - iterating would convert every element
            if tag < min(header.PIXEL_TAGS)
        }
        meta = FileMetaDataset(deepcopy(getattr(dataset, "file_meta", None) or {}))
        implicit, little = dataset.original_encoding
        said = meta.get("TransferSyntaxUID")
        syntax = header.true_syntax(said, implicit=bool(implicit), little=little is not False)
        if (
            said in header.PLAIN_SYNTAXES
        ):  # what the file will be; how elements were read, they know themselves
            syntax = ExplicitVRLittleEndian if said == DeflatedExplicitVRLittleEndian else UID(said)
        meta.TransferSyntaxUID = syntax
        copy = FileDataset("", before, getattr(dataset, "preamble", None), meta)
        implicit, little = syntax == ImplicitVRLittleEndian, syntax != ExplicitVRBigEndian
        copy.set_original_encoding(implicit, little, dataset.original_character_set)
        return cls(copy, _span_in_memory(dataset, syntax))


def open_source(path: Path, limits: ReadLimits) -> Source:
    """Return a DICOM file's data set up to its pixel data, and where that lies.

    Args:
        path: The file; its name is never repeated in an error.
        limits: Bounds on its size.

    Raises:
        InputRefusedError: `Reason.TOO_LARGE` or `Reason.UNREADABLE`.
    """
    try:
        with _regular(path, limits) as file:
            return _parsed(path, file, limits)
    except InputRefusedError:
        raise
    except (Exception, RecursionError):  # noqa: BLE001 - a hostile file may raise anything at all
        raise InputRefusedError(Reason.UNREADABLE) from None


def read(path: Path, limits: ReadLimits, **options: Any) -> FileDataset:  # noqa: ANN401 - pydicom's own options
    """Return the whole data set of a DICOM file.

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
        complete = _is_complete(dataset)
    except InputRefusedError:
        raise
    except (Exception, RecursionError):  # noqa: BLE001 - a hostile file may raise anything at all
        raise InputRefusedError(Reason.UNREADABLE) from None
    if not complete:
        raise InputRefusedError(Reason.UNREADABLE)
    return dataset


def has_pixels(dataset: FileDataset) -> bool:
    """Return whether the data set carries pixel data of any kind."""
    return any(keyword in dataset for keyword in PIXEL_KEYWORDS)


def _span_in_memory(dataset: Dataset, syntax: UID) -> PixelSpan | None:
    keyword = next((k for k in PIXEL_KEYWORDS if k in dataset), None)
    if keyword is None:
        return None
    value = bytes(dataset[keyword].value or b"")
    length, encapsulated, little = len(value), header.is_encapsulated(syntax), syntax != ExplicitVRBigEndian
    if encapsulated:
        closed = io.BytesIO(value + struct.pack("<HHL", 0xFFFE, 0xE0DD, 0))
        length = items_length(closed, length, little_endian=True)
    vr = dataset[keyword].VR
    vr = ("OB" if encapsulated else "OW") if " or " in vr else vr
    return PixelSpan(keyword, vr, None, 0, length, encapsulated, little, held=value)


def _regular(path: Path, limits: ReadLimits) -> BinaryIO:
    """Return a regular file, opened; a pipe or a device is not waited for."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    file = os.fdopen(descriptor, "rb")
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode) or status.st_size > limits.streamed_bytes:
        file.close()
        raise InputRefusedError(Reason.TOO_LARGE if stat.S_ISREG(status.st_mode) else Reason.UNREADABLE)
    return file


def _parsed(path: Path, file: BinaryIO, limits: ReadLimits) -> Source:
    head = file.read(132)
    named = head[128:] == b"DICM"
    if not named and head[:2] not in _FIRST_GROUPS:
        raise InputRefusedError(Reason.UNREADABLE)
    file.seek(132 if named else 0)
    meta = header.read_meta(file)
    syntax = meta.get("TransferSyntaxUID")
    held: BinaryIO | bytes | None = None
    if syntax == DeflatedExplicitVRLittleEndian:
        held, file = inflate.inflated(file, limits.file_bytes)
    implicit, little = header.encoding_of(file, syntax)
    walk = header.Walk(file, limits.header_bytes, implicit=implicit, little=little)
    dataset = FileDataset("", walk.elements(), head[:128] if named else None, meta, implicit, little)
    meta.TransferSyntaxUID = header.true_syntax(syntax, implicit=implicit, little=little)
    dataset.set_original_encoding(implicit, little, dataset._character_set)  # noqa: SLF001 - as pydicom's reader
    if not _is_complete(dataset):
        raise InputRefusedError(Reason.UNREADABLE)
    if walk.pixels is None:
        return Source(dataset, None)
    keyword, vr, length = walk.pixels
    offset, end = file.tell(), file.seek(0, io.SEEK_END)
    file.seek(offset)
    encapsulated = length == header.UNDEFINED_LENGTH or header.is_encapsulated(meta.TransferSyntaxUID)
    if encapsulated:
        length = items_length(file, end, little_endian=little)
    if offset + length > end:
        raise InputRefusedError(Reason.UNREADABLE)
    stamp = stamp_of(file.fileno()) if held is None else None
    where = path if held is None else None
    return Source(dataset, PixelSpan(keyword, vr, where, offset, length, encapsulated, little, stamp, held))


def _is_complete(dataset: Dataset) -> bool:
    """Return whether a data set says which instance it is, or is a directory."""
    named = bool(dataset.get("SOPClassUID")) and bool(dataset.get("SOPInstanceUID"))
    return named or "DirectoryRecordSequence" in dataset


def _plausible(path: Path) -> bool:
    """Return whether a file without the ``DICM`` prefix may be read anyway: it begins with a known group."""
    with path.open("rb") as file:
        head = file.read(132)
    return head[128:132] != b"DICM" and head[:2] in _FIRST_GROUPS


def _bounded(path: Path, limits: ReadLimits) -> None:
    """Refuse a file that is too large, on disk or inflated (a deflated data set may be a bomb)."""
    with _regular(path, limits) as file:
        if os.fstat(file.fileno()).st_size > limits.file_bytes:
            raise InputRefusedError(Reason.TOO_LARGE)
        if file.read(132)[128:] == b"DICM":
            syntax = header.read_meta(file).get("TransferSyntaxUID")
            if syntax == DeflatedExplicitVRLittleEndian:
                for _ in inflate.blocks(file, limits.file_bytes):
                    pass
