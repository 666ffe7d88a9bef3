"""Cleans descriptors: only words of a vocabulary stay, and none that is also an identifier of this patient.

Rule: what is not known to be harmless is dropped, numbers included; nothing is judged by how it looks.

Not here: report text, which has a filter of its own (`report`).
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

import yaml

from radshare.configs import config_path

if TYPE_CHECKING:
    from site_agent.deidentify.identifiers import Identifiers

_WORD: Final = re.compile(r"[^\W\d_]+")
_PRODUCT: Final = re.compile(r"[\w .,:;+*/()\[\]\-&]{1,64}")
_SUSPECT: Final = re.compile(r"\d{5,}|\d{1,4}[-/.]\d{1,2}[-/.]\d{2,4}|\d{3}[-. ]\d{4}")


@cache
def vocabulary() -> frozenset[str]:
    """Return the words that may stay, in lower case."""
    document = yaml.safe_load(config_path("lexicons/descriptors.yaml").read_text(encoding="utf-8"))
    return frozenset(str(document["words"]).split())


def clean(text: str, identifiers: Identifiers) -> str:
    """Return the known words of a descriptor, in order, without identifiers."""
    known = vocabulary()
    kept = (w for w in _WORD.findall(text) if w.lower() in known and not identifiers.hit(w))
    return " ".join(kept)


def looks_like_product(text: str, identifiers: Identifiers) -> bool:
    """Return whether an allow-listed text (a maker, a model, a kernel) can stay as it is."""
    plain = _PRODUCT.fullmatch(text.strip()) is not None
    return plain and not _SUSPECT.search(text) and not identifiers.hit(text)
