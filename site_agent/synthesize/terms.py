"""The site's door to the pathology lexicon: what a label is called and what it is a kind of.

Labels that the lexicon does not know are kept under a sanitised name, without a parent: they take part in
grouping and are generalised away when too few patients have them.

Not here: the lexicon itself (site_agent.deidentify.reports.labels).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from site_agent.deidentify.reports import labels

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_LONGEST = 64


def parent(label: str) -> str | None:
    """Return the term that a label is a kind of, or ``None``."""
    return labels.parent(label)


def normalised(names: Iterable[str], label_map: Mapping[str, str]) -> frozenset[str]:
    """Return the lexicon's terms for a site's label names.

    Args:
        names: As the site writes them.
        label_map: Site name -> other name; looked up before the lexicon is.

    Returns:
        Terms; names that are empty or cannot be sanitised are left out.
    """
    found = set()
    for raw in names:
        name = label_map.get(raw.strip(), raw.strip())
        term = labels.normalise(name) or sanitised(name)
        if term:
            found.add(term)
    return frozenset(found)


def sanitised(name: str) -> str:
    """Return a name as a lexicon term: lower-case letters, digits and underscores; may be empty."""
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_0123456789")[:_LONGEST]
