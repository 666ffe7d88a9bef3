"""Footers of dictations, handovers and peer review in shorthand, and who typed them.

Rules: a pair of letters before "dict." or before a job's number, letters behind who handed over, exposed,
checked, kept, initialled or reviewed, between slashes before what is superseded, and behind a read-back are
somebody's.

Not here: pairs of author and typist that form a line (`paired_initials`), the days of footers
(`shorthand_days`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from site_agent.deidentify.reports.patterns.shorthand import CLOCK, DAY, LETTERS, NO_ONE
from site_agent.deidentify.reports.patterns.writing import Reading, rule

if TYPE_CHECKING:
    from site_agent.deidentify.reports.patterns.writing import Rule

_PAIR: Final = r"(?-i:[A-Z]{2,3}/[A-Za-z]{2,3}|[a-z]{2,3}/[a-z]{2,3})"
_EITHER: Final = rf"(?:{LETTERS}|(?-i:[A-Z]\.[A-Z]\.?))"


def dictation_footers() -> list[Rule]:
    """Return the rules of letters in such footers."""
    return [*_typed(), *_passed_on(), *_accounts()]


def _typed() -> list[Rule]:
    return [
        rule("ID", rf"^[ \t]*(?P<v>{_PAIR})(?=[ ](?:dict\.?|d:?)[ ]?{DAY})"),
        rule("ID", r"(?-i:^[ \t]*(?P<v>[A-Z]{2,3}:[A-Za-z]{2,3}))(?=:[A-Z\d\[])"),
        rule("ID", rf"^[ \t]*(?:rpt|report(?:ed)?(?:[ ]by)?)[ ](?P<v>{_EITHER})(?=\.[ ]sent\b)"),
        rule("ID", r"\btyp[ ](?-i:(?P<v>[a-z]{2,3}))(?=[ ]/[ ]job\b)"),
        rule(
            "ID",
            rf"\b(?:technologist|technician|radiographer|sonographer|prelim(?:inary)?[ ](?:report|read)):[ ]"
            rf"(?-i:(?P<v>{NO_ONE}[A-Z]{{2,3}}))(?=\.?[ ]{{2}}|\.[ ](?-i:[A-Z])|\.?[ \t]*$)",
        ),
        rule(
            "ID",
            rf"^[ \t]*(?:imaging|pathology|surgery|oncology|radiology|discussion)[ ]\((?P<v>{_EITHER})(?=\)"
            rf":)",
        ),
        rule("ID", r"\btranscribed[ ]\[DATE\]:[ ](?-i:(?P<v>[A-Z]{2,3}))(?=\.[ ]|[ \t]*$)"),
        rule("ID", r"\brad:[ ](?-i:(?P<v>[A-Z]{2,3}))(?=[ ]{2,}typ:)"),
        rule("ID", rf"\bvr[ ]by[ ](?P<v>{_EITHER})(?=,)"),
        rule("ID", rf"\b(?:ed|sgn)[ ](?P<v>{_EITHER})(?=,[ ]sgn\b|[ ]{DAY})"),
        rule("ID", rf"\[DATE\][ ](?P<v>{_EITHER})(?=[ ]//[ ])"),
        rule("ID", rf"\[DATE\],?[ ]{CLOCK}[ ](?P<v>{_EITHER})(?=[ \t]*$)"),
        rule("ID", rf"\bnachtrag[ ]\[DATE\],[ ](?P<v>{_PAIR})(?=:)"),
        rule("ID", rf"(?-i:\bADD\.)[ ](?P<v>{_EITHER})(?=[ ]{DAY})"),
    ]


def _passed_on() -> list[Rule]:
    return [
        rule(
            "ID",
            rf"\bhanded[ ]over[ ]to[ ]night[ ](?:shift|team|staff):[ ](?P<v>{_PAIR}|{_EITHER}/\[\w+\])(?!\w)",
        ),
        rule("ID", rf"\[(?:INITIALS|NAME)\]/(?P<v>{LETTERS})(?=[ ]\d{{1,2}}h\d\d)"),
        rule("ID", rf"\bpeer[ ]review[ ]\d[a-c]?,[ ](?P<v>{_EITHER})(?=,)"),
        rule("ID", rf"\baddendum-(?P<v>{_EITHER})(?=/)"),
        rule("ID", rf"\bexposed[ ](?P<v>{_EITHER})(?=,[ ]checked\b)"),
        rule("ID", rf"\bchecked[ ](?P<v>{_EITHER})(?=,[ ]\d)"),
        rule("ID", rf"\bkept[ ]\S+,[ ](?P<v>{_EITHER})(?=[ ]{DAY}|\))"),
        rule("ID", rf"\binit(?:ialled|ialed|\.)?[ ](?P<v>{_EITHER})(?=[ ](?:at|over)[ ])"),
        rule("ID", r"(?-i:[ ]/(?P<v>[a-z]{2,4}|[A-Z]{2,4}))(?=/(?:[ ]supersedes|[ \t]*$))"),
        rule("ID", rf"\br/b:?[ ](?:yes|y|done)\.[ ](?P<v>{_EITHER})(?=[ \t]*$)"),
        rule("ID", rf"\|[ ]rb\+[ ]\|[ ](?P<v>{_EITHER})(?=[ \t]*$)"),
        rule("ID", rf"\bhim/(?P<v>{_EITHER})(?=,)"),
        rule("ID", r"\b(?:filled[ ]in|recorded)[ ]by[ ](?-i:(?P<v>[A-Z]{2,3}))(?=[ ]on\b|\.(?:[ ]|$))"),
    ]


def _accounts() -> list[Rule]:
    """Return the rules of accounts and extensions in such lines."""
    account = r"(?-i:[a-z]{3,14}(?:\.[a-z]{2,14})?\d{0,3})"
    return [
        rule("ID", rf"\b(?:op|usr|user|login|operator)=(?P<v>{account})(?!\w)"),
        rule("ID", rf"(?:/[ ]|\d[ ]|~)user[ ](?P<v>{account})(?!\w)"),
        rule("ID", rf"\b(?:reader[ ]id|captured:|transcr\.|sachb\.)[ ](?P<v>{account})(?!\w)", Reading.NAMED),
        rule("ID", r"(?<![\w.])(?-i:(?P<v>rad\.[a-z]{3,14}))(?![\w.])"),
        rule(
            "ID",
            r"\b(?:plate|registration|reg)[ ](?:as|was|is)"
            r"[ ](?-i:(?P<v>[A-Z\d]{1,4}(?:[ -][A-Z\d]{1,4}){1,2}))(?!\w)",
        ),
        rule("PHONE", r"\[NAME\][ ](?P<v>x\d{3,4})(?!\w)"),
        rule("PHONE", r"(?:\b(?-i:RN|MD|NP|PA)[ ]|,[ ])(?P<v>x\d{3,4})(?=[.,;)]|[ \t]*$)"),
        rule("ID", r"(?-i:(?P<v>\bFNA[ ]\d\d/\d{2,5}))(?!\w)"),
        rule("ID", r"/[ ](?P<v>\d{3}-\d{2,3}-\d{4}-[A-Z])(?=[ ]/|[ \t]*$)"),
        rule("ID", r"\b(?:batch|crossmatch|jacket(?:[ ]no\.?)?)[ ](?P<v>\d{2}-\d{3}[A-Z])(?!\w)"),
        rule(
            "ID",
            r"\b(?:udi|pjn|rnh|id|s/n|serial(?:[ ]no\.?)?)[ ](?P<v>\d{6,7}[ ](?-i:[A-Z]))(?=[.,;]|[ ][a-z]|"
            r"[ \t]*$)",
        ),
        rule("ID", r"\bnumber:[ ](?-i:(?P<v>[A-Z]))(?=[ ]\[ID\])"),
        rule("PHONE", r"\((?P<v>x\d{3,4})(?=\))"),
        rule(
            "ID",
            r"\bveh(?:icle)?\.?(?:[ ]reg)?[:.]?\s(?-i:(?P<v>[A-Z]{2,4}[ -]?\d{2,4}[A-Z]?|"
            r"\d{2,4}[ -]?[A-Z]{2,4}))(?!\w)",
        ),
        rule("ID", r"\ba/c[ ](?-i:(?P<v>[A-Z]-?[A-Z\d]{3,6}))(?!\w)"),
        rule("ID", r"/[ ](?P<v>\d{2,3}-\d{2}-\d{2,4})(?=[ ]/[ ]\d{1,3}[mf]\b)"),
    ]
