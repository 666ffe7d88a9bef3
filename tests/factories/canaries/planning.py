"""Radiotherapy objects: structure sets, plans and doses. Labels name people; geometry and dose must stay.

Not here: what every file bears (`headers`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from factories.canaries.draft import Draft

STRUCTURE_SET = "1.2.840.10008.5.1.4.1.1.481.3"
PLAN = "1.2.840.10008.5.1.4.1.1.481.5"
DOSE = "1.2.840.10008.5.1.4.1.1.481.2"

ROIS = (
    ("Lung left", "lung of {name}", ("Lung", "left")),
    ("heart {name}", "{id}", ("heart",)),
    ("Liver", "by {name}", ("Liver",)),
)


def approval(draft: Draft, kind: str) -> None:
    """Write who approved, and when."""
    draft.dataset.ApprovalStatus = "APPROVED"
    draft.plant(draft.dataset, "ReviewerName", "{name}^Rev", f"{kind}/ReviewerName")
    draft.date(draft.dataset, "ReviewDate", f"{kind}/ReviewDate")
    draft.dataset.ReviewTime = "090000"
    draft.plant(draft.dataset, "OperatorsName", "{name}^Phys", f"{kind}/OperatorsName")


def structure_set(draft: Draft, images: list[tuple[str, str]]) -> None:
    """Write contours on a series of images."""
    data = draft.dataset
    draft.plant(data, "StructureSetLabel", "{name}", "rtstruct/label")
    draft.plant(data, "StructureSetName", "{name} plan", "rtstruct/name")
    draft.plant(data, "StructureSetDescription", "for {name}, {day:%d.%m.%Y}", "rtstruct/description")
    draft.date(data, "StructureSetDate", "rtstruct/date")
    data.StructureSetTime = "111111"
    frame = draft.item(data, "ReferencedFrameOfReferenceSequence")
    draft.uid(frame, "FrameOfReferenceUID", draft.study.frame_of_reference, "rtstruct/frame of reference")
    study = draft.item(frame, "RTReferencedStudySequence")
    study.ReferencedSOPClassUID = "1.2.840.10008.3.1.2.3.1"
    draft.uid(study, "ReferencedSOPInstanceUID", draft.study.uid, "rtstruct/study")
    for number, (name, description, words) in enumerate(ROIS, 1):
        region(draft, number, (name, description), words)
        contour(draft, number, images)
    approval(draft, "rtstruct")


def region(draft: Draft, number: int, texts: tuple[str, str], words: tuple[str, ...]) -> None:
    """Write one region of interest and its observation."""
    roi = draft.item(draft.dataset, "StructureSetROISequence")
    roi.ROINumber = str(number)
    roi.ReferencedFrameOfReferenceUID = draft.study.frame_of_reference
    draft.plant(roi, "ROIName", texts[0], "rtstruct/ROIName", words=words)
    draft.plant(roi, "ROIDescription", texts[1], "rtstruct/ROIDescription")
    draft.keep(roi, "ROIGenerationAlgorithm", "MANUAL")
    seen = draft.item(draft.dataset, "RTROIObservationsSequence")
    seen.ObservationNumber = seen.ReferencedROINumber = str(number)
    draft.plant(seen, "ROIObservationLabel", "{name}", "rtstruct/ROIObservationLabel")
    draft.plant(seen, "ROIInterpreter", "{name}^Int", "rtstruct/ROIInterpreter")
    draft.keep(seen, "RTROIInterpretedType", "ORGAN")


def contour(draft: Draft, number: int, images: list[tuple[str, str]]) -> None:
    """Write one contour of a region."""
    holder = draft.item(draft.dataset, "ROIContourSequence")
    holder.ReferencedROINumber = str(number)
    draft.keep(holder, "ROIDisplayColor", ["255", "0", str(number)])
    line = draft.item(holder, "ContourSequence")
    for sop_class, sop_uid in images[:1]:
        image = draft.item(line, "ContourImageSequence")
        image.ReferencedSOPClassUID = sop_class
        draft.uid(image, "ReferencedSOPInstanceUID", sop_uid, "rtstruct/ContourImage")
    draft.keep(line, "ContourGeometricType", "CLOSED_PLANAR")
    draft.keep(line, "NumberOfContourPoints", "3")
    draft.keep(
        line, "ContourData", ["0", "0", "-42.75", "10.5", "0", "-42.75", "10.5", str(number), "-42.75"]
    )


def plan(draft: Draft, structures: str) -> None:
    """Write a plan that refers to a structure set."""
    data = draft.dataset
    texts = {
        "RTPlanLabel": "{name}", "RTPlanName": "{name} boost",
        "RTPlanDescription": "Dr {name} {day:%Y-%m-%d}",
        "TreatmentProtocols": "{name}", "TreatmentSites": "lung, {name}",
    }  # fmt: skip
    for keyword, template in texts.items():
        draft.plant(data, keyword, template, f"rtplan/{keyword}")
    draft.date(data, "RTPlanDate", "rtplan/date")
    data.RTPlanTime = "080000"
    draft.keep(data, "PlanIntent", "CURATIVE")
    draft.keep(data, "RTPlanGeometry", "PATIENT")
    dose = draft.item(data, "DoseReferenceSequence")
    draft.plant(dose, "DoseReferenceDescription", "PTV {name}", "rtplan/DoseReferenceDescription")
    draft.keep(dose, "TargetPrescriptionDose", "60")
    table = draft.item(data, "ToleranceTableSequence")
    draft.plant(table, "ToleranceTableLabel", "{name}", "rtplan/ToleranceTableLabel")
    beam(draft)
    setup = draft.item(data, "PatientSetupSequence")
    draft.plant(setup, "SetupTechniqueDescription", "as {name} likes", "rtplan/SetupTechniqueDescription")
    draft.plant(setup, "PatientAdditionalPosition", "arms up, {name}", "rtplan/PatientAdditionalPosition")
    group = draft.item(data, "FractionGroupSequence")
    draft.plant(group, "FractionGroupDescription", "{name} week", "rtplan/FractionGroupDescription")
    draft.keep(group, "NumberOfFractionsPlanned", "30")
    target = draft.item(data, "ReferencedStructureSetSequence")
    target.ReferencedSOPClassUID = STRUCTURE_SET
    draft.uid(target, "ReferencedSOPInstanceUID", structures, "rtplan/structure set")
    approval(draft, "rtplan")


def beam(draft: Draft) -> None:
    """Write one beam of a plan."""
    item = draft.item(draft.dataset, "BeamSequence")
    for keyword, template in (
        ("BeamName", "{name} AP"), ("BeamDescription", "field by {name}"),
        ("TreatmentMachineName", "LINAC {name}"),
        ("InstitutionName", "{name}"), ("DeviceSerialNumber", "{id}"),
    ):  # fmt: skip
        draft.plant(item, keyword, template, f"rtplan/{keyword}")
    draft.keep(item, "BeamType", "STATIC")
    draft.keep(item, "RadiationType", "PHOTON")
    draft.keep(item, "SourceAxisDistance", "1000")
    block = draft.item(item, "BlockSequence")
    draft.plant(block, "BlockName", "{name}", "rtplan/BlockName")
    draft.plant(block, "BlockTrayID", "{id}", "rtplan/BlockTrayID")
    point = draft.item(item, "ControlPointSequence")
    draft.keep(point, "NominalBeamEnergy", "6")
    draft.keep(point, "GantryAngle", "270.5")
    draft.keep(point, "IsocenterPosition", ["1.5", "-2.25", "3"])


def dose(draft: Draft, plan_uid: str, structures: str) -> None:
    """Write a dose grid with a dose-volume histogram."""
    data = draft.dataset
    grid = np.arange(4 * 8 * 8, dtype="<u4").reshape(4, 8, 8)
    draft.set(
        data,
        Rows=8,
        Columns=8,
        NumberOfFrames="4",
        SamplesPerPixel=1,
        PhotometricInterpretation="MONOCHROME2",
    )
    draft.set(data, BitsAllocated=32, BitsStored=32, HighBit=31, PixelRepresentation=0)
    draft.keep(data, "DoseGridScaling", "0.0001")
    draft.keep(data, "GridFrameOffsetVector", ["0", "2.5", "5", "7.5"])
    draft.keep(data, "DoseUnits", "GY")
    draft.keep(data, "DoseType", "PHYSICAL")
    draft.keep(data, "DoseSummationType", "PLAN")
    draft.uid(data, "FrameOfReferenceUID", draft.study.frame_of_reference, "rtdose/frame of reference")
    draft.plant(data, "DoseComment", "checked by {name} {day:%d.%m.%Y}", "rtdose/DoseComment")
    data.PixelData = grid.tobytes()
    draft.pixels = "exact"
    curve = draft.item(data, "DVHSequence")
    draft.keep(curve, "DVHType", "CUMULATIVE")
    draft.keep(curve, "DVHData", ["0.1", "100", "0.1", "55.5", "0.1", "0"])
    draft.keep(curve, "DVHMeanDose", "31.25")
    for sequence, sop_class, uid in (
        ("ReferencedRTPlanSequence", PLAN, plan_uid),
        ("ReferencedStructureSetSequence", STRUCTURE_SET, structures),
    ):  # fmt: skip
        item = draft.item(data, sequence)
        item.ReferencedSOPClassUID = sop_class
        draft.uid(item, "ReferencedSOPInstanceUID", uid, f"rtdose/{sequence}")
