"""Initials, however they are written, in slots where only a member of staff can stand.

Rules: letters apart ("S A", "D/Z"), between stops ("B.K"), of two sizes ("PmR"), with a second surname
("IB-M") or small are somebody's behind a checker, a reader, a cannula, a vetting, a dose that was logged, an
addendum and its day, and at every item of a safety checklist; a stop and a letter beside initials that went
belong to them.

Not here: pairs of plain capitals in the slots of checklists (`checked_initials`), initials of footers
(`footer_initials`).
"""

# ruff: noqa: RUF001 - deeds are written with typographic apostrophes and dashes
from __future__ import annotations

from typing import TYPE_CHECKING, Final

from site_agent.deidentify.reports.patterns.writing import rule

if TYPE_CHECKING:
    from site_agent.deidentify.reports.patterns.writing import Rule

_NO_WORD: Final = (
    r"(?!(?i:yes|no|nil|none|na|n/a|y|n|ok|done|not|the|and|for|was|is|by|in|on|at|to|of|out|all|due|met|"
    r"pt|req|"
    r"am|pm|ct|mri?|us|xr|iv|im|po|if|as)(?![\w/]))"
)
_APART: Final = (
    r"(?:(?-i:[A-Z])(?:\.[ ]?|[ /])(?-i:[A-Z])(?:(?:\.[ ]?|[ /])(?-i:[A-Z]))?\.?|[a-z](?:\.|[ /])[a-z]\b\.?|"
    r"(?-i:[A-Z][a-z][A-Z])|(?-i:[A-Z]{1,3}-[A-Z]{1,2})|[a-z]{1,3}-[a-z]{1,2}\b)"
)
_WRITTEN: Final = rf"(?:{_APART}|{_NO_WORD}[a-z]{{2,3}})(?![\w'])"
_SLOT: Final = (
    r"(?:(?:1st|2nd|3rd|first|second|third|other|double)[ ](?:check(?:er|ed)?|read(?:er)?|operator|observer|"
    r"signatory|signature)(?:[ ]by)?|(?:film|screen(?:ing)?|panel|both)[ ]?readers?|"
    r"cannul(?:a|ated|ation)(?:[ ](?:sited|placed|inserted))?(?:[ ]by)?|vett(?:ed|ing)(?:[ ]by)?|"
    r"(?:dose|contrast|batch|lot|consent|allerg(?:y|ies)|pregnancy|lmp|id|implants?|metal|egfr|site|side)[ ]"
    r"(?:logged|recorded|checked|entered|confirmed|verified|witnessed)(?:[ ]by)?|"
    r"(?:add(?:endum|ended)|amend(?:ed|ment)|correct(?:ed|ion))[ ]by|protocol+ed(?:[ ]by)?|"
    r"justified(?:[ ]by)?|(?:rule|screening|form)[ ](?:checked|completed)|"
    r"screen(?:er|ed[ ]by)|qa['’]d[ ]by|(?:tech|staff)[ ]initials|"
    r"time-?[ ]?out[ ](?:performed|done|completed)(?:[ ]by)?|"
    r"sign(?:ed)?[ -](?:in|out)(?:[ ]by)?)"
)
_ITEM: Final = (
    r"(?:id|identity|pregnancy|lmp|consent|allerg(?:y|ies)|contrast|site|side|metal|implants?|egfr|"
    r"renal[ ]function|"
    r"time[ ]?out|sign[ ]in|sign[ ]out|3[ ]?point|six[ ]?point|wristband)"
)
_JOINT: Final = r"(?:[ ]?[:=][ ]?|,[ ]|[ ][\[(]|[ ]-[ ]|[ ])(?:approved[ ]|ok[ ]|done[ ])?"
_ENDS: Final = r"(?=[ ]*(?:[,.;:)\]|]|$|and\b|&|\[DATE\]|/[ ]))"


