"""De-identifies the attributes of a data set, those of every nested item alike.

Rules: the result is a fresh data set into which only what a rule allows is written; a listed attribute
follows its action of Table E.1-1 (`profile`), another stays only when its representation cannot hold text, a
date or a UID, or by allow-list; a value that is not what its representation says goes; a value that equals an
identifier of the patient goes whatever its attribute is.

Not here: pixel data (`pixels`), private and unknown attributes (`private`), coded entries (`structured`),
file meta (`objects`).
"""

from __future__ import annotations

import re
from collections import Counter
from copy import deepcopy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from pydicom.dataelem import DataElement
from pydicom.dataset import Dataset
from pydicom.filewriter import correct_ambiguous_vr_element

from site_agent.deidentify import bulk, content, dates, descriptors, free_text, naming, private, structured
from site_agent.deidentify.identifiers import is_standard_uid, values_of
from site_agent.deidentify.profile import Action, Option
from site_agent.deidentify.rules import PRIVATE_TAG, Rule
from site_agent.ingest.reader import PIXEL_KEYWORDS

if TYPE_CHECKING:
    from collections.abc import Callable

    from site_agent.deidentify.identifiers import Identifiers
    from site_agent.deidentify.profile import Profile
    from site_agent.deidentify.pseudonyms import Pseudonyms

