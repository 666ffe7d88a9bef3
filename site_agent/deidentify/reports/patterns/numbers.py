"""Numbers of patients, examinations, papers, devices: behind a label, in a slot, or of a telling shape.

Rules: behind a word that can only be an id's label everything goes; behind a word such as "No." and in a bare
shape it goes unless it measures something; a masked id is one.

Not here: how an id is written (`values`), telephones (`contacts`).
"""

# ruff: noqa: RUF001 - names are written with typographic apostrophes, numbers with dashes
from __future__ import annotations

from typing import TYPE_CHECKING, Final

from site_agent.deidentify.reports.patterns.values import LONG_TOKEN, MASKED, TOKEN
from site_agent.deidentify.reports.patterns.writing import Reading, any_of, rule

if TYPE_CHECKING:
    from site_agent.deidentify.reports.patterns.writing import Rule

_FILLER: Final = (
    r"(?:[ \t]*(?:\.(?=\s|[:#])|/[ ]?[a-z]{2,12}\b|numbers?\b|nos?\b\.?|nr\b|num\b|#|id\b|is\b|of\b|was\b|"
    r"ends?\b(?:[ ](?:in|with))?|ending\b(?:[ ](?:in|with))?|last[ ](?:4|four)(?:[ ]digits)?|seen\b|"
    r"verified\b|checked\b|shown\b|given\b|[:=|\"']+|\t))"
)
_HEAD: Final = (
    r"(?:no|nos|nr|num|number|numbers|nbr|id|ids|identifier|ref|reference|reg|regn|regd|"
    r"registration|lic|licen[cs]e|code|serial|acc|accession|auth|pre-?auth|authori[sz]ation|claim|"
    r"bill|invoice"
    r"|receipt|file|folio|policy|card|token|ticket|case|mlc|opd|ipd|uhid|record|records|chart|"
    r"encounter|exam|study|order|req|requisition|pt|patient|site|unit|study|specimen|biopsy|path|"
    r"histo|cytology|lab|slide|block|badge|employee|staff|room|locker|file|appt|booking|transaction|"
    r"batch|lot|device|model|implant|asset|tag|barcode|aadhaar|aadhar|pan|nric|mykad|emirates|iqama|"
    r"passport|voter|ration|abha|uid|pin|hosp|hospital|ward|dept|scan|film|plate|cd|disc|job|fir|"
    r"police|incident|docket|complaint|insurance|ins|tpa|sponsor|scheme|member|cert|certificate|"
    r"form|permit|visa|account|acct|customer|client|subject|participant|trial|protocol)"
)
_MODEL: Final = r"model[ ]\d{4}(?![\w/\-]|[.,]\d)"
"""The model of an implant, which many have: "lead model 5076"."""
_NUMBERED: Final = (
    rf"(?<![^\W_])(?<!image )(?<!series )(?<!slice )(?<!tooth )(?<!page )(?<!procedure )(?<!cpt )(?<!cpt-)"
    rf"(?<!tariff )(?<!icd )(?<!icd-10 )(?<!icd10 )(?<!dx )(?<!diagnosis )(?<!hcpcs )(?<!billing )"
    rf"(?!{_MODEL}|(?:film|scan)[ ](?:in[ ])?\d{{1,2}}/(?:7|12|52)(?!\w)){_HEAD}\b(?!'s)"
)
_CAMEL: Final = r"(?<![^\W_])\w*(?:id|identifier|number|num|no|accession|mrn|code|ref|reference|serial)"
_NO_WORD: Final = r"(?!(?:in|on|at|of|by|to|and|was|the)\b)"
_NO_CODE: Final = (
    r"(?!(?:(?:IMG|CPT|ICD|HCPCS)-?\d{2,6}|b-?\d{1,2}00|S\d{1,3}/I\d{1,4}|v20[0-3]\d|G(?:9\d|10)\d\d|"
    r"[CTL]\d{1,2}(?:-\d{1,2}){1,3})\b)"
)
_NO_BONE: Final = (
    r"(?<!end )(?<!growth )(?<!side )(?<!volar )(?<!tibial )(?<!bone )(?<!locking )(?<!dorsal )"
    r"(?!plates?[ ](?:of[ ])?(?:[CTLS]\d|\d{1,3}[ ](?:mm|cm|degrees?)\b))"
)
"""A plate of a bone or of metal, and no vehicle's."""
_NO_LABEL: Final = (
    rf"(?!(?i:{any_of('id_fields')}|{any_of('registers')}|dob|lot[ ]no|mr|ur|hn|pt|npi|nhs|dni)(?![\w]))"
)
_PLATE: Final = (
    r"[A-Z]{2}[ \-]?\d{1,2}[ \-]?[A-Z]{1,3}[ \-]?\d{3,4}|[A-Z]{1,3}[ \-]?\d{2,5}(?:[ \-]?[A-Z]{1,3})?|"
    r"\d{1,4}[ \-]?[A-Z]{2,3}(?:[ \-]?\d{2,3})?"
)


