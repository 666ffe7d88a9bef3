"""Which SOP classes may be released, as what kind of object, and why the others may not.

Rules: one table names every storage SOP class of PS3.4 B.5 that pydicom knows; a class outside it (private,
newer than the table) is refused; a data set that carries a document or a directory is refused whatever class
it claims. The kind says what its pixels are; it never switches a rule of cleaning off, so a wrong claim gains
nothing.

Not here: how each kind is cleaned (`metadata`, `content`, `graphics`, `pixels.clean`), faces
(`faces.clean`).
"""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple, Self

from pydicom.uid import UID_dictionary

from site_agent.deidentify.header import slides
from site_agent.errors import InputRefusedError, Reason

if TYPE_CHECKING:
    from pydicom.dataset import Dataset


class Kind(StrEnum):
    """What an object is, as far as its pixels go.

    Attributes:
        needs_pixels: Whether an object of this kind without pixel data is refused.
        bears_text: Whether its pixels are a picture in which text can be burned in; where they are values,
            labels or tiles they are never changed.
    """

    needs_pixels: bool
    bears_text: bool

    def __new__(cls, value: str, pixels: str) -> Self:
        """Keep what is known about the pixels beside the value."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.needs_pixels = pixels in {"picture", "values"}
        member.bears_text = pixels == "picture"
        return member

    IMAGE = "image", "picture"
    SLIDE = "slide", "values"
    SEGMENTATION = "segmentation", "values"
    VALUE_MAP = "value_map", "values"
    DOSE = "dose", "values if any"
    STRUCTURED_REPORT = "structured_report", "none"
    KEY_OBJECT = "key_object", "none"
    PRESENTATION_STATE = "presentation_state", "none"
    RADIOTHERAPY = "radiotherapy", "none"
    REAL_WORLD_VALUE_MAP = "real_world_value_map", "none"
    REGISTRATION = "registration", "none"
    SURFACE = "surface", "none"
    ANNOTATION = "annotation", "none"
    MEASUREMENT = "measurement", "none"
    SPECTROSCOPY = "spectroscopy", "none"
    WAVEFORM = "waveform", "none"


class Row(NamedTuple):
    """Some SOP classes that are treated alike.

    Attributes:
        verdict: Their kind, or the reason why they are refused.
        why: One sentence.
        classes: Keywords of PS3.6 Table A-1 without the word "Storage", or UIDs.
    """

    verdict: Kind | Reason
    why: str
    classes: str


TABLE: Final = (
    Row(
        Kind.IMAGE,
        "A picture: attributes are cleaned, text in the pixels is read and painted over.",
        "ComputedRadiographyImage DigitalXRayImageForPresentation DigitalXRayImageForProcessing"
        " DigitalMammographyXRayImageForPresentation DigitalMammographyXRayImageForProcessing"
        " DigitalIntraOralXRayImageForPresentation DigitalIntraOralXRayImageForProcessing CTImage"
        " EnhancedCTImage LegacyConvertedEnhancedCTImage UltrasoundMultiFrameImageRetired"
        " UltrasoundMultiFrameImage MRImage EnhancedMRImage EnhancedMRColorImage"
        " LegacyConvertedEnhancedMRImage NuclearMedicineImageRetired UltrasoundImageRetired"
        " UltrasoundImage EnhancedUSVolume PhotoacousticImage SecondaryCaptureImage"
        " MultiFrameSingleBitSecondaryCaptureImage MultiFrameGrayscaleByteSecondaryCaptureImage"
        " MultiFrameGrayscaleWordSecondaryCaptureImage MultiFrameTrueColorSecondaryCaptureImage"
        " XRayAngiographicImage EnhancedXAImage XRayRadiofluoroscopicImage EnhancedXRFImage"
        " XRayAngiographicBiPlaneImage XRay3DAngiographicImage XRay3DCraniofacialImage"
        " BreastTomosynthesisImage BreastProjectionXRayImageForPresentation"
        " BreastProjectionXRayImageForProcessing"
        " IntravascularOpticalCoherenceTomographyImageForPresentation"
        " IntravascularOpticalCoherenceTomographyImageForProcessing NuclearMedicineImage VLImageTrial"
        " VLMultiFrameImageTrial VLEndoscopicImage VideoEndoscopicImage VLMicroscopicImage"
        " VideoMicroscopicImage VLSlideCoordinatesMicroscopicImage OphthalmicPhotography8BitImage"
        " OphthalmicPhotography16BitImage OphthalmicTomographyImage"
        " WideFieldOphthalmicPhotographyStereographicProjectionImage"
        " WideFieldOphthalmicPhotography3DCoordinatesImage OphthalmicOpticalCoherenceTomographyEnFaceImage"
        " DermoscopicPhotographyImage ConfocalMicroscopyImage PositronEmissionTomographyImage"
        " LegacyConvertedEnhancedPETImage EnhancedPETImage CornealTopographyMap OphthalmicThicknessMap"
        " RTImage EnhancedRTImage EnhancedContinuousRTImage",
    ),
    Row(
        Kind.IMAGE,
        "A photograph of the patient, which is refused where it may show the face.",
        "VLPhotographicImage VideoPhotographicImage",
    ),
    Row(
        Kind.SLIDE,
        "A tiled slide: the pyramid stays byte for byte; label and overview images are refused.",
        "VLWholeSlideMicroscopyImage ConfocalMicroscopyTiledPyramidalImage",
    ),
    Row(
        Kind.SEGMENTATION,
        "Labels per pixel stay exact; names of segments are cleaned.",
        "Segmentation 1.2.840.10008.5.1.4.1.1.66.7 1.2.840.10008.5.1.4.1.1.66.8",  # label map, height map
    ),
    Row(
        Kind.VALUE_MAP,
        "Pixels are measured values, not a picture, and stay exact.",
        "ParametricMap OphthalmicOpticalCoherenceTomographyBscanVolumeAnalysis",
    ),
    Row(Kind.DOSE, "Doses and histograms stay exact; there may be histograms only.", "RTDose"),
    Row(
        Kind.STRUCTURED_REPORT,
        "Codes, numbers, coordinates and references stay; texts are filtered, persons go.",
        "TextSRTrial AudioSRTrial DetailSRTrial ComprehensiveSRTrial BasicTextSR EnhancedSR"
        " ComprehensiveSR Comprehensive3DSR ExtensibleSR ProcedureLog MammographyCADSR ChestCADSR"
        " XRayRadiationDoseSR RadiopharmaceuticalRadiationDoseSR ColonCADSR ImplantationPlanSR"
        " AcquisitionContextSR SimplifiedAdultEchoSR PatientRadiationDoseSR"
        " PlannedImagingAgentAdministrationSR PerformedImagingAgentAdministrationSR"
        " EnhancedXRayRadiationDoseSR WaveformAnnotationSR",
    ),
    Row(Kind.KEY_OBJECT, "A report that points at images.", "KeyObjectSelectionDocument"),
    Row(
        Kind.PRESENTATION_STATE,
        "Display settings, drawings and references stay; texts are filtered.",
        "GrayscaleSoftcopyPresentationState ColorSoftcopyPresentationState"
        " PseudoColorSoftcopyPresentationState BlendingSoftcopyPresentationState"
        " XAXRFGrayscaleSoftcopyPresentationState GrayscalePlanarMPRVolumetricPresentationState"
        " CompositingPlanarMPRVolumetricPresentationState AdvancedBlendingPresentationState"
        " VolumeRenderingVolumetricPresentationState SegmentedVolumeRenderingVolumetricPresentationState"
        " MultipleVolumeRenderingVolumetricPresentationState VariableModalityLUTSoftcopyPresentationState"
        " BasicStructuredDisplay",
    ),
    Row(
        Kind.RADIOTHERAPY,
        "Geometry, doses and references stay exact; labels are cleaned.",
        "RTStructureSet RTBeamsTreatmentRecord RTPlan RTBrachyTreatmentRecord RTTreatmentSummaryRecord"
        " RTIonPlan RTIonBeamsTreatmentRecord RTPhysicianIntent RTSegmentAnnotation RTRadiationSet"
        " CArmPhotonElectronRadiation TomotherapeuticRadiation RoboticArmRadiation RTRadiationRecordSet"
        " RTRadiationSalvageRecord TomotherapeuticRadiationRecord CArmPhotonElectronRadiationRecord"
        " RoboticRadiationRecord RTRadiationSetDeliveryInstruction RTTreatmentPreparation"
        " RTPatientPositionAcquisitionInstruction RTBeamsDeliveryInstructionTrial"
        " RTBeamsDeliveryInstruction RTBrachyApplicationSetupDeliveryInstruction",
    ),
    Row(Kind.REAL_WORLD_VALUE_MAP, "Numbers, units and references.", "RealWorldValueMapping"),
    Row(
        Kind.REGISTRATION,
        "Matrices, points and references.",
        "SpatialRegistration SpatialFiducials DeformableSpatialRegistration StereometricRelationship",
    ),
    Row(Kind.SURFACE, "Points and index lists stay exact.", "SurfaceSegmentation TractographyResults"),
    Row(Kind.ANNOTATION, "Points, codes and measurements stay exact.", "MicroscopyBulkSimpleAnnotations"),
    Row(
        Kind.MEASUREMENT,
        "Codes and numbers.",
        "LensometryMeasurements AutorefractionMeasurements KeratometryMeasurements"
        " SubjectiveRefractionMeasurements VisualAcuityMeasurements SpectaclePrescriptionReport"
        " OphthalmicAxialMeasurements IntraocularLensCalculations MacularGridThicknessAndVolumeReport"
        " OphthalmicVisualFieldStaticPerimetryMeasurements ContentAssessmentResults",
    ),
    Row(Kind.SPECTROSCOPY, "Spectra stay exact.", "MRSpectroscopy"),
    Row(
        Kind.WAVEFORM,
        "Samples stay when their length is what the channels account for; annotations are filtered.",
        "TwelveLeadECGWaveform GeneralECGWaveform AmbulatoryECGWaveform General32bitECGWaveform"
        " HemodynamicWaveform CardiacElectrophysiologyWaveform ArterialPulseWaveform RespiratoryWaveform"
        " MultichannelRespiratoryWaveform RoutineScalpElectroencephalogramWaveform ElectromyogramWaveform"
        " ElectrooculogramWaveform SleepElectroencephalogramWaveform BodyPositionWaveform",
    ),
    Row(
        Reason.ENCAPSULATED_DOCUMENT,
        "A document of another format, which cannot be proved clean.",
        "EncapsulatedPDF EncapsulatedCDA EncapsulatedSTL EncapsulatedOBJ EncapsulatedMTL",
    ),
    Row(Reason.DICOMDIR, "Names and files of everything beside it.", "MediaStorageDirectory"),
    Row(
        Reason.NO_PATIENT_OBJECT,
        "About a device, a display or an archive.",
        "HangingProtocol ColorPalette GenericImplantTemplate ImplantAssemblyTemplate ImplantTemplateGroup"
        " Inventory CTDefinedProcedureProtocol XADefinedProcedureProtocol ProtocolApproval",
    ),
    Row(
        Reason.UNSUPPORTED_OBJECT,
        "A voice identifies a person.",
        "BasicVoiceAudioWaveform GeneralAudioWaveform",
    ),
    Row(
        Reason.UNSUPPORTED_OBJECT,
        "The surface of a person, the face included.",
        "SurfaceScanMesh SurfaceScanPointCloud",
    ),
    Row(Reason.UNSUPPORTED_OBJECT, "Data whose form only the maker knows.", "RawData"),
    Row(
        Reason.UNSUPPORTED_OBJECT,
        "Values of any attribute, told only by its tag.",
        "CTPerformedProcedureProtocol XAPerformedProcedureProtocol",
    ),
    Row(
        Reason.UNSUPPORTED_OBJECT,
        "Retired, and a drawing, a table or a print without an image of its own.",
        "StoredPrint HardcopyGrayscaleImage HardcopyColorImage StandaloneOverlay StandaloneCurve"
        " WaveformTrial StandaloneModalityLUT StandaloneVOILUT StandalonePETCurve",
    ),
    Row(
        Reason.UNSUPPORTED_OBJECT,
        "Of security or industry, not of medicine.",
        "DICOSCTImage DICOSDigitalXRayImageForPresentation DICOSDigitalXRayImageForProcessing"
        " DICOSThreatDetectionReport DICOS2DAIT DICOS3DAIT DICOSQuadrupoleResonance EddyCurrentImage"
        " EddyCurrentMultiFrameImage",
    ),
)
"""Every storage SOP class, with what it is treated as (PS3.4 B.5, PS3.6 Table A-1)."""


def kind_of(dataset: Dataset) -> Kind:
    """Return what kind of object a data set is.

    Args:
        dataset: The data set as read; its pixel data are not needed.

    Raises:
        InputRefusedError: Objects of its kind are not released, or it is the label of a slide.
    """
    if "EncapsulatedDocument" in dataset:
        raise InputRefusedError(Reason.ENCAPSULATED_DOCUMENT)
    if "DirectoryRecordSequence" in dataset:
        raise InputRefusedError(Reason.DICOMDIR)
    row = rows().get(str(dataset.get("SOPClassUID") or "").strip())
    if row is None:
        raise InputRefusedError(Reason.UNSUPPORTED_OBJECT)
    if not isinstance(row.verdict, Kind):
        raise InputRefusedError(row.verdict)
    if row.verdict is Kind.SLIDE:
        return Kind.SLIDE if slides.is_pyramid_level(dataset) else Kind.IMAGE
    return row.verdict


@cache
def rows() -> dict[str, Row]:
    """Return SOP class UID -> its row of the table."""
    uids = {
        "".join(entry[4].rpartition("Storage")[::2]): uid for uid, entry in UID_dictionary.items() if entry[4]
    }
    return {uids.get(name, name): row for row in TABLE for name in row.classes.split()}
