"""Judges whether what a pattern matched is an identifier at all: what measures is none, nor are plain words.

Not here: how much of a match is the identifier (`filter`), the patterns (`patterns`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from site_agent.deidentify.reports.known_words import (
    is_known,
    is_term,
    may_be_place,
    may_name,
    names_people,
    says_nothing,
)
from site_agent.deidentify.reports.lexicon import PrivacyLexicon
from site_agent.deidentify.reports.measurements import is_measured
from site_agent.deidentify.reports.names import is_shouted, protected
from site_agent.deidentify.reports.patterns.writing import PLACEHOLDER, Reading

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from site_agent.deidentify.reports.lexicon import Span

_LETTERS: Final = re.compile(r"[^\W\d_]+")
_SHORTEST: Final = 3
_STUDY: Final = re.compile(
    r"(?:[ ](?:imaging|radiology|diagnostics?))?[ ](?:request|report|stud(?:y|ies)|exam(?:ination)?|protocol"
    r"|findings|results|history|note|of[ ](?:\d|\[DATE))",
    re.IGNORECASE,
)
_COUNTED: Final = re.compile(
    r"\d[\d.,]*[ ](?:units?|iu|mg|mcg|ml|mm|cm|kg|lbs?|mins?|minutes?|hours?|hrs?|m?bq|mci|views?|images?"
    r"|slices?|sequences?|cores?|passes|can(?:not)?|is|was|were|are)\b",
    re.IGNORECASE,
)
_OF_ONE: Final = 3  # "Quayle's clinic"
_FAR: Final = 12
_OF_ITS_NAME: Final = frozenset({"hospital", "dental", "base", "general", "royal"})
"""Words of departments that end the name of an institution right behind it."""
_ROOM: Final = re.compile(r"[ ](?:clinic|surgery|office|practice|rooms)\b", re.IGNORECASE)
_OF: Final = re.compile(r"\bof[ ](?:the[ ])?", re.IGNORECASE)
_TITLED: Final = re.compile(r"\b(?:dr|doctor|mrs?|ms|prof)\b\.?[ ]\Z", re.IGNORECASE)


def is_organisation(text: str, span: Span) -> bool:
    """Return whether words with capitals, before a word of organisations or with it, are one of them."""
    lists = PrivacyLexicon.load().lists
    words = [word.lower() for word in _LETTERS.findall(text, *span)]
    behind = _LETTERS.match(text, span[1] + 1)
    vague = lists["vague_organisations"]
    named = any(says_nothing(word) or may_name(word) for word in words)
    nobodys = is_shouted(text) and not named and not text.startswith((" OF ", " AT "), span[1])
    if nobodys or _STUDY.match(text, span[1]):
        return False
    is_vague = words[-1:] and (words[-1] in vague or (behind is not None and behind[0].lower() in vague))
    if " ".join(words) in lists["organisations"] or is_somebodys(text, span) or _is_anyones(text, span):
        return False
    return not is_vague or any(says_nothing(word) for word in words if word not in vague)


def is_somebodys(text: str, span: Span) -> bool:
    """Return whether an organisation is no more than somebody's: "Quayle's clinic" behind a title."""
    named = _LETTERS.findall(text, *span)
    return (
        len(named) <= _OF_ONE
        and _ROOM.search(text, span[0], span[1] + _FAR) is not None
        and _TITLED.search(text, max(0, span[0] - _FAR), span[0]) is not None
    )


def _is_anyones(text: str, span: Span) -> bool:
    """Return whether an organisation is one of many, its noun in small letters: "TB clinic"."""
    *named, noun = _LETTERS.findall(text, span[0], span[1]) or [""]
    behind = _LETTERS.match(text, span[1] + 1)
    if behind and not noun.islower():
        named, noun = [*named, noun], behind[0]
    generic = PrivacyLexicon.load().lists["generic_places"]
    return noun.islower() and len(named) == 1 and named[0].lower() in generic


def is_department(text: str, span: Span) -> bool:
    """Return whether a place is no more than a department: "Pediatric Radiology", also beside its hospital.

    Behind a name such words are what a practice of that name calls itself.
    """
    words = [word.lower() for word in _LETTERS.findall(text, *span) if len(word) > 1]
    before, behind = text[: span[0]].rstrip(" -,"), text[span[1] :].lstrip(" ")
    of_somebody = before.endswith(("[NAME]", "[ADDRESS]", "&")) or behind.startswith(
        ("[NAME]", "[ADDRESS]", "[ORG]")
    )
    of_somebody = of_somebody or (set(words) <= _OF_ITS_NAME and text.endswith("[ORG] ", 0, span[0]))
    listed = PrivacyLexicon.load().lists["departments"]
    return bool(words) and not of_somebody and all(word in listed for word in words)


