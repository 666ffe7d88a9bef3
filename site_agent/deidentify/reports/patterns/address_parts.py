"""Parts of postal addresses told by where they stand: beside what has gone, under somebody, above a town.

Rules: a number at the beginning of a line of names under somebody is a house; a letter or a floor behind a
word for a dwelling, a section of a township, a county, a territory and a postcode belong to the address they
touch.

Not here: addresses that show by themselves (`addresses`, `postal`), towns behind a cue (`places`).
"""

# ruff: noqa: RUF001 - names are written with typographic apostrophes
from __future__ import annotations

from typing import TYPE_CHECKING, Final

from site_agent.deidentify.reports.patterns.writing import RUN, WORD, Reading, rule

if TYPE_CHECKING:
    from site_agent.deidentify.reports.patterns.writing import Rule

_GONE: Final = r"\[(?:NAME|ADDRESS|LOCATION|ORG)\]"
_PART: Final = rf"(?:{_GONE}(?:['’]s)?|{WORD})"
_JOINER: Final = r"(?:(?:na|an|de|del|di|la|le|of|the|and|van|von)[ ]){0,2}"
_LINE: Final = rf"{_PART}(?:[ ]{_JOINER}{_PART}){{0,4}}"
_HOUSE: Final = r"\d{1,5}[A-Z]?(?:/\d{1,4}[A-Z]?)?"
_AREA: Final = (
    r"(?:Section|Phase|Block|Zone|Extension|Ext\.?|Sector|Site|Stage|Unit|Ward|SECTION|PHASE|BLOCK|ZONE|"
    r"EXTENSION|EXT\.?|SECTOR|SITE|STAGE|UNIT|WARD)"
)
_DWELLING: Final = (
    r"(?:flat|apt|apartment|unit|room|rm|shop|suite|ste|lot|bldg|building|block|blk|tower|floor|fl|level)"
)
_HOUSES: Final = (
    r"(?:cottage|house|farm|lodge|barn|rectory|vicarage|manor|hall|villas?|bungalow|croft|grange|mansions?|"
    r"apartments?|building|tower|flats|court)"
)
_QUARTERS: Final = (
    r"(?:estate|colony|enclave|layout|nagar|subdivision|village|compound|residency|complex|district|city|"
    r"gardens?|park|heights|plaza|township|extension|society)"
)
_STATE: Final = (
    r"(?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[AEINOT]|N[CDEHJMVY]|O[HKR]|RI|S[CD]|T[NX]|UT|"
    r"V[AT]|W[AIVY]|ON|QC|BC|AB|MB|SK|NS|NB|NL|PE)"
)
_DATED: Final = r"jan\w*|feb\w*|mar(?:ch)?|apr\w*|may|june?|july?|aug\w*|sep\w*|oct\w*|nov\w*|dec\w*"
_FLOOR: Final = (
    r"(?:(?:\d{1,3}|G|LG|UG|B\d?)/F|\d{1,3}(?:st|nd|rd|th)[ ](?:floor|fl\.?)|(?:floor|level)[ ](?:\d{1,3}|G))"
)
_AUSTRALIAN: Final = r"(?:NSW|VIC|QLD|SA|WA|TAS|NT|ACT)"
_TERRITORY: Final = (
    r"(?:H\.[ ]?K\.|N\.[ ]?T\.|U\.[ ]?K\.|U\.[ ]?S\.(?:[ ]?A\.)?|U\.[ ]?A\.[ ]?E\.|N\.[ ]?Z\.|"
    r"N\.[ ]?S\.[ ]?W\.|P\.[ ]?R\.[ ]?C\.|F\.[ ]?C\.[ ]?T\.|K\.[ ]?S\.[ ]?A\.)"
)
_LONE: Final = "|".join(
    form(word)
    for word in (
        "esplanade",
        "parade",
        "strand",
        "promenade",
        "embankment",
        "boulevard",
        "broadway",
        "causeway",
        "parkway",
        "crescent",
        "quay",
        "mall",
    )
    for form in (str.title, str.upper)
)
"""Streets that need no name of their own."""


