"""What radiology writes beside English and medicine: brands, abbreviations, terms, phrases, languages.

Rule: every word of ``configs/lexicons/radiology.yaml`` names nobody, whatever its case; a word that many
people bear stands there in a phrase only, with the noun that tells it.

Not here: which words are known in all (`known_words`), eponyms (`listed_eponyms`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Self

import yaml

from radshare.configs import config_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(frozen=True)
class RadiologyWords:
    """The words of the lexicon, in lower case.

    Attributes:
        brands: Names of products.
        abbreviations: Abbreviations, of which none is a frequent name.
        terms: Words of anatomy, pathology and technique.
        languages: Languages, peoples and origins.
        phrases: Phrases that are no names.
    """

    brands: frozenset[str]
    abbreviations: frozenset[str]
    terms: frozenset[str]
    languages: frozenset[str]
    phrases: tuple[str, ...]

    @classmethod
    @cache
    def load(cls) -> Self:
        """Return the lexicon that ships with the product."""
        document = yaml.load(
            config_path("lexicons/radiology.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader
        )
        return cls(
            brands=frozenset(_every(document["brands"])),
            abbreviations=frozenset(_every(document["abbreviations"])),
            terms=frozenset(_every(document["terms"])),
            languages=frozenset(document["languages"]),
            phrases=tuple(_every(document["phrases"])),
        )


def _every(groups: Mapping[str, Iterable[str]]) -> list[str]:
    return [word for group in groups.values() for word in group]
