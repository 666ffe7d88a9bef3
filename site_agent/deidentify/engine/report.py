"""What a run reports: counts, codes and keyed hashes, never a value.

Rules: what stands in memory grows with the number of rules and attributes, not with that of inputs; entries
are read from the run's ledger, one at a time.

Not here: the page made of it (`page`).
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, TextIO

from pydicom.datadict import dictionary_description

from site_agent.deidentify.profile.actions import PRIVATE_TAG

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from site_agent.deidentify.engine.ledger import Entry, Ledger


@dataclass(frozen=True, slots=True)
class AttributeCount:
    """How many elements of one attribute fell under one rule, at any depth of nesting.

    Attributes:
        tag: As the standard writes it, e.g. ``(0010,0010)``.
        name: In PS3.6.
        rule: Name of a `rules.Rule`.
        count: Number of elements.
    """

    tag: str
    name: str
    rule: str
    count: int


@dataclass(frozen=True, slots=True)
class TreeReport:
    """What became of a tree.

    Attributes:
        profile: Name and version.
        profile_digest: SHA-256 of the profile, hex.
        software: Version of radshare.
        seconds: Duration of the run.
        counts: Status -> inputs.
        reasons: Reason code -> inputs.
        classes: Name of a SOP class -> status -> inputs; empty name: not told.
        actions: Rule -> elements.
        attributes: Elements per attribute and rule.
    """

    profile: str
    profile_digest: str
    software: str
    seconds: float
    counts: Mapping[str, int]
    reasons: Mapping[str, int]
    classes: Mapping[str, Mapping[str, int]]
    actions: Mapping[str, int]
    attributes: tuple[AttributeCount, ...]
    ledger: Ledger = field(repr=False)

    @property
    def inputs(self) -> Iterator[Entry]:
        """Yield what became of every input."""
        return self.ledger.entries()

    def summary(self) -> dict[str, Any]:
        """Return everything but the inputs, as JSON values."""
        return {
            "profile": self.profile,
            "profile_digest": self.profile_digest,
            "software": self.software,
            "seconds": round(self.seconds, 3),
            "counts": dict(self.counts),
            "reasons": dict(self.reasons),
            "classes": {name: dict(counts) for name, counts in self.classes.items()},
            "actions": dict(self.actions),
            "attributes": [asdict(row) for row in self.attributes],
        }

    def write_json(self, out: TextIO) -> None:
        """Write the report as one JSON document, an entry a line."""
        out.write(json.dumps(self.summary(), indent=1)[:-2] + ',\n "inputs": [')
        out.writelines(
            (",\n  " if number else "\n  ") + json.dumps(asdict(entry))
            for number, entry in enumerate(self.inputs)
        )
        out.write("\n ]\n}\n")


def attribute_counts(attributes: Mapping[tuple[int, str], int]) -> tuple[AttributeCount, ...]:
    """Return the counts by attribute and rule, in the order of tags."""
    return tuple(
        AttributeCount(tag_text(tag), tag_name(tag), rule, count)
        for (tag, rule), count in sorted(attributes.items())
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