_TEXTS: Final = frozenset({"LO", "SH", "ST", "LT", "UT", "UC"})
_NUMBERS: Final = frozenset({"DS", "IS", "FL", "FD", "SL", "SS", "UL", "US", "SV", "UV", "AT"})
_NUMBER: Final = re.compile(r"\s*[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?\s*")
_CODE_STRING: Final = re.compile(r"[A-Za-z0-9_ ]{0,16}")
_MANY_DIGITS: Final = re.compile(r"\d{5}")
_FIXED: Final = {Action.REMOVE: None, Action.EMPTY: ""}
_SENTENCES: Final = frozenset({"ST", "LT", "UT"})
_CODED: Final = frozenset(
    {"CodeValue", "CodingSchemeDesignator", "CodeMeaning", "LongCodeValue", "URNCodeValue"}
)
_DUMMIES: Final[dict[str, Any]] = {
    "AE": "REMOVED", "AS": "000D", "CS": "REMOVED", "DA": "19000101", "DT": "19000101000000", "TM": "000000",
    "DS": "0", "IS": "0", "LO": "removed", "LT": "removed", "PN": "removed", "SH": "removed", "ST": "removed",
    "UC": "removed", "UT": "removed", "UR": "removed:",
    "FL": 0.0, "FD": 0.0, "SL": 0, "SS": 0, "UL": 0, "US": 0,
    "SV": 0, "UV": 0, "OB": b"\0\0", "OW": b"\0\0",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Subject:
    """The patient a data set is about.

    Attributes:
        patient_id: Patient ID as the hospital has it; key of every pseudonym.
        shift_days: Days by which the patient's dates move.
        identifiers: What must not survive.
    """

    patient_id: str = field(repr=False)
    shift_days: int = field(repr=False)
    identifiers: Identifiers = field(repr=False)


@dataclass(slots=True)
class Cleaner:
    """Applies one profile to one patient's data sets, and counts what it did.

    Attributes:
        little_endian: Byte order of the data sets' file.
        attributes: (tag, rule) -> number of elements at any depth; a private tag outside the safe list counts
            as `rules.PRIVATE_TAG`; never a value.
    """

    profile: Profile
    pseudonyms: Pseudonyms
    subject: Subject
    little_endian: bool = True
    attributes: Counter[tuple[int, str]] = field(default_factory=Counter)

    @property
    def actions(self) -> Counter[str]:
        """Return rule -> number of elements."""
        total: Counter[str] = Counter()
        for (_, rule), count in self.attributes.items():
            total[rule] += count
        return total

    def count(self, tag: int, rule: Rule) -> None:
        """Count one element under the rule that decided about it."""
        self.attributes[tag, rule.value] += 1

    def clean(self, source: Dataset) -> Dataset:
        """Return the de-identified copy of a data set, its pixel data left out."""
        cleaned = Dataset()
        coded = structured.is_coded_entry(source)
        item = content.is_content_item(source)
        for tag in sorted(source.keys()):
            try:
                element = _unambiguous(source[tag], source, little_endian=self.little_endian)
            except Exception:  # noqa: BLE001 - pydicom raises anything on a broken value
                self.count(int(tag), Rule.UNREADABLE)
                continue
            if element.keyword in PIXEL_KEYWORDS or (coded and element.keyword in _CODED):
                continue
            if item and element.keyword in content.WRITTEN_HERE:
                continue
            if (kept := self._element(element, source)) is not None:
                cleaned.add(kept)
        if coded:
            structured.clean_entry(source, cleaned, self.subject.identifiers)
            self.count(0x00080104, Rule.CODE)
        if item:
            content.clean_item(source, cleaned, self)
        return cleaned

    def _element(self, element: DataElement, source: Dataset) -> DataElement | None:
        if rule := private.dropped(element):
            self.count(PRIVATE_TAG if element.tag.is_private else int(element.tag), Rule(rule))
            return None
        action = self.profile.action(int(element.tag))
        if element.VR == "SQ":
            return self._sequence(element, action)
        if pseudonym := self._pseudonym(element, action):
            self.count(int(element.tag), Rule.PSEUDONYM)
            return DataElement(element.tag, element.VR, pseudonym)
        if (named := self._named(element, action)) is not None:
            self.count(int(element.tag), Rule.CLEAN)
            return DataElement(element.tag, element.VR, named)
        if action is None:
            value, rule = self._unlisted(element, source), Rule.NUMBER
        else:
            value, rule = self._listed(element, action), Rule(action.value)
        self.count(int(element.tag), Rule.REPRESENTATION if value is None and rule.leaves else rule)
        return None if value is None else DataElement(element.tag, element.VR, value)

    def _sequence(self, element: DataElement, action: Action | None) -> DataElement | None:
        """Return a sequence whose every item went through the same rules."""
        self.count(int(element.tag), Rule.REMOVE if action is Action.REMOVE else Rule.SEQUENCE)
        if action is Action.REMOVE:
            return None
        items = [] if action is Action.EMPTY else [self.clean(item) for item in element.value]
        return DataElement(element.tag, "SQ", items)

    def _pseudonym(self, element: DataElement, action: Action | None) -> str | None:
        """Return the keyed stand-in of an identifier that must stay consistent, or ``None``."""
        if action in {None, Action.KEEP, Action.REMOVE}:
            return None
        value = str(element.value or "").strip()
        if element.keyword == "PatientName":
            return self.pseudonyms.patient(self.subject.patient_id)[:16]
        if element.keyword == "PatientID":
            return self.pseudonyms.patient(value or self.subject.patient_id)
        if element.keyword == "AccessionNumber" and value:
            return self.pseudonyms.accession(value)
        if element.keyword in {"DeviceSerialNumber", "DetectorID"} and value:
            return self.pseudonyms.identifier(element.keyword, value)
        return None

    def _named(self, element: DataElement, action: Action | None) -> str | None:
        """Return what becomes of a name that a user gave to a thing, or of a remark on a picture."""
        if element.VR not in _TEXTS and element.VR != "CS":
            return None
        text = " ".join(values_of(element))
        if element.keyword in naming.POINTED_TO or action in {None, Action.CLEAN}:
            return naming.named(element.keyword, element.VR, text, self)
        return None

    def _listed(self, element: DataElement, action: Action) -> Any:  # noqa: ANN401 - any representation's
        """Return the value that Table E.1-1 (or an override) leaves, or ``None`` to remove the element."""
        if action in _FIXED:
            return _FIXED[action]
        if action is Action.KEEP:
            return self._each(element, dates.cap_age) if element.VR == "AS" else element.value
        if element.VR == "UI":
            return self._uids(element)
        if action is Action.DUMMY:
            return _DUMMIES.get(element.VR)
        if element.VR in _TEXTS:
            return self._descriptor(element)
        return self._temporal(element)

    def _descriptor(self, element: DataElement) -> str:
        """Return what stays of a descriptor: of sentences more than of a few words."""
        text = " ".join(values_of(element))
        if element.VR in _SENTENCES:
            keep_dates = Option.LONGITUDINAL_MODIFIED_DATES in self.profile.options
            return free_text.clean(text, self.subject, keep_dates=keep_dates)
        return descriptors.clean(text, self.subject.identifiers)

    def _unlisted(self, element: DataElement, source: Dataset) -> Any:  # noqa: ANN401 - any representation's
        """Return what stays of an attribute outside Table E.1-1, or ``None`` to remove the element."""
        if element.VR in _TEXTS:
            return self._unlisted_text(element)
        if element.is_empty:
            return ""
        if element.VR == "UI":
            return self._uids(element)
        if isinstance(element.value, bytes):
            return bulk.clean(element.keyword, element.VR, element.value, source)
        if element.VR in _NUMBERS or element.VR == "CS":
            plausible = self._is_code if element.VR == "CS" else self._is_number
            return element.value if all(plausible(value) for value in values_of(element)) else None
        return self._temporal(element)

    def _unlisted_text(self, element: DataElement) -> str | list[str] | None:
        if element.keyword == "UnformattedTextValue" and Option.CLEAN_GRAPHICS in self.profile.options:
            return self._descriptor(element) or free_text.REMOVED  # PS3.3 C.10.5: it needs a value
        if element.keyword in self.profile.keep_texts:
            texts = values_of(element)
            return (
                texts
                if all(descriptors.looks_like_product(t, self.subject.identifiers) for t in texts)
                else None
            )
        if element.keyword in self.profile.clean_texts:
            return descriptors.clean(" ".join(values_of(element)), self.subject.identifiers)
        return None

    def _temporal(self, element: DataElement) -> list[str] | None:
        """Return dates moved, times kept, ages capped; ``None`` for every other representation."""
        days = self.subject.shift_days
        rules: dict[str, Callable[[str], str | None]] = {
            "DA": lambda value: dates.shift_date(value, days),
            "DT": lambda value: dates.shift_datetime(value, days),
            "TM": dates.keep_time,
            "AS": dates.cap_age,
        }
        rule = rules.get(element.VR)
        return None if rule is None else self._each(element, rule)

    @staticmethod
    def _each(element: DataElement, rule: Callable[[str], str | None]) -> list[str]:
        return [new for value in values_of(element) if (new := rule(value)) is not None]

    def _uids(self, element: DataElement) -> list[str]:
        return [uid if is_standard_uid(uid) else self.pseudonyms.uid(uid) for uid in values_of(element)]

    def _is_number(self, text: str) -> bool:
        exact = _NUMBER.fullmatch(text) is not None or text.startswith("(")  # AT is written (gggg,eeee)
        return exact and not self.subject.identifiers.hit_number(text)

    def _is_code(self, text: str) -> bool:
        plain = _CODE_STRING.fullmatch(text) is not None and not _MANY_DIGITS.search(text)
        return plain and not self.subject.identifiers.hit(text)


def _unambiguous(element: DataElement, source: Dataset, *, little_endian: bool) -> DataElement:
    """Return an element whose representation depends on others (``US or SS``) with the one it has here."""
    if " or " not in element.VR:
        return element
    return correct_ambiguous_vr_element(deepcopy(element), source, little_endian)
