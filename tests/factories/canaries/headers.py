"""Attributes at the top of a data set: the patient, the study, the people, the devices; texts of every kind.

Rule: one row, one place. The rows cover every text, date, name and UID family of PS3.15 Table E.1-1, and
standard attributes that the table does not list but anybody may write into.

Not here: nested items (`nested`) and values that are not what their representation says (`violations`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from factories.canaries.draft import Draft

PEOPLE = (
    "OtherPatientNames", "PatientBirthName", "PatientMotherBirthName", "ReferringPhysicianName",
    "ConsultingPhysicianName", "PhysiciansOfRecord", "PerformingPhysicianName",
    "NameOfPhysiciansReadingStudy",
    "OperatorsName", "RequestingPhysician", "ResponsiblePerson", "ScheduledPerformingPhysicianName",
    "PersonName", "ContentCreatorName", "VerifyingObserverName", "EvaluatorName", "HumanPerformerName",
)  # fmt: skip
"""Person names (VR PN)."""

TEXTS: dict[str, str] = {
    "OtherPatientIDs": "{id}\\{id}",
    "MedicalRecordLocator": "shelf {id}",
    "IssuerOfPatientID": "{name} Trust",
    "PatientAddress": "{name} Street 4, 12345 {name}ville",
    "PatientTelephoneNumbers": "+49 {phone}",
    "PatientTelecomInformation": "mailto:{name}@example.org",
    "CountryOfResidence": "{name}land",
    "RegionOfResidence": "County {name}",
    "EthnicGroup": "{name}ian",
    "Occupation": "earl {name}",
    "PatientReligiousPreference": "{name}ist",
    "MilitaryRank": "Colonel {name}",
    "BranchOfService": "{name} Rifles",
    "PatientComments": "Daughter {name} lives at {id}, call {phone}",
    "AdditionalPatientHistory": "Fell off a ladder at {name} on {day:%d/%m/%Y}; MRN {number}",
    "MedicalAlerts": "told by {name}",
    "Allergies": "nurse {name} noted latex",
    "SpecialNeeds": "interpreter {name}",
    "PatientState": "ward {name}",
    "InstitutionName": "{name} General Hospital",
    "InstitutionAddress": "1 {name} Road\r\n{phone}",
    "InstitutionalDepartmentName": "Radiology {name}",
    "StationName": "CT{id}",
    "ReferringPhysicianAddress": "Dr {name}, {name} Lane",
    "ReferringPhysicianTelephoneNumbers": "{phone}",
    "StudyID": "{id}",
    "AdmissionID": "{number}",
    "IssuerOfAdmissionID": "{name}",
    "ServiceEpisodeID": "{id}",
    "ServiceEpisodeDescription": "second stay of {name}",
    "CurrentPatientLocation": "Ward {name} bed 4",
    "PatientInstitutionResidence": "{name} Home",
    "VisitComments": "visited by {name} {day:%Y-%m-%d}",
    "RouteOfAdmissions": "ambulance {name}",
    "AdmittingDiagnosesDescription": "fracture, see {name} {number}",
    "RequestedProcedureID": "{id}",
    "RequestedProcedureLocation": "room {name}",
    "RequestedProcedureComments": "asked by {name} on {day:%B %d, %Y}",
    "ReasonForTheRequestedProcedure": "Dr {name}: cough since {day:%d.%m.%Y}",
    "RequestingService": "{name} clinic",
    "ImagingServiceRequestComments": "call {name} {phone}",
    "PlacerOrderNumberImagingServiceRequest": "{id}",
    "FillerOrderNumberImagingServiceRequest": "{id}",
    "OrderEntererLocation": "{name}",
    "OrderCallbackPhoneNumber": "{phone}",
    "ScheduledProcedureStepID": "{id}",
    "ScheduledProcedureStepLocation": "{name}",
    "ScheduledStationName": "{id}",
    "PerformedProcedureStepID": "{id}",
    "PerformedStationName": "{id}",
    "PerformedLocation": "{name}",
    "CommentsOnThePerformedProcedureStep": "{name} was restless",
    "AcquisitionComments": "repeat for {name}",
    "AcquisitionProtocolDescription": "protocol of {name}",
    "ContributionDescription": "sent by {name}",
    "DerivationDescription": "cut by {name} {day:%d-%b-%Y}",
    "ImageComments": "{name} {number}",
    "FrameComments": "{name}",
    "ContrastBolusAgent": "Ultravist, by {name}",
    "GantryID": "{id}",
    "DetectorID": "{id}",
    "CassetteID": "{id}",
    "PlateID": "{id}",
    "GeneratorID": "{id}",
    "DeviceSerialNumber": "{id}",
    "DeviceDescription": "owned by {name}",
    "DeviceID": "{id}",
    "LensMake": "{name} optics",
    "XRaySourceID": "{id}",
    "ClinicalTrialProtocolID": "{id}",
    "ClinicalTrialSponsorName": "{name} Pharma",
    "ClinicalTrialSiteName": "{name}",
    "ClinicalTrialSubjectID": "{id}",
    "ClinicalTrialSubjectReadingID": "{id}",
    "ClinicalTrialCoordinatingCenterName": "{name}",
    "ClinicalTrialProtocolEthicsCommitteeName": "{name} board",
    "ModifyingSystem": "{name}",
    "SourceOfPreviousValues": "{name}",
    "TextString": "{name}",
    "BarcodeValue": "{id}",
    "LabelText": "{name} {id}",
    "SpecimenIdentifier": "{id}",
    "ContainerIdentifier": "{id}",
    "InterpretationText": "{name} has pneumonia, {day:%m/%d/%Y}",
}
"""Texts that Table E.1-1 lists (VR LO, SH, ST, LT, UT, UC)."""

UNLISTED: dict[str, str] = {
    "PatientSpeciesDescription": "human {name}",
    "ManufacturerModelName": "Scan 3000 of {name}",
    "SoftwareVersions": "VA40A\\svc {name}",
    "SequenceName": "ep_{name}",
    "ConvolutionKernel": "B30 {name}",
    "ReceiveCoilName": "coil {name}",
    "RescaleType": "{name}",
    "WindowCenterWidthExplanation": "LUNG\\{name}",
    "ContrastBolusRoute": "IV {name}",
    "SecondaryCaptureDeviceManufacturer": "{name}",
    "SecondaryCaptureDeviceID": "{id}",
    "AcquisitionDeviceProcessingCode": "{id}",
    "PixelSpacingCalibrationDescription": "ruler {name}",
    "QueueStatus": "{name}",
    "CodingSchemeResponsibleOrganization": "{name}",
}
"""Texts that the table does not list, and anybody may write into."""

DESCRIPTORS: dict[str, tuple[str, tuple[str, ...]]] = {
    "StudyDescription": ("CHEST WITH CONTRAST {family} {day:%d.%m.%Y}", ("CHEST", "CONTRAST")),
    "SeriesDescription": ("Axial lung {id} for Dr {name}", ("Axial", "lung")),
    "ProtocolName": ("Thorax routine {name}", ("Thorax", "routine")),
    "RequestedProcedureDescription": ("Chest CT, phone {phone}", ("Chest", "CT")),
    "PerformedProcedureStepDescription": ("abdomen {number}", ("abdomen",)),
    "ScheduledProcedureStepDescription": ("pelvis {day:%Y%m%d}", ("pelvis",)),
    "AcquisitionDeviceProcessingDescription": ("edge {name}", ()),
}
"""Descriptors, and the words of them that the Clean Descriptors Option keeps."""

URIS = {"RetrieveURL": "https://pacs.example/{name}/{id}", "RetrieveURI": "https://{name}.example/w?u={uid}"}
TITLES = ("RetrieveAETitle", "StationAETitle", "ScheduledStationAETitle", "PerformedStationAETitle")
DATES = (
    "StudyDate", "SeriesDate", "AcquisitionDate", "ContentDate", "InstanceCreationDate",
    "PerformedProcedureStepStartDate", "PerformedProcedureStepEndDate", "ScheduledProcedureStepStartDate",
    "AdmittingDate", "DateOfLastCalibration", "DateOfSecondaryCapture", "LastMenstrualDate",
)  # fmt: skip
MOMENTS = (
    "PerformedProcedureStepStartDateTime",
    "PerformedProcedureStepEndDateTime",
    "DateTimeOfLastCalibration",
)
UIDS = (
    "FrameOfReferenceUID", "SynchronizationFrameOfReferenceUID", "IrradiationEventUID", "DeviceUID",
    "ConcatenationUID", "DimensionOrganizationUID", "StorageMediaFileSetUID", "InstanceCreatorUID",
)  # fmt: skip

KEPT: dict[str, Any] = {
    "Manufacturer": "Acme Imaging", "SliceThickness": "1.25", "KVP": "120", "ExposureTime": "500",
    "XRayTubeCurrent": "210", "SpacingBetweenSlices": "1.25", "PixelSpacing": ["0.7", "0.7"],
    "ImageOrientationPatient": ["1", "0", "0", "0", "1", "0"],
    "PatientPosition": "HFS", "RescaleIntercept": "-1024", "RescaleSlope": "1", "WindowCenter": "40",
    "WindowWidth": "400", "AcquisitionNumber": "3", "SeriesNumber": "4",
    "DistanceSourceToDetector": "1085.6", "DataCollectionDiameter": "500", "SpiralPitchFactor": 0.8,
    "CTDIvol": 7.25, "ExposureModulationType": "XYZ_EC",
    "BodyPartExamined": "CHEST", "ImageType": ["ORIGINAL", "PRIMARY", "AXIAL"],
}  # fmt: skip
"""Values that research needs; no rule of the standard takes them away."""


def identify(draft: Draft, modality: str, *, series: str = "") -> None:
    """Write what every file of a patient bears: who, which study, which series, when."""
    data, patient, study = draft.dataset, draft.patient, draft.study
    data.SpecificCharacterSet = "ISO_IR 192"
    data.PatientName, data.PatientID = f"{patient.family}^Ann", patient.patient_id
    draft.record("name", patient.family, "top/PatientName", "00100010")
    kind = "id" if patient.patient_id.startswith("Z") else "number"
    draft.record(kind, patient.patient_id, "top/PatientID", "00100020", "mapped")
    draft.lose_date(data, "PatientBirthDate", "top/PatientBirthDate", patient.birth)
    data.PatientSex = "F" if patient.number % 2 else "M"
    draft.uid(data, "StudyInstanceUID", study.uid, "top/StudyInstanceUID")
    series = series or draft.ledger.mint.make("uid", draft.file, "series")
    draft.uid(data, "SeriesInstanceUID", series, "top/SeriesInstanceUID")
    data.AccessionNumber = study.accession
    draft.record("id", study.accession, "top/AccessionNumber", "00080050", "mapped")
    draft.date(data, "StudyDate", "top/StudyDate", day=study.day)
    data.StudyTime = "101112"
    draft.keep(data, "Modality", modality)


def usual(draft: Draft, *, index: int = 4) -> None:
    """Write what a scanner writes into every image: some fifty places, and what must come through.

    Args:
        draft: The image.
        index: Which slice of its series it is, from 0.
    """
    data = draft.dataset
    for keyword in PEOPLE[3:9]:
        _plant_once(draft, keyword, "{name}^Max^^Dr")
    for keyword in list(TEXTS)[14:42]:
        _plant_once(draft, keyword, TEXTS[keyword])
    for keyword in ("DeviceSerialNumber", "ImageComments", "PatientComments"):
        _plant_once(draft, keyword, TEXTS[keyword])
    for keyword, (template, words) in list(DESCRIPTORS.items())[:4]:
        _plant_once(draft, keyword, template, words)
    for keyword in DATES[1:5]:
        draft.date(data, keyword, f"top/{keyword}")
    draft.date(data, "AcquisitionDateTime", "top/AcquisitionDateTime", time="101500.000000")
    for keyword, value in KEPT.items():
        if keyword != "ImageType":
            draft.keep(data, keyword, value)
    draft.keep(data, "ImagePositionPatient", ["-180.5", "-180.5", str(-42.75 + 1.25 * index)])
    draft.keep(data, "InstanceNumber", str(index + 1))
    draft.uid(data, "FrameOfReferenceUID", draft.study.frame_of_reference, "top/FrameOfReferenceUID")


def everything(draft: Draft) -> None:
    """Write every row of this module."""
    usual(draft)
    data = draft.dataset
    for keyword in PEOPLE:
        names = "{name}^Eve\\{name}" if keyword.startswith("Other") else "{name}^Eve"
        _plant_once(draft, keyword, names)
    for keyword, template in (TEXTS | UNLISTED | URIS).items():
        _plant_once(draft, keyword, template)
    for keyword, (template, words) in DESCRIPTORS.items():
        _plant_once(draft, keyword, template, words)
    for keyword in TITLES:
        _plant_once(draft, keyword, "{name}")
    for keyword in (*DATES, *MOMENTS):
        if keyword not in data:
            draft.date(data, keyword, f"top/{keyword}", time="101500" if "DateTime" in keyword else "")
    for keyword in UIDS[1:]:
        draft.uid(data, keyword, draft.ledger.mint.make("uid", draft.file, keyword), f"top/{keyword}")


def _plant_once(draft: Draft, keyword: str, template: str, words: tuple[str, ...] = ()) -> None:
    if keyword not in draft.dataset:
        draft.plant(draft.dataset, keyword, template, f"top/{keyword}", words=words)
