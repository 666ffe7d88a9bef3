"""The list of what is done, in the program's own words: one line a rule, one line a place outside attributes.

Rules: nothing here is written down twice. Which rule an attribute of PS3.6 falls under is found by applying
the profile to a specimen that holds every attribute, and read off the cleaner's own counts; a rule's sentence
is the one it has in `rules`. README, docs/reference/deidentify.md, ``--describe`` and the conformance
statement print from here; tests/docs compares them.

Not here: what was done to real inputs (`report_page`).
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import Final, NamedTuple

from pydicom.datadict import DicomDictionary
from pydicom.dataelem import DataElement
from pydicom.dataset import Dataset

from site_agent.deidentify import _annex_e
from site_agent.deidentify.identifiers import Identifiers
from site_agent.deidentify.metadata import Cleaner, Subject
from site_agent.deidentify.profile import Option, Profile
from site_agent.deidentify.pseudonyms import Pseudonyms
from site_agent.deidentify.rules import Rule
from site_agent.ingest.keys import from_secret

_VALUES: Final[dict[str, object]] = {
    "AE": "CHEST", "AS": "030Y", "AT": 0x00080018, "CS": "CHEST", "DA": "20200102", "DS": "1",
    "DT": "20200102", "IS": "1", "LO": "chest", "LT": "chest", "PN": "chest", "SH": "chest", "SQ": [],
    "ST": "chest", "TM": "120000", "UC": "chest", "UI": "2.25.1", "UR": "chest", "UT": "chest",
    "OB": bytes(2), "OD": bytes(8), "OF": bytes(4), "OL": bytes(4), "OV": bytes(8), "OW": bytes(2),
    "UN": bytes(2),
}  # fmt: skip


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
    Place("file", "Name, folder, preamble and file meta of the input: none is taken over."),
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
        "Face in a CT, MR, PET or NM volume of the head: removed from the volume, else the series stays.",
        Option.CLEAN_RECOGNIZABLE_VISUAL_FEATURES,
    ),
)
"""Every place outside the attributes that is cleaned."""


def lines(profile: Profile) -> tuple[Line, ...]:
    """Return one line a rule, then one a place, those of which nothing is written first."""
    counts = Counter(rules_of(profile).values())
    rules = [Line(rule.value, counts[rule], rule.meaning, rule.leaves) for rule in Rule]
    places = [
        Line(place.name, None, place.meaning, leaves=False)
        for place in PLACES
        if place.option is None or place.option in profile.options
    ]
    return tuple(sorted([*rules, *places], key=lambda line: line.leaves))


def rules_of(profile: Profile) -> dict[int, Rule]:
    """Return the rule of every attribute of PS3.6, found by applying the profile to each of them."""
    return _rules(profile.canonical())


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


@lru_cache(maxsize=8)
def _rules(canonical: bytes) -> dict[int, Rule]:
    profile = Profile.model_validate_json(canonical)
    nothing: frozenset[str] = frozenset()
    subject = Subject("specimen", 1, Identifiers(nothing, nothing, nothing, nothing))
    cleaner = Cleaner(profile, Pseudonyms(from_secret(b"no patient was ever under it")), subject)
    cleaner.clean(_specimen())
    named = {rule.value: rule for rule in Rule}
    return {tag: named[rule] for tag, rule in cleaner.attributes}


def _specimen() -> Dataset:
    """Return a data set that holds every attribute of PS3.6, each with a harmless value of its kind."""
    specimen = Dataset()
    for tag, (vr, *_) in DicomDictionary.items():
        kind = vr.split(" or ")[0]
        if kind != "NONE":  # item delimiters are no attributes
            specimen.add(DataElement(tag, kind, _VALUES.get(kind, 1)))
    return specimen
