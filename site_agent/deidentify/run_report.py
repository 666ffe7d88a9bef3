"""What became of a tree of inputs: counts, codes and keyed hashes, never a value and never a path.

Rule: the shape is stable; programs read it (`--report FILE.json`).

Not here: how it is shown to people (`report_page`) and how it is filled (`tree`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field
from pydicom.datadict import dictionary_description

from radshare.model import Frozen
from site_agent.deidentify.rules import PRIVATE_TAG

if TYPE_CHECKING:
    from collections.abc import Mapping


class Entry(Frozen):
    """What became of one input.

    Attributes:
        input_id: Keyed hash of its place in the tree.
        status: ``written``, ``quarantined``, ``refused`` or ``skipped``.
        reason: Reason code, empty when written.
        output: New SOP Instance UID, empty unless written.
    """

    input_id: str
    status: str
    reason: str = ""
    output: str = ""


class AttributeCount(Frozen):
    """How often a rule decided about an attribute, at any depth.

    Attributes:
        tag: As the standard writes it, e.g. ``(0010,0010)``; ``private`` for those outside the safe list.
        name: Name in PS3.6.
        rule: Value of `rules.Rule`.
        count: Elements.
    """

    tag: str
    name: str
    rule: str
    count: int


class TreeReport(Frozen):
    """What became of a tree.

    Attributes:
        profile: Name and version, e.g. ``share/1``.
        profile_digest: `record.profile_digest` of the profile.
        software: Version of radshare.
        seconds: Wall time of the run.
        counts: Status -> inputs.
        reasons: Reason code -> inputs.
        actions: Rule -> elements.
        classes: SOP class -> status -> inputs, where the class could be read.
        attributes: The same elements by attribute and rule, in order of the tags.
        inputs: One entry an input.
    """

    profile: str
    profile_digest: str = ""
    software: str = ""
    seconds: float = 0.0
    counts: dict[str, int]
    reasons: dict[str, int]
    actions: dict[str, int]
    classes: dict[str, dict[str, int]] = Field(default_factory=dict)
    attributes: tuple[AttributeCount, ...] = ()
    inputs: tuple[Entry, ...]


def attribute_counts(counted: Mapping[tuple[int, str], int]) -> tuple[AttributeCount, ...]:
    """Return the counts of a cleaner, (tag, rule) -> elements, as they are reported."""
    return tuple(
        AttributeCount(tag=tag_text(tag), name=tag_name(tag), rule=rule, count=count)
        for (tag, rule), count in sorted(counted.items())
    )


def tag_text(tag: int) -> str:
    """Return a tag as the standard writes it; private ones outside the safe list have none here."""
    return "private" if tag == PRIVATE_TAG else f"({tag >> 16:04X},{tag & 0xFFFF:04X})"


def tag_name(tag: int) -> str:
    """Return the name of an attribute in PS3.6, or what is known when it is not there."""
    if tag == PRIVATE_TAG:
        return "Private attributes outside the safe list"
    try:
        return str(dictionary_description(tag))
    except KeyError:
        return "Safe private attribute" if (tag >> 16) % 2 else "Not in PS3.6"
