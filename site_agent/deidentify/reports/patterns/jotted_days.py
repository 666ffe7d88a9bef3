"""Days without a year as they are jotted behind what happened on them: "Op 4/3", "CT of 4.3".

Rule: a day and a month, around a slash or dot, is a day behind an event, an act of an office or images, where
a clause ends or goes on with what was done. Where a share or a measure could stand (chemotherapy, doses,
films without "of") only what can be none is one; measures say so by units and by what they are beside.

Not here: days of comparisons and visits (`compared_days`), dates with a month's name or a year (`dates`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from site_agent.deidentify.reports.patterns.writing import rule

if TYPE_CHECKING:
    from site_agent.deidentify.reports.patterns.writing import Rule

_DOTTED: Final = r"(?:(?:0?[1-9]|[12]\d|3[01])\.(?:0?[1-9]|1[0-2])(?:\.(?=[ ]*[.,;)]|[ ]+[a-z]))?)"
_SLASHED: Final = r"(?:(?:0?[1-9]|1[0-2])/(?:0?[1-9]|[12]\d|3[01])|(?:1[3-9]|2\d|3[01])/(?:0?[1-9]|1[0-2]))"
_JOTTED: Final = rf"(?<![\d./\-])(?:{_DOTTED}|{_SLASHED})/?"
_NO_SHARE: Final = r"(?:1[3-9]|2\d|3[01])[./](?:0?[1-9]|1[0-2])|0[1-9]/(?:0?[1-9]|[12]\d|3[01])"
_ENDS: Final = (
    r"(?!\d|/\d)(?=[ ]*(?:$|[;,)]|\.(?:[ \n]|$|\.))|[ ](?:and|with|for|by|at|when|after|before|until|to|"
    r"removed|"
    r"reviewed|negative|positive|shows?|showed|no|not|due|per|via|but|awaited|pending)\b)"
)
_DONE: Final = (
    r"(?:(?:re-?)?admitted|discharged|transferred|fell|fall[ ]on|injured|extubated|intubated|cannulated|"
    r"dictated|typed|transcribed|signed|verified|addendum|added|faxed|e-?mailed|posted|called|rung|phoned|"
    r"discussed|received|requested|referred|re-?booked|re-?book|book|scheduled|died|passed[ ]away|deceased|"
    r"operated|repatriated|stepped[ ]down|last[ ]seen|seen(?:[ ]in[ ]\w+)?|reviewed[ ]on|biopsied(?:[ ]on)?|"
    r"noted[ ]on|present[ ]on|repeat[ ]on|as[ ]on)"
)
_EVENT: Final = (
    r"(?:op|operation|surgery|procedure|thr|tkr|tha|tka|cabg|orif|pci|evar|tavi|turp|lscs|ercp|ogd|injury|"
    r"onset|lmp|edd|mdt|mdm|clinic|appointment|appt|next[ ](?:scan|film|visit)|scan[ ]due|due|doa|dos|doi|"
    r"(?:bloods|swab|pcr)[ ](?:of|from|on)|(?:covid|flu)[ ](?:positive|negative)|"
    r"(?:crp|hb|wcc|wbc|inr|egfr)[ ]\d[\d.]*[ ](?:on|\())"
)
_WEEKDAY: Final = (
    r"(?:mon(?:day)?|tue(?:s|sday)?|wed(?:s|nesday)?|thu(?:rs?|rsday)?|fri(?:day)?|sat(?:urday)?|"
    r"sun(?:day)?)\b\.?"
)
_SHORT: Final = r"(?:0?[1-9]|[12]\d|3[01])/(?:0?[1-9]|1[0-2])"
_EITHER: Final = r"(?:0?[1-9]|[12]\d|3[01])[./](?:0?[1-9]|1[0-2])"
_BOTH: Final = r"(?<![\d./\-])(?:0[1-9]|[12]\d|3[01])\.(?:0[1-9]|1[0-2])"
"""A day and a month of two digits each, as no amount without a unit is written."""
_SINCE: Final = (
    r"(?:from|since|dated|until|till|before|after|by|(?:consent|form|letter|request|report|film|ct|mri|scan|x-?ray|"
    r"study|note|review|clinic)[ ]of)"
)
_DEVICE: Final = r"(?:line|picc|tube|drain|stent|catheter|pacemaker|ngt?|ett|pegs?)"
_PLACED: Final = r"(?:in|out|inserted|removed|placed|changed|sited)"
_SAMPLE: Final = r"(?:biopsy|bx|swab|pcr|bloods)"
_IMAGES: Final = (
    r"(?:ct|mri?|cxr|xr|uss?|axr|x-?rays?|films?|scans?|stud(?:y|ies)|radiographs?|images?|imaging|mammograms?|"
    r"pet(?:[-/]ct)?|ultrasound)"
)


def jotted_days() -> list[Rule]:
    """Return the rules of such days."""
    return [
        rule("DATE", rf"\b{_DONE}[ ](?:on[ ])?(?P<v>{_JOTTED}){_ENDS}"),
        rule("DATE", rf"\b{_EVENT}[ ]?(?:on[ ])?(?P<v>{_JOTTED}){_ENDS}"),
        rule("DATE", rf"\b{_DEVICE}[ ]{_PLACED}[ ](?P<v>{_JOTTED}){_ENDS}"),
        rule(
            "DATE",
            rf"\b(?:{_DEVICE}|{_SAMPLE})[ ](?P<v>(?<![\d./\-]){_SLASHED})(?!\d|/\d)(?=[ ]*(?:$|[.;,)]))",
        ),
        rule("DATE", rf"\b{_IMAGES}[ ](?:of|from|dated|on)[ ](?P<v>{_JOTTED}){_ENDS}"),
        rule(
            "DATE",
            rf"\b(?:compar(?:ed|ison)|cf|vs|prior|previous|last)[ :]+(?:with[ ]|"
            rf"to[ ])?{_IMAGES}[ ](?P<v>{_JOTTED}){_ENDS}",
        ),
        rule("DATE", rf"^[ \t]*(?:comparisons?|priors?)[ ]?[ :][ ]*(?P<v>{_JOTTED})(?=\.*[ \t]*$)"),
        rule("DATE", rf"\b(?:chemo(?:therapy)?|cycle|dose|vaccine)[ ](?:on[ ])?(?P<v>{_NO_SHARE}){_ENDS}"),
        rule("DATE", rf"\b{_WEEKDAY},?[ ](?:the[ ])?(?P<v>{_EITHER})(?![\w/]|[.,:\-]\d|[ ]?[ap]m\b)"),
        rule("DATE", rf"\b{_SINCE}[ ](?:the[ ])?(?P<v>{_BOTH}){_ENDS}"),
        rule("DATE", rf"\[(?:ORG|ADDRESS)\],?[ ](?P<v>{_BOTH})(?=\.(?:[ \n]|$))"),
        rule(
            "DATE", rf"\b(?:started|commenced|began|stopped|given)[ ][^\n.;:]{{3,24}}[ ](?P<v>{_BOTH}){_ENDS}"
        ),
        rule(
            "DATE",
            rf"\bcomparisons?[ ](?:(?:is|are|was|were)[ ])?made[ ](?:to|with|against)"
            rf"[ ](?P<v>{_JOTTED}){_ENDS}",
        ),
        rule(
            "DATE",
            rf"\b(?:previous|prior|earlier|last)[ ](?:admissions?|attendances?|visits?|presentations?|"
            rf"episodes?)"
            rf"[ ](?:on[ ])?(?P<v>{_SHORT})(?=[ ]*(?:$|[.,;)])|[ ]and[ ]\d)",
        ),
        rule("DATE", rf"\badmissions?[ ]\[DATE\][ ]and[ ](?P<v>{_SHORT})(?=[ ]*(?:$|[.,;)]))"),
        rule("DATE", rf"\bbetween[ ](?P<v>{_JOTTED})(?=[ ]and[ ](?:\[DATE\]|\d))"),
        rule("DATE", rf"\b(?:between|from)[ ]\[DATE\][ ](?:and|to|until)[ ](?P<v>{_JOTTED}){_ENDS}"),
    ]
