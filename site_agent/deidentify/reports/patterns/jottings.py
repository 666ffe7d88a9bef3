"""People in the short lines of a department: who typed, who chairs, who acts, who was paged, who told whom.

Rules: two groups of letters around a slash or colon ("KV:tn") behind a date, a time, a number or the slash
of a signature, up to the end of a line or field, are two members of staff, unless both groups are
abbreviations of methods, sides or units; a word with a capital before "(chair)", before "to see" behind a
mark, between a time and "on line", or in brackets behind a member of staff is a name whatever else it means,
unless it is a role or a specialty.

Not here: initials behind what people do (`initials`), names behind cues of prose (`people`).
"""

# ruff: noqa: RUF001 - names are written with typographic apostrophes
from __future__ import annotations

from typing import TYPE_CHECKING, Final

from site_agent.deidentify.reports.patterns.initials import METHODS, WORDS
from site_agent.deidentify.reports.patterns.writing import UPPER, Reading, any_of, rule

if TYPE_CHECKING:
    from site_agent.deidentify.reports.patterns.writing import Rule

_CLOCK: Final = (
    r"(?:\d{1,2}[:.]\d\d(?::\d\d)?(?:[ ]?[ap]\.?m\b\.?)?|\d{4}[ ]?h(?:rs?|ours)?\b|\d{1,2}[ ]?[ap]\.?m\b\.?)"
)
_SHORT: Final = rf"(?i:{METHODS}|{WORDS}|lv|rv|la|ra|tv|ta|tr|ar|as|pr|wo|wc|fs|afb|sob|mcg|unit|min|day)"
_STAFF_PAIR: Final = rf"(?!{_SHORT}[/:]{_SHORT}(?!\w))[A-Z]{{2,4}}[/:](?:[A-Z]{{2,3}}|[a-z]{{2,3}})(?![\w/:])"
_LABELS: Final = r"ref|req|cc|to|by|rad|tech|attn|name|nok|gp|pt|tel|loc|site|sig|from|user|order"
"""Short labels of people, which no initials are."""
_ENDS_FIELD: Final = rf"(?=[ \t]*(?:$|[\"|<])|[ ]{{2}}|[ ]\[|[ ](?=[{UPPER}]))"
NO_ONE: Final = (
    rf"(?!(?i:{any_of('specialties')}|{any_of('titles')}|{any_of('credentials')}|{METHODS}|\w*(?:ology|ologist|"
    r"iatrist|surgeon|physician|nurse|registrar|resident|consultant|grapher|therapist|practitioner|fellow|"
    r"doctor|provider|officer|manager|clerk|porter)s?|patients?|pt|family|mother|father|parents?|wife|husband|"
    r"son|daughter|carer|caller|teams?|ward|unit|clinic|theatre|surgery|service|office|desk|reception|"
    r"switchboard|lab(?:oratory)?|pharmacy|surgical|medical|trauma|stroke|crash|on-?call|night|day|weekend|"
    r"locum|acting|duty|covering|senior|junior|results?|findings?|report|images?|study|all|both|they|he|she|it|"
    r"we|you|this|that|not|also|none|nobody|no|yes|now|was|were|were|been|being|and|or|the|an?|if|plan|please|"
    r"order(?:ing|ed)|referring|requesting|attending|name|unknown|pending|see|above|below)(?!\w))"
)
CAP: Final = rf"(?-i:(?:[{UPPER}]\.[ ]?){{0,2}}[{UPPER}][\w'’\-]+)"
WHO: Final = rf"{NO_ONE}(?P<v>{CAP}(?:[ ]{NO_ONE}{CAP}){{0,2}})"
_CLAUSE: Final = r"(?:^[ \t]*|[:.;!?|\"][ ]+|\\n|[ ]{2})"
_NO_VALUE: Final = (
    r"(?!(?i:vitamin|hepatitis|influenza|type|grade|stage|class|group|level|zone|protein|factor|category|ward|"
    r"room|section|part|suite|building|unit|block|floor|house|apt|team|bay|phase|plan|option|figure|table|"
    r"appendix|segment|division|wing|tower|gate|door|pod|box|form|line|series|image)\b)"
)


def jottings() -> list[Rule]:
    """Return the rules of people in the short lines of a department."""
    return [*_pairs(), *_meetings(), *_calls(), *_surname_first()]


