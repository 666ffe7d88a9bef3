"""Identifiers in items of sequences: at every depth, in listed and unlisted ones, coded entries among them.

Not here: content trees (`reports`), radiotherapy (`planning`), private and UN-coded sequences (`hidden`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from factories.canaries.tokens import UID_ROOT

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

    from factories.canaries.draft import Draft

CT_IMAGE = "1.2.840.10008.5.1.4.1.1.2"

ROWS: tuple[tuple[str, str, str], ...] = (
    ("RequestAttributesSequence", "RequestedProcedureID", "{id}"),
    ("RequestAttributesSequence", "ScheduledProcedureStepDescription", "{name} {day:%d.%m.%y}"),
    ("RequestAttributesSequence", "ReasonForTheRequestedProcedure", "{name} says cough"),
    ("OtherPatientIDsSequence", "PatientID", "{id}"),
    ("OtherPatientIDsSequence", "IssuerOfPatientID", "{name}"),
    ("ReferringPhysicianIdentificationSequence", "InstitutionName", "{name}"),
    ("ReferringPhysicianIdentificationSequence", "PersonTelephoneNumbers", "{phone}"),
    ("ReferringPhysicianIdentificationSequence", "PersonAddress", "{name} Mews 2"),
    ("OperatorIdentificationSequence", "InstitutionName", "{name}"),
    ("ContributingEquipmentSequence", "InstitutionName", "{name} Eye Unit"),
    ("ContributingEquipmentSequence", "OperatorsName", "{name}^Op"),
    ("ContributingEquipmentSequence", "DeviceSerialNumber", "{id}"),
    ("ContributingEquipmentSequence", "ContributionDescription", "routed by {name}"),
    ("OriginalAttributesSequence", "SourceOfPreviousValues", "{name}"),
    ("OriginalAttributesSequence", "ModifyingSystem", "{id}"),
    ("DeviceSequence", "DeviceDescription", "stent for {name}"),
    ("DeviceSequence", "DeviceSerialNumber", "{id}"),
    ("PatientInsurancePlanCodeSequence", "CodeMeaning", "{name} Health"),
    ("InstitutionCodeSequence", "CodeMeaning", "{name}"),
    ("ConsentForClinicalTrialUseSequence", "ClinicalTrialProtocolID", "{id}"),
    ("SpecimenDescriptionSequence", "SpecimenShortDescription", "biopsy of {name}"),
    ("SpecimenDescriptionSequence", "SpecimenDetailedDescription", "taken by {name}, {day:%d %B %Y}"),
    ("HangingProtocolDefinitionSequence", "StudyDescription", "{name}"),
    ("ScheduledProtocolCodeSequence", "CodeMeaning", "as {name} likes it"),
    ("ScheduledStationNameCodeSequence", "CodeMeaning", "{name}"),
    ("ReferencedPatientPhotoSequence", "TypeOfInstances", "{name}"),
    ("PatientSpeciesCodeSequence", "CodeMeaning", "human {name}"),
    ("PatientBreedCodeSequence", "CodeMeaning", "{name}"),
)
"""Sequence, attribute of its first item, template."""


def rows(draft: Draft) -> None:
    """Write the table of this module."""
    for sequence, keyword, template in ROWS:
        _, present = sequence_items(draft.dataset, sequence)
        holder = present[0] if present else draft.item(draft.dataset, sequence)
        draft.plant(holder, keyword, template, f"nested/{sequence}/{keyword}")


def sequence_items(data: Dataset, keyword: str) -> tuple[str, list[Dataset]]:
    """Return a sequence's keyword and its items, none when it is missing."""
    return keyword, list(data.get(keyword) or [])


def code(
    draft: Draft, holder: Dataset, where: str, entry: tuple[str, str, str], *, keep: bool = True
) -> Dataset:
    """Append a coded entry: value, scheme, meaning."""
    item = draft.item(holder, where)
    item.CodeValue, item.CodingSchemeDesignator, item.CodeMeaning = entry
    if keep:
        for keyword, value in zip(("CodeValue", "CodingSchemeDesignator", "CodeMeaning"), entry, strict=True):
            draft.survives(f"keep/{where}", keyword, "equal", (value,))
    return item


