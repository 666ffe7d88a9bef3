"""Months of a year as they are jotted: "03.19", "Feb 98", "mid-March".

Rules: a month with a nought and two digits of a year go behind a dot or a slash where an examination, an
operation, a disease or a comparison stands before them; the name of a month goes with two digits that no day
has, and behind what tells its part.

Not here: days without a year (`jotted_days`), months with four digits of a year (`dates`).
"""

# ruff: noqa: RUF001 - years are written with typographic apostrophes
from __future__ import annotations

from typing import TYPE_CHECKING, Final

from site_agent.deidentify.reports.measurements import UNIT
from site_agent.deidentify.reports.patterns.writing import rule

if TYPE_CHECKING:
    from site_agent.deidentify.reports.patterns.writing import Rule

_NAME: Final = (
    r"(?:(?i:january|february|april|june|july|august|september|october|november|december|"
    r"jan|feb|apr|jun|jul|aug|sept?|oct|nov|dec)|Mar|March|MAR|MARCH|May|MAY)"
)
_TWO: Final = r"(?:0[1-9]|1[0-2])[./]\d{2}"
_NOUGHT: Final = r"0[1-9]\.\d{2}"
_ENDS: Final = (
    r"(?![\w/%]|[.,:\-]\d)(?=[ ]*(?:$|[;,)\]|]|\.(?:[ \n]|$))|[ ](?:and|with|for|by|in|at|on|but|to|shows?|"
    r"showed|reviewed|elsewhere|report|study|scan|film|images|imaging)\b)"
)
_EXAMS: Final = (
    r"(?:ct\w{0,2}|mri?|mra|mrcp|cxr|axr|xr|uss?|pet(?:[-/]ct)?|scans?|stud(?:y|ies)|imaging|"
    r"exam(?:ination)?s?|priors?|mammo\w*|dexa|dxa|echo(?:cardiogram)?|pfts?|spirometry|angiogra(?:m|phy)|"
    r"baseline|bloods|biops(?:y|ies)|bx|cytology|histology|smear|colonoscopy|gastroscopy|endoscopy|ogd|ercp|"
    r"bronchoscopy|cystoscopy|\w{3,}scopy|bone[ ]scan|screen(?:ing)?|report)"
)
_OPERATIONS: Final = (
    r"(?:surgery|operation|op|\w{4,}ectomy|\w{4,}ostomy|\w{4,}otomy|\w{4,}plasty|\w{4,}desis|transplant\w*|"
    r"cabg|pci|tavi|avr|mvr|evar|orif|thr|tkr|tha|tka|acl|turp|lscs|bypass|graft|fusion|fixation|"
    r"(?:pacemaker|icd|stents?|shunt|port|fistula|access|valve|coils?|filter|implants?|drain)"
    r"(?:[ ](?:in|inserted|placed|formed|created|fitted|replaced))?|"
    r"chemo(?:therapy)?|radiotherapy|rt|xrt|dxt|immunotherapy|steroids)"
)
_DISEASES: Final = (
    r"(?:mi|n?stemi|cva|stroke|tia|dvt|pe|sah|sdh|tb|covid(?:[ \-]?19)?|pneumonia|fractures?|#|injury|rta|"
    r"mv[ac]|"
    r"cancer|ca[ ]\w+|\w+[ ]ca|carcinoma|lymphoma|melanoma|sarcoma|myeloma|leuk[ae]+mia|diagnosis|dx|onset|"
    r"miscarriage|delivery|birth|pregnancy|lmp|edd)"
)
_TOLD: Final = (
    r"(?:compar(?:ed|ison|e|isons)(?:[ ](?:is|was))?(?:[ ]made)?(?:[ ](?:with|to))?|"
    r"correlat(?:ed|ion)(?:[ ]made)?(?:[ ](?:with|to))?|(?:larger|smaller|worse|better|newer|older)[ ]than|"
    r"unchanged(?:[ ](?:from|since))?|stable|since|until|till|before|after|from|dated|of|in|as[ ]in|circa|"
    r"last|previous|prior|next|due|recall|review|follow[ -]?up|f/u|seen|"
    r"(?!(?:measur|calculat|estimat|grad|rat|scor|involv|remov|label|reduc|increas|decreas|elevat|rais)ed)"
    r"[^\W\d_]{3,}ed)"
)
_CUE: Final = rf"(?:{_EXAMS}|{_OPERATIONS}|{_DISEASES}|{_TOLD})"


def jotted_months() -> list[Rule]:
    """Return the rules of such months."""
    return [
        rule("DATE", rf"(?<![\w.]){_CUE}[ ]?[:,(]?[ ]?(?P<v>(?<![\d./\-]){_TWO}){_ENDS}(?![ ]?{UNIT})"),
        rule(
            "DATE",
            rf"(?<!\bat )(?<!\bby )(?<!\btime )(?<!@ )(?<!\bto )(?<![\w./,+\-])(?P<v>{_NOUGHT})"
            rf"(?=[ ]*(?:$|[;,)\]|]|\.(?:[ \n]|$)))",
        ),
        rule(
            "DATE",
            rf"(?-i:(?<![\w\-])(?P<v>{_NAME}\.?[ \-/.]?['’]?(?:3[2-9]|[4-9]\d|0\d)))(?![\w%]|[.,:/\-]\d)"
            rf"(?![ ]?{UNIT})",
        ),
        rule(
            "DATE",
            rf"\b(?P<v>(?:early|mid|late|start[ ]of|end[ ]of|beginning[ ]of|middle[ ]of)[ \-](?-i:{_NAME}))"
            rf"(?![\w\-]|[ ]fracture)",
        ),
        rule(
            "DATE",
            rf"\b(?:since|until|till|last|in)[ ](?P<v>(?-i:{_NAME}))(?![\w\-]|[ ](?:fractures?|\d))",
        ),
        rule("DATE", r"(?<![\w/.\-])(?P<v>\d{1,2}[./]\d{1,2})(?=,?[ ](?:and|&)[ ]\[DATE\])"),
        rule("DATE", rf"\[DATE\](?:,|,?[ ](?:and|&))[ ](?P<v>{_TWO}){_ENDS}(?![ ]?{UNIT})"),
    ]
