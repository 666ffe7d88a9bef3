"""Rooms, beds, chairs, cells, berths and wards, by their number or letter, with the unit they are in.

Rules: a word for a place where somebody lies, sits or is scanned goes with the number or letter behind it and
the unit before it; a word that bodies and counts have too (space, station, slot, level) is none; behind the
label of a place whatever is short and numbered is one.

Not here: streets and houses (`addresses`, `roads`), towns (`places`).
"""

# ruff: noqa: RUF001 - wards are written with typographic apostrophes
from __future__ import annotations

from typing import TYPE_CHECKING, Final

from site_agent.deidentify.reports.patterns.writing import UPPER, rule

if TYPE_CHECKING:
    from site_agent.deidentify.reports.patterns.writing import Rule

_UNIT: Final = (
    r"(?:(?-i:[A-Z]{0,4}(?:ICU|ITU|HDU|SCBU|CCU|SCN)|(?:[nps]|cv)?icu|itu|hdu|ccu|amu|mau|sau|cdu|ACU|AMU|MAU|SAU|CDU|EAU|"
    r"EMU|ASU|ESU|PACU|SDU|SDEC|LDRP|"
    r"MDU|BMTU?|DSU|L&D|LDR|OPD|A&E|ED|ER|EC|UCC|RAZ)|(?-i:[Rr]esus(?:citation)?|RESUS|[Mm]ajors|MAJORS|"
    r"[Mm]inors|MINORS)|(?:short[ ]stay|day[ ](?:case|surgery|unit)|dialysis|oncology|chemo(?:therapy)?|"
    r"(?:neuro|cardiac|surgical|medical|burns?)[ ](?:icu|hdu|unit)|bmt[ ]unit|antenatal|postnatal|"
    r"infusion|recovery|triage|observation|acute|step-?[ ]?down|intensive[ ]care|maternity|labou?r|"
    r"delivery|sick[ ]?bay))"
)
_KIND: Final = (
    r"(?:(?:cath|angio|ep)[ ]lab|(?:ir|mri?|ct|angio)[ ]suite|"
    r"(?:side|clinic|treatment|procedure|exam(?:ination)?|consult(?:ing|ation)?|isolation|delivery|birthing|"
    r"family|trauma|resus(?:citation)?|scan(?:ning)?|x-?ray|operating|interview|recovery|waiting|triage|"
    r"plaster|private)[ ](?:room|rm\.?|bay|area|cubicle)|"
    r"room|rm\.?|bed(?:[ ]?space)?|bay|ward|suite|cubicle|pod|chair|recliner|tent|bunk|berth|cabin|"
    r"stateroom|crib|cot|incubator|isolette|trolley|stretcher|gurney|theatre|theater|couch|dorm|barrack|"
    r"hut|lane|booth|curtain|cubby|kennel)"
)
_NUMBER: Final = (
    r"(?:[ ]*\#?[ ]*\d+[A-Z]?(?:-[A-Z\d]{1,3})?|[ ]+\#?(?:(?-i:[A-Z](?:[-.]?\d+)*)|[a-z][-.]?\d+))"
)
_FLOOR: Final = (
    r"(?:\d{1,2}[ \-](?:tower|north|south|east|west|main|cent(?:er|re)|pavilion|annexe?|upper|lower)[ ])"
)
_NO_MEASURE: Final = (
    r"(?![\w/]|[.,]\d|-\d|(?<=\d{5})|[ ]\d{5}|[ \-](?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|"
    r"[ ]?(?:%|[cm]m\b|x\d|hours?\b|days?\b|weeks?\b|months?\b))"
)
_LABEL: Final = (
    r"(?:^|[ ]{2}|[|;,\[{(])[ ]?[\"']?(?:(?:pt|pat|patient|current|point[ ]of[ ]care)[ ]?)?(?:loc(?:ation)?|"
    r"housing|ward|unit|room|pv1|pv1-3|placed|whereabouts|bed|nursing[ ]station)[\"'\]]?[ ]?[:=|][ ]?[\"']?"
)


def rooms() -> list[Rule]:
    """Return the rules of rooms, beds and wards."""
    return [
        *_numbered(),
        *_units(),
        *_wards(),
        *_of_emergency(),
        *_theatres(),
        *_cells(),
        *_coded(),
        *_abroad(),
        *_labelled(),
        *_beside(),
    ]


