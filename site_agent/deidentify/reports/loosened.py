"""Writes patterns anew for an engine that looks for many at once, looser than they are.

Rule: a loosened pattern finds something in a text wherever the pattern does, and sometimes where it does not;
nothing is decided by it but what need not be tried. RE2 knows neither what stands around a match nor what a
group held before: the one is left out, the other may be anything. Long repeats have no end. Texts are read as
bytes, one a character: a letter, digit or blank of any other script is one and the same, so that a place in
the bytes is the place in the text.

Not here: looking (`guards`), what a pattern asks for word by word (`gates`).
"""

# ruff: noqa: RUF001 - letters that look like others are the point
from __future__ import annotations

import re
from functools import cache
from itertools import groupby
from re import _constants as op  # type: ignore[attr-defined]
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

_LETTER, _DIGIT, _BLANK, _MARK = "_", "0", " ", "\x80"
"""What stands for the characters of other scripts: within ``\\w``, ``\\d``, ``\\s``, and for the rest."""
_FOREIGN: Final = frozenset({_LETTER, _DIGIT, _BLANK, _MARK})
_TWINS: Final = {"ſ": "s", "ı": "i", "İ": "i", "\u212a": "k"}
"""Letters that `re.IGNORECASE` takes for plain ones."""
_PLAIN: Final = tuple(map(chr, range(0x80)))
_IGNORECASE: Final = int(re.IGNORECASE)  # an enumeration answers slowly
_MOST: Final = 12
_WIDEST: Final = 0x2000
_ANYTHING: Final = r"(?s:.*)"
_PLACES: Final[dict[Any, str]] = {
    op.AT_BEGINNING_STRING: r"\A",
    op.AT_END_STRING: r"\z",
    op.AT_BOUNDARY: r"\b",
    op.AT_NON_BOUNDARY: r"\B",
}
_LINES: Final = _PLACES | {op.AT_BEGINNING: "(?m:^)", op.AT_END: "(?m:$)"}
_CATEGORIES: Final[dict[Any, Callable[[str], bool]]] = {
    op.CATEGORY_DIGIT: str.isdecimal,
    op.CATEGORY_SPACE: str.isspace,
    op.CATEGORY_WORD: lambda c: c.isalnum() or c == "_",
    op.CATEGORY_NOT_DIGIT: lambda c: not c.isdecimal(),
    op.CATEGORY_NOT_SPACE: lambda c: not c.isspace(),
    op.CATEGORY_NOT_WORD: lambda c: not (c.isalnum() or c == "_"),
}
_LIKE: Final = {_LETTER: "é", _DIGIT: "٣", _BLANK: "\u00a0", _MARK: "–"}
_CHARACTERS: Final = frozenset({op.LITERAL, op.NOT_LITERAL, op.IN})

Token = tuple[Any, Any]
"""Kind and value, as the parser of `re` gives them."""
Members = tuple[Token, ...]


class _Bytes(dict[int, str]):
    """What stands for each character, told when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = told = _standing_for(chr(code))
        return told


def as_bytes(text: str) -> bytes:
    """Return a text as loosened patterns read it, one byte a character."""
    return (text if text.isascii() else text.translate(_BYTES)).encode("latin-1")


def loosened(parsed: Iterable[Token], flags: int) -> str:
    """Return a parsed pattern in the syntax of RE2, for texts `as_bytes`.

    Args:
        parsed: The pattern, as the parser of `re` gives it.
        flags: Those it was parsed with.

    Raises:
        KeyError: It holds what this does not know.
    """
    return _sequence(parsed, _Place(flags, first=True, last=True))


class _Place(NamedTuple):
    """Where in a pattern something stands.

    Attributes:
        flags: Those in force there.
        first: Whether a match begins with it.
        last: Whether a match ends with it.
    """

    flags: int
    first: bool
    last: bool

    @property
    def ignoring(self) -> bool:
        """Whether cases are one there."""
        return self.flags & _IGNORECASE != 0


def _sequence(tokens: Iterable[Token], place: _Place) -> str:
    several, ignoring = list(tokens), place.ignoring
    end = len(several) - 1
    written = "".join(
        _character(kind, value if kind is not op.IN else tuple(value), ignoring=ignoring)
        if kind in _CHARACTERS
        else _WRITERS[kind](
            value, _Place(place.flags, first=place.first and at == 0, last=place.last and at == end)
        )
        for at, (kind, value) in enumerate(several)
    )
    return f"(?{'i' if ignoring else '-i'}:{written})" if written else ""


@cache
def _character(kind: Any, value: Any, *, ignoring: bool) -> str:  # noqa: ANN401 - the parser's own
    return _set(_characters(_members(kind, value), ignoring=ignoring))


def _any(_: object, place: _Place) -> str:
    return r"(?s:.)" if place.flags & re.DOTALL else r"[^\n]"


def _group(value: tuple[object, int, int, Iterable[Token]], place: _Place) -> str:
    _, added, removed, within = value
    return _sequence(within, place._replace(flags=(place.flags | added) & ~removed))


def _branch(value: tuple[object, Iterable[Iterable[Token]]], place: _Place) -> str:
    return f"(?:{'|'.join(_sequence(way, place) for way in value[1])})"


def _repeat(value: tuple[int, int, Iterable[Token]], place: _Place) -> str:
    least, most, within = value
    written = _sequence(within, place._replace(first=False, last=False))
    times = f"{{{min(least, _MOST)},}}" if most > _MOST else f"{{{least},{most}}}"
    return f"{written}{times}" if written else ""


def _around(value: tuple[int, Iterable[Token]], place: _Place) -> str:
    """Return what must stand before or behind, as part of the match where that ends there."""
    before, within = value[0] < 0, value[1]
    alone = place.first if before else place.last
    there = place._replace(first=place.first and before, last=place.last and not before)
    return _sequence(within, there) if alone else ""


def _at(value: object, place: _Place) -> str:
    return _LINES.get(value, "") if place.flags & re.MULTILINE else _PLACES.get(value, "")


def _members(kind: Any, value: Any) -> Members:  # noqa: ANN401 - the parser's own
    """Return the members of a set of characters, as the parser writes them, a lone character's too."""
    if kind is op.IN:
        return value  # type: ignore[no-any-return]  # the parser's own
    return ((op.LITERAL, value),) if kind is op.LITERAL else ((op.NEGATE, None), (op.LITERAL, value))


