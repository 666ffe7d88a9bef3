"""Names that users give to things: segments, regions of interest, plans, beams, layers, slides, specimens.

Rules: known words and short numbers of a label stay, the rest goes; a label of which nothing stays becomes a
keyed name, so that what is named alike before is named alike after; an identifier that other objects point to
is kept only when every word of it is known, else it becomes a keyed one as a whole.

Not here: sentences (`free_text`), persons and devices (`metadata`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from site_agent.deidentify import vocabulary
from site_agent.deidentify.profile import Option

if TYPE_CHECKING:
    from site_agent.deidentify.identifiers import Identifiers
    from site_agent.deidentify.metadata import Cleaner
    from site_agent.deidentify.pseudonyms import Pseudonyms

LABELS: Final = frozenset(
    {
        # segmentations, surfaces, annotations, value maps
        *("SegmentLabel", "SegmentDescription", "SegmentAlgorithmName", "AlgorithmName"),
        *("AlgorithmVersion", "SurfaceComments", "SurfaceProcessingDescription", "TrackSetLabel"),
        *("TrackSetDescription", "AnnotationGroupLabel", "AnnotationGroupDescription", "LUTLabel"),
        *("LUTExplanation", "ContentLabel", "ContentDescription", "FrameLabel"),
        *("DimensionDescriptionLabel", "PositionReferenceIndicator", "TargetPositionReferenceIndicator"),
        # radiotherapy
        *("ROIName", "ROIDescription", "ROIGenerationDescription", "ROIObservationLabel"),
        *("ROIObservationDescription", "StructureSetLabel", "StructureSetName", "StructureSetDescription"),
        *("RTPlanLabel", "RTPlanName", "RTPlanDescription", "BeamName", "BeamDescription"),
        *("FractionGroupDescription", "DoseReferenceDescription", "PrescriptionDescription"),
        *("TreatmentProtocols", "TreatmentSites", "PatientSetupLabel", "PatientAdditionalPosition"),
        *("SetupTechniqueDescription", "ToleranceTableLabel", "BlockName", "RTImageLabel", "RTImageName"),
        *("RTImageDescription", "DoseComment", "UserContentLabel", "UserContentLongLabel", "EntityLabel"),
        *("EntityLongLabel", "EntityName", "EntityDescription", "RTPrescriptionLabel"),
        *("RTTreatmentApproachLabel", "RTToleranceSetLabel", "RadiationDoseIdentificationLabel"),
        *("RadiationDoseInVivoMeasurementLabel", "RadiationGenerationModeLabel"),
        *("DisplacementReferenceLabel", "TreatmentPositionGroupLabel", "SourceIsotopeName"),
        *("ApplicationSetupName", "ChannelShieldName", "SourceApplicatorName", "BrachyAccessoryDeviceName"),
        *("FixationDeviceLabel", "ShieldingDeviceLabel", "SetupDeviceLabel"),
        # presentation states
        *("GraphicLayerDescription", "GraphicGroupLabel", "GraphicGroupDescription", "TickLabel"),
        *("FontName", "CSSFontName", "RGBATransferFunctionDescription", "PresentationStateLabel"),
        # slides, waveforms, measurements
        *("PyramidLabel", "PyramidDescription", "OpticalPathDescription", "ContainerDescription"),
        *("SpecimenShortDescription", "ContainerComponentDescription", "LensDescription"),
        *("WaveformFilterDescription", "MultiplexGroupLabel", "ChannelLabel"),
        *("ChannelDerivationDescription", "AcquisitionFieldOfViewLabel", "AssessmentLabel"),
        *("ObservationDescription", "FiducialDescription"),
    }
)
"""Keywords of labels: nothing points to them."""

POINTED_TO: Final = frozenset(
    {
        *("TrackingID", "OpticalPathIdentifier", "ReferencedOpticalPathIdentifier", "StackID"),
        *("FiducialIdentifier", "GraphicLayer", "ContainerIdentifier", "SpecimenIdentifier"),
        *("ApplicatorID", "SourceApplicatorID", "WedgeID", "BolusID", "CompensatorID", "CompensatorTrayID"),
        *("BlockTrayID", "MaterialID", "FluenceModeID", "AccessoryCode", "SnoutID", "RangeShifterID"),
        *("LateralSpreadingDeviceID", "RangeModulatorID", "BeamCurrentModulationID", "ScanSpotTuneID"),
        *("ChannelShieldID", "BrachyAccessoryDeviceID", "GeneralAccessoryID", "AfterloaderChannelID"),
    }
)
"""Keywords of identifiers that other places repeat, so they must stay equal where they were equal."""

_ALIASES: Final = {"ReferencedOpticalPathIdentifier": "OpticalPathIdentifier"}
_PART: Final = re.compile(r"[^\W\d_]+|\d+|[\W_]+")
_CAMEL: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[A-Z]")
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_LONGEST_NUMBER: Final = 4
_HARMLESS_MARKS: Final = re.compile(r"[\s_.,:;()\[\]/+*#<>=%&|~'\-]+")
_LENGTHS: Final = {"SH": 16, "CS": 16, "LO": 64}
_KEYED: Final = 8


def named(keyword: str, vr: str, text: str, cleaner: Cleaner) -> str | None:
    """Return what a name that a user gave becomes, or ``None`` when the attribute is not such a name.

    Args:
        keyword: PS3.6 keyword of the attribute.
        vr: Its representation, which bounds the length.
        text: The name as found.
        cleaner: The profile, pseudonyms and patient in force.
    """
    if keyword in POINTED_TO:
        return identifier(text, keyword, vr, cleaner.subject.identifiers, cleaner.pseudonyms)
    if keyword in LABELS and Option.CLEAN_DESCRIPTORS in cleaner.profile.options:
        return label(text, keyword, vr, cleaner.subject.identifiers, cleaner.pseudonyms)
    return None


def label(text: str, keyword: str, vr: str, identifiers: Identifiers, pseudonyms: Pseudonyms) -> str:
    """Return a label of which only known words and short numbers are left; empty only when it was.

    Args:
        text: The label as found.
        keyword: PS3.6 keyword of its attribute.
        vr: Its representation, which bounds the length.
        identifiers: The patient's identifiers.
        pseudonyms: Make the keyed name of a label of which nothing is left.
    """
    if not text.strip():
        return ""
    parts = _PART.findall(text)
    kept = "".join(part for part in parts if _may_stay(part, identifiers))
    kept = re.sub(r"\s{2,}", " ", kept).strip(" _-,;:/&|")
    if not any(c.isalnum() for c in kept) or identifiers.hit(kept):
        return keyed(text, keyword, vr, pseudonyms)
    return kept[: _LENGTHS.get(vr)].strip()


def identifier(text: str, keyword: str, vr: str, identifiers: Identifiers, pseudonyms: Pseudonyms) -> str:
    """Return an identifier of which every part is known as it is, any other keyed; empty only when it was."""
    if not text.strip():
        return ""
    known = all(_may_stay(part, identifiers) for part in _PART.findall(text.strip()))
    return text.strip() if known and not identifiers.hit(text) else keyed(text, keyword, vr, pseudonyms)


def keyed(text: str, keyword: str, vr: str, pseudonyms: Pseudonyms) -> str:
    """Return the keyed name of a text, fit for its representation."""
    name = pseudonyms.identifier(_ALIASES.get(keyword, keyword), text.strip())
    return f"ID{name[:_KEYED]}".upper() if vr == "CS" else name


def _may_stay(part: str, identifiers: Identifiers) -> bool:
    """Return whether a run of letters, of digits or of marks says nothing about a person."""
    if part[0].isdigit():
        return len(part) <= _LONGEST_NUMBER and not _YEAR.fullmatch(part)
    if not part[0].isalpha():
        return _HARMLESS_MARKS.fullmatch(part) is not None
    known = vocabulary.words()
    pieces = [piece.lower() for piece in _CAMEL.findall(part)]
    plain = (
        part.lower() in known
        or len(part) == 1
        or ("".join(pieces) == part.lower() and known.issuperset(pieces))
    )
    return plain and not identifiers.hit(part)
