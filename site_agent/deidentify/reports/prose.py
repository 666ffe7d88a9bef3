"""Ends the value of a field where prose begins behind it: "Radiographer: Ada Roe. Normal study".

Rules: two words in small letters that are no part of names, or one behind a comma, are prose; so is what
stands behind a full stop, where its first word is plain language or begins a protected phrase. Titles and
what shortens a part of an address end no sentence.

Not here: where fields stand (`patterns.fields`, `layouts`), what ends a value in its line (`layouts`).
"""

# ruff: noqa: RUF001 - names are written with typographic apostrophes
from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from site_agent.deidentify.reports.known_words import is_common, is_known, may_name
from site_agent.deidentify.reports.lexicon import PrivacyLexicon
from site_agent.deidentify.reports.misspelt import tells_names
from site_agent.deidentify.reports.names import protected

if TYPE_CHECKING:
    from site_agent.deidentify.reports.lexicon import Span

_WORD: Final = re.compile(r"[^\W_]+")
_PARTICLES: Final = frozenset(
    {"van", "von", "der", "den", "del", "los", "las", "dos", "bin", "ben", "ter", "ten", "and"}
)
_SAID: Final = re.compile(
    r"[^\W\d_][\w'’.\-]*(?:[ ][\w'’.\-]+){0,4}[ ](?:is|was|are|were|has|had)[ ][^\W\d_]"
)
"""A sentence of somebody: "Petrus van der Quorn is a 21 yo smoker"."""
_STOP: Final = re.compile(
    r"(?P<last>[^\W_]+(?:[.'’\-][^\W_]+)*)[)\]]?\.{1,2}[ ]{1,2}(?=(?P<next>[^\W\d_a-z][^\W\d_]*))"
)
_INITIALS: Final = re.compile(r"[^\W\d_](?:\.[^\W\d_]){0,2}")
_SHORTENED: Final = frozenset(
    {"st", "ste", "mt", "ft", "rm", "bldg", "dept", "no", "fl", "apt", "wd", "jr", "sr", "univ", "hosp"}
)
_OF_PLACES: Final = frozenset({"floor", "level", "ward", "wing", "room", "bed", "bay", "tower", "block"})
_SHORTEST: Final = 2


def before_prose(text: str, span: Span) -> Span:
    """Return the value of a field without the prose it ends in."""
    start, end = before_sentence(text, span)
    if not tells_names(text):
        return start, end
    plain = [
        m.start()
        for m in _WORD.finditer(text, start, end)
        if m[0].islower() and len(m[0]) > _SHORTEST and m[0] not in _PARTICLES and is_common(m[0])
    ]
    if len(plain) > 1 or (plain and text[: plain[0]].endswith(", ")):
        end = start + len(text[start : plain[0]].rstrip(" ,;(-/"))
    return start, end


def before_sentence(text: str, span: Span) -> Span:
    """Return the value of a field without the sentences behind its own full stop."""
    start, end = span
    for stop in _STOP.finditer(text, start, end):
        last, behind = stop["last"].lower(), stop.span("next")
        lettered = _INITIALS.fullmatch(last) is not None
        if lettered and stop.start("last") == start and ".." not in stop[0]:
            # "C. Dear" is somebody, but for a grade: "Schizas C. Schmorl nodes"
            if _is_protected(text, behind):
                return start, start
        elif last not in _SHORTENED | _titles() and _opens(text, behind):
            return start, stop.end("last") + lettered
    return span


def _opens(text: str, word: Span) -> bool:
    """Return whether a word behind a full stop begins a sentence rather than another part of a name."""
    told = text[slice(*word)]
    if told.lower() in _OF_PLACES:
        return False
    known = len(told) > 1 and is_known(told) and not may_name(told)
    return known or _is_protected(text, word) or _SAID.match(text, word[0]) is not None


def _is_protected(text: str, word: Span) -> bool:
    return any(low <= word[0] < high for low, high in protected(text))


@cache
def _titles() -> frozenset[str]:
    return frozenset(title.lower().rstrip(".") for title in PrivacyLexicon.load().lists["titles"])
