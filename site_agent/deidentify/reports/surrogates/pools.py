"""Names to draw from: Faker's lists of many countries, by first letter and by the sex they tell.

Rules: only names in plain letters that are no word of language or medicine, so that a surrogate neither reads
as a finding nor shields one; a list that no country's Faker has is not made up here.

Not here: which of them stands for whom (`people`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Final

from faker.providers.address.en_US import Provider as AmericanAddresses

from site_agent.deidentify.reports.folding import fold
from site_agent.deidentify.reports.known_words import is_known

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_COUNTRIES: Final = (
    *("en_US", "en_GB", "en_IN", "en_KE", "en_NZ", "en_PK", "en_NG", "id_ID"),
    *("de_DE", "es_ES", "es_MX", "fr_FR", "it_IT", "nl_NL", "pl_PL", "pt_BR", "ro_RO", "sv_SE", "tr_TR"),
)
_OTHERS: Final = (
    *(
        "en_IE",
        "en_TH",
        "ga_IE",
        "tw_GH",
        "yo_NG",
        "ig_NG",
        "zu_ZA",
        "vi_VN",
        "fr_QC",
        "fr_CH",
        "fr_BE",
        "es_CO",
    ),
    *(
        "es_AR",
        "es_CL",
        "pt_PT",
        "nl_BE",
        "de_AT",
        "da_DK",
        "no_NO",
        "fi_FI",
        "is_IS",
        "hr_HR",
        "hu_HU",
        "cs_CZ",
    ),
    *("sk_SK", "sl_SI", "lt_LT", "lv_LV", "et_EE"),
)  # their names are known, but not drawn
_LISTS: Final = ("first_names_female", "first_names_male", "last_names")
_PLAIN: Final = re.compile(r"[A-Z][a-z]{2,11}")


@dataclass(frozen=True, slots=True)
class Pools:
    """What surrogates are drawn from.

    Attributes:
        female: First letter -> first names of women alone, sorted.
        male: First letter -> first names of men alone.
        last: First letter -> surnames.
        sexes: Folded first name, also ones that are never drawn -> ``F``, ``M`` or empty for both.
        surnames: Folded surnames, also ones that are never drawn.
        endings: What makes a town of a surname.
    """

    female: Mapping[str, tuple[str, ...]]
    male: Mapping[str, tuple[str, ...]]
    last: Mapping[str, tuple[str, ...]]
    sexes: Mapping[str, str]
    surnames: frozenset[str]
    endings: tuple[str, ...]

    @classmethod
    @cache
    def load(cls) -> Pools:
        """Return the pools; the lists ship with Faker, nothing is fetched."""
        women, men, last = (_listed(kind, _COUNTRIES) for kind in _LISTS)
        known_women, known_men, known_last = (
            frozenset(map(fold, _listed(kind, _COUNTRIES + _OTHERS))) for kind in _LISTS
        )
        sexes = dict.fromkeys(known_women, "F") | dict.fromkeys(known_men, "M")
        return cls(
            *(_by_letter(women - men), _by_letter(men - women), _by_letter(last - women - men)),
            sexes | dict.fromkeys(known_women & known_men, ""),
            known_last,
            tuple(AmericanAddresses.city_suffixes),
        )


def _listed(kind: str, countries: Iterable[str]) -> frozenset[str]:
    """Return the names of one kind that any of the countries lists."""
    providers = (import_module(f"faker.providers.person.{country}").Provider for country in countries)
    return frozenset(name for provider in providers for name in getattr(provider, kind, ()))


def _by_letter(names: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return the names that may be drawn, by first letter."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for name in sorted(names):
        if _PLAIN.fullmatch(name) and not is_known(name):
            found[name[0]].append(name)
    return {letter: tuple(several) for letter, several in found.items()}
