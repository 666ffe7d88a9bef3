"""People whom the moment tells, whatever their name means.

Rules: who writes a message behind its time, presents, has a bleep, read images at a workstation, is to be
called or is written to in copy; the part of a name that stands before what went ("Umm [NAME]") and the
letters of a login behind it ("[NAME].qk"), and the extension of who is called.

Not here: their initials (`told_initials`), surnames that are plain words (`plain_surnames`).
"""

# ruff: noqa: RUF001 - names are written with typographic apostrophes
from __future__ import annotations

from typing import TYPE_CHECKING

from site_agent.deidentify.reports.patterns.jottings import NO_ONE
from site_agent.deidentify.reports.patterns.writing import UPPER, any_of, rule

if TYPE_CHECKING:
    from site_agent.deidentify.reports.patterns.writing import Rule


def told_people() -> list[Rule]:
    """Return the rules of such people."""
    return [
        rule(  # "[2116] Declan: on my way"
            "NAME",
            r"(?-i:^[ \t]*[\[(]\d{1,2}:?\d\d(?:[ ]?(?:hrs|h|[APap]M))?[\])][ ]"
            r"(?P<v>[A-Z][\w'’.\-]*(?:[ ][A-Z][\w'’.\-]*){0,2})(?=:[ ]))",
        ),
        rule("NAME", r"(?-i:\bCALL[ ](?P<v>(?!DR\b|THE\b|FROM\b|WITH\b)[A-Z]{3,})(?=[ ]\[NAME\]))"),
        rule("ID", r"(?-i:\[NAME\](?P<v>\.[a-z]{1,2}|\.[A-Z](?=>)))(?=>|[.;,]?(?:[ ]|$))"),
        rule("NAME", r"(?-i:(?P<v>\b(?:Umm?|Abou?|Abu|Bint|Ibn|UMM?|ABU|BINT|IBN))(?=[ ]\[NAME\]))"),
        rule("NAME", r"(?-i:^[ \t]*(?P<v>[A-Z][a-z]+)(?=,[ ](?:bleep|pager|beeper)[ ]\[PHONE\]))"),
        rule("PHONE", r"\bcall[ ]\[NAME\][ ]at[ ](?P<v>\d{4,5})(?=[ ]for\b)"),
        rule("NAME", r"(?-i:\b(?:CARBON[ ]COPY|Carbon[ ]copy):?[ ](?P<v>[A-Z]\.[ ][A-Z]\w+)(?=[ ]/))"),
        rule("NAME", r"\breviewed[ ]with[ ](?P<v>(?-i:[A-Z][a-z]+))(?=[ ]at[ ]the[ ]workstation)"),
        rule(
            "NAME",
            r"(?-i:(?<=\[NAME\][ ])(?P<v>[A-Z]{3,})"
            r"(?=[ ](?:PRESENTS|PRESENTED|ATTENDS|ATTENDED|COMPLAINS)\b))",
        ),
        rule("NAME", r"(?-i:(?i:\bd/w)[ ](?P<v>[A-Z]{3,})(?=[ ]\d{4}[ ]?(?i:h)))"),
        rule(
            "NAME",
            r"\b(?:referrer|ordered[ ]by|attending)[ ]?:?[ ]\((?P<v>(?-i:[A-Z][a-z]+))(?=\)|\])",
        ),
        rule("NAME", r"\b(?:by|verified|signed|read)[ ](?P<v>(?-i:[a-z]{3,}))(?=,[ ]\[NAME\])"),
        rule(
            "NAME",
            rf"\b{any_of('relatives')}[ ]{NO_ONE}(?P<v>(?-i:[{UPPER}][\w'’\-]+))(?=[ ](?:holds|held|has)"
            rf"[ ]power[ ]of\b)",
        ),
        rule("NAME", rf"\bsite[ ]contact[ ]{NO_ONE}(?P<v>(?-i:[{UPPER}][\w'’\-]+))(?=,[ ](?:\[PHONE\]|\d))"),
        rule("ID", r"(?-i:\[NAME\](?P<v>\.[a-z]{1,2}\d{1,3}))(?!\w)"),
        rule("NAME", r"(?-i:^[ \t>]*(?P<v>[A-Z])[ ](?=\[NAME\][ ]\d{1,3}[ ]?[MF]\b))"),
        rule(
            "NAME",
            rf"\b(?:pager?|bleep|call|ring|phone)[ ]{NO_ONE}(?P<v>(?-i:[{UPPER}][\w'’\-]+))"
            r"(?=[ ](?:\[(?:PHONE|ID)\]|\d{4,})(?!\w))",
        ),
        rule(
            "NAME",
            rf"(?:^|[.][ ]){NO_ONE}(?P<v>(?-i:[{UPPER}][\w'’\-]+))"
            r"(?=[ ](?:bleep|pager|dect|ext)[ ](?:\[PHONE\]|\d{3,})[ ]"
            r"(?:informed|aware|notified|told|called)\b)",
        ),
        rule(
            "NAME",
            r"\b(?:doctor|nurse|registrar|resident|consultant|physician)[ ]\((?P<v>(?-i:[A-Z][a-z]+))"
            r"(?=\)[ ](?:bleeped|paged|called|phoned|informed|notified|contacted|aware|told)\b)",
        ),
        rule(
            "PHONE", r"\b(?:telephoned|phoned|bleeped|paged)[ ](?:on|via)[ ](?P<v>\d{4,5})(?=[,;.)](?:\s|$))"
        ),
    ]
