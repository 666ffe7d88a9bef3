"""Takes a text apart into the words and marks that the recogniser was trained on.

Rules (spaCy's, whose patterns and exceptions stand in the model's folder): a text is cut at blanks; from each
piece prefixes and suffixes are taken off, then it is cut at what stands within, unless it is an exception
("can't", "a.m.") or an address of the web; an exception that was cut apart is put together again. A single
blank is no token, any other white space is.

Not here: what the network sees of a token (`network`).
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_ORTH: Final = 65  # spaCy's number of the attribute: the token as it is written
_NORM: Final = 67  # what it is read as
_PIECE: Final = re.compile(r"\S+|\s+")
_REMEMBERED: Final = 1 << 14  # pieces: most words of a report stand in the next one


class Token(NamedTuple):
    """A word or mark.

    Attributes:
        text: As it is written.
        norm: What an exception reads it as, or ``None``.
    """

    text: str
    norm: str | None = None


_Placed = tuple[Token, int]


class Tokenizer:
    """Takes texts apart.

    Args:
        rules: Patterns and exceptions, as spaCy writes them.
    """

    def __init__(self, rules: Mapping[str, Any]) -> None:
        self._prefix = re.compile(rules["prefix_search"]).search
        self._suffix = re.compile(rules["suffix_search"]).search
        self._infixes = re.compile(rules["infix_finditer"]).finditer
        self._address = re.compile(rules["url_match"]).match
        self._exceptions = {
            text: [Token(part[_ORTH], part.get(_NORM)) for part in parts]
            for text, parts in rules["exceptions"].items()
        }
        self._cut_exceptions = self._cut(self._exceptions)
        self._tokens_of = lru_cache(maxsize=_REMEMBERED)(self._tokens)

    def tokens(self, text: str) -> list[_Placed]:
        """Return the tokens of a text and where each begins."""
        found: list[_Placed] = []
        for match in _PIECE.finditer(text):
            piece, at = match[0], match.start()
            if at and piece[0] == " ":  # it ends the token before
                piece, at = piece[1:], at + 1
            for token in self._tokens_of(piece) if piece else ():
                found.append((token, at))
                at += len(token.text)
        return self._put_together(text, found)

    def _tokens(self, piece: str) -> Sequence[Token]:
        """Return the tokens of a piece between blanks."""
        if piece in self._exceptions:
            return self._exceptions[piece]
        return self._apart(piece, self._exceptions)

    def _apart(self, piece: str, exceptions: Mapping[str, Sequence[Token]]) -> Sequence[Token]:
        """Return the tokens of a piece with its prefixes and suffixes taken off."""
        before: list[Token] = []
        behind: list[Token] = []
        left = -1
        while piece and len(piece) != left and piece not in exceptions:
            left = len(piece)
            first = self._prefix(piece)
            ahead = len(first[0]) if first else 0
            if ahead and piece[ahead:] in exceptions:
                before.append(Token(piece[:ahead]))
                piece = piece[ahead:]
                break
            last = self._suffix(piece[ahead:])
            after = len(last[0]) if last else 0
            if after and piece[:-after] in exceptions:
                behind.append(Token(piece[-after:]))
                piece = piece[:-after]
                break
            if ahead:
                before.append(Token(piece[:ahead]))
            if after:
                behind.append(Token(piece[-after:]))
            piece = piece[ahead : len(piece) - after]
        return [*before, *self._within(piece, exceptions), *reversed(behind)]

    def _within(self, piece: str, exceptions: Mapping[str, Sequence[Token]]) -> Iterable[Token]:
        """Yield the tokens of a piece without prefixes and suffixes."""
        if piece in exceptions:
            yield from exceptions[piece]
            return
        start = 0
        for infix in () if self._address(piece) else self._infixes(piece):
            if infix.start():
                if infix.start() != start:
                    yield Token(piece[start : infix.start()])
                if infix[0]:
                    yield Token(infix[0])
                start = infix.end()
        if piece[start:]:
            yield Token(piece[start:])

    def _cut(self, exceptions: Iterable[str]) -> dict[str, list[tuple[str, ...]]]:
        """Return the exceptions that prefixes and the like cut, by the first token they are cut into."""
        found: dict[str, list[tuple[str, ...]]] = {}
        for text in exceptions:
            if self._prefix(text) or self._suffix(text) or any(self._infixes(text)):
                cut = tuple(token.text for token in self._apart(text, {}))
                found.setdefault(cut[0], []).append(cut)
        return found

    def _put_together(self, text: str, tokens: list[_Placed]) -> list[_Placed]:
        """Return the tokens with those exchanged that an exception was cut into; longer ones count first."""
        written = tuple(token.text for token, _ in tokens)
        met = [
            (len(cut), -first)
            for first, word in enumerate(written)
            if word in self._cut_exceptions
            for cut in self._cut_exceptions[word]
            if written[first : first + len(cut)] == cut
        ]
        seen: set[int] = set()
        chosen = []
        for length, first in sorted(met, reverse=True):
            span = range(-first, length - first)
            if span[0] not in seen and span[-1] not in seen:
                chosen.append((span[0], span[-1]))
            seen.update(span)
        for first, last in sorted(chosen, reverse=True):
            tokens[first : last + 1] = self._whole(text, tokens[first : last + 1])
        return tokens

    def _whole(self, text: str, cut: list[_Placed]) -> list[_Placed]:
        """Return the tokens of the exception that was cut into these, or these where the text has none."""
        start, (last, end) = cut[0][1], cut[-1]
        parts = self._exceptions.get(text[start : end + len(last.text)])
        if parts is None:
            return cut
        places = accumulate((len(part.text) for part in parts), initial=start)
        return list(zip(parts, places, strict=False))
