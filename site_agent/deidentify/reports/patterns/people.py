"""Names behind a cue: titles, credentials, relatives, verbs of people.

Not here: names without any cue (`site_agent.deidentify.reports.names`).
"""

# ruff: noqa: RUF001 - names are written with typographic apostrophes
from __future__ import annotations

from typing import TYPE_CHECKING, Final

from site_agent.deidentify.reports.exam_names import SHOWN_BY_MR
from site_agent.deidentify.reports.patterns.writing import (
    NAME,
    NAME_WORD,
    PARTICLES,
    UPPER,
    Reading,
    any_of,
    rule,
)

if TYPE_CHECKING:
    from site_agent.deidentify.reports.patterns.writing import Rule

_AMBIGUOUS: Final = r"(?:lt|fr|sr)(?!\.)"
"""Titles that mean something else as well without a dot: left, French, senior."""
_FACULTY: Final = r"(?:ssa\b|[ ]?(?:med|univ|dent|habil|rer|nat|phil)\.){0,3}"
"""What a doctor may be a doctor of."""
_JOB: Final = (
    r"\w*(?:ologist|physician|surgeon|nurse|practitioner|midwife|therapist|registrar|radiographer|"
    r"anaesthetist|specialist|department)\b"
)


_LOWER: Final = (
    r"(?-i:(?P<v>(?!(?:to|and|the|in|on|at|is|was|has|had|will|said|says|for|of|or|by|from|who|would|did|"
    r"does|called|wants|wanted|asked|ordered|notified|informed|aware|office|clinic|no|med|hab|habil|dent|"
    r"rer|univ|nat|phil)\b)[a-zà-ÿ][\w'’\-]+))"
)
"""A word in small letters that is nothing else than a name behind a title with its dot."""
_ALPHABET: Final = (
    "(?:alf?pha|alfa|bravo|charlie|delta|echo|foxtrot|golf|hotel|india|juliett?|kilo|lima|mike|november|"
    "oscar|papa|quebec|romeo|sierra|tango|uniform|victor|whiskey|x-?ray|yankee|zulu)"
)


def people() -> list[Rule]:
    """Return the rules of names behind a cue."""
    return [*_titled(), *_cued(), *_beside(), *_unidentified(), *_messages()]


def _titled() -> list[Rule]:
    """Return the rules of names behind a title."""
    title, job = any_of("titles"), any_of("job_titles")
    return [
        rule(
            "NAME",
            rf"\b(?!{job}\b|(?-i:MR\b(?!\.))|{_AMBIGUOUS}(?![\w.])|(?<=\d[ ])(?:fr|(?-i:ms))\b|"
            rf"(?<=\d[ ])ms[ ]+(?:qrs|qtc?|pr|rr|te|ti|tr)\b|(?<=[a-z]-)drs\b|"
            rf"sir[ ](?:class|grade|category|adverse|criteria|guidelines?|reporting)\b|"
            rf"sister[ ]mary[ ]joseph\b|lady(?:\.|[ ]windermere\b)){title}\b(?:(?<!\w{{5}})\.)?"
            rf"{_FACULTY}[ \t]+"
            rf"(?:{title}\b\.?{_FACULTY}[ \t]+)?(?!nos?\b|number\b)(?-i:(?P<v>{NAME}))",
            Reading.BEFORE,
        ),
        rule(
            "NAME",
            rf"\b{job}\b\.?[ \t]+(?:{title}\b\.?[ \t]+)?(?!nos?\b|number\b)(?!{_JOB})"
            rf"(?!\w+(?:[ ]\w+)?[ ]*[:#])(?-i:(?P<v>{NAME}))",
            Reading.CUED,
        ),
        rule(
            "NAME",
            rf"\b(?!(?<=\d[ ])fr\b){_AMBIGUOUS}[ \t]+(?:{title}\b\.?[ \t]+)?"
            rf"(?![xy][ ](?:view|ray|stent|graft)\b)(?-i:(?P<v>{NAME}))",
            Reading.STRANGE_BEFORE,
        ),
        rule(
            "NAME",
            rf"(?-i:(?:(?i:\b(?:by|with|from|to|for|and|per|cc)[ ])MR[ \t]+|\bMR[ \t]+(?!(?i:{SHOWN_BY_MR})))"
            rf"(?P<v>{NAME}))",
            Reading.STRANGE_BEFORE,
        ),
        rule("NAME", rf"\b(?:dr|mr|mrs|ms|prof)\.[ ]{_LOWER}"),
        rule("NAME", r"\b(?:dr|mr|mrs|ms|prof)\.?[ \t]+(?-i:(?P<v>[^\W\d_A-Z][\w'’\-]+))", Reading.CUED),
        rule(
            "NAME",
            rf"\b(?:drs|doctors|profs)\b\.?[ ](?:[\w.'’\-\[\]]+[ ,]+){{1,4}}?(?:and|&)[ ](?-i:(?P<v>{NAME}))",
            Reading.BEFORE,
        ),
    ]