def address_parts() -> list[Rule]:
    """Return the rules of parts of addresses."""
    return [*_houses(), *_dwellings(), *_regions(), *_between(), *_behind()]


def _houses() -> list[Rule]:
    return [
        rule(
            "ADDRESS",
            r"(?-i:(?:\[(?:NAME|DATE)\])[ ]?[;\n][ \t]*(?P<v>(?:The|THE)[ ](?:Crescent|Old[ ]\w+|Green|"
            r"Avenue|Cottage|"
            r"Bungalow|Square|Lodge|Mews|Close|Paddocks?|Orchard|Willows|Glebe|CRESCENT|OLD[ ]\w+|GREEN|"
            r"AVENUE|COTTAGE|"
            r"BUNGALOW|SQUARE|LODGE|MEWS|CLOSE|ORCHARD|GLEBE)(?:,[ ][A-Z][\w'’]+[ ](?i:lane|road|street))?)"
            r"(?=,|;|[ \t]*$))",
        ),
        rule(
            "ADDRESS",
            rf"(?<![\w/])(?P<v>{_DWELLING}|(?:top|ground|first|second|third|upper|lower)[ ]floor,?|"
            r"basement(?:[ ]flat)?|trailer|villa)[ ](?=(?:\[ID\]|\d{1,4}[A-Z]?,?)?[ ]?\[ADDRESS\])",
        ),
        rule(
            "ADDRESS",
            rf"(?-i:\][ \t]*[,.]?[ \t]*\n[ \t]*(?P<v>{_HOUSE}[ ]"
            rf"(?=[^\n]{{0,60}}\n?[^\n]{{0,40}}\[){_LINE}(?:,[ ]{_LINE})?),?[ \t]*\n[ \t]*"
            rf"(?=(?:{_PART})(?:[ ]{_PART}){{0,3}}[,.]?(?:[ \t]*(?:\n|$)|,[ ])))",
        ),
        rule("ADDRESS", rf"(?-i:\][ \t]*[,.]?[ \t]*\n[ \t]*(?P<v>{_HOUSE}[ ]{_LINE}),[ ](?={_GONE}))"),
        rule(
            "ADDRESS",
            rf"(?-i:(?:\],|\b(?:[Oo]f|OF|[Aa]t|AT|[Tt]o|TO|[Aa]ddress:|ADDRESS:)) "
            rf"(?P<v>{_HOUSE}[ ](?!(?:F|M|[Yy]|YO|[Dd]ays?|[Ww]eeks?|[Mm]onths?|[Mm]ale|[Ff]emale|MALE|"
            rf"FEMALE)\b){_LINE}),[ ](?={_GONE}))",
            Reading.NAMED,
        ),
        rule(
            "ADDRESS",
            rf"(?-i:(?<![\w/.\-])(?P<v>{_HOUSE}[ ]{_AREA}[ ](?:[A-Z]|\d{{1,3}}|[A-Z]\d{{1,2}}),?[ ]?)"
            rf"(?=\n?[ \t]*(?:{WORD}[ ])?{_GONE}))",
        ),
        rule(
            "ADDRESS",
            rf"(?-i:(?<![\w/.\-])(?P<v>{_HOUSE}[ ](?:The[ ]|THE[ ])?(?:{_LONE}))"
            rf"(?=[ ]*(?:[,\n;]|$)|[ ][A-Z\[]))",
        ),
        rule(
            "ADDRESS",
            r"(?-i:(?P<v>\b(?:Unit|UNIT|unit|Apt|APT|Suite|Flat|FLAT|House|Plot|PLOT|Lot|Shop|Block|Door))"
            r"[ ](?=(?:\[(?:ID|NAME)\],?[ ]?){0,3}\[ADDRESS\]))",
        ),
        rule("ADDRESS", r"(?-i:^[ \t]*(?P<v>THE)(?=[ ]\[ADDRESS\]))"),
        rule(
            "ADDRESS",
            r"(?-i:(?P<v>\b(?:Villa|Flat|Apt|Plot|House)[ ]\d{1,4},[ ]"
            r"(?:Street|St|Road|Block|Lane)[ ]\d{1,4}[A-Z]?))"
            r"(?!\w)",
        ),
        rule(
            "ADDRESS",
            rf"(?-i:(?P<v>\bThe[ ](?:Old[ ])?{WORD}(?:[ ]{WORD})?)(?=,[ ](?:\[NAME\][ ])?\[ADDRESS\]))",
        ),
        rule(
            "ADDRESS",
            r"(?-i:(?P<v>\b(?:No|NO|Nos|NOS|№)[.:]?)[ ]?(?=\[ADDRESS\]|\[ID\],?[ ]?\[(?:ADDRESS|NAME)\]))",
        ),
    ]


