"""Tells which line breaks a machine put into a sentence because the line was full.

Rules: a break is such a one when the first word behind it had no room before it, and the text shows that it
was wrapped at that width: sentences go on in small letters behind breaks, a ruler is as wide, or no line is
wider and the next one holds a few last words. Rows of tables, items of lists, headings, labelled lines and
short lines keep their breaks.

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
    r"[ ]*(?:[-*•·▪◦●○‣>–+#]+[ ]|\(?\d{1,2}[.)][ ]|[a-z][.)][ ]|//|/s/|<|\w+>"
    r"|\[?\d{1,2}:\d\d|\[?\d{4}(?:h|\]))|(?:[ ]*\S+){1,3}?[ ](?:\d{1,2}:\d\d|\d{4}h)",
    re.IGNORECASE,
)
_LABELLED: Final = re.compile(
    r"[ ]*[^\W\d_a-z][\w /&'.()\-]{0,28}(?:[:=](?:[ ]|$)|[ ][-–][ ])|[ ]*[A-Z /&\-]{4,30}$"
)
_KEYED: Final = re.compile(r"[ ]*[\w /]{1,24}[:=]")
_ENDED: Final = re.compile(r"[.:;!?][\"')]?[ ]*\Z")
_RULER: Final = re.compile(r"^[-=_*~]{40,}$", re.MULTILINE)
_OPEN: Final = re.compile(
    r"[ ](?:at|on|of|by|with|from|to|in|near|the|dr\.?|mrs?\.?|ms\.?|prof\.?)(?:[ ][^\s,;)]+){0,2}\Z",
    re.IGNORECASE,
)
"""A phrase that a line leaves open."""
_LAST_WORDS: Final = re.compile(r"[ ]*(?:[^\s:=]+[ ]){0,4}[^\s:=]*\.")
_SHORTEST, _LONG, _WIDEST, _SLACK, _SHORT = 36, 52, 140, 12, 3
_MOSTLY: Final = 0.4  # of the words of a line of prose are written small
_DEEPEST: Final = 8  # columns by which a line that goes on may stand further in
_FEWEST: Final = 3  # breaks within sentences, at about one width, that tell a wrapped text


def cut_between(before: str, behind: str) -> bool:
    """Return whether a machine cut a sentence between two pieces of a text."""
    return _may_go_on(before, behind) and not _ENDED.search(before)


def wrapped_breaks(text: str) -> frozenset[int]:
    """Return where the line breaks stand that only a full line made."""
    if text.count("\n") < 2:  # noqa: PLR2004 - a text of two lines has no width
        return frozenset()
    lines = [(m.start(), line) for m in _LINE.finditer(text) if (line := m[0].rstrip())]
    pairs = [
        (before, behind, text.find("\n", at))
        for (at, before), (following, behind) in pairwise(lines)
        if text.count("\n", at, following) == 1 and _may_go_on(before, behind)
    ]
    on = [len(before) for before, behind, _ in pairs if _goes_on(before, behind)]
    sure = [pair for pair in pairs if _is_prose(*pair[:2])] if tells_names(text) else []
    width = max([*(len(before) for before, _, _ in sure), *on], default=0)
    alike = sum(width - length <= _SLACK for length in on)
    uniform = alike >= _FEWEST and 2 * alike > len(on)
    ruled = bool(on) and any(0 <= len(rule) - width <= _SLACK for rule in _RULER.findall(text))
    told = uniform or ruled or len(sure) > 1
    full = [at for before, behind, at in pairs if told and _is_full(before, behind, width)]
    longest = max((len(line) for _, line in lines if not _APART.search(line.strip())), default=0)
    ends = [
        at for before, behind, at in pairs if _is_end(before, behind) and _is_full(before, behind, longest)
    ]
    return frozenset([*full, *ends, *(at for _, _, at in sure)])


def _is_prose(before: str, behind: str) -> bool:
    """Return whether a sentence surely goes on in a line behind one of words in small letters."""
    words = [word for word in _WORD.findall(before) if len(word) >= _SHORT and word[0].isalpha()]
    small = sum(word.islower() for word in words)
    if _ENDED.search(before) or small < _FEWEST or small < _MOSTLY * len(words):
        return False
    if len(before) >= _LONG and (2 * small >= len(words) or _OPEN.search(before)):
        return True
    return 2 * small >= len(words) and all(map(str.islower, _WORD.findall(behind)[:2]))


def _is_end(before: str, behind: str) -> bool:
    """Return whether a line holds no more than the last words of the sentence before it."""
    if _ENDED.search(before) or not _LAST_WORDS.fullmatch(behind):
        return False
    return len(before) >= _LONG or _OPEN.search(before) is not None


def _may_go_on(before: str, behind: str) -> bool:
    """Return whether two lines may be one sentence by their arrangement."""
    if not _SHORTEST <= len(before) <= _WIDEST or before.endswith(":"):
        return False
    if any(_APART.search(line.strip()) for line in (before, behind)):
        return False
    if _KEYED.match(behind) and (_ENDED.search(before) or ":" in before):
        return False
    deeper = len(behind) - len(behind.lstrip(" ")) - (len(before) - len(before.lstrip(" ")))
    return deeper <= _DEEPEST and not _ITEM.match(behind) and not _LABELLED.match(behind)


def _goes_on(before: str, behind: str) -> bool:
    """Return whether a sentence surely goes on behind a break."""
    if _ENDED.search(before):
        return False
    return behind.lstrip()[0].islower() or (len(before) >= _LONG and (before + behind).isupper())


def _is_full(before: str, behind: str, width: int) -> bool:
    """Return whether the first word of a line had no room in the one before it."""
    first = _WORD.search(behind)
    return first is not None and len(before) <= width + _SLACK and len(before) + 1 + len(first[0]) > width
