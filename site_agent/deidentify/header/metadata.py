"""De-identifies the attributes of a data set, those of every nested item alike.

Rules: the result is a fresh data set into which only what a rule allows is written; `plan` says how each
attribute is treated, and a value that does not pass its treatment becomes a dummy, empty or nothing at all,
as its type asks; a value that is not what its representation says goes; a value that equals an identifier of
the patient goes whatever its attribute is. Texts are written in UTF-8; numbers that stay are copied as they
were encoded.

Not here: what may stay of a value (`values`), private attributes' list (`private`), coded entries
(`structured`), content items (`content`), names of things (`naming`), pixel data (`pixels.clean`), file meta
(`file_header`).
"""

from __future__ import annotations

from collections import Counter
from copy import deepcopy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from pydicom.datadict import tag_for_keyword
from pydicom.dataelem import DataElement, convert_raw_data_element
from pydicom.dataset import Dataset
from pydicom.filewriter import correct_ambiguous_vr_element
from pydicom.tag import BaseTag

from site_agent.deidentify.header import content, elements, private, structured, values
from site_agent.deidentify.header.plan import Decision, How
from site_agent.deidentify.profile.actions import PRIVATE_TAG, Rule
from site_agent.deidentify.profile.options import Action, Option
from site_agent.errors import InputRefusedError, Reason
from site_agent.ingest.reader import PIXEL_KEYWORDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from site_agent.deidentify.header.elements import Element
    from site_agent.deidentify.header.identifiers import Identifiers
    from site_agent.deidentify.header.plan import Plan
    from site_agent.deidentify.header.pseudonyms import Pseudonyms
    from site_agent.deidentify.profile.profile import Profile

UTF8: Final = "ISO_IR 192"
"""Specific Character Set of every object that is written."""

