"""Writes what is released: placeholders where something went, escapes and frames as they were given.

Rules: a run of one class is one placeholder; spans are places in the text as given; what only stands for
a written-out character or a frame of a message comes back as it was.

Not here: what goes (`filter`).
"""

from __future__ import annotations

import re
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Final

from site_agent.deidentify.reports.frames import framed

if TYPE_CHECKING:
    from site_agent.deidentify.reports.rewriting import Plain

Found = tuple[int, int, str]
"""First character, the one behind the last, class."""

_BARE_TAG: Final = re.compile(
    r"</?(?:br|p|div|pre|table|thead|tbody|t[rdh]|ul|ol|li|h[1-6]|hr|body|html)[ ]?/?>", re.IGNORECASE
)
"""A tag of a break that nobody could have written anything into."""
_EMPTY_TAG: Final = re.compile(r"(?:</?[a-z!][a-z0-9]{0,15}\s*/?>\s*)+", re.IGNORECASE)
_ESCAPED: Final = frozenset("\n|^&~")


def render(text: str, marks: list[str | None]) -> tuple[str, list[int | None]]:
    """Return the text with placeholders for marked runs, and where each character came from."""
    out: list[str] = []
    origin: list[int | None] = []
    at = 0
    for kind, run in groupby(marks):
        end = at + sum(1 for _ in run)
        told = text[at:end] if kind is None else f"[{kind}]"
        out.append(told)
        origin += range(at, end) if kind is None else [None] * len(told)
        at = end
    return "".join(out), origin


def as_given(given: str, read: Plain, after: str, origin: list[int | None]) -> str:
    """Return what is released with escapes, frames of messages and underscores as they were given."""
    if not any(mark in given for mark in "\\~|_<"):
        return after
    frames = framed(given, read)
    return "".join(
        given[read.starts[at] : read.ends[at]]
        if at is not None and (at in frames or _stood_for(letter, given[read.starts[at] : read.ends[at]]))
        else letter
        for letter, at in zip(after, origin, strict=True)
    )


def _stood_for(letter: str, stood: str) -> bool:
    """Return whether a character only stands for this: an escape, a bare tag of a break, an underscore."""
    if letter == " ":
        return stood == "_"
    return letter in _ESCAPED and (stood[0] in "\\~" or _BARE_TAG.fullmatch(stood) is not None)


def untagged(released: str) -> str:
    """Return what was released without the tags that came back, a line for each."""
    return _BARE_TAG.sub("\n", released) if "<" in released else released


def spans_of(marks: list[str | None], read: Plain) -> tuple[Found, ...]:
    """Return what is marked, as places in the text given."""
    spans: list[Found] = []
    for at, kind in enumerate(marks):
        if kind is None:
            continue
        start, end = read.place(at, at + 1)
        if spans and at and marks[at - 1] == kind:
            spans[-1] = (spans[-1][0], end, kind)
        else:
            spans.append((start, end, kind))
    return tuple(spans)


def markup_of(read: Plain, given: str) -> tuple[Found, ...]:
    """Return the tags and comments that were dropped with something in them: ``<patient name="Roe">``."""
    if "<" not in given:
        return ()
    edges = list(zip(read.starts, read.ends, strict=True))
    between = pairwise([0, *(at for edge in edges for at in edge), len(given)])
    dropped = {(start, end) for start, end in (*edges, *between) if end - start > 1 and given[start] == "<"}
    return tuple(
        (start, end, "ID") for start, end in sorted(dropped) if not _EMPTY_TAG.fullmatch(given, start, end)
    )
