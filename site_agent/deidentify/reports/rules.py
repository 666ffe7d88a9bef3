"""Patterns of identifiers in report text: cues of the privacy lexicon, shapes of dates, numbers, contacts.

Rules: every pattern names its class and marks what goes by a group called ``v``; a labelled field goes to the
end of its value whatever that is; a shape that could be a measurement (``5.2 x 3.1 cm``, ``T12/L1``, ``4/5``)
is matched only behind a cue.

Not here: names without any cue (`names`), and what happens with a match (`filter`).
"""

# ruff: noqa: E501, RUF001 - a pattern is read in one piece; names are written with typographic apostrophes
from __future__ import annotations

import re
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from site_agent.deidentify.reports.gates import Gate, compiled, present
from site_agent.deidentify.reports.lexicon import PrivacyLexicon

if TYPE_CHECKING:
    from collections.abc import Iterator


class Reading(Enum):
    """How much of a match is the identifier."""

    WHOLE = "all of it"
    BEHIND = "from its end back to the last plain joining word"
    BEFORE = "from its beginning up to the first plain joining word"
    CUED_BEHIND = "as BEHIND, and only if it is not plain language"
    CUED = "as BEFORE, and only if it is not plain language"


class Rule(NamedTuple):
    """A pattern of identifiers.

    Attributes:
        kind: Class of identifier.
        pattern: Its group ``v`` holds the identifier.
        reading: How much of the group is one.
        gate: Tells at once that the pattern matches nowhere in a text.
    """

    kind: str
    pattern: re.Pattern[str]
    reading: Reading
    gate: Gate


UPPER: Final = "".join(chr(c) for c in range(0x41, 0x1F00) if chr(c).isupper())
PARTICLES: Final = r"(?:(?:van|von|der|den|de|del|della|la|le|bin|binti|binte|bint|ibn|ben|abu|al|el|da|dos|di|du|ap|ter|ten|zu|af|st\.?)\s+)"
NAME_WORD: Final = rf"(?:[{UPPER}]\.(?:[{UPPER}]\.)*|(?:al-|d'|de)?[{UPPER}][\w'’\-]*)"
NAME: Final = rf"(?:{PARTICLES}{{0,2}}{NAME_WORD}(?:,?[ \t]+{PARTICLES}{{0,2}}{NAME_WORD}){{0,3}})"
PLACEHOLDER: Final = re.compile(r"\[[A-Z]{2,12}\]")

_MONTH: Final = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]{0,6}\.?"
_DAY: Final = r"(?:0?[1-9]|[12]\d|3[01])"
_YEAR: Final = r"(?:19|20)\d{2}"
_DATE_CUE: Final = r"\b(?:on|since|from|dated|of|prior|comparison|compared (?:to|with)|study|exam|seen|placed|until|by|at|and|in|to)"
_STREET: Final = (
    r"(?:street|st|avenue|ave|road|rd|lane|ln|drive|dr|boulevard|blvd|court|ct|way|place|pl|terrace|circle|highway"
    r"|hwy|parkway|pkwy|strasse|straße|square|sq|trail|alley|close|crescent|mews|gardens|grove|row|quay|wynd|estate)"
)
_LONG_STREET: Final = (
    r"(?:street|avenue|road|lane|boulevard|terrace|crescent|mews|gardens|grove|square|close)"
)
_JOB: Final = r"\w*(?:ologist|physician|surgeon|nurse|practitioner|midwife|therapist|registrar|radiographer|anaesthetist|specialist|department)\b"
_STREET_BEFORE: Final = r"(?:calle|rue|via|avenida|rua|camino|paseo|chemin|(?:state|county|rural)[ ](?:route|road|highway)|highway)"
_WEEKDAY: Final = r"(?:(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?\.?,?[ ]+)"


def _any(kind: str) -> str:
    """Return the phrases of a list of the privacy lexicon as one alternative, longest first."""
    phrases = sorted(PrivacyLexicon.load().lists[kind], key=len, reverse=True)
    return "(?:" + "|".join(re.escape(p).replace(r"\ ", r"[ \t]+") for p in phrases) + ")"