_ENCODING: Final = "UTF8"
_CHARACTER_SET: Final = 0x00080005
_CODE_MEANING: Final = 0x00080104
_AGE: Final = 0x00101010
_VALUE_TYPE: Final = frozenset({0x0040A040})
_NOWHERE: Final[frozenset[int]] = frozenset()
_CONTENT: Final = frozenset(tag_for_keyword(keyword) or 0 for keyword in content.WRITTEN_HERE)


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
    """Applies one profile to one patient's data set, and counts what it did.

    Attributes:
        little_endian: Byte order of the data set's file.
        attributes: (tag, rule) -> number of elements at any depth; a private tag outside the safe list counts
            as `rules.PRIVATE_TAG`, one of it as group and element within its block; never a value.
    """

    profile: Profile
    pseudonyms: Pseudonyms
    subject: Subject
    little_endian: bool = True
    attributes: Counter[tuple[int, str]] = field(default_factory=Counter)
    _within: list[int] = field(default_factory=list, repr=False)
    _plan: Plan | None = field(default=None, repr=False)
    _safe: private.SafeList = field(default_factory=dict, repr=False)
    _encoding: tuple[bool, bool] = field(default=(False, True), repr=False)
    _trusted: int = field(default=0, repr=False)

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
        """Return the de-identified copy of a data set or of an item, its pixel data left out.

        The first call is for a whole object, whose SOP class decides which attributes it needs; items are
        cleaned from within.

        Raises:
            InputRefusedError: `Reason.UNREADABLE`, nested too deep.
        """
        if len(self._within) > elements.DEEPEST:
            raise InputRefusedError(Reason.UNREADABLE)
        if not self._within:
            self._begin(source)
        coded = structured.is_coded_entry(source)
        item = elements.holds(source, _VALUE_TYPE) and content.is_content_item(source)
        elsewhere = (structured.WRITTEN_HERE if coded else _NOWHERE) | (_CONTENT if item else _NOWHERE)
        kept = self._attributes(source, elsewhere)
        if not self._within:
            kept[BaseTag(_CHARACTER_SET)] = DataElement(_CHARACTER_SET, "CS", UTF8)
        if coded:
            entry = structured.clean_entry(
                source, self.subject.identifiers, self.pseudonyms, trusted=bool(self._trusted)
            )
            kept.update((element.tag, element) for element in entry)
            self.count(_CODE_MEANING, Rule.CODE)
        cleaned = Dataset(kept, parent_encoding=[_ENCODING])
        cleaned.set_original_encoding(*self._encoding, [_ENCODING])
        if item:
            content.clean_item(source, cleaned, self)
        if not self._within:
            self._tell_age(source, cleaned)
        return cleaned

    def _begin(self, source: Dataset) -> None:
        self._plan = self.profile.plan(str(source.get("SOPClassUID") or ""))
        self._safe = private.safe_list(self.profile)
        implicit, little = source.original_encoding
        self._encoding = (bool(implicit), self.little_endian if little is None else bool(little))

    def _attributes(self, source: Dataset, elsewhere: frozenset[int]) -> dict[BaseTag, Element]:
        """Return what stays of the elements of a data set but those that are written elsewhere."""
        found = elements.elements(source)
        within = self._within[-1] if self._within else 0
        blocks: Mapping[int, str] | None = None
        kept: dict[BaseTag, Element] = {}
        for element in found:
            tag = int(element.tag)
            if tag >> 16 & 1:
                blocks = private.creators(found, source) if blocks is None else blocks
                new = self._private(element, source, blocks, kept)
            else:
                assert self._plan is not None  # noqa: S101 - `_begin` came first
                decision = self._plan.decide(tag, within)
                if tag in elsewhere or decision.keyword in PIXEL_KEYWORDS:
                    continue
                new = self._treated(element, decision, source)
            if new is not None:
                kept[BaseTag(tag)] = new
        return kept

    def _treated(self, element: Element, decision: Decision, source: Dataset) -> Element | None:
        """Return what stays of a standard attribute, and count it."""
        tag = int(element.tag)
        if decision.how is How.DROP:
            self.count(tag, decision.rule)
            return None
        if decision.how is How.BLANK and decision.otherwise is Action.REMOVE:
            self.count(tag, decision.rule)
            return None
        vr = elements.representation(element)
        if vr == "UN" or " or " in vr:
            element, vr = self._interpreted(element, source)
        if not vr or (decision.vrs and vr not in decision.vrs):
            return self._otherwise(element, decision, Rule.REPRESENTATION)
        if vr == "SQ":
            return self._sequence(element, decision, source)
        return self._valued(values.Value(element, vr, source), decision)

    def _valued(self, value: values.Value, decision: Decision) -> Element | None:
        """Return what stays of an attribute that has a value, and count it."""
        outcome = values.treat(value, decision, self)
        if isinstance(outcome, Rule):
            return self._otherwise(value.element, decision, outcome)
        self.count(int(value.element.tag), decision.rule)
        return self._encoded(outcome, value.vr)

    def _encoded(self, element: Element, vr: str) -> Element:
        """Return an element fit for the byte order of the object, its representation named."""
        if not element.is_raw:
            return element
        named = element if vr == element.VR else element._replace(VR=vr)
        if named.is_little_endian == self._encoding[1] or vr in elements.ASCII:
            return named
        return convert_raw_data_element(named, encoding=[_ENCODING])

    def _interpreted(self, element: Element, source: Dataset) -> tuple[Element, str]:
        """Return an element with the representation that pydicom finds for ``UN`` or an ambiguous one."""
        try:
            found = source[element.tag]
            if " or " in found.VR:
                found = correct_ambiguous_vr_element(deepcopy(found), source, self._encoding[1])
        except Exception:  # noqa: BLE001 - pydicom raises anything on a broken value
            return element, ""
        return found, "" if " or " in found.VR else str(found.VR)

    def _otherwise(self, element: Element, decision: Decision, reason: Rule) -> Element | None:
        """Return a dummy or an empty element where the object needs one, and count why."""
        tag = int(element.tag)
        if decision.otherwise is Action.REMOVE:
            self.count(tag, reason)
            return None
        vr = decision.vrs[0] if decision.vrs else "UN"
        self.count(tag, Rule(decision.otherwise.value))
        if vr == "SQ":
            return DataElement(tag, vr, [])
        dummy = values.DUMMIES.get(vr) if decision.otherwise is Action.DUMMY else None
        return DataElement(tag, vr, dummy)

    def _sequence(self, element: Element, decision: Decision, source: Dataset) -> Element | None:
        """Return a sequence whose every item went through the same rules."""
        if decision.how not in {How.SEQUENCE, How.KEEP}:
            return self._otherwise(element, decision, decision.rule)
        try:
            items = list(source[element.tag].value)
        except Exception:  # noqa: BLE001 - pydicom raises anything on a broken value
            return self._otherwise(element, decision, Rule.UNREADABLE)
        tag = int(element.tag)
        self.count(tag, decision.rule)
        return self._cleaned_items(tag, items, trusted=decision.rule is Rule.KEEP)

    def _cleaned_items(self, tag: int, items: list[Dataset], *, trusted: bool = False) -> DataElement:
        self._within.append(tag)
        self._trusted += trusted
        try:
            return DataElement(tag, "SQ", [self.clean(item) for item in items])
        finally:
            self._within.pop()
            self._trusted -= trusted

    def _private(
        self, element: Element, source: Dataset, blocks: Mapping[int, str], kept: dict[BaseTag, Element]
    ) -> Element | None:
        """Return what stays of a private attribute, with its creator, and count it."""
        tag = int(element.tag)
        said = str(element.VR or "UN")
        vr = private.representation(tag, said, blocks, self._safe) if self._safe else None
        if vr is None:
            if not private.is_creator(tag):
                self.count(PRIVATE_TAG, Rule.PRIVATE)
            return None
        new = self._safe_private(element, vr, source)
        shown = tag & 0xFFFF00FF
        self.count(shown, Rule.SAFE_PRIVATE if new is not None else Rule.REPRESENTATION)
        if new is not None:
            place = BaseTag(tag & 0xFFFF0000 | (tag >> 8 & 0xFF))
            kept[place] = DataElement(place, "LO", blocks[tag & 0xFFFFFF00])
        return new

    def _safe_private(self, element: Element, vr: str, source: Dataset) -> Element | None:
        if vr == "SQ":
            items = private.items(element, source)
            return None if items is None else self._cleaned_items(int(element.tag), items)
        value = values.private_value(element, vr, source)
        outcome = None if value is None else values.treat(value, values.private_decision(vr), self)
        return None if outcome is None or isinstance(outcome, Rule) else self._encoded(outcome, vr)

    def _tell_age(self, source: Dataset, cleaned: Dataset) -> None:
        """Write the age where it is retained but only told by the birth date, which goes."""
        retained = Option.RETAIN_PATIENT_CHARACTERISTICS in self.profile.options
        if retained and not cleaned.get("PatientAge") and (age := values.age_of(source)):
            cleaned.PatientAge = age
            self.count(_AGE, Rule.AGE)
