"""Places where only measurements, images, substances, devices and abbreviations stand.

Rules: a number with its unit, a series or an image by its number, what a dose is given of, a model behind its
maker, an abbreviation behind an article, before a degree or a value, or spelt out before its brackets. A word
in such a place is no name though no list knows it; header values, titles and labelled fields overrule that.
Only a text that writes capitals where they belong tells a medicine, a model or an abbreviation by them.

Not here: eponyms (`eponyms`), listed phrases (`lexicon`).
"""

# ruff: noqa: RUF001 - units are written with their own signs
from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from site_agent.deidentify.reports.by_line import REMEMBERED, by_line, lines_of
from site_agent.deidentify.reports.expressions import Expression, Several
from site_agent.deidentify.reports.known_words import is_known, may_name
from site_agent.deidentify.reports.lexicon import PrivacyLexicon
from site_agent.deidentify.reports.measurements import measured

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_agent.deidentify.reports.lexicon import Span

_IMAGE: Final = Expression(
    r"(?<!\w)(?:series|ser|se|images?|img|ima?|slices?|sl|frames?|fr)[.#:]?[ ]?\d{1,4}"
    r"(?:[ ]?[-–/][ ]?\d{1,4})?(?![\w])",
    re.IGNORECASE,
)
_STATED: Final = Expression(
    r"(?<![\w'’])ASA(?=[ ](?:(?:(?i:class|grade|score|status)|PS)[ ])?"
    r"(?:[1-6]|I{1,3}|IV|VI?)E?(?![\w/-]|[.,]\d))"
    r"|(?<![\w'’])MESA(?=[ ](?i:percentile|\d{1,2}(?:st|nd|rd|th)[ ]percentile|score|risk))"
    r"|(?<=\d[ ])(?i:mets)(?![\w'’])"
    r"|(?i:\b(?:[ph]mhx?|hx|ind(?:ication)?s?|reason|complaint|details|known|previous|prev|imp|query)"
    r"[ :]{1,2}\??|\?)(?i:falls?)(?![\w'’]|[ ][A-Z])"
    r"|(?<=[\d:,;][ ])(?:Na|NA)(?=\+?[ :=]{1,2}1[1-6]\d(?![\w/-]|[.,]\d))"
)
"""Fitness for anaesthesia, exercise, sodium and a reference group, before or behind their number; and falls
that somebody had, which towns are called too."""
_COMPOUND: Final = Expression(
    r"(?<![\w.])\d+(?:[.,]\d+)?[ ]?(?:[µμ]?[a-z]{1,4}|iu|units?)(?:/[a-z]{1,4}[²³23]?|[²³])"
    r"(?:/[\d.,]*[ ]?[a-z]{1,3}[²³23]?)?(?!\w)",
    re.IGNORECASE,
)
_LEVEL: Final = Expression(
    r"(?<![\w.-])[CTDLS]\d{1,2}(?:[ ]?[-–/][ ]?[CTDLS]?\d{1,2}){1,3}(?![\w-])|"
    r"(?<![\w-])[A-Za-z]{1,5}-?RADS(?:[ ]v?\d(?:\.\d)?[A-Da-d]?)?(?!\w)"
    r"|(?<![\w-])SUV[a-z]{2,6}(?![\w-])|(?<![\w-])CAC-DRS(?:[ ][A-Z]?\d)?(?!\w)|"
    r"(?<![\w.])\d{1,2}(?:\+\d)?/40(?![\w/])"
    r"|\b(?i:diagnos[ie]s|dx|icd(?:-?(?:9|10|11))?(?:-cm)?(?:[ ]codes?)?)[ :]{1,2}[A-TV-Z]\d\d"
    r"(?:\.\w{1,4})?(?:,[ ][A-TV-Z]\d\d(?:\.\w{1,4})?){0,5}(?![\w-])"
)
_DOSE: Final = (
    r"\d+(?:[.,]\d+)?[ ]?(?:mg|g|mcg|[µμ]g|ug|m[lL]|cc|IU|I\.U\.|E|mmol|MBq|mCi|[uµμ]Ci|%)(?![\w²³/])"
)
_SUBSTANCE: Final = Expression(
    rf"(?<![\w.]){_DOSE}[ ](?:of[ ]|[Ii]\.?[Vv]\.?[ ]|intravenous[ ]|oral[ ])?"
    rf"(?P<behind>[A-Z][a-z]{{3,}}(?:-[A-Z][a-z]{{2,}})?)(?![\w'’]|[ ][A-Z][a-z]|,[ ][A-Z])"
    rf"|(?<![\w.'’\-])(?<![A-Z][.] )(?P<before>[A-Z][a-z]{{3,}}(?:-[A-Z][a-z]{{2,}})?)"
    rf"(?=[ ](?:®[ ]?)?{_DOSE})"
)
_MODEL: Final = r"(?:[A-Z][a-z]{2,}|[A-Z]{1,4}\d{0,3}|[A-Z][a-z]*[A-Z\d][\w]*|\d{1,3}(?:\.\d)?T?)"
_CODED: Final = r"[A-Z][a-z]{2,}[ -](?:[A-Z]{1,4}\d{0,3}|\d{1,4})(?![\w'’])"
_CAPITALS: Final = r"[A-Z]{2,6}\d?(?:-[A-Z]{2,5})?"
_ABBREVIATION: Final = Expression(
    rf"\b(?:[Tt]he|an?|no)[ ](?P<article>{_CAPITALS})(?=[ ][a-z\d(]|[.,;:)\n])"
    rf"|(?<![\w.'’/\-])(?P<graded>{_CAPITALS})(?=[ -]"
    rf"(?:grade|type|stage|class|score|category|index|ratio|criteria|classification|protocol|"
    rf"sequences?|images?|scan|level|collimators?|lesion|segment|criteria)\b)"
    rf"|(?<![\w.'’/\-])(?P<valued>{_CAPITALS})(?=[ ]?[=<>≤≥~][ ]?\d|"
    rf"[ ]\d{{1,4}}(?:[.,]\d+)?[ ]?(?:%|[cm]?m\b|m[lL]\b|mg\b|m?s\b|cm/s\b|°|degrees))"
    rf"|(?<=[a-z][ ])(?P<stepped>{_CAPITALS})(?=[ -](?:[IV]{{1,3}}[a-d]?|\d[a-dA-D]?|[A-D]\d?)"
    rf"(?:[.,;:)\n]|[ ](?:with|after|and|or|at|in|on)\b))"
)
_SCORED: Final = Expression(
    r"(?<=[a-z\d%)][,.][ ])(?P<scored>[A-Z]{3,6})(?=[ ][0-6][a-cA-C]?(?:[.,;)\n]|\Z))|(?<=[ (])"
    r"(?P<prefixed>[mt][A-Z]{3,7})(?![\w'’])"
    r"|(?<=\d[ ])(?P<unit>METs|MoM|kcts|kcounts|[cmuµμ]?Gy(?:[.·*x ]?c?m(?:\^?2|²))?|mCi|kBq)(?!\w)"
)
_BRACKETED: Final = Expression(r"(?P<words>(?:[\w\-]+[ ]){2,6})\((?P<short>[A-Z]{2,6})s?\)")
_NUMBERS: Final = Several(_IMAGE, _COMPOUND, _LEVEL, _STATED)
_PEOPLE: Final = frozenset(
    {"by", "with", "to", "from", "per", "and", "or", "of", "w", "for", "patient", "pt", "ask", "see"}
)
_LAST: Final = re.compile(r"([a-z]+)[ ]\Z")
_FAR: Final = 30


