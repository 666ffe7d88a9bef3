"""Days that only what people did, or what met, tells: "rang 11/19 from", "the 7/13 conference".

Rules: a bare day and month behind a verb of somebody who told something, or between an article and a meeting,
an examination or a list, beside another date or a weekday, is a date, and so is a feast; a full date stays
one before initials that look like a unit.

Not here: dates in every other form (`dates`).
"""

# ruff: noqa: RUF001 - feasts are written with typographic apostrophes
from __future__ import annotations

from typing import TYPE_CHECKING, Final

from site_agent.deidentify.reports.measurements import UNIT
from site_agent.deidentify.reports.patterns.writing import rule

if TYPE_CHECKING:
    from site_agent.deidentify.reports.patterns.writing import Rule

_MONTH_DAY: Final = r"(?:(?:0?[1-9]|1[0-2])/(?:0?[1-9]|[12]\d|3[01])|(?:1[3-9]|2\d|3[01])/(?:0?[1-9]|1[0-2]))"
_TOLD: Final = (
    r"(?:r[aiu]ng|spoke|wrote|told|met|saw|faxed|texted|e?mailed|phoned|called|paged|attended|presented|"
    r"came|went|left|flew|drove|died|passed)"
)
_MEETING: Final = (
    r"(?:conference|conf|meeting|mtg|mdt|mdm|mds?m|board|round|clinic|list|appointment|appt|visit|study|"
    r"exam(?:ination)?|scan|ct|mri?|x-?ray|xr|cxr|us|ultrasound|mammo(?:gram)?|film|images?|report|letter|"
    r"call|email|e-mail|fax|message|note|referral|request|biopsy|surgery|procedure|operation|admission|"
    r"discharge|injury|accident|fall|attendance|session|huddle|tumou?r[ ]board)"
)


_WEEKDAY: Final = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?)"
_NTH: Final = r"(?:0?[1-9]|[12]\d|3[01])[ ]?(?:st|nd|rd|th)"
_LATE: Final = r"(?:(?:0?[1-9]|1[0-2])/(?:1[3-9]|2\d|3[01])|(?:1[3-9]|2\d|3[01])/(?:0?[1-9]|1[0-2]))"
"""A day and a month of which one can be no score."""
_HOLIDAY: Final = (
    r"(?:(?:ash|good|maundy|easter|palm|boxing|whit|anzac|waitangi|canada|australia|labou?r|memorial|"
    r"independence|thanksgiving|christmas|new[ ]year['’]s|mother['’]s|father['’]s|valentine['’]s|"
    r"st\.?[ ]patrick['’]s|republic|heritage|freedom|youth|merdeka|national|chinese[ ]new[ ]year)[ ]"
    r"(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|day|eve|weekend)|diwali|deepavali|ramadan|"
    r"eid(?:[ ]al[ \-](?:fitr|adha))?|hanukkah|passover|hogmanay|midsummer)"
)
_NO_SHARE: Final = (
    rf"(?![\w/]|[-.]\d|[ ]?{UNIT}|[ ]*(?:strength|power|murmur|pain|reflex\w*|views?|cores?|nodes?)\b)"
)


def workdays() -> list[Rule]:
    """Return the rules of days that people, meetings, weekdays and feasts tell."""
    return [*_told(), *_ranges(), *_feasts(), *_broken(), *_years()]


