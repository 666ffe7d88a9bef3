"""Where a text slips: unknown words that stand where a word of the report was meant, and nobody is named.

Rules: a slip stands once in a text, behind no title and no cue of people. In a text that writes capitals
where they belong it is in small letters, or begins a sentence that goes on in small letters, or is a label
before its colon. In any other text it stands between plain words, with nothing but blanks between them; there
and with a capital only words that reports are full of count. Where two letters need only be exchanged, any
common word counts, at the beginning of any sentence too.

Not here: what a slip is (`misspelt`), what happens to other unknown words (`names`).
"""

# ruff: noqa: RUF001 - names are written with typographic apostrophes
from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from site_agent.deidentify.reports.known_words import is_borne, is_common, is_known, may_name
from site_agent.deidentify.reports.lexicon import PrivacyLexicon
from site_agent.deidentify.reports.misspelt import (
    could_be,
    is_exchanged,
    is_slip,
    is_slip_of_reports,
    tells_names,
)

if TYPE_CHECKING:
    from site_agent.deidentify.reports.lexicon import Span

_WORD: Final = re.compile(r"(?<![\w'’@./\-])[^\W\d_]{3,30}(?![\w'’@\-]|\.\w|/\w)")
_BEFORE: Final = re.compile(r"(?<![\w'’\-])(?P<word>[^\W\d_][\w'’\-]*)(?P<mark>[.,;:]?)(?P<gap>[ ]+)\Z")
_BEHIND: Final = re.compile(r"(?P<mark>[.,;]?)(?P<gap>[ ]+)(?P<word>[^\W\d_][^\W\d_]*)(?![\w'’])")
_BEGUN: Final = re.compile(r"(?:\A|\n|[.:;!?>][ ]|\n[ ]*(?:[-*•·]|\d{1,2}[.)])[ ])[ ]*\Z")
_LABELS: Final = re.compile(r"(?:\A|\n|[ ]{2}|[.|\t][ ]*)\Z")
_COLON: Final = re.compile(r"[ \t]*[:=]")
_ENDS: Final = re.compile(r"[ ]*(?:[.,;)]|\n|\Z|\d|\()")
_FAR: Final = 40
_SHORTEST: Final = 4
_JOINED: Final = frozenset({"", "."})
_WEAK_CUES: Final = frozenset({"with", "to", "from", "per", "for", "via", "and", "see", "saw", "read"})
_CUES: Final = frozenset(
    [
        *(
            "told",
            "ask",
            "asked",
            "re",
            "cc",
            "attn",
            "called",
            "paged",
            "patient",
            "pt",
            "tell",
            "name",
            "named",
        ),
        *("by", "w", "signed", "spoke", "regards", "thanks", "hi", "dear", "hello"),
    ]
)


@lru_cache(maxsize=4)
def slips(text: str) -> tuple[Span, ...]:
    """Return where words stand that are slips of the finger, in order."""
    cased = tells_names(text)
    seen: dict[str, list[Span]] = {}
    for match in _WORD.finditer(text):
        seen.setdefault(match[0].lower(), []).append(match.span())
    strange = (places[0] for word, places in seen.items() if len(places) == 1 and not is_known(word))
    return tuple(span for span in strange if _is_meant(text, span, cased=cased))


def _is_meant(text: str, span: Span, *, cased: bool) -> bool:
    """Return whether a strange word stands where a slip may be forgiven, and is one."""
    start, end = span
    word = text[start:end]
    before = _BEFORE.search(text, max(0, start - _FAR), start)
    if (
        before
        and before["mark"] in _JOINED
        and _introduces(before["word"], weakly=not word.islower() or not cased)
    ):
        return False
    if _COLON.match(text, end):
        return _LABELS.search(text, max(0, start - _FAR), start) is not None and _means_label(word.lower())
    if is_exchanged(word.lower()):
        return _is_open_to_exchange(text, span, before, cased=cased)
    placed = _is_placed(text, span, before, cased=cased)
    return placed and (is_slip(word) if cased and word.islower() else is_slip_of_reports(word.lower()))


def _is_open_to_exchange(text: str, span: Span, before: re.Match[str] | None, *, cased: bool) -> bool:
    """Return whether a word of which two letters are exchanged stands where no capital says that it names."""
    start, end = span
    if cased:
        begun = _BEGUN.search(text, max(0, start - _FAR), start) is not None
        return text[start:end].islower() or (begun and text[start:end].istitle())
    behind = _BEHIND.match(text, end)
    plain_before = before is None or before["mark"] != "" or _is_plain(before["word"])
    return plain_before and (behind is None or (behind["mark"] != "," and _is_plain(behind["word"])))


def _is_placed(text: str, span: Span, before: re.Match[str] | None, *, cased: bool) -> bool:
    start, end = span
    word = text[start:end]
    if not cased:
        return len(word) > _SHORTEST and _is_between(text, end, before)
    if word.islower():
        return before is None or before["mark"] != "" or is_known(before["word"])
    if not word.istitle() or len(word) < _SHORTEST or not _BEGUN.search(text, max(0, start - _FAR), start):
        return False
    behind = _BEHIND.match(text, end)
    return (
        behind is not None and not behind["mark"] and behind["word"].islower() and _is_plain(behind["word"])
    )


def _is_between(text: str, end: int, before: re.Match[str] | None) -> bool:
    """Return whether plain words stand on both sides, or one before and the end of the sentence behind."""
    if before is None or before["mark"] or before["gap"] != " " or not _is_plain(before["word"]):
        return False
    behind = _BEHIND.match(text, end)
    if behind is None:
        return _ENDS.match(text, end) is not None
    return behind["mark"] != "," and _is_plain(behind["word"])


def _is_plain(word: str) -> bool:
    """Return whether a word stands beside words and nobody's name."""
    lowered = word.lower()
    acts = lowered in PrivacyLexicon.load().lists["person_verbs"] or lowered in _CUES or lowered in _WEAK_CUES
    return not acts and is_common(lowered) and not is_borne(word) and not may_name(word)


def _introduces(word: str, *, weakly: bool) -> bool:
    """Return whether somebody may be named behind a word; weak cues do where small letters tell nothing."""
    lowered = word.lower()
    return lowered in _people() or (weakly and lowered in _WEAK_CUES)


def _means_label(word: str) -> bool:
    """Return whether a word before a colon is meant for a label: ``HISOTRY:``."""
    return len(word) > _SHORTEST and could_be(word, PrivacyLexicon.load().labels | _headings())


@cache
def _headings() -> frozenset[str]:
    headings = PrivacyLexicon.load().lists["headings"]
    return frozenset(word for heading in headings for word in heading.lower().split())


@cache
def _people() -> frozenset[str]:
    """Return the words behind which somebody is named."""
    lists = PrivacyLexicon.load().lists
    kinds = ("titles", "relatives")
    return _CUES | {phrase.lower().rstrip(".") for kind in kinds for phrase in lists[kind]}