def _rule(kind: str, pattern: str, reading: Reading = Reading.WHOLE) -> Rule:
    expression, gate = compiled(pattern, re.IGNORECASE | re.MULTILINE)
    return Rule(kind, expression, reading, gate)


@cache
def rules() -> tuple[Rule, ...]:
    """Return every rule."""
    return (*_fields(), *_shapes(), *_dates(), *_rooms(), *_addresses(), *_organisations(), *_people())


def worth_trying(text: str) -> Iterator[Rule]:
    """Yield the rules that may match somewhere in a text."""
    there = present(text, _needles())
    return (rule for rule in rules() if rule.gate.open(there))


@cache
def _needles() -> tuple[str, ...]:
    return tuple({needle for rule in rules() for needles in rule.gate.requirements for needle in needles})


def _fields() -> list[Rule]:
    """Return the rules of ``label: value``."""
    labels = "|".join(
        _any(kind) for kind in ("name_fields", "id_fields", "contact_fields", "date_fields", "place_fields")
    )
    to_gap = rf"(?P<v>[^\n|]+?)(?=[ \t]{{2,}}|[ \t]*[|\n]|[ \t]+/[ \t]|,[ \t]*{_any('credentials')}(?![\w\-])|[ \t]+(?:MD|M\.D\.|PhD|FRCR)(?![\w\-])|(?<=[\w\])]{{3}})\.(?:[ \t]+[A-Z]|$)|[ \t]+\(?(?:{labels}|sent|subject|sex|gender|age|exam|findings|impression|indication|history|technique|comparison)[ \t]*[:#]|,?[ \t]+\(?(?:{_any('contact_fields')}|{_any('id_fields')})[ \t]*[:#]?[ \t]*(?:[\d(+\[]|[A-Z]{{0,3}}\d)|[ \t]+\({_any('relatives')}\b|[ \t]+on[ \t]+\d|[ \t]*\Z)"
    token = r"(?P<v>(?=[\w./\-]*\d)[\w][\w./\-]*(?:(?<=\d{3})[ ]\d{3,5}(?![\w.])(?:[ ]\d(?![\w.]))?)*)"  # noqa: S105 - a pattern
    return [
        _rule("NAME", rf"(?:^[^\w\n]{{0,20}}|[ \t]{{2}}|\|[ \t]*|[.;\]][ \t]+){_any('name_fields')}[ \t]*[:#][ \t]*{to_gap}"),
        _rule("NAME", rf"(?:signed|dictated|verified|read|reported|interpreted|requested|ordered)[ \t]+by[ \t]*:?[ \t]*(?-i:(?P<v>{NAME}))"),
        _rule("ID", rf"\b{_any('id_fields')}[ \t]*(?:number|no\.?|#|id|is|of|:)*[ \t]*[:#]?[ \t]*{token}"),
        _rule("ID", r"\bplates?[ \t]*(?:number|no\.?|#|:)*[ \t]*:?[ \t]+(?P<v>[A-Z]{1,3}[ \-]?\d{2,5}|\d{1,4}[ \-]?[A-Z]{2,3})\b"),
        _rule("ID", r"\b(?:by user|user|username|login)[ \t]*:?[ \t]+(?P<v>(?=\w*\d)[\w.\-]{3,})"),
        _rule("PHONE", rf"\b{_any('contact_fields')}[ \t]*(?:number|no\.?|#|at|is|:)*[ \t]*:?[ \t]*(?P<v>\+?[\d(][\d()\-. x]{{1,18}}\d)"),
        _rule("PHONE", r"\bpage[dr]?\b[^\n.]{0,40}?[ \t](?:at[ \t]+)?(?P<v>\d[\d\-]{3,11})\b(?!:)"),
        _rule("DATE", rf"\b{_any('date_fields')}[ \t]*:[ \t]*(?P<v>(?=[^\n|]*\d)[\w/.,\- ]{{3,24}}?)(?=[ \t]{{2,}}|[ \t]+-[ \t]|[ \t]*[|\n]|[ \t]+[A-Za-z]+:|[ \t]*\Z)"),
        _rule("LOCATION", rf"(?:^[^\w\n]{{0,20}}|[ \t]{{2}}|[.;\]][ \t]+){_any('place_fields')}[ \t]*:[ \t]*{to_gap}"),
        _rule("ORG", r"^(?P<v>[^\n:]{2,60})(?=\n(?:department|dept\.?)[ ]of\b)"),
        _rule("ORG", r"^MSH\|[^|\n]*\|[^|\n]*\|(?P<v>[^|\n]+)"),
        _rule("ORG", r"^(?-i:(?P<v>[A-Z]{2,6}))(?=[ \t]*\|)(?<!MSH)(?<!PID)(?<!OBX)(?<!OBR)"),
        _rule("ORG", r"^MSH\|(?:[^|\n]*\|){4}(?P<v>[^|\n]+)"),
        _rule("ID", r"\bPID\|(?:[^|\n]*\|){2}(?P<v>[^\n]+?)(?=[ \t]*(?:\n|\b(?:PD1|PV1|ORC|OBR|OBX|NTE)\||\Z))"),
        _rule("NAME", r"\bPID\|(?:[^|\n]*\|){4}(?P<v>[^|\n]+)"),
        _rule("NAME", r"(?<![\w'’\-^])(?P<v>(?!ORU\b|ADT\b|ORM\b)(?:[\w.'’]{1,4}[ ]){0,2}[\w'’\-]+\^[\w'’\- ^.]*\w\.?|(?!ORU\b|ADT\b|ORM\b)[\w'’\-]+\^)"),
        _rule("NAME", rf"(?:read|signed|dictated|verified|reported|interpreted|approved|checked)[ \t]+by[ \t]*:?[ \t]*(?-i:(?P<v>(?!THE\b|AI\b|AN\b)[A-Z]{{2,3}}))\b(?![ ]*[.]?[ ]*[{UPPER}])"),
        _rule("NAME", r"\bsigned[ \t]*:?[ \t]+(?P<v>(?!on\b|by\b|at\b|off\b)[A-Z]{2,3})\b(?=[ \t]+(?:\[DATE|\d))"),
        _rule("INITIALS", r"\b(?:transcriptionist|typist|typed|transcribed)(?:[ \t]+by)?[ \t]*:?[ \t]+(?:\[DATE\][ \t]+)?(?P<v>(?!the\b|by\b|on\b|an?\b|in\b|[^\W\d_]+[ ]+\d)[^\W\d_]{2,3})\b"),
        _rule("ID", r"\b(?P<v>[a-z]{3,}\d{2,3})\b", Reading.CUED),
        _rule("ID", r"\b(?P<v>[a-z]{5,}\d)\b", Reading.CUED),
    ]  # fmt: skip


