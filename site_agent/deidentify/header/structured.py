"""Coded entries (PS3.3 8.8): a code of a public scheme stays, with the meaning that the scheme gives it.

Rules: a code meaning is free text that anyone may fill, so it is copied only when it is nothing but known
words; else it is looked up in PS3.16 as pydicom ships it, else reduced to known words. A code that PS3.16
does not know stays only when its scheme is public and it has the scheme's form (its check digit where there
is one); every other code may be a number of the hospital's own and becomes a keyed one, so that what was
coded alike stays alike.

Not here: structured reports as a whole (`content`).
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from pydicom.sr._concepts_dict import concepts
from pydicom.sr._snomed_dict import mapping

from site_agent.deidentify.header import descriptors, elements, vocabulary

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

    from site_agent.deidentify.header.elements import Element
    from site_agent.deidentify.header.identifiers import Identifiers
    from site_agent.deidentify.header.pseudonyms import Pseudonyms

OWN_SCHEME: Final = "99RADSHARE"
"""Coding scheme of keyed codes."""

_VALUE: Final = 0x00080100
_SCHEME: Final = 0x00080102
_VERSION: Final = 0x00080103
_MEANING: Final = 0x00080104
_LONG_VALUE: Final = 0x00080119
_URN: Final = 0x00080120
_REPRESENTATIONS: Final = {
    _VALUE: "SH",
    _SCHEME: "SH",
    _VERSION: "SH",
    _MEANING: "LO",
    _LONG_VALUE: "UC",
    _URN: "UR",
}

WRITTEN_HERE: Final = frozenset(_REPRESENTATIONS)
"""Tags of a coded entry that `clean_entry` alone writes."""

_MARKS: Final = WRITTEN_HERE - {_VERSION}
_NO_MEANING: Final = "removed"
_LONGEST: Final = 64
_MEANING_WORD: Final = re.compile(r"[a-z]{2,}")
_PLAIN_MEANING: Final = re.compile(r"(?:[A-Za-z ,;:()/&'+-]|(?<!\d\d)\d){1,64}", re.ASCII)
_VERSION_FORM: Final = re.compile(r"\d{1,8}(\.\d{1,4}){0,3}|\d{4}[a-z]", re.ASCII)
_FORMS: Final = {
    "DCM": r"\d{5,6}",
    "SRT": r"[A-Z][0-9A-Z]?-[0-9A-Z]{4,6}",
    "SNM3": r"[A-Z][0-9A-Z]?-[0-9A-Z]{4,6}",
    "SCT": r"\d{6,18}",
    "LN": r"\d{1,6}-\d",
    "RADLEX": r"RID\d{1,6}",
    "NCIt": r"C\d{3,7}",
    "UMLS": r"C\d{7}",
    "FMA": r"\d{4,6}",
    "MDC": r"\d{4,6}",
    "RXNORM": r"\d{3,7}",
    "UNII": r"[A-Z0-9]{10}",
    "IBSI": r"[A-Z0-9]{4}",
    "I10": r"[A-TV-Z]\d[0-9A-Z](\.?[0-9A-Z]{1,4})?",
    "ISO3166_1": r"[A-Z]{2,3}",
    "RFC5646": r"[a-z]{2,3}(-[A-Z]{2})?",
}
_PATTERNS: Final = {scheme: re.compile(form, re.ASCII) for scheme, form in _FORMS.items()}
_UNIT: Final = re.compile(
    r"(?:[YZEPTGMkhcmunpf]|da|d)?(?:m|s|g|rad|K|C|cd|Hz|N|Pa|J|W|A|V|F|Ohm|S|Wb|Cel|T|H|lm|lx|Bq|Gy|Sv|L|l"
    r"|mol|eq|eV|bar|u|m\[Hg\]|m\[H2O\]|\[iU\]|cal|kat|osm|Ci|R|B|sr)(-?\d{1,2})?"
    r"|(?:min|h|d|wk|mo|a|deg|'|''|%|\[ppm\]|\[ppth\]|\[hnsf'U\]|\[arb'U\]|\[in_i\]|\[lb_av\]|\[degF\]"
    r"|\[MET\]|10[*^]-?\d{1,2}|1|\d{1,3})(-?\d)?",
    re.ASCII,
)
_ANNOTATION: Final = re.compile(
    r"\{(?:-?1:1|"
    r"counts|pixels|pixel|ratio|SUVbw|SUVlbm|SUVbsa|SUVibw|1 or 0|index|MU|score|count|frames|beats|breaths|"
    r"category|RBE|BMI|HU|IU|channels|particles|cells|propcounts|normalized|optical density|lines|events)\}"
)


def is_coded_entry(item: Dataset) -> bool:
    """Return whether a data set is a coded entry."""
    return elements.holds(item, _MARKS)


def clean_entry(
    item: Dataset, identifiers: Identifiers, pseudonyms: Pseudonyms, *, trusted: bool = False
) -> list[Element]:
    """Return code value, scheme, its version and meaning of a coded entry as they may be written.

    Args:
        item: The entry as found.
        identifiers: The patient's identifiers.
        pseudonyms: Make the keyed code of one that is not public.
        trusted: Whether an option keeps the entry as it is, unless it is an identifier of the patient.
    """
    said = {tag: elements.said(item, tag, vr) for tag, vr in _REPRESENTATIONS.items()}
    place = next((tag for tag in (_VALUE, _LONG_VALUE, _URN) if said[tag]), _VALUE)
    scheme, value, meaning, version = said[_SCHEME], said[place], said[_MEANING], said[_VERSION]
    if trusted and not any(identifiers.hit(text) for text in (scheme, value, meaning)):
        return _written({_SCHEME: scheme, place: value, _MEANING: meaning})
    known = meaning if _is_plain(meaning, identifiers) else meaning_of(scheme, value)
    if (known is None and meaning) or (known and identifiers.hit(known)):
        known = descriptors.clean(meaning, identifiers, vocabulary.words()) or _NO_MEANING
    if not is_public(scheme, value, identifiers):
        if value:
            place, value = _VALUE, pseudonyms.identifier("CodeValue", f"{scheme} {value}")
        scheme = scheme if not value and scheme in _PATTERNS else OWN_SCHEME
    stays = scheme != OWN_SCHEME and _VERSION_FORM.fullmatch(version) and not identifiers.hit_number(version)
    return _written(
        {place: value, _SCHEME: scheme, _VERSION: version if stays else "", _MEANING: known or ""}
    )


def _is_plain(meaning: str, identifiers: Identifiers) -> bool:
    """Return whether a meaning is nothing but known words, so that it can stay as it was written."""
    words = _MEANING_WORD.findall(meaning.lower())
    plain = bool(words) and _PLAIN_MEANING.fullmatch(meaning) is not None
    return plain and vocabulary.words().issuperset(words) and not identifiers.hit(meaning)


def is_public(scheme: str, value: str, identifiers: Identifiers) -> bool:
    """Return whether a code is one that a public scheme gives, as far as its form tells."""
    if identifiers.hit(value) or identifiers.hit_number(value):
        return False
    if meaning_of(scheme, value):
        return True
    if scheme == "UCUM":
        return is_unit(value)
    pattern = _PATTERNS.get(scheme)
    check = _CHECKS.get(scheme)
    return pattern is not None and pattern.fullmatch(value) is not None and (check is None or check(value))


def meaning_of(scheme: str, value: str) -> str | None:
    """Return the meaning that PS3.16 gives a code, also under SNOMED's former identifiers (SRT)."""
    if scheme in {"SRT", "SNM3"}:
        scheme, value = "SCT", _former().get(value, "")
    return _meanings().get((scheme, value))


