"""Words of reports with one slip of the finger: ``lober`` for lobar, ``effusoin`` for effusion.

Rule: one letter too many, too few, another or two exchanged, in a word of six letters or more; in a shorter
one what fingers do: letters exchanged, doubled, dropped, or the key beside. What is also a name of people
(``near_names.txt``) is no slip. Whether a word stands where a slip may be forgiven, `slips` tells.

Not here: words as they are spelt (`known_words`), what happens to an unknown word (`names`).
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from radshare.configs import config_path
from site_agent.deidentify.reports.known_words import is_common, is_known, is_plain_of_reports
from site_agent.deidentify.reports.letters import letters_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_SHORTEST: Final = 6
_SHORTEST_SHORT: Final = 3
_WORDS: Final = 20_000  # whose answers are remembered
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"
_CAPITALS_A_LETTER: Final = 0.015
_ROWS: Final = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


def tells_names(text: str) -> bool:
    """Return whether a text writes capitals where they belong: neither none nor nearly all."""
    letters = letters_of(text)
    return _CAPITALS_A_LETTER * letters.every < letters.capitals < letters.every / 2


@lru_cache(maxsize=_WORDS)
def is_misspelt(word: str) -> bool:
    """Return whether a word in small letters is one slip away from a common one."""
    return len(word) >= _SHORTEST and word.isascii() and any(map(is_common, _slips(word)))


@lru_cache(maxsize=_WORDS)
def is_slip_of_reports(word: str) -> bool:
    """Return whether a word in small letters is one slip away from a word that reports are full of."""
    return is_slip(word) and (len(word) < _SHORTEST or any(map(is_plain_of_reports, _slips(word))))


@lru_cache(maxsize=_WORDS)
def is_slip(word: str) -> bool:
    """Return whether a word in small letters, of any length, is one slip away from a word and no name."""
    return word not in _near_names() and could_be_slip(word)


@lru_cache(maxsize=_WORDS)
def is_exchanged(word: str) -> bool:
    """Return whether a word in small letters is a common one with two letters exchanged.

    The surest of all slips: no other word and no name is written so.
    """
    if len(word) < _SHORTEST or not word.isascii() or word in _near_names() or is_known(word):
        return False
    meant = (word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(1, len(word) - 1))
    return any(map(is_common, meant))


def could_be(word: str, meant: frozenset[str]) -> bool:
    """Return whether a word in small letters is one slip away from one of these, and no name."""
    return word not in _near_names() and is_meant(word, meant)


def is_meant(word: str, meant: frozenset[str]) -> bool:
    """Return whether a word in small letters is one slip away from one of these, whatever it is itself."""
    return word.isascii() and any(map(meant.__contains__, _slips(word)))


def could_be_slip(word: str) -> bool:
    """Return whether a word in small letters could be meant for another, names left aside."""
    if not word.isascii() or len(word) < _SHORTEST_SHORT or is_known(word):
        return False
    return is_misspelt(word) if len(word) >= _SHORTEST else any(map(is_plain_of_reports, _short_slips(word)))


def _slips(word: str) -> Iterator[str]:
    """Yield what a word may have been meant to be; the first letter is hit rightly."""
    for at in range(1, len(word)):
        head, tail = word[:at], word[at:]
        yield head + tail[1:]
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
        for letter in _LETTERS:
            yield head + letter + tail[1:]
            yield head + letter + tail
    for letter in _LETTERS:
        yield word + letter


def _short_slips(word: str) -> Iterator[str]:
    """Yield what a short word may have been meant to be, of four letters or more."""
    for at, letter in enumerate(word):
        head, tail = word[:at], word[at + 1 :]
        if tail:
            yield head + tail[0] + letter + tail[1:]
        for near in _beside().get(letter, ""):
            yield head + near + tail
        if letter in word[max(0, at - 1) : at]:
            yield head + tail
        for other in _LETTERS:
            yield word[: at + 1] + other + tail


@cache
def _beside() -> dict[str, str]:
    """Return the keys beside each key, on its row and on the rows above and below."""
    places = {key: (x + row * 0.5, row) for row, keys in enumerate(_ROWS) for x, key in enumerate(keys)}
    return {
        key: "".join(o for o, (a, b) in places.items() if o != key and abs(a - x) <= 1 and abs(b - y) <= 1)
        for key, (x, y) in places.items()
    }


@cache
def _near_names() -> frozenset[str]:
    lines = config_path("lexicons/near_names.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))
