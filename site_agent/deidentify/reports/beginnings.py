"""Tells with which characters every match of a pattern begins.

Rule: what is told holds for every match; where a pattern goes on in too many ways, less is told. Letters are
told small and without what ignoring case confuses; what is not ASCII is told as a letter or a mark.

Not here: where these characters stand in a text (`leads`).
"""

from __future__ import annotations

import re
from re import _constants as op  # type: ignore[attr-defined]
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

LENGTH: Final = 3
"""Characters told of a beginning at most."""
CAPITAL: Final = "\x81"
"""Stands for every capital."""

_LETTER: Final = "\x80"  # every letter or digit that is not ASCII
_MARK: Final = "\x82"  # every other character that is not ASCII
_MOST: Final = 400
_MANY: Final = 20
_FAR: Final = 0x2FFF
_DOTS: Final = {0x130: "i", 0x131: "i", 0x17F: "s", 0x212A: "k"}  # what re.IGNORECASE takes for ASCII
_NOT_ASCII: Final = re.compile(r"[^\x00-\x7f]")
_ASCII: Final = frozenset(map(chr, range(128)))
_WIDTHLESS: Final = frozenset({op.AT, op.ASSERT, op.ASSERT_NOT})
_REPEATS: Final = frozenset({op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT})
_CATEGORIES: Final = {
    op.CATEGORY_DIGIT: frozenset(c for c in _ASCII if c.isdigit()) | {_LETTER},
    op.CATEGORY_NOT_DIGIT: frozenset(c for c in _ASCII if not c.isdigit()) | {_LETTER, _MARK},
    op.CATEGORY_WORD: frozenset(c for c in _ASCII if c.isalnum() or c == "_") | {_LETTER},
    op.CATEGORY_NOT_WORD: frozenset(c for c in _ASCII if not c.isalnum() and c != "_") | {_MARK},
    op.CATEGORY_SPACE: frozenset(c for c in _ASCII if c.isspace()) | {_MARK},
    op.CATEGORY_NOT_SPACE: frozenset(c for c in _ASCII if not c.isspace()) | {_LETTER, _MARK},
}
_WHOLE: Final = {  # categories that hold all letters, or all marks, that are not ASCII
    op.CATEGORY_WORD: _LETTER,
    op.CATEGORY_NOT_WORD: _MARK,
    op.CATEGORY_NOT_SPACE: _LETTER,
}

Begun = tuple[set[str], set[str]]
"""Beginnings that go on with what follows, and those that are told."""


def folded(text: str) -> str:
    """Return a text of the same length in the characters that beginnings are told in."""
    plain = text.translate(_DOTS).lower()
    return plain if plain.isascii() else _NOT_ASCII.sub(_sort, plain)


def is_word(key: str) -> bool:
    """Return whether a beginning is a letter or digit."""
    return key[0].isalnum() or key[0] in {"_", _LETTER, CAPITAL}


def beginnings(tokens: Iterable[tuple[Any, Any]], flags: int) -> frozenset[str]:
    """Return beginnings, of which every match of a parsed pattern has one; none when too little is known."""
    going, told = _sequence({""}, tokens, flags)
    keys = going | told
    if "" in keys:
        return frozenset()
    return frozenset(key for key in keys if not any(key[:end] in keys for end in range(len(key))))


def _sort(character: re.Match[str]) -> str:
    return _LETTER if character[0].isalnum() else _MARK


def _sequence(going: set[str], tokens: Iterable[tuple[Any, Any]], flags: int) -> Begun:
    told: set[str] = set()
    for kind, value in tokens:
        if not going:
            break
        if kind in _WIDTHLESS:
            continue
        going, more = _token(going, kind, value, flags)
        told |= more
    return going, told


def _token(going: set[str], kind: Any, value: Any, flags: int) -> Begun:  # noqa: ANN401 - the parser's own
    if kind in {op.LITERAL, op.IN}:
        characters = _members(value if kind is op.IN else [(kind, value)], flags)
        return _extended(going, characters)
    if kind is op.SUBPATTERN:
        return _sequence(going, value[3], (flags | value[1]) & ~value[2])
    if kind is op.BRANCH:
        ways = [_sequence(going, part, flags) for part in value[1]]
        return set().union(*(way[0] for way in ways)), set().union(*(way[1] for way in ways))
    if kind in _REPEATS:
        return _repeated(going, value, flags)
    return set(), set(going)


def _extended(going: set[str], characters: frozenset[str]) -> Begun:
    """Return beginnings with one more character, or as they are when these would be too many."""
    if len(going) * len(characters) > _MOST:
        return set(), set(going)
    if CAPITAL in characters and going != {""}:
        return set(), set(going)  # where words begin is known of capitals, not where they go on
    longer = {begun + one for begun in going for one in characters}
    told = {begun for begun in longer if len(begun) == LENGTH or begun == CAPITAL}
    return longer - told, told


def _repeated(going: set[str], value: Any, flags: int) -> Begun:  # noqa: ANN401 - the parser's own
    least, most, tokens = value
    left = set(going) if least == 0 else set()
    told: set[str] = set()
    for number in range(1, min(int(most), LENGTH + least) + 1):
        going, more = _sequence(going, tokens, flags)
        told |= more
        if number >= least:
            left |= going
    return left, told


def _members(members: list[tuple[Any, Any]], flags: int) -> frozenset[str]:
    """Return the characters of a set, folded; capitals as `CAPITAL` where they are many and case counts."""
    written: set[str] = set()
    sorts: set[str] = set()
    whole: set[str] = set()
    for kind, value in members:
        if kind is op.CATEGORY:
            sorts |= _CATEGORIES[value]
            whole |= {_WHOLE[value]} if value in _WHOLE else set()
        elif kind is not op.NEGATE:
            low, high = value if kind is op.RANGE else (value, value)
            written |= set(map(chr, range(low, min(high, _FAR) + 1)))
            sorts |= {_LETTER, _MARK} if high > _FAR else set()
    if (op.NEGATE, None) in members:
        return _all_but(written | sorts, whole, flags)
    capitals = {one for one in written if one.isupper()}
    if flags & re.IGNORECASE or len(capitals) < _MANY:
        return frozenset(map(folded, written)) | sorts
    return frozenset(map(folded, written - capitals)) | sorts | {CAPITAL}


def _all_but(excluded: set[str], whole: set[str], flags: int) -> frozenset[str]:
    """Return the characters of a negated set, folded."""
    other_case = {one.swapcase() for one in excluded} if flags & re.IGNORECASE else set()
    left = frozenset(map(str.lower, _ASCII - excluded - other_case)) | ({_LETTER, _MARK} - whole)
    return left | frozenset(_DOTS.values()) if _LETTER in left else left
