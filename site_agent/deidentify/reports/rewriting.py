"""Rewrites a text and remembers where every character stood.

Rule: what stands for a match stands where all of it stood, so that a place in the rewritten text is always a
place in the text as given.

Not here: what is rewritten (`inputs`, `escapes`, `frames`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Sequence


@dataclass(frozen=True, slots=True)
class Plain:
    """A report in plain writing.

    Attributes:
        text: What is filtered.
        starts: First character of the text as given, for every character.
        ends: The one behind the last.
    """

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Return where a piece stands in the text as given."""
        return self.starts[start], self.ends[end - 1]


def rewritten(told: Plain, pattern: re.Pattern[str], new: Callable[[re.Match[str]], str]) -> Plain:
    """Return the text with every match rewritten; what stands for a match stands where all of it stood."""
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    for match in pattern.finditer(told.text):
        replacement, (low, high) = new(match), match.span()
        if replacement == match[0]:
            continue
        pieces += [told.text[at:low], replacement]
        starts += [*told.starts[at:low], *[told.starts[low]] * len(replacement)]
        ends += [*told.ends[at:low], *[told.ends[high - 1]] * len(replacement)]
        at = high
    if not at:
        return told
    pieces.append(told.text[at:])
    return Plain("".join(pieces), [*starts, *told.starts[at:]], [*ends, *told.ends[at:]])