def is_unit(text: str) -> bool:
    """Return whether a text is built of units of UCUM, its annotations known ones."""
    bare = _ANNOTATION.sub("", text)
    return bool(text) and all(
        part == "" or _UNIT.fullmatch(part) is not None for part in re.split(r"[./()]", bare)
    )


@cache
def _meanings() -> dict[tuple[str, str], str]:
    """Return the meaning of every code in pydicom's copy of PS3.16: (scheme, value) -> meaning."""
    return {
        (scheme, value): meaning
        for scheme, names in concepts.items()
        for codes in names.values()
        for value, (meaning, *_) in codes.items()
    }


@cache
def _former() -> dict[str, str]:
    """Return former SNOMED identifier -> SNOMED CT identifier."""
    return dict(mapping["SRT"])


def _written(entry: dict[int, str]) -> list[Element]:
    return [
        elements.written(tag, _REPRESENTATIONS[tag], text[:_LONGEST] if tag == _MEANING else text)
        for tag, text in entry.items()
        if text
    ]


_MULTIPLY: Final = (
    (0, 1, 2, 3, 4, 5, 6, 7, 8, 9),
    (1, 2, 3, 4, 0, 6, 7, 8, 9, 5),
    (2, 3, 4, 0, 1, 7, 8, 9, 5, 6),
    (3, 4, 0, 1, 2, 8, 9, 5, 6, 7),
    (4, 0, 1, 2, 3, 9, 5, 6, 7, 8),
    (5, 9, 8, 7, 6, 0, 4, 3, 2, 1),
    (6, 5, 9, 8, 7, 1, 0, 4, 3, 2),
    (7, 6, 5, 9, 8, 2, 1, 0, 4, 3),
    (8, 7, 6, 5, 9, 3, 2, 1, 0, 4),
    (9, 8, 7, 6, 5, 4, 3, 2, 1, 0),
)
_PERMUTE: Final = (
    (0, 1, 2, 3, 4, 5, 6, 7, 8, 9),
    (1, 5, 7, 6, 2, 8, 3, 0, 9, 4),
    (5, 8, 0, 3, 7, 9, 6, 1, 4, 2),
    (8, 9, 1, 6, 0, 4, 3, 5, 2, 7),
    (9, 4, 5, 3, 1, 2, 6, 8, 7, 0),
    (4, 2, 8, 6, 5, 7, 3, 9, 0, 1),
    (2, 7, 9, 3, 8, 0, 6, 4, 1, 5),
    (7, 0, 4, 6, 9, 1, 3, 2, 5, 8),
)


def _verhoeff(value: str) -> bool:
    """Return whether a SNOMED CT identifier's last digit is its check digit."""
    check = 0
    for place, digit in enumerate(reversed(value)):
        check = _MULTIPLY[check][_PERMUTE[place % 8][int(digit)]]
    return check == 0


def _luhn(value: str) -> bool:
    """Return whether a LOINC code's last digit is its check digit."""
    digits = [int(digit) for digit in value.replace("-", "")]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[-2::-2]]
    return (sum(doubled) + sum(digits[-1::-2])) % 10 == 0


_CHECKS: Final = {"SCT": _verhoeff, "LN": _luhn}