_FEW: Final = (
    r"(?-i:(?!(?:IV|IM|PO|SC|IA|IT|PR|ID|OD|BD|TDS|QDS|QD|NG|PEG|PEJ|PC|STAT|PRN|MR|CT|US|XR|NM|PA|"
    r"AP)\b)(?P<v>[A-Z]{2,3}))"
)
"""Two or three capitals that abbreviate no way, unit or image."""
_AUTHOR: Final = (
    r"(?:^|(?<=[.;|)\]])|(?<=[ ]{2}))[ \t]*(?:author(?:/typist)?|reporter|dictator|originator|editor|"
    r"proof(?:ed|[ ]?read(?:er)?)|"
    r"approver|validator|validated|checker|2nd[ ]checker|observer|trainee|supervisor|supervised|lead|entered|"
    r"voice[ ]profile|speaker|sgd|sig(?:nature)?|sec(?:retary)?|clerk|witness|assistant|typist|reader|rad|"
    r"radiologist|transcriptionist|operator|req(?:uested)?|anaes(?:thetist)?)"
)
"""What stands before its holder's initials in a footer."""
_OF_AUTHOR: Final = r"(?:[ ]initials)?(?:[ ]by)?[ ]?[:=]?[ ][(]?"
_LETTERS: Final = (
    r"(?-i:(?!(?:AP|PA|CT|MR|US|XR|IV|PO|NA|ED|ER|GP|OK|NO|MD|DO|RN|RT|II|IN|ON|BY|TO|MRI|CXR|ICU|AI|TBC|TBA)\b)"
    r"(?:[A-Z]{2,3}|(?:[A-Z]\.){2,3}))"
)
_LIKE_LABELS: Final = r"(?:SN|ID|CC|AT|NA|OK|NO|LT|IV|IN|IT|TO|HU|UR|DD|DT|TD|PH|TX|DX|HX|FX|RX)"
"""Initials that read as labels: behind a surname and a comma they are somebody's."""
_FRAMED: Final = (
    r"(?=[ \t]*(?:$|[\]|;/)])|,?[ ](?:\[(?:DATE|ID)\]|\d)|[ ]{2}|[ ](?:DD|DT|D:|T:|by|via)(?!\w)|"
    r"[ ]?[(\[](?i:radiologist|registrar|consultant))"
)
_LISTED: Final = r"(?:[^\n.;:]{1,24},[ ]){0,5}?"


def slotted_initials() -> list[Rule]:
    """Return the rules of initials in slots of staff."""
    return [*_in_slots(), *_of_readers(), *_by_deed(), *_labelled(), *_beside()]


def _in_slots() -> list[Rule]:
    """Return the rules of initials behind the slot of a job or the item of a checklist."""
    return [
        rule("INITIALS", rf"\b{_SLOT}{_JOINT}(?P<v>{_APART}){_ENDS}"),
        rule("INITIALS", rf"\b{_SLOT}(?:[ ]?:[ ]?|,[ ]|[ ][\[(])(?P<v>{_WRITTEN}){_ENDS}"),
        rule(
            "INITIALS",
            rf"\b(?:safety|who|surgical)[ ]?check-?list:?[ ]{_LISTED}{_ITEM}[ ](?P<v>{_WRITTEN}){_ENDS}",
        ),
        rule("INITIALS", rf"\b(?:\w+ed)[ ]by[ ]\((?P<v>{_APART})(?=\))"),
    ]


def _of_readers() -> list[Rule]:
    """Return the rules of who read."""
    return [
        rule(
            "INITIALS",
            rf"\breaders?[ ](?:\[\w+\][.]?|{_WRITTEN})[ ](?:and|&)[ ](?P<v>{_WRITTEN})(?=[ ]*(?:[,.;)]|$))",
        ),
        rule("INITIALS", r"\breaders?[ ](?-i:(?P<v>[A-Z]{2,3}))(?=[ ](?:and|&)[ ])"),
        rule(
            "INITIALS",
            r"\breaders?[ ][^\n;,]{1,14}?[ ](?:and|&)[ ](?-i:(?P<v>[A-Z]{2,3}))(?=[ ]*(?:[,.;)]|$))",
        ),
        rule("INITIALS", r"^[ ]*readers?[ :]+(?-i:(?P<v>[A-Z]{2,3}))(?=[ ]/[ ](?:\[|[A-Z]))"),
    ]