def _shapes() -> list[Rule]:
    """Return the rules of values that tell themselves."""
    return [
        _rule("EMAIL", r"(?P<v>[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+)"),
        _rule("URL", r"(?P<v>(?:https?|ftp)://[^\s<>\"]+|\bwww\.[^\s<>\"]+)"),
        _rule("UID", r"(?P<v>\b[0-2](?:\.\d+){5,}\b)"),
        _rule("ADDRESS", r"(?P<v>\b\d{1,3}(?:\.\d{1,3}){3}\b)"),
        _rule("ID", r"(?P<v>\b\d{3}[- ]\d{2}[- ]\d{3,4}\b)"),
        _rule("ID", r"(?P<v>\b\d{4}[ ]\d{5}[ ]\d\b)"),
        _rule("ID", r"(?P<v>\b[A-Z]{2,4}/[A-Z]{2,4}/\d{3,}\b)"),
        _rule("ID", r"(?P<v>\b(?!\d+-(?:year|month|week|day)s?-)(?=[A-Z\d\-]{0,15}[A-Z])(?=(?:[A-Z\-]{0,9}\d){3})[A-Z\d]{3,5}(?:-[A-Z\d]{3,5}){2,}\b)"),
        _rule("PHONE", r"(?P<v>\(?\b0\d{2,4}\)?[ \-]\d{3,6}(?:[ \-]\d{3,4})?\b)"),
        _rule("ADDRESS", r"(?-i:(?P<v>\b[A-Z]{1,2}\d[A-Z\d]?[ ]\d[ABD-HJLNP-UW-Z]{2}\b))"),
        _rule("ADDRESS", r"(?-i:(?P<v>\b[A-Z]\d[A-Z][ ]\d[A-Z]\d\b))"),
        _rule("PHONE", r"(?P<v>\+\d{1,3}(?:[ .\-/]?\(?\d{2,}\)?){2,5})"),
        _rule("PHONE", r"(?P<v>(?:\+?\d{1,3}[-. ]?)?(?:\(\d{3}\)[ ]?|\b\d{3}[-. ])\d{3}[-. ]\d{4}\b(?:[ ]*(?:x|ext\.?)[ ]*\d+)?)"),
        _rule("ID", r"(?P<v>\b(?=[\w\-]{0,12}\d{4})[A-Z]{1,4}-?\d{1,3}-?\d{3,}[A-Z]?\b)"),
        _rule("ID", r"(?P<v>\b(?:\d{6,}|\d{1,5}-\d{5,}|[A-Z]{1,3}-\d{4,}|\d{2,3}-\d{2,3}-\d{3,})\b)"),
        _rule("ID", r"(?P<v>\b(?=[\w]*[A-Za-z])(?=[\w]*\d[\w]*\d[\w]*\d[\w]*\d)\w{6,}\b)"),
        _rule("AGE", r"(?P<v>\b(?:9\d|1[0-2]\d))(?=[ \t-]*(?:years?|y\.?/?o\b|yo\b|yrs?\b|y\b[ -]*old|-year))"),
        _rule("AGE", r"(?<!temp )(?<!temperature )(?<!fever )(?<!of )(?P<v>\b(?:9\d|10\d))(?=[ ]?(?:[FM]|female|male|woman|man|lady|gentleman)\b)"),
        _rule("AGE", r"(?P<v>\bninety(?:[ \-][a-z]+)?)(?=[ \-](?:years?|yr)\b)"),
        _rule("AGE", r"\b(?:age|aged)[ \t]*:?[ \t]*(?P<v>(?:9\d|1[0-2]\d)\b)"),
        _rule("INITIALS", r"^(?P<v>[^\W\d_]{2,3}[/:][^\W\d_]{2,3})[ \t]*$"),
        _rule("INITIALS", r"[.\]][ \t]+(?P<v>[^\W\d_]{2,3}[/:][^\W\d_]{2,3})(?=[ \t]+(?:D|DD|T|DT|TD)\b)"),
        _rule("NAME", rf"/s/[ \t]*(?-i:(?P<v>{NAME}))"),
    ]  # fmt: skip


