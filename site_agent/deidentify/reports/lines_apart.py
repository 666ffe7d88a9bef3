"""Tells whether a pattern ever looks beyond a line: if not, no line need be searched again for neighbours.

Rule: a line goes as far as the character that ends it. A pattern looks beyond it when it can see that end
other than as the last thing it asks for, looks back on the end of the line before, or asks for the beginning
of the whole text. (The end of the whole text is that of the last line alone.)

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
_KNOWN: Final = frozenset({op.LITERAL, op.NOT_LITERAL, op.ANY, op.IN, op.GROUPREF})


def looks_beyond(tokens: Iterable[tuple[Any, Any]], *, last: bool = True) -> bool:
    """Return whether a parsed pattern may see more than one line of a text.

    Args:
        tokens: The pattern, or a part of it.
        last: Whether nothing follows them that looks at a text.
    """
    several = list(tokens)
    return any(
        _sees(kind, value, last=last and number == len(several))
        for number, (kind, value) in enumerate(several, 1)
    )


def _sees(kind: Any, value: Any, *, last: bool) -> bool:  # noqa: ANN401 - the parser's own
    if kind is op.AT:
        return bool(value is op.AT_BEGINNING_STRING)
    if kind is op.BRANCH:
        return any(looks_beyond(way, last=last) for way in value[1])
    if kind in {op.ASSERT, op.ASSERT_NOT}:
        ahead = value[0] > 0
        return looks_beyond(value[1], last=ahead)
    if kind is op.SUBPATTERN:
        return looks_beyond(value[-1], last=last)
    if kind in _REPEATS:
        return looks_beyond(value[-1], last=last and value[1] == 1)
    return kind not in _KNOWN or (not last and _holds_end(kind, value))


def _holds_end(kind: Any, value: Any) -> bool:  # noqa: ANN401 - the parser's own
    """Return whether a character may be the end of a line; ``.`` is none."""
    if kind is op.IN:
        return any(_holds(*member) for member in value) is not ((op.NEGATE, None) in value)
    return (kind is op.LITERAL and value == _END) or (kind is op.NOT_LITERAL and value != _END)


def _holds(kind: Any, value: Any) -> bool:  # noqa: ANN401 - the parser's own
    """Return whether a member of a set is or holds the end of a line."""
    if kind is op.RANGE:
        return bool(value[0] <= _END <= value[1])
    return (kind is op.LITERAL and value == _END) or (kind is op.CATEGORY and value in _HOLDING)