def numbers() -> list[Rule]:
    """Return the rules of ids."""
    return [*_labelled(), *_in_slots(), *_shapes()]


def _labelled() -> list[Rule]:
    return [
        rule(
            "ID",
            rf"(?<![^\W_]){_NO_BONE}{any_of('id_fields')}(?![^\W_])(?!(?<=PID)\|\d{{0,4}}\|)"
            rf"{_FILLER}{{0,5}}[ \t]*(?P<v>{TOKEN}|{MASKED})",
        ),
        rule(
            "ID", rf"{_CAMEL}[\"']?[ \t]*[=:|#][ \t]*[\"']?(?P<v>{LONG_TOKEN}|{MASKED})", Reading.UNMEASURED
        ),
        rule("ID", rf"{_NUMBERED}{_FILLER}{{0,4}}[ \t]*(?P<v>{LONG_TOKEN}|{MASKED})", Reading.UNMEASURED),
        rule(
            "ID",
            rf"^[ \t]*{any_of('id_fields')}[ \t]*[:#]?[ \t]*\n[ \t]*(?P<v>{LONG_TOKEN})[ \t]*$",
            Reading.UNMEASURED,
        ),
        rule(
            "ID",
            rf"\b{_NO_BONE}(?:plates?|vehicle|registration|car|auto|lorry|truck|motorcycle|bike)[ \t]*"
            rf"(?:reg\w*|number|no\.?|#|:|was|is)*[ \t]*:?[ \t]+{_NO_WORD}(?-i:(?P<v>{_PLATE}))\b",
            Reading.UNMEASURED,
        ),
        rule("ID", r"\blast[ -]?(?:4|four)(?:[ ](?:digits?|of[ ]\w{2,8}))?[ ]?[:=]?[ ](?P<v>\d{4})\b"),
        rule(
            "ID",
            r"\b(?:flight|tail|dustoff|medevac|run|unit)[ ]?[#:]?[ ](?-i:(?P<v>[A-Z]{1,4}-?\d{2,5}[A-Z]?))\b",
        ),
        rule(
            "ID",
            rf"\b(?:vehicle|car|lorry|truck|van|taxi|motorcycle|bike|bus)[ \t]+(?:with[ ]|and[ ])?"
            rf"(?:plates?[ ])?(?:reg\w*|number|no\.?|#)?[ \t:]*{_NO_WORD}"
            rf"(?P<v>[A-Z]{{2,3}}[ \-]?\d{{2,4}}[ \-]?{_NO_WORD}[A-Z]{{1,3}}|"
            rf"[A-Z]{{1,3}}-[A-Z]{{1,2}}[ ]?\d{{1,4}}[EH]?|"
            rf"[A-Z]{{2}}\d{{1,2}}[ \-]?[A-Z]{{1,3}}[ \-]?\d{{1,4}})\b",
        ),
        rule(
            "ID",
            rf"\b{_NO_BONE}plates?[ \t]*(?:number|no\.?|#|:)*[ \t]*:?[ \t]+{_NO_WORD}"
            rf"(?P<v>[A-Z]{{1,3}}[ \-]?\d{{2,5}}|\d{{1,4}}[ \-]?[A-Z]{{2,3}})\b",
        ),
        rule("ID", r"\b(?:by user|user|username|login)[ \t]*:?[ \t]+(?P<v>(?=\w*\d)[\w.\-]{3,})"),
    ]


