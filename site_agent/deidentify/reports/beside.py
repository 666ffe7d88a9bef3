"""What belongs to a name because of where it stands: the rest of a slot that holds a name already found.

Rule: between what introduces somebody (a title, "discussed with", a label, the edge of a field) and what ends
a name (a mark, a credential, an id, the end of the field), a name and a few words written like one are all
name, whatever else those words mean: ``TECH [NAME] BONE  HX``, ``Pt: Long, [NAME] DOB``. Particles and what
joins two surnames go with them.

Not here: finding a name in the first place (`names`, `patterns.people`, `recogniser`).
"""

# ruff: noqa: RUF001 - names are written with typographic apostrophes
from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from site_agent.deidentify.reports.known_words import (
    is_abbreviation,
    is_known,
    is_term,
    may_name,
    names_people,
)
from site_agent.deidentify.reports.lexicon import PrivacyLexicon

if TYPE_CHECKING:
    from site_agent.deidentify.reports.lexicon import Span

_WORDS: Final = re.compile(r"(?<!\[)[^\W\d_]{2,}(?!\])")
_SURNAME: Final = re.compile(
    r"\[NAME\][ ](?P<v>[^\W\d_]{3,})(?=['’]s\b|[ ]*(?:$|[,(|;]|\[(?:DATE|ID|PHONE|AGE)\])|\.(?:[ \n]|$)"
    r"|[ ](?:dob|d\.o\.b|mrn|born|date[ ]of[ ]birth|aged?)\b)",
    re.IGNORECASE | re.MULTILINE,
)
_FOUND: Final = re.compile(r"\[NAME\]")
_BEFORE: Final = re.compile(r"(?<![\w'’\-.@/\[])(?P<word>[^\W\d_][\w'’\-]*|[^\W\d_]\.)(?P<gap>,?[ ]|/)\Z")
_BEHIND: Final = re.compile(
    r"(?P<gap>,?[ ]|,|/)(?P<word>[^\W\d_]\.|[^\W\d_][\w'’\-]*(?![\w@]|\.\w)|\[NAME\])"
)
_JOINED: Final = re.compile(
    r"\[NAME\][ ](?P<v>(?:y|e|i|und|och|og|en|et)[ ](?:(?:de|la|los|las|da|dos)[ ]){0,2})(?=\[NAME\])"
)
_PARTICLES: Final = re.compile(
    r"(?<![\w'’\-\[.])(?P<v>(?:(?:De|DE|Della?|DELLA?|Di|DI|Da|DA|Dal|DAL|Dos|DOS|Das|DAS|Du|DU|Van|"
    r"VAN|Von|VON|Der|DER|Den|DEN|Ter|TER|Ten|TEN|La|LA|Le|LE|El|EL|Al|AL|"
    r"Bin|BIN|Bint|BINT|Binti|BINTI|Ibn|IBN|Abu|ABU|Bu|BU|Ben|BEN|Mac|MAC|Op|OP|an|AN|Los|LOS|Las|"
    r"LAS|Lo|LO|Zu|ZU|Te|TE|te|e|op|y)[ ])+)(?=\[NAME\])"
)
_ELIDED: Final = re.compile(r"(?<![\w'’])(?P<v>[ODLod])['’](?=\[NAME\])")
_INTRODUCED: Final = re.compile(
    r"(?P<words>(?:[^\W\d_][\w'’/\-]*\.?[ ]){0,2}[^\W\d_][\w'’/\-]*)"
    r"(?P<mark>\.?[ ]|[ \t]*[:=|;#][ \t]*|\t+|[ ]{2,})\Z"
)
_EDGE: Final = re.compile(r"(?:\A|\n|[|\t;=\"]|[ ]/|[ ]{2})[ \t]*\Z")
_ENDS: Final = re.compile(
    r"[ \t]*(?:\Z|[\n|\t;\"(/]|->|[ ]-{1,2}[ ]|[.,:](?=\s|\Z)|[ ]{2}|"
    r"\[(?:ID|DATE|PHONE|AGE|ADDRESS)\]|(?:dob|d\.o\.b|mrn|ssn|npi|acc|born|date of birth|aged?|sex|"
    r"id|chart|ph|phone|tel|fax|ext|pager|bleep|no|hcpc|gmc|nmc|mcrn|hpcsa|mdcn|ahpra|npi|reg|"
    r"lic(?:en[cs]e)?|folio|badge|chief|consultant|specialist|senior|attending|[wsd]/o|of|ext|who)"
    r"\b|\d{1,2}:\d\d)",
    re.IGNORECASE,
)
_ENDS_FIELD: Final = re.compile(
    r"[ \t]*(?:[|\t\";]|\[(?:ID|DATE)\]|(?:dob|d\.o\.b|mrn|born|date of birth|acc)\b|\d{1,2}:\d\d)",
    re.IGNORECASE,
)
_VAGUE: Final = frozenset({"with", "to", "from", "re", "told", "by", "in", "d", "t", "named", "known to"})
_WIDEST: Final = 3
_SHORT: Final = 3
_FAR: Final = 48


