"""Surnames that are plain words, anatomy too, where only a person can stand: "Foot informed.", "NOK: Head".

Rule: one word with a capital is somebody between the beginning of a clause and what only people are
(informed, aware, agitated), behind a job or a credential and before what people do, and alone behind a label
of people. Words for groups, places, statuses and relatives are nobody there.

Not here: surnames behind a title or a given name (`plain_surnames`), slots of names of any kind (`slots`).
"""

# ruff: noqa: RUF001 - names are written with typographic apostrophes
from __future__ import annotations

from typing import TYPE_CHECKING, Final

from site_agent.deidentify.reports.patterns.jottings import NO_ONE
from site_agent.deidentify.reports.patterns.writing import UPPER, any_of, rule

if TYPE_CHECKING:
    from site_agent.deidentify.reports.patterns.writing import Rule

_GROUP: Final = (
    r"(?!(?i:ortho\w*|medics|p(?:a?e)ds|gynae?|obs|neuro\w*|vascular|renal|resp\w*|cardi\w*|gastro\w*|onc\w*|"
    r"ha?em\w*|ent|max-?fax|ophthal\w*|anae?sth\w*|icu|itu|hdu|[ae]d|er|gp|pcp|sho|spr|reg|hospice|hospital|"
    r"home|school|police|coroner|ambulance|referrers?|requesters?|clinicians?|physicians?|carers?|relatives?|"
    r"staff|seniors?|on|off|well|fully|already|previously|duly|verbal\w*|urgent\w*|\w+ly|both|others?|"
    r"everyone|everybody|nobody|somebody|someone|public|consent|colleagues?|parents?|next|kin|child|baby|"
    r"infant|neonate|veteran|inmate|prisoner|client|subject|lady|gentleman|wom[ae]n|m[ae]n|boy|girl|twin|"
    r"nurs\w*|obstetric\w*|theatres?|midwi\w*|diet\w*|physio\w*|transplant\w*|breast|endoscop\w*|beds?|"
    r"\w+ics|\w+surgery|visual|body|abdomen|chest)(?!\w))"
)
_STATUS: Final = (
    r"(?!(?i:yes|no|none|nil|not|n/?a|declined|offered|refused|present|absent|unknown|available|pending|"
    r"required|requested|arranged|below|above|as|electronic\w*|digital\w*|off|by|and|in|on|at|to|from|"
    rf"under|only|self|same|done|complete\w*|aware|informed|{any_of('relatives')}|{any_of('titles')})(?!\w))"
)
_ONE: Final = rf"{NO_ONE}{_GROUP}(?P<v>(?-i:[{UPPER}][\w'’\-]+))"
_TITLED: Final = rf"{NO_ONE}{_GROUP}{_STATUS}(?P<v>(?-i:[{UPPER}][a-zà-ÿ'’\-]+))"
_CLAUSE: Final = r"(?:^[ \t]*|[.:;!?][ ]+)"
_HEARD: Final = (
    r"(?:informed|aware|notified|messaged|updated|contacted|paged|bleeped|rung|telephoned|e-?mailed|texted)"
    r"(?=[ ]*(?:$|[.,;)])|[ ](?:by|via|at|in[ ]person|of[ ](?:the[ ]|this|these|above|all|our|my|result|"
    r"report|finding)))"
)
_STATE: Final = (
    r"(?:was|is|became)[ ](?:very[ ]|quite[ ]|rather[ ]|too[ ])?(?:agitated|restless|confused|drowsy|sedated|"
    r"combative|aggressive|unwell|distressed|tearful|anxious|claustrophobic|breathless|unable[ ]to)\b"
)
_STAFF: Final = (
    r"(?:surgeon|an(?:a?e)sthetist|anesthesiologist|nurse|porter|paramedic|manager|matron|sister|midwife|"
    r"registrar|resident|consultant|fellow|intern|technologist|radiographer|sonographer|interpreter|teacher|"
    r"coach|officer|warden|carer|driver|guard|guardian|secretary|receptionist|chaplain|physio\w*|therapist|"
    r"dietitian|pharmacist|dentist|gp|doctor|next[ ]of[ ]kin|nok)"
)
_DOES: Final = (
    r"(?:witnessed|saw|transferred|brought|escorted|requests?|requested|asks|asked|reports|reported|states|"
    r"stated|says|said|attended|present|confirms?|confirmed|will|has|had|wants|wishes|agrees|agreed|performed|"
    r"inserted|removed|placed|noted|at[ ]bedside|in[ ]attendance|informed|notified|aware|contacted|"
    r"transporting|assisting|assisted|covering)\b"
)
_CREDENTIAL: Final = r"(?-i:PA|NP|RN|CNA|HCA|SHO|SpR|CNS|ANP|RGN|LPN|CNM|PT|OT)"


def plain_slots() -> list[Rule]:
    """Return the rules of such slots."""
    return [
        rule("NAME", rf"{_CLAUSE}{_ONE}(?:[ ]\([A-Z&]{{2,4}}\))?[ ](?:team[ ])?{_HEARD}"),
        rule("NAME", rf"{_CLAUSE}{_ONE}(?=['’]s[ ]team\b|[ ]{_STATE})"),
        rule("NAME", rf"\b{_STAFF}[ ]{_ONE}(?=[ ]{_DOES})"),
        rule("NAME", rf"(?<![\w/]){_CREDENTIAL}[ ]{_ONE}(?=[ ]{_DOES})"),
        rule(
            "NAME",
            rf"\b(?:chaperone|scribe|n\.?o\.?k\.?|next[ ]of[ ]kin|dictated|signed|e-?mailed|referrer|"
            rf"anaesthetist|surgeon|porter)(?:[ ]?:[ ]?|[ ]){_TITLED}(?=[ ]*(?:$|[.,;]))",
        ),
        rule("NAME", rf"\b{any_of('relatives')}[ ]of[ ]{_TITLED}(?=[ ]{_DOES}|[ ]*(?:$|[.,;]))"),
        rule(
            "NAME",
            rf"\b(?:page|call|message|bleep|text)[ ]to[ ]{_ONE}"
            r"(?=[ ](?:unanswered|not[ ]returned|returned|at)\b|[ ]*(?:$|[.,;]))",
        ),
        rule(
            "NAME",
            rf"\b(?:please|pls|kindly)[ ](?:call|ring|phone|page|contact|e-?mail)[ ]{_TITLED}"
            r"(?=[ ](?:with|if|on|at|for|about|re|via|directly)\b|[ ]*(?:$|[.,;]))",
        ),
        rule("NAME", rf"\baddend(?:um|a)[ ](?:by[ ]|\(){_TITLED}(?=\)?[ ]?:)"),
        rule("NAME", rf"\bpeer[ ]review(?:ed)?(?:[ ]by)?[ :]+{_TITLED}(?=[ ](?:score[d]?|agrees|graded)\b)"),
        rule(
            "NAME",
            rf"\b(?:(?:op|operation|theatre|clinic|procedure)[ ]notes?|md[tm]|tumou?r[ ]board)[ ]?:[ ]"
            rf"{_TITLED}(?=[ ](?:performed|did|placed|inserted|removed|to[ ](?:discuss|present|review|"
            rf"chase))\b)",
        ),
    ]
