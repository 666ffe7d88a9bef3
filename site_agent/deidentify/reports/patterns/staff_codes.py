"""Members of staff told by initials or by the name they log in with.

Rules: letters behind two labels of work on one line ("VER: KL  TYP: MN"), behind "reader codes", behind a
dash that follows the last sentence of a paragraph, before a job's number, behind the time of typing and
between a deed and its day are somebody's; two words
joined by a dot without a blank, or one word, name a user where a user stands: behind "by" and a deed, in
brackets behind a degree and before the state of a report, between "user" and what users do.

Not here: initials behind what people do in prose (`initials`), pairs with capitals (`jottings`).
"""

# ruff: noqa: RUF001 - signatures begin with typographic dashes
from __future__ import annotations

from typing import TYPE_CHECKING, Final

from site_agent.deidentify.reports.patterns.initials import NOBODY
from site_agent.deidentify.reports.patterns.jottings import NO_ONE
from site_agent.deidentify.reports.patterns.writing import Reading, any_of, rule

if TYPE_CHECKING:
    from site_agent.deidentify.reports.patterns.writing import Rule

_WORK: Final = (
    r"(?:ver(?:if(?:ied)?)?|typ(?:ed|ist)?|trans(?:cr(?:ibed)?)?|dict(?:ated)?|dic|auth(?:ori[sz]ed)?|"
    r"sign(?:ed)?|rep(?:orted)?|rpt|read|chk|checked|appr?(?:oved)?|val(?:idated)?|ent(?:ered)?|fin(?:al)?|"
    r"pre?l(?:im)?|edit(?:ed)?|scan(?:ned)?|tech|res(?:ident)?|att(?:ending)?|rad|sono|vet(?:ted)?|"
    r"rev(?:iewed)?|cosign(?:ed)?|released?|perf(?:ormed)?|insp|qa|qc)(?:[ ]by)?"
)
_MARK: Final = r"[ ]?[:=][ ]*"
_NO_WORD: Final = r"(?!(?:yes|no|nil|none|na|new|old|not|ok|done)(?!\w))"
_SHORT: Final = rf"{_NO_WORD}[^\W\d_]{{2,4}}"
_ENDS: Final = r"(?=[ ]{2}|[ \t]*(?:$|[|\"<\\;,])|[ ]{1,8}\w{2,9}[ ]?[:=])"
_TIME: Final = r"(?:[ ]+(?:at[ ]+|@[ ]?)?\d{1,2}[:.]?\d\d(?::\d\d)?[ ]*(?:[ap]\.?m\b\.?|h(?:ou)?rs?\b)?)?"
_READERS: Final = (
    r"(?:readers?|reviewers?|observers?|raters?|operators?|annotators?|radiologists?|radiographers?|"
    r"technologists?|technicians?|sonographers?|staff|users?|typists?)"
)
_LISTED: Final = r"(?-i:[A-Z]{2,4}(?:(?:,[ ]|[ ]?[/&+][ ]?|,?[ ](?i:and)[ ])[A-Z]{2,4}){0,4})"
_DEED: Final = (
    r"(?:e?-?signed|authenticated|verified|approved|finali[sz]ed|released|dictated|typed|transcribed|"
    r"reviewed|entered|edited|corrected|acknowledged|validated|authori[sz]ed)"
)
_LOGIN: Final = r"(?-i:[a-zà-ÿ]{2,20}\.[a-zà-ÿ]{2,20}\d{0,3}|[A-Z]{2,20}\.[A-Z]{2,20}\d{0,3})"
_STATE: Final = (
    r"(?:final(?:i[sz]ed)?|signed|verified|prelim\w*|draft|approved|authori[sz]ed|released|addend\w+|"
    r"completed?|corrected|amended|validated)"
)
_USES: Final = (
    r"(?:viewed|opened|accessed|logged|downloaded|printed|read|acknowledged|released|signed|edited|changed|"
    r"created|deleted|uploaded|exported|imported|locked|entered|on[ ]|at[ ]|from[ ])"
)
_NO_USER: Final = (
    r"(?!(?:name|id|error|guide|manual|group|account|interface|defined|input|access|role|type|settings?|and|"
    r"or|was|is|has|not|who|level|initials|requested|reported|logged|viewed|opened)(?!\w))"
)


