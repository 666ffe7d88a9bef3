"""Houses on roads that no word for a street tells: numbered roads, "The Rows", bare names before a town.

Rules: a road of a number is one behind a house or a word of the way ("on SH 6"); a house and an article, or a
house and names before a comma, a town and a code that has gone, are an address; what names a dwelling before
an address belongs to it; a code of Britain or Canada in any letters goes behind a town, at the end of a line
or before a mark.

Not here: streets by their word (`addresses`), blocks under somebody (`address_parts`).
"""

# ruff: noqa: RUF001 - names are written with typographic apostrophes
from __future__ import annotations

from typing import TYPE_CHECKING, Final

from site_agent.deidentify.reports.patterns.writing import WORD, Reading, any_of, rule

if TYPE_CHECKING:
    from site_agent.deidentify.reports.patterns.writing import Rule

_GONE: Final = r"\[(?:NAME|ADDRESS|LOCATION|ORG)\]"
_PART: Final = rf"(?:{_GONE}(?:['’]s)?|{WORD})"
_HOUSE: Final = r"\d{1,5}[A-Za-z]?(?:[/\-]\d{1,4}[A-Z]?)?"
_ROAD: Final = (
    r"(?:SH|S\.H\.|state[ ]highway|hwy|highway|route|rte\.?|county[ ](?:road|rd|line|route)|co[ ]rd|"
    r"range[ ](?:road|rd)|rge[ ]rd|township[ ](?:road|rd)|twp[ ]rd|concession(?:[ ](?:road|rd|line))?|"
    r"side[ ]?road|sdrd|regional[ ](?:road|rd)|rural[ ](?:road|rd)|forestry[ ]road)"
)
_LONG_ROAD: Final = r"(?:US|CR|FM|RM|Line|LINE|Rang|RANG|Mile|MILE|Conc\.?|CONC\.?|Chak|CHAK)"
"""Roads that show behind a house of three digits only."""
_SHORT_ROAD: Final = (
    r"(?:SH|State[ ]Highway|STATE[ ]HIGHWAY|Hwy|HWY|Highway|HIGHWAY|Route|ROUTE|Rte|RTE|Concession|"
    r"CONCESSION|Sideroad|SIDEROAD|Range[ ]Road|RANGE[ ]ROAD|Township[ ]Road|TOWNSHIP[ ]ROAD|"
    r"Regional[ ]Road|REGIONAL[ ]ROAD|Interstate|INTERSTATE)"
)
_ROAD_NUMBER: Final = r"[ \-]?\d{1,4}[A-Z]?"
_ENDS: Final = (
    r"(?=[ ]*(?:[,.;)|]|$)|[ ](?:[A-Z\[]|near|by|at|outside|with|last|this|yesterday|today)|[ ]{2})"
)
_STREET: Final = (
    r"(?:Pde|PDE|Cct|CCT|Circuit|CIRCUIT|Crt|CRT|Dve|DVE|Espl|ESPL|Hts|HTS|Heights|HEIGHTS|Ridge|RIDGE|"
    r"Wharf|WHARF|Mall|MALL|Strand|STRAND|Vista|VISTA|Track|TRACK|Mount|MOUNT|Bank|BANK|Gate|GATE|Side|SIDE|"
    r"Wynd|WYND|Brae|BRAE|Vennel|VENNEL|Row|ROW|Green|GREEN|Common|COMMON|Fold|FOLD|Croft|CROFT|Chase|CHASE|"
    r"Dene|DENE|Garth|GARTH|Yard|YARD|Hey|HEY)"
)
_DWELLING: Final = (
    r"(?:Unit|UNIT|Flat|FLAT|Apt|APT|Apartment|APARTMENT|Suite|SUITE|Ste|STE|Villa|VILLA|Townhouse|"
    r"TOWNHOUSE|Shop|SHOP|Site|SITE|Lot|LOT|Level|LEVEL|Ground[ ]Floor|Floor|FLOOR|Room|ROOM|Bldg|BLDG|"
    r"Building|BUILDING|Block|BLOCK|Tower|TOWER|House|HOUSE|Plot|PLOT|Erf|ERF|Stand|STAND|Door|DOOR)"
)
_TO: Final = (
    r"(?:^[ \t]*|[,;:|(][ ]?|[ ]{2}|\][,.]?[ ]|\b(?:[Oo]f|OF|[Aa]t|AT|[Tt]o|TO|[Ff]rom|FROM|[Oo]n|ON|[Ii]n|"
    r"IN|[Oo]utside|OUTSIDE|[Nn]ear|NEAR|[Aa]ddress|ADDRESS)[ ])"
)
_SECTION: Final = (
    r"(?:Ext(?:ension)?|EXT(?:ENSION)?|Phase|PHASE|Zone|ZONE|Sector|SECTOR|Stage|STAGE|Block|BLOCK|Section|"
    r"SECTION|Unit|UNIT|Site|SITE)\.?[ ]?(?:\d{1,3}[A-Z]?|[A-Z]|[IVX]{1,4})"
)
_INWARD: Final = r"\d(?!CM|MM|ML|MG|CC|HZ|KG|MB|SE|FS|ST|ND|RD|TH|PM|AM)[A-Z]{2}"

