"""The identifiers of one data set, to be searched for afterwards.

Rules: whatever the profile removes, empties, replaces or remaps is an identifier when its representation can
hold one: words of names, identifying texts as a whole, dates, UIDs. Comparison ignores case, accents and
punctuation.

Not here: removing them (`metadata`) and failing when one is found (`verify`).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from pydicom.uid import UID_dictionary

from site_agent.deidentify.profile import Action

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydicom.dataelem import DataElement
    from pydicom.dataset import Dataset

    from site_agent.deidentify.profile import Profile

_TEXT_VRS: Final = frozenset({"LO", "SH", "ST", "LT", "UT", "UC", "AE", "UR"})
_SHORTEST_WORD: Final = 3
_SHORTEST_VALUE: Final = 4
_SHORTEST_NUMBER: Final = 5
_HARMLESS: Final = frozenset({"none", "null", "unknown", "anonymous", "anonymized", "removed", "other"})
_WORD: Final = re.compile(r"[^\W_]+")


def fold(text: str) -> str:
    """Return the text without case and accents, words separated by single spaces."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(_WORD.findall("".join(c for c in decomposed if not unicodedata.combining(c))))


def is_standard_uid(uid: str) -> bool:
    """Return whether the UID is one that PS3.6 registers, which identifies nobody."""
    return uid in UID_dictionary


def values_of(element: DataElement) -> list[str]:
    """Return the values of an element as texts, each component of a multiple value alone."""
    value = element.value
    if value is None or isinstance(value, bytes | bytearray):
        return []
    many = value if isinstance(value, list | tuple) or type(value).__name__ == "MultiValue" else [value]
    return [str(one) for one in many if str(one)]


def walk(dataset: Dataset) -> Iterator[DataElement]:
    """Yield every readable element, those of nested items after their sequence."""
    for tag in list(dataset.keys()):
        try:
            element = dataset[tag]
        except Exception:  # noqa: BLE001, S112 - an unreadable value never reaches the result either
            continue
        yield element
        if element.VR == "SQ":
            for item in element.value:
                yield from walk(item)


@dataclass(frozen=True, slots=True)
class Identifiers:
    """What must not survive.

    Attributes:
        words: Folded words of person names, three letters or longer.
        values: Folded identifying texts, dates (``YYYYMMDD``) and ids.
        uids: UIDs as written.
        raw: The same texts as written, six characters or longer, for a search in bytes.
    """

    words: frozenset[str] = field(repr=False)
    values: frozenset[str] = field(repr=False)
    uids: frozenset[str] = field(repr=False)
    raw: frozenset[str] = field(repr=False)

    def hit(self, text: str) -> bool:
        """Return whether a text holds an identifier."""
        folded = fold(text)
        words = folded.split()
        if self.words.intersection(words) or self.values.intersection(words):
            return True
        padded = f" {folded} "
        return any(" " in value and f" {value} " in padded for value in self.values) or any(
            uid in text for uid in self.uids
        )

    def hit_number(self, text: str) -> bool:
        """Return whether a number, written as text, is an identifier."""
        digits = text.strip().lstrip("+-").split(".", maxsplit=1)[0]
        return len(digits) >= _SHORTEST_NUMBER and digits in self.values


def collect(source: Dataset, profile: Profile) -> Identifiers:
    """Return the identifiers of a data set, its file meta and every nested item included."""
    words: set[str] = set()
    texts: set[str] = set()
    uids: set[str] = set()
    for part in (source, getattr(source, "file_meta", None) or ()):
        for element in walk(part) if part else ():
            action = profile.action(int(element.tag))
            if action is Action.KEEP:
                continue
            if element.VR == "PN":
                for value in values_of(element):
                    texts.add(value)
                    words.update(
                        w for w in fold(value).split() if len(w) >= _SHORTEST_WORD and not w.isdigit()
                    )
            elif element.VR == "UI":
                uids.update(value for value in values_of(element) if not is_standard_uid(value))
            elif element.VR in {"DA", "DT"} and action is not None:
                texts.update(value[:8] for value in values_of(element))
            elif element.VR in _TEXT_VRS and action not in {None, Action.CLEAN}:
                texts.update(values_of(element))
    folded = {fold(text) for text in texts}
    return Identifiers(
        words=frozenset(words - _HARMLESS),
        values=frozenset(
            value for value in folded if len(value) >= _SHORTEST_VALUE and value not in _HARMLESS
        ),
        uids=frozenset(uid for uid in uids if len(uid) > _SHORTEST_NUMBER),
        raw=frozenset(
            t for t in texts | uids if len(t.strip()) > _SHORTEST_NUMBER and fold(t) not in _HARMLESS
        ),
    )