def _pairs() -> list[Rule]:
    """Return the rules of two members of staff told by their initials."""
    return [
        rule(
            "INITIALS",
            rf"(?:\[(?:DATE|ID)\](?:[ ]+(?:at[ ]+|@[ ]?)?{_CLOCK})?|{_CLOCK})[ ]{{1,3}}"
            rf"(?-i:(?P<v>{_STAFF_PAIR}){_ENDS_FIELD})",
        ),
        rule(
            "INITIALS",
            rf"(?:\[(?:DATE|ID)\](?:[ ]+(?:at[ ]+|@[ ]?)?{_CLOCK})?|{_CLOCK})[ ]{{1,3}}"
            rf"(?!(?:{any_of('titles')}|{any_of('credentials')}|{METHODS}|{_LABELS})[/:])"
            rf"(?-i:(?P<v>[A-Z]{{2,4}}[/:])(?=\[(?:NAME|INITIALS)\]{_ENDS_FIELD}))",
        ),
        rule(
            "INITIALS",
            rf"(?:\[(?:DATE|ID)\](?:[ ]+(?:at[ ]+|@[ ]?)?{_CLOCK})?|{_CLOCK})[ ]{{1,3}}\[NAME\][/:]"
            rf"(?-i:(?P<v>[A-Z]{{2,3}}|[a-z]{{2,3}}){_ENDS_FIELD})",
        ),
        rule("INITIALS", rf"(?-i:(?:^|(?<=[ \]]))/(?P<v>{_STAFF_PAIR})(?=[ \t]*(?:$|[\"|<])|[ ]{{2}}))"),
        rule(
            "INITIALS",
            rf"\b(?:transcriptionist|transcriber|typist|typed|scribe|dictated|trans|typ)[ ]?:[ ]*"
            rf"(?-i:(?P<v>{_STAFF_PAIR}))(?=[ \t]*(?:$|[;,.\"|<]))",
        ),
        rule("INITIALS", rf"(?-i:(?<=[.;!?][ ])/(?P<v>{_STAFF_PAIR})(?=[ ][{UPPER}]))"),
        rule(
            "INITIALS",
            r"\bsupervision[ ]of[ ](?-i:(?P<v>[A-Z]\.?(?:[ ]?[A-Z]\.?)?))[ ](?=\[(?:NAME|ADDRESS)\])",
        ),
        rule("NAME", rf"\[INITIALS\]\s{{1,3}}(?P<v>{CAP}(?:[ ]{CAP})?)[ ](?=\[ID\])"),
    ]


def _meetings() -> list[Rule]:
    """Return the rules of who sits in a meeting and who acts on it."""
    chairs = (
        r"(?:chair(?:man|woman|person)?|co-?chair|co-?ordinator|minutes|minute[ -]taker|scribe|presenter|"
        r"presenting)"
    )
    acts = (
        r"(?:see|review|call|phone|ring|contact|inform|tell|discuss|arrange|refer|write[ ]to|"
        r"speak[ ](?:to|with)|follow[ ]up|chase|book|update|scrub|biopsy|consent)"
    )
    staff = (
        r"(?:attending|registrar|resident|consultant|fellow|sho|spr|nurse|physician|surgeon|intern|"
        r"house[ ]officer|radiographer|sonographer|technologist|radiologist|midwife|sister|"
        r"practitioner|matron)"
    )
    return [
        rule("NAME", rf"(?<![\w'’\-]){WHO}(?=[ ]\({chairs}\))"),
        rule(
            "NAME",
            rf"\b(?:actions?|plan|outcome|to[ ]do|task)[ ]?:[ ]*{WHO}(?=[ ]to[ ]{acts}\b)",
        ),
        rule(
            "NAME",
            rf"{_CLAUSE}{WHO}(?=[ ]to[ ]{acts}[ ](?:\[NAME\]|(?:m(?:rs?|s)|miss)\b|"
            rf"the[ ]patient\b|him\b|her\b))",
        ),
        rule("NAME", rf"\b{staff}[ ]\({WHO}(?=\))"),
    ]


def _calls() -> list[Rule]:
    """Return the rules of who was called, and who told whom."""
    by = (
        r"(?:verbal(?:ly)?|in[ ]person|by[ ](?:phone|telephone|pager)|phone|telephone|secure[ ](?:chat|text))"
    )
    return [
        rule(
            "NAME",
            rf"{_CLAUSE}{WHO}(?=[ ](?:paged|bleeped|beeped)"
            rf"(?:[ ]\(|[ ](?:at|via|on|by|x?\d|twice|again)|[ ]*[,.;]))",
        ),
        rule("NAME", rf"{_CLOCK}[ ]+{WHO}(?=[ ](?:on[ ](?:the[ ])?(?:line|phone)|answered|picked[ ]up)\b)"),
        rule(
            "NAME",
            rf"(?<![\w/])(?:d/w|discussed[ ]with|told|informed|notified)[ ]{NO_ONE}(?P<v>{CAP}/{CAP})"
            rf"(?=[ ]+(?:at[ ]|@[ ]?)?(?:{_CLOCK}|\[DATE\]))",
        ),
        rule("NAME", rf"^[ \t]*{WHO}(?=[ ]to[ ](?:{CAP}|\[NAME\])(?:[ ]{CAP})?,[ ]{by},)"),
        rule("NAME", rf"^[ \t]*(?:{CAP}|\[NAME\])(?:[ ]{CAP}|[ ]\[NAME\])?[ ]to[ ]{WHO}(?=,[ ]{by},)"),
    ]


def _surname_first() -> list[Rule]:
    """Return the rules of what follows a surname: a given name and its initial, over a break too."""
    given = rf"(?-i:[{UPPER}][\w'’\-]+)"
    return [
        rule(
            "NAME",
            rf"(?-i:\[NAME\],[ ]{_NO_VALUE}(?P<v>[{UPPER}][\w'’\-]+[ ][{UPPER}]\.?)(?=[,;:)]|\.[ ]|[ \t]*$))",
            Reading.UNSAID,
        ),
        rule("NAME", rf"(?-i:\[NAME\]\n[ ]{{1,8}}(?P<v>[{UPPER}])(?=\||[ ]?[,(]|[ ]\[(?:ID|DATE|AGE)))"),
        rule(
            "NAME",
            rf"(?-i:\[NAME\],[ ]?\n[ ]{{1,8}}{_NO_VALUE}"
            rf"(?P<v>{given}(?:[ ][{UPPER}])?)(?=\||[ ]?\(?\[(?:ID|DATE)))",
        ),
    ]
