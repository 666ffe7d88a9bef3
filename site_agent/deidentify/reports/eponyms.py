"""Eponyms that no list has: a strange word with a capital right before what only eponyms stand before.

Rule: "Kambin triangle", "Braak stage V" and "Macklin effect" are no people; "Dr. Kambin sign", "John Kambin
fracture" and a name that stands alone may be. Where a text is mostly capitals nothing is told, so nothing is
taken for an eponym. Header values, titles and labelled fields overrule it, as they do every protected phrase.

Not here: eponyms that are listed, with their nouns (`lexicon`).
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from site_agent.deidentify.reports.known_words import is_known, may_name
from site_agent.deidentify.reports.lexicon import PrivacyLexicon

if TYPE_CHECKING:
    from site_agent.deidentify.reports.lexicon import Span

_PART: Final = r"[A-ZÀ-Þ][^\W\d_A-Z]+"
_NAME: Final = rf"{_PART}(?:[-–]{_PART}){{0,3}}(?:['’]s)?"  # noqa: RUF001 - as eponyms are written
_NOUNS: Final = (
    r"(?:disease|syndrome|phenomenon|signs?|triad|triangle|effect|anomaly|malformation|deformity|dysplasia|atrophy|"
    r"infraction|lymphoma|sarcoma|goitre|goiter|thyroiditis|osteomyelitis|arteritis|dementia|palsy|hernia|cysts?|"
    r"fractures?|nodules?|membrane|ligament|fascia|aponeurosis|fat pad|pouch|canal|foramen|fossa|recess|"
    r"tubercle|gland|duct|sinus(?:es)?|plexus|node|bod(?:y|ies)|bundle|tract|gyrus|cap|cusp|membrane|incisors?|"
    r"classification|criteria|score|grade|grading|stage|staging|index|ratio|angle|scale|method|technique|"
    r"procedure|operation|osteotomy|arthroplasty|anastomosis|approach|man(?:oe|eu)uv(?:er|re)|views?|lines?|arcs?|units)"
)
_STEP: Final = r"(?:\d{1,2}(?:/\d{1,2})?[a-d]?|[IVX]{1,4}[A-Da-d]?|[A-D])"
_EPONYM: Final = re.compile(
    rf"(?<![\w.'’\-])(?P<name>{_NAME})[ ](?:{_NOUNS}\b|(?:grade|type|stage|class|score)[ ]{_STEP}(?!\w))"  # noqa: RUF001
)
_BEFORE: Final = re.compile(r"(?P<word>[^\W\d_][\w'’\-]*)\.?[ ]\Z|\][ ]?\Z")  # noqa: RUF001
_FAR: Final = 40
_LINES: Final = 1024  # most stay as they are from pass to pass


@lru_cache(maxsize=_LINES)
def eponyms(line: str) -> tuple[Span, ...]:
    """Return where such eponyms stand in a line, their nouns included; asks for a text of both cases."""
    found = _EPONYM.finditer(line)
    return tuple(match.span() for match in found if not _belongs_to_name(line, match.start()))


def _belongs_to_name(text: str, start: int) -> bool:
    """Return whether what stands before makes the word part of a person's name."""
    before = _BEFORE.search(text, max(0, start - _FAR), start)
    if not before:
        return False
    word = before["word"]
    if word is None or word.lower() in _titles():
        return True
    plain = is_known(word) and not may_name(word) and len(word) > 1
    return word[0].isupper() and not plain


@cache
def _titles() -> frozenset[str]:
    return frozenset(title.lower() for title in PrivacyLexicon.load().lists["titles"])
