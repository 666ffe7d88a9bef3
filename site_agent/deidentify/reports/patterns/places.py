"""Towns behind a cue, rooms and wards.

Not here: addresses with streets and numbers (`addresses`), hospitals and practices (`organisations`).
"""

# ruff: noqa: E501 - a pattern is read in one piece; names are written with typographic apostrophes
from __future__ import annotations

from typing import TYPE_CHECKING

from site_agent.deidentify.reports.patterns.writing import RUN, UPPER, WORD, Reading, any_of, rule

if TYPE_CHECKING:
    from site_agent.deidentify.reports.patterns.writing import Rule


def places() -> list[Rule]:
    """Return the rules of towns behind a cue."""
    return [
        rule("ADDRESS", rf"\b{any_of('place_cues')}[ ]+(?:the[ ]+)?(?-i:(?P<v>{RUN}))", Reading.CUED),
        rule("ADDRESS", rf"\b(?:lives?|living|lived|resid(?:es|ing)|born|raised)[ ]+(?:\[(?:DATE|ID)\][ ]+)?(?:in|at)[ ]+(?-i:(?P<v>(?!(?i:an?|the|his|her|their|assisted|independent|nursing|care|group)\b){WORD}(?:[ ](?!AND\b|WITH\b|ON\b|AT\b|IN\b|WORKS\b|FOR\b|SINCE\b){WORD}){{0,2}}))"),
        rule("ADDRESS", r"\b(?:lives?|living|lived|resid(?:es|ing)|born|raised)[ ]+(?:\[(?:DATE|ID)\][ ]+)?(?:in|at)[ ]+(?P<v>(?!(?:an?|the|his|her|their|assisted|independent|nursing|care|group|own)\b)[^\W\d_]+(?:[ ][^\W\d_]+){0,2}?)(?=[,.;\n]|$)"),
        rule("ADDRESS", rf"\bof[ ]+(?-i:(?P<v>{RUN}))(?=[ ]+(?:PD|police|fire|EMS)\b)"),
        rule("ADDRESS", rf"(?<=\], )(?-i:(?P<v>{RUN}))(?=,)"),
    ]  # fmt: skip


def rooms() -> list[Rule]:
    """Return the rules of rooms, beds and wards."""
    return [
        rule("LOCATION", r"(?P<v>\b(?:(?:trauma|resus|level[ ]\d+)[ ])?(?:room|rm|bed|bay|ward|suite|cubicle)[ ]*#?[ ]*(?:\d+[A-Z]?(?:-[A-Z])?|(?-i:[A-Z]\d*))\b)"),
        rule("LOCATION", rf"(?-i:(?P<v>\b(?:[{UPPER}][a-zà-ÿ]+|\[NAME\])[ ]Ward|(?!THE\b|THIS\b|FROM\b|AND\b)[{UPPER}]{{3,}}[ ]WARD)\b)"),
        rule("LOCATION", r"(?P<v>\b(?:MICU|SICU|CCU|ICU|ITU|HDU|NICU|PICU|AMU|MAU|SAU|CDU|ED|ER)[ ]+(?:(?:bed|bay|room)[ ]*)?\d+[A-Z]?\b|\b\d{1,2}[NSEW]-\d{1,3}\b|\b\d{1,2}[ ](?:North|South|East|West)\b)"),
    ]  # fmt: skip
