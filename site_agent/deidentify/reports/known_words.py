"""The words that name nobody: English, radiology, and what medicine builds of them.

Rules: a word is known when a list has it, when a medical prefix stands before a known word
("nonobstructing"), or when it is built as only words of medicine are; a word of names is known too, yet may
name somebody, which its capital tells; so may a rare word. What is not known may be anything, names first of
all.

Not here: phrases (`lexicon`), how words of medicine are built (`medical_words`), what happens to an unknown
word (`names`).
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from radshare.configs import config_path
from site_agent.deidentify.reports.lexicon import PathologyLexicon, PrivacyLexicon
from site_agent.deidentify.reports.medical_words import is_combining, is_form, is_medical
from site_agent.deidentify.reports.radiology_words import RadiologyWords

if TYPE_CHECKING:
    from collections.abc import Iterator

_GRAMMAR: Final = ("like", "ly", "ness", "s", "es", "ed", "wise", "ward", "wards", "al", "ies")
_NUMERAL: Final = re.compile(r"(?:i{1,3}|i[vx]|vi{0,3}|xi{0,2})[a-d]?")  # stages and types: IIIa
_LETTERS: Final = re.compile(r"[a-z]{2,}")
_POWERS: Final = "²³"
_SHORTEST_STEM: Final = 4
_SHORTEST_FORM: Final = 3
_SHORTEST_TAIL: Final = 6
_SHORTEST_MEDICAL: Final = 7
_REMEMBERED: Final = 1 << 16  # words; every id and misspelling is one


@lru_cache(maxsize=_REMEMBERED)
def is_known(word: str) -> bool:
    """Return whether a word, in any case, is one of language or medicine."""
    lowered = word.lower().rstrip(_POWERS)
    spelled = (lowered, _american(lowered)) if len(word) >= _SHORTEST_MEDICAL else (lowered,)
    forms = (form for one in spelled for form in _forms(one))
    if any(form in _language() or form in _radiology() for form in forms) or is_medical(lowered):
        return True
    if len(lowered) >= _SHORTEST_MEDICAL and (is_medical(f"{lowered}e") or _is_compound(lowered)):
        return True
    return not lowered or is_form(lowered) or is_numeral(lowered)


@lru_cache(maxsize=_REMEMBERED)
def may_name(word: str) -> bool:
    """Return whether a known word is also a name of people and no word of reports: ``rose``, not ``lung``."""
    lowered = word.lower()
    if lowered in _radiology():
        return False
    rare = lowered in _rare() and lowered not in _abbreviations() and not is_medical(lowered)
    return rare or lowered in _word_names()


def names_people(word: str) -> bool:
    """Return whether people are called a word, in any case, whatever else it means: ``field``."""
    return word.lower() in _word_names() or may_name(word) or not is_known(word)


def is_borne(word: str) -> bool:
    """Return whether a word, in any case, is among the names of people that many bear."""
    return word.lower() in _word_names()


def is_numeral(word: str) -> bool:
    """Return whether a word, in any case, counts stages or types: ``IIIa``."""
    return bool(_NUMERAL.fullmatch(word.lower()))


def is_common(word: str) -> bool:
    """Return whether a word in small letters is a common one, spelt like this, and no name."""
    return (word in _english() or word in _radiology()) and not may_name(word)


def is_plain_of_reports(word: str) -> bool:
    """Return whether a word in small letters, of four or more, is a plain one of reports, and no name."""
    return len(word) >= _SHORTEST_STEM and word in _of_reports() and not may_name(word)


def is_english(word: str) -> bool:
    """Return whether a word, in any case, is a frequent one of plain English."""
    return word.lower() in _english()


def is_abbreviation(word: str) -> bool:
    """Return whether a word, in any case, is an abbreviation of radiology or of hurried writing."""
    return word.lower() in _abbreviations()


def is_brand(word: str) -> bool:
    """Return whether a word, in any case, is a medicine's or a device's brand and nothing else."""
    lowered = word.lower()
    named = lowered in _english() or lowered in _rare() or lowered in _word_names()
    return lowered in _brands() and not named


@lru_cache(maxsize=_REMEMBERED)
def is_term(word: str) -> bool:
    """Return whether a word, in any case, means nothing but a finding, a medicine, a device or the like."""
    lowered = word.lower()
    if lowered in _brands() or lowered in RadiologyWords.load().terms or is_medical(lowered):
        return True
    listed = lowered in _listed("medicine") or lowered in PathologyLexicon.load().words
    return listed and lowered not in _word_names()


@lru_cache(maxsize=_REMEMBERED)
def says_nothing(word: str) -> bool:
    """Return whether a word, in any case, says nothing in reports and so rather names: ``willow``."""
    lowered = _american(word.lower())
    return not (
        is_term(word) or is_medical(lowered) or is_abbreviation(word) or PrivacyLexicon.load().is_plain(word)
    )


@lru_cache(maxsize=_REMEMBERED)
def may_be_place(word: str) -> bool:
    """Return whether places may be called a word, in any case: it says nothing, or nature has it too."""
    return says_nothing(word) or word.lower() in PrivacyLexicon.load().lists["place_words"]


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
            if stem.endswith(ending) and len(stem) - len(ending) >= _SHORTEST_STEM and _takes(stem, ending)
        )


def _takes(word: str, ending: str) -> bool:
    """Return whether a word may end like this: plurals in -es follow a hiss, -al words of medicine."""
    stem = word[: -len(ending)]
    if ending == "es":
        return stem.endswith(("s", "x", "z", "ch", "sh", "o"))
    return ending != "al" or stem in _listed("medicine")


def _is_compound(word: str) -> bool:
    """Return whether a word is a combining form before a word of medicine: ``zygomaticomaxillary``."""
    cuts = range(_SHORTEST_FORM, len(word) - _SHORTEST_TAIL + 1)
    tails = _tails()
    return any(word[cut:] in tails and is_combining(word[:cut]) for cut in cuts)


def _american(word: str) -> str:
    """Return a word as American English writes it: ``oesophageal`` as ``esophageal``."""
    return word.replace("ae", "e").replace("oe", "e")


@cache
def _tails() -> frozenset[str]:
    """Return the words of medicine that a combining form may stand before."""
    return (
        _listed("medicine")
        | PathologyLexicon.load().words
        | frozenset(PrivacyLexicon.load().lists["complaints"])
    )


@cache
def _language() -> frozenset[str]:
    return _english() | _rare() | _abbreviations()


@cache
def _english() -> frozenset[str]:
    return _listed("english")


@cache
def _rare() -> frozenset[str]:
    return _listed("rare")


@cache
def _abbreviations() -> frozenset[str]:
    ours = frozenset(word for line in _listed("abbreviations") for word in _LETTERS.findall(line))
    return ours | RadiologyWords.load().abbreviations


@cache
def _brands() -> frozenset[str]:
    return frozenset(PrivacyLexicon.load().lists["brands"]) | RadiologyWords.load().brands


@cache
def _radiology() -> frozenset[str]:
    return (
        _listed("medicine")
        | _brands()
        | RadiologyWords.load().terms
        | RadiologyWords.load().languages
        | frozenset(PrivacyLexicon.load().lists["latin"])
        | PrivacyLexicon.load().words
        | PathologyLexicon.load().words
    )


@cache
def _of_reports() -> frozenset[str]:
    """Return the words that reports are full of."""
    return PrivacyLexicon.load().words | PathologyLexicon.load().words | _listed("medicine")


@cache
def _word_names() -> frozenset[str]:
    return _listed("word_names")


@cache
def _listed(name: str) -> frozenset[str]:
    lines = config_path(f"lexicons/{name}.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))
