"""Reads tables pasted as text: rows under a row of labels, cells between bars, tabs, commas or gaps.

Rule: a row is a heading when at least two of its cells are labels, at least half of them, and one heads what
identifies; cells of the rows that follow belong to the label of their column.

Not here: whether a cell is what its label heads (`layouts`).
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from site_agent.deidentify.reports.field_labels import label_before
from site_agent.deidentify.reports.known_words import is_known, may_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_agent.deidentify.reports.lexicon import Span

_LINE: Final = re.compile(r"[^\n]*[^\s][^\n]*")
_CELLS: Final = {
    "|": re.compile(r"[^|]+"),
    "\t": re.compile(r"[^\t]+|(?<=\t)(?=\t)"),
    ";": re.compile(r"\"(?:[^\"]|\"\")*\"|[^;]+|(?<=;)(?=;)"),
    ",": re.compile(r"\"(?:[^\"]|\"\")*\"|[^,]+|(?<=,)(?=,)"),
    "  ": re.compile(r"[^ \t](?:[^ \t]|[ ](?=[^ ]))*"),
}
_RULED: Final = re.compile(r"[\s|+:=\-_]+")
_SENTENCE: Final = re.compile(r"\.[ \t]*\Z|\b(?:by|with|of|at|and|from)[ ]|\b(?:Dr|Mrs?|Ms|Prof)\b")
_WORD: Final = re.compile(r"[^\W\d_]+")
_FEWEST: Final = 2
_LONGEST_HEADING: Final = 600
_SLACK: Final = 2


@lru_cache(maxsize=4)
def columns(text: str) -> tuple[tuple[Span, str], ...]:
    """Return the cells under labels, with the class that the label heads, empty where that tells nobody."""
    return tuple(_columns(text))


def _columns(text: str) -> Iterator[tuple[Span, str]]:
    heading: list[tuple[Span, str | None]] = []
    mark, begins = "", 0
    for line in _LINE.finditer(text):
        if _RULED.fullmatch(line[0]):
            continue
        found = _heading(text, line.span())
        if found and (pairs := _pairs(found[1])):
            yield from pairs
            continue
        if found:
            (mark, heading), begins = found, line.start()
            continue
        if not heading:
            continue
        cells = _cells(text, line.span(), mark)
        if len(cells) < _FEWEST:
            heading = []
            continue
        yield from _under(cells, heading, line.start() - begins, gaps=mark == "  ")


def headings(text: str) -> Iterator[Span]:
    """Yield the cells of headings, unknown ones only where they name nobody."""
    for line in _LINE.finditer(text):
        found = _heading(text, line.span())
        if found and not _pairs(found[1]):
            yield from (cell for cell, kind in found[1] if kind is not None or _names_nobody(text, cell))


def _pairs(cells: list[tuple[Span, str | None]]) -> list[tuple[Span, str]]:
    """Return the values of a row in which every other cell is a label, with what those head."""
    labels, told = cells[::2], cells[1::2]
    if len(told) < _FEWEST or any(kind is None for _, kind in labels[: len(told)]):
        return []
    if any(kind is not None for _, kind in told):
        return []
    return [(cell, kind) for (_, kind), (cell, _) in zip(labels, told, strict=False) if kind]


def _names_nobody(text: str, cell: Span) -> bool:
    return all(is_known(word) and not may_name(word) for word in _WORD.findall(text, *cell))


def _heading(text: str, line: Span) -> tuple[str, list[tuple[Span, str | None]]] | None:
    """Return the mark and the labels of a heading, ``None`` when a line is none."""
    if line[1] - line[0] > _LONGEST_HEADING:
        return None
    for mark in _CELLS:
        if mark not in text[slice(*line)] or (mark == "," and _SENTENCE.search(text, *line)):
            continue
        cells = _cells(text, line, mark)
        known = [(cell, _kind(text, cell)) for cell in cells]
        labels = [kind for _, kind in known if kind is not None]
        if len(labels) >= max(_FEWEST, len(cells) / 2) and any(labels):
            return mark, known
    return None


def _kind(text: str, cell: Span) -> str | None:
    """Return what a cell heads, ``None`` when it is no label."""
    end = cell[0] + len(text[slice(*cell)].rstrip(" :."))
    label = label_before(text, end)
    return label.kind if label and label.start <= cell[0] and end > cell[0] else None


def _cells(text: str, line: Span, mark: str) -> list[Span]:
    """Return where the cells of a line stand, without quotes and blanks around them."""
    found = []
    for match in _CELLS[mark].finditer(text, *line):
        start, end = match.span()
        while start < end and text[start] in " \t\"'*":
            start += 1
        while end > start and text[end - 1] in " \t\"'*":
            end -= 1
        if start < end or mark not in "|  ":
            found.append((start, end))
    return found


def _under(
    cells: list[Span], heading: list[tuple[Span, str | None]], shift: int, *, gaps: bool
) -> Iterator[tuple[Span, str]]:
    """Yield the cells of a row under the labels of a heading that stands ``shift`` characters before."""
    if gaps and len(cells) != len(heading):
        edges = [(start - _SLACK + shift, kind) for (start, _), kind in heading]
        edges.append((cells[-1][1] + 1, None))
        for (low, kind), (high, _) in pairwise(edges):
            yield from ((cell, kind) for cell in cells if low <= cell[0] < high and kind is not None)
        return
    yield from (
        (cell, kind)
        for cell, (_, kind) in zip(cells, heading, strict=False)
        if kind is not None and cell[0] < cell[1]
    )
