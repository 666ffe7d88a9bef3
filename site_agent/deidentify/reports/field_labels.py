"""Knows the labels of fields, however they are written: ``Patient ID``, ``patientId``, ``PATIENT_ID``.

Rules: a label is a phrase of the privacy lexicon as a whole, between marks or at the end of a piece; what it
heads is told by its list. A number's label may also be any word that says so itself ("…nummer", "… no.").

Not here: where the values stand (`layouts`), labels of findings (`labels`).
"""

# ruff: noqa: RUF001 - labels are written with typographic apostrophes
from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from site_agent.deidentify.reports.folding import fold
from site_agent.deidentify.reports.keys import key_kind
from site_agent.deidentify.reports.lexicon import PrivacyLexicon

if TYPE_CHECKING:
    from site_agent.deidentify.reports.lexicon import Span

KINDS: Final = {
    "plain_labels": "",
    "site_labels": "LOCATION",
    "place_fields": "LOCATION",
    "line_labels": "PHONE",
    "contact_fields": "PHONE",
    "day_labels": "DATE",
    "date_fields": "DATE",
    "number_labels": "ID",
    "id_fields": "ID",
    "person_labels": "NAME",
    "name_fields": "NAME",
}
"""List of labels -> class of what they head, none where it identifies nobody; the later list counts."""

_PART: Final = re.compile(r"[^\W\d_a-z]+(?![a-z])|[^\W\d_][^\W\d_A-Z]*|\d+|#")
_APART: Final = re.compile(r"[ \t./\-_'’&()°º*]{0,3}")
_NUMBERED: Final = frozenset(
    {"no", "nr", "nos", "number", "num", "nummer", "numero", "nro", "nbr", "id", "#"}
)
_NUMBER_WORD: Final = re.compile(r"\w{2,}(?:nummer|numer|nr|number|szam)\Z")
_MOST_WORDS: Final = 5
_ABBREVIATED: Final = 4
_REACH: Final = 48
_SHORTEST_JOINED: Final = 6


class Label(NamedTuple):
    """A label in a text.

    Attributes:
        start: Its first character.
        end: The one behind its last.
        kind: Class of what it heads, empty where that identifies nobody.
        listed: Whether the lexicon has it.
    """

    start: int
    end: int
    kind: str
    listed: bool


def label_before(text: str, end: int) -> Label | None:
    """Return the longest label that ends at a character of its line, or ``None``."""
    low = max(text.rfind("\n", 0, end) + 1, end - _REACH)
    if low >= end:
        return None
    found = _at_end(text[low:end], cut=low > 0 and text[low - 1].isalnum())
    return found and Label(found.start + low, found.end + low, found.kind, found.listed)


@lru_cache(maxsize=1 << 13)
def _at_end(text: str, *, cut: bool) -> Label | None:
    """Return the longest label at the end of a piece of a line whose first word may be cut."""
    parts = [m.span() for m in _PART.finditer(text)]
    if not parts or not _APART.fullmatch(text, parts[-1][1]):
        return None
    words: list[str] = []
    best: Label | None = None
    following, glued = None, True
    for start, stop in parts[: -_MOST_WORDS - 1 : -1]:
        if (following is not None and not _joined_on(text, (start, stop), following)) or (cut and not start):
            break
        words.insert(0, text[start:stop])
        glued = glued and following in {None, stop}
        following = start
        found = _kind(tuple(words), glued=glued)
        if found and (found[1] or best is None) and not (start and text[start - 1].isalnum()):
            best = Label(start, _closed(text, start, parts[-1][1]), *found)
    return best


def _closed(text: str, start: int, end: int) -> int:
    """Return the end of a label with the bracket that closes one in it: ``Forename(s)``."""
    return end + 1 if "(" in text[start:end] and text[end : end + 1] == ")" else end


def _joined_on(text: str, part: Span, following: int) -> bool:
    """Return whether a word belongs to one phrase with the next: a full stop joins abbreviations only."""
    start, stop = part
    apart = text[stop:following]
    return bool(_APART.fullmatch(apart)) and (". " not in apart or stop - start <= _ABBREVIATED)


@lru_cache(maxsize=1 << 14)
def _kind(words: tuple[str, ...], *, glued: bool) -> tuple[str, bool] | None:
    """Return what a phrase heads and whether it is listed, ``None`` when it is no label."""
    folded = " ".join("#" if word == "#" else fold(word) for word in words)
    kind = _listed().get(folded)
    if kind is None and len(folded) >= _SHORTEST_JOINED:
        kind = _joined().get(folded.replace(" ", ""))
    if kind is not None:
        return kind, True
    kind = key_kind(words, glued=glued)
    if kind is not None:
        return kind, True
    last = folded.rpartition(" ")[2]
    if (last in _NUMBERED and len(words) > 1) or _NUMBER_WORD.match(last):
        return "ID", False
    return None


@cache
def _listed() -> dict[str, str]:
    lists = PrivacyLexicon.load().lists
    return {
        " ".join("#" if part == "#" else fold(part) for part in _PART.findall(phrase)): kind
        for name, kind in KINDS.items()
        for phrase in lists[name]
    }


@cache
def _joined() -> dict[str, str]:
    """Return the labels of several words as capitals write them when they are keys: ``PATIENTID``."""
    return {
        phrase.replace(" ", ""): kind
        for phrase, kind in _listed().items()
        if " " in phrase and len(phrase) >= _SHORTEST_JOINED
    }
