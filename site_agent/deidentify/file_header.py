"""The bytes of a de-identified file up to its pixel data.

Rules: an empty preamble, a file meta of our own, the data set; texts are in UTF-8 (ISO_IR 192). Deflated
objects become Explicit VR Little Endian: what was verified is then what lies in the file, and every reader
can read it; other syntaxes stay.

Not here: the pixel data (`pixels`) and putting both together (`objects`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import UID, ExplicitVRBigEndian, ExplicitVRLittleEndian, ImplicitVRLittleEndian

from site_agent.deidentify.encode import Encoder
from site_agent.errors import InputRefusedError, Reason
from site_agent.ingest.reader import PIXEL_KEYWORDS

if TYPE_CHECKING:
    from pydicom.dataset import FileDataset

PREAMBLE: Final = b"\0" * 128 + b"DICM"
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
        meta = Encoder(implicit=False, little=True).encode(cleaned.file_meta)
        data = Encoder(syntax.is_implicit_VR, syntax.is_little_endian).encode(cleaned)
    except Exception:  # noqa: BLE001 - the writer raises anything, and quotes values
        raise InputRefusedError(Reason.UNREADABLE) from None
    return PREAMBLE + meta + data


def _meta(cleaned: Dataset, syntax: UID) -> FileMetaDataset:
    meta = FileMetaDataset()
    meta.FileMetaInformationVersion = b"\x00\x01"
    meta.MediaStorageSOPClassUID = cleaned.SOPClassUID
    meta.MediaStorageSOPInstanceUID = cleaned.SOPInstanceUID
    meta.TransferSyntaxUID = syntax
    meta.ImplementationClassUID = _IMPLEMENTATION_UID
    meta.ImplementationVersionName = "RADSHARE"
    meta.FileMetaInformationGroupLength = len(Encoder(implicit=False, little=True).encode(meta))
    return meta