_AMERICAN: Final = (
    r"(?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|P[AR]|RI|S[CD]|T[NX]|"
    r"UT|V[AT]|W[AIVY]|ON|QC|BC|AB|MB|SK|NS|NB|NL|PE)"
)
"""Codes of the states and provinces of North America."""


def roads() -> list[Rule]:
    """Return the rules of houses that no word for a street tells, and of codes behind towns."""
    return [*_numbered(), *_named(), *_sections(), *_codes(), *_towns(), *_crashes(), *_rural()]


def _numbered() -> list[Rule]:
    return [
        rule(
            "ADDRESS",
            r"(?<![\w/.\-])(?P<v>\d{1,5}[A-Z]?[ ](?:ranch|farm)[ ]to[ ]market(?:[ ](?:road|"
            r"rd))?[ ]\d{1,4})(?!\w)",
        ),
        rule(
            "ADDRESS",
            rf"(?-i:(?<![\w/.\-])(?P<v>\d{{3,5}}[A-Z]?[ ]{_LONG_ROAD}[ ]\d{{1,4}}"
            rf"(?=,(?:[ ]|$)|[ \t]*$|[ ](?:near|NEAR)\b)|\d{{2,5}}[ ][NSEW][ ]\d{{2,5}}[ ][NSEW](?!\w)))",
            Reading.UNMEASURED,
        ),
        rule(
            "ADDRESS",
            rf"(?<![\w/.\-])(?P<v>{_HOUSE}[ ](?:old[ ])?{_ROAD}{_ROAD_NUMBER})"
            rf"(?=,(?:[ ]|$)|[ \t]*$|[.;)](?:[ ]|$)|[ ](?-i:\[|[A-Z][a-z]|near|NEAR))",
            Reading.UNMEASURED,
        ),
        rule(
            "ADDRESS",
            rf"(?-i:\b(?:[Oo]n|ON|[Oo]ff|OFF|[Aa]long|ALONG|[Nn]ear|NEAR|[Oo]f|OF|[Aa]t|AT|[Ff]rom|FROM|"
            rf"[Dd]own|DOWN)[ ](?:\[ADDRESS\][ ])?(?P<v>(?:[Oo]ld[ ])?{_SHORT_ROAD}{_ROAD_NUMBER})){_ENDS}",
        ),
        rule("ADDRESS", rf"\[ADDRESS\][ ](?P<v>(?-i:{_SHORT_ROAD}){_ROAD_NUMBER}){_ENDS}"),
    ]


def _named() -> list[Rule]:
    town = (
        rf"{_PART}(?:[ \-](?:(?:on|of|le|la|the|upon|under|by|in|sur|ON|OF|LE|LA|THE|UPON|UNDER|BY|IN)[ \-])?"
        rf"{_PART}){{0,3}}"
    )
    return [
        rule(
            "ADDRESS",
            rf"(?-i:{_TO}(?P<v>(?<![\w/.\-]){_HOUSE}[ ](?:The|THE)[ ]{WORD}(?:[ ]{WORD})?)"
            rf"(?=,(?:[ ]?(?:[A-Z\[]|\d)|[ ]*$)|[ \t]*$))",
            Reading.NAMED,
        ),
        rule(
            "ADDRESS",
            rf"(?-i:(?:{_TO}|(?<=[^\W\d_][ ])(?=\d\d))(?P<v>"
            rf"(?<![\w/.\-]){_HOUSE}[ ]{_PART}(?:[ ]{_PART}){{0,3}},[ ]{town})(?=,?[ ]\[ADDRESS\]))",
        ),
        rule(
            "ADDRESS",
            rf"(?-i:{_TO}(?P<v>(?<![\w/.\-]){_HOUSE}[ ](?:{_PART}[ ]){{1,3}}{_STREET}\.?)"
            rf"(?=,(?:[ ]|$)|[ \t]*$|[.;)]))",
            Reading.NAMED,
        ),
        rule("ADDRESS", rf"(?-i:{_TO}(?P<v>{_DWELLING}[ ]?#?)(?=\[ADDRESS\]|\[ID\],?[ ]\[ADDRESS\]))"),
        rule(
            "ADDRESS",
            rf"(?-i:(?P<v>(?<!\w){_DWELLING}[ ]?#?\d{{1,4}}[A-Z]?[,/]?[ ]?\d{{0,4}})(?=[ ]\[ADDRESS\]))",
        ),
        rule(
            "ADDRESS",
            rf"(?-i:{_TO}(?P<v>{_DWELLING}[ ]\d{{1,4}}[A-Z]?/\d{{1,5}}[A-Z]?[ ](?:{_PART}[ ]?){{1,4}})"
            rf"(?=,|[ \t]*$|\.))",
        ),
    ]