def _dates() -> list[Rule]:
    full = [
        r"\d{1,2}/\d{1,2}(?:/\d{2,4})?[ ]*(?:-|–|to|through)[ ]*\d{1,2}/\d{1,2}/(?:\d{4}|\d{2})",
        rf"{_YEAR}[-/.]\d{{1,2}}[-/.]\d{{1,2}}",
        r"\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})",
        rf"{_MONTH}[ ]+{_DAY}(?:st|nd|rd|th)?(?:,?[ ]+{_YEAR})?",
        rf"{_DAY}(?:st|nd|rd|th)?(?:[ ]+of)?[ \-]{_MONTH}(?:[ ,\-]+(?:{_YEAR}|\d{{2}}))?",
        rf"{_MONTH},?[ ]+(?:of[ ]+)?{_YEAR}",
        rf"(?:0?[1-9]|1[0-2])/{_YEAR}",
    ]
    return [
        _rule("DATE", rf"(?<![\w.])(?P<v>{_WEEKDAY}?(?:{'|'.join(full)}))(?![\w])"),
        _rule("DATE", rf"{_DATE_CUE}[ \t:]+(?P<v>(?:0?[1-9]|1[0-2])/{_DAY})(?![\w/])(?![ ]+(?:strength|systolic|murmur))"),
        _rule("DATE", rf"\b(?:in|since|from|during|circa|year|of)[ ]+(?P<v>{_YEAR})\b(?![ ]*(?:mm|cm|ml|cc|hu))"),
    ]  # fmt: skip