def without_person(text: str, span: Span) -> Span:
    """Return an organisation without the person of it: "Quayle of Amber Hospital" behind a title."""
    start, end = span
    of = _OF.search(text, start, end)
    return (of.end(), end) if of and _TITLED.search(text, max(0, start - _FAR), start) else span


def _names_place(text: str, span: Span) -> bool:
    """Return whether a word of a street or town is none of reports; in capitals, what may name."""
    if PLACEHOLDER.search(text, *span):
        return True
    words = [word for word in _LETTERS.findall(text, *span) if len(word) >= _SHORTEST]
    named = words[1:] or words
    if is_shouted(text):
        return any(may_name(word) or not is_known(word) for word in named)
    return any(map(may_be_place, named))


def _is_employer(text: str, span: Span) -> bool:
    """Return whether a place of work has a name: a word of it that says nothing else, or that has gone.

    Where names have capitals, words in small letters only tell what kind of place it is: "grocery store".
    """
    if PLACEHOLDER.search(text, *span):
        return True
    *words, _ = _LETTERS.findall(text, *span) or [""]
    if not any(word[0].isupper() for word in words) and not PLACEHOLDER.sub("", text).islower():
        return False
    return _may_be_called(words, shouted=is_shouted(text))


def _is_called_so(text: str, span: Span) -> bool:
    """Return whether a place may be called this: a word of it says nothing else, or that has gone."""
    return bool(PLACEHOLDER.search(text, *span)) or _may_be_called(_LETTERS.findall(text, *span))


def _may_be_called(words: list[str], *, shouted: bool = False) -> bool:
    generic = PrivacyLexicon.load().lists["generic_places"]
    named = [word for word in words if len(word) >= _SHORTEST and word.lower() not in generic]
    return any(not is_known(word) or may_name(word) or (not shouted and may_be_place(word)) for word in named)


def _is_borne(text: str, span: Span) -> bool:
    """Return whether people are called a word that is none of reports, wherever it stands in a name."""
    if any(start <= span[0] and span[1] <= end for start, end in protected(text)):
        return False
    words = _LETTERS.findall(text, *span)
    return any(may_name(word) or (names_people(word) and says_nothing(word)) for word in words)


def _is_town(text: str, span: Span) -> bool:
    """Return whether words with capitals name a place, and nothing of a body or a disease."""
    words = _LETTERS.findall(text, *span)
    if is_shouted(text) or is_term(words[-1]) or is_department(text, span) or not _is_called_so(text, span):
        return False
    return not any(start < span[1] and span[0] < end for start, end in protected(text))


def _is_street(text: str, span: Span) -> bool:
    """Return whether a street ends as it begins, and its number counts nothing: "12 French loop" is none."""
    if _COUNTED.match(text, *span):
        return False
    words = _LETTERS.findall(text, *span)
    if words[-1:] == ["CT"] and not text[slice(*span)].isupper():
        return False
    if "the" in words:  # "left the road"
        return False
    ends = bool(words) and text[slice(*span)].rstrip(".").endswith(words[-1])
    return not (ends and words[-1].islower() and any(word[0].isupper() for word in words))


def _is_strange(text: str, span: Span) -> bool:
    return any(may_name(word) or not is_known(word) for word in _LETTERS.findall(text, *span))


def _is_elsewhere(text: str, span: Span) -> bool:
    """Return whether capitals are short for an institution and not for a unit within one: ``ICU``."""
    short = text[slice(*span)].lower()
    return not is_shouted(text) and short not in PrivacyLexicon.load().lists["units"]


JUDGES: Final[Mapping[Reading, Callable[[str, Span], bool]]] = {
    Reading.UNMEASURED: lambda text, span: not is_measured(text, span),
    Reading.STRANGE: _is_strange,
    Reading.NAMED: _names_place,
    Reading.EMPLOYER: _is_employer,
    Reading.CALLED_SO: _is_called_so,
    Reading.UNSAID: lambda text, span: not any(map(is_term, _LETTERS.findall(text, *span))),
    Reading.BORNE: _is_borne,
    Reading.TOWN: _is_town,
    Reading.STREET: _is_street,
    Reading.ABBREVIATED: _is_elsewhere,
}
"""What matches of a reading must be to count."""