def _sections() -> list[Rule]:
    return [
        rule("ID", r"\[(?:ADDRESS|LOCATION)\],?[ ]?(?P<v>ext(?:ension)?\.?)[ ]?(?=\[(?:PHONE|ID)\])"),
        rule("ADDRESS", rf"(?-i:\[(?:ADDRESS|LOCATION)\],?[ ](?P<v>{_SECTION}))(?!\w|[.,]\d)"),
        rule("ADDRESS", r"(?-i:\[NAME\][ ](?P<v>(?:Ext|Extension|EXT|EXTENSION)\.?[ ]\d{1,2}))(?!\w|[.,]\d)"),
        rule(
            "ADDRESS",
            rf"(?-i:\b(?:in|from|at|of|to|IN|FROM|AT|OF|TO)[ ]"
            rf"(?P<v>{WORD}(?:[ ]{WORD})?[ ](?:Ext|Extension|EXT|EXTENSION)\.?[ ]\d{{1,2}}))(?!\w|[.,]\d)",
        ),
    ]


def _codes() -> list[Rule]:
    states = r"(?:NSW|VIC|QLD|TAS|ACT|NT|SA|WA)"
    return [
        rule(
            "ADDRESS",
            rf"(?-i:(?:\][,.]?[ ]|(?<=[a-z]),?[ ]|^[ \t]*|,[ ])"
            rf"(?P<v>[A-Z]{{2}}\d[A-Z\d]?[ ]\d[A-Z]{{2}}|[A-Z]\d[A-Z\d]?[ ]{_INWARD})"
            rf"(?=[ \t]*(?:[.,;)|]|$)|[ ]{{2}}))",
        ),
        rule(
            "ADDRESS",
            rf"(?-i:(?<=[A-Z]{{3}}[ ])(?P<v>[A-Z]{{2}}\d[A-Z\d]?[ ]\d[A-Z]{{2}}|"
            rf"(?![TLCS]\d[ ])[A-Z]\d[A-Z\d]?[ ]{_INWARD})(?=[ \t]*(?:[.,;)|]|$)|[ ]{{2}}))",
        ),
        rule(
            "ADDRESS",
            r"(?<![\w.\-/])(?P<v>(?:(?:on|qc|bc|ab|mb|sk|ns|nb|nl|pe|yt|nt|nu),?[ ])?"
            r"(?!t\dw)[abceghj-npr-tvxy]\d[a-z][ ]\d[a-z]\d)(?![\w\-/]|\.\d)",
        ),
        rule(
            "ADDRESS",
            rf"(?-i:^[ \t]*(?P<v>(?:{_PART}[ ]){{1,3}}(?:NSW|VIC|QLD|TAS)(?:[ ]\d{{4}})?)(?=[ \t]*$))",
            Reading.NAMED,
        ),
        rule("ADDRESS", rf"(?-i:\[(?:ADDRESS|LOCATION|ORG)\],?[ ](?P<v>{states})(?=[ \t]*(?:[.,;)|]|$)))"),
        rule(
            "LOCATION",
            rf"(?-i:\[(?:ADDRESS|LOCATION|NAME|ORG)\],[ ](?P<v>{_AMERICAN})(?=[ ](?:DATED|dated)\b))",
        ),
        rule(
            "LOCATION",
            rf"(?-i:\[(?:ADDRESS|LOCATION)\],[ ](?P<v>{_AMERICAN})"
            rf"(?=[ ](?:ON|on|TO|to|IN|in|SINCE|since|LAST|last|AND|and|BY|by)[ ]|[ ]\[|[ ]*(?:[.,;)]|$)))",
        ),
        rule(
            "LOCATION",
            rf"(?-i:\[ORG\][ \t]*\n[ \t]*\[(?:NAME|ADDRESS)\](?:[ ]?\[\w+\]){{0,2}},[ ](?P<v>{_AMERICAN})"
            rf"(?=[ \t]*$))",
        ),
        rule("ADDRESS", r"(?-i:,[ ](?P<v>ON|QC|BC|AB|MB|SK|NS|NB|NL|PE|YT|NT|NU)[ ](?=\[ADDRESS\]))"),
        rule(
            "LOCATION",
            rf"(?-i:\b(?:IN|FROM|NEAR|OF|TO|AT|in|from|near|of|to|at)[ ](?:\[(?:NAME|ORG)\][ ]?){{1,2}},[ ]"
            rf"(?P<v>{_AMERICAN})(?=[ ](?:ON|on|TO|to)[ ]\[))",
        ),
    ]


