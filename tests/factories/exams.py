"""Small DICOM objects and inboxes with identifiers in them, for tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageDraw, ImageFont
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.uid import DigitalXRayImageStorageForPresentation, ExplicitVRLittleEndian

if TYPE_CHECKING:
    from pathlib import Path

FAMILY, GIVEN = "Quarrymoor", "Thessaly"
RECORD_NUMBER, ACCESSION = "PX-4471902", "ACC7713345"
STUDY_UID = "1.2.826.0.1.3680043.9.1234.77001"
REPORT = (
    f"Accession: {ACCESSION}\nPatient: {GIVEN} {FAMILY}\nFINDINGS: There is bacterial pneumonia. "
    f"No pleural effusion. Discussed with Dr. {FAMILY} on 03/04/2021.\n"
)


def chest(size_px: int = 128, *, text: str = "") -> np.ndarray:
    """Return a smooth 12-bit image, with text drawn into it when asked."""
    y, x = np.mgrid[0:size_px, 0:size_px] / size_px
    image = 900 + 1500 * np.exp(-(((x - 0.5) / 0.3) ** 2 + ((y - 0.5) / 0.35) ** 2))
    canvas = Image.fromarray((image / 16).astype(np.uint8))
    if text:
        font = ImageFont.load_default(max(14, size_px // 18))
        ImageDraw.Draw(canvas).text((size_px // 24, size_px // 24), text, fill=255, font=font)
    return np.asarray(canvas, dtype=np.uint16) * 16


def dx(pixels: np.ndarray | None = None, *, number: int = 1, study_uid: str = STUDY_UID) -> FileDataset:
    """Return a DX object of the test patient."""
    pixels = chest() if pixels is None else pixels
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = DigitalXRayImageStorageForPresentation
    meta.MediaStorageSOPInstanceUID = f"{study_uid}.1.{number}"
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    data = FileDataset("", {}, file_meta=meta, preamble=FAMILY.encode().ljust(128, b"\0"))
    data.SpecificCharacterSet = "ISO_IR 192"
    data.SOPClassUID, data.SOPInstanceUID = DigitalXRayImageStorageForPresentation, f"{study_uid}.1.{number}"
    data.StudyInstanceUID, data.SeriesInstanceUID = study_uid, f"{study_uid}.1"
    data.PatientName, data.PatientID = f"{FAMILY}^{GIVEN}", RECORD_NUMBER
    data.PatientBirthDate, data.PatientSex, data.PatientAge = "19630714", "F", "057Y"
    data.StudyDate = data.SeriesDate = "20210304"
    data.StudyTime, data.AccessionNumber = "101112", ACCESSION
    data.Modality, data.ViewPosition = "DX", "PA"
    data.StudyDescription = f"CHEST PA {FAMILY}"
    data.Manufacturer, data.InstitutionName = "Acme Imaging", "Nightjar Royal Infirmary"
    data.Rows, data.Columns = pixels.shape
    data.SamplesPerPixel, data.PhotometricInterpretation = 1, "MONOCHROME2"
    data.BitsAllocated, data.BitsStored, data.HighBit, data.PixelRepresentation = 16, 12, 11, 0
    data.PixelData = pixels.astype("<u2").tobytes()
    return data


def nest(data: Dataset, element_holder: Dataset, depth: int) -> None:
    """Hide a data set ``depth`` sequences deep in another one."""
    for _ in range(depth):
        outer = Dataset()
        outer.ReferencedSeriesSequence = [element_holder]
        element_holder = outer
    data.ReferencedSeriesSequence = [element_holder]


def write_inbox(folder: Path, report: str | None = REPORT) -> Path:
    """Write one exam and its report."""
    folder.mkdir(parents=True, exist_ok=True)
    dx().save_as(folder / "a.dcm", enforce_file_format=True)
    if report is not None:
        (folder / "letter.txt").write_text(report, encoding="utf-8")
    return folder