def _addresses() -> list[Rule]:
    word = rf"[{UPPER}](?:[^\W\d_]|['’\-]){{0,30}}(?![\w])"
    run = rf"(?:(?:St\.[ ])?{word}(?:[ ]+(?:(?:of|the|and|de|la)\b|&|{word})){{0,8}})"
    return [
        _rule("ADDRESS", rf"(?P<v>(?<![\w/.\-])\d{{1,5}}[A-Z]?[ ]+(?!(?:by|on|at|in|with|to|for|and|from|of)\b)(?:(?:[\w']+|[NSEW]\.|St\.)[ ]+){{1,5}}?{_STREET}\b\.?(?:,[ ]+(?-i:{run})|(?<!\.)[ ]+(?-i:{run}))?(?:,?[ ]*(?-i:[A-Z]{{2}})?[ ]*\d{{5}}(?:-\d{{4}})?)?)"),
        _rule("ADDRESS", rf"(?P<v>\b\d{{1,5}}[A-Z]?[ ]+{_STREET_BEFORE}[ ]+(?:\d+\b|[^\W\d_][\w'’\-]*(?-i:[ ]{word}){{0,4}}))"),
        _rule("ADDRESS", r"(?P<v>\bP\.?[ ]?O\.?[ ]Box[ ]\d+|\b(?:flat|apt|apartment)\.?[ ]*#?\d+[A-Z]?)\b"),
        _rule("ADDRESS", rf"(?-i:(?P<v>\b(?:{word}[ ]){{1,3}}{word},[ ](?:{word}[ ]){{1,2}}(?i:{_LONG_STREET}))\b(?=[,.\n]))"),
        _rule("ADDRESS", r"(?<![\w/.])(?P<v>\d{1,5}[A-Z]?)[ ]+(?=\[(?:NAME|ADDRESS|LOCATION)\](?:[ ][A-Z]\w+)?,)"),
        _rule("ADDRESS", rf"(?-i:(?P<v>(?:{run},[ ]+)?[A-Z]{{2}}[ ]+\d{{5}}(?:-\d{{4}})?\b))"),
        _rule("ADDRESS", rf"\b{_any('place_cues')}[ ]+(?:the[ ]+)?(?-i:(?P<v>{run}))", Reading.CUED),
        _rule("ADDRESS", rf"\b(?:lives?|living|lived|resid(?:es|ing)|born|raised)[ ]+(?:\[(?:DATE|ID)\][ ]+)?(?:in|at)[ ]+(?-i:(?P<v>(?!(?i:an?|the|his|her|their|assisted|independent|nursing|care|group)\b){word}(?:[ ](?!AND\b|WITH\b|ON\b|AT\b|IN\b|WORKS\b|FOR\b|SINCE\b){word}){{0,2}}))"),
        _rule("ADDRESS", r"\b(?:lives?|living|lived|resid(?:es|ing)|born|raised)[ ]+(?:\[(?:DATE|ID)\][ ]+)?(?:in|at)[ ]+(?P<v>(?!(?:an?|the|his|her|their|assisted|independent|nursing|care|group|own)\b)[^\W\d_]+(?:[ ][^\W\d_]+){0,2}?)(?=[,.;\n]|$)"),
        _rule("ADDRESS", r"[,\]][ ]*(?P<v>[A-Z]{2}[ ]+\d{5}(?:-\d{4})?)\b"),
        _rule("ADDRESS", rf"\bof[ ]+(?-i:(?P<v>{run}))(?=[ ]+(?:PD|police|fire|EMS)\b)"),
        _rule("ADDRESS", rf"(?<=\], )(?-i:(?P<v>{run}))(?=,)"),
    ]  # fmt: skip


