"""Tells whether a pattern ever looks beyond a line: if not, no line need be searched again for neighbours.

Rule: a pattern that can see the end of a line other than as its own edge looks beyond it, and so does one
that asks for the end of the whole text.

Not here: where in a line a match begins (`leads`).
"""

from __future__ import annotations

from re import _constants as op  # type: ignore[attr-defined]
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

_END: Final = ord("\n")
_HOLDING: Final = frozenset({op.CATEGORY_SPACE, op.CATEGORY_NOT_WORD, op.CATEGORY_NOT_DIGIT})
_REPEATS: Final = frozenset({op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT})
_KNOWN: Final = frozenset({op.LITERAL, op.ANY, op.GROUPREF})  # `ANY` holds no end of a line


def looks_beyond(tokens: Iterable[tuple[Any, Any]]) -> bool:
    """Return whether a parsed pattern may see more than one line of a text."""
    return any(_sees(kind, value) for kind, value in tokens)


def _sees(kind: Any, value: Any) -> bool:  # noqa: ANN401 - the parser's own
    if kind is op.AT:
        return value in {op.AT_BEGINNING_STRING, op.AT_END_STRING}
    if kind is op.IN:
        return any(_holds(*member) for member in value) is not ((op.NEGATE, None) in value)
    if kind is op.BRANCH:
        return any(map(looks_beyond, value[1]))
    if kind in {op.ASSERT, op.ASSERT_NOT, op.SUBPATTERN, *_REPEATS}:
        return looks_beyond(value[-1])
    return kind not in _KNOWN or (kind is op.LITERAL and value == _END)


def _holds(kind: Any, value: Any) -> bool:  # noqa: ANN401 - the parser's own
    """Return whether a member of a set is or holds the end of a line."""
    if kind is op.RANGE:
        return bool(value[0] <= _END <= value[1])
    return (kind is op.LITERAL and value == _END) or (kind is op.CATEGORY and value in _HOLDING)
