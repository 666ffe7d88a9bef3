"""DX objects as a detector would send them, with identifiers wherever real ones are found.

Rule: complete enough for any reader (all type 1 attributes of the DX Image IOD, PS3.3 A.26), and every
identifying value goes through the registry: top level, nested sequences, private attributes, UIDs, comments,
the preamble and the pixels themselves. Not here: what the image shows (phantom, cohort).
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageDraw, ImageFont
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.uid import DigitalXRayImageStorageForPresentation, ExplicitVRLittleEndian

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from site_agent.demo.canaries import Registry
    from site_agent.demo.people import Registrar
    from site_agent.demo.reports import Letter

_PRIVATE_CREATOR = "RADSHARE DEMO 1.0"


@dataclass(frozen=True, slots=True)
class Equipment:
    """What one hospital's detector writes into every object."""

    manufacturer: str
    model: str
    serial: str = field(repr=False)
    station: str = field(repr=False)
    address: str = field(repr=False)
    charset: str = "ISO_IR 192"


@dataclass(frozen=True, slots=True)
class Exposed:
    """One image to be written.

    Attributes:
        pixels: uint16, shape [H, W], 0..4095, MONOCHROME2.
        age: Years; view: ``PA`` or ``AP``.
        burned_in: Draw the patient's name and number into the pixels.
        declared: Whether the header admits burned-in annotations.
        lossy: Whether the pixels were compressed with loss before.
    """

    pixels: NDArray[np.uint16] = field(repr=False)
    age: int
    view: str
    burned_in: bool = False
    declared: bool = False
    lossy: bool = False


def write_dx(path: Path, exposed: Exposed, letter: Letter, equipment: Equipment, planting: Planting) -> None:
    """Write one DX object."""
    data = _file(planting, equipment)
    _patient(data, exposed, letter, planting.registry)
    _exam(data, letter, planting)
    _nested(data, letter, planting)
    _equipment(data, equipment, planting.registry)
    _private(data, letter, planting.registry)
    _image(data, exposed, letter)
    data.preamble = letter.person.family.encode("utf-8")[:128].ljust(128, b"\0")
    path.parent.mkdir(parents=True, exist_ok=True)
    data.save_as(path, enforce_file_format=True)


@dataclass(frozen=True, slots=True)
class Planting:
    """Where identifiers come from and where they are recorded."""

    registry: Registry
    registrar: Registrar
    patient_uid: str = field(repr=False)

    def uid(self) -> str:
        """Return a new UID, registered."""
        return self.registry.plant(self.registrar.uid(), "uid")


def _file(planting: Planting, equipment: Equipment) -> FileDataset:
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = DigitalXRayImageStorageForPresentation
    meta.MediaStorageSOPInstanceUID = planting.uid()
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    meta.SourceApplicationEntityTitle = planting.registry.plant(equipment.station, "station name")
    data = FileDataset("", {}, file_meta=meta)
    data.SpecificCharacterSet = equipment.charset
    data.SOPClassUID = DigitalXRayImageStorageForPresentation
    data.SOPInstanceUID = meta.MediaStorageSOPInstanceUID
    return data


def _patient(data: Dataset, exposed: Exposed, letter: Letter, registry: Registry) -> None:
    person = letter.person
    registry.plant(person.family, "family name")
    registry.plant(person.given, "given name")
    data.PatientName = person.dicom_name
    data.PatientID = registry.plant(person.record_number, "patient id")
    data.PatientBirthDate = registry.plant(person.born.strftime("%Y%m%d"), "date of birth")
    data.PatientSex = "F" if person.female else "M"
    data.PatientAge = f"{exposed.age:03d}Y"
    data.PatientAddress = f"{registry.plant(person.street, 'address')}, {registry.plant(person.town, 'town')}"
    data.PatientTelephoneNumbers = registry.plant(person.phone, "telephone")
    data.OtherPatientNames = f"{person.given} {person.family}"
    data.PatientComments = f"Speaks for {person.given} {person.family}: call {person.phone}"
    other = Dataset()
    other.PatientID = registry.plant(person.other_number, "other patient id")
    other.TypeOfPatientID = "TEXT"
    data.OtherPatientIDsSequence = [other]


def _exam(data: Dataset, letter: Letter, planting: Planting) -> None:
    registry = planting.registry
    day = registry.plant(letter.on.strftime("%Y%m%d"), "exam date")
    data.StudyDate = data.SeriesDate = data.AcquisitionDate = data.ContentDate = day
    data.StudyTime = data.SeriesTime = data.AcquisitionTime = data.ContentTime = "101500"
    data.StudyInstanceUID, data.SeriesInstanceUID = planting.uid(), planting.uid()
    data.FrameOfReferenceUID = planting.uid()
    data.AccessionNumber = registry.plant(letter.accession, "accession number")
    data.StudyID = registry.plant(letter.accession[-8:], "study id")
    data.ReferringPhysicianName = "^".join(letter.referring)
    data.NameOfPhysiciansReadingStudy = "^".join(letter.reader)
    for name in (*letter.referring, *letter.reader):
        registry.plant(name, "staff name")
    data.StudyDescription = "Chest, frontal"
    data.SeriesNumber, data.InstanceNumber = 1, 1
    data.Modality = "DX"
    data.InstitutionName = registry.plant(letter.institution, "institution")
    data.ImageComments = (
        f"Repeat for {letter.person.family.upper()}, {letter.person.given}, {letter.accession}"
    )