def _dwellings() -> list[Rule]:
    return [
        rule(
            "ADDRESS", rf"(?P<v>\b{_DWELLING}[ ](?:[A-Z]\d{{0,2}}|\d{{1,4}}[A-Z]?)(?:,[ ]|\n){_FLOOR}(?!\w))"
        ),
        rule(
            "ADDRESS",
            rf"(?P<v>\b{_DWELLING}[ ](?-i:[A-Z]\d{{0,2}}|\d{{1,4}}[A-Z]?))(?:,[ ]|[ ]|\n)"
            rf"(?=\[ADDRESS\]|\[ID\][ ]?\[ADDRESS\])",
        ),
        rule("ADDRESS", rf"(?P<v>\b{_DWELLING})[ ](?=\[(?:ID|ADDRESS)\][ ]?\[ADDRESS\])"),
        rule("ADDRESS", r"(?-i:(?P<v>\b(?:Lot|LOT|Flat|FLAT|Plot|PLOT|Shop|SHOP))[ ](?=\[ADDRESS\]))"),
        rule("ADDRESS", r"(?P<v>\b(?:rr|rural[ ]route)[ ]\d{1,3}(?:,[ ]|\n)box[ ]\d{1,5})(?!\w)"),
        rule("ADDRESS", r"(?-i:(?P<v>\b(?:No|NO)\.?[ ]\d{1,4}[A-Z]?),?(?:[ ]|\n)(?=\[ADDRESS\]))"),
        rule("ADDRESS", r"(?:\b(?:of|to|at|address|in)[ ]|[,:(][ ]?)(?P<v>no\.?)[ ](?=\[ADDRESS\])"),
        rule(
            "ADDRESS",
            rf"(?P<v>(?<![\w#])#?\d{{1,4}}[A-Z]?(?:[-/][\dA-Z]{{1,4}}){{0,2}}(?:,[ ]|\n){_FLOOR})"
            rf"(?=(?:,[ ]|\n){_GONE})",
        ),
        rule(
            "ADDRESS",
            rf"(?P<v>(?<!\w)#[ ]?\d{{1,5}}(?:[-/][\dA-Z]{{1,4}}){{0,2}})(?:,[ ]|\n)"
            rf"(?={_GONE}(?:[ ]{_PART}){{0,2}}[,\n])",
        ),
        rule(
            "ADDRESS",
            rf"(?P<v>\b(?:(?:the|old|[^\W\d_]+)[ ]){{1,2}}{_HOUSES})(?:,[ ]|\n)(?=\[ADDRESS\])",
            Reading.NAMED,
        ),
        rule(
            "ADDRESS",
            rf"\[ADDRESS\],?[ \n](?P<v>{_DWELLING}\.?[ ]?#?(?-i:[A-Z]|[A-Z]?\d{{1,5}}[A-Z]?))"
            rf"(?=[ ]*(?:[,.;\n]|$|{_GONE}))",
        ),
        rule("ADDRESS", rf"\[(?:ADDRESS|ID)\](?:,[ ]|\n)(?P<v>{_FLOOR})(?=,[ ]{_GONE}|\n{_GONE})"),
        rule(
            "ADDRESS",
            rf"\[ADDRESS\](?:,[ ]|\n)(?P<v>{_FLOOR}|box[ ]\d{{1,5}}|"
            rf"(?:street|road|lane|block|zone|way|building|avenue|gate)[ ]\d{{1,4}})(?!\w)",
        ),
    ]


