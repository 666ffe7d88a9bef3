"""Tells which line breaks a machine put into a sentence because the line was full.

Rules: a break is such a one when the first word behind it had no room before it, and the text shows that it
was wrapped at that width: sentences go on in small letters behind breaks, or a ruler is as wide. Rows of
tables, items of lists, headings, labelled lines and short lines keep their breaks.

Not here: joining the lines (`inputs`).
"""

# ruff: noqa: RUF001 - items begin with dashes
from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from site_agent.deidentify.reports.misspelt import tells_names

_LINE: Final = re.compile(r"[^\n]+")
_WORD: Final = re.compile(r"\S+")
_APART: Final = re.compile(r"\S[ ]{3,}\S|[|\t]|_{3}|={3}|-{4}|\*{3}")
_ITEM: Final = re.compile(
    r"[ ]*(?:[-*•·▪◦●○‣>–+#]+[ ]|\(?\d{1,2}[.)][ ]|[a-z][.)][ ]|//|\[?\d{1,2}:\d\d|\d{4}h)"
    r"|(?:[ ]*\S+){1,3}?[ ](?:\d{1,2}:\d\d|\d{4}[h ])",
    re.IGNORECASE,
)
_LABELLED: Final = re.compile(r"[ ]*[^\W\d_a-z][\w /&'.()\-]{0,28}[:=](?:[ ]|$)")
_ENDED: Final = re.compile(r"[.:;!?][\"')]?[ ]*\Z")
_RULER: Final = re.compile(r"^[-=_*~]{40,}$", re.MULTILINE)
_SHORTEST, _LONG, _WIDEST, _SLACK = 40, 60, 140, 12
_DEEPEST: Final = 8  # columns by which a line that goes on may stand further in
_FEWEST: Final = 3  # breaks within sentences, at about one width, that tell a wrapped text


def wrapped_breaks(text: str) -> frozenset[int]:
    """Return where the line breaks stand that only a full line made."""
    if text.count("\n") < 2:  # noqa: PLR2004 - a text of two lines has no width
        return frozenset()
    lines = [(m.start(), m[0].rstrip()) for m in _LINE.finditer(text)]
    pairs = [
        (before, behind, text.find("\n", at))
        for (at, before), (following, behind) in pairwise(lines)
        if text.count("\n", at, following) == 1 and _may_go_on(before, behind)
    ]
    on = [(before, len(before)) for before, behind, _ in pairs if _goes_on(before, behind)]
    if not on:
        return frozenset()
    width = max(length for _, length in on)
    alike = sum(width - length <= _SLACK for _, length in on)
    ruled = any(0 <= len(rule) - width <= _SLACK for rule in _RULER.findall(text))
    uniform = alike >= _FEWEST and 2 * alike > len(on)
    if not uniform and not (tells_names(text) and (ruled or any(_is_prose(line) for line, _ in on))):
        return frozenset()
    return frozenset(at for before, behind, at in pairs if _is_full(before, behind, width))


def _is_prose(line: str) -> bool:
    """Return whether a line is long and mostly words in small letters."""
    words = _WORD.findall(line)
    return len(line) >= _LONG and sum(w[:2].islower() for w in words) * 3 > 2 * len(words)


def _may_go_on(before: str, behind: str) -> bool:
    """Return whether two lines may be one sentence by their arrangement."""
    if not _SHORTEST <= len(before) <= _WIDEST or before.endswith(":"):
        return False
    if any(_APART.search(line.strip()) for line in (before, behind)):
        return False
    deeper = len(behind) - len(behind.lstrip(" ")) - (len(before) - len(before.lstrip(" ")))
    return deeper <= _DEEPEST and not _ITEM.match(behind) and not _LABELLED.match(behind)


def _goes_on(before: str, behind: str) -> bool:
    """Return whether a sentence surely goes on behind a break."""
    return behind.lstrip()[0].islower() and not _ENDED.search(before)


def _is_full(before: str, behind: str, width: int) -> bool:
    """Return whether the first word of a line had no room in the one before it."""
    first = _WORD.search(behind)
    return first is not None and len(before) <= width + _SLACK and len(before) + 1 + len(first[0]) > width