def _numbered() -> list[Rule]:
    """Return the rules of rooms, bays and beds with their number, whole or over two lines."""
    return [
        rule(
            "LOCATION",
            rf"(?P<v>\b(?!(?-i:POD)[ ]\#?\d|ward[ ]+\d\.\d|chair[ ][a-z]\.[ ][a-z])(?:{_UNIT}[ \-,]{{1,2}})?"
            rf"(?:level[ ]\d+[ ]|{_FLOOR})?{_KIND}{_NUMBER}(?:,?[ ]{_KIND}{_NUMBER}){{0,2}})"
            rf"{_NO_MEASURE}",
        ),
        rule("LOCATION", rf"(?P<v>\b{_UNIT}[ ](?:{_KIND}[ ])?\n(?:{_KIND}[ ])?[A-Z]?\d{{1,3}})(?=[ \t]*$)"),
        rule("LOCATION", rf"(?P<v>\b(?:{_UNIT}[ ])?{_KIND}\n\d{{1,3}})(?=[ \t]*$)"),
        rule(
            "LOCATION",
            r"(?P<v>\b(?:room|rm\.?)[ ][A-Z]?\d{1,2}\.\d{1,3}[A-Z]?)(?=[ ]*(?:$|[,;|)\]]|\.(?:[ ]|$))|[ ]{2}|"
            r"[ ](?:at|on|by|for|was|is|and|with|from|staff|in|under|until|pending|via|overnight|after|"
            r"before)\b)",
        ),
        rule("LOCATION", rf"(?P<v>\b{_UNIT}[ \-](?:pod|bay|bed|room|side)[ ][a-z])(?!\w)"),
    ]


def _units() -> list[Rule]:
    """Return the rules of units with their number: "ICU bed 3", "unit 3B-12"."""
    return [
        rule(
            "LOCATION",
            r"(?P<v>\b(?:rehab|step-?[ ]?down|telemetry|tele)[ ]\#?\d{1,3}[A-Z]?)(?=[ ]*(?:[;,.|)]|$)|"
            r"[ ]{2}|[ ]at\b)",
        ),
        rule(
            "LOCATION",
            r"(?P<v>\b(?:surgical|medical|cardiac|neuro|trauma|burns?|coronary)[ ](?:icu|itu|hdu)"
            r"[ ](?:\d{1,3}|\[LOCATION\]))(?!\w)",
        ),
        rule(
            "LOCATION",
            r"(?P<v>\b(?:(?-i:[A-Z]{0,4}(?:ICU|ITU|HDU|CCU|SCBU)|(?:[nps]|cv)?icu|itu|hdu|ccu)|L&D|LDRP?|"
            r"PACU|AMU|MAU|SAU|CDU|EAU|ED|ER)"
            r"(?:[ ]+|(?-i:[\-/])(?=\d))(?:(?:bed|bay|room|slot|spot|hall(?:way)?|corridor|pod)[ ]*)?"
            r"\d{1,3}[A-Z]?\b(?![ ]?%|[.,]\d|[ ]?(?:hours?|days?|weeks?|years?|hrs?)\b)|"
            r"\b\d{1,2}[NSEW]-\d{1,3}\b|"
            r"\b(?:level[ ])?\d{1,2}[ ](?:North|South|East|West|Tower)\b)",
        ),
        rule(
            "LOCATION",
            r"\bin[ ](?P<v>unit[ ](?:\d{1,2}[A-Z]|[A-Z]\d{1,2}))(?=[ ]*[.,;)]|[ ](?:at|on|by|with)\b)",
        ),
        rule("LOCATION", r"(?P<v>\bunit[ ]\d{1,2}(?-i:[A-Z])-\d{1,3})(?![\w\-])"),
        rule("LOCATION", r"(?P<v>\blabou?r[ ](?:&|and)[ ]delivery[ ]\d{1,2}[a-z]?)(?!\w)"),
    ]


def _wards() -> list[Rule]:
    """Return the rules of wards and stations by their name or letter."""
    return [
        rule(
            "LOCATION",
            rf"(?-i:(?P<v>(?:\b[{UPPER}][a-zà-ÿ]+|\[(?:NAME|ORG|ADDRESS)\](?:['’]s)?)[ ]Ward|"
            rf"\b(?!THE\b|THIS\b|FROM\b|AND\b)[{UPPER}]{{3,}}[ ]WARD)\b)",
        ),
        rule(
            "LOCATION", r"(?-i:(?P<v>\b(?:St|ST|Saint)\.?[ ][A-Z][\w\-]+(?:['’][sS])?[ ](?:Ward|WARD)))(?!\w)"
        ),
        rule(
            "LOCATION",
            r"(?P<v>\b(?:fe)?male[ ](?:medical|surgical|general|orthop\w+)[ ]ward)(?=,?[ ](?:\[LOCATION\]|"
            r"bed\b))",
        ),
        rule(
            "LOCATION",
            r"(?-i:(?:\b(?i:on|in|to|from|at)|[,:])[ ](?P<v>(?:Station|STATION)[ ]"
            r"(?:\d{1,2}[B-KM-QS-Z]|[A-Z]\d{1,2})))(?!\w)",
        ),
        rule(
            "LOCATION",
            r"(?-i:(?P<v>\b[A-Z][a-z]+[ ](?:Ward|Unit),?[ ](?:[Bb]ed|[Bb]ay|[Rr]oom)[ ]\d{1,3}[A-Z]?))"
            r"(?![\w/])",
        ),
    ]


