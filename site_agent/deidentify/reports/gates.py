"""Tells without searching that a pattern cannot match: what every match of it must hold is not in the text.

Rule: a gate may be open for nothing, never shut for something; what is not understood of a pattern asks for
nothing. Requirements are read off the pattern itself, so that a rule needs no second description.

Not here: the patterns (`rules`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from re import _constants as op  # type: ignore[attr-defined]
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

Needles = frozenset[str]
"""Case-folded texts of which a match holds at least one."""

_MOST: Final = 400
_DECIMAL: Final = re.compile(r"\d")
_DIGIT: Final = "\x00"  # stands for every digit, those of other scripts too
_BLANKS: Final = frozenset(" \t\n")
_DOTS: Final = {0x130: "i", 0x131: "i"}  # re.IGNORECASE takes both for an i, folding does not


@dataclass(frozen=True, slots=True)
class Gate:
    """What a text must hold for a pattern to match.

    Attributes:
        requirements: Each asks for one of its needles, those with the fewest needles first.
    """

    requirements: tuple[Needles, ...]

    @classmethod
    def of(cls, parsed: Iterable[tuple[Any, Any]]) -> Gate:
        """Return the gate of a parsed pattern."""
        telling = {
            needles for needles in _required(parsed) if len(needles) <= _MOST and not needles & _BLANKS
        }
        return cls(tuple(sorted(telling, key=lambda needles: (len(needles), sorted(needles)))))


def outline(text: str) -> str:
    """Return a text as needles are looked for in it: case folded, a mark behind it if it has a digit."""
    plain = text.translate(_DOTS).casefold()
    return plain + _DIGIT if _DECIMAL.search(text) else plain


def _required(tokens: Iterable[tuple[Any, Any]]) -> list[Needles]:
    """Return what a sequence asks for: the literal texts that stand in it, and what its parts ask for."""
    found: list[Needles] = []
    run: Needles = frozenset({""})
    for kind, value in tokens:
        texts, ends = _texts(kind, value)
        extended = frozenset(before + after for before in run for after in texts) if texts else frozenset()
        if texts and len(extended) <= _MOST:
            run = extended
            if not ends:
                continue
        found += _useful(run)
        run = frozenset({""})
        if not texts:
            found += _within(kind, value)
    return found + _useful(run)


def _useful(run: Needles) -> list[Needles]:
    return [run] if all(run) else []


def _texts(kind: Any, value: Any) -> tuple[Needles, bool]:  # noqa: ANN401 - the parser's own
    """Return the texts that a token begins with, none if it is no text, and whether more may follow in it."""
    if kind is op.LITERAL:
        return frozenset({_folded(value)}), False
    if kind is op.SUBPATTERN:
        return _sequence(value[3])
    if kind is op.BRANCH:
        parts = [_sequence(part) for part in value[1]]
        if not all(texts and all(texts) for texts, _ in parts):
            return frozenset(), True
        return frozenset().union(*(texts for texts, _ in parts)), any(ends for _, ends in parts)
    return frozenset(), True


def _sequence(tokens: Iterable[tuple[Any, Any]]) -> tuple[Needles, bool]:
    run: Needles = frozenset({""})
    for kind, value in tokens:
        texts, ends = _texts(kind, value)
        extended = frozenset(before + after for before in run for after in texts)
        if not texts or len(extended) > _MOST:
            return (run if all(run) else frozenset()), True
        run = extended
        if ends:
            return run, True
    return (run if all(run) else frozenset()), False


def _within(kind: Any, value: Any) -> list[Needles]:  # noqa: ANN401 - the parser's own
    """Return what the parts of a token that is no plain text ask for."""
    if kind is op.SUBPATTERN:
        return _required(value[3])
    if kind in {op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT} and value[0] > 0:
        return _required(value[2])
    if kind is op.ASSERT:
        return _required(value[1])
    if kind is op.BRANCH:
        parts = [sorted(_required(part), key=len) for part in value[1]]
        either = frozenset().union(*(part[0] for part in parts)) if all(parts) else frozenset()
        return [either] if 0 < len(either) <= _MOST else []
    return _characters(value) if kind is op.IN else []


def _characters(members: list[tuple[Any, Any]]) -> list[Needles]:
    """Return the characters of a set that asks for few, such as digits or marks."""
    asked: set[str] = set()
    for kind, value in members:
        if kind is op.LITERAL:
            asked.add(_folded(value))
        elif kind is op.RANGE and ord("0") <= value[0] <= value[1] <= ord("9"):
            asked |= {chr(code) for code in range(value[0], value[1] + 1)}
        elif kind is op.CATEGORY and value is op.CATEGORY_DIGIT:
            asked.add(_DIGIT)
        else:
            return []
    return [frozenset(asked)] if asked else []


def _folded(code: int) -> str:
    return chr(code).casefold()
