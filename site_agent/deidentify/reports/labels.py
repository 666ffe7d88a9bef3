"""The vocabulary of findings: labels, their parents, and what other data sets call them.

Rule: the vocabulary is the pathology lexicon's; a *detail* (``scar`` of ``fibrosis``) is read in reports but
never conditions an image filter, which sees its nearest ancestor that is none.

Not here: reading a report (`findings`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from site_agent.deidentify.reports.lexicon import PathologyLexicon

if TYPE_CHECKING:
    from collections.abc import Iterable

NO_FINDING: Final = "no_finding"
OTHER_FINDING: Final = "other_finding"


def vocabulary() -> frozenset[str]:
    """Return every label that may condition an image filter."""
    lexicon = PathologyLexicon.load()
    return frozenset(lexicon.aliases.values()) - lexicon.details


def parent(label: str) -> str | None:
    """Return the more general label of which this one is a kind, or ``None``."""
    return PathologyLexicon.load().parents.get(label)


def normalise(name: str) -> str | None:
    """Return the label for another vocabulary's name, e.g. ``Pleural_Thickening``, or ``None``."""
    folded = " ".join(re.findall(r"[a-z0-9]+", name.lower()))
    return PathologyLexicon.load().aliases.get(folded)


def imaged(labels: Iterable[str]) -> frozenset[str]:
    """Return the labels as an image filter sees them: details under their ancestors, the rest when alone.

    ``other_finding`` beside a finding of the vocabulary says nothing that a filter could show, so it stays
    only where it keeps an exam from being called normal.
    """
    lexicon = PathologyLexicon.load()
    seen = set()
    for label in labels:
        general = label
        while general in lexicon.details:
            general = lexicon.parents[general]
        seen.add(general)
    return frozenset(seen - {OTHER_FINDING} or seen)
