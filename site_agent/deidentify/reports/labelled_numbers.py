"""Finds numbers of somebody or something by where they stand: behind their label, or alone in a cell.

Rules: a number behind a label of one goes whatever stands between them, in as many groups as it has; what
measures something, is a time, a decimal or a date goes only behind a sure label and a mark. A number of five
digits that fills a cell and measures nothing goes without a label, unless a label heads it that identifies
nobody. A strange label behind a label ("licence no. RCX 4711") is part of the value.

Not here: numbers of a shape that tells itself (`patterns.numbers`), values that are words (`layouts`).
"""

# ruff: noqa: RUF001 - numbers are joined by dashes
from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from site_agent.deidentify.reports.field_labels import Label, label_before
from site_agent.deidentify.reports.known_words import is_known
from site_agent.deidentify.reports.measurements import is_measured
from site_agent.deidentify.reports.patterns.dates import DATED
from site_agent.deidentify.reports.patterns.values import NO_MORE
from site_agent.deidentify.reports.tables import columns

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_agent.deidentify.reports.lexicon import Span

_FIRST: Final = r"[+(]{0,2}(?=[\w\-–/.()+$&^*]{0,24}\d)[A-Z\d*][\w\-–/.()+$^&*]*"
_NUMBER: Final = re.compile(
    rf"(?<![\w.\-/+(])(?:(?-i:[A-Z]{{1,5}})[ ])?{_FIRST}"
    rf"(?:(?<!\.)[ ]{NO_MORE}\(?\d[\w\-–/.()]*|[ ]/[ ]{NO_MORE}\d[\w\-]*){{0,8}}"
    rf"(?:[ ](?-i:[A-Z]{{2}})(?=[ ]{{2}}|[ \t]*$))?",
    re.IGNORECASE | re.MULTILINE,
)
_FILLER: Final = re.compile(
    r"(?:[\s:=#|\"'.;>*_(\[-]|\b(?:is|was|of|no|nr|number|ends?|ending|in|with|given|as|were)\b)*\Z",
    re.IGNORECASE,
)
_MARKED: Final = re.compile(r"[:=#|\"\t>]|\s-\s|[ ]{2}|\n|\.{2}")
_NUMBERED: Final = re.compile(r"\b(?:no|nr|num|number|num[mb]er|id)\Z", re.IGNORECASE)
_PARTED: Final = re.compile(r"[:=#|;(.\t]")
_CELL: Final = re.compile(
    r"(?:^|[|\t;\"=>\[(]|[ ]{2}|:[ ]|\*\*[ ]?|_{2})[ ]*"
    r"(?P<v>(?!(?:IMG|CPT|ICD|HCPCS)-?\d{2,6}(?!\w))"
    rf"(?!{DATED}(?![\w\-/]))(?!\d{{1,6}}[.,]\d{{1,2}}(?![\w.,])|\d{{1,3}}[.,]\d{{3}}(?![\w.,])|"
    rf"\d{{1,3}}(?:,\d{{3}})+(?!\d)|\d+:\d\d|\d{{2,3}}/\d{{2,3}}(?![\w/]))"
    rf"(?=(?:[A-Z\-–/.()+$&*]{{0,6}}[ ]?\d){{5}})(?:(?-i:[A-Z]{{1,5}})[ ](?!{DATED}))?"
    rf"(?=[\w\-–/.()+$&^*]{{0,24}}\d)[A-Z\d+(*][\w\-–/.()+$&^*]*"
    rf"(?:[ ]\d{{2,6}}[A-Z]?(?![\w.:])){{0,3}})"
    r"(?=[ ]*(?:$|[|\t;\"<>\]){}]|[ ]{2}|\*\*|_{2}|,[ ]?(?:[A-Z\"]|$)))",
    re.IGNORECASE | re.MULTILINE,
)
_TAG: Final = re.compile(
    r"\([\dA-F]{4},[ ]?[\dA-F]{4}\)(?:[ ](?-i:PN|LO|DA|UI|SH|TM|DT|CS|AS|ST|LT|IS|DS|AE)(?=[ ][\[(]))?"
    r"|(?<=\()(?:1[1-3]\d{4},[ ]?\"?DCM\"?|[A-Z]{1,2}-[\dA-F]{4,5},[ ]?\"?(?:SRT|SNM3|99SDM)\"?|"
    r"\d{6,18},[ ]?\"?(?:SCT|UMLS)\"?|\d{1,5}-\d,[ ]?\"?LN\"?|RID\d{1,5},[ ]?\"?RADLEX\"?|"
    r"[\w%/\[\]{}.*]{1,12},[ ]?\"?UCUM\"?)(?=,[ ]?[\"'])"
    r"|(?<![^\W_])(?-i:PNAME|UIDREF|CONTAINER|DATETIME|SCOORD|TCOORD|NUM|CODE|TEXT|IMAGE)(?=:[ ]?\()"
    r"|(?<![^\W_])(?:DOB|DOS|DOA|DOE)"
    r"(?=[-:]?(?:\d|\[DATE|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*[ ]?\d))",
    re.IGNORECASE,
)
_DATE: Final = re.compile(DATED, re.IGNORECASE)
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_SMALL: Final = frozenset({"AT", "BY", "IN", "IS", "OF", "ON", "TO"})
_MIXED: Final = re.compile(r"(?![cpy]{0,2}T\d)(?=\w{6,12}\Z)[A-Z]{2,4}\d{2,8}[A-Z]{0,3}", re.IGNORECASE)
_FEW_DIGITS, _MANY_DIGITS, _SURE_DIGITS = 3, 5, 8
_SHORT: Final = 5
_REACH: Final = 80
_CODE: Final = 6  # characters of a code in a column that identifies nobody


