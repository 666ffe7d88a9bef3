"""Initials that the work beside them tells: an interpreter's, a chaperone's, who ran a list or signed off.

Rules: two to four letters in the slot of somebody who did something, before or behind the time, the day or
the greeting that goes with it; letters that mean a qualification or an examination there are nobody's.

Not here: initials told by staff's own words (`initials`), by a partner or a bracket (`lone_letters`).
"""

# ruff: noqa: RUF001 - names are written with typographic apostrophes
from __future__ import annotations

from typing import TYPE_CHECKING, Final

from site_agent.deidentify.reports.patterns.initials import NOBODY
from site_agent.deidentify.reports.patterns.writing import rule

if TYPE_CHECKING:
    from site_agent.deidentify.reports.patterns.writing import Rule

_NO_LETTERS: Final = (
    r"(?!(?:MD|DO|RN|RT|RTR|NP|PA|ED|ER|ICU|CT|MR|MRI|US|XR|PET|NM|IR|IV|GP|OR|MDT|NHS|USA|UK|AP|LAT|OK|NA|TBA|"
    r"NIL|YES|NO|AM|PM|HRS|THE|AND|ALL|AI|CAD|FAX|SMS|QA|PDF|STAT)(?![^\W_]))"
)
_LETTERS: Final = rf"(?-i:{_NO_LETTERS}[A-Z]{{2,4}})(?![\w'’])"
_SMALL: Final = (
    r"(?-i:[A-Z]{2,4}|(?!(?:md|do|rn|np|pa|ct|mr|us|was|is|has|had|not|via|and|the|who)\b)[a-z]{2,3})"
    r"(?![\w'’])"
)
_END: Final = r"(?=[ \t]*(?:$|[.,;)\"|]))"
_DICTATED: Final = r"(?=[ ]{1,3}(?:(?:D|DD|T|DT|TD)[:/]|dict\b|dictated\b)[ ]?(?:\[DATE\]|\d))"
_ROLE: Final = (
    r"(?:radiologist|radiographer|sonographer|registrar|technologist|operator|chaperone|witness|scrub|"
    r"circulator|assistant|anaesthetist|anesthetist|interpreter|typist)"
)
_FAREWELL: Final = (
    r"(?:best|cheers|thanks|thx|regards|rgds|ta|br|many[ ]thanks|kind[ ]regards|best[ ]wishes|sincerely)"
)


