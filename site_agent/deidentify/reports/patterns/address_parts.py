"""Parts of postal addresses that show by where they stand: beside what has gone, in a block under somebody, above a town.

Rules: a number at the beginning of a line of names under somebody is a house; a letter or a floor behind a word
for a dwelling, a section of a township, a county, a territory and a postcode belong to the address they touch.

Not here: addresses that show by themselves (`addresses`, `postal`), towns behind a cue (`places`).
"""

# ruff: noqa: E501, RUF001 - a pattern is read in one piece; names are written with typographic apostrophes
from __future__ import annotations

from typing import TYPE_CHECKING, Final

from site_agent.deidentify.reports.patterns.writing import WORD, Reading, rule

if TYPE_CHECKING:
    from site_agent.deidentify.reports.patterns.writing import Rule

_GONE: Final = r"\[(?:NAME|ADDRESS|LOCATION|ORG)\]"
_PART: Final = rf"(?:{_GONE}(?:['’]s)?|{WORD})"
_JOINER: Final = r"(?:(?:na|an|de|del|di|la|le|of|the|and|van|von)[ ]){0,2}"
_LINE: Final = rf"{_PART}(?:[ ]{_JOINER}{_PART}){{0,4}}"
_HOUSE: Final = r"\d{1,5}[A-Z]?(?:/\d{1,4}[A-Z]?)?"
_AREA: Final = r"(?:Section|Phase|Block|Zone|Extension|Ext\.?|Sector|Site|Stage|Unit|Ward|SECTION|PHASE|BLOCK|ZONE|EXTENSION|EXT\.?|SECTOR|SITE|STAGE|UNIT|WARD)"
_DWELLING: Final = (
    r"(?:flat|apt|apartment|unit|room|rm|shop|suite|ste|lot|bldg|building|block|blk|tower|floor|fl|level)"
)
_FLOOR: Final = (
    r"(?:(?:\d{1,3}|G|LG|UG|B\d?)/F|\d{1,3}(?:st|nd|rd|th)[ ](?:floor|fl\.?)|(?:floor|level)[ ](?:\d{1,3}|G))"
)
_AUSTRALIAN: Final = r"(?:NSW|VIC|QLD|SA|WA|TAS|NT|ACT)"
_TERRITORY: Final = r"(?:H\.[ ]?K\.|N\.[ ]?T\.|U\.[ ]?K\.|U\.[ ]?S\.(?:[ ]?A\.)?|U\.[ ]?A\.[ ]?E\.|N\.[ ]?Z\.|N\.[ ]?S\.[ ]?W\.|P\.[ ]?R\.[ ]?C\.|F\.[ ]?C\.[ ]?T\.|K\.[ ]?S\.[ ]?A\.)"
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
    return [*_houses(), *_dwellings(), *_regions()]


def _houses() -> list[Rule]:
    return [
        rule("ADDRESS", rf"(?-i:\][ \t]*[,.]?[ \t]*\n[ \t]*(?P<v>{_HOUSE}[ ](?=[^\n]{{0,60}}\n?[^\n]{{0,40}}\[){_LINE}(?:,[ ]{_LINE})?),?[ \t]*\n[ \t]*(?=(?:{_PART})(?:[ ]{_PART}){{0,3}}[,.]?(?:[ \t]*(?:\n|$)|,[ ])))"),
        rule("ADDRESS", rf"(?-i:\][ \t]*[,.]?[ \t]*\n[ \t]*(?P<v>{_HOUSE}[ ]{_LINE}),[ ](?={_GONE}))"),
        rule("ADDRESS", rf"(?-i:(?:\],|\b(?:[Oo]f|OF|[Aa]t|AT|[Tt]o|TO|[Aa]ddress:|ADDRESS:)) (?P<v>{_HOUSE}[ ](?!(?:F|M|[Yy]|YO|[Dd]ays?|[Ww]eeks?|[Mm]onths?|[Mm]ale|[Ff]emale|MALE|FEMALE)\b){_LINE}),[ ](?={_GONE}))", Reading.NAMED),
        rule("ADDRESS", rf"(?-i:(?<![\w/.\-])(?P<v>{_HOUSE}[ ]{_AREA}[ ](?:[A-Z]|\d{{1,3}}|[A-Z]\d{{1,2}}),?[ ]?)(?=\n?[ \t]*{_GONE}))"),
        rule("ADDRESS", rf"(?-i:(?<![\w/.\-])(?P<v>{_HOUSE}[ ](?:The[ ]|THE[ ])?(?:{_LONE}))(?=[ ]*(?:[,\n;]|$)|[ ][A-Z\[]))"),
        rule("ADDRESS", r"(?-i:(?P<v>\b(?:No|NO|Nos|NOS|№)\.?)[ ]?(?=\[ADDRESS\]|\[ID\],?[ ]?\[ADDRESS\]))"),
    ]  # fmt: skip


def _dwellings() -> list[Rule]:
    return [
        rule("ADDRESS", rf"(?P<v>\b{_DWELLING}[ ](?-i:[A-Z]\d{{0,2}}|\d{{1,4}}[A-Z]?),[ ]{_FLOOR}(?!\w))"),
        rule("ADDRESS", rf"(?P<v>\b{_DWELLING}[ ](?-i:[A-Z]\d{{0,2}}|\d{{1,4}}[A-Z]?)),[ ](?=\[ADDRESS\])"),
        rule("ADDRESS", rf"\[ADDRESS\],?[ \n](?P<v>{_DWELLING}\.?[ ]?#?(?-i:[A-Z]|[A-Z]?\d{{1,5}}[A-Z]?))(?=[ ]*(?:[,.;\n]|$|{_GONE}))"),
        rule("ADDRESS", rf"\[ADDRESS\],[ ](?P<v>{_FLOOR})(?!\w)"),
    ]  # fmt: skip


def _regions() -> list[Rule]:
    return [
        rule("ADDRESS", rf"{_GONE},[ ]?(?P<v>(?-i:{_TERRITORY}))(?!\w)"),
        rule("ADDRESS", r"(?-i:(?:^|,[ ])(?P<v>Co\.?|CO\.?|County|COUNTY)[ ](?=\[(?:NAME|ADDRESS)\]))"),
        rule("ADDRESS", r"(?-i:(?:[\],][ ]|^|\.[ ])(?P<v>[A-Z]\d[\dW][ ]?(?![TLCS]\d-?[TLCS]\d)(?=[A-Z]{0,3}\d)(?=\d{0,3}[A-Z])[A-Z\d]{4})(?=[ ]*(?:[.,;)\n]|$)))"),
        rule("ADDRESS", rf"(?-i:(?:^|[\],][ ])(?P<v>{_AUSTRALIAN}[ ]\d{{4}})(?=[ ]*(?:[.,;)\n]|$|\[)))"),
        rule("ADDRESS", r"\[(?:NAME|ADDRESS|LOCATION)\][ \t]*\n[ \t]*(?P<v>\d{4,6})(?=[ \t]*(?:\n|$))", Reading.UNMEASURED),
    ]  # fmt: skip
