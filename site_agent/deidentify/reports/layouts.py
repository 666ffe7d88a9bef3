"""Finds the values of fields in whatever arrangement a system writes them.

Rules: a value is headed by a label before a mark (``:``, ``=``, a gap, a tag, a key of JSON), above it, or
above its column; what goes is the whole value where it looks like what the label heads, so that a label of
prose ("Contact: none") takes nothing. A number that fills a cell and measures nothing goes without any label.
Labels themselves stay.

Not here: which phrases are labels (`field_labels`), rows under a heading (`tables`), rules for labels in
prose (`patterns.fields`).
"""

# ruff: noqa: RUF001 - numbers are joined by dashes
from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from site_agent.deidentify.reports.by_line import REMEMBERED, lines_of
from site_agent.deidentify.reports.field_labels import Label, label_before
from site_agent.deidentify.reports.known_words import is_known, may_name, names_people
from site_agent.deidentify.reports.labelled_numbers import label_of, labelled_numbers, tags, whole_number
from site_agent.deidentify.reports.measurements import is_measured
from site_agent.deidentify.reports.patterns.dates import DATED
from site_agent.deidentify.reports.prose import before_prose, before_sentence
from site_agent.deidentify.reports.tables import columns, headings, initials_under
from site_agent.deidentify.reports.techniques import is_technique

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_agent.deidentify.reports.lexicon import Span

_MARK: Final = re.compile(
    r"[\"'*]{0,3}[ ]?[ ]*(?:\.{2,}[ ]*)?(?P<m>[:=|;>\t]|[ ]{2}|[ ][-–][ ]|\.{3,}(?=[ ])|$)", re.MULTILINE
)
_HARD: Final = frozenset(":=>")
_OPENS: Final = re.compile(r"[ \t\"'*:=|_.\[({>–-]*")
_SEX: Final = re.compile(
    r"\b(?:sex|gender|m/f)\b[ ]*[:=|/-]?[ ]*(?:[mfuo]|fe?male|unknown|other)\b", re.IGNORECASE
)
_TO_END: Final = re.compile(r"[^\n|\t;\"<>{}]*?(?=[ ]{2}|[ \t]*(?:[\n|\t;\"<>{}]|\Z)|\*\*)")
_KEY: Final = re.compile(r"[:=]")
_STARTS_CELL: Final = re.compile(r"(?:^|[|\t;\"<({\[\n,]|(?<![^\W\d_])'|[ ]{2}|[-*•][ ]|\*\*)[ ]*\Z")
_TITLED: Final = re.compile(
    r"\b(?:dr|mrs?|ms|miss|prof)\b\.?[ ]\Z|[(,;](?-i:(?:[A-Z]\.[ ]?){1,2})\Z", re.IGNORECASE
)  # "Dr Ward", "(A. Ward):"
_WRITES: Final = re.compile(
    r"(?:^|\s)(?:\[\d{1,2}[:.]\d\d(?::\d\d)?\]|\(\d{1,2}[:.]\d\d(?::\d\d)?\))[ ]"
    r"(?:[^\W\d_a-z][\w'’.\-]+|\[NAME\])[ ]\Z"
)  # whose surname says who writes: "[10:14] Ada Roe:"
_LINE: Final = re.compile(r"[^\n]+")

_UNMARKED: Final = re.compile(
    r"[ \t,;(]+(?=(?:DOB|D\.O\.B\.?|MRN|MR#|SSN|NHS|NHI|CHI|HCN|PHN|UHID|ACC|CSN|PH|TEL)(?![^\W_])[ .:#]*"
    r"(?:no\b|\S*\d|\[|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*[ ]?\d)|"
    r"(?-i:[MFU],[ ]?(?:#?\d{4}|\[)))",
    re.IGNORECASE,
)  # what begins the next value with no mark between: ", DOB 1 May 1950", " (M, 19500501"

