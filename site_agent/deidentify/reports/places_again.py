"""Takes the names of institutions and towns from where nothing but their words tells them.

Rules: the first two words of a place that went go again in any case, unless reports say them of something
else; so does an abbreviation of an institution's words where institutions stand.

Not here: finding them in the first place (`institutions`, `towns`, `patterns`).
"""

# ruff: noqa: RUF001 - names are written with typographic apostrophes
from __future__ import annotations

import re
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Final

from site_agent.deidentify.reports.known_words import is_known, is_term, may_be_place
from site_agent.deidentify.reports.layouts import kept
from site_agent.deidentify.reports.lexicon import PrivacyLexicon
from site_agent.deidentify.reports.names import protected

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from site_agent.deidentify.reports.lexicon import Span

_KINDS: Final = frozenset({"ORG", "ADDRESS", "LOCATION"})
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_WORD: Final = re.compile(r"(?<![\w\[])[^\W\d_]{2,}(?![\w\]])")
_JOINS: Final = re.compile(r"[ ]|['’]s[ ]|-|[ ](?:of|the|and|&|for)[ ](?:the[ ])?")
_PLACED: Final = re.compile(
    r"(?:(?<!\w)(?:at|from|to|by|in|via|@|near)[ ]+|[(,:|\t;][ ]*|^[ \t]*)\Z", re.IGNORECASE | re.MULTILINE
)
_ENDS: Final = re.compile(
    r"[ ]*(?:$|[,.;:)|]|\[)|[ ](?:on|for|with|and|ed|er|clinic)\b", re.IGNORECASE | re.MULTILINE
)
_SMALL: Final = frozenset({"of", "the", "and", "for", "at", "de", "la"})
_FAR: Final = 16
_FEWEST, _MOST = 3, 6


def places_again(plain: str, marks: Sequence[str | None], current: str) -> list[tuple[int, int, str]]:
    """Return where words or initials of places that went stand in what is left, with their class.

    Args:
        plain: The report as it was.
        marks: Class of each character that went, ``None`` for what stays.
        current: What is left, with placeholders.
    """
    names = [_LETTERS.findall(plain, *span) for span in _places(plain, marks)]
    pairs = {pair for words in names for pair in _pairs([word.lower() for word in words])}
    shorts = {short for words in names for short in _initials(words)}
    if not pairs and not shorts:
        return []
    words = list(_WORD.finditer(current))
    found = [
        (one.start(), other.end(), "ADDRESS")
        for one, other in pairwise(words)
        if (one[0].lower(), other[0].lower()) in pairs and _JOINS.fullmatch(current, one.end(), other.start())
    ]
    found += [
        (*word.span(), "ORG") for word in words if word[0] in shorts and _is_placed(current, word.span())
    ]
    safe = [*protected(current), *kept(current)] if found else []
    return [piece for piece in found if not any(low < piece[1] and piece[0] < high for low, high in safe)]


def _is_placed(text: str, span: Span) -> bool:
    """Return whether an abbreviation means nothing else or stands where institutions do."""
    start, end = span
    if not is_known(text[start:end]):
        return True
    return bool(_PLACED.search(text, max(0, start - _FAR), start) and _ENDS.match(text, end))


def _pairs(words: list[str]) -> Iterator[tuple[str, str]]:
    """Yield the first two words of a place, unless reports say them of something else."""
    naming = [word for word in words if len(word) > 1][:2]
    if len(naming) == len(words[:2]) == 2 and any(may_be_place(w) or not is_known(w) for w in naming):  # noqa: PLR2004
        one, other = naming
        if not is_term(one) and not (is_term(other) and not may_be_place(one)):
            yield one, other


def _initials(words: list[str]) -> Iterator[str]:
    """Yield what an institution of several words is called for short."""
    naming = [word for word in words if word.lower() not in _SMALL]
    kinds = PrivacyLexicon.load().lists["institution_words"]
    letters = "".join(word[0].upper() for word in naming)
    if _FEWEST <= len(letters) <= _MOST and any(word.lower() in kinds for word in naming[1:]):
        yield letters


def _places(text: str, marks: Sequence[str | None]) -> Iterator[Span]:
    """Yield runs of places, joined to names where only a blank or a small word parts them."""
    runs = [(kind, list(places)) for kind, places in groupby(range(len(marks)), key=marks.__getitem__)]
    spans = [(places[0], places[-1] + 1, kind) for kind, places in runs if kind in {*_KINDS, "NAME"}]
    begun: tuple[int, int, set[str]] | None = None
    for start, end, kind in spans:
        if begun and _JOINS.fullmatch(text, begun[1], start):
            begun = (begun[0], end, begun[2] | {kind})
            continue
        if begun and begun[2] & _KINDS:
            yield begun[:2]
        begun = (start, end, {kind})
    if begun and begun[2] & _KINDS:
        yield begun[:2]
