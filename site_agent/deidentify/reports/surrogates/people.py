"""Names for names: word by word, so that every form of a person's name keeps agreeing with the others.

Rules: a word that is a first name somewhere becomes a first name of the same sex, any other a surname; case,
order, initials, titles, credentials and the genitive stay as written; particles go, for a surrogate has none.
A title or a relative ("his wife, Jordan") tells the sex where the name leaves it open or says otherwise.

Not here: lists (`pools`), which pieces of a report are names (`site_agent.deidentify.reports.filter`).
"""

# ruff: noqa: RUF001 - the genitive is written with either apostrophe
from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from site_agent.deidentify.reports.folding import fold
from site_agent.deidentify.reports.lexicon import PrivacyLexicon
from site_agent.deidentify.reports.surrogates.pools import Pools

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from site_agent.deidentify.reports.surrogates.draws import Draws

_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+")
_GENITIVE: Final = re.compile(r"['’][sS]\Z")
_PARTICLES: Final = frozenset(
    {
        *("van", "von", "der", "den", "de", "del", "della", "la", "le", "da", "dos", "di", "du", "el", "al"),
        *("bin", "binti", "binte", "bint", "ibn", "ben", "abu", "ap", "ter", "ten", "zu", "af"),
    }
)
_KEPT: Final = frozenset({"and", "or", "jr", "sr", "ii", "iii", "iv"})
_WOMEN: Final = (
    "mrs|ms|miss|mme|frau|she|her|wife|mother|mom|mum|sister|daughter|aunt|niece|grandmother|girlfriend"
)
_MEN: Final = "mr|herr|husband|father|dad|brother|son|uncle|nephew|grandfather|boyfriend"
_CUE: Final = re.compile(
    rf"\b(?:(?P<F>{_WOMEN})|(?P<M>{_MEN}))\b(?:'s)?[.,:]?[ \t]+(?:named[ \t]+|is[ \t]+)?\Z", re.IGNORECASE
)
_TITLED: Final = re.compile(r"(?:mrs?|ms|miss|mme|frau|herr)\b", re.IGNORECASE)
_REACH: Final = 24
_MOST_INITIALS: Final = 3
_TRIES: Final = 64


def words_of(name: str) -> frozenset[str]:
    """Return the folded words of a name that tell somebody."""
    return frozenset(
        word for match in _WORD.finditer(name) if (word := _key(match[0])) not in _KEPT | _titles()
    )


def sexes_told(named: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the first names whose sex the report tells, ``F`` or ``M``.

    Args:
        named: What stands before a name, and the name.
    """
    told: dict[str, str] = {}
    for before, name in named:
        cue = _CUE.search(before[-_REACH:])
        words = [_key(match[0]) for match in _WORD.finditer(name)]
        surname_alone = cue is not None and _TITLED.match(cue[0]) and len(words) == 1
        if cue and words and not surname_alone:
            told[words[-1] if "," in name else words[0]] = str(cue.lastgroup)
    return told


class People:
    """The surrogates of the people of one report.

    Args:
        draws: Draws of the patient.
        sexes: First names whose sex the report tells.
        taken: Folded words that no surrogate may be: identifiers of header, site and report.
    """

    def __init__(self, draws: Draws, sexes: Mapping[str, str], taken: frozenset[str]) -> None:
        self._draws = draws
        self._sexes = sexes
        self._taken = taken
        self._given: dict[str, str] = {}

    def name(self, said: str) -> str:
        """Return the surrogate of a name or of a part of one."""
        alone = len(_WORD.findall(said)) == 1
        shouted = not alone and said.isupper()
        told = _WORD.sub(lambda match: self._word(match[0], alone=alone, shouted=shouted), said)
        told = re.sub(r"[ \t]{2,}", " ", told).strip(" -^") if "\0" not in told else _without_holes(told)
        return told or self._surname("?")

    def initials(self, said: str) -> str:
        """Return initials that agree with the names."""
        return "".join(self._draws.initial(c) if c.isalpha() else c for c in said)

    def _word(self, said: str, *, alone: bool, shouted: bool) -> str:
        """Return the surrogate of one word of a name that has others, all in capitals, or not."""
        genitive = _GENITIVE.search(said)
        if genitive and len(said) > len(genitive[0]):
            return self._word(said[: genitive.start()], alone=alone, shouted=shouted) + genitive[0]
        if said.isdigit():
            return self._draws.digits(len(said), "name", said)
        key = _key(said)
        if key in _KEPT or (not alone and key in _titles()):
            return said
        if key in _PARTICLES and not alone:
            return "\0"
        if len(said) == 1 or (not shouted and _are_initials(said, key)):
            return self.initials(said)
        return _cased(self._given.get(key) or self._drawn(key, said), said)

    def _drawn(self, key: str, said: str) -> str:
        """Return a name that nobody of header, site and report bears."""
        pool = self._pool(key, self._draws.initial(said[0]).upper())
        taken = self._taken | {fold(name) for name in self._given.values()}
        tries = (self._draws.pick(pool, "name", key, str(number)) for number in range(_TRIES))
        self._given[key] = next((name for name in tries if fold(name) not in taken), self._surname(key))
        return self._given[key]

    def _pool(self, key: str, letter: str) -> tuple[str, ...]:
        pools = Pools.load()
        if key not in pools.sexes:
            return pools.last[letter]
        sex = self._sexes.get(key) or pools.sexes[key] or self._draws.pick("FM", "sex", key)
        return (pools.female if sex == "F" else pools.male)[letter]

    def _surname(self, key: str) -> str:
        """Return a surname of two, which no list holds."""
        last = Pools.load().last
        first, second = (self._draws.pick(last[letter], "two", key) for letter in "EH")
        return f"{first}{second.lower()}"


def _key(word: str) -> str:
    """Return a word as it is compared: folded, in one piece, without genitive."""
    return fold(_GENITIVE.sub("", word) or word).replace(" ", "")


@cache
def _titles() -> frozenset[str]:
    """Return titles and credentials of one word, folded."""
    lists = PrivacyLexicon.load().lists
    return frozenset(fold(one).replace(" ", "") for one in (*lists["titles"], *lists["credentials"]))


def _are_initials(said: str, key: str) -> bool:
    """Return whether letters stand for names rather than are one: ``J``, ``JS``, not ``NG``."""
    listed = key in Pools.load().surnames or key in Pools.load().sexes
    return len(said) <= _MOST_INITIALS and said.isupper() and not listed


def _cased(name: str, like: str) -> str:
    return name.upper() if like.isupper() else name.lower() if like.islower() else name


def _without_holes(text: str) -> str:
    """Return a name without the places of particles and what joined them."""
    joined: Callable[[re.Match[str]], str] = lambda _: ""  # noqa: E731 - one use, named for its type
    return re.sub(r"\0[-'’ \t]*", joined, text).strip()