def _of_emergency() -> list[Rule]:
    """Return the rules of places in an emergency department."""
    return [
        rule(
            "LOCATION",
            r"(?P<v>\bfast[ -]?track[ ](?:(?:chair|bed|bay|room)[ ]?)?(?:\d{1,2}|\[LOCATION\]))(?!\w)",
        ),
        rule(
            "LOCATION",
            r"(?:\b(?:in|to|from|film,)[ ]|\()(?P<v>trauma[ ](?:bay[ ])?\d{1,2}[A-Z]?)"
            r"(?=[ ]*[.,;)]|[ ](?:after|at|for|before|on|when)\b)",
        ),
        rule("LOCATION", r"(?P<v>\bhallway[ ](?:(?:bed|chair|stretcher|spot)[ ])?#?\d+[A-Z]?)(?!\w)"),
        rule("LOCATION", r"(?P<v>\b(?:ER|ED|A&E|EC)[ ](?:trauma|resus|majors|minors)[ ]\d{1,2}[A-Z]?)(?!\w)"),
        rule(
            "LOCATION",
            r"(?P<v>\b(?:resus|majors|minors)[ ]\#?\d{1,2}[A-Z]?)(?=[ \t]*(?:$|[.,;|)\]](?!\d)|[ ]{2}|"
            r"[ ](?:was|is|for|by|and|at|when|on|before|after|to|with|via|from|staff|team|nurse|doctor|"
            r"shortly)\b|[ ]\[NAME\]|(?-i:[ ][A-Z][a-z]+[ ][A-Z]{1,2}[ ]\d)))",
        ),
        rule(
            "LOCATION",
            r"(?-i:(?P<v>\b(?:Trauma|TRAUMA)[ ]\d{1,2}[A-Z]?))(?=[ \t]*(?:$|[|;])|[ ]{2}|[ ]overnight\b|"
            r",[ ]\d{1,2}[:.]\d\d)",
        ),
        rule("LOCATION", r"(?-i:(?<=,[ ])(?P<v>(?:Trauma|TRAUMA)[ ]\d{1,2}[A-Z]?)(?=[.,](?:\s|$)))"),
    ]


def _theatres() -> list[Rule]:
    """Return the rules of operating theatres."""
    return [
        rule(
            "LOCATION",
            r"(?:\b(?:to|in|from|into|at|housing)[ ]|[ ]{2,}|\bclinic[ ]|^|[|:,;][ ]?)"
            r"(?-i:(?P<v>OR[ ]\#?\d{1,2}[A-Z]?))"
            r"(?=[ \t]*(?:$|[.,;|)](?!\d)|[ ]{2})|[ ](?i:after|following|for)[ ](?i:the|surgery|study|exam)"
            r"\b|[ ](?i:on[ ]an?|in[ ]stable|in[ ]good|by[ ](?:porter|stretcher|trolley|bed|wheelchair))"
            r"\b)",
        ),
        rule(
            "LOCATION",
            r"(?P<v>\bhybrid[ ](?:or|theatre|theater|lab|suite|room)[ ]\#?\d{1,2}[A-Z]?)(?![\w.,]\d|\w)",
        ),
    ]


def _cells() -> list[Rule]:
    """Return the rules of cells, tiers and bunks."""
    return [
        rule(
            "LOCATION",
            r"(?P<v>\b(?:pod|block|wing|tier|dorm|housing|unit|hall)[ ](?-i:\d{0,2}[A-Z]{0,2}\d{0,2})"
            r"(?:,?[ ](?:bunk|cell|tier|bed)[ ](?:\d{1,4}[A-Z]?|\[\w+\])){1,2})(?!\w)",
        ),
        rule("LOCATION", r"(?P<v>\bcell[ ](?-i:[A-Z])-?\d{1,3}(?:-\d{1,3})?)(?!\w)"),
        rule("LOCATION", r"(?-i:(?P<v>\b(?:Cell|CELL)[ ]\d{1,3}[A-Z]?))(?=[ ]*(?:[.,;|)]|$))"),
    ]


