"""Reads HL7 v2 segments pasted as text by the position of their fields.

Rules: what the standard puts into a field tells whether it identifies somebody; names of segments, set ids,
types and codes of services stay, whatever they look like. A code stays only where it is short as one:
a message written by other rules than the standard's keeps its shield nowhere else. Texts of observations and
notes, and fields that are not told here, are read like any other text.

Not here: messages read as messages (`site_agent.ingest.hl7_messages`), what a segment out of order may still
hold (`patterns.messages`).
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from site_agent.deidentify.reports.judges import is_department
from site_agent.deidentify.reports.known_words import is_known, may_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_agent.deidentify.reports.lexicon import Span

_START: Final = re.compile(r"(?<![^\s\]])(?P<id>[A-Z][A-Z\d]{2})(?=\|)")
_WARD: Final = re.compile(r"[^\W\d_]{3,}[ ]ward", re.IGNORECASE)
_MARK: Final = re.compile(r"[|^~]")
_WORD: Final = re.compile(r"[^\W\d_]+")
_CODE: Final = re.compile(
    r"[A-Za-z]{1,4}|(?i:female|unknown|other)|[A-Z]{1,5}\d{0,2}|\d{1,3}(?:\.\d){0,2}|"
    r"[A-Z]{3}\^[A-Z]\d\d.{0,8}|[\^~\\&#]{3,5}"
)
_SERVICE: Final = re.compile(r"[\w.\-&]{1,20}")

_PERSON: Final = re.compile(r"\d{3,}\^[^\W\d_][^\d|^~]+\^[^\W\d_][^\d|~]*\s*")  # where a place should be
_NAMED_PERSON: Final = re.compile(r"[^\W\d_][^\d|^~]+\^[^\W\d_][^\d|~]*\s*")  # where a number should be

_CODES, _SERVICES = "codes", "services"
_POSITIONS: Final = {
    "MSH": {"ORG": "3 5", "DATE": "6", "ID": "9", _CODES: "0 1 2 4 8 10 11 14 15 16 17"},
    "EVN": {"DATE": "2 3 6", "NAME": "5", "ORG": "7", _CODES: "0 1 4"},
    "PID": {
        "ID": "2 3 4 18 19 20 21",
        "NAME": "5 6 9",
        "DATE": "7 29",
        "ADDRESS": "11 12 23",
        "PHONE": "13 14",
        _CODES: "0 1 8 10 15 16 17 22 24 25 26 27 28 30",
    },
    "PD1": {"ORG": "3", "NAME": "4", _CODES: "0 1 2 5 6 7"},
    "NK1": {
        "NAME": "2 30",
        "ADDRESS": "4 32",
        "PHONE": "5 6 31",
        "DATE": "8 9 16",
        "ID": "12 33 37",
        _CODES: "0 1 3 7 14 15",
    },
    "PV1": {
        "NAME": "7 8 9 17 52",
        "ID": "5 19 50",
        "DATE": "44 45",
        "ORG": "39",
        "LOCATION": "3 6",
        _CODES: "0 1 2 4 10 14 15 16 18 20 36 40 41",
    },
    "ORC": {
        "ID": "2 3 4 8",
        "NAME": "10 11 12 19",
        "DATE": "9 15",
        "PHONE": "14 23",
        "ORG": "17 21",
        "ADDRESS": "22 24",
        _CODES: "0 1 5 6",
    },
    "OBR": {
        "ID": "2 3 18 19 20 21 29",
        "DATE": "6 7 8 14 22 36",
        "NAME": "10 16 28 32 33 34 35",
        "PHONE": "17",
        _CODES: "0 1 5 11 24 25 30",
        _SERVICES: "4 44",
    },
    "OBX": {
        "DATE": "12 14 19",
        "ORG": "15 23",
        "NAME": "16 25",
        "ID": "18",
        "ADDRESS": "24",
        _CODES: "0 1 2 4 6 8 10 11",
        _SERVICES: "3 17",
    },
    "NTE": {_CODES: "0 1 2 4"},
    "TXA": {"DATE": "4 6 7 8", "NAME": "5 9 10 11 22", "ID": "12 13 14 15", _CODES: "0 1 2 3 17 18 19"},
    "GT1": {"ID": "2 12", "NAME": "3 4", "ADDRESS": "5", "PHONE": "6 7", "DATE": "8", _CODES: "0 1 9 10 11"},
    "IN1": {
        "ID": "2 3 8 36 49",
        "ORG": "4 9",
        "ADDRESS": "5 19",
        "NAME": "6 16",
        "PHONE": "7",
        "DATE": "12 13 18",
        _CODES: "0 1 15 17 43",
    },
    "DG1": {"DATE": "5", "NAME": "16", _CODES: "0 1 2 6 15", _SERVICES: "3"},
    "AL1": {_CODES: "0 1 2 4", _SERVICES: "3"},
    "ZDS": {"UID": "1", _CODES: "0"},
}
"""Segment -> what its fields hold -> their numbers; the segment's own name is number 0."""
_KINDS: Final = {
    name: {int(at): kind for kind, numbers in kinds.items() for at in numbers.split()}
    for name, kinds in _POSITIONS.items()
}
_OWN: Final = {"ID": 1, "NAME": 6, "ADDRESS": 4, "LOCATION": 3}
"""Components of a field, from the first, that identify; of an address the postal code too."""
_AUTHORITIES: Final = {"ID": (4, 6), "NAME": (9, 14), "ADDRESS": (5, 8, 9), "LOCATION": (4, 7)}
"""Components behind those that do: who gave a number, the postal code, the county."""


