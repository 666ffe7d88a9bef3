"""What may stay of a value: one function a treatment.

Rules: a treatment returns the element as it may be written, or the rule by which nothing of it may; it never
changes what it was given. A text is compared with the patient's identifiers as words; what is not of its
representation is nobody's code or date.

Not here: numbers (`numerals`), which treatment an attribute gets (`plan`), and what is written instead
(`metadata`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from pydicom.dataelem import RawDataElement

from site_agent.deidentify.header import body_parts, dates, descriptors, elements, free_text, naming, numerals
from site_agent.deidentify.header.identifiers import is_standard_uid
from site_agent.deidentify.header.plan import NUMBERS, TEMPORAL, TEXTS, Decision, How
from site_agent.deidentify.profile.actions import Rule
from site_agent.deidentify.profile.options import Action, Option

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydicom.dataset import Dataset

    from site_agent.deidentify.header.elements import Element
    from site_agent.deidentify.header.metadata import Cleaner

DUMMIES: Final[dict[str, Any]] = {
    "AE": "REMOVED", "AS": "000D", "CS": "REMOVED", "DA": "19000101", "DT": "19000101000000", "TM": "000000",
    "DS": "0", "IS": "0", "LO": "removed", "LT": "removed", "PN": "removed", "SH": "removed", "ST": "removed",
    "UC": "removed", "UT": "removed", "UR": "removed:", "UI": "2.25.0",
    "FL": 0.0, "FD": 0.0, "SL": 0, "SS": 0, "UL": 0, "US": 0, "AT": 0,
    "SV": 0, "UV": 0, "OB": b"\0\0", "OW": b"\0\0", "UN": b"\0\0",
    "OF": b"\0" * 4, "OL": b"\0" * 4, "OD": b"\0" * 8, "OV": b"\0" * 8,
}  # fmt: skip
"""Representation -> a value that says nothing and is valid."""

_FIRST_CODES: Final = 2  # ImageType: what the first two values say is needed (PS3.3 C.7.6.1.1.2)
_CODE_STRING: Final = re.compile(r"[A-Z0-9_ ]{0,16}", re.ASCII)
_MANY_DIGITS: Final = re.compile(r"(?<!\bISO_)\d{5}")  # ISO_10918_1 is a compression, no number of a person
_UID: Final = re.compile(r"[0-2](\.(0|[1-9]\d*)){5,}", re.ASCII)
_ANY_UID: Final = re.compile(r"[0-9.]{0,64}", re.ASCII)
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_PRIVATE_TEXT: Final = re.compile(r"[A-Za-z]+|[\d.:*x/+\- ]{1,12}", re.ASCII)
_NAME_LENGTH: Final = 16
_CODE_LENGTH: Final = 16  # of a CS value (PS3.5 6.2)
_PATIENT_IDS: Final = frozenset({"PatientID", "OtherPatientIDs"})


class Value(NamedTuple):
    """An element, the representation in which it is read, and the data set it stands in."""

    element: Element
    vr: str
    source: Dataset

    def texts(self) -> list[str] | None:
        """Return its values as texts, or ``None`` when they cannot be read."""
        return elements.texts(self.element, self.vr, self.source)

    def made(self, values: list[str] | str) -> Element | Rule:
        """Return the element with other texts."""
        written = elements.make(self.element, self.vr, [values] if isinstance(values, str) else values)
        return written or Rule.REPRESENTATION


def treat(value: Value, decision: Decision, cleaner: Cleaner) -> Element | Rule:
    """Return an element as it may be written, or the rule by which it may not.

    Args:
        value: The element as found.
        decision: How its attribute is treated.
        cleaner: Profile, pseudonyms and patient in force.
    """
    if _is_empty(value.element) and decision.how is not How.PSEUDONYM:
        return _emptied(value, decision)
    return _TREATMENTS[decision.how](value, decision, cleaner)


def private_decision(vr: str) -> Decision:
    """Return how a safe private attribute of some representation is treated."""
    how = How.NUMBER if vr in NUMBERS else How.TIME if vr in TEMPORAL else _PRIVATE.get(vr, How.BLANK)
    return Decision(how, Rule.SAFE_PRIVATE, Action.REMOVE, (vr,))


def private_value(element: Element, vr: str, source: Dataset) -> Value | None:
    """Return a private element as one of its true representation, or ``None`` when it does not parse."""
    encoded = elements.raw_bytes(element)
    if encoded is None:
        return Value(element, vr, source)
    if vr in numerals.WIDTHS and len(encoded) % numerals.WIDTHS[vr]:
        return None
    little = element.is_little_endian if element.is_raw and element.VR != "UN" else True
    tag, length = element.tag, len(encoded)
    raw = RawDataElement(tag, vr, length, encoded, 0, is_implicit_VR=False, is_little_endian=little)
    return Value(raw, vr, source)


def age_of(source: Dataset) -> str | None:
    """Return the age at the study as an AS value, from the birth date, or ``None`` when it is not told."""
    return dates.age_between(*(str(source.get(key) or "") for key in ("PatientBirthDate", "StudyDate")))


def _is_empty(element: Element) -> bool:
    return not element.value if element.is_raw else bool(element.is_empty)


def _emptied(value: Value, decision: Decision) -> Element | Rule:
    """Return an element that was empty before as an empty one."""
    if decision.how is How.BLANK:
        return decision.rule
    return elements.encoded(value.element, value.vr, b"")


def _blank(_value: Value, decision: Decision, _cleaner: Cleaner) -> Element | Rule:
    return decision.rule


def _kept(value: Value, decision: Decision, cleaner: Cleaner) -> Element | Rule:
    """Keep a value that is what its representation says, unless it is an identifier of the patient."""
    if value.vr in NUMBERS:
        return numerals.keep(value, decision, cleaner)
    if value.vr in TEMPORAL:
        return _each(value, dates.keep_time if value.vr == "TM" else dates.keep_date)
    if value.vr not in TEXTS | {"PN", "AE", "CS", "UR", "UI"}:
        return value.element
    texts = value.texts()
    if texts is None:
        return Rule.UNREADABLE
    if value.vr == "UI":
        return value.made(texts) if all(map(_ANY_UID.fullmatch, texts)) else Rule.REPRESENTATION
    return Rule.IDENTIFIER if any(map(cleaner.subject.identifiers.hit, texts)) else value.made(texts)


def _age(value: Value, _decision: Decision, _cleaner: Cleaner) -> Element | Rule:
    return _each(value, dates.cap_age)


def _uid(value: Value, _decision: Decision, cleaner: Cleaner) -> Element | Rule:
    """Replace UIDs that are not registered; in a text, one that fills it."""
    found, uid = value.texts(), cleaner.pseudonyms.uid
    if found is None:
        return Rule.REPRESENTATION
    return value.made([one if not one or is_standard_uid(one) else uid(one) for one in found])


def _pseudonym(value: Value, decision: Decision, cleaner: Cleaner) -> Element | Rule:
    """Return the keyed stand-in of an identifier that must stay consistent."""
    found, pseudonyms = [one for one in value.texts() or [] if one], cleaner.pseudonyms
    if decision.keyword == "PatientName":
        return value.made(pseudonyms.patient(cleaner.subject.patient_id)[:_NAME_LENGTH])
    if decision.keyword in _PATIENT_IDS:
        return value.made([pseudonyms.patient(one) for one in found or [cleaner.subject.patient_id]])
    if not found:
        return decision.rule if decision.otherwise is Action.DUMMY else value.made("")
    if decision.keyword == "AccessionNumber":
        return value.made(pseudonyms.accession(found[0]))
    return value.made([pseudonyms.identifier(decision.keyword, one) for one in found])


def _words(value: Value, _decision: Decision, cleaner: Cleaner) -> Element | Rule:
    """Keep the known words of a descriptor."""
    text = _readable(value)
    if text is None:
        return Rule.UNREADABLE
    if _UID.fullmatch(text):
        return _uid(value, _decision, cleaner)
    return _or_nothing(value, descriptors.clean(text, cleaner.subject.identifiers))


def _free_text(value: Value, _decision: Decision, cleaner: Cleaner) -> Element | Rule:
    """Filter sentences."""
    text = _readable(value)
    if text is None:
        return Rule.UNREADABLE
    if _UID.fullmatch(text):
        return _uid(value, _decision, cleaner)
    keep_dates = Option.LONGITUDINAL_MODIFIED_DATES in cleaner.profile.options
    return _or_nothing(value, free_text.clean(text, cleaner.subject, keep_dates=keep_dates))


def _product(value: Value, decision: Decision, cleaner: Cleaner) -> Element | Rule:
    """Keep a text that looks like a maker, a product or a setting."""
    texts = value.texts()
    if texts is None:
        return Rule.UNREADABLE
    if len(texts) == 1 and _UID.fullmatch(texts[0]):
        return _uid(value, decision, cleaner)
    identifiers = cleaner.subject.identifiers
    may_stay = descriptors.looks_like_product
    if decision.keyword == "Manufacturer":
        may_stay = descriptors.looks_like_maker
    kept = [text if may_stay(text, identifiers) else "" for text in texts]
    return value.made(kept) if any(kept) else Rule.UNLISTED_TEXT


def _offset(value: Value, _decision: Decision, _cleaner: Cleaner) -> Element | Rule:
    return _each(value, dates.keep_offset)


def _time(value: Value, _decision: Decision, cleaner: Cleaner) -> Element | Rule:
    """Move dates or keep them, as the profile says; keep times of day."""
    if value.vr == "TM":
        return _each(value, dates.keep_time)
    if Option.LONGITUDINAL_MODIFIED_DATES not in cleaner.profile.options:
        return _each(value, dates.keep_date)
    move = dates.shift_date if value.vr == "DA" else dates.shift_datetime
    return _each(value, lambda text: move(text, cleaner.subject.shift_days))


def _code(value: Value, _decision: Decision, cleaner: Cleaner) -> Element | Rule:
    """Keep code strings; of what is none, a word of the vocabulary; of several, those that may stay."""
    found = value.texts()
    if found is None:
        return Rule.REPRESENTATION
    if int(value.element.tag) == body_parts.TAG and body_parts.CODE_STRINGS.issuperset(found):
        return value.element if value.element.is_raw else value.made(found)
    judged = [_code_string(text, cleaner) for text in found]
    refused = [one for one in judged[:_FIRST_CODES] if isinstance(one, Rule)]
    if refused:
        return refused[0]
    new = ["" if isinstance(one, Rule) else one for one in judged]
    return value.element if value.element.is_raw and new == found else value.made(new)


def _code_string(text: str, cleaner: Cleaner) -> str | Rule:
    """Return one code string, or the rule by which it may not stay; a known word may be in any case."""
    if not _CODE_STRING.fullmatch(text):
        words = re.split(r"[^a-z]+", text.lower())
        if not (text.isascii() and len(text) <= _CODE_LENGTH and descriptors.vocabulary().issuperset(words)):
            return Rule.REPRESENTATION
    if _MANY_DIGITS.search(text) or cleaner.subject.identifiers.hit(text):
        return Rule.IDENTIFIER
    return text


def _private_text(value: Value, _decision: Decision, cleaner: Cleaner) -> Element | Rule:
    """Keep a text only when it is nothing but known words and short numbers."""
    texts = value.texts()
    if texts is None:
        return Rule.UNREADABLE
    known, identifiers = descriptors.vocabulary(), cleaner.subject.identifiers
    for text in texts:
        parts = _PRIVATE_TEXT.findall(text)
        if "".join(parts) != text or identifiers.hit(text) or _MANY_DIGITS.search(text):
            return Rule.UNLISTED_TEXT
        if not all(part.lower() in known for part in parts if part.isalpha()):
            return Rule.UNLISTED_TEXT
    return value.made(texts)


def _name(value: Value, decision: Decision, cleaner: Cleaner) -> Element | Rule:
    """Clean the name of a thing."""
    text = _readable(value)
    if text is None:
        return Rule.UNREADABLE
    return _or_nothing(value, naming.named(decision.keyword, value.vr, text, cleaner) or "")


def _readable(value: Value) -> str | None:
    """Return a text as one, or ``None`` when it is not text in the character set it claims."""
    texts = value.texts()
    if texts is None:
        return None
    text = " ".join(texts)
    return None if _CONTROL.search(text) else text


def _or_nothing(value: Value, text: str) -> Element | Rule:
    return value.made(text) if text else Rule.UNLISTED_TEXT


def _each(value: Value, rule: Callable[[str], str | None]) -> Element | Rule:
    """Apply a rule to each component of a value; the whole goes when one is not what it says."""
    texts = value.texts()
    if texts is None:
        return Rule.REPRESENTATION
    new = [rule(text) if text else "" for text in texts]
    return Rule.REPRESENTATION if None in new else value.made([text for text in new if text is not None])


_TREATMENTS: Final[dict[How, Callable[[Value, Decision, Cleaner], Element | Rule]]] = {
    How.BLANK: _blank,
    How.KEEP: _kept,
    How.AGE: _age,
    How.UID: _uid,
    How.PSEUDONYM: _pseudonym,
    How.NAME: _name,
    How.WORDS: _words,
    How.FREE_TEXT: _free_text,
    How.PRODUCT: _product,
    How.OFFSET: _offset,
    How.TIME: _time,
    How.NUMBER: numerals.keep,
    How.CODE: _code,
    How.BULK: numerals.keep_bulk,
    How.PRIVATE_TEXT: _private_text,
}
_PRIVATE: Final = {
    "CS": How.CODE,
    "UI": How.UID,
    **dict.fromkeys(("LO", "SH", "ST"), How.PRIVATE_TEXT),
}
