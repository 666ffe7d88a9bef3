"""What becomes of each attribute in one kind of object: the profile's actions, resolved once a tag.

Rules: what no dictionary vouches for goes unless the site overrides it; then Table E.1-1, an option or an
override decides, compound codes by the attribute's type in this IOD (`iod_types`; of an unknown IOD nothing
is assumed, so the code that keeps any object valid wins); an attribute outside the table is judged by what
its representation can hold. Where a value may not stay, type 1 gets a dummy, type 2 nothing, type 3 goes.

Not here: looking at values (`metadata`), private attributes (`private`), coded entries (`structured`).
"""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING, Final, NamedTuple

from pydicom.datadict import DicomDictionary

from site_agent.deidentify.header import naming
from site_agent.deidentify.header.elements import BINARY
from site_agent.deidentify.profile import iod_types
from site_agent.deidentify.profile.actions import Rule
from site_agent.deidentify.profile.options import Action, Option

if TYPE_CHECKING:
    from collections.abc import Mapping

    from site_agent.deidentify.profile.profile import Profile

TEXTS: Final = frozenset({"LO", "SH", "ST", "LT", "UT", "UC"})
NUMBERS: Final = frozenset({"DS", "IS", "FL", "FD", "SL", "SS", "UL", "US", "SV", "UV", "AT"})
TEMPORAL: Final = frozenset({"DA", "DT", "TM"})
_LONG: Final = frozenset({"LT", "ST", "UT"})
_RETIRED_COLUMN: Final = 3
_GRAPHICS_GROUPS: Final = (0x5000, 0x6000)
_GROUP_MASK: Final = 0xFF00
_GROUPS_BELOW_DATA: Final = 0x0008
_THUMBNAILS: Final = frozenset({0x00880200, 0x00880904, 0x00880906})
_CHARACTER_SET: Final = 0x00080005
_ONCE_NEEDED: Final = {
    0x00200011,
    0x00200013,
}  # series and instance number: type 2 in earlier editions of PS3.3
_DATE_OPTIONS: Final = {Option.LONGITUDINAL_MODIFIED_DATES, Option.RETAIN_LONGITUDINAL_FULL_DATES}


class How(Enum):
    """The ways to treat an attribute."""

    DROP = auto()
    BLANK = auto()
    KEEP = auto()
    AGE = auto()
    UID = auto()
    PSEUDONYM = auto()
    NAME = auto()
    WORDS = auto()
    FREE_TEXT = auto()
    PRODUCT = auto()
    OFFSET = auto()
    TIME = auto()
    NUMBER = auto()
    CODE = auto()
    BULK = auto()
    PRIVATE_TEXT = auto()
    SEQUENCE = auto()


class Decision(NamedTuple):
    """How one attribute is treated.

    Attributes:
        how: The way.
        rule: Under what it is counted when it succeeds.
        otherwise: What is done when nothing of the value may stay: remove, empty or dummy.
        vrs: Its representations in PS3.6; empty when PS3.6 is newer than the dictionary at hand.
        keyword: Its keyword in PS3.6.
    """

    how: How
    rule: Rule
    otherwise: Action
    vrs: tuple[str, ...] = ()
    keyword: str = ""


class Plan:
    """The decisions of one profile about the attributes of one SOP class, each made once.

    Args:
        profile: What happens to which attribute.
        sop_class: UID of the SOP class; an unknown one is treated most carefully.
    """

    def __init__(self, profile: Profile, sop_class: str) -> None:
        self._profile = profile
        self._top = iod_types.of(sop_class)
        self._items = iod_types.in_items()
        self._made: dict[tuple[int, int], Decision] = {}

    def decide(self, tag: int, within: int = 0) -> Decision:
        """Return how a standard attribute is treated.

        Args:
            tag: The attribute.
            within: The sequence in whose item it stands, 0 at the top level.
        """
        made = self._made.get((tag, within))
        if made is None:
            made = self._made[tag, within] = self._decide(tag, self._type(tag, within))
        return made

    def _type(self, tag: int, within: int) -> int | None:
        """Return 1, 2 or 3, or ``None`` when the IOD is unknown."""
        types: Mapping[int, int] | None = self._items.get(within, {}) if within else self._top
        if types is None:
            return None
        fewest = iod_types.MAY_BE_EMPTY if tag in _ONCE_NEEDED and not within else iod_types.OPTIONAL
        return types.get(tag, fewest)

    def _decide(self, tag: int, kind: int | None) -> Decision:
        code, entry = self._profile.code(tag), DicomDictionary.get(tag)
        retired = entry is not None and bool(entry[_RETIRED_COLUMN]) and not isinstance(code, Action)
        if rule := _never(tag, known=entry is not None or code is not None, retired=retired):
            return Decision(How.DROP, rule, Action.REMOVE)
        vrs = tuple(entry[0].split(" or ")) if entry else ()
        keyword = str(entry[4]) if entry else ""
        if self._is_name(keyword, code):
            how, otherwise, rule = How.NAME, _otherwise(kind), Rule.CLEAN
        elif code is None:
            how, otherwise = self._unlisted(keyword, vrs[0]), _otherwise(kind)
            rule = _RULES.get(how, Rule.UNLISTED_TEXT)
        else:
            action = code if isinstance(code, Action) else resolve(code, kind)
            how = self._listed(keyword, vrs[0] if vrs else "", action)
            otherwise = action if action in _BLANKS else _otherwise(kind)
            rule = _RULES.get(how) or Rule(otherwise.value)
        return Decision(how, rule, otherwise, vrs, keyword)

    def _is_name(self, keyword: str, code: str | Action | None) -> bool:
        """Return whether an attribute holds a name that users give to things, and is to be cleaned as one."""
        if isinstance(code, Action) and code is not Action.CLEAN:
            return False
        labels = Option.CLEAN_DESCRIPTORS in self._profile.options and code in {None, "C", Action.CLEAN}
        return keyword in naming.POINTED_TO or (labels and keyword in naming.LABELS)

    def _listed(self, keyword: str, vr: str, action: Action) -> How:  # noqa: PLR0911 - one line an action
        if action in {Action.EMPTY, Action.DUMMY} and keyword in _PSEUDONYMS:
            return How.PSEUDONYM
        if action is Action.DUMMY and vr == "SQ":
            return How.SEQUENCE
        if action in _BLANKS:
            return How.BLANK
        if action is Action.PSEUDONYM:
            return How.PSEUDONYM if vr in TEXTS else How.BLANK
        if action is Action.KEEP:
            return How.AGE if vr == "AS" else How.KEEP
        if vr == "SQ":
            return How.SEQUENCE
        return _CLEANED.get(keyword) or _CLEANED.get(vr, How.BLANK)

    def _unlisted(self, keyword: str, vr: str) -> How:
        if keyword in self._profile.keep_texts:
            return How.PRODUCT
        if keyword in self._profile.clean_texts:
            return How.WORDS
        if keyword == "UnformattedTextValue" and Option.CLEAN_GRAPHICS in self._profile.options:
            return How.FREE_TEXT
        if vr in TEMPORAL and not _DATE_OPTIONS & self._profile.options:
            return How.BLANK
        if vr == "UI" and Option.RETAIN_UIDS in self._profile.options:
            return How.KEEP
        return _KEPT.get(keyword) or _KEPT.get(vr, How.BLANK)


