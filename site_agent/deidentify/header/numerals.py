"""Numbers that stay: copied as they were encoded, when they are numbers and none of the patient's.

Rules: a number that is written as text has a number's form and fewer figures than an id; a binary one is a
whole number of its width and spells no name; one that equals an id or a date of the patient goes, as text or
as a count.

Not here: which attributes hold numbers (`plan`), and what bulk data may be (`bulk`).
"""

from __future__ import annotations

import re
import struct
from typing import TYPE_CHECKING, Final

from site_agent.deidentify.header import bulk, elements
from site_agent.deidentify.profile.actions import Rule

if TYPE_CHECKING:
    from site_agent.deidentify.header.elements import Element
    from site_agent.deidentify.header.metadata import Cleaner
    from site_agent.deidentify.header.plan import Decision
    from site_agent.deidentify.header.values import Value

_DECIMALS: Final = re.compile(rb"[ 0-9+\-.eE\\]*\0?")
_WORDS: Final = re.compile(rb"[A-Za-z]{3}|[0-9]{4}")
_NUMBER: Final = {
    "DS": re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII),
    "IS": re.compile(r"[+-]?\d+(\.0*)?", re.ASCII),
}
_ID_LIKE: Final = re.compile(r"^[+-]?\d{10,}(?<!000)\.?0*$", re.ASCII)  # no measure has so many figures
WIDTHS: Final = {"US": 2, "SS": 2, "UL": 4, "SL": 4, "FL": 4, "AT": 4, "FD": 8, "SV": 8, "UV": 8}
"""Representation -> bytes of one number."""

_CODES: Final = {
    "US": "H",
    "SS": "h",
    "UL": "L",
    "SL": "l",
    "FL": "f",
    "FD": "d",
    "SV": "q",
    "UV": "Q",
    "AT": "H",
}
_COUNTED: Final = {"UL": "L", "SL": "l", "SV": "q", "UV": "Q"}
_FEW: Final = 64  # bytes in which an id could be hidden as a number; longer values are series of measures


def keep(value: Value, decision: Decision, cleaner: Cleaner) -> Element | Rule:
    """Keep numbers that are numbers, and none of the patient's."""
    if value.vr in elements.BINARY:
        return keep_bulk(value, decision, cleaner)
    encoded = elements.raw_bytes(value.element)
    if value.vr in _NUMBER:
        said = _decimals(value, encoded)
    elif _is_text(value.vr, _packed(value) if encoded is None else encoded, cleaner):
        said = None
    else:
        said = _counted(value, encoded)
    if said is None:
        return Rule.REPRESENTATION
    return Rule.IDENTIFIER if any(map(cleaner.subject.identifiers.hit_number, said)) else value.element


def _is_text(vr: str, encoded: bytes | None, cleaner: Cleaner) -> bool:
    """Return whether bytes are no binary numbers, or are a text that names the patient as well."""
    return encoded is None or len(encoded) % WIDTHS[vr] > 0 or _spells(encoded, cleaner)


def _packed(value: Value) -> bytes | None:
    """Return the bytes of numbers that are at hand only as numbers, ``None`` when they are none."""
    held = value.element.value
    numbers = [held] if isinstance(held, int | float) else list(held)
    if value.vr == "AT":
        numbers = [half for tag in numbers for half in (int(tag) >> 16, int(tag) & 0xFFFF)]
    try:
        return struct.pack(f"<{len(numbers)}{_CODES[value.vr]}", *numbers)
    except (struct.error, OverflowError, TypeError, ValueError):
        return None


def _spells(encoded: bytes, cleaner: Cleaner) -> bool:
    """Return whether the bytes of binary numbers are a text that names the patient."""
    text = encoded.decode("latin-1") if encoded.isascii() and _WORDS.search(encoded) else ""
    return bool(text) and cleaner.subject.identifiers.hit(text)


def _decimals(value: Value, encoded: bytes | None) -> list[str] | None:
    """Return numbers that are written as text, or ``None`` when they are none."""
    if encoded is not None and not _DECIMALS.fullmatch(encoded):
        return None
    texts, form = value.texts(), _NUMBER[value.vr]
    if texts is None or not all(not text or form.fullmatch(text) for text in texts):
        return None
    return None if any(map(_ID_LIKE.search, texts)) else texts


def _counted(value: Value, encoded: bytes | None) -> list[str]:
    """Return binary numbers in which an id could be hidden: few, and wide enough."""
    if value.vr not in _COUNTED:
        return []
    if encoded is None:
        said = elements.values_of(value.element)
        return said if len(said) < _FEW else []
    if len(encoded) > _FEW:
        return []
    order = "<" if not value.element.is_raw or value.element.is_little_endian else ">"
    count = len(encoded) // WIDTHS[value.vr]
    return [str(number) for number in struct.unpack(f"{order}{count}{_COUNTED[value.vr]}", encoded)]


def keep_bulk(value: Value, decision: Decision, _cleaner: Cleaner) -> Element | Rule:
    """Keep arrays of numbers."""
    encoded = elements.raw_bytes(value.element)
    if encoded is None:
        return Rule.REPRESENTATION
    kept = bulk.clean(decision.keyword, value.vr, encoded, value.source)
    if kept is None:
        return Rule.UNLISTED_TEXT
    return value.element if kept == encoded else elements.encoded(value.element, value.vr, kept)
