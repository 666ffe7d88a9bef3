"""The words that name nobody: English, radiology, and what medicine builds of them.

Rules: a word is known when a list has it, when a medical prefix stands before a known word
("nonobstructing"), or when it ends as only medical words do ("-ectomy"); a word of names is known too, yet
may name somebody, which its capital tells. What is not known may be anything, names first of all.

Not here: phrases (`lexicon`), what happens to an unknown word (`names`).
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from radshare.configs import config_path
from site_agent.deidentify.reports.lexicon import PathologyLexicon, PrivacyLexicon

if TYPE_CHECKING:
    from collections.abc import Iterator

_GRAMMAR: Final = ("like", "ly", "ness", "s", "es", "ed", "wise", "ward", "wards", "al", "ies")
_SHORTEST_STEM: Final = 4
_SHORTEST_MEDICAL: Final = 7


@cache
def is_known(word: str) -> bool:
    """Return whether a word, in any case, is one of language or medicine."""
    lowered = word.lower()
    spelled = (lowered, _american(lowered)) if len(word) >= _SHORTEST_MEDICAL else (lowered,)
    forms = (form for one in spelled for form in _forms(one))
    return any(form in _english() or form in _radiology() for form in forms) or _is_medical(lowered)


@cache
def may_name(word: str) -> bool:
    """Return whether a known word is also a name of people and no word of reports: ``rose``, not ``lung``."""
    lowered = word.lower()
    return lowered in _word_names() and lowered not in _radiology()


def _forms(word: str) -> Iterator[str]:
    """Yield a word and what it is made of, each of which would make it known."""
    yield word
    prefixes = PrivacyLexicon.load().lists["medical_prefixes"]
    stems = [word, *(word[len(prefix) :] for prefix in prefixes if word.startswith(prefix))]
    for stem in stems:
        if len(stem) < _SHORTEST_STEM:
            continue
        if stem is not word:
            yield stem
        yield from (
            stem[: -len(ending)]
            for ending in _GRAMMAR
            if stem.endswith(ending) and len(stem) - len(ending) >= _SHORTEST_STEM
        )


def _american(word: str) -> str:
    """Return a word as American English writes it: ``oesophageal`` as ``esophageal``."""
    return word.replace("ae", "e").replace("oe", "e")


def _is_medical(word: str) -> bool:
    return len(word) >= _SHORTEST_MEDICAL and word.endswith(PrivacyLexicon.load().lists["medical_endings"])


@cache
def _english() -> frozenset[str]:
    return _listed("english")


@cache
def _radiology() -> frozenset[str]:
    return (
        _listed("medicine")
        | frozenset(PrivacyLexicon.load().lists["brands"])
        | PrivacyLexicon.load().words
        | PathologyLexicon.load().words
    )


@cache
def _word_names() -> frozenset[str]:
    return _listed("word_names")


def _listed(name: str) -> frozenset[str]:
    lines = config_path(f"lexicons/{name}.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))
