r"""Reads the characters that an export wrote out: ``\n``, ``\r\n``, ``\.br\``, ``\T\``.

Rules: escapes of HL7 are told by their two strokes. A stroke before n, r or t is a line break only in a text
that surely holds one: behind the end of a sentence or another one, or before what no word begins with; a text
put into capitals has them in capitals. A path of folders holds none. A tilde between sentences, twice or
more, is a line break of HL7.

Not here: entities and markup (`inputs`), where one value goes on in the next segment (`frames`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from site_agent.deidentify.reports.rewriting import rewritten

if TYPE_CHECKING:
    from site_agent.deidentify.reports.rewriting import Plain

_SEGMENTED: Final = re.compile(
    r"\\\.(?:br|sp|ce|fi|nf|in|ti|sk)[+-]?\d{0,3}\\|\\X(?:0[AD]){1,2}\\", re.IGNORECASE
)
_LETTERED: Final = re.compile(r"(?<![:\\\w/])\\(?P<of>[FSTRE])\\(?![\\\w])")
_STRESSED: Final = re.compile(r"\\[HN]\\")
_LETTERS: Final = {"F": "|", "S": "^", "T": "&", "R": "~", "E": "\\"}
_SURE: Final = re.compile(r"\\{1,3}[nr](?:(?=[\sA-Z\d(*•\-\"\\<\[])|\Z)")
_SURELY_SHOUTED: Final = re.compile(r"(?:\\R\\N|\\N\\N|[.:;)\]]\\N)(?![a-z])(?!\\(?![NR]))")
_BROKEN: Final = re.compile(r"(?:\\{1,3}r)?\\{1,3}n|\\{1,3}r(?![a-z])|\\{1,3}t(?=[\sA-Z\d(*\"\\-])")
_BROKEN_SHOUTED: Final = re.compile(r"(?:\\R)?\\N")
_PATH: Final = re.compile(r"(?:\b[A-Za-z]:|(?<!\S)\\)\\[^\s\"]*")
_TILDE: Final = re.compile(r"(?:(?<=[.:;)\]])|(?<=[.:;)\]]~))~(?=\S)")
_EVERY_TILDE: Final = re.compile(r"(?<=\S)(?<![\d|])~(?=\S)|(?<=\d)~(?=[A-Z])")
_FEWEST: Final = 2
_NEAR: Final = 80


def unescaped(told: Plain) -> Plain:
    """Return a text with the characters that were written out."""
    if "\\" in told.text:
        told = rewritten(told, _STRESSED, lambda _: "") if "\\H\\" in told.text else told
        told = rewritten(told, _SEGMENTED, lambda _: "\n")
        told = _unbroken(told)
        told = rewritten(told, _LETTERED, lambda m: _LETTERS[m["of"]])
    if "~" in told.text and len(_TILDE.findall(told.text)) >= _FEWEST and "\n~" not in told.text:
        told = rewritten(told, _EVERY_TILDE, lambda m: m[0] if _of_field(m) else "\n")
    return told


def _unbroken(told: Plain) -> Plain:
    """Return a text with the line breaks of strings, unless no stroke surely is one."""
    paths = [m.span() for m in _PATH.finditer(told.text)]
    for sure, every in ((_SURE, _BROKEN), (_SURELY_SHOUTED, _BROKEN_SHOUTED)):
        if any(not _within(m.start(), paths) for m in sure.finditer(told.text)):
            return rewritten(told, every, lambda m: m[0] if _within(m.start(), paths) else "\n")
    return told


def _of_field(tilde: re.Match[str]) -> bool:
    """Return whether a tilde parts the values of a field, whose components carets part."""
    text, at = tilde.string, tilde.start()
    before = text[max(0, at - _NEAR) : at].rsplit(maxsplit=1)[-1:]
    behind = text[at : at + _NEAR].split(maxsplit=1)[:1]
    return any("^" in piece or "|" in piece for piece in (*before, *behind))


def _within(at: int, spans: list[tuple[int, int]]) -> bool:
    return any(start <= at < end for start, end in spans)