@lru_cache(maxsize=4)
def labelled_numbers(text: str) -> tuple[tuple[Label, Span], ...]:
    """Return numbers and telephones behind a label of one, whatever stands between."""
    return tuple(_numbers_behind_labels(text))


def _numbers_behind_labels(text: str) -> Iterator[tuple[Label, Span]]:
    for match in _NUMBER.finditer(text):
        start, end = _unlabelled(text, match.span())
        label = label_of(text, start)
        if label is None or label.kind not in {"ID", "PHONE"}:
            continue
        digits = sum(map(str.isdigit, text[start:end]))
        marked = bool(_MARKED.search(text, label.end, start))
        least = _FEW_DIGITS if marked else _MANY_DIGITS
        sure = label.listed and digits >= (_MANY_DIGITS if marked else _SURE_DIGITS)
        mixed = (
            label.listed and label.kind == "ID" and bool(_MIXED.fullmatch(text, *_closed(text, start, end)))
        )
        if (digits >= least and (sure or not _is_other(text, (start, end)))) or mixed:
            outer = label_before(text, len(text[: label.start].rstrip(" :")))
            inner = text[label.start : label.end]
            strange = not all(map(is_known, _LETTERS.findall(inner)))
            numbered = outer and _NUMBERED.search(text, outer.start, outer.end)
            short = (
                len(inner) <= _SHORT and outer and numbered and _PARTED.search(text, outer.end, label.start)
            )
            nested = outer is not None and outer.kind == "ID" and bool(short or (strange and outer.listed))
            yield (outer or label) if nested else label, _closed(text, label.start if nested else start, end)


def label_of(text: str, start: int) -> Label | None:
    """Return the label before a number: right before it, or before what may stand between."""
    near = label_before(text, len(text[:start].rstrip(" \t:=|\"'.*")))
    if near and near.kind in {"ID", "PHONE"}:
        return near
    line = max(text.rfind("\n", 0, start - 1) if start else 0, start - _REACH, 0)
    filled = _FILLER.search(text, line, start)
    return label_before(text, filled.start()) if filled else near


def _is_other(text: str, span: Span) -> bool:
    """Return whether a number is a measurement, a time, a decimal or a date."""
    start, end = span
    value = text[start:end]
    decimal = re.fullmatch(r"\d{1,2}[.,]\d{1,4}|\d{3,6}[.,]\d{1,2}|\d{1,3}", value)
    clock = text[end : end + 3].startswith(":") and text[end + 1 : end + 3].isdigit()
    return bool(decimal) or clock or is_measured(text, span) or bool(_DATE.fullmatch(value))


def _closed(text: str, start: int, end: int) -> Span:
    """Return a number without the punctuation behind it."""
    while end > start and (
        text[end - 1] in ".-–/^&+$(" or (text[end - 1] == ")" and "(" not in text[start:end])
    ):
        end -= 1
    return start, end


def whole_number(text: str, span: Span) -> bool:
    """Return whether a piece is one number of at least three digits that measures nothing."""
    value = text[slice(*span)]
    digits = sum(map(str.isdigit, value))
    return digits >= _FEW_DIGITS and bool(_NUMBER.fullmatch(text, *span)) and not _is_other(text, span)


def cells(text: str) -> list[tuple[Span, str]]:
    """Return where numbers fill a cell that measure nothing, whether a label heads them or not."""
    spans = [_unlabelled(text, m.span("v")) for m in _CELL.finditer(text)]
    coded = {span for span, kind in columns(text) if not kind and span[1] - span[0] <= _CODE} if spans else ()
    return [
        (span, "ID")
        for span in spans
        if span not in coded and not is_measured(text, span) and not _is_told(text, span[0])
    ]


def _is_told(text: str, start: int) -> bool:
    """Return whether a label that identifies nobody heads what begins here."""
    label = label_before(text, len(text[:start].rstrip(" \t:=|\"'")))
    return label is not None and not label.kind


def _unlabelled(text: str, span: Span) -> Span:
    """Return a number without the label or the plain word in capitals that stands before it."""
    start, end = span
    blank = text.find(" ", start, end)
    word = text[start:blank] if blank > 0 else ""
    plain = word.isalpha() and (
        label_before(text, blank) or ((len(word) >= _FEW_DIGITS or word in _SMALL) and is_known(word))
    )
    return (blank + 1, end) if plain else span


def tags(text: str) -> list[Span]:
    """Return where tags of DICOM and labels of dates glued to them stand, which are no numbers of anybody."""
    return [m.span() for m in _TAG.finditer(text)]
