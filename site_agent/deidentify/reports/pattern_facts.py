"""What is known of a pattern before it is tried: read off the pattern, or off the list of those that ship.

Rule: the list, `pattern_facts.json`, says word for word what reading the pattern would say
(``scripts/generate_pattern_facts --check``); it only spares the reading of nine hundred patterns at every
start. What is not in it, a site's own pattern or one of a Python that knows other characters, is read.

Not here: what the facts mean (`gates`, `leads`, `loosened`).
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from functools import cache
from pathlib import Path
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, Final, NamedTuple

from site_agent.deidentify.reports.gates import Gate
from site_agent.deidentify.reports.leads import Lead
from site_agent.deidentify.reports.loosened import loosened

LISTED: Final = Path(__file__).with_name("pattern_facts.json")


class Facts(NamedTuple):
    """What is known of a pattern.

    Attributes:
        gate: What a text must hold for it to match.
        lead: Where a match may begin.
        loosened: The pattern as it is looked for.
    """

    gate: Gate
    lead: Lead
    loosened: str


def facts_of(pattern: str, flags: int) -> Facts:
    """Return what is known of a pattern.

    Args:
        pattern: As `re` takes it.
        flags: As `re` takes them.

    Raises:
        re.error: It is none.
    """
    listed = _listed().get(key_of(pattern, flags))
    return _told(listed) if listed else read_off(pattern, flags)


def read_off(pattern: str, flags: int) -> Facts:
    """Return what a pattern says of itself; see `facts_of`."""
    parsed = parser.parse(pattern, flags)
    flags = parsed.state.flags
    return Facts(Gate.of(parsed), Lead.of(parsed, flags), loosened(parsed, flags))


def key_of(pattern: str, flags: int) -> str:
    """Return what a pattern is listed under."""
    return hashlib.sha256(f"{flags} {pattern}".encode()).hexdigest()[:32]


def as_json(facts: Facts) -> dict[str, Any]:
    """Return facts as they are listed."""
    gate, lead, loose = facts
    return {
        "asks": [sorted(needles) for needles in gate.requirements],
        "line": lead.line,
        "begins": sorted(lead.keys),
        "beyond": lead.beyond,
        "loosened": loose,
    }


def _told(listed: dict[str, Any]) -> Facts:
    return Facts(
        Gate(tuple(map(frozenset, listed["asks"]))),
        Lead(listed["line"], frozenset(listed["begins"]), listed["beyond"]),
        listed["loosened"],
    )


@cache
def _listed() -> dict[str, dict[str, Any]]:
    """Return the list, or an empty one where characters are sorted otherwise than where it was written."""
    document = json.loads(LISTED.read_bytes())
    patterns: dict[str, dict[str, Any]] = document["patterns"]
    return patterns if document["unicode"] == unicodedata.unidata_version else {}