_COMMON: Final = {
    *("ADT", "CIS", "CPI", "DL", "EMPI", "EMR", "EPI", "EPR", "HIS", "ISO", "LIS", "MPI", "MR", "MRN"),
    *("NHS", "NI", "PACS", "PAS", "PI", "PMI", "PN", "PRN", "RIS", "SS", "SSA", "UUID"),
}
"""Systems, and kinds of numbers, that every site has."""
_ABBREVIATED: Final = 6
_NAMED: Final = re.compile(r"(?:[^\W\d_]|(?<!\d)\d{1,2}(?!\d)|[ &/,()+\-])+")  # one way to read every text

_SHORTEST: Final = 3
_NAME_OF_SERVICE: Final = 2
_LONGEST_SERVICE: Final = 80  # a longer one is a text that came too early


class _Field(NamedTuple):
    """A field of a segment, with what it holds."""

    start: int
    end: int
    kind: str


def segment_values(text: str) -> list[tuple[Span, str]]:
    """Return where fields of segments identify somebody, with their class."""
    return [(span, kind) for field in _fields(text) for span, kind in _values(text, field)]


def segment_codes(text: str) -> list[Span]:
    """Return where marks, names, types and codes of segments stand, which identify nobody."""
    fields = _fields(text)
    found = [span for field in fields for span in _codes(text, field)]
    for field in fields:
        start = field.start if field.kind else field.end
        found += [mark.span() for mark in _MARK.finditer(text, start, field.end + 1)]
    return found


@lru_cache(maxsize=4)
def _fields(text: str) -> tuple[_Field, ...]:
    """Return the fields of every segment of a text that are told here."""
    if "|" not in text:
        return ()
    starts = [match for match in _START.finditer(text) if match["id"] in _KINDS]
    if not any(match["id"] in {"MSH", "PID", "OBR", "OBX"} for match in starts):
        return ()
    edges = [*(match.start() for match in starts), len(text)]
    found: list[_Field] = []
    for match, (start, following) in zip(starts, pairwise(edges), strict=True):
        line = text.find("\n", start, following)
        found += _of_segment(text, (start, following if line < 0 else line), _KINDS[match["id"]])
    return tuple(found)


def _of_segment(text: str, span: Span, kinds: dict[int, str]) -> Iterator[_Field]:
    at = span[0]
    for number, value in enumerate(text[slice(*span)].split("|")):
        kind = kinds.get(number, "")
        span = (at, at + len(value.rstrip()))
        yield _Field(*span, _moved(text, span, kind))
        at += len(value) + 1