_BLANKS: Final = frozenset({Action.REMOVE, Action.EMPTY, Action.DUMMY})
_CLEANED: Final = {
    "TimezoneOffsetFromUTC": How.OFFSET,
    "UI": How.UID,
    "AS": How.AGE,
    **dict.fromkeys(TEMPORAL, How.TIME),
    **dict.fromkeys(_LONG, How.FREE_TEXT),
    **dict.fromkeys(TEXTS - _LONG, How.WORDS),
}
_KEPT: Final = {
    "SQ": How.SEQUENCE,
    "UI": How.UID,
    "CS": How.CODE,
    "AS": How.AGE,
    **dict.fromkeys(TEMPORAL, How.TIME),
    **dict.fromkeys(NUMBERS, How.NUMBER),
    **dict.fromkeys(BINARY, How.BULK),
}
_RULES: Final = {
    How.KEEP: Rule.KEEP,
    How.AGE: Rule.AGE,
    How.UID: Rule.UID,
    How.PSEUDONYM: Rule.PSEUDONYM,
    How.WORDS: Rule.CLEAN,
    How.FREE_TEXT: Rule.CLEAN_TEXT,
    How.PRODUCT: Rule.TEXT,
    How.OFFSET: Rule.DATE,
    How.TIME: Rule.DATE,
    How.NUMBER: Rule.NUMBER,
    How.CODE: Rule.NUMBER,
    How.BULK: Rule.NUMBER,
    How.SEQUENCE: Rule.SEQUENCE,
}
_PSEUDONYMS: Final = frozenset(
    {"PatientName", "PatientID", "AccessionNumber", "StudyID", "DeviceSerialNumber", "DetectorID"}
)


def resolve(code: str, kind: int | None) -> Action:
    """Return the action of a code of Table E.1-1a for an attribute of some type (PS3.15 E.2).

    A value is never required to be there by the table alone: ``X`` of a required attribute becomes a dummy,
    so that the object stays valid.

    Args:
        code: Such as ``X/Z/D``.
        kind: Type 1, 2 or 3 in the object's IOD; ``None`` when the IOD is unknown.
    """
    plain = {"K": Action.KEEP, "C": Action.CLEAN, "X/Z/U*": Action.CLEAN, "U": Action.UID, "D": Action.DUMMY}
    if code in plain:
        return plain[code]
    if kind is None:
        return Action.DUMMY if "D" in code else Action.EMPTY if "Z" in code else Action.REMOVE
    if kind == iod_types.REQUIRED:
        return Action.DUMMY
    if kind == iod_types.OPTIONAL and code.startswith("X"):
        return Action.REMOVE
    return Action.EMPTY


def _otherwise(kind: int | None) -> Action:
    return {iod_types.REQUIRED: Action.DUMMY, iod_types.MAY_BE_EMPTY: Action.EMPTY}.get(
        kind or iod_types.OPTIONAL, Action.REMOVE
    )


def _never(tag: int, *, known: bool, retired: bool) -> Rule | None:
    """Return the rule by which an attribute goes whatever the profile says, or ``None``."""
    group = tag >> 16
    if group < _GROUPS_BELOW_DATA or not tag & 0xFFFF or tag == _CHARACTER_SET:
        return Rule.STRUCTURE
    if group & _GROUP_MASK in _GRAPHICS_GROUPS:
        return Rule.GRAPHICS
    if tag in _THUMBNAILS:
        return Rule.THUMBNAIL
    if not known:
        return Rule.UNKNOWN
    return Rule.RETIRED if retired else None
