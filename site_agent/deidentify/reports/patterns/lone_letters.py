"""Letters and figures that stand alone in a slot where only a person, a patient or a day can be meant.

Rules: two or three capitals alone behind a numbered reader or a deed that ends the line, between a day and a
colon, beside a day on a line of their own, in a pair that is a line, in brackets before an age, or as the
last line of a report are somebody's initials, unless they are a modality; a day and month that no score can
be (the first figure above twelve) and one behind what is planned or given is a date; a word in small letters
behind the time of an entry is who made it.

Not here: initials behind labels (`staff_codes`), in prose (`initials`), days compared with (`compared_days`).
"""

# ruff: noqa: RUF001 - names are written with typographic apostrophes
from __future__ import annotations

from typing import TYPE_CHECKING, Final

from site_agent.deidentify.reports.patterns.writing import Reading, any_of, rule

if TYPE_CHECKING:
    from site_agent.deidentify.reports.patterns.writing import Rule

NO_EXAM: Final = (
    r"(?!(?:CT|MR|MRI|MRA|MRV|CTA|US|USS|XR|CXR|AXR|KUB|NM|PET|DXA|MG|RF|IR|PA|AP|LAT|OPG|DX|CR|DR|ECG|EKG|"
    r"ECHO|IV|OK|NO|YES|NIL|NA|AM|PM|ED|GP|OP|IP|OPD|ICU|ITU|HDU|MDT|DOB|MRN|NHS|CHI|HR|BP|RR)(?![^\W_]))"
)
_LETTERS: Final = rf"{NO_EXAM}[A-Z]{{2,3}}"
_NO_STATE: Final = (
    r"(?!(?:NAD|WNL|TBA|TBC|PRN|NPO|DNR|DNI|END|EOF|STAT|EMR|EHR|RIS|PO|IV|AOK|NKA|LTF|DNA|ASAP)(?![^\W_]))"
)
NO_TEAM: Final = (
    r"(?!(?:EMS|PCP|RT|OR|ER|PT|OT|SLP|RN|NP|PA|MD|DO|GI|GU|ENT|EP|ICU|IR|PCR|EEG|EMG|FNA|EUS|TTE|TEE|PFT|BMI|"
    r"NG|PEG|AI|CAD|PMD|OB|GYN|VNA|PO|MRN|DOB|FAX|HL7)(?![^\W_]))"
)
_DEED: Final = (
    r"(?:radiographers?|sonographers?|technologists?|readers?|vett(?:ed|er)|checked|typed|transcribed|"
    r"verified|approved|countersigned|co-?signed|reported|dictated|(?:id|point|safety)[ ]check)(?:[ ]by)?"
)
_TIME: Final = r"(?:[ ,]+(?:at[ ])?\d{1,2}[:.]?\d\d(?::\d\d)?[ ]?(?:[ap]\.?m\b\.?|h(?:ou)?rs?\b|h\b)?)"
_WHEN: Final = (
    r"[ ]{1,3}\[(?:DATE|PHONE)\](?:/\[DATE\]){0,2}[ \t]*$"  # "PH 9/14" may have gone as a telephone
)
_PAIR: Final = r"[A-Z]{2,3}[ ]?/[ ]?[A-Z]{2,3}"
_STAFF: Final = r"(?i:tr|typ|trans|tech|dr|md|rad|res|att|sono|rn)[ ]?[:=][ ]?"
_DAY: Final = r"(?:0?[1-9]|[12]\d|3[01])/(?:0?[1-9]|1[0-2])"
_PLANNED: Final = (
    r"\b(?:slot|given|breach|due|booked(?:[ ]for)?|agreed?|addendum|exchanged?|inserted|removed|changed|"
    r"replaced|review(?:ed)?[ ]on|admitted|discharged|listed[ ]for|appointment|clinic|theatre|list)"
    r"(?:[ ](?:on|for|dated))?[ ]?[:,]?[ ]"
)
_SAID: Final = r"(?:acknowledged|confirmed|verified|repeated|received|read|understood)"
_NO_SHARE: Final = r"(?![\w/]|[-.]\d|[ ]?(?:mm|cm|%|weeks?|views?|nodes?|cores?|out[ ]of)\b)"
_IMAGE: Final = (
    r"(?<!series )(?<!ser )(?<!se )(?<!image )(?<!im )(?<!img )(?<!slice )(?<!nodes )(?<![\w/.\-])"
)


