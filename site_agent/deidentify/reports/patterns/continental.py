"""What hospitals of the Continent write in the midst of English: institutions, short months, wards, records.

Rules: a French word for a hospital goes with the words of kind behind it and the name these lead to; a short
month that is a word of English too is one between a day and a year; a ward behind its number in Hungarian,
a record's letters before a number that has gone, and the particle of a Dutch name belong to what they join.

Not here: streets and doors (`postal`), long names of months (`dates`), towns (`towns`).
"""

# ruff: noqa: RUF001 - names are written with typographic apostrophes
from __future__ import annotations

from typing import TYPE_CHECKING, Final

from site_agent.deidentify.reports.patterns.writing import UPPER, rule

if TYPE_CHECKING:
    from site_agent.deidentify.reports.patterns.writing import Rule

_CAP: Final = rf"(?-i:[{UPPER}][\w'’.\-]+)"
_HOSPITAL: Final = r"(?:h[oô]pital|clinique|polyclinique|maternité|centre[ ]hospitalier|institut)"
_OF_KIND: Final = (
    r"(?:pour|enfants|femmes|de[ ]la|de|du|des|la|le|les|et|général|general|régional|universitaire|privée?|"
    r"mère-enfant|mémorial|municipale?|communautaire)"
)
_MONTH: Final = (
    r"(?:gen|mag|giu|lug|ago|set|ott|dic|ene|abr|fev|fév|févr|avr|juil|aoû|déc|janv|mrt|mei|okt|dez|mär|"
    r"sty|lut|kwi|cze|lip|sie|wrz|paź|lis|gru)"
)
_ROMAN: Final = r"(?-i:VI{0,3}|I[VX]|XI{0,2}|I{1,3})"
_DAY: Final = r"(?:0?[1-9]|[12]\d|3[01])"
_YEAR: Final = r"(?:19|20)\d{2}"


def continental() -> list[Rule]:
    """Return the rules of such words."""
    return [
        rule(
            "ORG",
            rf"(?P<v>\b{_HOSPITAL}[ ](?:{_OF_KIND}[ ]|(?:d|l)['’]){{1,4}}{_CAP}(?:[ \-]{_CAP}){{0,3}})(?!\w)",
        ),
        rule("ORG", rf"(?<=\[ORG\])(?P<v>(?:[ ]{_OF_KIND}){{1,3}})(?=[ ]\[(?:NAME|ORG|ADDRESS)\])"),
        rule("ORG", r"(?<=\[ADDRESS\])(?P<v>[ ]pour[ ](?:enfants|femmes))(?=[ ]\[(?:NAME|ORG|ADDRESS)\])"),
        rule("DATE", rf"(?<![\w/.\-])(?P<v>{_DAY}[ .\-/]{{1,2}}{_MONTH}\.?[ .\-/]{{1,2}}{_YEAR})(?![\w/])"),
        rule("DATE", rf"(?<![\w/.\-])(?P<v>{_DAY}[ .\-/]{{1,2}}{_ROMAN}[ .\-/]{{1,2}}{_YEAR})(?![\w/])"),
        rule("ORG", r"(?:\[ORG\]|\[ADDRESS\]|\[NAME\])(?P<v>[ ]d[oa][ ](?-i:Sul|Norte|Oeste|Leste))(?!\w)"),
        rule("ADDRESS", r"(?P<v>\b(?:cad|sok|bulv|mah)\.?[ ]no)(?=:?[ ](?:\[ID\]|\[ADDRESS\]|\d))"),
        rule("ADDRESS", r"(?P<v>\bpurok[ ]\d{1,2})(?=,[ ])"),
        rule(
            "LOCATION",
            r"(?P<v>(?<![\w/.])\d{1,3}\.[ ](?:(?:számú|sz\.)[ ])?(?:kórterem|szoba|emelet|vizsgáló))(?!\w)",
        ),
        rule("ID", r"(?-i:\b(?P<v>HC|NHC|HCE))[ ](?=\[ID\])"),
        rule("NAME", rf"(?-i:(?P<v>\b[{UPPER}][a-zà-ÿ]+[ ]van[ ]['’]t)(?=[ ]\[NAME\]))"),
        rule("NAME", rf"(?-i:^[ \t]*(?P<v>[{UPPER}][a-zà-ÿ]+)(?=,[ ](?:CSc|DrSc|MUDr|PhD|Ph\.D|Dr\.Sc)\b))"),
    ]
