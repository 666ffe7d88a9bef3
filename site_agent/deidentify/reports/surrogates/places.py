"""Hospitals, addresses and rooms for their like: other proper names and numbers, the same kind.

Rules: what tells the kind stays ("General Hospital", "Road", "Ward"); every other word becomes an invented
town, capitals other capitals, a number another one of as many digits; postal codes are of no place (US 000,
GB ZZ99, Canadian Z). What holds nothing but kinds gets a town before it, for it must not stay as it is.

Not here: internet addresses, which the filter calls addresses too (`values`).
"""

# ruff: noqa: RUF001 - the genitive is written with either apostrophe
from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from site_agent.deidentify.reports.lexicon import PrivacyLexicon
from site_agent.deidentify.reports.surrogates.pools import Pools

if TYPE_CHECKING:
    from site_agent.deidentify.reports.surrogates.draws import Draws

_ACRONYM: Final = 5
_PART: Final = re.compile(
    r"(?P<us>(?<!\d)\d{5}(?:-\d{4})?\Z)|(?P<gb>\b[A-Z]{1,2}\d[A-Z\d]?[ ]?\d[A-Z]{2}\b)"
    r"|(?P<ca>\b[A-Z]\d[A-Z][ ]?\d[A-Z]\d\b)|(?P<n>\d+)|(?P<w>[^\W\d_]+(?:['’][^\W\d_]+)*)",
    re.IGNORECASE,
)
_KINDS: Final = """
street st avenue ave road rd lane ln drive dr boulevard blvd court ct way place pl terrace circle highway
hwy parkway pkwy square sq trail alley close crescent mews gardens grove row quay wynd estate calle rue
via avenida rua route flat apt apartment unit box po p o room rm bed bay ward suite cubicle trauma resus
level floor wing building hospital hospitals clinic clinics infirmary center centre medical health system
university college school institute imaging radiology department dept division section practice surgery
trust nhs hsc hse group partners associates general regional community memorial county district children
children's women's teaching foundation urgent care north south east west upper lower saint st ste mt
mount the of and at in for our lady dr inc llc pc ed er icu itu hdu nicu picu micu sicu ccu amu mau sau
cdu
"""


class Places:
    """The surrogates of a report's places.

    Args:
        draws: Draws of the patient.
    """

    def __init__(self, draws: Draws) -> None:
        self._draws = draws

    def place(self, said: str) -> str:
        """Return another place of the same kind."""
        told = _PART.sub(self._part, said)
        if told.casefold() != said.casefold():
            return told
        return f"{self._cased(said, said)} {said.rsplit(maxsplit=1)[-1]}"

    def _part(self, match: re.Match[str]) -> str:
        said = match[0]
        if match["us"]:
            return "000" + self._draws.turned(said[3:], said)
        if match["gb"]:
            return f"ZZ99 {self._draws.number(10, 'post', said)}ZZ"
        if match["ca"]:
            return f"Z{self._draws.number(10, 'post', said)}Z 9Z9"
        return self._number(said) if match["n"] else self._word(said)

    def _word(self, said: str) -> str:
        if said.lower().replace("’", "'") in _kinds():
            return said
        if len(said) <= _ACRONYM and said.isupper():
            return self._draws.turned(said)
        genitive = said[-2:] if said[-2:].lower() in {"'s", "’s"} else ""
        return self._cased(said.removesuffix(genitive), said) + genitive

    def _cased(self, said: str, like: str) -> str:
        """Return an invented town, written like the word it stands for."""
        pools, letter = Pools.load(), next((c for c in said if c.isalpha()), "A")
        name = self._draws.pick(pools.last[self._draws.initial(letter).upper()], "place", said.lower())
        town = name + self._draws.pick(pools.endings, "town", said.lower())
        return town.upper() if like.isupper() else town.lower() if like.islower() else town

    def _number(self, said: str) -> str:
        """Return another number of as many digits."""
        count = len(said)
        low, high = (1, 10) if count == 1 else (10 ** (count - 1), 10**count)
        drawn = low + self._draws.number(high - low - 1, "number", said)
        return str(drawn + (drawn >= int(said)) if low <= int(said) < high else drawn)


@cache
def _kinds() -> frozenset[str]:
    """Return the words that tell what kind of place something is."""
    organisations = PrivacyLexicon.load().lists["organisations"]
    return frozenset(_KINDS.split()) | {word.lower() for phrase in organisations for word in phrase.split()}
