"""The identifiers of one data set, to be searched for afterwards.

Rules: whatever the profile removes, empties, replaces or remaps is an identifier when its representation can
hold one: words of names, identifying texts as a whole, long numbers in them, dates, UIDs, and the bytes of
all these as they stood in the file, since a declared character set may be wrong. A text that is all
vocabulary, or the maker's own name, tells nobody apart. Comparison ignores case, accents and punctuation.

Not here: removing them (`metadata`) and failing when one is found (`verify`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from pydicom.uid import UID_dictionary

from site_agent.deidentify.header import descriptors
from site_agent.deidentify.header.elements import (
    ASCII,
    DEEPEST,
    Element,
    elements,
    raw_bytes,
    representation,
    texts,
    values_of,
    walk,
)
from site_agent.deidentify.profile.options import Action
from site_agent.deidentify.reports.folding import fold
from site_agent.errors import InputRefusedError, Reason

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

    from site_agent.deidentify.profile.profile import Profile

__all__ = ["Identifiers", "collect", "is_standard_uid", "values_of", "walk"]

_TEXT_VRS: Final = frozenset({"LO", "SH", "ST", "LT", "UT", "UC", "AE", "UR"})
_IDENTIFYING: Final = _TEXT_VRS | {"PN", "UI", "DA", "DT"}
_SHORTEST_WORD: Final = 3
_SHORTEST_FOREIGN_WORD: Final = 2  # names of two signs are whole names in other scripts
_SHORTEST_VALUE: Final = 4
_SHORTEST_NUMBER: Final = 5
_HARMLESS: Final = frozenset({"none", "null", "unknown", "anonymous", "anonymized", "removed", "other"})
_MAKERS: Final = ("Manufacturer", "ManufacturerModelName")  # often repeated as a station's name
_DIGITS: Final = re.compile(r"\d{5,}")
_CODING_SCHEMES: Final = frozenset(
    {
        *("2.16.840.1.113883.6.96", "2.16.840.1.113883.6.5", "2.16.840.1.113883.6.51"),  # SCT, SNM, SNM3
        *("2.16.840.1.113883.6.1", "2.16.840.1.113883.6.8", "2.16.840.1.113883.6.256"),  # LN, UCUM, RADLEX
        *("2.16.840.1.113883.3.26.1.1", "2.16.840.1.113883.6.119"),  # NCIt, FMA
        *("2.16.840.1.113883.6.3", "2.16.840.1.113883.6.90", "2.16.840.1.113883.6.42"),  # ICD
        *("2.16.840.1.113883.6.12", "2.16.840.1.113883.6.88", "2.16.840.1.113883.6.24"),  # CPT, RxNorm, MDC
        *("2.16.840.1.113883.6.210", "2.16.840.1.113883.6.276", "2.16.840.1.113883.6.234"),
    }
)
"""Object identifiers of public coding schemes (PS3.16 table 8-1): they name no person."""


def is_standard_uid(uid: str) -> bool:
    """Return whether the UID is one that PS3.6 or PS3.16 registers, which identifies nobody."""
    return uid in UID_dictionary or uid in _CODING_SCHEMES


@dataclass(frozen=True, slots=True)
class Identifiers:
    """What must not survive.

    Attributes:
        words: Folded words of person names, three letters or longer.
        values: Folded identifying texts, dates (``YYYYMMDD``) and ids.
        uids: UIDs as written.
        raw: The same texts as written, six characters or longer, for a search in bytes.
        numbers: Digits of ids and dates, five or more, without leading zeros.
        raw_bytes: Names and identifying texts as they stand in the file, six bytes or longer.
    """

    words: frozenset[str] = field(repr=False)
    values: frozenset[str] = field(repr=False)
    uids: frozenset[str] = field(repr=False)
    raw: frozenset[str] = field(repr=False)
    numbers: frozenset[str] = field(default=frozenset(), repr=False)
    raw_bytes: frozenset[bytes] = field(default=frozenset(), repr=False)
    _phrases: tuple[str, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Set the values of several words aside, which cannot be looked up word by word."""
        object.__setattr__(self, "_phrases", tuple(f" {value} " for value in self.values if " " in value))

    def hit(self, text: str) -> bool:
        """Return whether a text holds an identifier."""
        folded = fold(text)
        words = folded.split()
        if not self.words.isdisjoint(words) or not self.values.isdisjoint(words):
            return True
        padded = f" {folded} "
        if any(phrase in padded for phrase in self._phrases):
            return True
        return "." in text and any(uid in text for uid in self.uids)

    def hit_number(self, text: str) -> bool:
        """Return whether a number, written as text, is an identifier."""
        digits = text.strip().lstrip("+-").split(".", maxsplit=1)[0].lstrip("0")
        return len(digits) >= _SHORTEST_NUMBER and (digits in self.numbers or digits in self.values)