def _coded() -> list[Rule]:
    """Return the rules of places by floor, wing and number alone."""
    return [
        rule(
            "LOCATION",
            r"\b(?:in|exposure,|location:?|loc:?|to|from)[ ](?-i:(?P<v>[A-Z]{1,3}\d{1,2}-\d{3}[A-Z]?))(?!\w)",
        ),
        rule(
            "LOCATION",
            r"\b(?:inpatient,|(?:patient|obtained|currently|film|exam|seen|imaged|located)[ ]in)[ ]"
            r"(?-i:(?P<v>[A-Z][a-z]+(?:[-/ ][A-Za-z]+)?[ ]\d{1,4}[A-Z]?))(?=[ ](?:at|on|when|for)\b|[.;,])",
        ),
        rule("LOCATION", r"(?P<v>\blevel[ ]\d{1,2},?[ ]block[ ][a-z\d]{1,2})(?!\w)"),
        rule(
            "LOCATION",
            r"\b(?:obtained|taken|done|performed|scanned|seen|imaged)"
            r"[ ]in[ ](?-i:(?P<v>\d{1,2}[ ][A-Z][a-z]+[ ]\d{1,3}))(?=[ ]at\b|[ ]*[.,;])",
        ),
        rule("LOCATION", r"(?P<v>\b\d{1,2}-(?:east|west|north|south|tower|main|center|centre)-\d{1,4}\b)"),
        rule("LOCATION", r"(?P<v>\bw\d{1,2}-[a-z]\d{1,3})(?!\w)"),
        rule(
            "LOCATION",
            r"(?-i:\b(?:in|to|from|IN|TO|FROM)[ ](?P<v>(?:Tower|TOWER)[ ][A-Z][ ]\d{1,4}[A-Z]?))(?!\w)",
        ),
    ]


def _abroad() -> list[Rule]:
    """Return the rules of rooms in other languages."""
    return [
        rule(
            "LOCATION",
            r"(?-i:(?P<v>\b(?:Zimmer|ZIMMER|Saal|SAAL|Raum|RAUM|[Ss]ala|SALA|[Ss]alle|SALLE|[Qq]uarto|[Pp]okój|"
            r"[Ss]tanza|STANZA|[Kk]amer|KAMER|[Cc]ama|CAMA|[Ll]etto|LETTO|[Hh]abitación|[Oo]da)"
            r"[ ](?:[A-Z][ .-]?)?\d{1,4}(?:\.\d{1,3})?[A-Z]?))(?![\w/]|[.,-]\d|[ ]?(?:%|[cm]m\b|x\d))",
        ),
        rule("LOCATION", r"(?P<v>\breparto[ ]\d{1,2}°?[ ]piano(?:[ ]letto[ ]\d{1,3})?)(?!\w)"),
    ]


def _labelled() -> list[Rule]:
    """Return the rules of what stands behind the label of a place."""
    return [
        rule(
            "LOCATION",
            r"(?:^|[|;,][ ]?)ward(?:/clinic|/dept)?[ ]?[:=][ ]?(?P<v>[^\W\d_]\w+(?:[ ]\w+){0,4})"
            r"(?=[ \t]*(?:$|[|;,]|[ ]{2}))",
        ),
        rule(
            "LOCATION",
            rf"{_LABEL}(?P<v>[^\W\d_][\w&]{{0,11}}(?:[ \-][^\W\d_]\w{{0,9}}){{0,2}}[ \-]?\#?\d{{1,4}}[A-Z]?)"
            rf"(?=[ \t]*(?:$|[|;,\])}}\"'/]|[ ]{{2}}))",
        ),
        rule(
            "LOCATION",
            r"\bloc(?:ation)?[ ]?:?[ ](?P<v>(?-i:OR|ICU|ED|ER|CCU|NICU|PICU|ITU|HDU|AMU)"
            r"[ ]\#?\d{1,3}[a-z]?\d{0,3})"
            r"(?=[ ]{2}|[,.;)]|[ \t]*$)",
        ),
    ]


def _beside() -> list[Rule]:
    """Return the rules of what stands beside a room that has gone."""
    return [
        rule(
            "LOCATION",
            r"\b(?:in|to|from)[ ](?!(?:the|an?|his|her|their|our|stable|good)\b)(?P<v>[\w/&\-]{2,16})"
            r"[ ](?=\[LOCATION\])",
        ),
        rule(
            "LOCATION",
            r"(?-i:(?:[,:(]|\b(?:in|to|from|IN|TO|FROM))[ ](?P<v>(?!The\b)[A-Z][\w/&\-]+(?:[ ][\w/&\-]+)?)"
            r"[ ](?=\[LOCATION\]))",
        ),
        rule(
            "LOCATION",
            r"(?P<v>\b(?:surgical|medical|cardiac|neuro|trauma|burns?|coronary))[ ](?=\[LOCATION\])",
        ),
        rule(
            "LOCATION",
            r"(?-i:\b(?i:of|on|in|from|to)[ ](?P<v>[A-Z]\d{1,3}[A-Z]?))(?=[ ](?:\[LOCATION\]|bed[ ]\d))",
        ),
        rule("LOCATION", r"\[LOCATION\],[ ](?P<v>\d{1,2}/F)(?!\w)"),
    ]
