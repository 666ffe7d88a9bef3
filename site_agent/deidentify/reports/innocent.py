"""Words and figures that identify nobody where they stand, whatever a network makes of their place.

Rule: what measures or tells the time, heads a number, belongs to a word or score it is joined to, is a brand,
a term, a job or a plain word in small letters, is innocent; so is a known word that reports use and nobody is
called, unless it touches the name of a person or place.

Not here: phrases (`names.protected`), what else is a measurement (`measurements`).
"""

# ruff: noqa: RUF001 - words are written with typographic apostrophes
from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from site_agent.deidentify.reports.complaints import is_finding
from site_agent.deidentify.reports.known_words import (
    is_abbreviation,
    is_borne,
    is_brand,
    is_known,
    is_term,
    may_name,
    says_nothing,
)
from site_agent.deidentify.reports.lexicon import PrivacyLexicon
from site_agent.deidentify.reports.measurements import is_measured

if TYPE_CHECKING:
    from site_agent.deidentify.reports.lexicon import Span

_HEADS: Final = re.compile(r"[ ]?#[ ]?\[")
_ORDINAL: Final = re.compile(r"\d{1,2}(?:st|nd|rd|th)", re.IGNORECASE)
_SHORTEST: Final = 3
_FAR: Final = 12
_HOUR: Final = re.compile(r"(?:[01]\d|2[0-3])[0-5]\d")
_PART_OF_WORD: Final = re.compile(r"['’]\Z|[a-z]-\Z")
_PART_OF_SCORE: Final = re.compile(r"(?<![^\W_])[A-Z]{2,}-\Z")
_TIME: Final = r"(?:[01]\d|2[0-3])(?::[0-5]\d(?!\d)|[:.]?[0-5]\d[ ]?h(?:(?:ou)?rs)?\b)"
_VALUED: Final = re.compile(rf"[ ]?[:=/]?[ ]?(?:[A-Z]{{1,3}}[ ])?(?!{_TIME})\d")
_QUALIFIED: Final = re.compile(
    r"\b(?:old|prior|known|acute|chronic|previous|recent|recurrent|new|active|possible|suspected|probable|severe|"
    r"moderate|mild|bilateral|left|right|prox(?:imal)?|distal|history[ ]of|h/o|no|s/p|post)[ ]\Z",
    re.IGNORECASE,
)
"""What a finding or a procedure stands behind, and nobody's initials."""
_NAMED_BEFORE: Final = re.compile(r"\[(?:NAME|ORG|ADDRESS|LOCATION)\][ ]?\Z")
_NAMED_BEHIND: Final = re.compile(r"[ ]?\[(?:NAME|ORG|ADDRESS|LOCATION)\]")
NEWBORN: Final = frozenset({"baby", "boy", "girl", "infant", "newborn", "twin", "male", "female"})
_NOBODY: Final = ("titles", "credentials", "relatives", "headings", "nobody", "job_words", "person_verbs")
_AT: Final = re.compile(
    r"(?:(?<!\w)(?:at|@|by|till|until|lkw|time|notified|called|read)|\[DATE\]),?[ ]\Z", re.IGNORECASE
)


def is_innocent(text: str, span: Span, *, cased: bool) -> bool:
    """Return whether a word can identify nobody where it stands.

    Args:
        text: Text with placeholders.
        span: Where the word stands.
        cased: Whether capitals tell names in it.
    """
    word = text[slice(*span)]
    if word[0].isdigit():
        return _is_innocent_number(text, span)
    if not word.isalpha():
        return False
    if is_label_or_part(text, span) or _names_nobody(word) or is_finding(text, span):
        return True
    if not _is_plain(word):
        return False
    small = cased and word.islower()
    return small or not (_touches_name(text, span) or is_borne(word) or says_nothing(word))


def is_plain_alone(text: str, span: Span) -> bool:
    """Return whether a word is a plain one that names only beside what names: "Image quality: good"."""
    word = text[slice(*span)]
    return word.isalpha() and _is_plain(word) and not (is_borne(word) or _touches_name(text, span))


def _is_plain(word: str) -> bool:
    return len(word) >= _SHORTEST and is_known(word) and not may_name(word)


def is_label_or_part(text: str, span: Span) -> bool:
    """Tell whether a word heads a number, is qualified or ends another: "TD# [ID]", "old MI", "double-J"."""
    start, end = span
    part = end - start == 1 and _PART_OF_WORD.search(text, max(0, start - 2), start)
    told = _VALUED.match(text, end) or _QUALIFIED.search(text, max(0, start - _FAR), start)
    return bool(part or (told and is_abbreviation(text[start:end])) or _HEADS.match(text, end))


def _names_nobody(word: str) -> bool:
    """Return whether a word is a brand, a job, a title, stands for a given name, or is nothing but a term."""
    return is_brand(word) or word.lower() in _nobody() | NEWBORN or (len(word) >= _SHORTEST and is_term(word))


def _touches_name(text: str, span: Span) -> bool:
    before = _NAMED_BEFORE.search(text, max(0, span[0] - _FAR), span[0])
    return bool(before or _NAMED_BEHIND.match(text, span[1]))


def _is_innocent_number(text: str, span: Span) -> bool:
    """Return whether figures measure, count, order, tell the time or belong to a score: ``SNOT-22``."""
    part = span[1] - span[0] < _SHORTEST and _PART_OF_SCORE.search(text, max(0, span[0] - _FAR), span[0])
    return bool(part or is_measured(text, span) or _ORDINAL.fullmatch(text, *span) or _is_hour(text, span))


def _is_hour(text: str, span: Span) -> bool:
    """Return whether four figures are a time: behind "at" or a day."""
    hour = _HOUR.fullmatch(text, *span)
    return bool(hour and _AT.search(text, max(0, span[0] - _FAR), span[0]))


@cache
def _nobody() -> frozenset[str]:
    lists = PrivacyLexicon.load().lists
    return frozenset(phrase.lower() for kind in _NOBODY for phrase in lists[kind] if len(phrase) > 1)
