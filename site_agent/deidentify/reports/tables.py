"""Reads tables pasted as text: rows under a row of labels, cells between bars, tabs, commas or gaps.

Rule: a row is a heading when at least two of its cells are labels, at least half of them, and one heads what
identifies; cells of the rows that follow belong to the label of their column. A column whose heading asks who
did something ("By", "Init", "Checked") and whose cells are two to four capitals each holds initials, whatever
else those abbreviate.

Not here: whether a cell is what its label heads (`layouts`).
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise, takewhile
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
_WHO: Final = re.compile(
    r"\b(?:(?:called|checked|done|drawn|entered|given|logged|performed|rb|read|recorded|reported|reviewed|"
    r"scanned|seen|sent|signed|taken|verified)[ ])?by\b|\b(?:checked|inits?|initials?|nurse|operator|rad|"
    r"radiographer|reader|rn|sig|signed|sonographer|staff|tech|technologist|user|verified|who)\b",
    re.IGNORECASE,
)
"""What heads a column of people."""
_INITIALS: Final = re.compile(r"[A-Z]{2,4}")
_PERSON: Final = re.compile(r"[A-Z]{2,4}|(?:[^\W\d_]+[.]?[-' ]{0,2}){1,4}")
_TICK: Final = frozenset(
    [
        *("OK", "NA", "YES", "NO", "NAD", "NIL", "DNA", "TBC", "TBA", "DONE", "PASS", "FAIL", "POS", "NEG"),
        *("CT", "MR", "MRI", "US", "XR", "PET", "NM"),
    ]
)
"""What alone in such a column says that, or with what, something was done."""
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


def initials_under(text: str) -> Iterator[Span]:
    """Yield the cells of initials in columns that tell who did something.

    All cells of such a column that hold anything are initials or names, and not all of them ticks.
    """
    for below in _asked_who(text):
        held = [cell for cell in below if any(map(str.isalnum, text[slice(*cell)]))]
        short = [cell for cell in held if _INITIALS.fullmatch(text, *cell)]
        people = all(_PERSON.fullmatch(text, *cell) for cell in held)
        if people and not _TICK.issuperset(text[slice(*cell)] for cell in held):
            yield from short


def _asked_who(text: str) -> Iterator[list[Span]]:
    """Yield the cells under each heading that asks who did something."""
    lines = [line.span() for line in _LINE.finditer(text) if not _RULED.fullmatch(line[0])]
    for number, line in enumerate(lines):
        if not _WHO.search(text, *line) or any(map(str.isdigit, text[slice(*line)])):
            continue
        for mark in (mark for mark in _CELLS if mark in text[slice(*line)]):
            heading = _places(text, line, mark)
            asking = [place for place, cell in enumerate(heading) if _WHO.fullmatch(text, *cell)]
            if len(heading) > _FEWEST and asking:
                rows = [_places(text, below, mark) for below in lines[number + 1 :]]
                table = list(takewhile(lambda row: len(row) >= _FEWEST, rows))
                alike = [row for row in table if len(row) == len(heading)]
                yield from ([row[place] for row in alike] for place in asking)
                break


def _places(text: str, line: Span, mark: str) -> list[Span]:
    """Return the cells of a line, empty ones too where marks stand between them."""
    if mark == "  ":
        return _cells(text, line, mark)
    found, start = [], line[0]
    for part in text[slice(*line)].split(mark):
        blank = len(part) - len(part.lstrip())
        found.append((start + blank, start + max(blank, len(part.rstrip()))))
        start += len(part) + len(mark)
    return found


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
