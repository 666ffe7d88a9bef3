"""Coded entries (PS3.3 8.8): a code of a public scheme stays, with the meaning that the scheme gives it.

Rule: a code meaning is free text that anyone may fill, so it is never copied: it is looked up in PS3.16 as
pydicom ships it, else reduced to known words. A code of a scheme or value that is not known is replaced,
since it may be a number of the hospital's own.

Not here: SR trees as a whole, which this release does not release (`objects`).
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from pydicom.sr._concepts_dict import concepts

from site_agent.deidentify import descriptors

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

    from site_agent.deidentify.identifiers import Identifiers

_UNKNOWN: Final = ("0", "99RADSHARE")
_NO_MEANING: Final = "removed"
_LONGEST: Final = 64


@cache
def _meanings() -> dict[tuple[str, str], str]:
    """Return the meaning of every code in pydicom's copy of PS3.16: (scheme, value) -> meaning."""
    return {
        (scheme, value): meaning
        for scheme, names in concepts.items()
        for codes in names.values()
        for value, (meaning, *_) in codes.items()
    }


def is_coded_entry(item: Dataset) -> bool:
    """Return whether a data set is a coded entry."""
    return "CodeMeaning" in item or "CodeValue" in item


def clean_entry(item: Dataset, cleaned: Dataset, identifiers: Identifiers) -> None:
    """Write code value, scheme and meaning of a coded entry into its cleaned copy.

    Args:
        item: The entry as found.
        cleaned: Its copy, the other attributes already cleaned; changed in place.
        identifiers: The patient's identifiers.
    """
    scheme, value = str(item.get("CodingSchemeDesignator", "")), str(item.get("CodeValue", ""))
    meaning = _meanings().get((scheme, value))
    if meaning is None:
        value, scheme = _UNKNOWN
        meaning = descriptors.clean(str(item.get("CodeMeaning", "")), identifiers) or _NO_MEANING
    cleaned.CodeValue, cleaned.CodingSchemeDesignator, cleaned.CodeMeaning = value, scheme, meaning[:_LONGEST]