def _in_slots() -> list[Rule]:
    return [
        rule(
            "ID",
            rf"(?<![^\W_])\#[ ]?(?P<v>(?=[\w\-/.]*\d[\w\-/.]*\d[\w\-/.]*\d[\w\-/.]*\d|"
            rf"[A-Z]{{2,}}[\w\-/.]*\d){TOKEN})",
            Reading.UNMEASURED,
        ),
        rule(
            "ID",
            rf"\[NAME\][ ]*(?:[|/,;(–-]|[ ]{{2,}}|\t)[ ]*"
            rf"(?P<v>(?=[A-Z\-/.]{{0,6}}\d(?:[\-/.]?\d){{3}}){TOKEN})",
            Reading.UNMEASURED,
        ),
        rule(
            "ID",
            r"\[NAME\],?[ ](?P<v>\d[\d\-./ ]{2,14}\d)[ ,;|]{1,3}(?=(?:DOB[: ]+)?\[DATE\])",
            Reading.UNMEASURED,
        ),
        rule(
            "ID", r"\[NAME\][ ](?P<v>(?=(?:[.\-]?\d){5})\d[\d.\-]{3,12}\d)(?=[ ]*(?:[-–,;|)]|$|\.(?:\s|\Z)))"
        ),
        rule(
            "ID",
            r"^(?:subject|re|fwd?|regarding|worklist|patient|pt)[ \t]*[:#][ \t]*[^\n\d]{2,40}[ ]"
            r"(?P<v>\d{5,10})(?=[ ]*[-–,;|])",
            Reading.UNMEASURED,
        ),
        rule("ID", r"\[NAME\][ ]?\((?P<v>[a-z][\w.\-]*\d+)\)"),
        rule("ID", rf"\((?P<v>{LONG_TOKEN})\)[ ]*(?=\[(?:NAME|ORG)\])", Reading.UNMEASURED),
        rule(
            "ID",
            rf"(?-i:(?:\[NAME\],?[ ]?(?:\(|[-–][ ])?|\b(?:ID|id|[Nn]umber|NUMBER|[Nn]o\.|NO\.|[Ss]erial|"
            rf"SERIAL|under|UNDER|[Rr]egistration|REGISTRATION|[Cc]ertificate|CERTIFICATE|[Ll]icen[cs]e)[ ]|"
            rf"[ ][/|][ ])(?:{_NO_LABEL}|(?=LOT[ ]))(?P<v>[A-Z]{{2,5}}(?:[-/][A-Z]{{2}})?|[A-Z]\.[A-Z]\.|"
            rf"(?:Céd|CÉD|Ced|CED)\.[ ](?:Prof|PROF)\.|(?:Reg|REG|No|NO|Nr|NR|Col|COL|Lic|LIC)\.)[ ]"
            rf"(?=\[ID\]))",
        ),
        rule("ID", rf"(?-i:^[ \t]*{_NO_LABEL}(?P<v>[A-Z]{{2,4}})[ ](?=\[ID\][ ]\[NAME\]))"),
        rule("ID", r"\b(?P<v>(?!das28)[a-z]{3,}\d{2,3})\b", Reading.CUED),
        rule("ID", r"\b(?P<v>[a-z]{5,}\d)\b", Reading.CUED),
    ]


