"""Postal addresses: numbers and streets in either order, units, boxes, plots, postcodes, states.

Rules: what begins as an address (a unit, a number and a street, a box) is one to its end: over commas,
numbers and words with capitals, or over whatever stands between commas up to a postcode.

Not here: towns behind a cue, rooms and wards (`places`), hospitals (`organisations`).
"""

# ruff: noqa: RUF001 - names are written with typographic apostrophes
from __future__ import annotations

from typing import TYPE_CHECKING, Final

from site_agent.deidentify.reports.measurements import UNIT
from site_agent.deidentify.reports.patterns.writing import RUN, UPPER, WORD, Reading, rule

if TYPE_CHECKING:
    from site_agent.deidentify.reports.patterns.writing import Rule

_STREET: Final = (
    r"(?:street|st|avenue|ave|av|road|rd|lane|ln|drive|dr|boulevard|blvd|bvd|court|ct|way|place|pl|"
    r"terrace|ter|tce|circle|cir|highway|hwy|parkway|pkwy|expressway|turnpike|pike"
    r"|square|sq|trail|trl|alley|close|crescent|cres|mews|gardens|gdns|grove|row|quay|wynd|estate|"
    r"esplanade|parade|pde|cct|dve|loop|rise|hill|view|walk|path|bypass|cross|marg|salai|nagar|weg|"
    r"straat|laan|rylaan|singel|gracht|kade"
    r"|\w{3,}(?:strasse|straße|str\.|weg|gasse|platz|allee|straat|laan|gatan|vägen|gata|vej|katu))"
)
_LONG_STREET: Final = (
    r"(?:street|avenue|road|lane|boulevard|terrace|crescent|mews|gardens|grove|square|close|drive)"
)
_STREET_BEFORE: Final = (
    r"(?:calle|rue|(?-i:Via|VIA|Corso|CORSO)|avenida|av\.|rua|camino|paseo|chemin|carrer|carretera|piazza|"
    r"viale|jalan|jln?\.?|lorong|lrg|persiaran|ulica|ul\.|(?:state|county|rural)[ ](?:route|road|highway)|"
    r"highway)"
)
_UNIT: Final = (
    r"(?:flat|fl(?=\.)|apt|apartment|unit(?=[ ]?\#?\d+[A-Z]?,)|suite|ste|bldg|building|block|blk|"
    r"villa|plot|house|h(?=\.)|door|d(?=\.[ ]?no)|shop|stand|erf|qtr|quarters?|tower|km(?=[ ]?\d+,)|"
    r"gali|sector|plot|survey(?=[ .]*no)|khasra|lot(?=[ ]?\d{1,4},)"
    r"|p\.?[ ]?o\.?[ ]?box|po[ ]bag|private[ ]bag|p\.?m\.?b(?=[ .:#]{0,3}\d{2})|"
    r"g\.?p\.?o(?:\.?[ ]?box)?|postfach|"
    r"apartado|casilla|locked[ ]bag|(?<!\d[ ])(?<!\d,[ ])rr"
    r"(?=[ ]?\d{1,2}(?![\w/]|[ ,;]{1,2}(?:bp|hr|sp[o0]2|temp|sats?|o2|gcs|pulse|afebrile)\b))|"
    r"rural[ ]route)"
)
_NUMBER: Final = r"(?:#[ ]?)?\d{1,6}(?:[/\-]\d{1,5}){0,3}[A-Z]?(?:[/\-][A-Z\d]{1,4})?"
_WORDS: Final = (
    rf"(?:(?!(?:LET|PLEASE|WE|YOU|YOUR|THIS|CELL|PAGER|SEEN|Let|Please|Dear|This|Your)\b)"
    rf"(?:[{UPPER}][\w'’\-]{{0,3}}\.(?=[ ,])|[{UPPER}][\w'’\-]*|\[\w+\]|of|the|and|de|la|&|opp\.?|nr\.?|"
    rf"near|behind|off|via)(?=[ ,;.\n]|$)|\#?\d[\w/\-]*+(?![\w:]|\.\d))"
)
_TAIL: Final = (
    rf"(?-i:(?:(?:,[ ]?|[ ](?!(?:Dear|DEAR|Referred|REFERRED|Dated|DATED|Investigation|INVESTIGATION|Ph|Tel|"
    rf"Mob|Fax|DOB|Age|Sex|Ref|MRN|Phone|PH|TEL|MOB|FAX|AGE|SEX|REF|PHONE)\b)|[ ]-[ ]){_WORDS}){{0,16}})"
)
_CASED: Final = (
    rf"(?:(?:[{UPPER}][\w'’\-]*[a-zà-ÿ][\w'’\-]*|\[\w+\]|of|the|and|de|la|&|opp\.?|nr\.?|near|behind|off)"
    rf"(?=[ ,;.\n]|$)|\#?\d[\w/\-]*+(?![\w:]|\.\d))"
)
_CASED_TAIL: Final = (
    rf"(?-i:(?:(?:,[ ]?|[ ](?!(?:Referred|Dated|Investigation|Ph|Tel|Mob|Fax|Age|Sex|Ref|Phone)\b)|[ ]-[ ])"
    rf"{_CASED}){{0,16}})"
)
_SEGMENTS: Final = (
    r"(?:,[ ]?(?!(?:let|please|we|you|us|call|and|who|implanted|seen|examined|on|for|with|now|but|as|which|"
    r"is|was)\b)(?:[\w'’\-]+[ ]){0,3}[\w'’\-]+(?=[,.;\n]|[ ]-|[ ]\d{3}|$)){0,6}"
)
_NO_JOINT: Final = r"(?!(?:IN|OR|ON|ME|HI|OK|PA|ID|LA)[ ](?!\d|[A-Z]\d))"
"""Codes of states that join what follows to a place: in capitals, "[ADDRESS] ON MONDAY" tells no province."""
_STATE: Final = (
    r"(?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|P[AR]|RI|S[CD]|T[NX]|"
    r"UT|V[AT]|W[AIVY]|NSW|VIC|QLD|TAS|ACT|ON|QC|BC|AB|MB|SK|NS|NB|NL|PE)"
)
_JOINING: Final = (
    r"(?:cannot|be|given|seen|not|are|has|can|may|with|via|by|under|for|from|to|at|and|is|was|per)"
)
_NO_WORDS: Final = (
    r"(?!(?i:f|m|yo|french|fr|gauge|hours|units?|by|on|at|in|with|to|for|and|from|of|or|x|lesions?|nodules?|"
    r"views?|images?|cm|mm|ml|mg|weeks?|days?|months?|years?|year|yo|day|week|month)\b)"
)


