"""Objects made from images: segmentations, presentation states, parametric and real world value maps.

Not here: reports (`reports`) and radiotherapy (`planning`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from factories.canaries.nested import code

if TYPE_CHECKING:
    from factories.canaries.draft import Draft

SEGMENTATION = "1.2.840.10008.5.1.4.1.1.66.4"
PRESENTATION = "1.2.840.10008.5.1.4.1.1.11.1"
PARAMETRIC_MAP = "1.2.840.10008.5.1.4.1.1.30"
VALUE_MAP = "1.2.840.10008.5.1.4.1.1.67"
HOUNSFIELD = ("[hnsf'U]", "UCUM", "Hounsfield unit")


def content(draft: Draft, kind: str, words: tuple[str, ...] = ()) -> None:
    """Write the label, description and creator of the content."""
    data = draft.dataset
    draft.plant(data, "ContentLabel", "{name}", f"{kind}/ContentLabel", vr="CS")
    text = " ".join(words) + " of {name}, {day:%d.%m.%Y}"
    draft.plant(data, "ContentDescription", text, f"{kind}/ContentDescription", words=words)
    draft.plant(data, "ContentCreatorName", "{name}^Cre", f"{kind}/ContentCreatorName")
    draft.date(data, "ContentDate", f"{kind}/ContentDate")
    data.ContentTime = "121212"


def referenced(draft: Draft, images: list[tuple[str, str]], kind: str) -> None:
    """Write the series an object was made from."""
    series = draft.item(draft.dataset, "ReferencedSeriesSequence")
    series.SeriesInstanceUID = draft.ledger.mint.make("uid", draft.file, "source series")
    for sop_class, sop_uid in images[:2]:
        item = draft.item(series, "ReferencedInstanceSequence" if kind != "pr" else "ReferencedImageSequence")
        item.ReferencedSOPClassUID = sop_class
        draft.uid(item, "ReferencedSOPInstanceUID", sop_uid, f"{kind}/reference")


def segmentation(draft: Draft, images: list[tuple[str, str]]) -> None:
    """Write a binary segmentation of two segments."""
    data = draft.dataset
    content(draft, "seg", ("lung",))
    draft.keep(data, "SegmentationType", "BINARY")
    for number, (label, description, words) in enumerate(
        (
            ("Lung left {name}", "upper lobe, drawn by {name}", ("Lung", "left")),
            ("Nodule {id}", "seen by {name}", ("Nodule",)),
        ), 1
    ):  # fmt: skip
        segment = draft.item(data, "SegmentSequence")
        draft.keep(segment, "SegmentNumber", number)
        draft.plant(segment, "SegmentLabel", label, "seg/SegmentLabel", words=words)
        draft.plant(segment, "SegmentDescription", description, "seg/SegmentDescription")
        draft.keep(segment, "SegmentAlgorithmType", "SEMIAUTOMATIC")
        draft.plant(segment, "SegmentAlgorithmName", "tool of {name}", "seg/SegmentAlgorithmName")
        draft.plant(segment, "TrackingID", "{name} 1", "seg/TrackingID")
        draft.uid(
            segment, "TrackingUID", draft.ledger.mint.make("uid", draft.file, number), "seg/TrackingUID"
        )
        code(
            draft,
            segment,
            "SegmentedPropertyCategoryCodeSequence",
            ("123037004", "SCT", "Anatomical Structure"),
        )
        code(draft, segment, "SegmentedPropertyTypeCodeSequence", ("39607008", "SCT", "Lung"))
    masks = np.zeros((2, 16, 16), np.uint8)
    masks[0, 2:9, 3:8] = masks[1, 4:7, 9:14] = 1
    draft.set(
        data,
        Rows=16,
        Columns=16,
        NumberOfFrames="2",
        SamplesPerPixel=1,
        PhotometricInterpretation="MONOCHROME2",
    )
    draft.set(data, BitsAllocated=1, BitsStored=1, HighBit=0, PixelRepresentation=0)
    data.PixelData = np.packbits(masks.reshape(-1), bitorder="little").tobytes()
    draft.pixels = "exact"
    frames_of(draft, 2)
    referenced(draft, images, "seg")
    draft.uid(data, "FrameOfReferenceUID", draft.study.frame_of_reference, "seg/frame of reference")


def frames_of(draft: Draft, count: int) -> None:
    """Write per-frame positions, a comment and a date in their items."""
    shared = draft.item(draft.dataset, "SharedFunctionalGroupsSequence")
    measures = draft.item(shared, "PixelMeasuresSequence")
    draft.keep(measures, "PixelSpacing", ["0.7", "0.7"])
    for number in range(count):
        group = draft.item(draft.dataset, "PerFrameFunctionalGroupsSequence")
        position = draft.item(group, "PlanePositionSequence")
        draft.keep(position, "ImagePositionPatient", ["-1.5", "2.5", f"{number}.25"])
        frame = draft.item(group, "FrameContentSequence")
        draft.keep(frame, "DimensionIndexValues", [1, number + 1])
        draft.plant(frame, "FrameComments", "{name}", "functional groups/FrameComments")
        draft.plant(frame, "FrameLabel", "{name} {id}", "functional groups/FrameLabel")
        draft.date(
            frame, "FrameAcquisitionDateTime", "functional groups/FrameAcquisitionDateTime", time="101500"
        )


def presentation(draft: Draft, images: list[tuple[str, str]]) -> None:
    """Write a presentation state with text, a layer, a compound graphic and a display area."""
    data = draft.dataset
    content(draft, "pr", ("chest",))
    draft.date(data, "PresentationCreationDate", "pr/PresentationCreationDate")
    data.PresentationCreationTime = "141414"
    referenced(draft, images, "pr")
    draft.keep(data, "PresentationLUTShape", "IDENTITY")
    layer = draft.item(data, "GraphicLayerSequence")
    layer.GraphicLayer = draft.text("{name}", "pr/GraphicLayer", "00700002").upper()
    layer.GraphicLayerOrder = "1"
    draft.plant(layer, "GraphicLayerDescription", "drawn by {name}", "pr/GraphicLayerDescription")
    note = draft.item(data, "GraphicAnnotationSequence")
    note.GraphicLayer = layer.GraphicLayer
    text = draft.item(note, "TextObjectSequence")
    draft.plant(text, "UnformattedTextValue", "nodule? {name} {day:%d.%m.%Y} {id}", "pr/UnformattedTextValue")
    draft.set(text, AnchorPoint=[5.0, 6.0], AnchorPointVisibility="Y", AnchorPointAnnotationUnits="PIXEL")
    line = draft.item(note, "GraphicObjectSequence")
    draft.set(
        line,
        GraphicAnnotationUnits="PIXEL",
        GraphicDimensions=2,
        NumberOfGraphicPoints=2,
        GraphicType="POLYLINE",
    )
    draft.keep(line, "GraphicData", [1.5, 2.5, 8.0, 9.0])
    compound = draft.item(note, "CompoundGraphicSequence")
    draft.plant(compound, "UnformattedTextValue", "{name}", "pr/CompoundGraphic text")
    shown = draft.item(data, "DisplayedAreaSelectionSequence")
    draft.set(shown, DisplayedAreaTopLeftHandCorner=[1, 1])
    draft.keep(shown, "DisplayedAreaBottomRightHandCorner", [512, 512])
    draft.keep(shown, "PresentationSizeMode", "SCALE TO FIT")


def value_mapping(draft: Draft, kind: str) -> None:
    """Write how stored values become quantities."""
    item = draft.item(draft.dataset, "RealWorldValueMappingSequence")
    draft.plant(item, "LUTExplanation", "density after {name}", f"{kind}/LUTExplanation")
    draft.plant(item, "LUTLabel", "{name}", f"{kind}/LUTLabel")
    code(draft, item, "MeasurementUnitsCodeSequence", HOUNSFIELD)
    draft.keep(item, "RealWorldValueIntercept", -1024.5)
    draft.keep(item, "RealWorldValueSlope", 0.25)
    draft.keep(item, "RealWorldValueFirstValueMapped", 0, vr="US")
    draft.keep(item, "RealWorldValueLastValueMapped", 4095, vr="US")


def parametric_map(draft: Draft, images: list[tuple[str, str]]) -> None:
    """Write a map of floating-point values."""
    data = draft.dataset
    content(draft, "pm")
    values = np.linspace(-1, 1, 256, dtype="<f4").reshape(1, 16, 16)
    draft.set(
        data,
        Rows=16,
        Columns=16,
        NumberOfFrames="1",
        SamplesPerPixel=1,
        PhotometricInterpretation="MONOCHROME2",
    )
    data.BitsAllocated = 32
    data.FloatPixelData = values.tobytes()
    draft.pixels = "exact"
    frames_of(draft, 1)
    value_mapping(draft, "pm")
    referenced(draft, images, "pm")


def value_map(draft: Draft, images: list[tuple[str, str]]) -> None:
    """Write a real world value map."""
    content(draft, "rwvm")
    holder = draft.item(draft.dataset, "ReferencedImageRealWorldValueMappingSequence")
    for sop_class, sop_uid in images[:1]:
        item = draft.item(holder, "ReferencedImageSequence")
        item.ReferencedSOPClassUID = sop_class
        draft.uid(item, "ReferencedSOPInstanceUID", sop_uid, "rwvm/reference")
    inner = draft.item(holder, "RealWorldValueMappingSequence")
    draft.plant(inner, "LUTLabel", "{name}", "rwvm/LUTLabel")
    draft.plant(inner, "LUTExplanation", "{name}", "rwvm/LUTExplanation")
    code(draft, inner, "MeasurementUnitsCodeSequence", HOUNSFIELD)
    draft.keep(inner, "RealWorldValueIntercept", -7.5)
    draft.keep(inner, "RealWorldValueSlope", 2.0)
