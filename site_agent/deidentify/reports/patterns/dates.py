"""Dates in every form.

Not here: dates behind a label (`fields`), moving dates (`site_agent.deidentify.reports.dates`).
"""

# ruff: noqa: E501, RUF001 - a pattern is read in one piece; names are written with typographic apostrophes
from __future__ import annotations

from typing import TYPE_CHECKING, Final

from site_agent.deidentify.reports.patterns.writing import rule

if TYPE_CHECKING:
    from site_agent.deidentify.reports.patterns.writing import Rule

_MONTH: Final = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]{0,6}\.?"
_DAY: Final = r"(?:0?[1-9]|[12]\d|3[01])"
_YEAR: Final = r"(?:19|20)\d{2}"
_DATE_CUE: Final = r"\b(?:on|since|from|dated|of|prior|comparison|compared (?:to|with)|study|exam|seen|placed|until|by|at|and|in|to)"
_WEEKDAY: Final = r"(?:(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?\.?,?[ ]+)"


def dates() -> list[Rule]:
    """Return the rules of dates."""
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
        rule("DATE", rf"(?<![\w.])(?P<v>{_WEEKDAY}?(?:{'|'.join(full)}))(?![\w])"),
        rule("DATE", rf"{_DATE_CUE}[ \t:]+(?P<v>(?:0?[1-9]|1[0-2])/{_DAY})(?![\w/])(?![ ]+(?:strength|systolic|murmur))"),
        rule("DATE", rf"\b(?:in|since|from|during|circa|year|of)[ ]+(?P<v>{_YEAR})\b(?![ ]*(?:mm|cm|ml|cc|hu))"),
    ]  # fmt: skip