def addresses() -> list[Rule]:
    """Return the rules of addresses."""
    return [*_streets(), *_units(), *_codes()]


def _streets() -> list[Rule]:
    return [
        rule(
            "ADDRESS",
            rf"(?P<v>(?<![\w/.\-])\d{{1,5}}[A-Z]?(?:[-/]\d{{1,4}})?[ ]+{_NO_WORDS}"
            rf"(?:(?!{_JOINING}\b)(?:[\w']+|[NSEW]\.|St\.|Jr\.)[ ]+){{1,5}}?{_STREET}\b\.?"
            rf"(?![ ]+(?:diameter|node|finding|fracture|\[NAME\]))"
            rf"(?!(?<=\bct)[ ]+(?!unit|apt|suite|ste\b|#)\w)"
            rf"(?:,?[ ]#?\d[\w\-]{{0,6}}(?=[,.;\n])|,?[ ](?:unit|apt|apartment|suite|ste|flat|lot|bldg)"
            rf"\.?[ ]#?(?-i:\d{{1,5}}[A-Z]?|[A-Z]\d{{0,3}})\b)?"
            rf"(?:,[ ]+(?-i:{RUN})|(?<!\.)[ ]+(?!(?:unit|apt|suite|ste|lot)\b)(?-i:{RUN}))?"
            rf"(?:,?[ ]*(?-i:[A-Z]{{2}})?[ ]*\d{{5}}(?:-\d{{4}})?)?)",
            Reading.STREET,
        ),
        rule(
            "ADDRESS",
            rf"(?-i:(?P<v>(?<![\w/.\-])\d{{1,5}}[A-Z]?,[ ](?:{WORD}[ ]){{1,3}}"
            rf"(?i:{_LONG_STREET}|marg|salai|nagar|estate)\b))",
        ),
        rule(
            "ADDRESS",
            rf"(?P<v>(?<![\w/.\-])\d{{1,5}}[A-Z]?,?[ ]+{_STREET_BEFORE}[ ]+"
            rf"(?:\d+\b|[^\W\d_][\w'’\-]*(?-i:[ ]{WORD}){{0,4}}))",
        ),
        rule(
            "ADDRESS",
            rf"(?P<v>\b{_STREET_BEFORE}[ ]+(?-i:{RUN}|{WORD}),?[ ]+(?:no\.?[ ]?|n°[ ]?)?\d{{1,5}}[A-Z]?"
            rf"(?:[/\-]\d+)?\b(?!:\d))",
            Reading.NAMED,
        ),
        rule(
            "ADDRESS",
            r"(?-i:(?<![\w/.\-])(?P<v>\d{1,5}[ ](?:[NS]?[EW]|[NS])\.?[ ]\d{1,3}(?:st|nd|rd|th)))(?![\w/])",
        ),
        rule("ADDRESS", r"(?-i:(?P<v>\b(?:HC|RR)[ ]\d{1,3}[ ](?:Box|BOX)[ ]\d{1,5}))(?!\w)"),
        rule(
            "ADDRESS",
            r"(?<![\w/.\-])(?P<v>\d{1,5}[ ]?-[ ]?\d{1,3}(?:st|nd|rd|th)[ ](?:avenue|ave|street|st)\b\.?"
            r"(?:[ ][NS]?[EW]\b)?)",
        ),
        rule(
            "ADDRESS",
            r"(?P<v>\b(?:state|county|rural|interstate|us)[ ](?:route|road|rte|highway|hwy)"
            r"[ ]#?\d{1,4}[A-Z]?\b)",
        ),
        rule(
            "ADDRESS",
            rf"(?-i:\b(?i:on|at|off|along|near|outside|to|from|of|into|via)[ ]"
            rf"(?P<v>(?:(?:{WORD}|\[NAME\]|\d+(?:st|nd|rd|th))[ ]){{1,3}}"
            rf"(?:Road|Rd|Street|Avenue|Ave|Blvd|Boulevard|Lane|Highway|Hwy|Parkway|Pkwy|Turnpike|Drive|"
            rf"Crescent|Terrace)\b))",
        ),
        rule(
            "ADDRESS",
            rf"(?-i:\b(?:ON|AT|OFF|ALONG|NEAR|OUTSIDE|FROM)[ ]"
            rf"(?P<v>(?:(?:{WORD}|\[NAME\])[ ]){{1,2}}(?:ROAD|STREET|AVENUE|AVE|BLVD|BOULEVARD|HIGHWAY|HWY|"
            rf"PARKWAY|PKWY|TURNPIKE)\b))",
        ),
        rule(
            "ADDRESS",
            r"(?-i:(?P<v>\b[A-ZÄÖÜ][\wäöüß\-]+(?:strasse|straße|str\.|weg|gasse|platz|allee|straat|laan|"
            r"gatan|vägen|gata|vej)[ ]+\d{1,4}[a-zA-Z]?\b(?:,?[ ]+\d{4,5}[ ]+[A-ZÄÖÜ][\wäöüß\-]+)?))",
        ),
        rule(
            "ADDRESS",
            rf"(?-i:(?P<v>\b(?:{WORD}[ ]){{1,3}}{WORD},[ ](?:{WORD}[ ]){{1,2}}(?i:{_LONG_STREET}))\b"
            rf"(?=[,.\n]))",
        ),
        rule(
            "ADDRESS",
            rf"\b(?:lives?|living|lived|resid(?:es|ing)|alone|stays?|staying|home|house|moved[ ]to)[ ]"
            rf"(?:\w+[ ]){{0,2}}?(?:on|at|in|off|along)[ ](?P<v>(?:[\w'’\-]+[ ]){{1,3}}?{_STREET})\b",
        ),
        rule(
            "ADDRESS",
            r"(?<![\w/.:])(?P<v>\d{1,5}[A-Z]?[ ]+(?=\[(?:ADDRESS|LOCATION)\](?:[ ][A-Z]\w+)?,)|"
            r"(?<!reader[ ])(?<!level[ ])\d{1,5}[A-Z]?[ ]+(?=\[NAME\](?:[ ][A-Z]\w+)?,[ ](?-i:\[|[A-Z])))",
        ),
    ]


