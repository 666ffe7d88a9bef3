"""The rules by which an attribute is kept, changed or removed: one name and one sentence each.

Rule: whoever prints what was done (report, ``--what-if``, conformance statement, README) prints it from
here, and `metadata.Cleaner` counts under these names only.

Not here: how a rule is carried out (`metadata` and the handlers it calls), and which attribute falls under
which (`profile`).
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final, Self

PRIVATE_TAG: Final = 0x00000001
"""Stands for every private attribute outside the safe list in counts: its tag may be a site's own mark."""


class Rule(StrEnum):
    """What was done to an attribute; `meaning` is the sentence printed about it."""

    meaning: str
    leaves: bool

    def __new__(cls, value: str, leaves: bool = False, meaning: str = "") -> Self:  # noqa: FBT001, FBT002 - a column of the table below
        """Keep the sentence, and whether something of the attribute is written, beside the name."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.leaves, member.meaning = leaves, meaning
        return member

    # Table E.1-1, an option or an override
    REMOVE = "remove", False, "Listed in Table E.1-1 or overridden by the site: removed."
    EMPTY = "empty", True, "Listed in Table E.1-1, of type 2 in this object: left without a value."
    DUMMY = (
        "dummy",
        True,
        "Listed in Table E.1-1, of type 1 in this object: replaced by a value that says nothing.",
    )
    KEEP = "keep", True, "Kept as it is by an option or an override of the profile."
    CLEAN = (
        "clean",
        True,
        "Descriptor: only words of the vocabulary that are not identifiers of the patient stay.",
    )
    CLEAN_TEXT = "clean_text", True, "Free text: identifiers removed, dates moved, findings kept."
    UID = "uid", True, "UID replaced by a keyed one (2.25 form), the same everywhere; registered UIDs stay."
    PSEUDONYM = "pseudonym", True, "Identifier replaced by a keyed pseudonym, the same everywhere."
    DATE = (
        "date",
        True,
        "Date moved by the patient's secret number of days, so that intervals stay; time of day kept.",
    )
    AGE = "age", True, "Age kept, at most 90 years."
    # outside the table
    NUMBER = "number", True, "Not listed; kept because its representation holds numbers or codes only."
    TEXT = (
        "text",
        True,
        "Not listed; text kept by the profile's allow-list, since it names a product or a setting.",
    )
    CODE = (
        "code",
        True,
        "Coded entry: code of a public scheme kept, its meaning taken from the standard or reduced.",
    )
    SEQUENCE = "sequence", True, "Sequence kept, each item cleaned by the same rules."
    CONTENT = (
        "content",
        True,
        "Content of a structured object cleaned item by item: codes, numbers, findings stay.",
    )
    SAFE_PRIVATE = (
        "safe_private",
        True,
        "Private attribute of the safe list (PS3.15 E.3.10 or the site's): kept, checked.",
    )
    # what no rule vouches for
    UNLISTED_TEXT = "unlisted_text", False, "Not listed; removed because it may hold text that identifies."
    IDENTIFIER = "identifier", False, "Removed because its value equals an identifier of the patient."
    PRIVATE = "private", False, "Private attribute outside the safe list: removed."
    UNKNOWN = "unknown", False, "Not in PS3.6: removed."
    RETIRED = "retired", False, "Retired from the standard: removed."
    REPRESENTATION = "representation", False, "Value is not of its representation: removed."
    UNREADABLE = "unreadable", False, "Value cannot be read: removed."
    GRAPHICS = "graphics", False, "Overlay or curve that may hold text as a drawing: removed."
    THUMBNAIL = "thumbnail", False, "Icon or thumbnail: removed, since it repeats the uncleaned image."
    STRUCTURE = "structure", False, "Group length, padding or file-set element: written anew or not at all."
