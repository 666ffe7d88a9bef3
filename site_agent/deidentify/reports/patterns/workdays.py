"""Days that only what people did, or what met, tells: "rang 11/19 from", "the 7/13 conference".

Rules: a bare day and month behind a verb of somebody who told something, or between an article and a meeting, an
examination or a list, is a date; a full date stays one before initials that look like a unit.

Not here: dates in every other form (`dates`).
"""

# ruff: noqa: E501 - a pattern is read in one piece
from __future__ import annotations

from typing import TYPE_CHECKING, Final

from site_agent.deidentify.reports.patterns.writing import rule

if TYPE_CHECKING:
    from site_agent.deidentify.reports.patterns.writing import Rule

_MONTH_DAY: Final = r"(?:(?:0?[1-9]|1[0-2])/(?:0?[1-9]|[12]\d|3[01])|(?:1[3-9]|2\d|3[01])/(?:0?[1-9]|1[0-2]))"
_TOLD: Final = r"(?:r[aiu]ng|spoke|wrote|told|met|saw|faxed|texted|e?mailed|phoned|called|paged|attended|presented|came|went|left|flew|drove|died|passed)"
_MEETING: Final = r"(?:conference|conf|meeting|mtg|mdt|mdm|mds?m|board|round|clinic|list|appointment|appt|visit|study|exam(?:ination)?|scan|ct|mri?|x-?ray|xr|cxr|us|ultrasound|mammo(?:gram)?|film|images?|report|letter|call|email|e-mail|fax|message|note|referral|request|biopsy|surgery|procedure|operation|admission|discharge|injury|accident|fall|attendance|session|huddle|tumou?r[ ]board)"


def workdays() -> list[Rule]:
    """Return the rules of days that people and meetings tell."""
    return [
        rule("DATE", rf"\b{_TOLD}[ ](?P<v>{_MONTH_DAY})(?=[ ]+(?:from|on|at|by|to|re|about|with|and|via|asking|saying|[(\[])|[ ]*[,.;)](?:[ ]|$))"),
        rule("DATE", rf"\b(?:the|our|your|his|her|their|this|prior|previous|from)[ ](?P<v>{_MONTH_DAY})(?=[ ](?:\w+[ ])?{_MEETING}\b)"),
        rule("DATE", rf"\b(?:\d{{1,2}}[:.]?\d\d)[ ]?(?:h|hrs?|hors|hours|o'clock)[ ](?:on[ ])?(?P<v>{_MONTH_DAY})(?=[ \t]*(?:$|[|,;)]|\.(?:[ ]|$)|[ ]by\b))"),
        rule("DATE", r"(?<![\w.\-/])(?P<v>(?:0?[1-9]|[12]\d|3[01])([-/.])(?:0?[1-9]|[12]\d|3[01])\2(?:19|20)\d\d)(?=[ ](?-i:[a-z]{2,3})(?:/[a-z]{2,3})?[ \t]*(?:$|[.,;)|]))"),
    ]  # fmt: skip