def _units() -> list[Rule]:
    return [
        rule(
            "ADDRESS",
            rf"(?P<v>(?<![\w]){_UNIT}\.?(?:[ ]?(?:no|nos|number)\b\.?)?[ ]?[:\-]?[ ]?{_NUMBER}(?![\w.]\d)"
            rf"(?!/\d)(?![ ]?(?:{UNIT}|of[ ]\d)){_TAIL}{_SEGMENTS})",
            Reading.UNMEASURED,
        ),
        rule(
            "ADDRESS", r"(?P<v>(?<![\w#])#[ ]?\d{1,3}[-–]\d{1,5}\b(?:,[ ](?-i:[A-Z][\w]+)(?:[ ]\d{5,6})?)?)"
        ),
        rule(
            "ADDRESS",
            rf"\[(?:ADDRESS|LOCATION|NAME)\],?[ ](?P<v>#[ ]?[\w\-]{{1,8}}|{_UNIT}\.?[ ]?#?\d[\w\-]*)",
        ),
        rule("ADDRESS", rf"(?P<v>^#[ ]?\d{{1,5}}(?:/\d+)?,[ ]{_WORDS}{_TAIL}{_SEGMENTS})"),
        rule(
            "ADDRESS",
            rf"(?P<v>(?<!\w)#[ ]?\d{{1,5}}(?:/\d+)?,[ ](?:[\w'’]+[ ]){{0,3}}{_STREET}\b{_TAIL}{_SEGMENTS})",
        ),
        rule(
            "ADDRESS",
            rf"(?P<v>(?<![\w])(?:vill|village|dist|district|tehsil|taluka?|taluk|mandal|p\.?[ ]?s|p\.?o)"
            rf"(?![ ](?:hospital|general|court|nurse|headquarters|health))\.?[ ]?"
            rf"(?:&[ ]?(?:p\.?o|post|dist)\.?)?[ ]?[:\-]?[ ](?=(?-i:[{UPPER}\[])){_WORDS}{_TAIL})(?=[,.\n])",
        ),
        rule(
            "ADDRESS",
            rf"(?P<v>(?<![\w.])(?:c/o|care of:?)[ ]+\d[\w/\-]*"
            rf"(?![ \-](?:pack|year|month|week|day|pk|yr)){_TAIL})",
        ),
        rule(
            "ADDRESS",
            rf"\[ADDRESS\],?[ ](?P<v>(?:opp(?:osite)?\.?|near|nr\.?|behind|off|industrial[ ]area|phase|"
            rf"sector|ward|floor|level)[ ]{_WORDS}{_TAIL}{_SEGMENTS})",
        ),
        rule("ADDRESS", rf"(?<=\[ADDRESS\])(?P<v>{_CASED_TAIL})(?=[.,;\n]|$)"),
    ]


