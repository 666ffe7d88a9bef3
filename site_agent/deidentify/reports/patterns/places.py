"""Addresses, towns behind a cue, rooms and wards.

Not here: hospitals and practices (`organisations`).
"""

# ruff: noqa: E501, RUF001 - a pattern is read in one piece; names are written with typographic apostrophes
from __future__ import annotations

from typing import TYPE_CHECKING, Final

from site_agent.deidentify.reports.patterns.writing import RUN, UPPER, WORD, Reading, any_of, rule

if TYPE_CHECKING:
    from site_agent.deidentify.reports.patterns.writing import Rule

_STREET: Final = (
    r"(?:street|st|avenue|ave|road|rd|lane|ln|drive|dr|boulevard|blvd|court|ct|way|place|pl|terrace|circle|highway"
    r"|hwy|parkway|pkwy|strasse|straße|square|sq|trail|alley|close|crescent|mews|gardens|grove|row|quay|wynd|estate)"
)
_LONG_STREET: Final = (
    r"(?:street|avenue|road|lane|boulevard|terrace|crescent|mews|gardens|grove|square|close)"
)
_STREET_BEFORE: Final = r"(?:calle|rue|via|avenida|rua|camino|paseo|chemin|(?:state|county|rural)[ ](?:route|road|highway)|highway)"


def places() -> list[Rule]:
    """Return the rules of addresses and of towns behind a cue."""
    return [
        rule("ADDRESS", rf"(?P<v>(?<![\w/.\-])\d{{1,5}}[A-Z]?[ ]+(?!(?:by|on|at|in|with|to|for|and|from|of)\b)(?:(?:[\w']+|[NSEW]\.|St\.)[ ]+){{1,5}}?{_STREET}\b\.?(?:,[ ]+(?-i:{RUN})|(?<!\.)[ ]+(?-i:{RUN}))?(?:,?[ ]*(?-i:[A-Z]{{2}})?[ ]*\d{{5}}(?:-\d{{4}})?)?)"),
        rule("ADDRESS", rf"(?P<v>\b\d{{1,5}}[A-Z]?[ ]+{_STREET_BEFORE}[ ]+(?:\d+\b|[^\W\d_][\w'’\-]*(?-i:[ ]{WORD}){{0,4}}))"),
        rule("ADDRESS", r"(?P<v>\bP\.?[ ]?O\.?[ ]Box[ ]\d+|\b(?:flat|apt|apartment)\.?[ ]*#?\d+[A-Z]?)\b"),
        rule("ADDRESS", rf"(?-i:(?P<v>\b(?:{WORD}[ ]){{1,3}}{WORD},[ ](?:{WORD}[ ]){{1,2}}(?i:{_LONG_STREET}))\b(?=[,.\n]))"),
        rule("ADDRESS", r"(?<![\w/.])(?P<v>\d{1,5}[A-Z]?)[ ]+(?=\[(?:NAME|ADDRESS|LOCATION)\](?:[ ][A-Z]\w+)?,)"),
        rule("ADDRESS", rf"(?-i:(?P<v>(?:{RUN},[ ]+)?[A-Z]{{2}}[ ]+\d{{5}}(?:-\d{{4}})?\b))"),
        rule("ADDRESS", rf"\b{any_of('place_cues')}[ ]+(?:the[ ]+)?(?-i:(?P<v>{RUN}))", Reading.CUED),
        rule("ADDRESS", rf"\b(?:lives?|living|lived|resid(?:es|ing)|born|raised)[ ]+(?:\[(?:DATE|ID)\][ ]+)?(?:in|at)[ ]+(?-i:(?P<v>(?!(?i:an?|the|his|her|their|assisted|independent|nursing|care|group)\b){WORD}(?:[ ](?!AND\b|WITH\b|ON\b|AT\b|IN\b|WORKS\b|FOR\b|SINCE\b){WORD}){{0,2}}))"),
        rule("ADDRESS", r"\b(?:lives?|living|lived|resid(?:es|ing)|born|raised)[ ]+(?:\[(?:DATE|ID)\][ ]+)?(?:in|at)[ ]+(?P<v>(?!(?:an?|the|his|her|their|assisted|independent|nursing|care|group|own)\b)[^\W\d_]+(?:[ ][^\W\d_]+){0,2}?)(?=[,.;\n]|$)"),
        rule("ADDRESS", r"[,\]][ ]*(?P<v>[A-Z]{2}[ ]+\d{5}(?:-\d{4})?)\b"),
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
