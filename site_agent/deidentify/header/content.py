"""Content items (PS3.3 C.18): what reports, acquisition contexts and specimen steps are made of.

Rules: codes, numbers, coordinates and references stay as the other rules leave them; a text follows what its
concept name says it is: an identifier gets the pseudonym that the same identifier has as an attribute, a
product stays, an institution or a place goes, everything else is free text; a person's name and a date of
birth are replaced; an age is capped. What says how the tree is built comes from closed lists, so that it is
never taken for a name; no value that its type requires is missing afterwards. The item decides, not the SOP
class, so every depth and every sequence is treated alike.

Not here: codes (`structured`), the wording (`free_text`), the walk through the tree (`metadata`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from site_agent.deidentify.header import descriptors, free_text, naming
from site_agent.deidentify.profile.actions import Rule
from site_agent.deidentify.profile.profile import Option

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

    from site_agent.deidentify.header.metadata import Cleaner

WRITTEN_HERE: Final = frozenset({"RelationshipType", "ValueType", "TextValue", "PersonName"})
"""Keywords of a content item that are written by `clean_item` alone."""

_VALUE_TYPES: Final = frozenset(
    {
        *("CODE", "COMPOSITE", "CONTAINER", "DATE", "DATETIME", "IMAGE", "NUM", "NUMERIC", "PNAME", "SCOORD"),
        *("SCOORD3D", "TABLE", "TCOORD", "TEXT", "TIME", "UIDREF", "WAVEFORM"),
    }
)
_RELATIONS: Final = frozenset(
    {
        *("CONTAINS", "HAS ACQ CONTEXT", "HAS CONCEPT MOD", "HAS OBS CONTEXT", "HAS PROPERTIES"),
        *("INFERRED FROM", "SELECTED FROM"),
    }
)
_TEXT_VALUE: Final = 0x0040A160
_PERSON_NAME: Final = 0x0040A123
_REQUIRED: Final = {"Date": "19000101", "DateTime": "19000101000000", "Time": "000000"}
_BIRTH_DATE: Final = "121031"
_AGE: Final = "121033"
_OLDEST: Final = 90
_YEARS: Final = "a"
_SUBJECT_ID: Final = "121030"
_ACCESSIONS: Final = frozenset({"121022", "121040"})
_PRODUCTS: Final = frozenset(
    {"111001", "111003", "111529", "113878", "113879", "121014", "121015", "121194", "121195", "128403"}
)
_WITHHELD: Final = frozenset(
    {"110122", "110190", "111706", "111724", "113872", "113873", "121009", "121017", "121197", "121434"}
)
_KEYED: Final = {
    **dict.fromkeys(("113880", "121016", "121196"), "DeviceSerialNumber"),
    **dict.fromkeys(("113877", "121013", "121193"), "StationName"),
    **dict.fromkeys(("113870", "113871", "128774", "128775"), "PersonID"),
    **dict.fromkeys(("112347", "121148", "121149"), "LotID"),
    **dict.fromkeys(("113510", "113511", "113512", "113513", "113514"), "RadiopharmaceuticalID"),
    **dict.fromkeys(("113516", "121020", "121021"), "OrderID"),
    **dict.fromkeys(("111705", "121041", "121043"), "SpecimenIdentifier"),
    **dict.fromkeys(("111700",), "ContainerIdentifier"),
}
_NAMED: Final = {
    **dict.fromkeys(("112039", "121151"), "TrackingID"),
    **dict.fromkeys(("125010", "126070", "126071"), "Identifier"),
}
"""Concepts of scheme DCM whose text is an identifier, with the keyword under which it is made a keyed one."""


def is_content_item(item: Dataset) -> bool:
    """Return whether a data set is a content item; the root of a report is one."""
    return str(item.get("ValueType") or "").strip() in _VALUE_TYPES


def clean_item(item: Dataset, cleaned: Dataset, cleaner: Cleaner) -> None:
    """Write the value of a content item into its cleaned copy.

    Args:
        item: The item as found.
        cleaned: Its copy, the other attributes already cleaned; changed in place.
        cleaner: The profile, pseudonyms and patient in force; counts what is done.
    """
    concept = _concept(item)
    cleaned.ValueType = str(item.ValueType).strip()
    if (relation := str(item.get("RelationshipType") or "").strip()) in _RELATIONS:
        cleaned.RelationshipType = relation
    if "TextValue" in item:
        text = str(item.TextValue or "")
        cleaned.TextValue = _text(text, concept, cleaner) or free_text.REMOVED
        cleaner.count(_TEXT_VALUE, Rule.CONTENT)
    if "PersonName" in item:
        cleaned.PersonName = free_text.REMOVED
        cleaner.count(_PERSON_NAME, Rule.CONTENT)
    for keyword, dummy in _REQUIRED.items():
        if keyword in item and (concept == _BIRTH_DATE or not cleaned.get(keyword)):
            setattr(cleaned, keyword, dummy)
    if concept == _AGE:
        _cap_age(cleaned)


def _concept(item: Dataset) -> str:
    """Return the code value of a concept name of scheme DCM, else nothing."""
    names = item.get("ConceptNameCodeSequence") or []
    name = names[0] if len(names) else {}
    return str(name.get("CodeValue") or "") if name.get("CodingSchemeDesignator") == "DCM" else ""


def _text(text: str, concept: str, cleaner: Cleaner) -> str:
    """Return what stays of a text, given the concept it is the value of."""
    options = cleaner.profile.options
    if Option.CLEAN_STRUCTURED_CONTENT not in options or concept in _WITHHELD or not text.strip():
        return ""
    if (pseudonym := _pseudonym(text.strip(), concept, cleaner)) is not None:
        return pseudonym
    if concept in _PRODUCTS and descriptors.looks_like_product(text, cleaner.subject.identifiers):
        return text
    keep_dates = Option.LONGITUDINAL_MODIFIED_DATES in options
    return free_text.clean(text, cleaner.subject, keep_dates=keep_dates)


def _pseudonym(value: str, concept: str, cleaner: Cleaner) -> str | None:
    """Return what stands for an identifier, or ``None`` when the concept is not one."""
    pseudonyms = cleaner.pseudonyms
    if concept == _SUBJECT_ID:
        return pseudonyms.patient(value)
    if concept in _ACCESSIONS:
        return pseudonyms.accession(value)
    if concept in _KEYED:
        return pseudonyms.identifier(_KEYED[concept], value)
    if concept in _NAMED:
        return naming.identifier(value, _NAMED[concept], "UT", cleaner.subject.identifiers, pseudonyms)
    return None


def _cap_age(cleaned: Dataset) -> None:
    """Write 90 years for every higher age."""
    for measured in cleaned.get("MeasuredValueSequence") or []:
        units = measured.get("MeasurementUnitsCodeSequence") or [{}]
        years = units[0].get("CodeValue") == _YEARS
        if years and float(measured.get("NumericValue") or 0) > _OLDEST:
            measured.NumericValue = str(_OLDEST)
            if "FloatingPointValue" in measured:
                measured.FloatingPointValue = float(_OLDEST)