@cache
def _characters(members: Members, *, ignoring: bool) -> frozenset[str]:
    """Return the characters of which a set holds one, or one that they stand for."""
    plain = {c for c in (*_PLAIN, *_TWINS) if _holds(members, c, ignoring=ignoring)}
    foreign = {stands for stands, one in _LIKE.items() if _holds(members, one, ignoring=ignoring)}
    return frozenset({_TWINS.get(c, c) for c in plain} | foreign | _named(members))


def _holds(members: Members, character: str, *, ignoring: bool) -> bool:
    """Return whether a set holds a character."""
    twin = _TWINS.get(character, character)
    forms = {character, character.lower(), character.upper(), twin, twin.upper()} if ignoring else {character}
    codes = {ord(form) for form in forms if len(form) == 1}
    held, negated = False, False
    for kind, value in members:
        if kind is op.NEGATE:
            negated = True
        elif kind is op.CATEGORY:
            held = held or _CATEGORIES[value](character)
        else:
            low, high = (value, value) if kind is op.LITERAL else value
            held = held or any(low <= code <= high for code in codes)
    return held is not negated


def _named(members: Members) -> set[str]:
    """Return what stands for the characters of other scripts that a set names, or leaves out by name."""
    found: set[str] = set()
    for kind, value in members:
        low, high = (value, value) if kind is op.LITERAL else value if kind is op.RANGE else (0, 0)
        if high - low > _WIDEST:
            return {*_FOREIGN, *_TWINS.values()}
        found |= {_BYTES[code] for code in range(max(low, 0x80), high + 1)}
    return found


@cache
def _set(characters: frozenset[str]) -> str:
    """Return a set of characters as RE2 writes it."""
    if len(characters) == 1:
        return _written(*characters)
    return f"[{''.join(_runs(sorted(map(ord, characters))))}]" if characters else r"[^\x00-\xff]"


def _runs(codes: Sequence[int]) -> Iterator[str]:
    """Yield characters in order, those that follow each other as a range."""
    for _, run in groupby(enumerate(codes), key=lambda numbered: numbered[1] - numbered[0]):
        several = [chr(code) for _, code in run]
        yield _written(several[0])
        if len(several) > 1:
            yield f"-{_written(several[-1])}"


def _written(character: str) -> str:
    return character if character.isascii() and character.isalnum() else f"\\x{ord(character):02x}"


def _standing_for(character: str) -> str:
    if character.isascii():
        return character
    if character in _TWINS:
        return _TWINS[character]
    if character.isdecimal():
        return _DIGIT
    if character.isspace():
        return _BLANK
    return _LETTER if character.isalnum() else _MARK


_BYTES: Final = _Bytes()
_WRITERS: Final[dict[Any, Callable[[Any, _Place], str]]] = {
    op.ANY: _any,
    op.SUBPATTERN: _group,
    op.ATOMIC_GROUP: _sequence,
    op.BRANCH: _branch,
    op.MAX_REPEAT: _repeat,
    op.MIN_REPEAT: _repeat,
    op.POSSESSIVE_REPEAT: _repeat,
    op.ASSERT: _around,
    op.ASSERT_NOT: lambda *_: "",
    op.AT: _at,
    op.GROUPREF: lambda *_: _ANYTHING,
}
