"""Words of medicine and of the standard that name nobody.

Rule: a word counts when a public source writes it in lower case, for that is how it tells a word from a name:
the descriptors' list, the names of organs and volumes that radiotherapy uses, and the code meanings of PS3.16
as pydicom ships them.

Not here: what is done with a word (`descriptors`, `naming`, `free_text`).
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

import yaml
from pydicom.sr._concepts_dict import concepts

from radshare.configs import config_path
from site_agent.deidentify import descriptors

_LOWER: Final = re.compile(r"(?<![\w'-])[a-zà-ÿ]{2,}(?![\w'])")


@cache
def words() -> frozenset[str]:
    """Return the words, in lower case."""
    document = yaml.safe_load(config_path("lexicons/structures.yaml").read_text(encoding="utf-8"))
    lists = (word for name, words in document.items() if name != "version" for word in str(words).split())
    return descriptors.vocabulary() | frozenset(lists) | _standard()


def _standard() -> frozenset[str]:
    """Return the words that code meanings of PS3.16 write in lower case."""
    return frozenset(
        word
        for names in concepts.values()
        for codes in names.values()
        for meaning, *_ in codes.values()
        for word in _LOWER.findall(meaning)
    )
