"""Reads the text of a message's observations and notes as one text, whatever stands between its pieces.

Rules: the end of one segment of text and the beginning of the next are one line break of the text they frame,
so that a name, a date or a sentence cut there is read whole. A frame is such only when nothing in it could
identify anybody: its marks, its number, its status and a service named by plain words. What is released has
the frames as they were given, and nothing of them is ever replaced.

Not here: which line breaks only a full line made (`wrapped`), what the fields of a segment hold (`segments`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from site_agent.deidentify.reports.known_words import is_known, may_name
from site_agent.deidentify.reports.rewriting import rewritten
from site_agent.deidentify.reports.wrapped import cut_between

if TYPE_CHECKING:
    from site_agent.deidentify.reports.rewriting import Plain

_HEAD: Final = (
    r"(?:OBX\|\d{0,4}\|(?:TX|FT|ST)\|(?P<service>[^|\n]{0,120})\|[\d.]{0,6}\||NTE\|\d{0,4}\|[A-Z]{0,2}\|)"
)
_TAIL: Final = r"\|{2,9}[A-Z]?\|*[ \t]*"
_FRAME: Final = re.compile(rf"(?:(?:{_TAIL})?(?:^|\n|[ ]){_HEAD}|{_TAIL}(?=\n|\Z))", re.MULTILINE)
_HEADED: Final = re.compile(_HEAD)
_TAILED: Final = re.compile(rf"{_TAIL}$")
_CODE: Final = re.compile(r"\d{1,6}(?:-\d)?|[A-Z]{1,4}\d{0,5}|IMG\d{1,6}|L")
_WORD: Final = re.compile(r"[^\s^&/,()\-]+")


def unframed(told: Plain) -> Plain:
    """Return a text with its frames as line breaks."""
    if "OBX|" not in told.text:
        return told
    return rewritten(told, _FRAME, lambda m: m[0] if _tells(m["service"] or "") else _break(m))


def _break(frame: re.Match[str]) -> str:
    """Return what a frame stands for: a blank where it cut a sentence, else the end of a line."""
    text, start, end = frame.string, *frame.span()
    before = text[text.rfind("\n", 0, start) + 1 : start]
    behind = text[end:].split("\n", 1)[0]
    head, tail = _HEADED.match(before), _TAILED.search(behind)
    before, behind = before[head.end() :] if head else before, behind[: tail.start()] if tail else behind
    return " " if behind.strip() and cut_between(before.rstrip(), behind.rstrip()) else "\n"


def framed(given: str, read: Plain) -> frozenset[int]:
    """Return which characters of a text in plain writing stand for frames of the text as given."""
    if "OBX|" not in given:
        return frozenset()
    return frozenset(
        at
        for at, (start, end) in enumerate(zip(read.starts, read.ends, strict=True))
        if end - start > 1 and read.text[at].isspace() and "|" in given[start:end]
    )


def _tells(service: str) -> bool:
    """Return whether the name of a service could tell more than what was done."""
    return not all(
        _CODE.fullmatch(word) or (is_known(word) and not may_name(word)) for word in _WORD.findall(service)
    )