def _cued() -> list[Rule]:
    """Return the rules of names behind or before a cue: credentials, relatives, verbs of people."""
    title, told = any_of("titles"), rf"(?:{any_of('titles')}\b\.?[ \t]+)?"
    return [
        rule(
            "NAME",
            rf"(?<!\w)(?-i:(?P<v>(?!I,|{any_of('credentials')}(?!\w)){NAME})),?[ \t]+"
            rf"(?-i:{any_of('credentials')})(?![\w\-]|(?-i:/[a-z])|"
            rf"[ ]+(?:views?|projections?|films?|and[ ]lat\w*|lat\w*|axial|erect|upright)\b|"
            rf"(?<=ing[ ]MD)[ ]+[\w\[]|(?<=BM)[ ]\d|(?<=PA)[ ](?:systolic|pressure|trunk|size|diameter)\b)",
            Reading.CUED_BEHIND,
        ),
        rule(
            "NAME",
            rf"\b{any_of('relatives')}\b(?:'s)?,?[ \t]+(?:named[ \t]+|is[ \t]+)?(?-i:(?P<v>{NAME}))",
            Reading.CUED,
        ),
        rule(
            "NAME",
            rf"\b{any_of('cues')}\b:?[ \t]+(?:the[ \t]+)?{told}(?!{title}\b)(?!{_JOB})"
            rf"(?!\w+(?:[ ]\w+)?[ ]*[:#])(?-i:(?P<v>{NAME}))",
            Reading.CUED,
        ),
        rule(
            "NAME",
            rf"(?-i:(?P<v>\b(?!I\b(?!\.)|(?:Pt|PT|Patient|PATIENT|ED|ER|ICU|OR)\b){NAME}))"
            rf"[ \t]+{any_of('person_verbs')}\b",
            Reading.CUED,
        ),
        rule("NAME", rf"\bpatient,?[ \t]+(?!\w+(?:[ ]\w+)?[ ]*[:#])(?-i:(?P<v>{NAME}))", Reading.CUED),
        rule(
            "NAME",
            rf"(?-i:(?P<v>\b(?!(?i:patient|pt|child|infant|baby|boy|girl|man|woman|he|she|family|this|the)"
            rf"\b){NAME_WORD}))['’]s[ \t]+(?={any_of('relatives')}\b)",
        ),
        rule(
            "NAME",
            r"\b(?:spoke w(?:ith)?|discussed with|d/w|paged|prelim by|read by|signed by|dictated by|"
            r"attending|resident|son|daughter|wife|husband|mother|father),?[ \t]+"
            r"(?-i:(?P<v>[^\W\d_A-Z][\w'’\-]+))",
            Reading.CUED,
        ),
        rule("NAME", r"\b(?P<v>[^\W\d_][\w'’\-]{1,30}),?[ \t]+(?:rn|md|pa-c)\b", Reading.CUED),
        rule(
            "NAME",
            r"\b(?:pt|patient)[ \t]+(?P<v>(?!(?:gave|stated|confirmed|provided|has|with|whose|is|was|"
            r"quoted)\b)[^\W\d_][\w'’.\-]*(?:,?[ \t]+[^\W\d_][\w'’.\-]*){0,3}?)"
            r"(?=,?[ \t]+(?:dob|mrn|ssn)\b)",
        ),
        rule("NAME", rf"\bI,[ \t]+(?-i:(?P<v>{NAME}))", Reading.CUED),
        rule(
            "NAME",
            rf"(?-i:(?P<v>\b{NAME}))(?=,[ ](?:the|his|her)[ ](?:patient'?s?[ ])?{any_of('relatives')}\b|"
            rf"[ ]\({any_of('relatives')}\))",
            Reading.STRANGE_BEHIND,
        ),
        rule(
            "NAME",
            rf"(?-i:(?:[:;(|,\t]|\b(?:by|with|to|from|for|and|per|Drs\.|Prof\.|Dr\.)[ ])[ \t]*"
            rf"(?<!\b[{UPPER}],[ ])(?P<v>(?:[{UPPER}]\.[ ]?){{1,2}}[{UPPER}][a-zà-ÿ]\w*))",
            Reading.CUED,
        ),
    ]


