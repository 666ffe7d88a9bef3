"""Initials in pairs: the author's and the typist's.

Rules: two groups of letters around a colon or a slash in brackets, at the head of a line, behind a job's
number, behind who signed or before the day of dictation; where one of the two has gone the other goes too.

Not here: initials alone in a footer (`footer_initials`), behind labels (`staff_codes`), in checklists
(`checked_initials`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from site_agent.deidentify.reports.patterns.writing import rule

if TYPE_CHECKING:
    from site_agent.deidentify.reports.patterns.writing import Rule

_FEW: Final = r"(?:[A-Z]{2,4}|[a-z]{2,4}|[A-Z][a-z]{1,2})"
_DONE: Final = (
    r"(?:signed|authori[sz]ed|released|approved|verified|validated|reported|dictated|countersigned|"
    r"finali[sz]ed)"
)


def paired_initials() -> list[Rule]:
    """Return the rules of initials in pairs."""
    return [
        rule(
            "INITIALS",
            rf"(?-i:^[ \t]*[(\[](?P<v>{_FEW}[:/](?:{_FEW}|(?=\[))))(?=[)\]]|\[[A-Z]+\][)\]])",
        ),
        rule("INITIALS", rf"(?-i:^[ \t]*[(\[]\[[A-Z]+\][:/](?P<v>{_FEW}))(?=[)\]])"),
        rule(
            "INITIALS",
            rf"(?-i:\[(?:ID|INITIALS)\][ ]{{1,8}}(?P<v>{_FEW}[:/](?:{_FEW}|(?=\[))))(?=\[|[ \t]*$|[ ]{{2}})",
        ),
        rule(
            "INITIALS",
            rf"(?-i:\[(?:INITIALS|NAME|ID)\][:/](?P<v>{_FEW}))(?=[ ]{{2}}|[ \t]*$|[ ](?:DD|DT|D|T)\b|"
            rf"[ ]\[DATE\])",
        ),
        rule("INITIALS", rf"(?-i:\[(?:INITIALS|NAME|ID)\][/:](?P<v>{_FEW}))(?=[ ]\|[ ]|\.(?:[ ]|$))"),
        rule("INITIALS", rf"(?-i:\|[ ](?P<v>[A-Z]{{2,3}}:{_FEW}))(?=[ ]\|[ ][dt][ ](?:\[DATE|\d))"),
        rule(
            "INITIALS",
            rf"\b{_DONE}[ ]by:[ ]\[NAME\](?:[ ]\[NAME\]){{0,2}}[ ]\((?-i:(?P<v>{_FEW}(?:/{_FEW})?))(?=[)/])",
        ),
        rule(
            "ID",
            r"(?-i:^[ \t]*(?P<v>[A-Z]{2,3}:[A-Z]{2,3}))(?=[ ]{1,3}(?:TYPED|DICTATED|DICT|D|T)[: ][ ]?\[?)",
        ),
        rule("ID", r"(?-i:\[ID\][;,|][ ](?P<v>[A-Z]{2,3}:(?:[a-z]{2,3}|(?=\[))))(?=[ \t]*$|\[\w+\][ \t]*$)"),
        rule("INITIALS", rf"(?-i:\(\[(?:INITIALS|NAME)\]/(?P<v>{_FEW}))(?=\))"),
        rule("ID", rf"\b{_DONE}[ ]by:[ ]\[NAME\][ ]\((?-i:(?P<v>([A-Z]{{2,3}})/\2))(?=\))"),
        rule("INITIALS", r"(?-i:\[(?:NAME|INITIALS)\]-(?P<v>[a-z]{2,3}))(?=[ ]/[ ]\#?\[ID\])"),
        rule("INITIALS", r"(?-i:^[ \t]*[(\[](?P<v>[A-Z]{2,3}):?)(?=\[INITIALS\][)\]])"),
        rule(
            "INITIALS", r"(?-i:^[ \t]*(?P<v>[A-Z]{2,3}:(?:[A-Za-z]{2,3}|(?=\[))))(?=(?:\[\w+\])?[ ]{2,}dd\b)"
        ),
        rule("INITIALS", r"(?-i:\[INITIALS\]\.?[:/](?P<v>[a-z]{2,3}))(?=[ ]{2,}dd\b|[ \t]*$)"),
        rule(
            "INITIALS",
            r"(?-i:\[ID\]\.[ ](?P<v>(?:[A-Z]\.?){2,3}/(?:[a-z]\.?){2,3}))(?=[ \t]*$)",
        ),
        rule(
            "INITIALS",
            r"(?-i:^[ \t]*(?P<v>(?:[A-Z]\.?){2,3}:(?:(?:[A-Za-z]\.?){2,3}|"
            r"(?=\[))))(?=(?:\[\w+\]\.?)?[ ]{1,4}(?:dd|DD|[dD]\.?)[ :]{1,2}"
            r"(?:\[DATE|\d))",
        ),
        rule(
            "INITIALS",
            r"(?-i:\[(?:INITIALS|NAME|ID)\]\.?(?P<v>[/:][A-Z]-[A-Z]|[/:](?:[a-z]\.){2,3}))(?=[ \t]*$|[ ]{2})",
        ),
        rule("INITIALS", r"(?-i:^[ \t]*--[ ]?(?P<v>[A-Z]{2,3}[:/])(?=\[(?:INITIALS|NAME|ID)\][ ]{2}))"),
        rule("INITIALS", r"(?-i:^[ \t]*(?P<v>[a-z]{2,3}/[a-z]{2,3}))(?=[ ]{1,4}(?:d&t|d/t|dd)\b)"),
        rule("INITIALS", r"\b(?:transcribed|typed|dictated)[ ]/(?P<v>[a-z]{2,3})(?=/)"),
    ]
