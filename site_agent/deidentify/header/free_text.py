"""Sentences in objects: text of structured reports, annotations and comments.

Rules: the product's report filter decides, with the identifiers of the object itself and the words that the
standard vouches for; dates move with the patient's; where case tells nothing (all capitals, or none) a word
that may name somebody goes too; so do words of scripts without case, and mixtures of letters and digits that
are no measure. What the filter would quarantine is reduced to known words, for the object around it goes on.

Not here: short descriptors (`descriptors`), names that users give to things (`naming`).
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from site_agent.deidentify.header import descriptors
from site_agent.deidentify.reports import dates as text_dates
from site_agent.deidentify.reports.folding import fold

if TYPE_CHECKING:
    from collections.abc import Callable

    from site_agent.deidentify.header.identifiers import Identifiers
    from site_agent.deidentify.header.metadata import Subject
    from site_agent.deidentify.reports.filter import ReportFilter

REMOVED: Final = "removed"
"""What stands for a text of which nothing may stay, where the object needs a value."""

_UNBRACKETED: Final = str.maketrans("[]\0_", "()  ")  # placeholders, joined words
_STAND_IN: Final = "[MOVED{}]"
_STOOD_IN: Final = re.compile(r"\[MOVED([A-Z]{4})\]")
_BASE: Final = 26
_DIGITS: Final = 4
_TOKEN: Final = re.compile(r"\[[A-Z]{2,12}\]|\w+(?:['\u2019]\w+)*")
_MEASURE: Final = re.compile(
    r"[0-9]+|[0-9]+(?:[a-z\u00b5\u00b0\u00b2\u00b3]{1,4}|[A-Z]{1,2})|[A-Za-z]{1,3}[0-9]{1,2}[a-z]?|[0-9]{1,4}(?:x[0-9]{1,4}){1,2}"
)
_CASELESS: Final = frozenset({"Lo", "Mc", "Mn"})  # letters without case, and marks that belong to them
_SHORTEST_NAME: Final = 3
_LONGEST: Final = 100_000
_SIZE: Final = re.compile(r"(?<![\w.])\d{1,4}x\d{1,4}(?:x\d{1,4})?(?![\w.])")  # the filter takes it for an id
_ENDLESS: Final = re.compile(r"\S{80,}")
_BLOCK: Final = re.compile(r"[\s\S]{1,4000}(?:\n|\Z)|[\s\S]{1,4000}(?:\s|\Z)")


def clean(text: str, subject: Subject, *, keep_dates: bool = True) -> str:
    """Return a text without identifiers; empty when nothing of it may stay.

    Args:
        text: Sentences or a phrase, as found.
        subject: The patient, whose identifiers go and whose shift the dates follow.
        keep_dates: Whether dates stay, moved; else they go.
    """
    if not text.strip():
        return ""
    plain = unicodedata.normalize("NFC", text[:_LONGEST]).translate(_UNBRACKETED)
    blocks = _BLOCK.findall(_ENDLESS.sub(" ", plain))  # the filter's rules take long for long texts
    result = "".join(_cleaned(block, subject, keep_dates=keep_dates) for block in blocks).strip()
    return "" if subject.identifiers.hit(result) else result


def load() -> None:
    """Read the lexicons and compile the rules now, for processes that are forked from this one."""
    _vouched_for()
    _filtered("Lungs are clear.", frozenset(), frozenset())


def _cleaned(text: str, subject: Subject, *, keep_dates: bool) -> str:
    """Return one block of a text without identifiers, its dates moved."""
    known = subject.identifiers.values.__contains__
    dated, moved = text_dates.move(text, subject.shift_days, known, _stand_in) if keep_dates else (text, [])

    def aside(size: re.Match[str]) -> str:
        moved.append(size[0])
        return _stand_in(len(moved) - 1)

    filtered = _filtered(_SIZE.sub(aside, dated), subject.identifiers.words, subject.identifiers.values)
    if filtered is None:
        return descriptors.clean(text, subject.identifiers)
    told = _without_the_rest(filtered, subject.identifiers, cased=_is_cased(text))
    return _STOOD_IN.sub(lambda m: _number(m[1], moved), told)


@lru_cache(maxsize=256)  # a series says the same in every instance
def _filtered(text: str, names: frozenset[str], values: frozenset[str]) -> str | None:
    """Return what the report filter leaves of a text, or ``None`` when it would quarantine it."""
    from site_agent.deidentify.reports.names import HeaderValues  # noqa: PLC0415 - reads the lexicons

    found = _report_filter().filter(text, HeaderValues(names=names, values=values))
    return None if found.reason else found.text


@cache
def _report_filter() -> ReportFilter:
    from site_agent.deidentify.header import vocabulary  # noqa: PLC0415 - only for objects with sentences
    from site_agent.deidentify.reports.filter import ReportFilter  # noqa: PLC0415 - reads the lexicons

    return ReportFilter(vocabulary.words(), recognise=False, stand_ins=True)


def _is_cased(text: str) -> bool:
    """Return whether capitals tell something in a text: there are some, and they are not most of it."""
    letters = [c for c in text if c.isalpha()]
    return 0 < sum(c.isupper() for c in letters) <= len(letters) / 2


def _without_the_rest(text: str, identifiers: Identifiers, *, cased: bool) -> str:
    """Return the text without identifiers, doubtful words, and mixtures of letters and digits."""
    may_stay = _vouched_for()

    def kept(match: re.Match[str]) -> str:
        word = match[0]
        if word.startswith("["):
            return word
        folded = fold(word)
        if not identifiers.words.isdisjoint(folded.split()) or folded in identifiers.values:
            return "[NAME]"
        if any(unicodedata.category(c) in _CASELESS for c in word):
            return "[TEXT]"
        if any(c.isdigit() for c in word):
            return word if _MEASURE.fullmatch(word) else "[ID]"
        return word if cased or may_stay(word.lower()) else "[NAME]"

    return "".join(c for c in _TOKEN.sub(kept, text) if unicodedata.category(c) not in _CASELESS)


@cache
def _vouched_for() -> Callable[[str], bool]:
    """Return whether a word is known and no name, or short."""
    from site_agent.deidentify.header import vocabulary  # noqa: PLC0415 - only for objects with sentences
    from site_agent.deidentify.reports.known_words import is_known, may_name  # noqa: PLC0415 - loads spaCy

    words = vocabulary.words()
    return lambda word: len(word) < _SHORTEST_NAME or word in words or (is_known(word) and not may_name(word))


def _stand_in(number: int) -> str:
    """Return a placeholder that the report filter leaves alone, with a number."""
    digits = []
    for _ in range(_DIGITS):
        number, digit = divmod(number, _BASE)
        digits.append(chr(ord("A") + digit))
    return _STAND_IN.format("".join(digits))


def _number(digits: str, moved: list[str]) -> str:
    """Return the date or size that a placeholder stands for."""
    number = sum((ord(digit) - ord("A")) * _BASE**at for at, digit in enumerate(digits))
    return moved[number] if number < len(moved) else ""