def vouched_places(text: str, *, cased: bool) -> list[Span]:
    """Return the places, in any order.

    Args:
        text: The report.
        cased: Whether it writes capitals where they belong.
    """
    numbers = [span for span in measured(text) if ":" not in text[slice(*span)]]
    if not cased:
        return numbers + by_line(_numbered, text)
    return [*numbers, *by_line(_numbered, text), *by_line(_named, text), *_abbreviations(text)]


@lru_cache(maxsize=REMEMBERED)
def _numbered(line: str) -> tuple[Span, ...]:
    """Return the images, levels, and numbers with units of several parts, of a line."""
    return tuple(match.span() for pattern in _NUMBERS.open_to(line) for match in pattern.finditer(line))


@lru_cache(maxsize=REMEMBERED)
def _named(line: str) -> tuple[Span, ...]:
    """Return the substances, the scores and the models of a line."""
    return tuple(
        match.span(match.lastgroup or 0)
        for pattern in _named_things().open_to(line)
        for match in pattern.finditer(line)
    )


def _abbreviations(text: str) -> Iterator[Span]:
    """Yield where abbreviations stand that their place tells, and every other place of each."""
    for short in {short for _, line in lines_of(text) for short in _shortened(line)}:
        if not may_name(short):
            yield from (m.span() for m in re.finditer(rf"(?<![\w.'’/]){re.escape(short)}(?![\w'’])", text))


@lru_cache(maxsize=REMEMBERED)
def _shortened(line: str) -> frozenset[str]:
    """Return the abbreviations that their place in a line tells."""
    told: set[str] = set()
    for match in _ABBREVIATION.finditer(line):
        kind = match.lastgroup or ""
        before = _LAST.search(line, max(0, match.start() - _FAR), match.start())
        if kind == "stepped" and before and (before[1] in _PEOPLE or not is_known(before[1])):
            continue
        told.add(match[kind])
    for match in _BRACKETED.finditer(line):
        initials = [word[0].upper() for word in re.findall(r"\w+", match["words"])]
        letters = list(match["short"])
        if initials[-len(letters) :] == letters:
            told.add(match["short"])
    return frozenset(told)


@cache
def _named_things() -> Several:
    return Several(_SUBSTANCE, _SCORED, _models())


@cache
def _models() -> Expression:
    """Return the pattern of a maker or a product with the model behind it."""
    makers = sorted(PrivacyLexicon.load().lists["makers"], key=len, reverse=True)
    names = "|".join(re.escape(maker).replace(r"\ ", "[ ]") for maker in makers)
    model = rf"{_MODEL}(?![\w'’]|,[ ][A-Z])"
    return Expression(
        rf"(?<![\w'’\-])(?i:{names})(?:[ -]{model}){{0,3}}"
        rf"|(?<=\bmodel[ ]){model}(?:[ -]{model}){{0,2}}"
        rf"|\b(?:stents?|valve|shunt|mesh|stem|coils?|scanner|gantry|system|catheter|pacemaker|"
        rf"prosthesis)[ ]{_CODED}"
    )
