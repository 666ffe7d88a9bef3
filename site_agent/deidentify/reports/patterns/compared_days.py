"""Bare days and months of earlier examinations and of visits.

Rules: "4/22" behind "vs", "relative to" and their like is a day unless it is a grade of five or a share of
ten that no film follows; so is one joined to a date that has gone, and one behind where somebody was seen.

Not here: days behind other cues (`dates`, `event_days`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from site_agent.deidentify.reports.patterns.writing import any_of, rule

if TYPE_CHECKING:
    from site_agent.deidentify.reports.patterns.writing import Rule

_DAY: Final = r"(?:(?:0?[1-9]|1[0-2])/(?:0?[1-9]|[12]\d|3[01])|(?:1[3-9]|2\d|3[01])/(?:0?[1-9]|1[0-2]))"
_DASHED: Final = r"(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"
_MONTH: Final = (
    r"(?:january|february|march|april|june|july|august|september|october|november|december|jan|feb|mar|apr|"
    r"jun|jul|aug|sept?|oct|nov|dec)"
)
_BEHIND: Final = (
    r"(?<!\w)(?:vs|versus|cf|compared?(?:[ ](?:to|with))?|comparison(?:[ ](?:to|with))?|relative[ ]to|"
    r"w(?:ith)?[/ ]?respect[ ]to|(?:most[ ]recent|latest)(?:ly)?|(?:unchanged|no[ ]change)[ ](?:from|since)|"
    r"stable[ ](?:from|since)|since|against)\.?"
    r"(?:[ :]+(?:the[ ])?|:[ ]*\n)"
)
_IMAGES: Final = (
    r"(?:films?|images?|imaging|stud(?:y|ies)|exams?(?:inations?)?|scans?|radiographs?|x-?rays?|cxrs?|cts?|"
    r"mris?|uss?|ultrasounds?|mammo\w*|priors?|reports?)\b"
)
_JOINED: Final = r"(?:,[ ]|,?[ ](?:and|&)[ ](?:to[ ]|from[ ])?)"
_OTHER: Final = rf"(?:{_DAY}(?!\d|/\d)|\[DATE\]|\d{{1,2}}[ ]{_MONTH}\b|{_MONTH}[ ]\d)"
_NO_SHARE: Final = (
    r"(?![\w/]|[-.]\d|[ ]*(?:strength|systolic|diastolic|murmur|power|views?|cores?|nodes?|points?|reflex\w*|"
    r"pulses?|positive|margins?|levels?|segments?|in[ ]the|on[ ]the|of[ ]the|ago|later|mm|cm|%)(?!\w))"
)
_NO_GRADE: Final = r"(?<!/5)(?<!/10)"
_WHOLE: Final = rf"(?:\[DATE\]|\d{{1,2}}[ ]{_MONTH}\b|{_MONTH}[ ]\d)"
_SURE: Final = rf"(?=[ ]{_IMAGES}|{_JOINED}(?:{_OTHER}[ ]{_IMAGES}|{_WHOLE}))"
_SEEN: Final = (
    r"\b(?:seen|attended|scanned|imaged|admitted|visited|treated|assessed|reviewed|done|performed|clerked)[ ]"
    r"(?:in|at|by)[ ](?:the[ ])?\[\w+\](?:[ ]\[\w+\]){0,2}"
)
_SHORT_DAY: Final = r"(?:0?[1-9]|[12]\d|3[01])[./](?:0?[1-9]|1[0-2])"
"""A day and a month as Europeans jot them: "26.3", "23/12"."""


def compared_days() -> list[Rule]:
    """Return the rules of days told by a comparison or a visit."""
    return [
        rule(
            "DATE",
            r"\b(?:bloods|admitted|discharged|seen|presented)[ ]\((?P<v>\d{1,2}[./]\d{1,2})(?=\))",
        ),
        rule("DATE", r"\b(?:last[ ]menstrual[ ]period|lmp)[ ]?:?[ ](?P<v>\d{1,2}/\d{1,2})(?![\w/])"),
        rule(
            "DATE",
            r"\b(?:first|second|third|last|booster)[ ]dose[ ](?P<v>\d{1,2}\.\d{1,2})(?=\.(?:[ ]|$))",
        ),
        rule(
            "DATE",
            r"\b(?:last|next|first|previous)[ ](?:chemo(?:therapy)?|cycle|dose|clinic|appointment|visit|scan|"
            r"period|"
            rf"review|injection|transfusion|session)[ ](?:on[ ])?(?P<v>{_DAY})(?!\d){_NO_SHARE}",
        ),
        rule("DATE", r"\b(?:from|since)[ ](?P<v>\d{1,2}\.\d{1,2}\.)(?=\.)"),
        rule("DATE", rf"{_BEHIND}(?P<v>{_DAY})(?!\d)(?:{_SURE}|{_NO_GRADE}{_NO_SHARE})"),
        rule(
            "DATE",
            rf"\b(?:comparisons?|priors?)[ ]?:[ ]*(?-i:[A-Z]{{2,4}}),?[ ](?P<v>{_DAY})(?!\d)"
            r"(?=[.;,]?[ ]*(?:$|and\b))",
        ),
        rule(
            "DATE",
            r"\b(?:comparisons?|priors?|compared)(?:[ ](?:is|was)[ ]made|[ ](?:studies|exams?|films?))?"
            r"(?:[ ](?:to|with))?[ ]?:?[ ]*"
            rf"(?:{_IMAGES}|(?-i:[A-Z]{{2,4}})),?[ ](?:of[ ]|from[ ]|dated[ ])?(?P<v>{_DAY}|{_DASHED})"
            r"(?!\d|[-/.]\d)(?=[.;,]?[ ]*(?:$|and\b|<))",
        ),
        rule(
            "DATE",
            r"\b(?:injur(?:y|ed)|fell|fall|mv[aci]|accident|surgery|biopsy|onset|foosh|given|"
            r"neg(?:ative)?|drawn|"
            r"(?:at[ ]bedside|off[ ]curb|down[ ]stairs|from[ ]ladder|test[ ]\w+))[ ](?:on[ ])?"
            rf"(?P<v>{_DASHED}|{_DAY})(?![\w/-])(?=[.;,)]|[ ]*$)",
        ),
        rule(
            "DATE",
            rf"\d{{1,2}}:\d\d[ ]?(?:[ap]\.?m\.?|h(?:ou)?rs?)[.,]?\s(?P<v>{_DAY})(?!\d)(?=\.?[ ]*$)",
        ),
        rule(
            "DATE",
            rf"\[DATE\]{_JOINED}(?P<v>{_DAY})(?!\d)(?:(?=[ ]{_IMAGES})|{_NO_GRADE}(?=[.;,)](?:[ \"|<]|$)|"
            rf"[ ]*$))",
        ),
        rule(
            "DATE",
            rf"\b(?:of|from|dated|since|{_IMAGES})[ ](?-i:(?P<v>(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|"
            rf"Nov|Dec)-"
            rf"\d{{2}}))(?![\w/-])",
        ),
        rule("DATE", rf"\bover-?read[ ](?P<v>{_DAY}|{_DASHED})(?![\w/-])"),
        rule("DATE", rf"(?<![\w/.\-])(?P<v>{_DAY}){_JOINED}(?=\[DATE\][ ]{_IMAGES})"),
        rule("DATE", rf"{_SEEN},?[ ](?:on[ ])?(?P<v>{_DAY})(?!\d){_NO_SHARE}"),
        rule("DATE", rf"\[(?:ORG|ADDRESS|LOCATION)\],?[ ](?P<v>{_DAY})(?=[ ](?-i:[A-Z])|[ \t]*$){_NO_SHARE}"),
        rule("DATE", r"\[DATE\][ ](?P<v>r\.)(?=[ .,;)|\n]|$)"),
        rule(
            "DATE",
            rf"(?-i:(?<![\w.]){any_of('credentials')}),?[ ]+(?P<v>(?:0?[1-9]|[12]\d|3[01])[./](?:0?[1-9]|"
            rf"1[0-2]))"
            rf"(?=[ \t]*$)",
        ),
        rule(
            "DATE",
            rf"\b(?:new|unchanged|changed|stable|larger|smaller)[ ]since[ ](?P<v>{_SHORT_DAY})(?=\.?(?:\s|"
            rf"$)|[,;)])",
        ),
        rule(
            "DATE",
            rf"\bthe[ ](?P<v>{_SHORT_DAY})(?=[ ](?:scan|study|film|examination|radiograph|images?)\b)",
        ),
        rule(
            "DATE",
            rf"\b(?:operated[ ]on|seen|scanned|reviewed|treated)[ ]by[ ](?:\w+\.?[ ])?\[NAME\][ ]on[ ]"
            rf"(?P<v>{_SHORT_DAY})(?=\.?(?:\s|$)|[,;)])",
        ),
        rule(
            "DATE",
            rf"\b(?:clinic|mdt|mdm|theatre|appt|appointment|review)[ ](?P<v>{_SHORT_DAY})"
            r"(?=[ ]w(?:ith)?/?[ ](?:dr|prof|mr|mrs|ms|\[NAME\])(?!\w))",
        ),
        rule(
            "DATE",
            rf"\b(?:chemo(?:therapy)?|cycle)[ ](?:C|cycle[ ])?\d{{1,2}}[ ](?P<v>{_DAY}){_NO_SHARE}",
        ),
        rule("DATE", rf"\b(?:picc|line|drain|port|stent|pacemaker|catheter)[ ](?P<v>{_DAY})(?=[ ]\()"),
        rule(
            "DATE",
            r"\b(?:recent|earlier|later|older|newer)[ ]than[ ](?P<v>(?:0?[1-9]|1[0-2])/\d{2})(?![\w/])",
        ),
    ]
