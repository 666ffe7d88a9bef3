"""The bytes of a de-identified file up to its pixel data.

Rules: an empty preamble, a file meta of our own, the data set in ascending order; texts are written in UTF-8
(ISO_IR 192). Deflated objects become Explicit VR Little Endian: what was verified is then what lies in the
file, and every reader can read it; other syntaxes stay.

Not here: the pixel data (`pixels`) and putting both together (`objects`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.filebase import DicomBytesIO
from pydicom.filewriter import write_dataset, write_file_meta_info
from pydicom.uid import UID, ExplicitVRBigEndian, ExplicitVRLittleEndian, ImplicitVRLittleEndian

from site_agent.errors import InputRefusedError, Reason

if TYPE_CHECKING:
    from pydicom.dataset import FileDataset

_IMPLEMENTATION_UID: Final = "2.25.309541187256403218190432137845231098416"
_PREAMBLE: Final = b"\0" * 128 + b"DICM"


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
    cleaned.SpecificCharacterSet = "ISO_IR 192"
    cleaned.file_meta = _meta(cleaned, syntax)
    out = DicomBytesIO()
    out.write(_PREAMBLE)
    try:
        write_file_meta_info(out, cleaned.file_meta)
        out.is_implicit_VR, out.is_little_endian = syntax.is_implicit_VR, syntax.is_little_endian
        write_dataset(out, cleaned)
    except Exception:  # noqa: BLE001 - the writer raises anything, and quotes values
        raise InputRefusedError(Reason.UNREADABLE) from None
    return out.getvalue()


def _meta(cleaned: Dataset, syntax: UID) -> FileMetaDataset:
    meta = FileMetaDataset()
    meta.FileMetaInformationVersion = b"\x00\x01"
    meta.MediaStorageSOPClassUID = cleaned.SOPClassUID
    meta.MediaStorageSOPInstanceUID = cleaned.SOPInstanceUID
    meta.TransferSyntaxUID = syntax
    meta.ImplementationClassUID = _IMPLEMENTATION_UID
    meta.ImplementationVersionName = "RADSHARE"
    return meta
