"""Finds the sentences of a filtered text from which nothing went.

Rule: a sentence ends at a full stop behind a word of some letters or a figure and before a capital, or with
its line; "Dr." and an initial end none. Few words without a stop are a line of a form, not a sentence.

Not here: what is done with them (`second_reader`).
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from site_agent.deidentify.reports.patterns.writing import PLACEHOLDER

if TYPE_CHECKING:
    from site_agent.deidentify.reports.lexicon import Span

_END: Final = re.compile(
    r"(?:(?<=[a-z]{4}[.;!?])|(?<=[A-Z]{4}[.;!?])|(?<=[\d)\]%][.;!?]))[ ]+(?=[A-Z\[])|\n+"
)
_FEW: Final = 6


def untouched(text: str) -> list[Span]:
    """Return where sentences stand in which no placeholder does, in order.

    Args:
        text: Text with placeholders.
    """
    edges = [0, *(match.end() for match in _END.finditer(text)), len(text)]
    return [span for span in pairwise(edges) if _is_untouched(text[slice(*span)])]


def _is_untouched(sentence: str) -> bool:
    written = len(sentence.split()) > _FEW or sentence.rstrip().endswith(".")
    return written and PLACEHOLDER.search(sentence) is None
