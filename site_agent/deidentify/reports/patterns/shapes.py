"""Values that tell themselves: addresses of the net, numbers, ages of ninety and above, initials.

Not here: dates (`dates`) and values behind a label (`fields`).
"""

# ruff: noqa: E501 - a pattern is read in one piece; names are written with typographic apostrophes
from __future__ import annotations

from typing import TYPE_CHECKING

from site_agent.deidentify.reports.patterns.writing import NAME, rule

if TYPE_CHECKING:
    from site_agent.deidentify.reports.patterns.writing import Rule


def shapes() -> list[Rule]:
    """Return the rules of values that tell themselves."""
    return [
        rule("EMAIL", r"(?P<v>[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+)"),
        rule("URL", r"(?P<v>(?:https?|ftp)://[^\s<>\"]+|\bwww\.[^\s<>\"]+)"),
        rule("UID", r"(?P<v>\b[0-2](?:\.\d+){5,}\b)"),
        rule("ADDRESS", r"(?P<v>\b\d{1,3}(?:\.\d{1,3}){3}\b)"),
        rule("ID", r"(?P<v>\b\d{3}[- ]\d{2}[- ]\d{3,4}\b)"),
        rule("ID", r"(?P<v>\b\d{4}[ ]\d{5}[ ]\d\b)"),
        rule("ID", r"(?P<v>\b[A-Z]{2,4}/[A-Z]{2,4}/\d{3,}\b)"),
        rule("ID", r"(?P<v>\b(?!\d+-(?:year|month|week|day)s?-)(?=[A-Z\d\-]{0,15}[A-Z])(?=(?:[A-Z\-]{0,9}\d){3})[A-Z\d]{3,5}(?:-[A-Z\d]{3,5}){2,}\b)"),
        rule("PHONE", r"(?P<v>\(?\b0\d{2,4}\)?[ \-]\d{3,6}(?:[ \-]\d{3,4})?\b)"),
        rule("ADDRESS", r"(?-i:(?P<v>\b[A-Z]{1,2}\d[A-Z\d]?[ ]\d[ABD-HJLNP-UW-Z]{2}\b))"),
        rule("ADDRESS", r"(?-i:(?P<v>\b[A-Z]\d[A-Z][ ]\d[A-Z]\d\b))"),
        rule("PHONE", r"(?P<v>\+\d{1,3}(?:[ .\-/]?\(?\d{2,}\)?){2,5})"),
        rule("PHONE", r"(?P<v>(?:\+?\d{1,3}[-. ]?)?(?:\(\d{3}\)[ ]?|\b\d{3}[-. ])\d{3}[-. ]\d{4}\b(?:[ ]*(?:x|ext\.?)[ ]*\d+)?)"),
        rule("ID", r"(?P<v>\b(?=[\w\-]{0,12}\d{4})[A-Z]{1,4}-?\d{1,3}-?\d{3,}[A-Z]?\b)"),
        rule("ID", r"(?P<v>\b(?:\d{6,}|\d{1,5}-\d{5,}|[A-Z]{1,3}-\d{4,}|\d{2,3}-\d{2,3}-\d{3,})\b)"),
        rule("ID", r"(?P<v>\b(?=[\w]*[A-Za-z])(?=[\w]*\d[\w]*\d[\w]*\d[\w]*\d)\w{6,}\b)"),
        rule("AGE", r"(?P<v>\b(?:9\d|1[0-2]\d))(?=[ \t-]*(?:years?|y\.?/?o\b|yo\b|yrs?\b|y\b[ -]*old|-year))"),
        rule("AGE", r"(?<!temp )(?<!temperature )(?<!fever )(?<!of )(?P<v>\b(?:9\d|10\d))(?=[ ]?(?:[FM]|female|male|woman|man|lady|gentleman)\b)"),
        rule("AGE", r"(?P<v>\bninety(?:[ \-][a-z]+)?)(?=[ \-](?:years?|yr)\b)"),
        rule("AGE", r"\b(?:age|aged)[ \t]*:?[ \t]*(?P<v>(?:9\d|1[0-2]\d)\b)"),
        rule("INITIALS", r"^(?P<v>[^\W\d_]{2,3}[/:][^\W\d_]{2,3})[ \t]*$"),
        rule("INITIALS", r"[.\]][ \t]+(?P<v>[^\W\d_]{2,3}[/:][^\W\d_]{2,3})(?=[ \t]+(?:D|DD|T|DT|TD)\b)"),
        rule("NAME", rf"/s/[ \t]*(?-i:(?P<v>{NAME}))"),
    ]  # fmt: skip