def _organisations() -> list[Rule]:
    word = rf"[{UPPER}](?:[^\W\d_]|['’\-]){{0,30}}(?![\w])"
    first = rf"(?!(?i:department|dept|division|section|school|of)\b){word}"
    run = rf"(?:(?:St\.[ ])?{word}(?:[ ]+(?:(?:of|the|and|de|la)\b|&|{word})){{0,8}})"
    organisation = _any("organisations")
    return [
        _rule("ORG", rf"(?-i:(?P<v>\b{first}(?:[ ]+(?:of|the|and|&|{word})){{0,7}}?))[ ]+(?={organisation}\b)", Reading.BEHIND),
        _rule("ORG", rf"(?P<v>(?-i:\b{first}(?:[ ]+(?:of\b|&|{word})){{0,7}}?)(?:(?<!['’]s)|(?=[ ]+(?-i:[{UPPER}])))[ ]+{organisation}\b)", Reading.BEHIND),
        _rule("ORG", r"(?:^|\][ ])(?P<v>(?:[\w'’.]+[ ]){1,5}?(?:hospital|clinic|medical center|medical centre|infirmary|urgent care|health system|vamc|orthopedic institute|surgical center))[ \t]*$"),
        _rule("ORG", r"\b(?:at|from|to)[ \t]+(?P<v>(?!(?:the|our|an?|outside|another|this|that|time|any|your|his|her|local|other)\b)(?:[\w'’]+\.?[ ]){1,4}?(?:hospital|clinic|medical center|infirmary|urgent care|health system|vamc))\b"),
        _rule("ORG", rf"(?-i:\[(?:NAME|ORG|ADDRESS)\][ ](?P<v>(?:[{UPPER}][\w'’]*[ ])?(?:Surgery|Practice|Trust|Unit|Centre|Center|Group|Partners|Associates|LLC|PLLC|PC|Inc|Hospitals?|Private))\b)"),
        _rule("ORG", r"(?-i:(?P<v>\b(?:NHS|HSC|HSE))[ ](?=\[(?:NAME|ORG)\]))"),
        _rule("ORG", r"(?P<v>\b(?:the|dr\.?))[ ](?=\[ORG\])"),
        _rule("ORG", r"(?P<v>\bour[ ]lady(?:[ ]of(?:[ ]the)?)?)\b"),
        _rule("ORG", rf"(?-i:^(?P<v>(?:{word}|of|and|the|&|\[(?:NAME|ORG)\])(?:[ ,]+(?:{word}|of|and|the|&|\[(?:NAME|ORG)\])){{0,12}})$)(?<=\])", Reading.WHOLE),
        _rule("ORG", rf"(?-i:(?P<v>\b(?:St|Mt|Ste)\.?[ ]{word}))"),
        _rule("ORG", rf"(?-i:\b{first})[ ]+{organisation}[ ]+(?P<v>of[ ]+(?-i:{run}))"),
    ]  # fmt: skip


def _rooms() -> list[Rule]:
    return [
        _rule("LOCATION", r"(?P<v>\b(?:(?:trauma|resus|level[ ]\d+)[ ])?(?:room|rm|bed|bay|ward|suite|cubicle)[ ]*#?[ ]*(?:\d+[A-Z]?(?:-[A-Z])?|(?-i:[A-Z]\d*))\b)"),
        _rule("LOCATION", rf"(?-i:(?P<v>\b(?:[{UPPER}][a-zà-ÿ]+|\[NAME\])[ ]Ward|(?!THE\b|THIS\b|FROM\b|AND\b)[{UPPER}]{{3,}}[ ]WARD)\b)"),
        _rule("LOCATION", r"(?P<v>\b(?:MICU|SICU|CCU|ICU|ITU|HDU|NICU|PICU|AMU|MAU|SAU|CDU|ED|ER)[ ]+(?:(?:bed|bay|room)[ ]*)?\d+[A-Z]?\b|\b\d{1,2}[NSEW]-\d{1,3}\b|\b\d{1,2}[ ](?:North|South|East|West)\b)"),
    ]  # fmt: skip


