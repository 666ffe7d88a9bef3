"""What has the shape of a place, a day or a room and is a score, a stage or a receptor: "St Mary's ratio".

Rule: a place's or month's name before the noun of a score or criterion, letters of a receptor before its
score, a span of days, weeks or months ("for 3/7"), a degree of power or of a murmur, an hour of a clock face
and an image by its number mark nothing as an identifier; the same name before anything else does.

Not here: measurements (`measurements`), phrases that are no names (`radiology_words`, `lexicon`).
"""

# ruff: noqa: RUF001 - the genitive is written with either apostrophe
from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from site_agent.deidentify.reports.by_line import REMEMBERED

if TYPE_CHECKING:
    from site_agent.deidentify.reports.lexicon import Span

KINDS: Final = frozenset({"NAME", "ORG", "LOCATION", "ADDRESS", "DATE"})
"""Classes that such words are taken for."""
_SCORE: Final = (
    r"(?:(?:[a-z]{4,12}[ ])?(?:scores?|criteria|criterion|classification|grad(?:e|es|ing)|stag(?:e|es|ing)|"
    r"ratio|index|consensus|guidelines?|definition|nomogram|formula|protocol)\b)"
)
_STATED: Final = re.compile(
    rf"\bSt\.?[ ](?:Mary|James|Gallen|Thomas|George|Mark)(?:['’]?s)?[ ](?:20[0-3]\d[ ])?{_SCORE}"
    r"|\bSt\.?[ ]Jude(?:[ ]Medical)?[ ](?:mechanical[ ]|bileaflet[ ])?(?:valve|pacemaker|lead|icd|device)s?\b"
    rf"|\b(?:Mayo|Lake[ ]Louise|Los[ ]Angeles|San[ ]Antonio|Ann[ ]Arbor|New[ ]York|New[ ]Orleans|Cape[ ]Town)"
    rf"[ ](?:20[0-3]\d[ ])?{_SCORE}"
    r"|\b(?:ER|PR|AR)[ ]?[:=]?[ ]?[0-8]/8\b"
    rf"|\bRoyal[ ]Marsden[ ]{_SCORE}"
    r"|\b(?:for|after|within|with|over|every|past|last|next|another|further|x)[ ]?\d{1,2}"
    r"/(?:7|52|12)(?![\w/]|\.\d)"
    r"|\b(?:rpt|repeat|re-?check|re-?scan|review|f/?u|follow-?[ ]?up)[ ]"
    r"(?:(?!on\b|from\b|of\b)[a-z]{2,10}[ ]){0,2}(?:in[ ])?\d{1,2}/(?:7|52|12)(?![\w/]|\.\d)"
    r"|(?-i:\b(?:keeping[ ]with|typical[ ]of|consistent[ ]with|suggestive[ ]of)"
    r"[ ]MS\.[ ][A-Z][a-z]+)"
    r"|(?-i:\b(?:(?:[Hh]x|HX|[Hh]istory|HISTORY)[ ](?:of|OF)|known|Known|KNOWN)[ ]MS\.[ ][A-Z][A-Za-z]+)"
    r"|(?-i:\bR/O)(?=[ ][a-z])|(?<![\w/.])\d{1,2}/\d{1,2}[ ]ribs\b"
    r"|\bin[ ]\d{1,2}/(?:52|12)(?![\w/]|\.\d)"
    r"|(?<![\w/.\-])\d{1,2}\.[ ]March[ ](?:fractures?|h(?:a?e)moglobinuria)\b|\b(?:page|"
    r"p\.)[ ]?\d{1,2}/\d{1,2}(?![\w/])"
    r"|(?<![\w/])(?:10|\d)/10,?[ ](?:and[ ])?(?:after|post|before|pre|now|then|to|at)[ ](?:\w+[ ])?(?:10|"
    r"\d)/10(?![\w/])"
    r"|(?<![\w/.])\d{1,2}/(?:7|52|12)[ ](?:hx|history|of|ago|duration|post|follow|f/u|review|repeat)\b"
    r"|\b(?:beighton|ishihara|snellen|acuity)[ ]\d{1,2}/\d{1,2}(?![\w/])"
    r"|\b(?:biophysical[ ]profile|bpp)[ ]\d{1,2}/\d{1,2}(?![\w/])"
    r"|\b(?:motor|power|strength)[ ](?:\w+[ ])?[0-5]/5(?![\w/.])|(?<![\w/.])[1-6]/6[ ](?:\w+[ ])?murmur"
    r"|\b\d{1,2}[ ]o['’]clock\b|\bS\d{1,3}[ ]I(?:M|mg)?\d{1,4}\b",
    re.IGNORECASE,
)
_CUES: Final = (
    " ms. ",
    "r/o ",
    " ribs",
    "st ",
    "st. ",
    "mayo",
    "louise",
    "angeles",
    "antonio",
    "arbor",
    "york",
    "orleans",
    "town",
    "/8",
    "profile",
    "beighton",
    "ishihara",
    "snellen",
    "acuity",
    "bpp",
    "/10",
    "march ",
    "page",
    "p.",
    "/7",
    "/52",
    "/12",
    "/5",
    "/6",
    "marsden",
    "clock",
    " i",
)


@lru_cache(maxsize=REMEMBERED)
def stated(line: str) -> tuple[Span, ...]:
    """Return where such words stand in a line, in order."""
    lowered = line.lower()
    if not any(cue in lowered for cue in _CUES):
        return ()
    return tuple(match.span() for match in _STATED.finditer(line))


def is_stated(line: str, span: Span) -> bool:
    """Return whether any character of a span belongs to such words."""
    return any(low < span[1] and span[0] < high for low, high in stated(line))