def _between() -> list[Rule]:
    """Return the rules of what stands between two parts of an address, or behind a name within one."""
    joining = (
        r"(?:and|or|to|from|in|at|with|for|by|on|is|was|via|then|who|of|re|near|phone|tel|fax|dob|mrn|cell|home|"
        r"work)"
    )
    return [
        rule(
            "ADDRESS",
            rf"\[ADDRESS\](?:[ ]|,[ ]|\.[ ])(?P<v>(?!{joining}\b)[^\W_]+(?:[ ](?!{joining}\b)[^\W_]+)?)"
            rf"(?:[ ]|,[ ])(?=\[ADDRESS\])",
        ),
        rule("ADDRESS", rf"(?:,[ ]|\n)\[(?:NAME|ADDRESS)\][ ](?P<v>{_HOUSES}|{_QUARTERS})(?=[ ]*[,\n]|[ ]-)"),
        rule(
            "ADDRESS",
            rf"(?:{_GONE}|\d)(?:,[ ]?|\n)(?P<v>(?:opp|opposite|near|nr|behind|beside|off|next[ ]to)\.?[ ]"
            rf"(?:{_GONE}[ ]?|[^\W\d_]+[ ]?){{1,3}})(?=,[ ]?{_GONE}|\n{_GONE})",
        ),
        rule(
            "ADDRESS",
            rf"(?-i:(?<![\w/.\-])(?P<v>{_HOUSE}[ ]{_LINE}),[ ]"
            rf"(?=(?:(?:St|ST)\.[ ])?\[(?:NAME|ADDRESS|ORG)\](?:[ ](?:\[\w+\]|{WORD}))?,[ ]"
            rf"(?:Co\b|CO\b|\[ADDRESS\])))",
        ),
        rule("ADDRESS", r"\[NAME\](?P<v>['’]s)[ ](?=\[NAME\](?:,?[ \n]\[ADDRESS\]))"),
        rule("ADDRESS", r"\[ADDRESS\](?:,[ ]|\n|[ ])\[NAME\](?P<v>['’]s)(?!\w)"),
        rule("ADDRESS", r"^(?P<v>st\.)[ ](?=\[NAME\][ ]*(?:\n|\[ADDRESS\]))"),
    ]


def _behind() -> list[Rule]:
    """Return the rules of codes behind what is an address already."""
    return [
        rule(
            "ADDRESS",
            r"\[ADDRESS\],?[ ]?(?:\[ORG\],?[ ])?(?P<v>\d{4,6})(?![\w.,:/\-]*\d)"
            r"(?![ ]?(?:mm|cm|m[lg]|hrs?|h|units?|x)\b)",
        ),
        rule(
            "ADDRESS",
            r"\[(?:ADDRESS|NAME)\](?:,[ ]|\n)(?P<v>\d{4,6}(?:[ ][A-Z]{2})?)[ ]"
            r"(?=\[(?:NAME|ADDRESS)\][ ]*(?:[\n,.]|$))",
        ),
        rule("ADDRESS", r"\[ADDRESS\],?\n\[ORG\],?\n(?P<v>\d{4,6})(?=[ \t]*(?:\n|$))"),
        rule(
            "ADDRESS",
            rf"\[ADDRESS\],[ ](?P<v>(?!(?:and|or|to|from|in|at|with|for|by|on|is|was|via|then|who|dated|"
            rf"since|until|{_DATED})\b)[^\W\d_]+(?:[ ][^\W\d_]+){{0,2}}[ ]\d{{4,6}})(?![\w.,:/\-]*\d)",
            Reading.NAMED,
        ),
        rule("ADDRESS", rf"(?P<v>(?<![\w/.\-])#?\d{{1,4}}/[A-Z]),[ ](?={_GONE}(?:[ ]{_PART}){{0,2}},[ ])"),
        rule("ADDRESS", r"\],?[ ](?P<v>[a-z]{1,2}\d[a-z\d]?[ ]\d[abd-hjlnp-uw-z]{2})(?!\w)"),
        rule(
            "ADDRESS",
            r"\],[ ](?P<v>[a-z]\d[\dw][ ](?![tlcs]\d-?[tlcs]\d)(?=[a-z]{0,3}\d)(?=\d{0,3}[a-z])[a-z\d]{4})"
            r"(?!\w)",
        ),
        rule("ADDRESS", rf"\[(?:ADDRESS|NAME|ORG)\],?[ ](?P<v>{_AUSTRALIAN}[ ]\d{{4}})(?!\w)"),
        rule(
            "ADDRESS",
            rf"(?-i:\[(?:NAME|ADDRESS)\],?\n[ \t]*(?P<v>{_STATE})(?=[ \t]*(?:\n|$)|[ ]\[ADDRESS\]))",
        ),
        rule(
            "ADDRESS",
            r"(?P<v>(?<![\w/.\-])\d{2,5}[ ](?:fm|rm|us[ ]hwy|old[ ]hwy|co(?:unty)?[ ]rd|cr)[ ]\d{1,4})"
            r"(?=,[ ]|\n)",
        ),
    ]