def _nested(data: Dataset, letter: Letter, planting: Planting) -> None:
    registry = planting.registry
    request = Dataset()
    request.RequestedProcedureID = letter.accession
    request.ScheduledProcedureStepID = letter.accession[-8:]
    request.ScheduledProcedureStepDescription = f"Chest {letter.person.given} {letter.person.family}"
    request.ReferencedStudySequence = [_reference("1.2.840.10008.3.1.2.3.1", data.StudyInstanceUID)]
    data.RequestAttributesSequence = [request]
    step = _reference("1.2.840.10008.3.1.2.3.3", planting.uid())
    data.ReferencedPerformedProcedureStepSequence = [step]
    data.ReferencedPatientSequence = [_reference("1.2.840.10008.3.1.2.1.1", planting.patient_uid)]
    registry.plant(planting.patient_uid, "uid")
    source = _reference(DigitalXRayImageStorageForPresentation, planting.uid())
    source.PurposeOfReferenceCodeSequence = [
        _code("121322", "DCM", "Source image for image processing operation")
    ]
    data.SourceImageSequence = [source]
    person_code = Dataset()
    person_code.PersonIdentificationCodeSequence = [
        _code(letter.person.other_number, "99DEMO", letter.referring[0])
    ]
    person_code.InstitutionName = letter.institution
    data.ReferringPhysicianIdentificationSequence = [person_code]


def _reference(sop_class: str, uid: str) -> Dataset:
    item = Dataset()
    item.ReferencedSOPClassUID, item.ReferencedSOPInstanceUID = sop_class, uid
    return item


def _code(value: str, scheme: str, meaning: str) -> Dataset:
    item = Dataset()
    item.CodeValue, item.CodingSchemeDesignator, item.CodeMeaning = value[:16], scheme, meaning
    return item


def _equipment(data: Dataset, equipment: Equipment, registry: Registry) -> None:
    data.Manufacturer, data.ManufacturerModelName = equipment.manufacturer, equipment.model
    data.DeviceSerialNumber = registry.plant(equipment.serial, "device serial number")
    data.StationName = registry.plant(equipment.station, "station name")
    data.InstitutionAddress = registry.plant(equipment.address, "institution address")
    data.SoftwareVersions = "1.0"


def _private(data: Dataset, letter: Letter, registry: Registry) -> None:
    inner = Dataset()
    nested = inner.private_block(0x0031, _PRIVATE_CREATOR, create=True)
    nested.add_new(0x01, "LO", registry.plant(letter.person.phone, "telephone"))
    nested.add_new(0x02, "PN", letter.person.dicom_name)
    block = data.private_block(0x0029, _PRIVATE_CREATOR, create=True)
    block.add_new(0x01, "LT", f"{letter.person.family}, {letter.person.given}; {letter.accession}")
    block.add_new(0x02, "SQ", [inner])
    block.add_new(0x03, "UN", letter.person.record_number.encode("ascii"))


def _image(data: Dataset, exposed: Exposed, letter: Letter) -> None:
    pixels = _burn_in(exposed.pixels, letter) if exposed.burned_in else exposed.pixels
    data.ImageType = ["ORIGINAL", "PRIMARY"]
    data.PresentationIntentType = "FOR PRESENTATION"
    data.SamplesPerPixel, data.PhotometricInterpretation = 1, "MONOCHROME2"
    data.Rows, data.Columns = pixels.shape
    data.BitsAllocated, data.BitsStored, data.HighBit, data.PixelRepresentation = 16, 12, 11, 0
    data.PixelIntensityRelationship, data.PixelIntensityRelationshipSign = "LOG", 1
    data.RescaleIntercept, data.RescaleSlope, data.RescaleType = 0, 1, "US"
    data.PresentationLUTShape = "IDENTITY"
    data.LossyImageCompression = "01" if exposed.lossy else "00"
    data.WindowCenter, data.WindowWidth = 2048, 4096
    data.BurnedInAnnotation = "YES" if exposed.declared else "NO"
    spacing = 350.0 / pixels.shape[0]
    data.ImagerPixelSpacing = [f"{spacing:.4f}", f"{spacing:.4f}"]
    data.DetectorType, data.PositionerType = "DIRECT", "NONE"
    data.BodyPartExamined, data.ImageLaterality = "CHEST", "U"
    data.ViewPosition, data.PatientOrientation = exposed.view, ["L", "F"]
    data.AnatomicRegionSequence = [_code("51185008", "SCT", "Chest")]
    view = ("399348003", "postero-anterior") if exposed.view == "PA" else ("399348000", "antero-posterior")
    data.ViewCodeSequence = [_code(view[0], "SCT", view[1])]
    data.PatientOrientationCodeSequence = [_code("10904000", "SCT", "erect")]
    data.AcquisitionContextSequence = []
    data.PixelData = pixels.astype("<u2").tobytes()


def _burn_in(pixels: NDArray[np.uint16], letter: Letter) -> NDArray[np.uint16]:
    """Draw two lines of plain letters into a corner, as old modalities and digitisers do."""
    height, width = pixels.shape
    canvas = Image.new("L", (width, height), 0)
    font = ImageFont.load_default(size=max(11, height // 20))
    person = letter.person
    lines = f"{person.family.upper()}, {person.given}\n{person.record_number}  {letter.on:%d.%m.%Y}"
    plain = unicodedata.normalize("NFKD", lines.replace("Ø", "O")).encode("ascii", "ignore").decode()
    ImageDraw.Draw(canvas).multiline_text((4, 3), plain, fill=255, font=font)
    drawn = np.asarray(canvas, dtype=np.uint16) * 16
    return np.maximum(pixels, np.minimum(drawn, 4095).astype(np.uint16))