def _people() -> list[Rule]:
    # What stands beside a name already found: initials, other capitalised words of the run.
    beside = rf"(?:[{UPPER}]\.?(?![\w'’])|(?!(?i:{_any('titles')})\b)[{UPPER}][\w'’]*[a-zà-ÿ][\w'’]*)"
    title, told = _any("titles"), rf"(?:{_any('titles')}\b\.?[ \t]+)?"
    return [
        _rule("NAME", rf"\b{title}\b\.?[ \t]+(?:{title}\b\.?[ \t]+)?(?-i:(?P<v>{NAME}))", Reading.BEFORE),
        _rule("NAME", rf"(?<!\w)(?-i:(?P<v>(?!I,){NAME})),?[ \t]+(?-i:{_any('credentials')})(?![\w\-])", Reading.CUED_BEHIND),
        _rule("NAME", rf"\b{_any('relatives')}\b(?:'s)?,?[ \t]+(?:named[ \t]+|is[ \t]+)?(?-i:(?P<v>{NAME}))", Reading.CUED),
        _rule("NAME", rf"\b{_any('cues')}\b:?[ \t]+(?:the[ \t]+)?{told}(?!{title}\b)(?!{_JOB})(?!\w+(?:[ ]\w+)?[ ]*[:#])(?-i:(?P<v>{NAME}))", Reading.CUED),
        _rule("NAME", rf"(?-i:(?P<v>\b(?!I\b(?!\.)){NAME}))[ \t]+{_any('person_verbs')}\b", Reading.CUED),
        _rule("NAME", rf"\bpatient,?[ \t]+(?!\w+(?:[ ]\w+)?[ ]*[:#])(?-i:(?P<v>{NAME}))", Reading.CUED),
        _rule("NAME", rf"(?-i:\[NAME\][ \-](?P<v>{beside}(?:[ \-]{beside}){{0,4}}))"),
        _rule("NAME", rf"(?-i:^(?P<v>[{UPPER}]\.?)[ ](?=(?:{PARTICLES}?\[NAME\][ ]?)+[ \t]*(?:$|[/,|(])))"),
        _rule("NAME", r"(?<![.:][ ])(?<![\w.])(?P<v>[^\W\d_]\.)[ ](?=\[NAME\])"),
        _rule("NAME", rf"(?-i:(?<!\w)(?P<v>[{UPPER}][\w'’\-]+),[ ](?=\[NAME\](?:[ ][{UPPER}]\.?)?[ ]*(?:\[ID\]|\[DATE\]|\(\[ID|\|)))"),
        _rule("NAME", rf"(?-i:\[NAME\],[ ](?P<v>[{UPPER}][\w'’\-]+(?:[ ][{UPPER}]\.?(?!\w))?)(?=[ \t]*(?:\[(?:ID|DATE)|[|(;]|$)))"),
        _rule("NAME", rf"(?-i:(?<!\w)(?P<v>[{UPPER}][\w'’\-]+(?:[ ][{UPPER}][\w'’\-]+)?)[ ](?=\[NAME\][ ]*\(\[ID))"),
        _rule("NAME", rf"(?-i:\[NAME\]\n(?P<v>[{UPPER}][\w'’\-]+)(?=[ ](?:at|via|and|who|regarding)\b))"),
        _rule("NAME", rf"(?<![\w\[])(?P<v>(?-i:(?!AP\b){PARTICLES.replace('|st', '')}){{1,2}}(?=\[(?:NAME|ORG)\]))"),
        _rule("NAME", rf"(?-i:(?P<v>\b(?!(?i:patient|pt|child|infant|baby|boy|girl|man|woman|he|she|family|this|the)\b){NAME_WORD}))['’]s[ \t]+(?={_any('relatives')}\b)"),
        _rule("NAME", r"\b(?:dr|mr|mrs|ms|prof)\.?[ \t]+(?-i:(?P<v>[^\W\d_A-Z][\w'’\-]+))", Reading.CUED),
        _rule("NAME", r"\b(?:spoke w(?:ith)?|discussed with|d/w|paged|prelim by|read by|signed by|dictated by|attending|resident|son|daughter|wife|husband|mother|father),?[ \t]+(?-i:(?P<v>[^\W\d_A-Z][\w'’\-]+))", Reading.CUED),
        _rule("NAME", r"\b(?P<v>[^\W\d_][\w'’\-]{1,30}),?[ \t]+(?:rn|md|pa-c)\b", Reading.CUED),
        _rule("NAME", rf"(?-i:(?<![.:!?] )(?<!^)\b(?P<v>{beside}(?:[ ]{beside}){{0,3}})[ ]?(?=\[NAME\]))"),
        _rule("NAME", r"\b(?:pt|patient)[ \t]+(?P<v>[^\W\d_][\w'’.\-]*(?:,?[ \t]+[^\W\d_][\w'’.\-]*){0,3}?)(?=,?[ \t]+(?:dob|mrn|ssn)\b)"),
        _rule("NAME", rf"\bI,[ \t]+(?-i:(?P<v>{NAME}))", Reading.CUED),
    ]  # fmt: skip