def _by_deed() -> list[Rule]:
    """Return the rules of initials behind what somebody did."""
    return [
        rule(
            "INITIALS",
            rf"\b(?:dictated|typed|verified|checked|reported|signed)[ ](?P<v>{_APART})(?=;|[ ]*$|[ ]*,)",
        ),
        rule("INITIALS", rf"\b(?:addend(?:um|ed)|amended|corrected)[ ]\[DATE\][ ]\((?P<v>{_APART})(?=\))"),
        rule(
            "INITIALS",
            rf"\b(?:(?:addendum|amended|corrected|qa['’]d|screened|checked|scanned|vetted)[ ]by|"
            rf"(?:tech|staff)[ ]initials)[ ](?P<v>{_WRITTEN})"
            r"(?=[ ](?:after|on|at|following)\b|[ ]*(?:[.,;:]|$))",
        ),
        rule(
            "INITIALS",
            rf"\b(?:drawn(?:[ ]up)?|dispensed|assayed|measured|calibrated)(?:[ ]by)?[ ]{_FEW}(?=\)|"
            rf"[ ]*[.,;])",
        ),
        rule(
            "INITIALS",
            rf"\b(?:analy[sz]ed|(?:post-?)?processed|segmented|contoured|reconstructed|measured|"
            rf"acquired)[ ]by[ ]{_FEW}"
            r"(?=[ ]*(?:[.,;)]|$))",
        ),
        rule(
            "INITIALS",
            rf"\b(?:time-?[ ]?out|sign[ -](?:in|out)|pause)[ ]\d{{1,2}}[:.h]?\d\d(?::\d\d)?[ ]?(?:h|hrs|"
            rf"[ap]\.?m\.?)?[ ]?\({_FEW}(?=\))",
        ),
        rule(
            "INITIALS",
            r"\b(?:scan|read|done|film|protocol|seen)[ ]by[ ]"
            r"(?!(?:the|his|her|our|us|me|an|my|ct|mri?|ed|er|gp|pcp|you|all|dra?|mr|mrs|ms)\b)"
            r"(?-i:(?P<v>[a-z]{2,3}))(?=,|[ ]*$|\.)",
        ),
        rule("INITIALS", rf"\b(?:triage|obs|handover|vitals)[ ]{_FEW}(?=[ ]\d{{1,2}}[:.]?\d\d)"),
        rule("INITIALS", rf"\bcheck(?:ed)?(?:[ ]x\d)?[ ]?[-–][ ]?(?P<v>{_APART})(?=[ ]*(?:[.,;]|$))"),
        rule(
            "INITIALS",
            rf"\bvett(?:ed|ing):?[ ]approved[ ](?P<v>{_APART}|(?-i:[A-Z]{{2,3}}))"
            r"(?=[ ](?:\[DATE\]|\d|\w+day))",
        ),
        rule("INITIALS", rf"\bby[ ]{_FEW}(?=[ ]at[ ]\d{{1,2}}[:.]\d\d)"),
        rule(
            "INITIALS",
            r"\btyped[ ]\[(?:NAME|INITIALS)\][^\n]{0,20}?\bchecked[ ](?-i:(?P<v>[A-Z]{2,4}))"
            r"(?=\.?[ \t]*$)",
        ),
        rule(
            "INITIALS",
            r"\b(?:issued|reported|read|signed|verified|dictated|reviewed|approved|authori[sz]ed|released)"
            r"(?:[ ]by)?[ ](?-i:(?P<v>(?!DR|MR|MS|ED|ER)[A-Z]{2}))[ ](?=\[NAME\])",
        ),
        rule("INITIALS", r"\binitial+ed[ ](?:by[ ])?(?-i:(?P<v>[A-Z]{2,4}|[a-z]{2,3}))(?=[.,;)]|[ ]*$)"),
    ]


