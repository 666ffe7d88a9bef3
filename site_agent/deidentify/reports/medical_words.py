"""Words of medicine, told by what they are built of: combining forms and endings, prefixes, endings of drugs.

Rule: a word counts when it is taken apart without a rest ("cerebello-pontine", "kerato-cyst"); names of
people hardly ever are.

Not here: lists of whole words (`known_words`).
"""

from __future__ import annotations

from functools import cache
from typing import Final

from site_agent.deidentify.reports.lexicon import PrivacyLexicon

_SHORTEST: Final = 7
_SHORTEST_FORM: Final = 4


def is_medical(word: str) -> bool:
    """Return whether a word in small letters is built as only words of medicine are."""
    if len(word) < _SHORTEST:
        return False
    return word.endswith(PrivacyLexicon.load().lists["medical_endings"]) or is_built(word)


def is_form(word: str) -> bool:
    """Return whether a word in small letters is a combining form, as before a hyphen: ``sapheno-femoral``."""
    return len(word) >= _SHORTEST_FORM and word in _forms()


def is_combining(word: str) -> bool:
    """Return whether a word in small letters is a combining form, however short: ``uro``."""
    return word in _forms()


def is_built(word: str) -> bool:
    """Return whether a word in small letters is combining forms and an ending, and nothing else."""
    return len(word) >= _SHORTEST and _ends(word)


def _ends(word: str) -> bool:
    tails, longest = _tails(), _longest()
    for cut in range(2, min(len(word), longest + 1)):
        if word[:cut] in _forms():
            rest = word[cut:]
            if rest in tails or rest.removesuffix("s") in tails or _ends(rest):
                return True
    return False


@cache
def _forms() -> frozenset[str]:
    return frozenset(PrivacyLexicon.load().lists["medical_forms"])


@cache
def _tails() -> frozenset[str]:
    return frozenset(PrivacyLexicon.load().lists["medical_tails"])


@cache
def _longest() -> int:
    return max(map(len, _forms()))
