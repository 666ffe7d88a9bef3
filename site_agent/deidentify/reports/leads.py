"""Tells where in a text a match of a pattern can begin, so that it is not tried anywhere else.

Rule: no place where a match begins may be left out, others may be named for nothing; a pattern that begins
with too many things, or in the middle of words, is searched for everywhere. How a pattern begins is read off
the pattern itself (`beginnings`).

Not here: whether a text can hold a match at all (`gates`), the patterns (`rules`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from re import _constants as op  # type: ignore[attr-defined]
from typing import TYPE_CHECKING, Any, Final

from site_agent.deidentify.reports.beginnings import CAPITAL, LENGTH, beginnings, folded, is_word
from site_agent.deidentify.reports.lines_apart import looks_beyond

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_MOST: Final = 1500
_BROAD: Final = 20
_BEGUN: Final = re.compile(r"(?<![^\W_])[^ \t\n\r\f\v]")
_LINE: Final = re.compile(r"^", re.MULTILINE)
_WIDTHLESS: Final = frozenset({op.AT, op.ASSERT, op.ASSERT_NOT})
_LETTER_OR_DIGIT: Final = frozenset(
    {(op.NEGATE, None), (op.CATEGORY, op.CATEGORY_NOT_WORD), (op.LITERAL, 95)}
)


@lru_cache(maxsize=8)
def places_of(text: str) -> Places:
    """Return the places of a text."""
    return Places(text)


class Places:
    """Where words, numbers, marks and lines begin in a text: whatever no letter or digit stands before.

    Attributes:
        lines: Where lines begin.
        beginnings: What any word, number or mark begins with.
    """

    def __init__(self, text: str) -> None:
        plain = folded(text)
        self.lines = [start for match in _LINE.finditer(text) if (start := match.start()) < len(text)]
        self._at: defaultdict[str, list[int]] = defaultdict(list)
        self._of: dict[frozenset[str], list[int]] = {}
        starts = [match.start() for match in _BEGUN.finditer(text)]
        for length in range(1, LENGTH + 1):
            for start in starts:
                self._at[plain[start : start + length]].append(start)
        if capitals := [start for start in starts if text[start].isupper()]:
            self._at[CAPITAL] = capitals
        self.beginnings = frozenset(self._at)

    def of(self, keys: frozenset[str]) -> list[int]:
        """Return where any of these beginnings stands, in order."""
        if keys not in self._of:
            there = [self._at[key] for key in keys & self.beginnings]
            self._of[keys] = there[0] if len(there) == 1 else sorted({*chain.from_iterable(there)})
        return self._of[keys]


@dataclass(frozen=True, slots=True)
class Lead:
    """How every match of a pattern begins.

    Attributes:
        line: Whether it does at the beginning of a line.
        keys: Beginnings of words, numbers or marks, of which it has one; empty when nothing is known.
        beyond: Whether it may look beyond the line it stands in.
    """

    line: bool = False
    keys: frozenset[str] = field(default=frozenset(), repr=False)
    beyond: bool = True

    @classmethod
    def of(cls, parsed: Iterable[tuple[Any, Any]], flags: int) -> Lead:
        """Return the lead of a pattern, parsed with flags."""
        tokens = list(parsed)
        beyond = not flags & re.MULTILINE or flags & re.DOTALL != 0 or looks_beyond(tokens)
        if flags & re.MULTILINE and next(_first(tokens), None) == (op.AT, op.AT_BEGINNING):
            return cls(line=True, beyond=beyond)
        keys = beginnings(tokens, flags)
        broad = sum(len(key) == 1 and key.isalpha() for key in keys) > _BROAD  # quicker searched for
        if not keys or broad or len(keys) > _MOST or any(key[0].isspace() for key in keys):
            return cls(beyond=beyond)
        apart = _stands_apart(tokens, all(map(is_word, keys)))
        return cls(keys=keys if apart else frozenset(), beyond=beyond)

    def matches(self, pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
        """Yield what ``pattern.finditer`` would."""
        if not self.line and not self.keys:
            yield from pattern.finditer(text)
            return
        end, places = 0, places_of(text)
        for start in places.lines if self.line else places.of(self.keys):
            if start >= end and (match := pattern.match(text, start)):
                yield match
                end = match.end()


def _first(tokens: Iterable[tuple[Any, Any]]) -> Iterator[tuple[Any, Any]]:
    """Yield what a sequence begins with: tokens without width, and the first one behind them."""
    for kind, value in tokens:
        if kind is op.SUBPATTERN:
            yield from _first(value[3])
            return
        yield kind, value
        if kind not in _WIDTHLESS:
            return


def _stands_apart(tokens: Iterable[tuple[Any, Any]], words: bool) -> bool:  # noqa: FBT001 - of one caller
    """Return whether no letter or digit can stand before a match.

    Args:
        tokens: The pattern, parsed.
        words: Whether all that it begins with are letters and digits.
    """
    for kind, value in _first(tokens):
        if kind is op.AT and value is op.AT_BOUNDARY and words:
            return True
        if kind is op.ASSERT_NOT and value[0] < 0 and _holds_words(value[1]):
            return True
        if kind is op.BRANCH:
            return all(_stands_apart(part, words) for part in value[1])
    return False


def _holds_words(tokens: Any) -> bool:  # noqa: ANN401 - the parser's own
    """Return whether a sequence is one character and may be any letter or digit."""
    if len(tokens) != 1 or tokens[0][0] is not op.IN:
        return False
    members = tokens[0][1]
    plain = (op.CATEGORY, op.CATEGORY_WORD) in members and (op.NEGATE, None) not in members
    return plain or frozenset(members) == _LETTER_OR_DIGIT
