"""De-identified files and tables as a release would hold them, for tests of the risk assessment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydicom.dataset import FileDataset, FileMetaDataset
from pydicom.uid import DigitalXRayImageStorageForPresentation, ExplicitVRLittleEndian

if TYPE_CHECKING:
    from pathlib import Path


def write_header(folder: Path, number: int, patient: str, **attributes: Any) -> Path:
    """Write a de-identified DX header of a patient; each file is a study of its own unless told otherwise."""
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = DigitalXRayImageStorageForPresentation
    meta.MediaStorageSOPInstanceUID = f"2.25.{number}"
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    data = FileDataset("", {}, file_meta=meta, preamble=b"\0" * 128)
    data.SOPClassUID, data.SOPInstanceUID = DigitalXRayImageStorageForPresentation, f"2.25.{number}"
    data.StudyInstanceUID, data.PatientID = f"2.25.1{number}", patient
    data.PatientIdentityRemoved = "YES"
    data.LongitudinalTemporalInformationModified = "MODIFIED"
    data.Modality, data.StudyDate = "DX", "20200101"
    for keyword, value in attributes.items():
        setattr(data, keyword, value)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{number}.dcm"
    data.save_as(path, enforce_file_format=True)
    return path


def write_table(folder: Path, rows: list[dict[str, object]]) -> Path:
    """Write a DATA_DIR's metadata.csv, whose columns are those of the first row."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = [",".join(rows[0]), *(",".join(str(value) for value in row.values()) for row in rows)]
    path = folder / "metadata.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
