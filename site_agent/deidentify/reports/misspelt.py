"""Words of reports with one slip of the finger: ``lober`` for lobar, ``effusoin`` for effusion.

Rule: one letter too many, too few, another or two exchanged, in a word of six letters or more that stands in
small letters in a text that has capitals where they belong; there, a name would have one.

Not here: words as they are spelt (`known_words`), what happens to an unknown word (`names`).
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from site_agent.deidentify.reports.known_words import is_common
from site_agent.deidentify.reports.letters import letters_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_SHORTEST: Final = 6
_WORDS: Final = 20_000  # whose answers are remembered
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"
_CAPITALS_A_LETTER: Final = 0.015


def tells_names(text: str) -> bool:
    """Return whether a text writes capitals where they belong: neither none nor nearly all."""
    letters = letters_of(text)
    return _CAPITALS_A_LETTER * letters.every < letters.capitals < letters.every / 2


@lru_cache(maxsize=_WORDS)
def is_misspelt(word: str) -> bool:
    """Return whether a word in small letters is one slip away from a common one."""
    return len(word) >= _SHORTEST and word.isascii() and any(map(is_common, _slips(word)))


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