def _shapes() -> list[Rule]:
    return [
        rule(
            "ID", r"(?P<v>\(01\)[ ]?\d{12,14}(?:[ ]?\((?:1[0-7]|2[0-4]\d?|30|37|9\d)\)[ ]?[\w\-./]{1,20})*)"
        ),
        rule("ID", r"(?<![\w.])(?P<v>\+[A-Z]\d{3}[A-Z\d]{2,18}(?:/\$[\w$+\-./]{2,30})?)"),
        rule("ID", rf"(?P<v>{MASKED})(?<=[\dA-Z])"),
        rule("ID", r"(?<![\w.])(?P<v>\d{3}[- ]\d{2}[- ]\d{3,4})\b", Reading.UNMEASURED),
        rule(
            "ID",
            r"(?<![\w.])(?P<v>\d{4}[ ]\d{5}[ ]\d(?:[/-]\d)?|\d{4}[ ]\d{4}[ ]\d{4}(?:[ ]\d{4})?|"
            r"\d{6}[ ]\d{4}[ ]\d{2}[ ]\d|\d{3}[ ]\d{3}[ ]\d{4})\b",
            Reading.UNMEASURED,
        ),
        rule(
            "ID",
            r"(?<![\w./])(?P<v>\d{4,8}[-–]\d{3,8}|\d{4,7}/(?:\d{4,}|\d{2})(?:/\d{2,4})?|"
            r"\d{2,6}/\d{4,8}(?:/\d{2,4})?)(?![\w]|[.,]\d)",
            Reading.UNMEASURED,
        ),
        rule(
            "ID",
            r"(?<![\w.])(?P<v>(?=(?:-?\d){8})(?=[\d\-]*\d{3})\d{1,8}(?:-\d{1,8}){2,6})(?![\w]|[.,]\d)",
            Reading.UNMEASURED,
        ),
        rule(
            "ID",
            r"(?<![\w.\-])(?P<v>\d\d-(?:1[3-9]|[2-9]\d)-(?:\d\d)|(?:3[2-9]|[4-9]\d)-\d\d-(?:3[2-9]|[4-9]\d))"
            r"(?![\w\-]|[.,]\d)",
            Reading.UNMEASURED,
        ),
        rule(
            "ID",
            r"(?<![\w.])(?P<v>\d{1,4}\.\d{5,8}\.\d{1,4}|[A-Z]{1,3}\d{2,6}/\d{4,8})(?![\w]|[.,/]\d)",
            Reading.UNMEASURED,
        ),
        rule("ID", r"(?<![\w.])(?P<v>\d{2,6}\.\d{5,8}|\d{4,6}\.\d{3})(?!\w|\.\d)", Reading.UNMEASURED),
        rule(
            "ID",
            r"(?<![\w.,/])(?P<v>\d{1,3}(?:\.\d{3}){2,3}(?:[-/][\dA-Z]{1,2})?|\d{3}\.\d{4}\.\d{4}\.\d{2}|"
            r"\d\d\.\d\d\.\d\d-\d{3}\.\d\d|[A-Z]{1,5}(?:\.\d{3,8}){2,3})(?![\w]|[.,]\d)",
            Reading.UNMEASURED,
        ),
        rule(
            "ID",
            r"(?<![\w/])(?!S\d{1,3}/I(?:M|mg)?\d)(?P<v>(?=[A-Z/\-]*\d(?:[/\-]?\d){3})[A-Z]{1,6}"
            r"(?:[/\-][A-Z\d]{1,8}){0,3}/\d{1,8}(?:[/\-]\d{1,8}){0,3}[A-Z]?)(?![\w/])",
            Reading.UNMEASURED,
        ),
        rule(
            "ID",
            r"(?P<v>\b(?!DOB-)(?!\d+-(?:year|month|week|day)s?-)(?=[A-Z\d\-]{0,15}[A-Z])"
            r"(?=(?:[A-Z\-]{0,9}\d){3})[A-Z\d]{2,6}(?:-[A-Z\d]{2,6}){2,}\b)",
            Reading.UNMEASURED,
        ),
        rule(
            "ID",
            rf"(?P<v>\b(?<![A-Z]-){_NO_CODE}(?=[\w\-]{{0,12}}\d{{4}})"
            rf"[A-Z]{{1,6}}-?\d{{1,3}}-?\d{{3,}}[A-Z]{{0,2}}(?:[/\-]\d{{1,6}}){{0,2}}\b)",
            Reading.UNMEASURED,
        ),
        rule(
            "ID",
            r"(?P<v>\b(?:\d{6,}(?:[-/](?=[A-Z]{0,4}\d)[\dA-Z]{1,5})?|\d{1,5}-\d{5,}|(?<![A-Z]-)"
            r"(?<!18F )[A-Z]{1,4}-\d{4,}(?:[-/]\d{1,4}|-[A-Z]{1,3})?|\d{2,3}-\d{2,3}-\d{3,})\b)",
            Reading.UNMEASURED,
        ),
        rule(
            "ID",
            rf"(?P<v>\b{_NO_CODE}(?=[\w]*[A-Za-z])(?=[\w]*\d[\w]*\d[\w]*\d[\w]*\d)\w{{6,}}\b)",
            Reading.UNMEASURED,
        ),
    ]