def beside(text: str, *, shouted: bool, cased: bool) -> list[Span]:
    """Return what belongs to names that placeholders stand for.

    Args:
        text: Text with placeholders.
        shouted: Whether it is mostly capitals.
        cased: Whether its capitals tell names.
    """
    if "[NAME]" not in text:
        return []
    found = [
        match.span("v") for pattern in (_JOINED, _PARTICLES, _ELIDED) for match in pattern.finditer(text)
    ]
    if not cased:
        found += [m.span("v") for m in _SURNAME.finditer(text) if _is_surname(m["v"])]
    for match in _FOUND.finditer(text):
        found += _slot(text, match.span(), shouted=shouted, cased=cased)
    return found


def _is_surname(word: str) -> bool:
    """Return whether a word behind a name, in a text of one case, is its surname, as no body part is."""
    return names_people(word) and not is_term(word) and word.lower() not in _labels()


def _slot(text: str, name: Span, *, shouted: bool, cased: bool) -> list[Span]:
    """Return the words that fill the slot of a name, before it and behind it."""
    starts, ends = [name[0]], [name[1]]
    while len(starts) <= _WIDEST and (word := _BEFORE.search(text, max(0, starts[-1] - _FAR), starts[-1])):
        if not _fits(word["word"], shouted=shouted, cased=cased):
            break
        starts.append(word.start())
    while len(ends) <= _WIDEST and (word := _BEHIND.match(text, ends[-1])):
        if not _fits(word["word"], shouted=shouted, cased=cased):
            break
        ends.append(word.end())
    for wide in range(len(starts) + len(ends) - 1):
        for before in range(max(0, wide - len(ends) + 1), min(wide, len(starts) - 1) + 1):
            start, end = starts[before], ends[wide - before]
            if _is_slot(text, start, end):
                return [(start, name[0]), (name[1], end)] if wide else []
    return []


def _is_slot(text: str, start: int, end: int) -> bool:
    """Return whether a person is introduced at a character, and a name ends at another."""
    if text[start - 1 : start] == "(" and text[end : end + 1] == ")":
        return True
    if _is_line(text, start, end):
        return True
    if _EDGE.search(text, max(0, start - _FAR), start):
        if _ENDS_FIELD.match(text, end) or text.count("[NAME]", start, end) > 1:
            return _ends(text, end)
        return "," in text[start:end] and _ends(text, end)
    return _ends(text, end) and is_introduced(text, start, end)


def _is_line(text: str, start: int, end: int) -> bool:
    """Return whether a line holds nothing but words that people are called: "[NAME] PRUDENCE"."""
    if text[max(0, start - 1) : start] not in {"", "\n"} or text[end : end + 1] not in {"", "\n"}:
        return False
    return all(names_people(word) and not is_term(word) for word in _WORDS.findall(text, start, end))


def _ends(text: str, at: int) -> bool:
    """Return whether a name ends at a character; the dot of an initial may be the sentence's too."""
    return bool(_ENDS.match(text, at)) or text[at - 1 : at + 1] in {". ", ".\n"}


def is_introduced(text: str, start: int, end: int) -> bool:
    """Return whether words before a name, found by anything, introduce people."""
    return _is_introduced(text, start, reversed_="," in text[start:end])


def _is_introduced(text: str, at: int, *, reversed_: bool) -> bool:
    """Return whether words before a character introduce people; any label does before "Roe, Ann"."""
    match = _INTRODUCED.search(text, max(0, at - _FAR), at)
    if not match:
        return False
    words = match["words"].lower().replace(".", "").split()
    marked = match["mark"].strip(" .") != ""
    phrases = {" ".join(words[-count:]) for count in range(1, len(words) + 1)}
    if reversed_ and marked and words[-1] not in PrivacyLexicon.load().lists["headings"]:
        return True
    return any(phrase in _people() and (marked or phrase not in _VAGUE) for phrase in phrases)


def _fits(word: str, *, shouted: bool, cased: bool) -> bool:
    """Return whether a word beside a name is written as a part of one."""
    if word == "[NAME]" or (len(word.rstrip(".")) == 1 and word[0].isupper() and word not in {"A", "I"}):
        return True
    lowered = word.lower()
    short = is_abbreviation(word) and len(word) <= _SHORT
    if lowered in _labels() or short or (len(word) == 1 and (cased or shouted or word in "ai")):
        return False
    if shouted:
        return word.isupper() and not (lowered.endswith("ed") and is_known(word) and not may_name(word))
    return word[0].isupper() or not cased


@cache
def _people() -> frozenset[str]:
    """Return the phrases that introduce people, in lower case."""
    lists = PrivacyLexicon.load().lists
    kinds = ("titles", "cues", "name_fields", "relatives")
    return frozenset(phrase.lower().rstrip(".") for kind in kinds for phrase in lists[kind]) | {"s/o", "d/o"}


@cache
def _labels() -> frozenset[str]:
    """Return words that stand beside names and are no part of them: titles, credentials, labels, verbs."""
    lists = PrivacyLexicon.load().lists
    kinds = [kind for kind in lists if kind.endswith("_fields")] + [
        "titles",
        "credentials",
        "cues",
        "person_verbs",
        "nobody",
    ]
    return frozenset(phrase.lower() for kind in kinds for phrase in lists[kind] if " " not in phrase)
