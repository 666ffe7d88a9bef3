"""Days as they are dictated, in words: "May seventh twenty twenty-four", "the eighteenth of May 2024".

Rule: a month beside an ordinal that a day can be; where "may" and "march" could be verbs, a year or the end
of the phrase tells.

Not here: days in figures (`dates`), ages in words (`ages`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from site_agent.deidentify.reports.patterns.writing import rule

if TYPE_CHECKING:
    from site_agent.deidentify.reports.patterns.writing import Rule

_ONES: Final = r"(?:one|two|three|four|five|six|seven|eight|nine)"
_TEENS: Final = r"(?:ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen)"
_TENS: Final = r"(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
_UNITS: Final = r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)"
_DAY: Final = (
    rf"(?:twenty[- ]{_UNITS}|thirty[- ]first|twentieth|thirtieth|tenth|eleventh|twelfth|thirteenth|"
    rf"fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|{_UNITS})(?![\w-])"
)
_YEAR: Final = (
    rf"(?:(?:19|20)\d\d|two[ ]thousand(?:[ ]and)?(?:[- ](?:{_TEENS}|{_TENS}(?:[- ]{_ONES})?|{_ONES}))?|"
    rf"(?:nineteen|twenty)[- ](?:{_TEENS}|{_TENS}(?:[- ]?{_ONES})?|oh[- ]{_ONES}))(?![\w-])"
)
_SURE: Final = r"(?:january|february|april|june|july|august|september|october|november|december)"
_MONTH: Final = rf"(?:{_SURE}|march|may)"


def spoken_days() -> list[Rule]:
    """Return the rules of days in words."""
    return [
        rule("DATE", rf"\b(?P<v>{_MONTH}[ ](?:the[ ])?{_DAY},?[ ]{_YEAR})"),
        rule("DATE", rf"\b(?P<v>{_SURE}[ ](?:the[ ])?{_DAY})"),
        rule("DATE", rf"\b(?P<v>{_MONTH}[ ](?:the[ ])?{_DAY})(?=[ \t]*(?:[.,;:)\]|\n]|$)|[ ]at[ ])"),
        rule("DATE", rf"\b(?P<v>(?:the[ ])?{_DAY}[ ](?:day[ ])?of[ ]{_MONTH}\b(?:,?[ ]{_YEAR})?)"),
        rule("DATE", rf"\b(?P<v>(?:the[ ])?{_DAY}[ ]{_SURE}\b(?:,?[ ]{_YEAR})?)"),
    ]