def codes(draft: Draft) -> None:
    """Write coded entries: public ones that stay, local ones that name somebody."""
    data = draft.dataset
    code(draft, data, "AnatomicRegionSequence", ("51185008", "SCT", "Chest"))
    code(draft, data, "ViewCodeSequence", ("399348003", "SCT", "antero-posterior"), keep=False)
    for place, value, scheme, meaning in (
        ("local code value", "{id}", "99LOCAL", "Chest of the {name} kind"),
        ("public scheme, own meaning", "39607008", "SCT", "Lung of {name}"),
        ("scheme is a name", "77", "{name}", "Lung"),
    ):
        item = draft.item(data, "ProcedureCodeSequence")
        item.CodeValue = draft.text(value, f"code/{place}", "00080100")
        item.CodingSchemeDesignator = draft.text(scheme, f"code/{place}", "00080102")
        item.CodeMeaning = draft.text(meaning, f"code/{place}", "00080104")
    scheme_item = draft.item(data, "CodingSchemeIdentificationSequence")
    draft.plant(scheme_item, "CodingSchemeName", "codes of {name}", "code/scheme name")
    draft.plant(scheme_item, "CodingSchemeResponsibleOrganization", "{name}", "code/scheme organisation")
    context = draft.item(data, "AcquisitionContextSequence")
    code(draft, context, "ConceptNameCodeSequence", ("109054", "DCM", "Patient State"), keep=False)
    draft.plant(context, "TextValue", "asleep, says {name}", "nested/AcquisitionContext/TextValue")
    draft.plant(context, "PersonName", "{name}^Joe", "nested/AcquisitionContext/PersonName")
    draft.date(context, "Date", "nested/AcquisitionContext/Date")


def depths(draft: Draft) -> None:
    """Write a name, a number and a date one to eight sequences deep."""
    holder = draft.dataset
    for depth in range(1, 9):
        holder = draft.item(holder, "ReferencedSeriesSequence" if depth % 2 else "ReferencedStudySequence")
        place = f"nested/depth {depth}"
        draft.plant(holder, "PatientName", "{name}^Kim", place)
        draft.plant(holder, "RetrieveLocationUID", "{uid}", place)
        draft.plant(holder, "PatientComments", "{number} {day:%d/%m/%y}", place)
    modified = draft.item(draft.dataset["OriginalAttributesSequence"].value[0], "ModifiedAttributesSequence")
    draft.plant(modified, "PatientName", "{name}^Old", "nested/ModifiedAttributes/PatientName")
    draft.plant(modified, "PatientID", "{id}", "nested/ModifiedAttributes/PatientID")


def person_codes(draft: Draft) -> None:
    """Write coded people, signatures and encrypted attributes."""
    data = draft.dataset
    holder = data.ReferringPhysicianIdentificationSequence[0]
    item = draft.item(holder, "PersonIdentificationCodeSequence")
    item.CodeValue = draft.text("{id}", "nested/PersonIdentification/CodeValue", "00080100")
    item.CodingSchemeDesignator = "L"
    item.CodeMeaning = draft.text("{name}, MD", "nested/PersonIdentification/CodeMeaning", "00080104")
    signature = draft.item(data, "DigitalSignaturesSequence")
    signature.CertificateOfSigner = draft.text("CN={name}", "nested/CertificateOfSigner", "04000115").encode()
    encrypted = draft.item(data, "EncryptedAttributesSequence")
    encrypted.EncryptedContent = draft.text("{name}", "nested/EncryptedContent", "04000520").encode()
    private = draft.item(data, "DeviceSequence")
    private.add_new(0x00290010, "LO", "NEST 1")
    draft.plant(private, 0x00291001, "{name}", "nested/private element", vr="LO")


def references(draft: Draft, images: list[tuple[str, str]]) -> None:
    """Write references to images of the same study: (SOP Class UID, SOP Instance UID)."""
    data = draft.dataset
    for sequence in ("ReferencedImageSequence", "SourceImageSequence"):
        for sop_class, sop_uid in images[:2]:
            item = draft.item(data, sequence)
            item.ReferencedSOPClassUID = sop_class
            draft.uid(item, "ReferencedSOPInstanceUID", sop_uid, f"nested/{sequence}")
    study = draft.item(data, "StudiesContainingOtherReferencedInstancesSequence")
    draft.uid(study, "StudyInstanceUID", draft.study.uid, "nested/other study")


def everything(draft: Draft) -> None:
    """Write every row of this module but the references."""
    rows(draft)
    codes(draft)
    depths(draft)
    person_codes(draft)


def is_ours(uid: str) -> bool:
    """Return whether a UID was made for the corpus."""
    return uid.startswith(UID_ROOT)