def lone_letters() -> list[Rule]:
    """Return the rules of letters and figures alone in their slot."""
    return [*_initials(), *_days(), *_users(), *_surnames()]


def _initials() -> list[Rule]:
    return [
        rule("INITIALS", rf"(?-i:\b(?i:readers?|reviewers?)[ ]?\d[ ]?[:=]?[ ](?P<v>{_LETTERS}))(?!\w)"),
        rule(
            "INITIALS",
            rf"(?-i:\b(?i:{_DEED})[ ]?:?[ ](?P<v>{_LETTERS}))(?=[ ]{{2,}}|[ \t]*(?:$|[,;]|\.(?:[ \n]|$)))",
        ),
        rule("INITIALS", rf"(?-i:\[DATE\]\)?{_TIME}?[ ](?P<v>{_LETTERS}))(?=:[ \n])"),
        rule(
            "INITIALS",
            rf"(?-i:(?:[.!?\])][ \t]*|\n[ \t]*|, ?{any_of('credentials')}[ \t]*)\n[ \t]*{NO_EXAM}"
            r"(?!(?:end|eof|END|EOF|nil|mm|cm|ml|mg|gy|hu)\b)(?P<v>[a-z]{2,3}|[A-Z]{2,3}))\s*\Z",
        ),
        rule(
            "INITIALS",
            rf"(?-i:[.!?][\"”]?(?:[ ]?\|[ ]?|[ ]+){NO_EXAM}{_NO_STATE}(?P<v>[A-Z]{{2,3}}))"
            r"(?=[ \t]*(?:\||\n[ \t]*\n|\s*\Z))",
        ),
        rule("INITIALS", r"(?-i:\[\d{4}\][ ](?P<v>[A-Z]{2,3})(?=:[ ]))"),
        rule(
            "INITIALS",
            rf"(?-i:\b\d{{1,2}}:\d\d[ ]?(?:[ap]m?)?[ ]by[ ]{NO_EXAM}(?P<v>[A-Z]{{2,3}}))(?=[ \t]*$)",
        ),
        rule(
            "INITIALS",
            rf"(?-i:[.!?][\"”]?[ ]+{NO_EXAM}{_NO_STATE}(?P<v>[A-Z]{{2,3}}))(?=\.[ \t]*(?:\n[ \t]*\n|\s*\Z))",
            Reading.STRANGE,
        ),
        rule(
            "INITIALS",
            rf"(?-i:\b[Bb]y[ ]{NO_EXAM}{NO_TEAM}(?P<v>[A-Z]{{2,3}}))"
            r"(?=\.?[ \t]*(?:\n[ \t]*\n|\s*\Z)|\.[ \t]*\n|[ ]at[ ]\d{1,2}:?\d\d)",
            Reading.STRANGE,
        ),
        rule(
            "INITIALS", r"(?-i://[ ]?(?P<v>[a-z]{2,3}|[A-Z]{2,3}))(?=[ \t]*\Z|[ ](?:\[DATE\]|\d{1,2}[/.-]))"
        ),
        rule(
            "INITIALS",
            rf"(?-i:^[ \t]*(?:(?i:signed|read|typed|reported):?[ ])?(?P<v>{_LETTERS}))(?={_WHEN})",
        ),
        rule(
            "INITIALS",
            r"(?-i:\b(?:TECH|RAD|TYPIST|NURSE|RN|MD|DICT|TRANS)=(?P<v>[A-Z]{2,3}))(?=[ \t]*(?:$|[|;,]))",
        ),
        rule(
            "INITIALS",
            r"\b(?:reviewed|checked|verified|approved|edited|typed|transcribed)[ ]by[ ](?P<v>(?-i:[a-z]{3}))"
            r"(?=[ ](?:on|at)[ ](?:\[DATE\]|(?:mon|tue|wed|thu|fri|sat|sun)))",
        ),
        rule("INITIALS", rf"(?-i:^[ \t]*(?P<v>{_PAIR}))(?={_WHEN})"),
        rule("INITIALS", rf"(?-i:\b{_STAFF}(?P<v>[A-Z]{{2,3}})[ ]?[/|][ ]?{_STAFF}\[(?:NAME|INITIALS)\])"),
        rule(
            "INITIALS", rf"(?-i:\b{_STAFF}\[(?:NAME|INITIALS)\][ ]?[/|][ ]?{_STAFF}(?P<v>[A-Z]{{2,3}}))(?!\w)"
        ),
        rule("INITIALS", rf"(?-i:^[ \t]*(?P<v>{_LETTERS}[ ]?/[ ]?{_LETTERS}))(?=[ \t]*$)"),
        rule("INITIALS", r"(?-i:^[ \t]*(?P<v>[A-Z]{2,3}))(?=[:/|]\[(?:INITIALS|NAME)\][ \t]*(?:\[DATE\]|$))"),
        rule("INITIALS", r"(?-i:^[ \t]*\[INITIALS\][:/|](?P<v>[A-Z]{2,3}))(?=[ \t]*(?:\[DATE\]|$))"),
        rule(
            "INITIALS",
            rf"(?-i:\b(?i:at)[ ]\d{{1,2}}[:.]?\d\d(?i:[ ]?h(?:ou)?rs)?[ ](?i:by)\s(?P<v>{_LETTERS}))"
            r"(?=[.,;]?[ \t]*(?:$|[A-Z\[]))",
        ),
        rule(  # "Rowan Ellery Quayle (REQ)"
            "INITIALS",
            r"(?-i:\b(?P<g>[A-Z])[a-z]+[ ](?:[A-Z][a-z.]*[ ])?(?P<f>[A-Z])[A-Za-z'’-]+"
            r"(?:,[ ][A-Z]{2,5})?[ ]{1,3}\((?P<v>(?P=g)[A-Z]?(?P=f)))(?=\))",
        ),
        rule(
            "INITIALS",
            rf"(?-i:\((?P<v>{_LETTERS}))(?=,[ ]?\d{{1,3}}[ ]?(?:[mf]|y|yrs?|years?|months?|weeks?)"
            rf"(?:[ ]?[mf])?\))",
        ),
    ]