def _codes() -> list[Rule]:
    return [
        rule("ADDRESS", r"(?-i:(?P<v>\b(?:GIR[ ]?0AA|[A-Z]{1,2}\d[A-Z\d]?[ ]\d[ABD-HJLNP-UW-Z]{2})\b))"),
        rule("ADDRESS", r"(?-i:(?P<v>\b[A-Z]\d[A-Z][ ]\d[A-Z]\d\b))"),
        rule(
            "ADDRESS",
            r"\b(?:zip|zip ?code|post ?code|postal ?code|pin|pin ?code|plz|eircode|"
            r"(?:cap|cep|cp)(?=[ \t.:#]{1,4}\d{4}))\b[ \t]*"
            r"(?:is|of|no\.?|[:=#|\-])*[ \t]*"
            r"(?P<v>(?=[A-Z\d \-]{0,8}\d)[A-Z\d]{2,8}(?:[ \-][A-Z\d]{2,4}\b)?)",
        ),
        rule(
            "ADDRESS",
            rf"(?-i:(?<!\w)(?P<v>(?:{RUN},[ ]+{_STATE}|(?!CT\b){_STATE})[ ]+\d{{5}}(?:-\d{{4}})?\b))",
        ),
        rule("ADDRESS", rf"[,\]][ ]*(?P<v>{_STATE}[ ]+\d{{5}}(?:-\d{{4}})?)\b"),
        rule(
            "ADDRESS",
            r"\[(?:ADDRESS|LOCATION|NAME)\][ ]?[-–,]?[ ]?(?P<v>\d{3}[ ]?\d{3}|\d{4,6})"
            r"(?=[ ]*(?:[.,;|)\n]|$|(?:india|singapore|ph|tel)\b))",
            Reading.UNMEASURED,
        ),
        rule(
            "ADDRESS",
            rf"(?-i:(?:\[(?:LOCATION|ADDRESS)\](?:,[ ]+|[ ]+{_NO_JOINT})|\[ORG\],[ ]+|\[NAME\],?[ ]+"
            rf"(?!(?:MD|PA|DO|MA|ME|AL|LA|DE|MS|IN|OR|OK|HI|ON|PE|CT|SC|ID)\b))(?P<v>{_STATE})\b"
            rf"(?![ ]?[:/\-]))",
        ),
        rule("ADDRESS", rf"(?-i:\[ORG\],[ ]\[(?:NAME|ADDRESS)\],[ ](?P<v>{_STATE}))(?=[,.;\n])"),
        rule(
            "ADDRESS",
            rf"(?-i:\b{WORD},[ ](?P<v>(?!MD\b|PA\b|DO\b|MA\b|ME\b){_STATE})"
            rf"(?=[ ]?(?:[,;)\n]|\d{{5}}|$|\[|dated\b|on\b)))",
        ),
        rule(
            "ADDRESS",
            rf"\[(?:NAME|LOCATION|ADDRESS|ORG)\],[ ](?P<v>"
            rf"(?!in\b|or\b|me\b|hi\b|on\b|al\b|la\b|pa\b|md\b|ms\b){_STATE})"
            rf"(?=[ ]*[,;.\n]|[ ](?:\[|\d|dated|on|with|for)\b)",
        ),
    ]
