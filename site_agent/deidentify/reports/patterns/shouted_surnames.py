"""Surnames in capitals before given names: "REILLY Zhiyuan", whatever the surname means.

Rules: where a name that went is framed as a patient's is in lists and headers, by a day of birth, a number, a
sex or the borders of a field, the capitals that stand before it are its surname.

Not here: surnames behind what people do (`plain_surnames`), names behind labels (`fields`).
"""

# ruff: noqa: RUF001 - names are written with typographic apostrophes
from __future__ import annotations

from typing import TYPE_CHECKING, Final

from site_agent.deidentify.reports.patterns.jottings import NO_ONE
from site_agent.deidentify.reports.patterns.writing import UPPER, any_of, rule

if TYPE_CHECKING:
    from site_agent.deidentify.reports.patterns.writing import Rule

_NO_HEAD: Final = (
    rf"(?!(?i:{any_of('credentials')}|CT|MRI?|XR|CXR|US|USS|PET|NM|DX|CR|AP|PA|LAT|ED|ER|ICU|GP|RN|NP|PT|"
    r"DOB|MRN|ID|NHS|NHI|CHI|URN?|RE|FAO|ATTN|CC|FROM|TO|BY|FOR|OF|WITH|THE|AND|PER|SIGNED|READ|DICTATED|"
    r"REPORTED|VERIFIED|TYPED|CLINICAL|HISTORY|INDICATION|COMPARISON|IMPRESSION|CONCLUSION|TECHNIQUE|"
    r"ADDENDUM|REFERRER|COPY|PRIOR|CALLED|PAGED|BABY|TWIN|CHEST|ABDOMEN|PELVIS|HEAD|BRAIN|SPINE|PORTABLE|"
    r"LEFT|RIGHT|STAT|ROUTINE|URGENT|WARD|UNIT|ROOM|BED|DEAR)(?![\w'’]))"
)
_WORD: Final = rf"{_NO_HEAD}(?-i:[{UPPER}][{UPPER}'’\-]+)"
_CAPITALS: Final = rf"(?:{NO_ONE}{_WORD}(?:[ ]{_WORD}){{0,2}})"
_FIELD: Final = r"(?:^[ \t>*]*|[|/\t<\"=;][ ]?|[-–_][ ]|[ ]{2})"
_NAMED: Final = r"\[NAME\](?:[ \-]\[NAME\]){0,2}"
_SEX: Final = r"(?-i:[MF])(?![\w.])|fe?male\b"
_PATIENT: Final = (
    rf"(?:[ ]?[(\[](?:{_SEX}|m(?:r|rs|s)\b|\d{{1,3}}[ ]?[yMF])|,?[ ]{{1,3}}(?:{_SEX}|"
    rf"\d{{1,3}}[ ]?(?:[yMF]\b|yrs?)"
    r"|dob\b|born\b|b\.|d\.o\.b|mrn\b|nhs\b|nhi\b|chi\b|urn?\b|hosp|id\b|\[(?:DATE|ID)\])"
    r"|[ ]?(?://?|\||\t|;|[-–_])[ ]?(?:dob\b|mrn\b|\[(?:DATE|ID)\]|[MF]\b)|\t)"
)


def shouted_surnames() -> list[Rule]:
    """Return the rules of such surnames."""
    return [
        rule("NAME", rf"{_FIELD}(?P<v>{_CAPITALS})(?=[ ]{_NAMED}{_PATIENT})"),
        rule(
            "NAME",
            rf"(?:\[(?:DATE|ID|ORG)\]|\d)[ ]?(?:\||//?|;|\t)[ ]?(?P<v>{_CAPITALS})(?=[ ]{_NAMED}[ ]?(?:$|"
            rf"[|/;\t]))",
        ),
        rule("NAME", rf"^[ \t]*(?P<v>{_CAPITALS})(?=[ ]{_NAMED}[ \t]*$)"),
        rule("NAME", rf"[<\"](?P<v>{_CAPITALS})(?=[ ]{_NAMED}[>\"])"),
        rule(
            "NAME",
            rf"\b(?:patient|pt|images?|films?|report|printed|formerly|aka|re)[ ]?(?:for|of|from|"
            rf"to)?[ ]?[:\-=]?[ ]?"
            rf"(?P<v>{_CAPITALS})(?=[ ]{_NAMED}(?:[ ](?:dated|\[DATE\])|{_PATIENT}|[ \t]*[.;]?$))",
        ),
    ]
