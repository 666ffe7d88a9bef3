"""Where a listed eponym stands without its noun: beside its degree, size or result, or in brackets.

Rule: "grade II Grannum", "haemorrhage on the right (Papile)", "positive Barlow", "Boerhaave not excluded",
"dysphagia, Zenker.", "22G Chiba", "Tuohy 18 G" and "Risser 2" are no people; behind a title, a cue of people
or another name, before another name or a verb of people they may be. In brackets a name that many people bear
is one all the same.

Not here: which names are listed, and those with a noun or degree behind them (`listed_eponyms`).
"""

# ruff: noqa: RUF001 - names are written with typographic apostrophes and dashes
from __future__ import annotations

import re
from functools import cache
from typing import Final

from site_agent.deidentify.reports.known_words import is_known, may_name
from site_agent.deidentify.reports.lexicon import PrivacyLexicon

_TESTED: Final = ("ositive ", "egative ", "OSITIVE ", "EGATIVE ")
_DEGREE: Final = re.compile(
    r"\b(?:grade|type|stage|class|category)[ ](?:\d{1,2}[a-d]?|[IVX]{1,4}[a-d]?|[A-D]\d?)[ ]\Z", re.IGNORECASE
)
_SIZED: Final = re.compile(
    r"[ ]\d{1,3}(?:\.\d)?[ ]?(?:Fr|French|F|G|gauge|deg(?:rees?)?|mm|cm)(?![\w'’])|[ ]\d{1,3}°", re.IGNORECASE
)
_SIZED_BEFORE: Final = re.compile(
    r"(?<![\w.])\d{1,2}(?:\.\d)?(?:[ -]?(?:Fr|French|F|G|gauge|ga)|[ -]?mm)[ ]\Z", re.IGNORECASE
)
_JUDGED: Final = re.compile(
    r"(?:['’]s)?[ ](?:(?:absent|negative|positive)\b(?![ ](?:for|about|that|to)\b)|[+-]ve\b|"
    r"not[ ](?:suspected|excluded|considered|applicable|identified|demonstrated|evident|met)\b)",
    re.IGNORECASE,
)
_FIGURED: Final = re.compile(
    r"[ ](?:\d{1,3}(?:\.\d{1,2})?[A-C]?|[IVX]{1,4}[A-Ca-c]?)[ ]*(?=[.,;)\n]|[ ][a-z]|\Z)"
)
_LATER: Final = re.compile(r"[-,]?[ ][A-ZÀ-Þ][a-zà-ÿ.]|,[ ]?[A-ZÀ-Þ]|[/@_]\w")
_CLOSED: Final = re.compile(r"(?:[ ](?:et[ ]al\.?|grading|19\d\d|20[0-3]\d))?\)", re.IGNORECASE)
_ENDED: Final = re.compile(r"[ ]*(?:[.,;:)\n]|\Z)")
_LISTED: Final = re.compile(r"(?<![\w:])[a-z]{4,}(?:[ ]\d{1,3}(?:\.\d)?(?:[ ]?[cm]m|%)?)?,[ ]\Z")
_BRACKETED: Final = re.compile(r"(?P<word>[^\W\d_]{2,})[ ]\(\Z")
_BEFORE: Final = re.compile(r"(?P<word>[^\W\d_]+)[:,]?[ ]\Z")
_NEXT: Final = re.compile(r"[ ](?P<word>[^\W\d_]+)(?![\w'’])")
_CUES: Final = frozenset(
    {"to", "by", "with", "from", "told", "per", "and", "dr", "mr", "mrs", "ms", "prof", "re", "cc"}
)
_TITLES: Final = frozenset({"dr", "mr", "mrs", "ms", "prof", "re", "cc", "told", "and"})
_FAR: Final = 40


def stands_alone(line: str, start: int, end: int, *, borne: bool, shouted: bool) -> bool:
    """Return whether a listed name means an eponym by what stands before it.

    Args:
        line: A line of a report.
        start: First character of the name.
        end: The character behind its last.
        borne: Whether many people bear it.
        shouted: Whether the report is mostly capitals, where a capital tells nothing.
    """
    low = max(0, start - _FAR)
    if line.endswith(_TESTED, 0, start):
        return not _LATER.match(line, end)
    told = _SIZED.match(line, end) or _JUDGED.match(line, end) or _SIZED_BEFORE.search(line, low, start)
    if told or (not borne and _FIGURED.match(line, end)):
        return not is_persons(line, start, end, borne=True, shouted=shouted)
    if _DEGREE.search(line, low, start):
        return _ENDED.match(line, end) is not None and not _LATER.match(line, end)
    if not borne and _LISTED.search(line, low, start) and _ENDED.match(line, end):
        return not is_persons(line, start, end, borne=False, shouted=shouted)
    return not borne and _is_bracketed(line, start, end, shouted=shouted)


def _is_bracketed(line: str, start: int, end: int, *, shouted: bool) -> bool:
    """Return whether brackets behind a plain word, and behind none of people, hold a name alone."""
    before = _BRACKETED.search(line, max(0, start - _FAR), start)
    if before is None or not _CLOSED.match(line, end):
        return False
    word = before["word"]
    plain = is_known(word) and not may_name(word) and word.lower() not in _people()
    return plain and (shouted or word.islower())


def is_persons(line: str, start: int, end: int, *, borne: bool, shouted: bool) -> bool:
    """Return whether what stands around a name makes it a person's: a cue, another name, a verb."""
    before, behind = _BEFORE.search(line, 0, start), _NEXT.match(line, end)
    cued = before is not None and before["word"].lower() in (_CUES if borne else _TITLES)
    acts = behind is not None and behind["word"].lower() in _deeds()
    return cued or acts or (bool(_LATER.match(line, end)) and not shouted)


@cache
def _deeds() -> frozenset[str]:
    """Return the words behind a name that only people have or do."""
    lists = PrivacyLexicon.load().lists
    return frozenset(lists["person_verbs"]) | frozenset(lists["relatives"])


@cache
def _people() -> frozenset[str]:
    """Return the words behind which brackets may hold somebody."""
    lists = PrivacyLexicon.load().lists
    kinds = ("cues", "relatives", "titles", "person_verbs", "job_titles", "job_words", "name_fields")
    cues = [phrase for kind in kinds for phrase in lists[kind]]
    return _CUES | frozenset(word for cue in cues for word in cue.lower().split()[-1:])
