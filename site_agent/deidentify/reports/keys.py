"""Reads the keys of systems: ``PAT_ENC_CSN_ID``, ``readingRad``, ``EXAMDESC``, ``study_dt``.

Rules: a key is made of parts that systems build keys of, and its last part tells what it heads, with what
stands before it where that is needed: the name of a site is a place, the code of a procedure identifies
nobody. What has any other part is no key, so that an unknown key vouches for nothing.

Not here: labels that people write (`field_labels`), what stands behind a key (`layouts`, `tables`).
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from site_agent.deidentify.reports.known_words import is_known, may_name
from site_agent.deidentify.reports.lexicon import PrivacyLexicon

if TYPE_CHECKING:
    from site_agent.deidentify.reports.lexicon import Span

_NAMES: Final = frozenset({"nm", "name"})
_CODES: Final = frozenset({"cd", "code", "codes"})
_HEADS: Final = {
    "key_person_heads": "NAME",
    "key_numbers": "ID",
    "key_days": "DATE",
    "key_lines": "PHONE",
    "key_places": "LOCATION",
    "key_plain": "",
}
"""List of the lexicon -> what a key heads whose last part it holds."""
_OTHERS: Final = ("key_people", "key_coded", "key_others")
_SHORTEST_JOINED, _MOST_PARTS = 6, 6
_KEY: Final = re.compile(r"[a-z]{2,}(?:[A-Z][a-z]+|[A-Z]{2}){1,4}")
_HUMP: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_USER: Final = re.compile(
    r"(?<![\w./@\-])(?:[a-z]+(?:_[a-z]{2,}){1,2}\d{0,2}|[A-Z]+(?:_[A-Z]{2,}){1,2}\d{1,2})(?![\w@/(\-])"
)
_WHO: Final = re.compile(r"(?:\b(?:by|user|login|key)[ ]|<)\Z", re.IGNORECASE)
_PREFIXES: Final = frozenset({"rx", "xr", "rad", "tech"})
"""What logins of a department begin with."""
_COUNTED: Final = re.compile(r"\d+\Z")
_DIGITS: Final = re.compile(r"\d{1,2}")


@lru_cache(maxsize=1 << 13)
def key_kind(words: tuple[str, ...], *, glued: bool) -> str | None:
    """Return the class of what a key heads, empty where that identifies nobody, ``None`` for no key.

    Args:
        words: Its words, as a capital within begins a new one.
        glued: Whether nothing stands between them.
    """
    parts = [word.lower() for word in words if not _DIGITS.fullmatch(word)]
    if len(parts) == 1 and len(parts[0]) >= _SHORTEST_JOINED and words[0].isupper():
        parts = _parted(parts[0])
    if not 1 < len(parts) <= _MOST_PARTS or not _every().issuperset(parts):
        return None
    if not glued and (_parts("key_shortened").isdisjoint(parts) or _ends_place(parts)):
        return None
    return _headed(parts)


def is_key(word: str) -> bool:
    """Return whether a word is written as keys are, and is one or made of known words: ``dateTime``."""
    parts = _HUMP.split(word)
    known = _KEY.fullmatch(word) is not None and all(map(is_known, parts))
    return known or (len(parts) > 1 and key_kind(tuple(parts), glued=True) is not None)


def _ends_place(parts: list[str]) -> bool:
    """Return whether a number's label follows the last word of a place's name: "Quayle Hospital MRN"."""
    numbered = parts[-1] in _parts("key_numbers") | _parts("key_lines")
    return numbered and not _parts("key_places").isdisjoint(parts[:-1])


def joined_names(given: str) -> list[Span]:
    """Return where underscores join words of one case as users are called: ``roe_jane``, ``XR_ROE2``.

    One of the words is a name of people, or somebody did something there.
    """
    if "_" not in given:
        return []
    found = ((m.span(), tuple(_COUNTED.sub("", m[0]).lower().split("_"))) for m in _USER.finditer(given))
    users = (one for one in found if not _every().issuperset(one[1]))
    return [
        span
        for span, parts in users
        if parts[0] in _PREFIXES or any(map(may_name, parts)) or _WHO.search(given, 0, span[0])
    ]


def _parted(word: str) -> list[str]:
    """Return the two parts of a key that are joined: ``examdesc``."""
    cuts = [cut for cut in range(3, len(word) - 1) if word[:cut] in _every() and word[cut:] in _every()]
    return [word[: cuts[-1]], word[cuts[-1] :]] if cuts else [word]


def _headed(parts: list[str]) -> str | None:
    """Return what the last part of a key heads."""
    *before, last = parts
    if last in _NAMES:
        if before[-1] in _parts("key_places"):
            return "LOCATION"
        return "NAME" if before[-1] in _parts("key_people") else ""
    if before[-1] in _parts("key_person_heads") and last in _parts("key_places"):  # "Dr Ward"
        return None
    if last in _CODES:
        return "" if before[-1] in _parts("key_coded") else None
    return next((kind for heads, kind in _HEADS.items() if last in _parts(heads)), None)


@cache
def _every() -> frozenset[str]:
    return _CODES.union(*(_parts(name) for name in (*_HEADS, *_OTHERS)))


@cache
def _parts(name: str) -> frozenset[str]:
    return frozenset(PrivacyLexicon.load().lists[name])