def staff_codes() -> list[Rule]:
    """Return the rules of staff told by initials and by user names."""
    return [*_initials(), *_logins()]


def _initials() -> list[Rule]:
    return [
        rule(
            "INITIALS",
            rf"(?<![\w.]){_WORK}{_MARK}(?P<v>{_SHORT})(?=[ ]{{1,8}}(?:{_WORK}{_MARK}{_SHORT}(?!\w)|"
            rf"(?:dt|date)[ ]?[:=]))",
        ),
        rule(
            "INITIALS",
            rf"(?<![\w.]){_WORK}{_MARK}(?:{_SHORT}|\[\w+\])[ ]{{1,8}}{_WORK}{_MARK}(?P<v>{_SHORT}){_ENDS}",
        ),
        rule(
            "INITIALS",
            rf"(?<!\w)(?:t|dt|tr|trans|typed|transcribed|td)[ ]*:?[ ]*\[DATE\]{_TIME}[ ]+"
            r"(?P<v>[^\W\d_]{2,4}[/:](?:[^\W\d_]{2,3}|(?=\[\w+\])))(?=\[|[ \t]*(?:$|[\"|<\\])|[ ]{2})",
        ),
        rule(
            "INITIALS",
            r"\[INITIALS\],?[ ](?:and[ ])?(?:\w{3,}ed|read|seen)[ ]by[ ](?-i:(?P<v>[A-Z]{2,3}))(?=[.,;)]|"
            r"[ \t]*$)",
        ),
        rule("INITIALS", rf"(?<![\w.])[^\W\d_]{{1,12}}:[ ]*(?P<v>{_SHORT})(?=[ ]{{1,8}}job\b[ #:]*[\d\[])"),
        rule(
            "INITIALS",
            rf"\b{_DEED}[ ]by:?[ ](?-i:(?P<v>[A-Z]{{2,4}}))(?=,?[ ](?:(?:at|on|@)[ ]?)?(?:\[DATE\]|\d))",
            Reading.ABBREVIATED,
        ),
        rule(
            "INITIALS",
            rf"\[DATE\](?:[ ,]+\d{{1,2}}:\d\d(?::\d\d)?(?:[ ]?[ap]\.?m\b\.?)?(?:[ ][A-Z]{{2,4}}T)?)?"
            rf"(?:[ ]*/[ ]*|[ ]{{2,}})(?P<v>{_SHORT})[ \t]*$",
        ),
        rule("INITIALS", rf"^[ \t]*/(?P<v>{_SHORT})[ \t]*$"),
        rule("INITIALS", r"(?-i:(?P<v>\b[A-Z]{2,4}/[a-z]{2,3}))(?=[ ]+(?:d|dd|dt|t)[ ]?:)"),
        rule(
            "INITIALS",
            rf"\b{_READERS}(?:['’]s?)?[ ](?:codes?|initials|ids?)(?:[ ](?:are|were|is|was))?[ ]?:?[ ]"
            rf"(?P<v>{_LISTED})(?!\w)",
        ),
        rule(
            "INITIALS",
            r"(?-i:(?<=[.!?)\]])[ \n]{1,2}[-–—][ ]?(?P<v>(?!I?VE?(?!\w))[A-Z]{2,3})(?=[ \t]*(?:$|[\"|<\\])))",
        ),
    ]


