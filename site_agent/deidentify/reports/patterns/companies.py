"""Firms by their legal form, partnerships and lawyers, and whom somebody reports for, brings or knows.

Rules: a legal form ends a firm's name, before or behind what has gone; behind "reported for", "brought in by"
and their like whatever has capitals is a firm or a service; capitals that no list knows are one behind "known
to the" and before "studies".

Not here: hospitals and practices (`organisations`), insurers (`payers`), employers (`workplaces`).
"""

# ruff: noqa: RUF001 - names are written with typographic apostrophes
from __future__ import annotations

from typing import TYPE_CHECKING, Final

from site_agent.deidentify.reports.patterns.organisations import NO_FIRST, NO_INNER
from site_agent.deidentify.reports.patterns.writing import RUN, UPPER, WORD, Reading, any_of, rule

if TYPE_CHECKING:
    from site_agent.deidentify.reports.patterns.writing import Rule

_FORM: Final = (
    r"(?:P\.[ ]?A\.?|P\.[ ]?C\.?|P\.[ ]?L\.[ ]?L\.[ ]?C\.?|P\.[ ]?L\.?|L\.[ ]?L\.[ ]?C\.?|"
    r"L\.[ ]?L\.[ ]?P\.?|S\.[ ]?A\.(?:[ ]?S\.)?|S\.[ ]?L\.(?:[ ]?[UP]\.)?|S\.[ ]?p\.[ ]?A\.?|"
    r"S\.[ ]?r\.[ ]?l\.?|a\.[ ]?s\.?|s\.[ ]?r\.[ ]?o\.?|sp\.[ ]z[ ]o\.[ ]?o\.?|d\.[ ]?o\.[ ]?o\.?|"
    r"e\.[ ]?V\.?|N\.[ ]?V\.?|B\.[ ]?V\.?|o\.[ ]?p\.[ ]?s\.|z\.[ ]?[uú]\.|e\.[ ]?K\.|A/S|ApS|"
    r"GmbH(?:[ ]&[ ]Co\.?[ ]?KG(?:aA)?)?|gGmbH|Oyj?|Kft|Zrt|Nyrt|SpA|SRL|SARL|SAS|SASU|LLC|PLLC|PLC|LLP|Inc|"
    r"Ltd|Limited|Corp|Pty|Pvt|Pte|Sdn|Bhd|HF|KHF|RHF|ASA|AG|AB|KG|AS|BV|NV|SL|SLU|SA)"
)


def companies() -> list[Rule]:
    """Return the rules of firms and of whom somebody serves."""
    return [*_firms(), *_served()]


def _firms() -> list[Rule]:
    """Return the rules of firms by their form, of partnerships and lawyers."""
    first = rf"(?!(?i:{NO_FIRST})\b){WORD}"
    inner = rf"(?!(?i:{NO_INNER})\b){WORD}"
    return [
        rule(
            "ORG",
            rf"(?-i:\[(?:ORG|ADDRESS|LOCATION)\],?[ ](?P<v>"
            rf"(?:{_FORM}|(?i:[ps]\.a\.|a\.s\.|p\.c\.|s\.l\.|l\.l\.c\.))))(?!\w)",
        ),
        rule(
            "ORG",
            r"(?-i:\[NAME\],?[ ](?P<v>P\.[ ]?[AC]\.|a\.[ ]?s\.|A\.[ ]?S\.|s\.[ ]?r\.[ ]?o\.|GmbH|e\.[ ]?V\.|"
            r"S\.[ ]?p\.[ ]?A\.|S\.[ ]?r\.[ ]?l\.|Oyj?|ApS|A/S|Kft|Zrt|HF|AG|LLC|PLLC|Inc|Ltd|Pty|Pvt|"
            r"N\.V\.|B\.V\.|S\.L\.|S\.A\.))(?!\w)",
        ),
        rule(
            "ORG",
            rf"(?-i:(?P<v>\b{WORD}(?:,[ ]{WORD})?[ ](?i:and|&)[ ]{WORD}),?[ ]"
            rf"(?:P\.?C\.?|LLP|PLLC|P\.?L\.?L\.?C\.?|L\.L\.P\.?)(?!\w))",
            Reading.CALLED_SO,
        ),
        rule(
            "ORG",
            rf"(?i:\blaw[ ]offices?[ ]of(?:[ ]the)?)[ ](?-i:"
            rf"(?P<v>{WORD}(?:[ ](?:(?i:and|&)[ ])?{WORD}){{0,3}}))",
        ),
        rule("ORG", r"(?P<v>\blaw[ ]offices?(?:[ ]of(?:[ ]the)?)?)[ ](?=\[(?-i:ORG|NAME)\])"),
        rule(
            "ORG",
            rf"(?-i:(?P<v>\b{first}(?:[ ](?:of|the|and|&|{inner})){{0,5}}[ ]\(?(?i:pty|proprietary|pte|pvt|"
            rf"sdn)\.?\)?"
            rf"[ ](?i:ltd|limited|bhd)\b\.?))",
        ),
        rule(
            "ORG",
            r"(?-i:(?:^[ \t]*|\b(?:for|by|from|at)[ ])"
            r"(?P<v>(?:[a-zà-ÿ][\w'’\-]*[ ]|\[\w+\][ ]|&[ ]){1,5}?"
            r"(?:llc|pllc|llp|(?:(?:pty|pvt|\[NAME\])[ ])?ltd|(?:pty|pvt)[ ]limited|gmbh))(?!\w))",
        ),
        rule(
            "ORG",
            r"(?P<v>\bDrs?\.?[ ]\[NAME\](?:,[ ]\[NAME\])*[ ](?:&|and)[ ]\[NAME\][ ](?:inc|incorporated|"
            r"llp|ltd|"
            r"pty|plc|partners|associates|partnership)\b\.?)",
        ),
        rule(
            "ORG",
            rf"(?-i:(?<![\w.])(?:{any_of('credentials')}|M\.D\.),[ ](?P<v>{RUN})(?=,[ ]\[(?:PHONE|ID)\]))",
        ),
    ]


