"""Reads a text line by line, so that what a line tells by itself is remembered.

Rule: lines stay as they are from pass to pass, and many from report to report; whoever finds what never looks
beyond a line (`lines_apart`) reads each line once. A line is given with its end, where it has one.

Not here: remembering (`functools.lru_cache` of whoever reads), what a line tells.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from site_agent.deidentify.reports.lexicon import Span

REMEMBERED: Final = 1024
"""Lines: those of some dozens of reports."""
_LINE: Final = re.compile(r"[^\n]*\n|[^\n]+")


def lines_of(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines of a text and where each begins."""
    at = 0
    for line in _LINE.findall(text):
        yield at, line
        at += len(line)


def by_line(find: Callable[[str], Iterable[Span]], text: str) -> list[Span]:
    """Return where something stands in a text that is found in its lines."""
    return [(at + start, at + end) for at, line in lines_of(text) for start, end in find(line)]
