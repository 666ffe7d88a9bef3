"""How the second reader sees a text: where something went, and of open words only what kind they are.

Rules: all of it is shown, prose in which nothing went too. A word that reports of many places share is shown
as itself; any other word only as what the lexicons say of it (known, a name of people, a term, an
abbreviation), so that the reader learns where identifiers stand and never who stood there. Numbers are shown
by their length and by whether they could be a month or a day.

Not here: the network (`second_reader`), its training (scripts/train_second_reader).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from site_agent.deidentify.reports.known_words import (
    is_abbreviation,
    is_borne,
    is_english,
    is_known,
    is_term,
    may_name,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from spacy.tokens import Doc
    from spacy.vocab import Vocab

_TOKEN: Final = re.compile(r"\[[A-Z]{2,9}\]|[^\W\d_]+|\d+|\n+|[ ]{2,}|\t|[^\w\s]|_")
_TELLING: Final[Mapping[str, Callable[[str], bool]]] = {
    "k": is_known,
    "n": may_name,
    "b": is_borne,
    "t": is_term,
    "a": is_abbreviation,
    "e": is_english,
}
_MONTHS: Final = 12
_DAYS: Final = 31
_SHORT: Final = 2
_REMEMBERED: Final = 1 << 16


def shown(vocabulary: Vocab, text: str, common: Collection[str]) -> tuple[Doc, Sequence[re.Match[str]]]:
    """Return what the reader sees of a text, and where each of its tokens stands.

    Args:
        vocabulary: The network's.
        text: Text with placeholders such as ``[NAME]``, each a token.
        common: Words, in lower case, that are shown as themselves.
    """
    from spacy.tokens import Doc  # noqa: PLC0415 - seconds and megabytes that only reports need

    tokens = list(_TOKEN.finditer(text))
    words = [token[0] for token in tokens]
    document = Doc(vocabulary, words=words, lemmas=[_kind(word) for word in words])
    for token, word in zip(document, words, strict=True):
        token.norm_ = _norm(word, common)
    return document, tokens


def _norm(word: str, common: Collection[str]) -> str:
    """Return what stands for a word."""
    lowered = word.lower()
    if lowered.isdigit():
        return _number(lowered)
    if not lowered[0].isalpha():
        return "\n" if "\n" in word else lowered
    return lowered if lowered in common else f"<{_kind(word)}>"


def _number(figures: str) -> str:
    if len(figures) > _SHORT:
        return f"{len(figures)} figures"
    value = int(figures)
    most = _MONTHS if value <= _MONTHS else _DAYS if value <= _DAYS else 99
    return f"{len(figures)} figures to {most}"


@lru_cache(maxsize=_REMEMBERED)
def _kind(word: str) -> str:
    """Return what the lexicons say of a word, a letter each, ``?`` where none says anything."""
    if not word[0].isalpha():
        return "-"
    return "".join(letter for letter, tells in _TELLING.items() if tells(word)) or "?"
