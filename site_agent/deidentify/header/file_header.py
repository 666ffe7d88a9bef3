"""The bytes of a de-identified file up to its pixel data.

Rules: an empty preamble, a file meta of our own, the data set; texts are in UTF-8 (ISO_IR 192). Deflated
objects become Explicit VR Little Endian: what was verified is then what lies in the file, and every reader
can read it; other syntaxes stay.

Not here: the pixel data (`pixels.clean`) and putting both together (`objects`).
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final

from pydicom.dataelem import RawDataElement
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.tag import BaseTag
from pydicom.uid import UID, ExplicitVRBigEndian, ExplicitVRLittleEndian, ImplicitVRLittleEndian

from site_agent.deidentify.header.encode import Encoder
from site_agent.errors import InputRefusedError, Reason
from site_agent.ingest.reader import PIXEL_KEYWORDS

if TYPE_CHECKING:
    from pydicom.dataset import FileDataset

PREAMBLE: Final = b"\0" * 128 + b"DICM"
_META: Final = Encoder(implicit=False, little=True)
_IMPLEMENTATION_UID: Final = "2.25.309541187256403218190432137845231098416"


def syntax_of(source: FileDataset) -> UID:
    """Return the transfer syntax of a data set without pixel data: its own when it is a registered one."""
    said = UID(source.file_meta.get("TransferSyntaxUID") or "")
    if said.is_transfer_syntax and not said.is_private and not said.is_deflated:
        return said
    implicit, little = source.original_encoding
    if implicit:
        return ImplicitVRLittleEndian
    return ExplicitVRBigEndian if little is False else ExplicitVRLittleEndian


def encode(cleaned: Dataset, syntax: UID) -> bytes:
    """Return preamble, file meta and data set as bytes; the data set gets its file meta and character set.

    Args:
        cleaned: De-identified data set without pixel data; changed in place.
        syntax: Transfer syntax of the file.

    Raises:
        InputRefusedError: `Reason.UNREADABLE`, some value cannot be written.
    """
    for keyword in PIXEL_KEYWORDS:
        cleaned.pop(keyword, None)
    cleaned.SpecificCharacterSet = "ISO_IR 192"
    try:
        cleaned.file_meta = _meta(cleaned, syntax)
        data = Encoder(syntax == ImplicitVRLittleEndian, syntax != ExplicitVRBigEndian).encode(cleaned)
        return PREAMBLE + _META.encode(cleaned.file_meta) + data
    except Exception:  # noqa: BLE001 - the writer raises anything, and quotes values
        raise InputRefusedError(Reason.UNREADABLE) from None


def _meta(cleaned: Dataset, syntax: UID) -> FileMetaDataset:
    """Return the file meta information of PS3.10 7.1, with nothing of the source's own."""
    texts = (
        (0x00020002, "UI", str(cleaned.SOPClassUID)),
        (0x00020003, "UI", str(cleaned.SOPInstanceUID)),
        (0x00020010, "UI", str(syntax)),
        (0x00020012, "UI", _IMPLEMENTATION_UID),
        (0x00020013, "SH", "RADSHARE"),
    )
    elements = [_raw(0x00020001, "OB", b"\0\1"), *(_raw(tag, vr, text.encode()) for tag, vr, text in texts)]
    length = len(_META.encode(FileMetaDataset({element.tag: element for element in elements})))
    elements.append(_raw(0x00020000, "UL", struct.pack("<L", length)))
    return FileMetaDataset({element.tag: element for element in elements})


def _raw(tag: int, vr: str, value: bytes) -> RawDataElement:
    return RawDataElement(BaseTag(tag), vr, len(value), value, 0, is_implicit_VR=False, is_little_endian=True)
