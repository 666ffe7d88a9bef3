"""The site's door to the pathology lexicon: what a label is called and what it is a kind of.

Labels that the lexicon does not know are kept under a sanitised name, without a parent: they take part in grouping and are
generalised away when too few patients have them.

Not here: the lexicon itself (site_agent.deidentify.labels). A site without it keeps its own vocabulary, sanitised.
"""

from __future__ import annotations

import importlib
import importlib.util
import re
from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

_LEXICON = "site_agent.deidentify.labels"
_LONGEST = 64


class Lexicon(Protocol):
    """What is asked of the pathology lexicon."""

    def vocabulary(self) -> Collection[str]:
        """Return all terms."""
        ...

    def parent(self, label: str) -> str | None:
        """Return the term a term is a kind of."""
        ...

    def normalise(self, name: str) -> str | None:
        """Return the term for a name, or ``None``."""
        ...


def _lexicon() -> Lexicon | None:
    if importlib.util.find_spec(_LEXICON) is None:
        return None
    return cast("Lexicon", importlib.import_module(_LEXICON))


def parent(label: str) -> str | None:
    """Return the term that a label is a kind of, or ``None``."""
    lexicon = _lexicon()
    return lexicon.parent(label) if lexicon is not None and label in lexicon.vocabulary() else None


def normalised(names: Iterable[str], label_map: Mapping[str, str]) -> frozenset[str]:
    """Return the lexicon's terms for a site's label names.

    Args:
        names: As the site writes them.
        label_map: Site name -> other name; looked up before the lexicon is.

    Returns:
        Terms; names that are empty or cannot be sanitised are left out.
    """
    lexicon = _lexicon()
    found = set()
    for raw in names:
        name = label_map.get(raw.strip(), raw.strip())
        term = (lexicon.normalise(name) if lexicon is not None else None) or sanitised(name)
        if term:
            found.add(term)
    return frozenset(found)


def sanitised(name: str) -> str:
    """Return a name in the form of a lexicon term: lower-case letters, digits and underscores; may be empty."""
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_0123456789")[:_LONGEST]