_DATED: Final = re.compile(rf"(?:{DATED})(?!\w)", re.IGNORECASE)
_WHOLE_DATE: Final = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{2,4}|[^\W\d_]{3}|\d{1,2}[ \-]?[^\W\d_]{3}")
_LINE_NUMBER: Final = re.compile(
    r"(?:[x×]|ext\.?)?[ ]?[+(]?\d[\d() .\-–/+]{1,24}(?:[ ]?(?:x|ext\.?)[ ]?\d{1,6})?", re.IGNORECASE
)
_WORDS: Final = re.compile(r"[^\W\d_]+")
_GONE: Final = re.compile(r"\[(?:ID|DATE|PHONE)\]")
_DIGITS: Final = 3
_MOST_WORDS: Final = 7
_LONGEST: Final = 80
_AHEAD: Final = 16
_WHOLE: Final = 8
_BEHIND_TOWN: Final = re.compile(r"(?:[A-Z][a-z]{2,},[ ]|\[(?:ADDRESS|LOCATION)\],?[ ]?)\Z")
_HOUSE: Final = re.compile(r"[ ](?:\d{1,3}[A-Z]?(?:[/-]\d|,)|\[ADDRESS\])")
_CODED: Final = re.compile(r"[ ]?(?:\d{5}(?!\d)|\[(?:ADDRESS|ID)\])")


def ends_before_label(text: str, span: Span) -> Span:
    """Return a value without the fields behind it, where nothing but a label parts them."""
    start, end = span
    told = _UNMARKED.search(text, start + 1, end + _AHEAD)
    ends = [told.start()] if told else []
    ends += [label.start for label in labels(text) if label.listed and start < label.start]
    ended = min([end, *ends])
    return start, start + len(text[start:ended].rstrip(" ")) if ended < end else end


@lru_cache(maxsize=4)
def kept(text: str) -> tuple[Span, ...]:
    """Return where labels stand, which are no names however strange they look."""
    told = [*labels(text), *(label for label, _ in labelled_numbers(text))]
    for gone in _GONE.finditer(text):
        label = label_of(text, gone.start())
        told += [label] if label and not _ends_name(text, label, gone.start()) else []
    ended = len(text.rstrip(" \n).")) if "\n" in text else None  # below the last line nothing is headed
    listed = [
        (label.start, label.end)
        for label in told
        if label.listed and label.end != ended and not _is_of_address(text, label)
    ]
    return (*tags(text), *headings(text), *listed)


def _is_of_address(text: str, label: Label) -> bool:
    """Return whether what could be a label is part of an address: "[ADDRESS], ID 83101", "Unit 5/12 Elm"."""
    if text[label.start : label.end].lower() == "unit":
        return _HOUSE.match(text, label.end) is not None
    if text[label.start : label.end].upper() != "ID" or not _CODED.match(text, label.end):
        return False
    return _BEHIND_TOWN.search(text, max(0, label.start - _AHEAD), label.start) is not None


def _ends_name(text: str, label: Label, at: int) -> bool:
    """Return whether what could be a label ends a name: an initial or a surname, no mark behind it."""
    between = text[label.end : at]
    titled = _TITLED.search(text, max(0, label.start - 8), label.start)
    if not (titled or text.endswith("[NAME] ", 0, label.start)) or between.strip(" /|(-;") or not between:
        return False
    return label.end - label.start == 1 or names_people(text[label.start : label.end])


@lru_cache(maxsize=4)
def labels(text: str) -> tuple[Label, ...]:
    """Return the labels that stand before a mark, in order."""
    return tuple(
        Label(at + start, at + end, kind, listed)
        for at, line in lines_of(text)
        for start, end, kind, listed in _of_line(line)
    )