def _towns() -> list[Rule]:
    """Return the rules of towns behind a word of home, a label, an institution; of codes behind them."""
    home = r"(?:home|lives?|living|lived|resid(?:es|ing)|stays?|staying|moved|based|settled|retired)"
    who = r"(?:(?:with|near|alone|close|back|her|his|their|the|to|(?-i:[a-z]+)|\[NAME\])[ ]){0,5}"
    met = (
        r"(?:treated|imaged|seen|scanned|admitted|hospitali[sz]ed|fell|injured|worked|office|desk|branch|site|"
        r"hospice|pharmacy|farm|ranch|cabin|trip|visiting|camp|moved|drove|flew|transferred|repatriated|"
        r"(?:outside|previous|prior)[ ](?:mri?|ct|us|x-?ray|films?|study|imaging))"
    )
    days = (
        r"(?:january|february|march|april|may|june|july|august|september|october|november|december|monday|"
        r"tuesday|wednesday|thursday|friday|saturday|sunday|dr|mr|mrs|ms|prof)"
    )
    lower = (
        r"(?i:an?|the|his|her|their|our|bed|pain|care|hospital|hospice|assisted|sheltered|january|february|"
        r"march|april|may|june|july|august|september|october|november|december)"
    )
    return [
        rule(
            "ADDRESS",
            rf"(?-i:\b(?i:{home})[ ](?i:{who})(?:in|at|IN|AT)[ ]"
            rf"(?P<v>(?!{lower}\b)(?:{WORD}[ ]){{0,2}}{WORD})(?=[ ]*(?:[.,;)]|$)))",
            Reading.TOWN,
        ),
        rule(
            "ADDRESS",
            rf"(?-i:\b(?i:{home})[ ](?i:{who})IN[ ](?P<v>(?!{lower}\b)(?:[A-Z]{{2,}}[ ]){{0,2}}[A-Z]{{3,}})"
            rf"(?=[ ]*(?:[.,;)]|$)))",
            Reading.NAMED,
        ),
        rule(
            "ADDRESS",
            rf"(?-i:\[(?:ORG|ADDRESS)\][ ]\((?P<v>{WORD}(?:[ ]{WORD}){{0,2}})\))",
            Reading.CALLED_SO,
        ),
        rule(
            "ADDRESS",
            rf"(?:\b(?:out|over|up|down|back|hospice|pcp|pharmacy|clinic|office|lives?|home|school|farm)|"
            rf"\[NAME\])[ ]in[ ](?P<v>[^\W\d_]+[ ]{any_of('landforms')})(?!\w)",
            Reading.EMPLOYER,
        ),
        rule("ADDRESS", rf"(?-i:\[ORG\],[ ](?P<v>{WORD})[ ](?=\[ADDRESS\]))"),
        rule(
            "ADDRESS",
            rf"(?-i:^[ \t]*(?![A-Z](?:[a-z]+ed|[A-Z]+ED)\b)(?P<v>{WORD})[ ](?=\[(?:NAME|ADDRESS|LOCATION)\]"
            rf"(?:[ ](?:{WORD}|\[\w+\]))?,?[ ](?:{_AMERICAN}(?!\w)|\[(?:ADDRESS|LOCATION)\])))",
        ),
        rule(
            "ADDRESS",
            rf"(?-i:\b(?i:{met})[ ](?:back[ ]|over[ ]|down[ ]|up[ ])?(?:in|from|to|near|outside|of)[ ]"
            rf"(?P<v>(?!(?i:{days})\b)(?:{WORD}[ ]){{0,2}}{WORD})"
            rf"(?=[ ]*[.,;)]|[ ]*$|[ ](?:on|in|since|last|for|before|after|of|and|by|with|showed|\[)))",
            Reading.TOWN,
        ),
        rule(
            "ADDRESS",
            r"\b(?:city|town|suburb|village|locality|city/state|home[ ]?town)[ ]?(?:[:=]|\.{2,})[ ]*"
            r"(?P<v>(?=(?-i:[A-Z]))[^\n|,;:\d\[]{2,40}?(?:,[ ](?-i:[A-Z]{2,3}))?)"
            r"(?=[ \t]*(?:[|;]|$)|[ ]{2}|[ ]\[|,[ ]?\[|[ ](?-i:[A-Z]{3,})[ ]?(?:[:=]|\.{2}))",
        ),
        rule(
            "ADDRESS",
            r"(?-i:\b(?:[Ii]n|IN|[Ff]rom|FROM|[Aa]t|AT|[Nn]ear|NEAR|[Oo]f|OF|[Tt]o|TO)[ ]"
            r"(?P<v>(?:[Tt]e|TE|[Nn]ether|NETHER|[Mm]arket|MARKET|[Cc]hipping|CHIPPING|[Rr]oyal|ROYAL|"
            r"[Hh]igh|HIGH|[Uu]pper|UPPER|[Ll]ower|LOWER)"
            r"(?=[ ]\[(?:NAME|ADDRESS|LOCATION)\][ ]*(?:[.,;)]|$))))",
        ),
        rule(
            "ADDRESS",
            r"\[ADDRESS\],?[ ](?:\[(?:NAME|ADDRESS|LOCATION|ORG)\][ ]){1,3}(?P<v>\d{4,6})(?![\w.,:/\-]*\d)"
            r"(?![ ]?(?:mm|cm|m[lg]|hrs?|h|units?|x)\b)",
        ),
    ]