def _surnames() -> list[Rule]:
    return [
        rule(
            "NAME",
            r"(?-i:^(?!(?:SINCERELY|REGARDS|THANKS|DEAR|YOURS|RADIOLOGY)\b)(?P<v>[A-Z]{3,}))(?=,[ ]\[NAME\])",
        )
    ]


def _days() -> list[Rule]:
    return [
        rule(
            "DATE",
            rf"{_IMAGE}(?P<v>(?:1[3-9]|2[1-9]|3[01])/(?:0?[1-689]|1[01])){_NO_SHARE}",
            Reading.UNMEASURED,
        ),
        rule("DATE", rf"{_PLANNED}(?P<v>{_DAY}){_NO_SHARE}", Reading.UNMEASURED),
    ]


def _users() -> list[Rule]:
    user = r"(?-i:[a-z]{4,12}\d{0,3})"
    return [
        rule("ID", rf"\[\[DATE\]{_TIME}?,?[ ](?P<v>{user})(?=[\])])"),
        rule("ID", rf"\[DATE\]{_TIME},[ ](?!{_SAID}\b)(?P<v>{user})(?=[.;\]]?[ \t]*$)", Reading.NAMED),
        rule("AGE", r"\[NAME\][ ]*\|[ ]*(?P<v>9\d|1[01]\d)(?=[ ]*\|)"),
        rule("AGE", r"\b(?:woman|man|lady|gentleman|female|male),[ ](?P<v>9\d|1[01]\d)(?=[.;,)](?:[ \n]|$))"),
        rule("ID", r"(?<![\w.\-/])(?P<v>\d{3}-\d{2}-\d{2})(?![\w\-/]|\.\d)", Reading.UNMEASURED),
        rule("ID", r"\[ID\](?P<v>[ ]\d{2,4})(?=[ ]*\|)"),
    ]