def _labelled() -> list[Rule]:
    """Return the rules of initials behind a label, a subject or a unit."""
    return [
        rule(
            "INITIALS",
            r"(?-i:\b(?:ml|mL|ML|mg|MBq)[ ]\|[ ](?!(?:IV|IM|PO|SC|IA|PR|iv|im|po|sc)\b)"
            r"(?P<v>[A-Z]{2,3}|[a-z]{2,3}))(?=[ ]\|)",
        ),
        rule("INITIALS", r"\bscribe[ ]?:?[ ](?-i:(?P<v>[a-z]{2,3}|[A-Z]{2,3}))(?=[ ]*(?:$|[.,;]))"),
        rule("INITIALS", r"\bminutes[ ]?:[ ](?P<v>(?!not\b|nil\b|no\b|see\b|tba\b)[^\W\d_]{2,3})(?=[ \t]*$)"),
        rule("INITIALS", r"^subject:[^\n]{0,30}[ ](?-i:(?P<v>(?:[A-Z]\.){2,3}))(?=[ \t]*$)"),
        rule(
            "INITIALS",
            r"^subject:[^\n]{0,30}\b(?:results?|reports?|request|query)[ ](?-i:(?P<v>[A-Z]{2,3}))(?=[ \t]*$)",
        ),
        rule(
            "INITIALS",
            r"(?-i:^[ ]*\d{1,2}[ ]+\[DATE\][ ]{2,}[^\n]{2,40}?[ ]{3,}(?P<v>[A-Z]{2,3}))(?=[ \t]*$)",
        ),
        rule("INITIALS", r"\btech(?:nologist)?[ ](?P<v>(?:[a-z]\.){2,3})(?=[ ][a-z])"),
        rule(
            "INITIALS",
            r"\bmarker[ ](?:reads|shows|says|is)[ ](?-i:(?P<v>(?!(?:LT|RT|AP|PA|ER|IR)\b)[A-Z]{2,3}))"
            r"(?=[.,;)])",
        ),
        rule(
            "INITIALS",
            r"^[ \t]*(?:tech(?:nologist)?|typist|radiographer|sonographer|transcriptionist)[ ]?:[ ]"
            r"(?-i:(?P<v>(?!(?:AP|PA|CT|MR|US|XR|IV|PO)\b)[A-Z]{2}))(?=[ \t]*$)",
        ),
        rule("INITIALS", rf"{_AUTHOR}{_OF_AUTHOR}(?P<v>{_LETTERS})(?=[ ]*(?:$|[;,/)])|\.?[ \t]*$)"),
    ]