def told_initials() -> list[Rule]:
    """Return the rules of such initials."""
    return [
        rule(
            "INITIALS",
            rf"\binterpreter[ ]{NOBODY}(?P<v>{_SMALL})(?=[ ](?:assisted|assisting|present|used|helped|on)\b)",
        ),
        rule("INITIALS", rf"\bTECH[ ]{{1,4}}(?P<v>{_LETTERS})(?=[ \t]*$|[ ]{{2}})"),
        rule("INITIALS", rf"\b{_ROLE}[ ]?:?[ ](?P<v>{_LETTERS}){_END}"),
        rule(
            "INITIALS",
            rf"\b{_ROLE}[ ]?:?[ ](?P<v>{_SMALL})(?=,[ ](?:checked|verified|reviewed|assisted|present)\b)",
        ),
        rule("INITIALS", rf"\bchaperone[ ]?[:=][ ]?(?P<v>(?-i:[A-Z]{{2,3}})(?![\w'’])){_END}"),
        rule("INITIALS", rf"(?<!\w)(?P<v>(?-i:[A-Za-z]{{2,4}}/[A-Za-z]{{2,4}})(?![\w/])){_DICTATED}"),
        rule("INITIALS", rf"\[(?:INITIALS|NAME)\]/(?P<v>(?-i:[A-Za-z]{{2,4}})(?![\w/])){_DICTATED}"),
        rule(
            "INITIALS",
            r"\b(?:performed|placed|inserted|started|administered|positioned|imaged)[ ]by[ ]"
            r"(?P<v>(?-i:(?!MD|RN|RT|IR|US|CT|MR)[A-Z]{2,4})(?![\w'’]))(?=[ ](?:in|at|on)\b|[.,;)])",
        ),
        rule("INITIALS", rf"\bby[ ](?P<v>{_LETTERS})(?=[ ]\d{{1,2}}:\d\d[ ]\[DATE\])"),
        rule("INITIALS", rf"\[(?:DATE|ID)\][ ]\d{{1,2}}:\d\d[ ]by[ ](?P<v>{_LETTERS}){_END}"),
        rule("INITIALS", r"\bover-?read[ ]\[DATE\][ ](?P<v>(?-i:[A-Z]{2,3}|[a-z]{2,3}))(?=:)"),
        rule("INITIALS", rf"\[NAME\]\|(?P<v>{_LETTERS})(?=\|(?:\d{{1,2}}:\d\d|\[DATE\]))"),
        rule("INITIALS", rf"(?<=[.\]]\",)(?P<v>{_LETTERS})(?=[ \t]*$)"),
        rule("INITIALS", rf"\bread-?back(?:[ ]\w+){{0,2}}\.[ ](?P<v>{_LETTERS})(?=[ \t]*$)"),
        rule("INITIALS", rf"\]\.[ ](?P<v>{_LETTERS})(?=\s*\Z)"),
        rule("INITIALS", rf"^[ \t]*{_FAREWELL}[,.!]?[ \t]*\n[ \t]*(?P<v>{_LETTERS})(?=[ \t]*$)"),
        rule(
            "INITIALS", r"\[NAME\][ ]\((?P<v>(?-i:(?!(?:md|do|rn|np|pa|rt)\))[a-z]{2,3}))(?=\),?[ ]\[DATE\])"
        ),
        rule("INITIALS", rf"(?<=\[NAME\]/)(?P<v>{_LETTERS}){_END}"),
        rule("INITIALS", rf"\brelayed[ ]by[ ](?P<v>{_SMALL})(?=[ ]to\b)"),
        rule("INITIALS", rf"\bscore[ ]\d[ ]by[ ](?P<v>{_LETTERS}){_END}"),
        rule("INITIALS", rf"\bby[ ](?P<v>{_SMALL})(?=[ ]\d{{1,2}}:\d\d[ ]?(?:[ap]\.?m\.?[ ]?)?\[DATE\])"),
        rule("INITIALS", rf"\bat[ ]\(\d{{1,2}}:?\d\d(?:[ ]?[ap]m)?[)\]][ ]by[ ]\((?P<v>{_LETTERS})(?=[)\]])"),
        rule("INITIALS", rf"\[DATE\][ ]closed[ ](?P<v>{_LETTERS})(?=[ \t]*$)"),
        rule("INITIALS", rf"\bthumbs-up[ ]received\.[ ](?P<v>{_LETTERS})(?=[ \t]*$)"),
        rule("INITIALS", rf"\[NAME\];[ ](?P<v>{_LETTERS})(?=[ \t]*$)"),
        rule("INITIALS", rf"\b3D[ ]lab[ ]\((?P<v>{_LETTERS})(?=\))"),
        rule("INITIALS", r"(?<=\[NAME\][ ])(?P<v>(?-i:[A-Z]))(?=[ ]?/[ ]?\[ID\]|[ ]{2,}(?:MRN?|DOB|ID)\b)"),
        rule("INITIALS", r"(?<=\[NAME\][ ])(?P<v>(?-i:[a-z]))(?=[ ]\[ID\])"),
        rule("INITIALS", r"(?<=\[NAME\],[ ])(?P<v>(?-i:[a-z]))(?=[ \t]*$)"),
        rule("INITIALS", rf"(?<=[.\]]\|)(?P<v>{_LETTERS})(?=[ \t]*$)"),
        rule("INITIALS", r"\btranscr\w*[.]*[ ]?:[ ](?P<v>(?-i:[A-Z]{2,3})(?![\w'’]))(?=[ \t]*$)"),
    ]
