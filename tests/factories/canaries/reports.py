"""Structured reports and key object selections: names, dates and ids in every type of content item.

Rule: codes, numbers, references and words of findings must come through. Not here: text reports.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from factories.canaries.nested import code

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

    from factories.canaries.draft import Draft

COMPREHENSIVE_SR = "1.2.840.10008.5.1.4.1.1.88.33"
ENHANCED_SR = "1.2.840.10008.5.1.4.1.1.88.22"
KEY_OBJECT = "1.2.840.10008.5.1.4.1.1.88.59"
Code = tuple[str, str, str]

FINDING: Code = ("121071", "DCM", "Finding")
IMPRESSION: Code = ("121073", "DCM", "Impression")
LENGTH: Code = ("410668003", "SCT", "Length")
MILLIMETRE: Code = ("mm", "UCUM", "millimeter")
REPORT: Code = ("18782-3", "LN", "X-Ray Report")
TEXTS: tuple[tuple[Code, str, tuple[str, ...]], ...] = (
    (FINDING, "There is a pneumonia in the left lung. Seen by Dr. {name}.", ("pneumonia", "left", "lung")),
    (IMPRESSION, "No pleural effusion. Compared with {day:%d %B %Y}, MRN {number}.", ("pleural", "effusion")),
    (("121060", "DCM", "History"), "{family} has a cough. Call {phone}.", ("cough",)),
    (("121106", "DCM", "Comment"), "Discussed with Dr {name} at {day:%m/%d/%Y} 14:30.", ()),
)


def node(
    parent: Dataset, draft: Draft, kind: str, concept: Code | None, relation: str = "CONTAINS"
) -> Dataset:
    """Append a content item of a value type to a parent and return it."""
    item = draft.item(parent, "ContentSequence")
    item.RelationshipType, item.ValueType = relation, kind
    if concept:
        code(draft, item, "ConceptNameCodeSequence", concept)
    return item


def tree(draft: Draft, title: Code, template: str) -> Dataset:
    """Write the document's head and return its root, the data set itself."""
    data = draft.dataset
    data.ValueType, data.ContinuityOfContent = "CONTAINER", "SEPARATE"
    code(draft, data, "ConceptNameCodeSequence", title)
    data.CompletionFlag, data.VerificationFlag = "COMPLETE", "VERIFIED"
    named = draft.item(data, "ContentTemplateSequence")
    named.MappingResource, named.TemplateIdentifier = "DCMR", template
    draft.date(data, "ContentDate", "sr/ContentDate")
    data.ContentTime = "120000"
    return data


def report(draft: Draft, images: list[tuple[str, str]]) -> None:
    """Write a measurement report that holds every type of content item."""
    root = tree(draft, REPORT, "1500")
    people(draft)
    context(draft, root)
    findings = node(root, draft, "CONTAINER", ("121070", "DCM", "Findings"))
    findings.ContinuityOfContent = "SEPARATE"
    for number, (concept, text, words) in enumerate(TEXTS):
        item = node(findings, draft, "TEXT", concept)
        draft.plant(item, "TextValue", text, f"sr/TEXT {number}", words=words)
    measurements(draft, findings)
    moments(draft, findings)
    for sop_class, sop_uid in images[:2]:
        image = node(findings, draft, "IMAGE", ("121112", "DCM", "Source of Measurement"))
        reference(draft, image, sop_class, sop_uid, "sr/IMAGE")
    evidence(draft, images)


def people(draft: Draft) -> None:
    """Write who verified, wrote and took part."""
    data = draft.dataset
    observer = draft.item(data, "VerifyingObserverSequence")
    draft.plant(observer, "VerifyingObserverName", "{name}^V", "sr/VerifyingObserver name")
    draft.plant(observer, "VerifyingOrganization", "{name} Ltd", "sr/VerifyingObserver organisation")
    draft.date(observer, "VerificationDateTime", "sr/VerificationDateTime", time="130000")
    author = draft.item(data, "AuthorObserverSequence")
    author.ObserverType = "PSN"
    draft.plant(author, "PersonName", "{name}^A", "sr/AuthorObserver name")
    draft.plant(author, "InstitutionName", "{name}", "sr/AuthorObserver institution")
    guest = draft.item(data, "ParticipantSequence")
    guest.ParticipationType = "ATTEST"
    draft.lose_date(guest, "ParticipationDateTime", "sr/ParticipationDateTime", draft.study.day)
    draft.plant(guest, "PersonName", "{name}^P", "sr/Participant name")


