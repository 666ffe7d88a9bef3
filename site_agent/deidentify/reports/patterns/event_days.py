"""Days told by a time, an event or a list: "19:05, 6/11", "rollover 6/11 on", "6/11 MRI knee: ...".

Rules: a bare day and month behind a time of day that ends its clause, behind what happens to somebody once,
at the head of a line before a method of imaging and its colon, or first in a list under a heading about a
stay is a date; so is a month alone beside another date under "comparison", and a day that ends the line
before its month.

Not here: dates in every other form (`dates`), days that people and meetings tell (`workdays`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from site_agent.deidentify.reports.measurements import UNIT
from site_agent.deidentify.reports.patterns.writing import rule

if TYPE_CHECKING:
    from site_agent.deidentify.reports.patterns.writing import Rule

_MONTH_DAY: Final = r"(?:(?:0?[1-9]|1[0-2])/(?:0?[1-9]|[12]\d|3[01])|(?:1[3-9]|2\d|3[01])/(?:0?[1-9]|1[0-2]))"
_MONTH: Final = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|"
    r"jun|jul|aug|sept?|oct|nov|dec)\b\.?"
)
_CLOCK: Final = (
    r"(?:\b\d{1,2}:\d\d(?::\d\d)?(?:[ ]?(?:[ap]\.?m\b\.?|h(?:rs?)?\b))?|\b\d{4}[ ]?(?:h|hrs?|hours)\b|"
    r"\b\d{1,2}(?:[.:]?\d\d)?[ ]?[ap]\.?m\b\.?)"
)
_EVENT: Final = (
    r"(?:collision|rollover|ejection|assault(?:ed)?|stabbing|stabbed|shooting|drowning|immersion|overdose|"
    r"explosion|blast|electrocution|collapse|syncope|seizure|knocked[ ]down|run[ ]over|hit[ ]by[ ]\w+)"
)
_METHOD: Final = (
    r"(?:ct|cta|ctpa|mri?|mra|mrcp|us|uss|ultrasound|sonogra\w+|xr|cxr|axr|x-?rays?|radiographs?|pet|spect|nm|"
    r"dexa?|dxa|mammo\w*|echo\w*|doppler|duplex|angio\w*|fluoro\w*|barium|bone[ ](?:age|scan)|biopsy|"
    r"(?:chest|abdom\w+|pelv\w+|skull|knee|hip|spine|wrist|hand|foot|shoulder)[ ](?:x-?ray|film|radiograph|"
    r"ct|mri?|us|ultrasound)s?)"
)
_NO_SHARE: Final = rf"(?![\w/]|[-.]\d|[ ]?{UNIT})"


def event_days() -> list[Rule]:
    """Return the rules of days told by a time, an event or a list."""
    day = r"(?:0?[1-9]|[12]\d|3[01])"
    return [
        rule(
            "DATE",
            rf"{_CLOCK},?[ ]+(?:on[ ]+)?(?P<v>{_MONTH_DAY})"
            rf"(?=[ \t]*(?:$|[|\"<\\)]|[,.;](?:\s|[|\"<\\]|\Z)|[,.;]?\Z))",
        ),
        rule("DATE", rf"\b{_EVENT}[ ]+(?:on[ ]+)?(?P<v>{_MONTH_DAY}){_NO_SHARE}"),
        rule(
            "DATE",
            rf"[^\W\d_]{{4,}}[ ](?P<v>{_MONTH_DAY})(?<!/5)(?<!/10)"
            rf"(?=[ ](?:on|at|in|near|outside)[ ]\[(?:ADDRESS|ORG|LOCATION)\])",
        ),
        rule("DATE", rf"^[ \t>*•\-]*(?P<v>{_MONTH_DAY})(?=[ ]+{_METHOD}\b[^\n:]{{0,60}}:[ ]){_NO_SHARE}"),
        rule(
            "DATE",
            rf"\b(?:during|this|of)[ ](?:the[ ]|his[ ]|her[ ]|their[ ])?"
            rf"(?:in-?patient[ ])?(?:stay|admission|visit|episode|encounter):\s{{1,4}}[ >*•\-]*"
            rf"(?P<v>{_MONTH_DAY})(?=[ ]+[^\W\d_]{{2}}){_NO_SHARE}",
        ),
        rule(
            "DATE",
            rf"\b(?:comp(?:arison)?s?|compared|priors?|previous)[ ]?:[ ]*(?P<v>{_MONTH})"
            rf"(?=[ ](?:and|&)[ ]|,[ ](?:\[DATE\]|\d)|[ ]*$|\.[ ]*$)",
        ),
        rule(
            "DATE",
            rf"(?<![\w/.,\-:#])(?P<v>{day}(?:st|nd|rd|th)?,?[ ]?\n[ ]*{_MONTH},?[ ](?:19|20)\d\d)(?!\d)",
        ),
        rule("DATE", r"\bdischarged[ ](?:home[ ])?(?P<v>\d{1,2}/\d{1,2})(?=[ ]and\b|[.,;])"),
    ]