def _beside() -> list[Rule]:
    """Return the rules of initials and other words with capitals beside a name that has gone."""
    beside = (
        rf"(?:(?<!/)[{UPPER}]\.?(?![\w'’/])|(?!(?i:{any_of('titles')}|{any_of('beside_names')})\b)"
        rf"[{UPPER}][\w'’]*[a-zà-ÿ][\w'’]*)"
    )
    return [
        rule("NAME", rf"(?-i:\[NAME\][ \-](?P<v>{beside}(?:[ \-]{beside}){{0,4}}))"),
        rule(
            "NAME",
            rf"(?-i:^(?P<v>(?!I[ ])[{UPPER}]\.?)[ ](?=(?:{PARTICLES}?\[NAME\][ ]?)+[ \t]*(?:$|[/,|(])))",
        ),
        rule("NAME", r"(?<![\w./])(?P<v>[^\W\d_]\.)[ ](?=\[NAME\])"),
        rule("NAME", r"(?<![\w.])(?!(?:m\.d|d\.o|r\.n|p\.a|n\.p)\.)(?P<v>(?:[^\W\d_]\.){1,3})_?(?=\[NAME\])"),
        rule(
            "NAME", r"(?<![\w.])(?!(?:m\.d|d\.o|r\.n|p\.a|n\.p)\.)(?P<v>(?:[^\W\d_]\.){2,3})[ ](?=\[NAME\])"
        ),
        rule(
            "NAME",
            rf"(?-i:\[NAME\][ ](?!{any_of('credentials')})(?!(?:M\.D|D\.O|R\.N|P\.A|N\.P)\.)"
            rf"(?P<v>(?:[{UPPER}]\.){{2,3}})(?!\w))",
        ),
        rule(
            "NAME",
            rf"(?-i:(?<!\w)(?P<v>[{UPPER}][\w'’\-]+),[ ](?=\[NAME\](?:[ ][{UPPER}]\.?|[ ]\[NAME\])?[ ]*"
            rf"(?:\[ID\]|\[DATE\]|\(\[ID|\||,[ ](?:\[(?:ID|DATE)\]|"
            rf"(?:NHS|NHI|MRN|DOB|HCN|ID|SSN|d\.o\.b|born)\b))))",
        ),
        rule(
            "NAME",
            rf"(?-i:\[NAME\],[ ](?P<v>[{UPPER}][\w'’\-]+(?:[ ][{UPPER}]\.?(?!\w))?)"
            rf"(?=[ \t]*(?:\[(?:ID|DATE)|[|(;]|$)))",
        ),
        rule(
            "NAME",
            rf"(?-i:(?<!\w)(?!(?i:patient|pt|name)\b)(?P<v>[{UPPER}][\w'’\-]+(?:[ ][{UPPER}][\w'’\-]+)?)[ ]"
            rf"(?=\[NAME\][ ]*\(\[ID))",
        ),
        rule("NAME", rf"(?-i:\[NAME\]\n(?P<v>[{UPPER}][\w'’\-]+)(?=[ ](?:at|via|and|who|regarding)\b))"),
        rule(
            "NAME",
            rf"(?<![\w\[])(?P<v>(?-i:(?!AP\b){PARTICLES.replace('|st', '')}){{1,2}}(?=\[(?:NAME|ORG)\]))",
        ),
        rule("NAME", rf"(?-i:(?<![.:!?] )(?<!^)\b(?P<v>{beside}(?:[ ]{beside}){{0,3}})[ ]?(?=\[NAME\]))"),
    ]


def _unidentified() -> list[Rule]:
    """Return the rules of names of those whose name nobody knows."""
    return [
        rule(
            "NAME",
            rf"\b(?P<v>(?:trauma|unknown|unk|doe|unidentified),?[ ]{_ALPHABET}\b(?:[ \-]?\d{{1,4}}\b)?)",
        ),
        rule("NAME", rf"(?<=\])[ ]*,?[ ]*(?P<v>{_ALPHABET}[ ]\d{{1,4}}\b)"),
    ]