def _beside() -> list[Rule]:
    """Return the rules of initials beside what has gone, or alone where a line ends."""
    return [
        rule(
            "INITIALS",
            rf"\((?:[^()\n]{{0,12}},[ ])?{_FEW}(?=,[ ]?(?:\d{{1,2}}[:.h]\d\d|\d{{4}}[ ]?h)[^()\n]{{0,8}}\))",
        ),
        rule(
            "INITIALS",
            r"(?-i:\[(?:INITIALS|NAME)\],[ ](?P<v>[A-Z]{2,3})(?=,[ ](?:and[ ])?\[(?:INITIALS|NAME)\]))",
        ),
        rule(
            "ID",
            r"(?-i:(?:^[ \t]*|[-–—][ ]?)(?P<v>[A-Z]{2,4})(?=:\[(?:NAME|INITIALS)\]))"
            r"(?=\S+(?:[ ]{2}|[ \t]*$|[ ](?:job|dictated|typed|dt?|dd)\b))",
        ),
        rule(
            "NAME",
            r"(?-i:(?<![\w.'’/\-])(?i:(?<!vitamin )(?<!hepatitis )(?<!type )(?<!grade )(?<!class )(?<!group )"
            r"(?<!stage )(?<!zone )(?<!factor )(?<!weber )(?<!section ))(?P<v>[B-HJ-Z])[ ](?=\[NAME\]))",
        ),
        rule(
            "ID",
            r"(?-i:^[ \t]*(?P<v>[A-Z]{2,3}:[a-z]{2,3}|[A-Z]{2,3}:\[(?:NAME|INITIALS)\])(?=[ ]{2,}\S|"
            r"[ \t]*$))",
        ),
        rule("INITIALS", r"(?-i:\[ID\][ ]{1,2}\((?P<v>[A-Z]{2,3})(?=,[ ]typed\b))"),
        rule("INITIALS", r"(?-i:\[NAME\];[ ](?P<v>[A-Z][\w'’\-]+))(?=[ \t]*$)"),
        rule(
            "NAME",
            r"(?-i:(?:[.!?][ ]|^)(?P<v>[B-HJ-Z][ ][A-Z][a-z'’\-]+)(?=[ ]\d{1,2}[:.]\d\d[ ]?(?:[ap]m|"
            r"h)?\.?(?:[ ]|$)))",
        ),
        rule("INITIALS", r"(?-i:\[ID\];[ ](?P<v>[A-Z]{2,3}/[a-z]{2,3}))(?=[ \t]*$)"),
        rule("INITIALS", r"(?-i:[.!?]\t(?P<v>[A-Z]{2,3}))(?=[ \t]*$)"),
        rule(
            "INITIALS",
            r"(?-i:--[ ](?P<v>[a-z]{2,3}))(?=[ ](?:\w{3,8}[ ])?(?:bleep|pager|ext|extn|dect|tel|x|#|"
            r"\[PHONE\]))",
        ),
        rule("INITIALS", r"(?-i:\][ ]\[(?P<v>[a-z]{2,3})\])(?=[ \t]*$)"),
        rule("INITIALS", r"(?-i:\[NAME\][ ](?P<v>[A-Z]{1,2}))(?=[ ]\d{1,3}[ ]?[MF]\b|[|\t])"),
        rule("INITIALS", r"(?-i:\[NAME\][ ]/[ ](?P<v>[a-z]{2,3})(?=[ ]/[ ]\[DATE\]))"),
        rule("INITIALS", r"(?-i:\[ID\][ ]{2,}(?P<v>[A-Z]{2,3})(?=[ ]{2,}\[DATE\]))"),
        rule("INITIALS", rf"(?-i:\[NAME\],[ ](?P<v>[A-Z]\.?)){_FRAMED}"),
        rule("INITIALS", r"(?-i:\[NAME\]\^(?P<v>[A-Z]))(?=[|^\]])"),
        rule("ID", rf"(?-i:\[NAME\],[ ](?P<v>{_LIKE_LABELS})){_FRAMED}"),
        rule("ID", rf"(?-i:(?:sent[ ]to|rad|by)[ ]\[NAME\][ ](?P<v>[B-HJ-LN-Z]|I)){_FRAMED}"),
        rule(
            "NAME",
            r"\b(?:sent|faxed|e-?mailed|posted|copied)[ ]to[ ](?P<v>(?-i:[A-Z][a-z]{2,}[ ][A-Z]{1,2}))"
            r"(?=[ ](?:by|via|at|on)\b)",
        ),
        rule(
            "INITIALS",
            r"\b(?:transcrit|dicté|tapé|vérifié|signé|lu|rédigé|approuvé|saisi)(?:[ ]par)?[ ]?:?[ ]"
            r"(?-i:(?P<v>[a-z]{2,3}|[A-Z]{2,3}|[A-Z]\.(?:-?[ ]?[A-Z]\.){1,2}))(?=[ ]*(?:$|[.,;|]))",
        ),
        rule(
            "INITIALS",
            r"\b(?:technologue|secrétaire|initiales|copie)[ ]?:?[ ]"
            r"(?-i:(?P<v>[a-z]{2,3}|[A-Z]{2,3}|[A-Z]\.(?:-?[ ]?[A-Z]\.){1,2}))(?=[ ]*(?:$|[.,;|]))",
        ),
        rule(
            "INITIALS",
            r"(?-i:\b(?i:d/w|discussed[ ]with)[ ]\[NAME\][^\n.]{0,12}\.[ ](?P<v>[A-Z]{2,3})(?=\s*\Z))",
        ),
        rule("NAME", r"(?-i:[:,][ ](?P<v>[A-Z]\.)(?=\n[ ]*\[NAME\]))"),
        rule(
            "NAME",
            r"(?-i:(?:^[ >]*|[|][ ])(?P<v>AP)[ ](?=\[NAME\](?:,?[ ]{1,3}\[(?:NAME|DATE|ID)\])))",
        ),
        rule("INITIALS", r"(?-i:\[INITIALS\](?P<v>[/ ]?[A-Z])(?=[)\]]|[ ]\[DATE\]))"),
        rule("INITIALS", r"(?-i:\[INITIALS\](?P<v>(?:\.[A-Z])+\b\.?|\.[a-z]\b))"),
        rule("INITIALS", r"(?-i:(?<![\w.])(?P<v>(?:[A-Z]\.){1,2})(?=\[INITIALS\]))"),
    ]