def _ranges() -> list[Rule]:
    """Return the rules of days beside another date."""
    return [
        rule(
            "DATE",
            rf"(?<![\w/.\-])(?P<v>{_LATE}[ ]?[-–][ ]?{_MONTH_DAY}|{_MONTH_DAY}[ ]?[-–][ ]?{_LATE})"
            rf"{_NO_SHARE}",
        ),
        rule(
            "DATE",
            rf"\[DATE\](?:,|[ ]and|,[ ]and|[ ]&|;|[ ]vs\.?|[ ]versus|[ ]to)[ ](?P<v>{_MONTH_DAY})"
            rf"(?=,|[ ](?:and|&)[ ]|;|[ ]*$|\.(?:[ ]|$)){_NO_SHARE}",
        ),
        rule(
            "DATE",
            r"(?<![\w/.,\-])(?P<v>\d{1,2}(?:st|nd|rd|th)?[ ]?[-–][ ]?\d{1,2}(?:st|nd|rd|th)?[ ](?:of[ ])?"
            r"(?:january|february|march|april|may|june|july|august|september|october|november|december|jan|"
            r"feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)(?:[ ](?:19|20)\d\d)?)(?!\w)",
        ),
        rule(
            "DATE",
            r"\bborn[ ](?:on[ ])?(?P<v>(?:0?[1-9]|[12]\d|3[01])[./](?:0?[1-9]|1[0-2]))"
            r"(?![\w/]|[.,]\d|[ ]?(?:kg|lb))",
        ),
        rule(
            "DATE",
            r"(?<![\w/.,\-])(?P<v>(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?[ ]?[-–/&][ ]?"
            r"(?:(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?[ ])?)(?=\[DATE\])",
        ),
        rule(
            "DATE",
            r"\b(?:on|from|between|of|the|seen|dated|since)[ ]"
            r"(?P<v>(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?)[ ](?:and|to|or|until)[ ](?:the[ ])?"
            r"(?=\[DATE\])",
        ),
    ]


def _feasts() -> list[Rule]:
    """Return the rules of days by their weekday or feast, of quarters and of years of birth."""
    return [
        rule(
            "DATE",
            rf"\b(?P<v>{_WEEKDAY}[,.]?[ ](?:the[ ])?{_NTH})"
            rf"(?!\w|[ ](?:rib|toe|finger|metatarsal|metacarpal|ray|nerve|ventricle|digit))",
        ),
        rule(
            "DATE",
            rf"\b\w{{2,}}(?:ed|en|t)[ ](?:back[ ])?on[ ](?:the[ ])?(?P<v>{_NTH}(?:[ ](?:inst|ult)\b\.?)?)"
            rf"(?=[ ]*(?:[,;)]|$)|\.(?:[ ]|$)|[ ](?:at|by|from|with|after|before|when|of[ ]this)\b)",
        ),
        rule(
            "DATE",
            rf"\b(?P<v>(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]{{0,6}}[ ]the[ ]{_NTH})"
            rf"(?!\w)",
        ),
        rule("DATE", rf"\b(?P<v>{_NTH}[ ](?:inst|ult|prox)\b\.?)"),
        rule("DATE", rf"(?<!\w)(?P<v>{_HOLIDAY},?[ ](?:19|20)\d\d)\b"),
        rule("DATE", rf"\b(?:on|since|over|before|after|until)[ ](?P<v>{_HOLIDAY})(?!\w)"),
        rule("DATE", r"(?<![\w/])(?P<v>[QH][1-4]/\d\d)(?![\w/])"),
        rule(
            "DATE",
            r"\b(?:born|yob|year[ ]of[ ]birth|d\.?o\.?b\.?)[ ]?:?[ ](?:in[ ])?(?P<v>(?:19|20)\d\d)"
            r"(?![\w/.\-]*\d)",
        ),
    ]


def _told() -> list[Rule]:
    return [
        rule(
            "DATE",
            rf"\b{_TOLD}[ ](?P<v>{_MONTH_DAY})(?=[ ]+(?:from|on|at|by|to|re|about|with|and|via|asking|"
            rf"saying|[(\[])|[ ]*[,.;)](?:[ ]|$))",
        ),
        rule(
            "DATE",
            rf"\b(?:the|our|your|his|her|their|this|prior|previous|from)[ ](?P<v>{_MONTH_DAY})"
            rf"(?=[ ](?:\w+[ ])?{_MEETING}\b)",
        ),
        rule(
            "DATE",
            rf"\b(?:\d{{1,2}}[:.]?\d\d)[ ]?(?:h|hrs?|hors|hours|o'clock)[ ](?:on[ ])?(?P<v>{_MONTH_DAY})"
            rf"(?=[ \t]*(?:$|[|,;)]|\.(?:[ ]|$)|[ ]by\b))",
        ),
        rule(
            "DATE",
            r"(?<![\w.\-/])(?P<v>(?:0?[1-9]|[12]\d|3[01])([-/.])(?:0?[1-9]|[12]\d|3[01])\2(?:19|20)\d\d)"
            r"(?=[ ](?-i:[a-z]{2,3})(?:/[a-z]{2,3})?[ \t]*(?:$|[.,;)|]))",
        ),
    ]