def context(draft: Draft, root: Dataset) -> None:
    """Write the observer and subject context (PS3.16 TID 1001)."""
    rows: tuple[tuple[str, Code, str, str], ...] = (
        ("PNAME", ("121008", "DCM", "Person Observer Name"), "PersonName", "{name}^Obs"),
        ("TEXT", ("121009", "DCM", "Person Observer's Organization Name"), "TextValue", "{name} Clinic"),
        ("UIDREF", ("121012", "DCM", "Device Observer UID"), "UID", "{uid}"),
        ("TEXT", ("121013", "DCM", "Device Observer Name"), "TextValue", "{name}"),
        ("TEXT", ("121016", "DCM", "Device Observer Serial Number"), "TextValue", "{id}"),
        (
            "TEXT",
            ("121017", "DCM", "Device Observer Physical Location During Observation"),
            "TextValue",
            "room {name}",
        ),
        ("PNAME", ("121029", "DCM", "Subject Name"), "PersonName", "{family}^Ann"),
        ("TEXT", ("121030", "DCM", "Subject ID"), "TextValue", "{id}"),
        ("DATE", ("121031", "DCM", "Subject Birth Date"), "Date", "{day:%Y%m%d}"),
        ("TEXT", ("121022", "DCM", "Accession Number"), "TextValue", "{id}"),
    )
    for kind, concept, keyword, template in rows:
        item = node(root, draft, kind, concept, "HAS OBS CONTEXT")
        draft.plant(item, keyword, template, f"sr/{concept[2]}")


def measurements(draft: Draft, parent: Dataset) -> None:
    """Write numbers, coded findings and a coded finding with somebody's name as its meaning."""
    item = node(parent, draft, "NUM", LENGTH)
    value = draft.item(item, "MeasuredValueSequence")
    draft.keep(value, "NumericValue", "12.5")
    code(draft, value, "MeasurementUnitsCodeSequence", MILLIMETRE)
    found = node(parent, draft, "CODE", FINDING)
    code(draft, found, "ConceptCodeSequence", ("233604007", "SCT", "Pneumonia"))
    own = node(parent, draft, "CODE", FINDING)
    entry = draft.item(own, "ConceptCodeSequence")
    entry.CodeValue = draft.text("{id}", "sr/CODE value", "00080100")
    entry.CodingSchemeDesignator = "99HOSP"
    entry.CodeMeaning = draft.text("nodule of {name}", "sr/CODE meaning", "00080104")
    unnamed = draft.item(parent, "ContentSequence")
    unnamed.RelationshipType, unnamed.ValueType, unnamed.ContinuityOfContent = (
        "CONTAINS",
        "CONTAINER",
        "SEPARATE",
    )
    concept = draft.item(unnamed, "ConceptNameCodeSequence")
    concept.CodeValue, concept.CodingSchemeDesignator = "1", "99HOSP"
    concept.CodeMeaning = draft.text("Section by {name}", "sr/container title", "00080104")
    where = node(parent, draft, "SCOORD", ("111030", "DCM", "Image Region"))
    draft.keep(where, "GraphicType", "POLYLINE")
    draft.keep(where, "GraphicData", [1.0, 2.0, 30.5, 40.25])


def moments(draft: Draft, parent: Dataset) -> None:
    """Write dates, a date with time, and a tracking identifier."""
    item = node(parent, draft, "DATE", ("111526", "DCM", "DateTime Started"))
    draft.date(item, "Date", "sr/DATE")
    both = node(parent, draft, "DATETIME", ("111527", "DCM", "DateTime Ended"))
    draft.date(both, "DateTime", "sr/DATETIME", time="101112")
    tracked = node(parent, draft, "TEXT", ("112039", "DCM", "Tracking Identifier"))
    draft.plant(tracked, "TextValue", "lesion of {name}", "sr/Tracking Identifier")
    unique = node(parent, draft, "UIDREF", ("112040", "DCM", "Tracking Unique Identifier"))
    draft.uid(unique, "UID", draft.ledger.mint.make("uid", draft.file, "tracking"), "sr/Tracking UID")


def reference(draft: Draft, item: Dataset, sop_class: str, sop_uid: str, place: str) -> None:
    """Write a reference to an image into a content item."""
    target = draft.item(item, "ReferencedSOPSequence")
    target.ReferencedSOPClassUID = sop_class
    draft.uid(target, "ReferencedSOPInstanceUID", sop_uid, place)


def evidence(draft: Draft, images: list[tuple[str, str]]) -> None:
    """Write the list of the objects a document rests upon."""
    study = draft.item(draft.dataset, "CurrentRequestedProcedureEvidenceSequence")
    draft.uid(study, "StudyInstanceUID", draft.study.uid, "sr/evidence study")
    series = draft.item(study, "ReferencedSeriesSequence")
    series.SeriesInstanceUID = draft.ledger.mint.make("uid", draft.file, "evidence series")
    for sop_class, sop_uid in images[:2]:
        reference(draft, series, sop_class, sop_uid, "sr/evidence instance")


def key_object(draft: Draft, images: list[tuple[str, str]]) -> None:
    """Write a key object selection with a description."""
    root = tree(draft, ("113000", "DCM", "Of Interest"), "2010")
    item = node(root, draft, "TEXT", ("113012", "DCM", "Key Object Description"))
    draft.plant(
        item, "TextValue", "Shown to Dr. {name} because of a nodule.", "ko/description", words=("nodule",)
    )
    observer = node(root, draft, "PNAME", ("121008", "DCM", "Person Observer Name"), "HAS OBS CONTEXT")
    draft.plant(observer, "PersonName", "{name}^Kiki", "ko/observer")
    for sop_class, sop_uid in images[:2]:
        image = draft.item(root, "ContentSequence")
        image.RelationshipType, image.ValueType = "CONTAINS", "IMAGE"
        reference(draft, image, sop_class, sop_uid, "ko/IMAGE")
    evidence(draft, images)
