"""Practices, homes, scanners and networks told by where they stand, however they are written.

Rules: what ends in the word for a practice behind whoever works there, what ends in the word for a home
behind who lives there, a mobile scanner, a service before its "report", letters before "PACS" or behind where
images and patients come from, and a place behind a family doctor's "in" are names of sites. A home, a
practice and an operation that nobody names ("from a nursing home", "awaiting surgery") stay.

Not here: institutions by the word for what they are (`organisations`, `facility_parts`, `facility_lines`).
"""

# ruff: noqa: RUF001 - names are written with typographic apostrophes
from __future__ import annotations

from typing import TYPE_CHECKING, Final

from site_agent.deidentify.reports.patterns.doers import IMAGES, UNITS, any_word
from site_agent.deidentify.reports.patterns.writing import Reading, rule

if TYPE_CHECKING:
    from site_agent.deidentify.reports.patterns.writing import Rule

_PART: Final = r"(?:[\w'’.-]{2,20}|&)"
_ENDS: Final = r"(?=[.,;)\]/]|[ ]{2}|[ ][-/(]|[ \t]*$)"
_NOBODYS: Final = any_word("an? her his their our the local private this same another some any no its")
_PRACTICE: Final = r"(?:(?:group|family|medical)[ ])?practice|(?:medical|health)[ ]cent(?:re|er)"
_OPERATED: Final = (
    r"(?!(?:\w+(?:ing|al|ic|ar|ous|ary|ed|or|ent)|day|open|keyhole|for|of|after|before|post|spine|bypass|heart|"
    r"valve|bowel|back|hip|knee|major|emergency|elective|cardiothoracic|vascular|neck|breast|in|on)"
    r"[ ]surgery)"
)
_NO_UNIT: Final = rf"(?!{any_word(UNITS + IMAGES)}(?!\w)|(?:OUR|THE|AGFA|GE|NHS|OLD|NEW)(?!\w))"

_NAMED: Final = rf"(?!{_NOBODYS}[ ])(?:[\w'’-]{{3,20}}[ ]){{1,2}}"


def slotted_sites() -> list[Rule]:
    """Return the rules of sites told by their slot."""
    return [*_practices(), *_homes(), *_senders()]


def _practices() -> list[Rule]:
    behind = r"\[NAME\](?:[ ]\[NAME\]){0,2}[,;][ ]"
    return [
        rule(
            "ORG",
            rf"{behind}(?P<v>(?!in\b|general\b|private\b)(?:{_PART}[ ]){{1,3}}?(?:{_PRACTICE})){_ENDS}",
        ),
        rule("ORG", rf"{behind}(?P<v>{_OPERATED}{_PART}[ ](?:{_PART}[ ])?surgery){_ENDS}"),
        rule(
            "ORG",
            rf"\b(?:practice|surgery):[ ](?P<v>(?:{_PART}[ ]){{1,3}}?(?:{_PRACTICE}|surgery)){_ENDS}",
        ),
        rule(
            "LOCATION",
            r"\b(?:family[ ]doc(?:tor)?|gp|pcp|pmd)[ ](?:\[NAME\][ ]|dr\.?[ ]){0,2}(?:out[ ])?in[ ]"
            r"(?P<v>(?!(?:the|a|an|clinic|attendance|town|touch|person|practice)\b)[\w'’-]{4,20})(?=\)|,|"
            r"\.(?:[ .]|$)|[ \t]*$)",
            Reading.CALLED_SO,
        ),
    ]


def _homes() -> list[Rule]:
    home = r"(?:nursing|care|residential|rest|retirement)[ ]home"
    return [
        rule(
            "ORG",
            rf"\b(?:lives|living|resident|stays|residing|from|of|at|in)[ ](?:at[ ]|in[ ]|of[ ])?"
            rf"(?P<v>(?!{_NOBODYS}[ ](?:\w+[ ])?{home})(?:the[ ])?(?!{_NOBODYS}[ ])"
            rf"(?:{_PART}[ ]){{1,3}}?{home})(?!\w)",
            Reading.CALLED_SO,
        ),
    ]