def _moved(text: str, span: Span, kind: str) -> str:
    """Return what a field holds where its author counted otherwise: a person or an exam for a number."""
    if kind == "LOCATION":
        strange = _NAMED_PERSON.fullmatch(text, *span) and not _all_known(text, span)
        return "NAME" if strange or _PERSON.fullmatch(text, *span) else kind
    if kind == "ID" and _NAMED_PERSON.fullmatch(text, *span):
        return "NAME"
    if kind == "ID" and _NAMED.fullmatch(text, *span) and _all_known(text, span):
        told = sum(len(word) > _SHORTEST for word in _WORD.findall(text, *span))
        return _SERVICES if told else kind
    return kind


def _values(text: str, field: _Field) -> Iterator[tuple[Span, str]]:
    """Yield the components of a field that identify."""
    if field.kind in {"", _CODES, _SERVICES}:
        return
    if field.kind not in _OWN:
        told = text[field.start : field.end]
        if any(map(str.isalnum, told)):
            yield (field.start, field.end), field.kind
        return
    for number, (start, end) in _components(text, field):
        if _is_own(text, field, number, (start, end)):
            yield (start, end), field.kind
        elif number in _AUTHORITIES[field.kind] and not _is_common(text, field, (start, end)):
            yield (start, end), "ADDRESS" if field.kind == "ADDRESS" else "ORG"


def _is_own(text: str, field: _Field, number: int, span: Span) -> bool:
    """Return whether a component of a field identifies somebody; a place, by a number or a name."""
    own = number <= _OWN[field.kind]
    return own and (
        field.kind != "LOCATION"
        or any(map(str.isdigit, text[slice(*span)]))
        or (_WARD.fullmatch(text, *span) is not None and not is_department(text, span))
    )


def _codes(text: str, field: _Field) -> Iterator[Span]:
    """Yield what of a field stays."""
    if field.kind in {"", _CODES}:
        if field.kind and _CODE.fullmatch(text, field.start, field.end):
            yield field.start, field.end
        return
    if field.kind == _SERVICES and (
        field.end - field.start > _LONGEST_SERVICE or "://" in text[field.start : field.end]
    ):
        return
    for number, (start, end) in _components(text, field):
        if field.kind == _SERVICES:
            if number != _NAME_OF_SERVICE and _SERVICE.fullmatch(text, start, end):
                yield start, end
            else:
                yield from _plain(text, (start, end))
        elif (
            field.kind in _OWN
            and not _is_own(text, field, number, (start, end))
            and (number not in _AUTHORITIES[field.kind] or _is_common(text, field, (start, end)))
        ):
            yield from [(start, end)] if _CODE.fullmatch(text, start, end) else _known(text, (start, end))


def _is_common(text: str, field: _Field, span: Span) -> bool:
    """Return whether who gave a number is named by a word that every site has."""
    told = text[slice(*span)]
    if told.isupper() and len(told) <= _ABBREVIATED:  # "SOH" is a word of language by chance
        return told in _COMMON
    return field.kind != "ADDRESS" and is_known(told)


def _plain(text: str, span: Span) -> Iterator[Span]:
    """Yield a name of a service as a whole when all of it is plain, else its words that are."""
    return iter([span]) if _NAMED.fullmatch(text, *span) and _all_known(text, span) else _known(text, span)


def _all_known(text: str, span: Span) -> bool:
    return all(is_known(word) and not may_name(word) for word in _WORD.findall(text, *span))


def _known(text: str, span: Span) -> Iterator[Span]:
    """Yield the words of a piece that are no names."""
    return (
        word.span() for word in _WORD.finditer(text, *span) if is_known(word[0]) and not may_name(word[0])
    )


def _components(text: str, field: _Field) -> Iterator[tuple[int, Span]]:
    """Yield the components of a field that hold something, by their number in its repetition."""
    at = field.start
    for repetition in text[field.start : field.end].split("~"):
        for number, component in enumerate(repetition.split("^"), 1):
            if component:
                yield number, (at, at + len(component))
            at += len(component) + 1
