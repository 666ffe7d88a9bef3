"""How patterns are written: what a rule is, how a name looks, the phrases of the privacy lexicon.

Not here: the patterns themselves.
"""

# ruff: noqa: RUF001 - names are written with typographic apostrophes
from __future__ import annotations

import re
from enum import Enum
from typing import Final, NamedTuple

from site_agent.deidentify.reports.expressions import Expression
from site_agent.deidentify.reports.lexicon import PrivacyLexicon


class Reading(Enum):
    """How much of a match is the identifier."""

    WHOLE = "all of it"
    UNMEASURED = "all of it, unless it measures something"
    BEHIND = "from its end back to the last plain joining word"
    BEFORE = "from its beginning up to the first plain joining word"
    CUED_BEHIND = "as BEHIND, and only if it is not plain language"
    CUED = "as BEFORE, and only if it is not plain language"
    STRANGE = "all of it, if a word of it is unknown or names people"
    NAMED = "all of it, if a word of it is none of reports"
    EMPLOYER = "all of it, if a word before its last may be a name"
    CALLED_SO = "all of it, if a word of it may be a name or a place"
    UNSAID = "all of it, unless reports say a word of it of something else"
    BORNE = "all of it, if people are called a word of it"
    TOWN = "all of it, if places may be called a word of it, the last is no finding and no phrase medicine's"
    STREET = "all of it, unless a small word of a street stands behind a capital"
    STRANGE_BEFORE = "as BEFORE, if a word of it is unknown or names people"
    STRANGE_BEHIND = "as BEHIND, if a word of it is unknown or names people"
    FIELD = "up to where prose begins"
    ABBREVIATED = "all of it, unless it is short for a unit within a hospital"


class Rule(NamedTuple):
    """A pattern of identifiers.

    Attributes:
        kind: Class of identifier.
        expression: Its group ``v`` holds the identifier.
        reading: How much of the group is one.
    """

    kind: str
    expression: Expression
    reading: Reading


UPPER: Final = "".join(chr(c) for c in range(0x41, 0x1F00) if chr(c).isupper())
PARTICLES: Final = (
    r"(?:(?:van|von|der|den|de|del|della|la|le|bin|binti|binte|bint|ibn|ben|abu|al|el|da|dos|di|du|ap|ter|"
    r"ten|zu|af|st\.?|['’]t)\s+)"
)
NAME_WORD: Final = rf"(?:[{UPPER}]\.(?:[{UPPER}]\.)*|(?:al-|d'|de)?[{UPPER}](?!/[oO]\b)[\w'’\-]*)"
NAME: Final = rf"(?:{PARTICLES}{{0,2}}{NAME_WORD}(?:,?[ \t]{PARTICLES}{{0,2}}{NAME_WORD}){{0,3}})"
WORD: Final = rf"[{UPPER}](?:[^\W\d_]|['’\-]){{0,30}}(?![\w])"
RUN: Final = rf"(?:(?:St\.[ ])?{WORD}(?:[ ]+(?:(?:of|the|and|de|la)\b|&|{WORD})){{0,8}})"
"""Words with capitals, as places and organisations are written."""
PLACEHOLDER: Final = re.compile(r"\[[A-Z]{2,12}\]")


def phrases(kind: str) -> list[str]:
    """Return the phrases of a list of the privacy lexicon, longest first."""
    return sorted(PrivacyLexicon.load().lists[kind], key=len, reverse=True)


def any_of(kind: str) -> str:
    """Return the phrases of a list of the privacy lexicon as one alternative, longest first."""
    return "(?:" + "|".join(re.escape(p).replace(r"\ ", r"[ \t]+") for p in phrases(kind)) + ")"


def rule(kind: str, pattern: str, reading: Reading = Reading.WHOLE) -> Rule:
    """Return a rule; its pattern ignores case unless it says otherwise; ``^`` and ``$`` stand at lines."""
    return Rule(kind, Expression(pattern, re.IGNORECASE | re.MULTILINE), reading)