def _served() -> list[Rule]:
    """Return the rules of whom somebody reports for, brings from or is known to."""
    return [
        rule("ORG", r"\battended[ ](?-i:(?P<v>[A-Z]{3,5}))(?=[ ]on[ ]\[DATE\])"),
        rule(
            "ORG",
            r"\b(?:reported|reporting|read|reading|interpreted)[ ]for[ ](?!the\b|an?\b)"
            r"(?P<v>(?=[^\n.;:]*\[NAME\])[^\n.;:]{3,60}?)(?=[ ]by[ ]\[NAME\])",
        ),
        rule(
            "ORG",
            rf"\b(?:reported|reporting|read|reading|interpreted)[ ](?:remotely[ ])?for[ ](?!the\b|an?\b)"
            rf"(?-i:(?P<v>{WORD}(?:[ ]{WORD}){{1,3}}))(?=\.(?:[ ]|$))",
        ),
        rule(
            "ORG",
            r"\b(?:at|from|to|of)[ ]the[ ](?-i:(?P<v>[A-Z]{2,5}))(?=[ ](?:satellite|campus|branch|site)\b)",
        ),
        rule(
            "ORG",
            r"\b(?:obtain(?:ing)?|request(?:ing)?|review|compare[ ]with)[ ]the[ ](?-i:(?P<v>[A-Z]{3,5}))"
            r"(?=[ ](?:studies|study|images|films|priors?|exams?)\b)",
            Reading.STRANGE,
        ),
        rule(
            "ORG",
            r"\bknown[ ]to[ ]the[ ](?-i:(?P<v>[A-Z]{3,5}))(?=[ ](?:\w+[ ]){0,2}(?:clinic|service|team|"
            r"program(?:me)?)\b)",
            Reading.STRANGE,
        ),
        rule(
            "ORG",
            r"\b(?:brought[ ]in|transported|transferred|conveyed|in[ ]the[ ]field)[ ]by[ ]"
            r"(?P<v>(?:medic|engine|rescue|squad)[ ](?:\d{1,4}|\[ID\])(?:[ ](?:ambulance|ems|fire))?|"
            rf"(?-i:{WORD}(?:[ ]{WORD}){{0,2}}[ ](?i:air|ems|ambulance|medevac|helicopter|flight)))(?!\w)",
        ),
        rule("ORG", r"(?P<v>\bopen[ ]mri[ ]of)(?=[ ]\[(?:ORG|ADDRESS|NAME)\])"),
        rule(
            "ORG",
            r"\bfrom[ ](?-i:(?P<v>(?!Chest|CHEST|Prior|PRIOR|Portable|PORTABLE)"
            r"[A-Z][\w'’]+(?:[ ][A-Z][\w'’]+){0,2}[ ]"
            r"X-?(?:Ray|RAY)))(?=[ ]\((?:order|accession|acc|ref)\b)",
        ),
        rule(
            "ORG",
            rf"(?-i:(?P<v>(?:[{UPPER}][\w'’]+[ ])+(?:MRI|CT|PET)(?:[ ]?[&/][ ]?(?:MRI|CT|PET|X-Ray))*[ ]"
            rf"(?:Limited|Ltd|LLC|Inc|Pte|Pty|Sdn)))(?!\w)",
        ),
        rule(
            "ORG",
            rf"\bon[ ]behalf[ ]of[ ](?-i:(?P<v>[{UPPER}][\w'’]+(?:[ ][{UPPER}][\w'’]+){{0,2}}[ ]"
            rf"(?:MRI|PET|(?i:imaging|radiology|scans|diagnostics))))(?=[.,;]|[ \t]*$)",
        ),
    ]
