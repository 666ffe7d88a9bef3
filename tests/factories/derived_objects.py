"""A small CT series and what can be derived from it, made with highdicom or by hand, names included.

Not here: canaries in every place there is (`factories.canaries`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import highdicom as hd
import numpy as np
from highdicom import ko, pm, pr, seg, sr
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.sr.codedict import codes
from pydicom.uid import (
    CTImageStorage,
    EncapsulatedPDFStorage,
    ExplicitVRLittleEndian,
    RealWorldValueMappingStorage,
    RTDoseStorage,
    RTPlanStorage,
    RTStructureSetStorage,
    TwelveLeadECGWaveformStorage,
    VLWholeSlideMicroscopyImageStorage,
)

from factories.exams import ACCESSION, FAMILY, GIVEN, RECORD_NUMBER

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = "1.2.826.0.1.3680043.9.1234.88"
STUDY, FRAME_OF_REFERENCE, CT_SERIES = f"{ROOT}.1", f"{ROOT}.2", f"{ROOT}.3"
READER, SERIAL, TRACKING = "Ottokar", "SN-9077315", f"{ROOT}.9"
SLICES = 3
SIDE = 16
_PRODUCT = {
    "manufacturer": "Acme Imaging",
    "manufacturer_model_name": "Model One",
    "software_versions": "1.0",
}


def base(sop_class: str, number: int, modality: str, series: str = "") -> FileDataset:
    """Return the head of an object of the test patient."""
    uid = f"{ROOT}.100.{number}"
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID, meta.MediaStorageSOPInstanceUID = sop_class, uid
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    data = FileDataset("", {}, file_meta=meta, preamble=b"\0" * 128)
    data.SOPClassUID, data.SOPInstanceUID = sop_class, uid
    data.StudyInstanceUID, data.SeriesInstanceUID = STUDY, series or f"{ROOT}.200.{number}"
    data.PatientName, data.PatientID, data.AccessionNumber = f"{FAMILY}^{GIVEN}", RECORD_NUMBER, ACCESSION
    data.PatientBirthDate, data.PatientSex = "19630714", "F"
    data.StudyDate = data.SeriesDate = data.ContentDate = "20210304"
    data.StudyTime = data.SeriesTime = data.ContentTime = "101112"
    data.ReferringPhysicianName, data.StudyID = f"{READER}^R", "S1"
    data.Modality, data.SeriesNumber, data.InstanceNumber = modality, "1", str(number)
    data.Manufacturer = "Acme Imaging"
    return data


def ct_series() -> list[FileDataset]:
    """Return three slices of a chest."""
    return [_ct(number) for number in range(1, SLICES + 1)]


def _ct(number: int) -> FileDataset:
    data = base(CTImageStorage, number, "CT", CT_SERIES)
    data.ImageType, data.BodyPartExamined = ["ORIGINAL", "PRIMARY", "AXIAL"], "CHEST"
    data.FrameOfReferenceUID, data.PositionReferenceIndicator = FRAME_OF_REFERENCE, ""
    data.ImagePositionPatient = [0.0, 0.0, float(number)]
    data.ImageOrientationPatient, data.PixelSpacing = [1.0, 0.0, 0.0, 0.0, 1.0, 0.0], [0.7, 0.7]
    data.SliceThickness, data.KVP = "1.0", "120"
    data.RescaleIntercept, data.RescaleSlope = "-1024", "1"
    _pixels(data, np.full((SIDE, SIDE), 1000 + number, "<u2"), bits=12)
    return data


def _pixels(data: Dataset, image: np.ndarray, *, bits: int) -> None:
    data.Rows, data.Columns = image.shape[-2:]
    data.SamplesPerPixel, data.PhotometricInterpretation = 1, "MONOCHROME2"
    data.BitsAllocated, data.BitsStored, data.HighBit = image.itemsize * 8, bits, bits - 1
    data.PixelRepresentation = 0
    data.PixelData = image.tobytes()


def _made(number: int) -> dict[str, object]:
    return {
        "series_instance_uid": f"{ROOT}.200.{number}",
        "series_number": number,
        "sop_instance_uid": f"{ROOT}.100.{number}",
        "instance_number": 1,
    }


def segmentation(images: Sequence[Dataset]) -> Dataset:
    """Return two segments, one named after a person."""
    masks = np.zeros((SLICES, SIDE, SIDE, 2), bool)
    masks[:, 2:9, 3:8, 0] = masks[1:, 4:7, 9:14, 1] = True
    algorithm = hd.AlgorithmIdentificationSequence("nnU-Net", codes.DCM.ArtificialIntelligence, "1.0")
    described = [
        seg.SegmentDescription(
            segment_number=number,
            segment_label=label,
            segmented_property_category=codes.SCT.AnatomicalStructure,
            segmented_property_type=codes.SCT.Lung,
            algorithm_type="AUTOMATIC",
            algorithm_identification=algorithm,
            tracking_id=tracking,
            tracking_uid=f"{TRACKING}.{number}",
        )
        for number, (label, tracking) in enumerate(
            [("Lung left", "Lesion 1"), (f"Nodule {FAMILY}", f"{READER} 7")], start=1
        )
    ]
    return seg.Segmentation(
        images, masks, "BINARY", described, device_serial_number=SERIAL, **_PRODUCT, **_made(11)
    )


def report(images: Sequence[Dataset], segmented: Dataset) -> Dataset:
    """Return a measurement report (TID 1500) with observers, texts, a number and references."""
    person = sr.ObserverContext(
        codes.DCM.Person,
        sr.PersonObserverIdentifyingAttributes(
            f"{READER}^R", login_name="ottokar7", organization_name="Nightjar"
        ),
    )
    device = sr.ObserverContext(
        codes.DCM.Device,
        sr.DeviceObserverIdentifyingAttributes(
            f"{ROOT}.77", name="NIGHTJARCT1", model_name="Model One", serial_number=SERIAL
        ),
    )
    region = sr.ImageRegion(
        sr.GraphicTypeValues.POLYLINE,
        np.array([[1.0, 2.0], [3.5, 4.25], [1.0, 2.0]]),
        sr.SourceImageForRegion(images[0].SOPClassUID, images[0].SOPInstanceUID),
    )
    pneumonia = sr.CodedConcept("233604007", "SCT", "Pneumonia")
    length = sr.Measurement(codes.SCT.Length, 12.5, codes.UCUM.Millimeter)
    measured = sr.PlanarROIMeasurementsAndQualitativeEvaluations(
        tracking_identifier=sr.TrackingIdentifier(f"{TRACKING}.2", f"{READER} 7"),
        referenced_region=region,
        finding_type=codes.SCT.Nodule,
        measurements=[length],
        qualitative_evaluations=[sr.QualitativeEvaluation(codes.DCM.Finding, pneumonia)],
    )
    content = sr.MeasurementReport(
        sr.ObservationContext(person, device),
        codes.LN.CTUnspecifiedBodyRegion,
        [measured],
        referenced_images=images,
    )
    root = content[0]
    root.ContentSequence.extend(_texts())
    return sr.Comprehensive3DSR(
        [*images, segmented],
        root,
        manufacturer="Acme Imaging",
        is_complete=True,
        is_final=True,
        is_verified=True,
        verifying_observer_name=f"{READER}^R",
        verifying_organization="Nightjar Royal Infirmary",
        **_made(12),
    )


def _texts() -> list[Dataset]:
    said = (
        (codes.DCM.Finding, f"5 mm nodule in the left lung since 2021-03-04. No effusion. Dr. {FAMILY}"),
        (codes.DCM.Comment, f"PATIENT {GIVEN.upper()} QUARRELMANN SEEN"),
    )
    return [sr.TextContentItem(name, text, sr.RelationshipTypeValues.CONTAINS) for name, text in said]


def key_objects(images: Sequence[Dataset]) -> Dataset:
    """Return a selection of two images with a description."""
    content = ko.KeyObjectSelection(
        codes.DCM.OfInterest, images[:2], description=f"Nodule shown to Dr. {READER} on 4 March 2021"
    )
    return ko.KeyObjectSelectionDocument(images[:2], content, **_made(13))


def presentation(images: Sequence[Dataset]) -> Dataset:
    """Return a presentation state with a text and a line."""
    layer = pr.GraphicLayer("LAYER1", 1, description=f"drawn by {READER}")
    text = pr.TextObject(f"nodule? {READER}", "PIXEL", anchor_point=(5.0, 6.0), tracking_id="Lesion 1",
                         tracking_uid=f"{TRACKING}.1")  # fmt: skip
    line = pr.GraphicObject("POLYLINE", np.array([[1.5, 2.5], [8.0, 9.0]]), "PIXEL")
    note = pr.GraphicAnnotation([images[0]], layer, graphic_objects=[line], text_objects=[text])
    return pr.GrayscaleSoftcopyPresentationState(
        images, content_label="CHEST", content_description=f"for {FAMILY}", graphic_annotations=[note],
        graphic_layers=[layer], device_serial_number=SERIAL, content_creator_name=f"{READER}^R", **_PRODUCT,
        **_made(14),
    )  # fmt: skip


def parametric_map(images: Sequence[Dataset]) -> Dataset:
    """Return a map of floating-point values."""
    values = np.linspace(-1, 1, SLICES * SIDE * SIDE, dtype=np.float32).reshape(SLICES, SIDE, SIDE)
    mapping = pm.RealWorldValueMapping(
        lut_label="density", lut_explanation=f"density after {READER}", unit=codes.UCUM.NoUnits,
        value_range=(-1.0, 1.0), slope=2.5, intercept=-7.5,
    )  # fmt: skip
    return pm.ParametricMap(
        images, values, device_serial_number=SERIAL, contains_recognizable_visual_features=False,
        real_world_value_mappings=[mapping],
        voi_lut_transformations=[hd.VOILUTTransformation(0.0, 2.0)], **_PRODUCT, **_made(15),
    )  # fmt: skip


def _pointing(*targets: Dataset) -> list[Dataset]:
    items = []
    for target in targets:
        item = Dataset()
        item.ReferencedSOPClassUID, item.ReferencedSOPInstanceUID = target.SOPClassUID, target.SOPInstanceUID
        items.append(item)
    return items


def structure_set(images: Sequence[Dataset]) -> Dataset:
    """Return one region with a contour on the first slice."""
    data = base(RTStructureSetStorage, 16, "RTSTRUCT")
    data.StructureSetLabel, data.StructureSetName = f"{FAMILY}", "Chest plan"
    data.StructureSetDate, data.StructureSetTime = "20210304", "111111"
    frame, study, series = Dataset(), *_pointing(images[0])[:1], Dataset()
    study.ReferencedSOPClassUID, study.ReferencedSOPInstanceUID = "1.2.840.10008.3.1.2.3.1", STUDY
    series.SeriesInstanceUID, series.ContourImageSequence = CT_SERIES, _pointing(*images)
    study.RTReferencedSeriesSequence = [series]
    frame.FrameOfReferenceUID, frame.RTReferencedStudySequence = FRAME_OF_REFERENCE, [study]
    data.ReferencedFrameOfReferenceSequence = [frame]
    region, contours, line, seen = Dataset(), Dataset(), Dataset(), Dataset()
    region.ROINumber, region.ROIName, region.ROIGenerationAlgorithm = "1", f"GTV {FAMILY}", "MANUAL"
    region.ReferencedFrameOfReferenceUID = FRAME_OF_REFERENCE
    line.ContourImageSequence, line.ContourGeometricType = _pointing(images[0]), "CLOSED_PLANAR"
    line.NumberOfContourPoints, line.ContourData = "3", [0, 0, -42.75, 10.5, 0, -42.75, 10.5, 1, -42.75]
    contours.ReferencedROINumber, contours.ContourSequence = "1", [line]
    seen.ObservationNumber, seen.ReferencedROINumber = "1", "1"
    seen.RTROIInterpretedType, seen.ROIInterpreter = "GTV", f"{READER}^R"
    data.StructureSetROISequence, data.ROIContourSequence = [region], [contours]
    data.RTROIObservationsSequence = [seen]
    data.ApprovalStatus = "UNAPPROVED"
    return data


def plan(structures: Dataset) -> Dataset:
    """Return a plan of one beam."""
    data = base(RTPlanStorage, 17, "RTPLAN")
    data.RTPlanLabel, data.RTPlanDate, data.RTPlanTime = f"{FAMILY} boost", "20210304", "080000"
    data.RTPlanGeometry, data.PlanIntent = "PATIENT", "CURATIVE"
    data.ReferencedStructureSetSequence = _pointing(structures)
    beam, point = Dataset(), Dataset()
    beam.BeamNumber, beam.BeamName, beam.TreatmentMachineName = "1", f"{READER} AP", "LINAC1"
    beam.BeamType, beam.RadiationType, beam.SourceAxisDistance = "STATIC", "PHOTON", "1000"
    point.ControlPointIndex, point.NominalBeamEnergy, point.GantryAngle = "0", "6", "270.5"
    point.IsocenterPosition, point.CumulativeMetersetWeight = [1.5, -2.25, 3], "0"
    beam.ControlPointSequence, beam.NumberOfControlPoints = [point], "1"
    data.BeamSequence = [beam]
    data.ApprovalStatus = "UNAPPROVED"
    return data


def dose(planned: Dataset, structures: Dataset) -> Dataset:
    """Return a grid of doses with a dose-volume histogram."""
    data = base(RTDoseStorage, 18, "RTDOSE")
    _pixels(data, np.arange(SLICES * SIDE * SIDE, dtype="<u4").reshape(SLICES, SIDE, SIDE), bits=32)
    data.NumberOfFrames, data.FrameIncrementPointer = str(SLICES), 0x3004000C
    data.ImagePositionPatient, data.ImageOrientationPatient = [0, 0, 1], [1, 0, 0, 0, 1, 0]
    data.PixelSpacing, data.GridFrameOffsetVector = ["0.7", "0.7"], ["0", "1", "2"]
    data.DoseUnits, data.DoseType, data.DoseSummationType = "GY", "PHYSICAL", "PLAN"
    data.DoseGridScaling, data.FrameOfReferenceUID = "0.0001", FRAME_OF_REFERENCE
    data.DoseComment = f"checked by {READER}"
    data.ReferencedRTPlanSequence, data.ReferencedStructureSetSequence = (
        _pointing(planned),
        _pointing(structures),
    )
    curve, region = Dataset(), Dataset()
    region.ReferencedROINumber, region.DVHROIContributionType = "1", "INCLUDED"
    curve.DVHReferencedROISequence, curve.DVHType, curve.DoseUnits = [region], "CUMULATIVE", "GY"
    curve.DoseType, curve.DVHDoseScaling, curve.DVHVolumeUnits = "PHYSICAL", "1.0", "CM3"
    curve.DVHNumberOfBins, curve.DVHData = "3", ["0.1", "100", "0.1", "55.5", "0.1", "0"]
    data.DVHSequence = [curve]
    return data


def value_map(images: Sequence[Dataset]) -> Dataset:
    """Return how the stored values of the series become densities."""
    data = base(RealWorldValueMappingStorage, 19, "RWV")
    data.ContentLabel, data.ContentDescription, data.ContentCreatorName = (
        "VALUES",
        f"by {READER}",
        f"{READER}^R",
    )
    holder = Dataset()
    holder.ReferencedImageSequence = _pointing(*images)
    holder.RealWorldValueMappingSequence = [
        pm.RealWorldValueMapping("density", f"of {READER}", codes.UCUM.NoUnits, (0, 4095), 0.25, -1024.5)
    ]
    data.ReferencedImageRealWorldValueMappingSequence = [holder]
    return data


def slide(flavor: str = "VOLUME", *, label: str = "NO") -> Dataset:
    """Return four colour tiles of a slide, or its label."""
    data = base(VLWholeSlideMicroscopyImageStorage, 20, "SM")
    data.ImageType, data.SpecimenLabelInImage = ["ORIGINAL", "PRIMARY", flavor, "NONE"], label
    tiles = np.random.default_rng(4).integers(180, 240, (4, SIDE, SIDE, 3)).astype(np.uint8)
    _pixels(data, tiles[..., 0], bits=8)
    data.SamplesPerPixel, data.PhotometricInterpretation, data.PlanarConfiguration = 3, "RGB", 0
    data.NumberOfFrames, data.PixelData = "4", tiles.tobytes()
    data.TotalPixelMatrixColumns = data.TotalPixelMatrixRows = 2 * SIDE
    data.BarcodeValue, data.LabelText = "B-77120934", f"{FAMILY} 77120934"
    data.ContainerIdentifier = "S19-1"
    specimen, step, cut = Dataset(), Dataset(), Dataset()
    specimen.SpecimenIdentifier, specimen.SpecimenUID = "C-77120934-A", f"{ROOT}.55"
    specimen.SpecimenShortDescription = f"skin of {FAMILY}"
    cut.ValueType, cut.TextValue = "TEXT", f"cut by {READER} on 2021-03-04"
    cut.ConceptNameCodeSequence = [sr.CodedConcept("111701", "DCM", "Processing type")]
    step.SpecimenPreparationStepContentItemSequence = [cut]
    specimen.SpecimenPreparationSequence = [step]
    data.SpecimenDescriptionSequence = [specimen]
    path = Dataset()
    path.OpticalPathIdentifier = f"{READER}-1"
    data.OpticalPathSequence = [path]
    group, used = Dataset(), Dataset()
    used.OpticalPathIdentifier = f"{READER}-1"
    group.OpticalPathIdentificationSequence = [used]
    data.SharedFunctionalGroupsSequence = [group]
    return data


def electrocardiogram() -> Dataset:
    """Return one channel of eight samples with an annotation."""
    data = base(TwelveLeadECGWaveformStorage, 21, "ECG")
    group, channel, note = Dataset(), Dataset(), Dataset()
    group.WaveformOriginality, group.NumberOfWaveformChannels, group.NumberOfWaveformSamples = (
        "ORIGINAL",
        1,
        8,
    )
    group.SamplingFrequency, group.WaveformBitsAllocated, group.WaveformSampleInterpretation = "500", 16, "SS"
    channel.ChannelLabel, channel.WaveformBitsStored = f"of {FAMILY}", 16
    group.ChannelDefinitionSequence = [channel]
    group.add_new(0x54001010, "OW", bytes(range(16)))
    data.WaveformSequence = [group]
    note.UnformattedTextValue = f"sinus rhythm, {READER}"
    note.ReferencedWaveformChannels = [1, 1]
    data.WaveformAnnotationSequence = [note]
    return data


def document() -> Dataset:
    """Return a PDF in a DICOM file."""
    data = base(EncapsulatedPDFStorage, 22, "DOC")
    data.EncapsulatedDocument, data.MIMETypeOfEncapsulatedDocument = (
        b"%PDF-1.4 " + FAMILY.encode(),
        "application/pdf",
    )
    return data
