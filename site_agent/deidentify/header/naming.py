"""Names that users give to things: segments, regions of interest, plans, beams, layers, slides, specimens.

Rules: known words and short numbers of a label stay, the rest goes; a label of which nothing stays becomes a
keyed name, so that what is named alike before is named alike after; an identifier that other objects point to
is kept only when every word of it is known, else it becomes a keyed one as a whole.

Not here: sentences (`free_text`), persons and devices (`metadata`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from site_agent.deidentify.header import vocabulary
from site_agent.deidentify.profile.options import Option

if TYPE_CHECKING:
    from site_agent.deidentify.header.identifiers import Identifiers
    from site_agent.deidentify.header.metadata import Cleaner
    from site_agent.deidentify.header.pseudonyms import Pseudonyms

LABELS: Final = frozenset(
    {
        # segmentations, surfaces, annotations, value maps
        *("SegmentLabel", "SegmentDescription", "SegmentAlgorithmName", "AlgorithmName"),
        *("SurfaceComments", "SurfaceProcessingDescription", "TrackSetLabel"),
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

NUMBERED: Final = frozenset({"ContainerIdentifier", "SpecimenIdentifier"})
"""Those of them that are a laboratory's own numbers, so that none stays as it is."""

_ALIASES: Final = {"ReferencedOpticalPathIdentifier": "OpticalPathIdentifier"}
_PART: Final = re.compile(r"[^\W\d_]+|\d+|[\W_]+")
_CAMEL: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[A-Z]")
_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_NUMBERS: Final = re.compile(r"\d[\d\W_]*\d")
_JOINT: Final = "\x01"
_DIGITS_ALONE: Final = 3
_DIGITS_AFTER_LETTER: Final = 2
_DIGITS_AFTER_WORD: Final = 4
_SHORTEST_WORD: Final = 3
_MARKS: Final = re.compile(r"[\s_.,:;(){}\[\]/+*#<>=%&|~'\-\x01]+")
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
    if keyword in NUMBERED:
        return keyed(text, keyword, vr, cleaner.pseudonyms) if text.strip() else ""
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
    kept = " ".join(part for chunk in _chunks(text) if (part := _kept(chunk, identifiers)))
    kept = kept.replace(_JOINT, " ")
    if not any(c.isalnum() for c in kept) or identifiers.hit(kept):
        return keyed(text, keyword, vr, pseudonyms)
    return kept[: _LENGTHS.get(vr)].strip()


def identifier(text: str, keyword: str, vr: str, identifiers: Identifiers, pseudonyms: Pseudonyms) -> str:
    """Return an identifier of which every part is known as it is, any other keyed; empty only when it was."""
    plain = text.strip()
    known = all(_kept(chunk, identifiers) == chunk for chunk in _chunks(plain))
    if not plain or (known and not identifiers.hit(plain)):
        return plain
    return keyed(text, keyword, vr, pseudonyms)


def keyed(text: str, keyword: str, vr: str, pseudonyms: Pseudonyms) -> str:
    """Return the keyed name of a text, fit for its representation."""
    name = pseudonyms.identifier(_ALIASES.get(keyword, keyword), text.strip())
    return f"ID{name[:_KEYED]}".upper() if vr == "CS" else name


def _chunks(text: str) -> list[str]:
    """Return the runs without spaces of a text; numbers standing side by side are one run."""
    return _NUMBERS.sub(lambda found: found[0].replace(" ", _JOINT), " ".join(text.split())).split()


def _kept(chunk: str, identifiers: Identifiers) -> str:
    """Return what may stay of a run without spaces: all of it, or its known words alone.

    Numbers are judged with what they are joined to, for ``PX-4471`` is no four-digit number.
    """
    parts = _PART.findall(chunk)
    words = [part for part in parts if part[0].isalpha()]
    digits = sum(len(part) for part in parts if part[0].isdigit())
    known = [word for word in words if _is_known(word) and not identifiers.hit(word)]
    marks = all(_MARKS.fullmatch(part) for part in parts if not part[0].isalnum())
    longest = max(map(len, words), default=0)
    most = _DIGITS_AFTER_WORD if longest > 1 else _DIGITS_AFTER_LETTER if longest else _DIGITS_ALONE
    few = digits <= most and not _YEAR.search(chunk)
    if known == words and marks and few:
        return chunk
    return " ".join(word for word in known if len(word) >= _SHORTEST_WORD)


def _is_known(word: str) -> bool:
    """Return whether a run of letters is a known word, several of them with inner capitals, or one letter."""
    known = vocabulary.words()
    pieces = [piece.lower() for piece in _CAMEL.findall(word)]
    whole = "".join(pieces) == word.lower()
    return len(word) == 1 or word.lower() in known or (whole and known.issuperset(pieces))