def _crashes() -> list[Rule]:
    """Return the rules of numbered roads, which only what happened there tells from levels and isotopes."""
    crash = (
        r"\b(?:rt[ac]|mv[ac]|crash(?:ed)?|collision|collided|accident|roll(?:ed[ ])?over|came[ ]off|thrown|"
        r"drove|driving|travelling|traveling|lorry|truck|overturned|hit[ ]by|knocked|pile-?up|fell|found|"
        r"walking|cycling|motorcycle|motorbike)\b[^.\n]{0,60}?"
    )
    road = (
        r"(?:(?:I|US|SR|CR|FM|SH|M|A|B|N|R|E|D|K)[ \-]?\d{1,4}[A-Z]?|"
        r"(?:hwy|highway|route|rte|interstate|motorway|freeway|autobahn|autopista)[ ]\d{1,4}(?:[ ][NSEW]\b)?)"
    )
    side = r"(?:on|off|along|of|near|onto|joining|between|and|the)"
    return [
        rule(
            "ADDRESS",
            rf"{crash}\b{side}[ ](?:the[ ])?(?P<v>{road})(?![\w\-])"
            rf"(?![ ]?(?:level|pulley|segment|disc|nerve|of\b|occlusion|stenosis))",
        ),
        rule("ADDRESS", rf"\[ADDRESS\][ ](?:and|near|at|&)[ ](?:the[ ])?(?P<v>{road}|\[ID\])(?![\w\-])"),
        rule(
            "ADDRESS",
            r"^[ \t]*(?P<v>\d{1,5}[ ](?:hwy|highway|rte|route|(?:state|county)[ ](?:rte|route|road))"
            r"[ ]\d{1,4}"
            r"(?:[ ][NSEW]\b)?)(?=[ \t]*(?:$|,))",
        ),
        rule("ADDRESS", r"\b(?P<v>(?:mile[ ]?(?:marker|post)|milepost)[ ]\d{1,4}(?:\.\d)?)(?!\w)"),
        rule(
            "ADDRESS",
            rf"(?-i:\b(?i:corner|intersection)[ ](?i:of)[ ]"
            rf"(?P<v>(?:\d+(?:st|nd|rd|th|ST|ND|RD|TH)|{_PART})(?:[ ]{_PART}){{0,2}}[ ](?:and|&|AND)[ ]"
            rf"(?:\d+(?:st|nd|rd|th|ST|ND|RD|TH)|{_PART})(?:[ ](?!AT\b|ON\b|BY\b){_PART}){{0,2}}))",
        ),
        rule(
            "ADDRESS",
            r"(?-i:\b(?:at|near|on)[ ](?P<v>\d{1,3}(?:st|nd|rd|th)[ ](?:and|&)[ ]"
            r"(?:[A-Z][a-z]+|\[NAME\]|\[ADDRESS\])(?:[ ](?:St|Ave|Street|Avenue|Rd|Road)\b)?))",
        ),
        rule(
            "ADDRESS",
            r"\b(?:neighbou?r|lives|living|house|resident|next[ ]door)\b[^.\n]{0,20}?\bat[ ]"
            r"(?P<v>no\.?[ ]\d{1,4}[A-Z]?)(?!\w|[.,]\d)",
        ),
        rule("ADDRESS", r"\[ADDRESS\][ ](?P<v>(?:refugee[ ])?camp)(?!\w)"),
        rule(
            "ADDRESS",
            rf"(?-i:\b(?:[Oo]ff|OFF)[ ](?P<v>{WORD}[ ](?:{WORD}[ ])?"
            rf"(?:Line|LINE|Track|TRACK|Trail|TRAIL|Sideroad|SIDEROAD|Concession|CONCESSION|Loop|LOOP|Pass|"
            rf"PASS)))(?!\w)",
            Reading.CALLED_SO,
        ),
        rule(
            "ADDRESS",
            r"(?P<v>\b(?:county|co\.?|state)[ ](?:hwy|highway|trunk|road|rd)[ ](?-i:[A-Z]{1,2}))(?!\w)",
        ),
    ]