@lru_cache(maxsize=REMEMBERED)
def _of_line(line: str) -> tuple[Label, ...]:
    found = [Label(*m.span(), "", listed=True) for m in _SEX.finditer(line)]
    for mark in _MARK.finditer(line):
        label = label_before(line, mark.start())
        titled = label and _TITLED.search(line, max(0, label.start - 8), label.start)
        if label and not titled and _heads(line, label, mark["m"]):
            found.append(label)
    return tuple(sorted(set(found)))


def values(text: str) -> list[tuple[Span, str]]:
    """Return where values of fields that identify somebody stand, with their class."""
    found = [*_beside(text), *((span, label.kind) for label, span in labelled_numbers(text)), *_below(text)]
    for (start, end), kind in columns(text):
        found += _judged(text, (start, end), kind) if kind else []
    return found + [(cell, "ID") for cell in initials_under(text)]


def _heads(text: str, label: Label, mark: str) -> bool:
    """Return whether a phrase before a mark is a label there, and no name of people or end of a sentence."""
    if mark == ":" and _WRITES.search(text, 0, label.start):
        return False
    if mark in _HARD and mark:
        name = " " not in text[label.start : label.end] and may_name(text[label.start : label.end])
        return not name or bool(_STARTS_CELL.search(text, max(0, label.start - 8), label.start))
    return bool(_STARTS_CELL.search(text, max(0, label.start - 8), label.start))


def _beside(text: str) -> Iterator[tuple[Span, str]]:
    """Yield names, places, dates and telephones on the line of their label."""
    for number, label in enumerate(labels(text)):
        if label.kind in {"", "ID"}:
            continue
        opened = _OPENS.match(text, label.end)
        start = opened.end() if opened else label.end
        ended = _TO_END.match(text, start)
        if not ended or not ended[0]:
            continue
        following = labels(text)[number + 1 : number + 2]
        end = min([ended.end(), *(one.start for one in following if one.start > start)])
        end = ends_before_label(text, (start, end))[1]
        yield from _judged(text, (start, end), label.kind)


def _below(text: str) -> Iterator[tuple[Span, str]]:
    """Yield values that stand on a line of their own under their label, or under a block of labels."""
    heads: list[Label | None] = []
    under: list[Label | None] = []
    for line in _LINE.finditer(text):
        end = line.start() + len(line[0].rstrip(" \t:"))
        label = label_before(text, end) if end - line.start() < _LONGEST else None
        if label and not text[line.start() : label.start].strip(" \t*-•|"):
            heads.append(label)
            continue
        if heads:
            heads, under = [], heads
        if under and (head := under.pop(0)):
            start = line.start() + len(line[0]) - len(line[0].lstrip(" \t"))
            yield from _judged(text, (start, line.end()), head.kind)


def _judged(text: str, span: Span, kind: str) -> Iterator[tuple[Span, str]]:
    """Yield a value, or what of it a label heads, if it looks like that."""
    start, end = span
    value = text[start:end].rstrip(" \t.,")
    end = start + len(value)
    digits = sum(map(str.isdigit, value))
    if not value or "[" in value or len(value) > _LONGEST:
        return
    if kind == "DATE":
        dated = _DATED.match(text, start, end)
        if dated and (len(dated[0]) >= _WHOLE or not is_measured(text, dated.span())):
            yield dated.span(), kind
    elif kind == "ID":
        if whole_number(text, (start, end)):
            yield (start, end), kind
    elif kind == "PHONE":
        if digits >= _DIGITS and _LINE_NUMBER.fullmatch(value):
            yield (start, end), kind
    elif kind and not (kind == "NAME" and is_technique(text, (start, end))):
        start, end = (before_prose if kind == "NAME" else before_sentence)(text, (start, end))
        if _names(text[start:end]):
            yield (start, end), kind


def _names(value: str) -> bool:
    """Return whether a value names somebody or some place: few words, not all of them plain."""
    words = _WORDS.findall(value)
    strange = any(len(word) > 1 and (not is_known(word) or may_name(word)) for word in words)
    return strange and len(words) <= _MOST_WORDS and not re.search(r"\d", value)