def _broken() -> list[Rule]:
    """Return the rules of dates whose parts stand on two lines."""
    month = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?"
    day = r"(?:0?[1-9]|[12]\d|3[01])"
    return [
        rule(
            "DATE",
            rf"\b(?P<v>{month}(?:[ ]of|,)?[ ]?\n[ ]*(?:{day}(?:st|nd|rd|th)?,?[ ])?(?:19|20)\d\d)"
            rf"(?![\w/.\-]*\d)",
        ),
        rule("DATE", rf"\b(?P<v>{day}(?:st|nd|rd|th)(?:[ ]of)?)[ ]?\n[ ]*(?=\[DATE\])"),
        rule("DATE", rf"\b(?:dated|on|from|since|of|until|the)[ ](?P<v>{day})[ ]?\n[ ]*(?=\[DATE\])"),
        rule(
            "DATE",
            r"\[DATE\],?(?:[ ]|[ ]?\n[ ]*)(?P<v>(?:19|20)\d\d)"
            r"(?=[ ]*(?:[,.;)]|$)|[ ](?:showed|demonstrated|\(|was|were|and|at|from|with|by|in|\[))",
        ),
    ]


def _years() -> list[Rule]:
    """Return the rules of bare years and months behind what was done or diagnosed in them."""
    done = (
        r"(?:\w+(?:ectomy|plasty|otomy|ostomy|desis|scopy|pexy)|cabg|pci|tkr|thr|tka|tha|acdf|tavi|tavr|evar|"
        r"lscs|c-section|caesarean|cesarean|stroke|cva|tia|dvt|transplant|replacement|surgery|operation|"
        r"chemo(?:therapy)?|radiotherapy|xrt|dx|implanted|inserted|biopsy|repair|resection|bypass|stent(?:ing)?|"
        r"retired|moved|married|widowed|divorced|emigrated|graduated|accident|rta|mva|mvc)"
    )
    year = r"(?:19[3-9]\d|20[0-4]\d)"
    study = (
        r"(?:stud(?:y|ies)|exam(?:ination)?s?|scans?|ct|mri?|films?|images?|mammograms?|reports?|x-?rays?|"
        r"radiographs?|ultrasound|operation|surgery|biopsy|accident|injury|fracture|stroke|admission|"
        r"appointment|visit|letter|series)"
    )
    return [
        rule(
            "DATE",
            rf"\b{done}[ ]\(?(?P<v>{year})(?=\)|[ ]*[,;]|\.(?:[ ]|$)|[ ]*$|[ ](?:and|with|for|at|by|then)\b)",
        ),
        rule(
            "DATE",
            rf"\b(?:the|prior|previous|outside|our|your|his|her|their|from)[ ](?P<v>{year})(?=[ ]{study}\b)",
        ),
        rule(
            "DATE",
            r"\b(?:s/p|status[ ]post|h/o|hx[ ]of|history[ ]of)[ ](?:[^\W\d_]+[ ]){1,4}(?<!pain )(?<!score )"
            r"(?<!power )(?<!strength )(?P<v>(?:0?[1-9]|1[0-2])/\d\d)(?=[ ]*[,;)]|\.(?:[ ]|$)|[ ]*$)",
        ),
        rule(
            "DATE",
            r"\bexp(?:iry|ires|iration)?\.?(?:[ ]date)?[ :]+(?P<v>(?:0[1-9]|1[0-2])[/\-](?:20)?\d\d)"
            r"(?![\w/])",
        ),
    ]