def _messages() -> list[Rule]:
    """Return the rules of those who write to each other, in any case."""
    word = r"[^\W\d_][\w'’.\-]*"
    clock = r"\d{1,2}:?\d{2}[ ]?(?:[ap]m?|h(?:rs)?)?"
    nobody = (
        r"(?!(?:all|both|team|there|everyone|everybody|folks|guys|again|sir|madam|doctor|dr|colleagues?|for|in|"
        r"so|much|to|you|that|this|the|and|i|we|pls|please)\b)"
    )
    initials = (
        r"(?!(?:p\.o|p\.r|i\.v|i\.m|a\.m|p\.m|e\.g|i\.e|b\.d|t\.d|o\.d|q\.d|s\.c)\.)[^\W\d_]\.[ ]?"
        r"(?:[^\W\d_]\.[ ]?)?[^\W\d_]\."
    )
    return [
        rule(
            "NAME",
            rf"(?<![\w:/.\-]){clock}[\])]?[ ]+(?![ap]\.?m\b|h(?:ou)?rs?\b)(?P<v>{word}(?:[ ]{word}){{0,2}}):"
            r"(?=[ \n])",
            Reading.STRANGE,
        ),
        rule("NAME", rf"(?<![\w.])(?P<v>[^\W\d_]{{3,}}_[^\W\d_]{{1,2}})(?=[ ]+{clock}(?!\w))"),
        rule("NAME", rf"(?<![\w.@/])(?P<v>[^\W\d_]{{2,}}\.[^\W\d_]{{2,}})(?=[ ]+{clock}(?!\w)|:[ ])"),
        rule("NAME", rf"^(?P<v>[^\W\d_]{{4,}})(?=[ ]+{clock}[ \t]*$)", Reading.STRANGE),
        rule(
            "NAME",
            rf"\bthis[ ]is[ ](?P<v>(?!the\b|an?\b|not\b)(?:dr\.?[ ])?{word}(?:[ ]{word}){{0,2}}?)"
            rf"(?=[ ](?:calling|from)\b)",
            Reading.STRANGE,
        ),
        rule("NAME", r"@(?P<v>[^\W\d_]{3,}(?:[_.][^\W\d_]{1,20})?)(?![\w.@])", Reading.STRANGE),
        rule(
            "NAME",
            rf"(?:^|(?<!findings)(?<!impression)(?<!history)(?<!hx)(?<!technique)(?<!comparison)(?<!opinion)"
            rf"(?<!conclusion)(?<!summary)(?<!symptoms)(?<!priors)(?<!prior)(?<!diagnosis)(?<!indication)"
            rf"(?<!exam)(?<!results)(?<!result)(?<!report)(?<!assessment)(?<!complaint)(?<!plan)(?<!advice)(?<!procedure)(?<!discussion)(?<!study)(?<!views)(?<!request)"
            rf"[ ])--[ ]?(?P<v>{nobody}{word}(?:[ ]{word}){{0,2}})(?=[ ]*(?:$|\n|"
            rf"[ ]sent[ ]from))",
        ),
        rule(
            "NAME",
            rf"\b(?:hi|hello|hey|dear|thx|thanks|(?:good[ ]|^)morning(?![ ]stiffness)|"
            rf"cheers)[ ]+(?P<v>{nobody}[^\W\d_][\w'’\-]*)(?=[!,])",
        ),
        rule(
            "NAME",
            rf"\b(?:anything[ ]on|minutes|thx,|thanks,|cheers,|regards,|vetted|--)[ ]*(?P<v>{initials})",
        ),
        rule(
            "NAME",
            r"\b(?:hi|hello|hey|looping[ ]in|covering[ ]for|covers[ ]for|ping|tell|ask|minutes|chair|vetted|"
            r"paging|voicemail[ ]for)[ ]+(?P<v>(?-i:[^\W\d_A-Z])[\w'’\-]+)",
            Reading.CUED,
        ),
        rule(
            "NAME",
            rf"\b(?:looping[ ]in|covering[ ]for|covers[ ]for|mtg[ ]chair|minutes)[ ]+(?P<v>{nobody}{word})"
            rf"(?=[ ]*(?:,|;|$|\n|til\b|until\b|tonight\b|today\b))",
        ),
        rule(
            "NAME", rf"\b(?:is|was)[ ]+(?:s?he|this|it)[ ]+the[ ]+(?P<v>{word}(?:[ ]{word})?)(?=[ ]+from\b)"
        ),
        rule("NAME", rf"(?<=\])[ ]+or[ ]+the[ ]+(?P<v>{word}(?:[ ]{word})?)(?=[ ]+from\b)"),
        rule("NAME", rf"\b[sdwh]/o\b\.?[ \t]*:?[ \t]*(?:late[ ]+)?(?-i:(?P<v>{NAME}))", Reading.CUED),
        rule(
            "NAME",
            rf"\b(?:attendant|operator|interpreter|chaperone|collected[ ]by|while[ ]the[ ]slip[ ]says|"
            rf"slip[ ]says|entered[ ]as|correct[ ]name[ ]is|shown[ ]to)[ \t]*:?[ \t]+(?-i:(?P<v>{NAME}))",
            Reading.CUED,
        ),
    ]