def _logins() -> list[Rule]:
    degree = rf"(?:\[NAME\]|(?<![\w.]){any_of('credentials')})"
    return [
        rule(
            "ID",
            rf"(?<!\w)(?:by|to|from|user|for|login)[ ](?P<v>{_LOGIN})(?![\w@/]|[.\-]\w)",
            Reading.STRANGE,
        ),
        rule(
            "ID",
            r"\[(?:NAME|ID)\](?P<v>\.[^\W\d_]{2,20}\d{0,3})(?=[);:\"|<]|[ ]+(?:on|at|from|viewed|opened)\b)",
        ),
        rule(
            "ID",
            r"\b(?:created|approved|opened|edited|locked|released|unlocked|amended)[ ](?:by[ ])?"
            r"(?P<v>[a-z]{3,12}\d{1,4})(?=[,;.]|[ ](?:on[ ])?\[DATE\])",
        ),
        rule("ID", r"\]\\(?P<v>[a-z][\w.\-]{2,20})(?![\w.\-]*\\)"),
        rule("ID", r"\blog-?[ ]?in[ ](?P<v>[a-z]{2,12}(?:\.[a-z]{2,16}\d{0,3}|-[a-z]{2,6}\d{1,4}))(?!\w)"),
        rule("ID", r"\[NAME\](?P<v>\.[a-z]{2,16}\d{1,3})(?!\w)"),
        rule("ID", r"\bfrom[ ]\[\w+\][ ]\((?P<v>[a-z]{2,10}[ ][a-z]{2,10}\d{1,3})(?=\))"),
        rule("ID", r"\b(?:login|user[ ]?id|user)[ ]?:?[ ](?P<v>[a-z]{2,10}[ ][a-z]{2,10}\d{1,3})(?!\w)"),
        rule(
            "ID",
            r"(?:\b(?:by|users?|login|logon|from|to|via|user[ ]?id|uid|account)[ ]?[:=]?[ ]?|\\)"
            r"(?P<v>(?:[a-z]{2,10}[\\/])?[a-z]{1,16}_[a-z\d]{1,12})(?!\w)",
        ),
        rule("ID", rf"\[NAME\][ ]\((?P<v>{_LOGIN}|[^\W\d_]{{2,16}}\.[^\W\d_]\d{{0,3}})\)"),
        rule(
            "ID",
            r"\[(?:NAME|ID)\](?P<v>[._\-](?:[^\W\d_]\d{0,4}|[^\W\d_]{1,3}\d{1,4}))"
            r"(?=[)\]\"]|[ ](?:via|from|on|at)\b)",
        ),
        rule(
            "ID",
            r"\b(?:flagged|messaged|sent|routed|assigned|escalated)[ ]to[ ]"
            r"(?-i:(?P<v>[a-z]{3,16}\.[a-z]))(?=[ ](?:via|on|at|by)\b|[.,;])",
        ),
        rule(
            "ID",
            rf"\b(?:alert|message|notification|notice|task|reminder|result|report)s?[ ](?:was[ ]|were[ ])?"
            rf"(?:sent|routed|forwarded|assigned)[ ]to[ ](?-i:(?P<v>{NO_ONE}[a-z][a-z\d]{{4,}}))"
            rf"(?=;|[ ]?[,.][ ]ack|[ ]*[\[(]|[ ](?:on|at)[ ][\d\[])",
        ),
        rule(
            "ID",
            rf"{degree}\.?[ ]\((?P<v>{NO_ONE}[^\W\d_][\w.\-]{{2,24}})\)[ ]*[,:-]?[ ]*(?={_STATE}\b)",
        ),
        rule(
            "ID",
            rf"\b(?:user|login|logon|username|"
            rf"userid)[ ]?:?[ ](?P<v>{NOBODY}{_NO_USER}[^\W\d_][\w.\-]{{2,24}})"
            rf"(?=[ ]{_USES})",
        ),
        rule(
            "ID",
            r"(?-i:(?:^[ \t]*|\b(?:by|login|user)[ ])(?P<v>[a-z]{3,20}[ ][a-z]))"
            r"(?=[ ]+(?:\[DATE\]|\d{1,2}:\d\d)|[ ]is[ ](?:locked|logged|expired|disabled))",
        ),
        rule("ID", r"\(login[ ](?P<v>[\w.\-]{3,24})(?=\))"),
        rule("ID", r"\(\[NAME\],[ ](?-i:(?P<v>[a-z]{3,}\d{1,4}))(?=\))"),
    ]
