"""Initials in the slots of checklists, read-backs and shared work.

Rules: who signed in, took the time out or checked a dose, who typed beside whom before a job's number, who is
named in brackets behind a read-back, a wet read or a telephone, and who stands in the row, cell or element of
an export that holds nobody else, is somebody's initials, whatever else the letters are short for, unless they
are a modality or a plain answer. What is left alone in such a cell beside a name or an id is told there too.

Not here: initials behind labels (`staff_codes`), alone at the end of a line (`lone_letters`).
"""

# ruff: noqa: RUF001 - names are written with typographic apostrophes
from __future__ import annotations

from typing import TYPE_CHECKING, Final

from site_agent.deidentify.reports.patterns.lone_letters import NO_EXAM, NO_TEAM
from site_agent.deidentify.reports.patterns.writing import Reading, any_of, rule

if TYPE_CHECKING:
    from site_agent.deidentify.reports.patterns.writing import Rule

_TWO: Final = rf"{NO_EXAM}[A-Z]{{2}}"
_FEW: Final = rf"{NO_EXAM}[A-Z]{{2,3}}"
_NO_ANSWER: Final = (
    r"(?!(?:TBC|TBA|DONE|OUT|ALL|NOT|YET|LMP|INR|OFF|EXT|DDI|DDL|TEL|FAX|MOB|HOME|WORK)(?!\w))"
)
_CLOCK: Final = r"(?:[ ]+\d{1,2}[:.]?\d\d(?i:[ ]?h(?:ou)?rs)?)?"
_TIME: Final = r"(?:\d{4}[ ]?h(?:ou)?rs\b|\d{1,2}:\d\d(?!\w))"
_ENDS: Final = r"(?=[ ]{2,}|[,.;)|]|[ \t]*$)"
_JOB: Final = r"(?i:job|doc|dictation|conf|confirmation)\b"


