"""Cleans descriptors: only words of a vocabulary stay, and none that is also an identifier of this patient.

Rules: what is not known to be harmless is dropped; nothing is judged by how it looks. Numbers of up to three
digits stay, alone or with a unit or a sequence's letter (``3 mm``, ``t2``, ``b1000``), but no date, telephone
number, age above 89 or longer number. Marks between words stay where both words do.

Not here: sentences, which have a filter of their own (`free_text`), and names of things (`naming`).
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

import yaml

from radshare.configs import config_path

if TYPE_CHECKING:
    from site_agent.deidentify.header.identifiers import Identifiers

_PART: Final = re.compile(r"[^\W_]+|[\W_]+")
_PLAIN_MARKS: Final = re.compile(r"[\s_.,:;()\[\]/+*#<>=%&^~|'\"-]+", re.ASCII)
_LETTERS: Final = re.compile(r"[a-z]+")
_LONG_WORD: Final = re.compile(r"[a-z]{4,}")
_MEASURE: Final = re.compile(
    r"\d{1,3}(?:mm|cm|m|s|ms|sec|min|h|kv|kvp|ma|mas|mgy|hz|t|d|x|nd|rd|st|th)?"
    r"|[tbrgz]\d{1,2}|b\d{3,4}|[a-z]\d{1,2}[a-z]?|\d{1,3}x\d{1,3}"
)
_TELLING: Final = re.compile(
    r"\d{1,4}(?:[-/.]| )(?:\d{1,2}|[a-z]{3,9})(?:[-/.]| )\d{2,4}"  # dates
    r"|\(?\d{3}\)?[-. ]+\d{3,4}(?:[-. ]\d{4})?|\b(?:19|20)\d{2}\b"  # telephone numbers, years
    r"|\b(?:9\d|1[0-2]\d)[ -]*(?:y|yo|yr|yrs|year|years|jahre|a[nñ]o?s)\b"  # ages above 89
)
_PRODUCT: Final = re.compile(r"[\w .,:;+*/()\[\]\-&%#<>=]{1,64}", re.ASCII)
_SUSPECT: Final = re.compile(
    r"\d{5,}|(?:19|20)\d{2}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)\d{2}"
    r"|\d{1,2}/\d{1,2}/\d{2}|\d{3}[-. ]\d{4}"
)


@cache
def vocabulary() -> frozenset[str]:
    """Return the words that may stay, in lower case."""
    return _listed("words")


@cache
def product_words() -> frozenset[str]:
    """Return the words that may stand in the text of a product, a setting or a program, in lower case."""
    return vocabulary() | _listed("products")


@cache
def _medical_words() -> frozenset[str]:
    from site_agent.deidentify.header import vocabulary as medicine  # noqa: PLC0415 - it builds on this list

    lines = config_path("lexicons/word_names.txt").read_text(encoding="utf-8").splitlines()
    return vocabulary() | (medicine.words() - frozenset(lines))


def _listed(name: str) -> frozenset[str]:
    document = yaml.safe_load(config_path("lexicons/descriptors.yaml").read_text(encoding="utf-8"))
    return frozenset(str(document[name]).split())


def clean(text: str, identifiers: Identifiers, words: frozenset[str] | None = None) -> str:
    """Return what is known of a descriptor, in order, without identifiers; empty when no word is left.

    Args:
        text: The descriptor as found.
        identifiers: The patient's identifiers.
        words: Words that may stay, in lower case; by default this list and the words of medicine that are
            no names as well.
    """
    known = _medical_words() if words is None else words
    lowered = _TELLING.sub(lambda told: "\0" * len(told[0]), text.lower())
    if len(lowered) != len(text):  # a letter whose lower case is longer: places would not match
        text = lowered
    kept: list[str] = []
    gap, said = "", False
    for part in _PART.finditer(lowered):
        piece = text[part.start() : part.end()]
        if _PLAIN_MARKS.fullmatch(part[0]):
            gap = piece if not gap else " "
        elif is_known(part[0], known) and not identifiers.hit(piece):
            kept += [gap if kept else "", piece]
            said, gap = said or any(c.isalpha() for c in part[0]), ""
        else:
            gap = " "
    cleaned = "".join(kept)
    if not said:
        return ""
    return cleaned if not identifiers.hit(cleaned) else ""


def is_known(word: str, known: frozenset[str]) -> bool:
    """Return whether a word in lower case is a known one, a short measure or built of both."""
    if word in known or _MEASURE.fullmatch(word):
        return True
    letters = _LETTERS.findall(word)
    digits = re.sub(r"[a-z]", "", word)
    return bool(letters) and digits.isdigit() and len(digits) <= 3 and known.issuperset(letters)  # noqa: PLR2004 - no id is that short


def looks_like_product(text: str, identifiers: Identifiers) -> bool:
    """Return whether an allow-listed text (a model, a kernel, a version) can stay as it is.

    Its words of four letters or more must be known: anybody may write a name behind a version.
    """
    plain = _PRODUCT.fullmatch(text.strip()) is not None and not _SUSPECT.search(text)
    return (
        plain and product_words().issuperset(_LONG_WORD.findall(text.lower())) and not identifiers.hit(text)
    )


def looks_like_maker(text: str, identifiers: Identifiers) -> bool:
    """Return whether the name of a maker can stay as it is: a company's, so any words may be in it."""
    plain = _PRODUCT.fullmatch(text.strip()) is not None and not _SUSPECT.search(text)
    return plain and not identifiers.hit(text)