def _senders() -> list[Rule]:
    """Return the rules of who sent images or patients, and of who reported them."""
    return [
        rule("ORG", r"(?-i:(?P<v>[A-Z][\w'’-]+[ ](?:Scan|Imaging|Diagnostics?)[ ]Mobile))(?!\w)"),
        rule("ORG", r"(?-i:(?P<v>[A-Z'’-]{3,}[ ](?:SCAN|IMAGING|DIAGNOSTICS?)[ ]MOBILE))(?!\w)"),
        rule("ORG", r"\bunit:[ ](?P<v>[\w'’-]{3,}[ ](?:scan|imaging)[ ]mobile)(?!\w)"),
        rule(
            "ORG",
            r"(?:^|\[ORG\][ ])(?P<v>(?:(?:remote|night|[\w]*\d\w*)[ ])?reporting)(?=[ ](?:report\b|"
            r"-[ ]final\b))",
        ),
        rule("ORG", rf"\b(?:to|from|at|on)[ ](?-i:(?P<v>{_NO_UNIT}[A-Z]{{2,5}}))(?=[ ]pacs\b)"),
        rule(
            "ORG",
            rf"\b(?:d/c|discharged|transferred|sent|unreadable|films?|discs?|images)[ ](?:from|at|to)[ ]"
            rf"(?-i:(?P<v>{_NO_UNIT}[A-Z]{{3,5}}))(?=[ ]\[DATE\]|[ ]\d{{1,2}}[./-]|[;,.])",
            Reading.STRANGE,
        ),
        rule(
            "ORG",
            rf"(?P<v>(?<![\w-]){_NAMED}(?:paramedics?(?:[ ]services?)?|fire[ -]rescue|fire[ ]dep(?:t|"
            rf"artment)|"
            r"(?:vol\.?(?:unteer)?[ ])?ambulance[ ](?:corps|dist(?:rict)?|services?|trust)|county[ ]ems|"
            r"rad[ ]group|remote[ ]imaging(?:[ ]llc)?|overnight[ ]reads|imaging[ ]services|injury[ ]unit|"
            r"surveillance[ ]unit|prison[ ]health[ ]unit|claims[ ]services|casualty|medicare[ ]plus|"
            r"state[ ]fund"
            r"(?:[ ]mutual)?))(?!\w)",
            Reading.CALLED_SO,
        ),
        rule(
            "ORG",
            r"\[(?:ADDRESS|NAME|ORG|LOCATION)\](?:[ ]|(?=-))(?P<v>-?(?:(?:vol\.?[ ])?ambulance[ ](?:corps|"
            r"dist\.?|"
            r"services?)|paramedics?(?:[ ]services?)?|rescue|fire[ ]dept|county[ ]ems|dialysis))(?!\w)",
        ),
        rule("ADDRESS", r"(?P<v>\bgeneral[ ]delivery)(?=,[ ](?-i:[A-Z\[]))"),
        rule("ADDRESS", r"\[ADDRESS\],?[ ](?P<v>app\.?[ ]?\d{1,4}[A-Z]?)(?!\w)"),
        rule("ADDRESS", r"\[(?:ADDRESS|NAME|LOCATION)\][ ](?-i:(?P<v>[A-Z]\d[\dW][ ][A-Z\d]{4}))(?!\w)"),
        rule(
            "ORG",
            r"\bemployer:?[ ](?P<v>(?:[\w&'’-]+[ ]){1,4}(?:co|company|inc|ltd|corp|llc)\b\.?)(?=[;,.]|"
            r"[ \t]*$)",
        ),
        rule("LOCATION", r"\boff[ ](?-i:(?P<v>(?:[A-Z][\w'’-]+[ ]){1,3}))(?=pad\b)"),
        rule(
            "ORG",
            r"(?:^|\|[ ]?|[.;][ ])(?:auto[ ]carrier|insurer|payer|payor)"
            r"[ ](?P<v>[\w&'’.-]+(?:[ ][\w&'’.-]+){0,4}?)"
            r"(?=[ ]\||,|[ ](?:auth|claim)\b|[ \t]*$)",
            Reading.CALLED_SO,
        ),
        rule(
            "ORG",
            rf"\bthe[ ](?-i:(?P<v>{_NO_UNIT}[A-Z]{{3,5}}))(?=[ ](?:images|films|scans|studies|archive|disc)"
            rf"[ ]"
            r"(?:were|was|are|is|under)\b)",
            Reading.STRANGE,
        ),
        rule(
            "ORG",
            rf"\bthe[ ](?-i:(?P<v>{_NO_UNIT}(?!TIA|DVT)[A-Z]{{3,5}}))(?=[ ](?:fracture|antenatal|"
            rf"outpatient|eye|dental)[ ]clinic\b)",
        ),
        rule(
            "ORG",
            rf"\bdischarged[ ]from[ ](?-i:(?P<v>{_NO_UNIT}[A-Z]{{3,5}}))(?=[ ](?:last|yesterday|today|this|"
            rf"on)\b|[.,;])",
        ),
        rule("ORG", r"\bsite=(?-i:(?P<v>[A-Z]{2,5}))(?=[;|,]|[ \t]*$)"),
        rule(
            "ORG",
            rf"\b(?:requesting|referral|referring)[ ](?:source|practice|surgery)"
            rf":[ ](?P<v>(?:{_PART}[ ]){{1,3}}?(?:{_PRACTICE}|surgery)){_ENDS}",
        ),
        rule("LOCATION", r"\b(?P<v>level[ ]\d{1,2}[ ](?:annexe?|wing|north|south|east|west))(?!\w)"),
        rule("ORG", r"\[ORG\][ ](?P<v>(?:&|and)[ ]social[ ]care[ ]trust)(?!\w)"),
    ]