def checked_initials() -> list[Rule]:
    """Return the rules of initials that a checklist, a read-back or a shared job tells."""
    return [
        rule(
            "INITIALS",
            rf"(?-i:\b(?i:sign(?:ed)?[ -]?(?:in|out)|time[ -]?out){_CLOCK}(?i:[ ]by)?:?[ ]+{_NO_ANSWER}"
            rf"(?P<v>{_FEW})){_ENDS}",
        ),
        rule(
            "INITIALS",
            rf"(?-i:\b(?i:(?:dose|lot|id|stock|count|drug|vial|syringe|activity|swabs?|needles?)[ ]checked|"
            rf"double[ -]?read|(?:second|2nd)[ ]read|(?:day|night|late|on-?call)[ ]team):?[ ]{_NO_ANSWER}"
            rf"(?P<v>{_FEW})){_ENDS}",
        ),
        rule("INITIALS", rf"(?-i:\b(?i:checked|confirmed|witnessed)[ ]\((?P<v>{_TWO}))(?=\))"),
        rule("INITIALS", rf"(?-i:\b[Bb]y[ ]{NO_TEAM}(?P<v>{_FEW}))(?=,?[ ](?:dose\b|{_TIME}))"),
        rule("INITIALS", rf"(?-i:[.!?][ ]+{NO_TEAM}(?P<v>{_FEW}))(?=[ ]{_TIME}(?:[.;,]|[ \t]*$))"),
        rule("INITIALS", rf"(?-i:\b(?i:vetted|dictated|typed)[ ]?:[ ]?(?P<v>{_FEW}))(?=[ ]\[DATE\])"),
        rule(
            "INITIALS",
            r"(?-i:\b(?i:(?:wet|prelim(?:inary)?|over)[ -]?read|transcription|typist|dictation)[ ]"
            r"\((?P<v>[A-Z]{2,3}|[a-z]{2,3}))(?=\))",
        ),
        rule(
            "INITIALS",
            rf"(?-i:\b(?i:addendum|addended|amended|corrected|edited)[ ]\[DATE\](?:,?[ ]{_TIME})?[ ]"
            r"\((?P<v>[A-Z]{2,3}|[a-z]{2,3}))(?=\))",
        ),
        rule(
            "INITIALS",
            rf"(?-i:\[NAME\](?:,[ ]{any_of('credentials')}){{0,3}}[ ]/[ ](?P<v>{_FEW}))(?=[ \t]*(?:$|[|;]))",
        ),
        rule("INITIALS", rf"(?-i:[.\]]\"[;,|](?P<v>{_FEW}))(?=[ \t]*$)"),
        rule("INITIALS", rf"(?-i:\bby[ ]{NO_TEAM}(?P<v>{_FEW}))(?=\.?\"[ \t]*$)"),
        rule("INITIALS", r"(?-i:\bTYP:[ ](?P<v>[a-z]{2,3}))(?=[ \t]*$)"),
        rule(
            "INITIALS",
            rf"(?-i:^(?:RPT|AUTH|DICT|TYP)[;|](?:[^;|\n]*[;|]){{0,4}}?{_NO_ANSWER}(?P<v>{_FEW}))(?=[;|]|$)",
        ),
        rule(
            "INITIALS",
            r"(?-i:\b(?i:radiographer|sonographer|mammographer|rgr)[ ]?:[ ]?(?P<v>[A-Z]{2,3}))"
            r"(?=[ ]{2,}|[;|]|[ \t]*$)",
        ),
        rule(
            "INITIALS",
            rf"(?-i:\b(?i:tech|typist|typ|(?:called|phoned|paged|notified|faxed)[ ]by)[ ]?:[ ]?{NO_TEAM}"
            rf"(?P<v>{_FEW}))"
            r"(?=[ ]{2,}|[;|]|[ \t]*$)",
        ),
        rule(
            "INITIALS",
            r"(?-i:\b(?i:read[ -]?back):?[ ]?(?i:yes|done|ok|confirmed|correct|complete)?[ ]"
            r"\((?P<v>[A-Z]{2,3}|[a-z]{2,3}))(?=\))",
        ),
        rule(
            "INITIALS",
            rf"(?-i:\[NAME\],?[ ]{any_of('credentials')}[ ]\((?P<v>[a-z]{{2,3}}))(?=\)[ \t]*$)",
        ),
        rule("INITIALS", rf"(?-i:\[PHONE\][ ]\({_NO_ANSWER}(?P<v>{_FEW}))(?=\))"),
        rule("INITIALS", rf"(?-i:(?:^[ \t]*|[|~])(?P<v>[A-Z]{{2,3}}:[A-Za-z]{{2,3}}))(?=[ ]+{_JOB})"),
        rule(
            "INITIALS",
            rf"(?-i:(?:^[ \t]*|[|~])(?P<v>[A-Z]{{2,3}}))(?=[:/]\[(?:INITIALS|NAME|ID)\](?:[ ]+{_JOB}|\|))",
        ),
        rule(
            "INITIALS",
            rf"(?-i:\bby[ ]{NO_TEAM}(?P<v>(?:{_FEW}|[a-z]{{2,3}})/{NO_TEAM}{_FEW}))(?=[.,;]|[ \t]*$)",
        ),
        rule("INITIALS", rf"(?-i:\bby[ ]{NO_TEAM}(?P<v>{_FEW}|[a-z]{{2,3}}))(?=/\[(?:INITIALS|NAME)\])"),
        rule(
            "INITIALS",
            r"<(?:verifier|reporter|author|typist|radiographer|reader|user|operator|signed\w*|tech\w*)>"
            r"(?P<v>(?-i:[A-Z]{2,3}))(?=</)",
        ),
        *_cells(),
    ]


def _cells() -> list[Rule]:
    """Return the rules of what is left alone in a cell or element of an export."""
    return [
        rule("NAME", r"(?-i:\[NAME\][ ](?P<v>[A-Z]))(?=\"?[,;|])"),
        rule("NAME", r"(?-i:\[NAME\]\^(?P<v>[A-Z]))(?=[|^&])"),
        rule("NAME", r"<name>(?:\[NAME\],?[ ]?)+(?P<v>(?-i:[A-Z])[\w'’\-]+)(?=</)"),
        rule("AGE", r"\[(?:ID|NAME)\]\"?[ ]?[,;|][ ]?\"?(?P<v>9\d|1[01]\d)(?=\"?[ ]?[,;|])"),
        rule("ID", r"(?-i:(?<![\w.])(?P<v>(?:US|MR|CT|XR|CR|NM|MG|DX|PT)\.))(?=\[ID\]|\d{2}\.\d{4})"),
        rule(
            "ID",
            r"\[DATE\][ ]\d{1,2}:\d\d(?:[ ]?[ap]m)?[ ]\((?P<v>(?-i:[a-z]{4,12}\d{0,3}))(?=\))",
            Reading.NAMED,
        ),
    ]