@dataclass(slots=True)
class _Found:
    """What a walk has gathered so far."""

    words: set[str] = field(default_factory=set)
    texts: set[str] = field(default_factory=set)
    uids: set[str] = field(default_factory=set)
    raw: set[bytes] = field(default_factory=set)


def collect(source: Dataset, profile: Profile) -> Identifiers:
    """Return the identifiers of a data set, its file meta and every nested item included.

    Raises:
        InputRefusedError: `Reason.UNREADABLE`, nested too deep.
    """
    found = _Found()
    for part in (source, getattr(source, "file_meta", None)):
        if part:
            _gather(part, profile, found, 0)
    makers = {fold(str(source.get(keyword) or "")) for keyword in _MAKERS}
    folded = {fold(text) for text in found.texts if not _is_harmless(text, makers)}
    numbers = {digits.lstrip("0") for text in found.texts for digits in _DIGITS.findall(text)}
    written = found.uids.union(text for text in found.texts if not _is_harmless(text, makers))
    return Identifiers(
        words=frozenset(found.words - _HARMLESS),
        values=frozenset(value for value in folded if len(value) >= _SHORTEST_VALUE),
        uids=frozenset(uid for uid in found.uids if len(uid) > _SHORTEST_NUMBER),
        raw=frozenset(t for t in written if len(t.strip()) > _SHORTEST_NUMBER),
        numbers=frozenset(n for n in numbers if len(n) >= _SHORTEST_NUMBER),
        raw_bytes=frozenset(
            b
            for b in found.raw
            if len(b) > _SHORTEST_NUMBER and not _is_harmless(b.decode("latin-1"), makers)
        ),
    )


def _is_harmless(text: str, makers: set[str]) -> bool:
    """Return whether a text says nothing of a patient: no value, a maker, or the vocabulary's words alone."""
    folded = fold(text)
    return folded in _HARMLESS or folded in makers or descriptors.vocabulary().issuperset(folded.split())


def _gather(source: Dataset, profile: Profile, found: _Found, depth: int) -> None:
    if depth > DEEPEST:
        raise InputRefusedError(Reason.UNREADABLE)
    for element in elements(source):
        vr = representation(element)
        if vr == "UN" and int(element.tag) >> 16 & 1:
            continue  # nobody can say what it is; `metadata` keeps none of it but numbers and moved dates
        if vr in {"SQ", "UN"}:
            vr = _interpreted(source, element)
        if vr == "SQ":
            for item in source[element.tag].value:
                _gather(item, profile, found, depth + 1)
        elif vr in _IDENTIFYING and (action := profile.action(int(element.tag))) is not Action.KEEP:
            values = [value for value in texts(element, vr, source) or [] if value]
            _take(values, vr, action, found)
            if vr not in ASCII and action not in {None, Action.CLEAN} and (raw := raw_bytes(element)):
                found.raw.update(part.strip(b" \0") for part in re.split(rb"[\\^=]", raw) if part)


def _interpreted(source: Dataset, element: Element) -> str:
    """Return the representation in which pydicom reads an element that says ``UN``, or a sequence."""
    try:
        return str(source[element.tag].VR)
    except Exception:  # noqa: BLE001 - an unreadable value never reaches the result either
        return ""


def _take(values: list[str], vr: str, action: Action | None, found: _Found) -> None:
    """Sort the values of one element into what was found."""
    if vr == "PN":
        found.texts.update(values)
        found.words.update(w for value in values for w in fold(value).split() if _is_name(w))
    elif vr == "UI":
        found.uids.update(value for value in values if not is_standard_uid(value))
    elif vr in {"DA", "DT"}:
        if action is not None:
            found.texts.update(value[:8] for value in values)
    elif action not in {None, Action.CLEAN}:
        found.texts.update(values)


def _is_name(word: str) -> bool:
    shortest = _SHORTEST_WORD if word.isascii() else _SHORTEST_FOREIGN_WORD
    return len(word) >= shortest and not word.isdigit()
