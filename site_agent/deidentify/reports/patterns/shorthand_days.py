"""Days of notes in shorthand: with a dot or a dash as with a slash, and without a year.

Rules: a bare day and month behind a deed or a kind of note with its letters, behind "film date", "last
chemo", "night of" and their like, before a time, behind letters that close a line, and with a stop of its own
before another mark ("22.11.: ...") is a date; a month's name or a weekday with an ordinal is one anywhere.

Not here: days behind other cues (`jotted_days`, `compared_days`, `event_days`), full dates (`dates`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from site_agent.deidentify.reports.measurements import UNIT
from site_agent.deidentify.reports.patterns.shorthand import MONTH, NO_ONE, NOTE, SHORT
from site_agent.deidentify.reports.patterns.writing import rule

if TYPE_CHECKING:
    from site_agent.deidentify.reports.patterns.writing import Rule

_ENDS: Final = rf"(?![\w/]|[-.]\d|[ ]?(?:{UNIT}|cm|mm|ml|mg|x)\b)"


def shorthand_days() -> list[Rule]:
    """Return the rules of such days."""
    who = rf"(?:\[(?:INITIALS|ID|NAME)\]|(?-i:{NO_ONE}[A-Za-z]{{2,3}})|[A-Z](?:/[A-Z]){{1,3}})"
    return [
        rule(
            "DATE",
            rf"\b{NOTE}:?[ ]\(?(?:{who}(?:/{who})?[ ]){{0,2}}(?P<v>{SHORT})(?=[.;:)]|[ ](?:-|by|\[)|"
            rf"[ \t]*$){_ENDS}",
        ),
        rule("DATE", rf"^[ \t]*(?P<v>{SHORT})(?=[ ](?-i:{NO_ONE}[A-Z]{{2,3}}):[ ])"),
        rule(
            "DATE",
            rf"\b(?:film[ ]date|last[ ]chemo|next[ ]due|w(?:ee)?k[ ]comm(?:encing)?|w/c|via[ ]iep|"
            rf"d/c[ ]from[ ]\S{{2,9}}|rtc[ ]on|films?[ ]of)[ ](?P<v>{SHORT}){_ENDS}",
        ),
        rule("DATE", rf"\bbloods?[ ](?P<v>{SHORT})(?=[ ](?:nad|normal|wnl|ok|neg|pending|attached)\b)"),
        rule("DATE", rf"\bcomp(?:ared)?[ ]w/[ ]?(?P<v>{SHORT}){_ENDS}"),
        rule(
            "DATE", rf"\[DATE\],?[ ](?:and|&)[ ](?P<v>{SHORT})(?=[ ](?:studies|study|films|scans?|exams?)\b)"
        ),
        rule("DATE", rf"\b(?P<v>{MONTH}[ ]\d{{1,2}}(?:st|nd|rd|th))(?!\w)"),
        rule("DATE", r"\[ID\][ ](?P<v>(?:0[1-9]|[12]\d|3[01])\.(?:0[1-9]|1[0-2]))(?=[ \t]*$)"),
        rule(
            "DATE",
            r"\b(?P<v>(?:mon|tues?|wed(?:ne)?s|thu(?:rs)?|fri|sat|sun)[ ](?:the[ ])?\d{1,2}(?:st|nd|rd|th))"
            r"(?!\w)",
        ),
        rule(
            "DATE",
            rf"\b(?:a/l|leave)[ ](?P<v>\d{{1,2}}(?:st|nd|rd|th)[ ]to)[ ](?=\[DATE\]|\d{{1,2}}(?:st|nd|rd|"
            rf"th)[ ]{MONTH})",
        ),
        rule(
            "AGE",
            r"(?:^|(?<=[.;,][ ])|\b(?:frail|this|an?|elderly|thin|fit)[ ])(?-i:(?P<v>[MF](?:9\d|10\d)))"
            r"(?![\w.]\w|/)",
        ),
        rule("DATE", r"\bnight[ ]of[ ](?P<v>[\w.]{1,4}[-/ .][\w./ -]{1,14}?\d)(?=[.,;]?(?:[ ]|$))"),
        rule("DATE", rf"(?<![\w./-])(?P<v>\d{{1,2}}-{MONTH}|{MONTH}\.?[ ]\d{{1,2}})(?=/\d{{1,2}}:?\d\d)"),
        rule(
            "DATE",
            rf"\bd(?:ict)?\.?:?[ ]?(?P<v>{MONTH}\.?[ ]\d{{1,2}}|{SHORT})(?=[ ;,]+t(?:yped|:)?[ ]?[\d\[A-Z])",
        ),
        rule("DATE", rf"\[DATE\][ ;,]+t(?:yped|:)?[ ]?(?P<v>{SHORT}|{MONTH}\.?[ ]\d{{1,2}})(?![\w/])"),
        rule("DATE", r"\bcomparison[ ](?:was[ ]|is[ ])?made[ ](?:with|to)[ ](?P<v>\d{1,2}-\d{1,2})(?=[.;,])"),
        rule("DATE", r"(?-i:\b(?P<v>(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?))(?=[ ]\[DATE\])"),
        rule("DATE", rf"\b(?:views?|lateral|ap|pa|portable|erect|supine),[ ](?P<v>{SHORT})(?=\.?[ \t]*$)"),
        rule(
            "DATE",
            r"\b(?:compared[ ](?:to|with)|since)[ ](?P<v>(?:0[1-9]|[12]\d|3[01])\.(?:0[1-9]|1[0-2]))"
            r"(?=\.?(?:[ ](?-i:[A-Z])|[ \t]*$))",
        ),
        rule(
            "DATE",
            r"(?<![\d.])(?P<v>(?:0[1-9]|[12]\d|3[01])[ ](?:0[1-9]|1[0-2])[ ](?:19|20)\d\d)(?![\d.])",
        ),
        rule("DATE", rf"\brtc[ ](?P<v>{SHORT})(?=[.,;]|[ \t]*$){_ENDS}"),
        rule("DATE", r"\bcomparison:[ ](?P<v>\d{1,2}-\d{1,2})(?=\.(?:[ ]|$)|[ \t]*$)"),
        rule(
            "DATE",
            rf"(?<![\w./-])(?P<v>(?:0?[1-9]|1[0-2])-(?:0?[1-9]|[12]\d|3[01])|{SHORT})"
            rf"(?=[ ]{{1,2}}\d{{1,2}}(?::\d\d|h\d\d)(?:[ ]?[ap]m)?\b)",
        ),
        rule(
            "DATE",
            rf"\d{{1,2}}:\d\d[ ]?(?:[ap]m|[a-z]{{2}}t)?[ ](?P<v>{SHORT})(?<!/5)(?<!/10)"
            rf"(?=[.,;]?(?:[ \t]*$|[ ](?:->|(?-i:[A-Z\[])))){_ENDS}",
        ),
        rule("DATE", r"(?<![\w.])(?P<v>(?:0?[1-9]|[12]\d|3[01])\.(?:0?[1-9]|1[0-2])\.)(?=[:;,).])"),
        rule(
            "DATE",
            r"(?<![\w.])(?P<v>(?:0?[1-9]|[12]\d|3[01])\.(?:0?[1-9]|1[0-2])\.)"
            r"(?=[ ]{1,3}(?:\d{1,2}[:.]\d\d(?!\d)|\d{4}[ ]?h|d[td]:|(?-i:[A-Z]{2,3}):))",
        ),
        rule("DATE", r"^[ \t]*(?P<v>(?:0[1-9]|[12]\d|3[01])\.(?:0[1-9]|1[0-2])\.)(?=[ ](?-i:[A-Z]))"),
        rule(
            "DATE",
            rf"\b(?:cxr|tte|ct|mri?|uss?|echo|ecg)[ ](?P<v>{SHORT}\.?)(?=[ ](?-i:{NO_ONE}[A-Z]{{2,3}}):|"
            rf"\.?:[ ])",
        ),
        rule(
            "DATE",
            rf"\b(?:larger|smaller|shorter|longer|bigger|worse|better)[ ]than[ ](?:on|in|at)"
            rf"[ ](?P<v>{SHORT})(?=[ ]\(|[.,;])",
        ),
        rule(
            "DATE",
            rf"\b(?:p/up|picked[ ]up|collected|until|covers?[ ]until|errata|whatsapp|p\.s\.|stamp)"
            rf"[ ](?P<v>{SHORT})(?=[ ](?:by|-|->)|[,.;\]]|[ \t]*$){_ENDS}",
        ),
        rule("DATE", rf"\[(?:INITIALS|ID)\],?[ ](?P<v>{SHORT})(?=\.?[ \t]*$|[ ]\d{{1,2}}h\d\d)"),
        rule(
            "DATE",
            rf"\b(?:cough|pain|fever|sweats|fall|vomiting),[ ](?P<v>{SHORT}|{MONTH}\.?[ ]\d{{1,2}})"
            rf"(?=[ ]x[ ])",
        ),
        rule("DATE", rf"\baddendum-\S{{2,12}}/(?P<v>{SHORT})(?=:)"),
        rule("DATE", rf"\bpeer[ ]review[ ]\d[a-c]?,[ ]\S{{2,12}},[ ](?P<v>{SHORT})(?=\.)"),
        rule("DATE", r"\*\*(?:correction|addendum|prelim|final)[ ](?P<v>\d{1,2}[-/]\d{1,2})(?=\*\*)"),
    ]