_WATERS: Final = (
    r"sea|thames|trent|avon|tyne|tees|wye|dee|don|severn|humber|sands|water|wold|moor|marsh|hill|hoe|tweed|usk|"
    r"solent|lyme|stour|forest|wood|field|ouse|mersey|exe|bain"
)
"""What towns lie on or by."""


def _regions() -> list[Rule]:
    return [
        rule("ADDRESS", r"(?:^|[:|,])[ ]*(?P<v>\d{1,4}[a-z]?)[ ](?=\[ADDRESS\])"),
        rule(
            "ADDRESS", r"(?:^|,[ ]|[|][ ])(?P<v>(?-i:The|THE))[ ](?=\[(?:ADDRESS|NAME)\](?:[ ][^\W\d_]+)?,)"
        ),
        rule("ADDRESS", r"\[(?:ADDRESS|ID)\],?[ ](?P<v>\d[abd-hjlnp-uw-z]{2})(?=[.,;)]|[ ]*$)"),
        rule(
            "ADDRESS",
            r"(?P<v>(?:flat|unit|apt|apartment|suite|rm|room)[ ]\d{1,3}[a-z]?),[ ](?=(?:tower|block|blk|"
            r"floor|\d{1,2}/f)\b)",
        ),
        rule(
            "ADDRESS",
            rf"\b(?P<v>(?:[^\W\d_]+|\[\w+\])-(?:on|upon|by|in|under|le|next)-(?:the-)?(?:{_WATERS}|\[\w+\]))(?!\w)",
        ),
        rule(
            "ADDRESS",
            rf"\b(?:lives|resides)[ ](?:in[ ]|at[ ]|near[ ])?(?-i:(?P<v>{RUN}))(?=[.,;)])",
            Reading.CALLED_SO,
        ),
        rule("ADDRESS", rf"{_GONE}(?:,[ ]?|\n)(?P<v>{_TERRITORY})(?!\w)"),
        rule("ADDRESS", r"(?-i:(?:^|,[ ])(?P<v>Co\.?|CO\.?|County|COUNTY)[ ](?=\[(?:NAME|ADDRESS)\]))"),
        rule(
            "ADDRESS",
            r"(?-i:(?:[\],][ ]|^|\.[ ])(?P<v>[A-Z]\d[\dW][ ]?(?![TLCS]\d-?[TLCS]\d)(?=[A-Z]{0,3}\d)"
            r"(?=\d{0,3}[A-Z])[A-Z\d]{4})(?=[ ]*(?:[.,;)\n]|$)))",
        ),
        rule("ADDRESS", rf"(?-i:(?:^|[\],][ ])(?P<v>{_AUSTRALIAN}[ ]\d{{4}})(?=[ ]*(?:[.,;)\n]|$|\[)))"),
        rule(
            "ADDRESS",
            r"\[(?:NAME|ADDRESS|LOCATION)\][ \t]*\n[ \t]*(?P<v>\d{4,6})(?=[ \t]*(?:\n|$))",
            Reading.UNMEASURED,
        ),
        rule("ADDRESS", r"^(?P<v>office[ ]\d{1,4})(?=,[ ](?:\[\w+\]|(?-i:[A-Z][a-z]+))[^\n]{0,30}$)"),
    ]
