"""The list of what is done, in the program's own words: one line a rule, one line a place outside attributes.

Rules: nothing here is written down twice. Which rule an attribute of PS3.6 falls under is the decision that
the cleaner itself takes about it (`plan`); a rule's sentence is the one it has in `rules`. README,
docs/reference/deidentify.md, ``--describe`` and the conformance statement print from here; tests/docs
compares them.

Not here: what was done to real inputs (`engine.page`).
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

from pydicom.datadict import DicomDictionary

from site_agent.deidentify.profile import _annex_e
from site_agent.deidentify.profile.actions import Rule
from site_agent.deidentify.profile.options import Option

if TYPE_CHECKING:
    from site_agent.deidentify.profile.profile import Profile

_CODED_ENTRY: Final = frozenset(
    {"CodeValue", "LongCodeValue", "URNCodeValue", "CodingSchemeDesignator", "CodeMeaning"}
)


class Line(NamedTuple):
    """One line of the list.

    Attributes:
        name: Rule or place.
        attributes: Attributes of PS3.6 that fall under the rule; ``None`` where that cannot be counted.
        meaning: What is done, in one sentence.
        leaves: Whether something of it is written.
    """

    name: str
    attributes: int | None
    meaning: str
    leaves: bool


class Place(NamedTuple):
    """A place outside the attributes in which an identifier can stand.

    Attributes:
        name: What the place is called.
        meaning: What becomes of it.
        option: The option that must be in force, if any.
    """

    name: str
    meaning: str
    option: Option | None = None


PLACES: Final = (
    Place("file", "Name, folder, preamble and file meta of the input: made anew; the transfer syntax stays."),
    Place("behind", "Bytes behind the data set or behind the last frame: not copied."),
    Place(
        "frame_comment", "Comments and application segments (EXIF) inside JPEG and JPEG 2000 frames: cut out."
    ),
    Place(
        "burned_in_text",
        "Text in the pixels, found by OCR and by device rules: painted over, then read again.",
        Option.CLEAN_PIXEL_DATA,
    ),
    Place(
        "face",
        "Face in a CT, MR or PET volume of the head: overwritten; else the series is set aside.",
        Option.CLEAN_RECOGNIZABLE_VISUAL_FEATURES,
    ),
    Place(
        "document", "PDF, CDA, STL, OBJ, DICOMDIR, audio, raw data, slide labels: set aside, never written."
    ),
)
"""Every place outside the attributes that is cleaned."""


def lines(profile: Profile) -> tuple[Line, ...]:
    """Return one line a rule, then one a place, those of which nothing is written first."""
    counts = Counter(rules_of(profile).values())
    private_stay = Option.RETAIN_SAFE_PRIVATE in profile.options
    rules = [
        Line(rule.value, counts[rule], rule.meaning, rule.leaves)
        for rule in Rule
        if private_stay or rule is not Rule.SAFE_PRIVATE
    ]
    places = [
        Line(place.name, None, place.meaning, leaves=False)
        for place in PLACES
        if place.option is None or place.option in profile.options
    ]
    return tuple(sorted([*rules, *places], key=lambda line: line.leaves))


def rules_of(profile: Profile, sop_class: str = "") -> dict[int, Rule]:
    """Return the rule of every attribute of PS3.6.

    Args:
        profile: What happens to which attribute.
        sop_class: UID of the SOP class, which decides about types; an unknown one is treated most carefully.
    """
    plan = profile.plan(sop_class)
    return {
        tag: Rule.CODE if keyword in _CODED_ENTRY else plan.decide(tag).rule
        for tag, (vr, *_, keyword) in DicomDictionary.items()
        if vr != "NONE"  # item delimiters are no attributes
    }


def text(profile: Profile) -> str:
    """Return the list as it is printed: what goes, a blank line, what stays and how."""
    every = lines(profile)
    width = max(len(line.name) for line in every)
    parts = {
        leaves: [
            f"{line.name:<{width}} {line.attributes or '':>5}  {line.meaning}"
            for line in every
            if line.leaves is leaves
        ]
        for leaves in (False, True)
    }
    head = (
        f"Profile {profile.label}: PS3.15 Table E.1-1 of {_annex_e.EDITION}, {len(_annex_e.ROWS)} rows; "
        f"numbers count attributes of PS3.6 ({len(rules_of(profile))})."
    )
    return "\n".join([head, "", "Goes:", *parts[False], "", "Stays:", *parts[True]])
