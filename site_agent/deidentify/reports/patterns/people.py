"""Names behind a cue: titles, credentials, relatives, verbs of people.

Not here: names without any cue (`site_agent.deidentify.reports.names`).
"""

# ruff: noqa: E501, RUF001 - a pattern is read in one piece; names are written with typographic apostrophes
from __future__ import annotations

from typing import TYPE_CHECKING, Final

from site_agent.deidentify.reports.patterns.writing import (
    NAME,
    NAME_WORD,
    PARTICLES,
    UPPER,
    Reading,
    any_of,
    rule,
)

if TYPE_CHECKING:
    from site_agent.deidentify.reports.patterns.writing import Rule

_JOB: Final = r"\w*(?:ologist|physician|surgeon|nurse|practitioner|midwife|therapist|registrar|radiographer|anaesthetist|specialist|department)\b"


def people() -> list[Rule]:
    """Return the rules of names behind a cue."""
    # What stands beside a name already found: initials, other capitalised words of the run.
    beside = rf"(?:[{UPPER}]\.?(?![\w'’])|(?!(?i:{any_of('titles')})\b)[{UPPER}][\w'’]*[a-zà-ÿ][\w'’]*)"
    title, told = any_of("titles"), rf"(?:{any_of('titles')}\b\.?[ \t]+)?"
    return [
        rule("NAME", rf"\b{title}\b\.?[ \t]+(?:{title}\b\.?[ \t]+)?(?-i:(?P<v>{NAME}))", Reading.BEFORE),
        rule("NAME", rf"(?<!\w)(?-i:(?P<v>(?!I,){NAME})),?[ \t]+(?-i:{any_of('credentials')})(?![\w\-])", Reading.CUED_BEHIND),
        rule("NAME", rf"\b{any_of('relatives')}\b(?:'s)?,?[ \t]+(?:named[ \t]+|is[ \t]+)?(?-i:(?P<v>{NAME}))", Reading.CUED),
        rule("NAME", rf"\b{any_of('cues')}\b:?[ \t]+(?:the[ \t]+)?{told}(?!{title}\b)(?!{_JOB})(?!\w+(?:[ ]\w+)?[ ]*[:#])(?-i:(?P<v>{NAME}))", Reading.CUED),
        rule("NAME", rf"(?-i:(?P<v>\b(?!I\b(?!\.)){NAME}))[ \t]+{any_of('person_verbs')}\b", Reading.CUED),
        rule("NAME", rf"\bpatient,?[ \t]+(?!\w+(?:[ ]\w+)?[ ]*[:#])(?-i:(?P<v>{NAME}))", Reading.CUED),
        rule("NAME", rf"(?-i:\[NAME\][ \-](?P<v>{beside}(?:[ \-]{beside}){{0,4}}))"),
        rule("NAME", rf"(?-i:^(?P<v>[{UPPER}]\.?)[ ](?=(?:{PARTICLES}?\[NAME\][ ]?)+[ \t]*(?:$|[/,|(])))"),
        rule("NAME", r"(?<![.:][ ])(?<![\w.])(?P<v>[^\W\d_]\.)[ ](?=\[NAME\])"),
        rule("NAME", rf"(?-i:(?<!\w)(?P<v>[{UPPER}][\w'’\-]+),[ ](?=\[NAME\](?:[ ][{UPPER}]\.?)?[ ]*(?:\[ID\]|\[DATE\]|\(\[ID|\|)))"),
        rule("NAME", rf"(?-i:\[NAME\],[ ](?P<v>[{UPPER}][\w'’\-]+(?:[ ][{UPPER}]\.?(?!\w))?)(?=[ \t]*(?:\[(?:ID|DATE)|[|(;]|$)))"),
        rule("NAME", rf"(?-i:(?<!\w)(?P<v>[{UPPER}][\w'’\-]+(?:[ ][{UPPER}][\w'’\-]+)?)[ ](?=\[NAME\][ ]*\(\[ID))"),
        rule("NAME", rf"(?-i:\[NAME\]\n(?P<v>[{UPPER}][\w'’\-]+)(?=[ ](?:at|via|and|who|regarding)\b))"),
        rule("NAME", rf"(?<![\w\[])(?P<v>(?-i:(?!AP\b){PARTICLES.replace('|st', '')}){{1,2}}(?=\[(?:NAME|ORG)\]))"),
        rule("NAME", rf"(?-i:(?P<v>\b(?!(?i:patient|pt|child|infant|baby|boy|girl|man|woman|he|she|family|this|the)\b){NAME_WORD}))['’]s[ \t]+(?={any_of('relatives')}\b)"),
        rule("NAME", r"\b(?:dr|mr|mrs|ms|prof)\.?[ \t]+(?-i:(?P<v>[^\W\d_A-Z][\w'’\-]+))", Reading.CUED),
        rule("NAME", r"\b(?:spoke w(?:ith)?|discussed with|d/w|paged|prelim by|read by|signed by|dictated by|attending|resident|son|daughter|wife|husband|mother|father),?[ \t]+(?-i:(?P<v>[^\W\d_A-Z][\w'’\-]+))", Reading.CUED),
        rule("NAME", r"\b(?P<v>[^\W\d_][\w'’\-]{1,30}),?[ \t]+(?:rn|md|pa-c)\b", Reading.CUED),
        rule("NAME", rf"(?-i:(?<![.:!?] )(?<!^)\b(?P<v>{beside}(?:[ ]{beside}){{0,3}})[ ]?(?=\[NAME\]))"),
        rule("NAME", r"\b(?:pt|patient)[ \t]+(?P<v>[^\W\d_][\w'’.\-]*(?:,?[ \t]+[^\W\d_][\w'’.\-]*){0,3}?)(?=,?[ \t]+(?:dob|mrn|ssn)\b)"),
        rule("NAME", rf"\bI,[ \t]+(?-i:(?P<v>{NAME}))", Reading.CUED),
    ]  # fmt: skip