def _rural() -> list[Rule]:
    """Return the rules of rural deliveries, cottages and what else stands before a town that has gone."""
    part = r"(?:box|site|comp|stn|r\.?r\.?|r\.?d\.?|con|lot|rmb|rsd|cmb)[ ]?#?[ ]?\d{1,5}"
    houses = (
        r"(?:cottage|house|farm|lodge|barn|rectory|vicarage|manor|hall|villas?|bungalow|croft|grange|mansions?|"
        r"flats|court)"
    )
    return [
        rule(
            "ADDRESS", rf"(?<!\w)(?P<v>{part}(?:,[ ]{part}){{0,3}})(?=,?[ ](?:{_GONE}[ ]?){{0,3}}\[ADDRESS\])"
        ),
        rule("ADDRESS", r"(?P<v>\b(?:r\.r\.|r\.d\.|rr|rd|box|site|house|street|sector))[ ](?=\[ADDRESS\])"),
        rule(
            "ADDRESS",
            r"\[ADDRESS\](?P<v>[ ]?[A-Z]?(?:[-/]\d{1,5}[A-Z]?){1,3}|[ ][A-Z]-\d{1,3}(?:/\d{1,3})?)(?![\w:])",
        ),
        rule("ADDRESS", r"(?<![\w.,/\-])(?P<v>(?:\d{1,5}[-/]){1,3})(?=\[ADDRESS\])"),
        rule(
            "ADDRESS",
            rf"(?:^|[:,][ ]|\b(?:of|at|to|address)[ ])\[(?:NAME|ADDRESS)\][ ](?P<v>{houses})(?=,[ ]{_GONE})",
        ),
        rule(
            "ADDRESS",
            rf"(?:^|[:,][ ]|\b(?:of|at|to|address)[ ])(?P<v>(?!the\b)(?:[^\W\d_]+[ ]){{1,2}}{houses})"
            rf"(?=,[ ]{_GONE},?[ ]\[ADDRESS\])",
            Reading.CALLED_SO,
        ),
        rule(
            "ADDRESS",
            r"\[ADDRESS\],?[ ](?P<v>(?:\d{1,2}(?:st|nd|rd|th)[ ])?(?:cross|main|block|stage|phase)"
            r"(?:,[ ]\d{1,2}(?:st|nd|rd|th)[ ](?:cross|main|block|stage|phase)){0,3})(?=,|[ ]\[|$)",
        ),
        rule(
            "ADDRESS",
            r"(?<!\w)(?P<v>\w{4,}(?:straat|strasse|straße|laan|gasse|gatan|vägen|plein|singel)"
            r"[ ]\d{1,4}[a-z]?)(?![\w/]|[.,]\d)",
        ),
    ]
