"""Words of medicine and of the standard that name nobody.

Rule: three lists vouch for a word: the descriptors', the names of structures, programs and isotopes that
users give to things, and what the standard's own names and meanings are made of.

Not here: what is done with a word (`descriptors`, `naming`, `free_text`); the words of English
(`known_words`).
"""

from __future__ import annotations

from functools import cache

import yaml

from radshare.configs import config_path
from site_agent.deidentify.header import descriptors


@cache
def words() -> frozenset[str]:
    """Return the words, in lower case."""
    structures = yaml.safe_load(config_path("lexicons/structures.yaml").read_text(encoding="utf-8"))
    named = (word for kind, words in structures.items() if kind != "version" for word in str(words).split())
    standard = config_path("lexicons/standard.txt").read_text(encoding="utf-8").splitlines()
    return descriptors.vocabulary() | frozenset(named) | {word for word in standard if word[0] != "#"}
