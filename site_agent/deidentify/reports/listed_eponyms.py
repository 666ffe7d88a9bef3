"""Eponyms that the lexicon lists, before whatever of medicine follows them.

Rule: a listed name counts before a noun of eponyms or a degree with a digit ("Vancouver B2"), joined to
another by "and" or a hyphen too; a rare one also before any finding ("Symmers periportal fibrosis"), a few
and listed pairs alone ("Fleischner high risk", "Cotrel-Dubousset"). So does an adjective in -ian or -ean
("Wallerian degeneration"). None does
behind a title, a cue of people or another name, nor before one.

Not here: eponyms that no list has (`eponyms`), those with nouns of their own (`lexicon`).
"""

# ruff: noqa: RUF001 - names are written with typographic apostrophes and dashes
from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final, Self

import yaml

from radshare.configs import config_path
from site_agent.deidentify.reports.eponyms_alone import is_persons, stands_alone
from site_agent.deidentify.reports.exam_names import ExamWords
from site_agent.deidentify.reports.known_words import is_term, may_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_agent.deidentify.reports.lexicon import Span

_CAPITAL: Final = re.compile(
    r"(?<![\w.'’\-])(?P<name>(?:Mc|Mac|De|O['’])?[A-ZÀ-Þ][^\W\d_]+(?:[-–][^\W\d_]+)*)"
    r"(?:['’][sS]|['’](?=[ ]))?(?![\w])"
)
_JOINED: Final = re.compile(r"(?:,?[ ](?:and|AND|or|OR|&)[ ]|/)(?=[A-ZÀ-Þ])")
_LISTED: Final = re.compile(r",[ ](?=[A-ZÀ-Þ])")
_NEXT: Final = re.compile(r"[ ](?P<word>[^\W\d_]+(?:[-–][^\W\d_]+)*)(?![\w'’])")
_STEP: Final = re.compile(
    r"[ ](?:(?:19[89]|20[0-3])\d|(?i:(?:very[ ])?(?:low|high)|intermediate)[ -](?i:risk)|"
    r"[A-E]\d[a-c]?|[IVX]{2,4}[A-Da-d]?|\d{1,2}[A-Ca-c]|(?i:positive|negative|equivocal)"
    r"(?![ ]for\b))(?![\w.]\w|[\w/\-])"
)
_SMALL_STEP: Final = re.compile(r"[ ](?:[IV]{1,3}|[0-6])[A-Ca-c]?(?=[ ]*(?:[.,;)]|\Z))")
_SHORTEST: Final = 6
_ADJECTIVE: Final = re.compile(r"[^\W\d_]{4,}[ie]an\Z", re.IGNORECASE)


@dataclass(frozen=True)
class Eponyms:
    """The names of the lexicon.

    Attributes:
        names: Every name, in lower case.
        borne: Those that many people bear.
        alone: Those that need nothing behind them.
        genitive: Those that many bear and that need nothing but a genitive.
        nouns: What stands behind eponyms.
    """

    names: frozenset[str]
    borne: frozenset[str]
    alone: frozenset[str]
    genitive: frozenset[str]
    nouns: frozenset[str]

    @classmethod
    @cache
    def load(cls) -> Self:
        """Return the lexicon that ships with the product."""
        document = yaml.load(
            config_path("lexicons/eponyms.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader
        )
        alone = frozenset(document["alone"])
        names = alone.union(*document["names"].values())
        borne = frozenset(document["borne"])
        pairs = frozenset(name for name in names if "-" in name) - borne
        return cls(names, borne, alone | pairs, frozenset(document["genitive"]), frozenset(document["nouns"]))


def listed_eponyms(line: str, *, shouted: bool) -> Iterator[Span]:
    """Yield where listed eponyms stand in a line, with what makes them one.

    Args:
        line: A line of a report.
        shouted: Whether the report is mostly capitals, where a capital tells nothing.
    """
    listed = Eponyms.load()
    for match in _CAPITAL.finditer(line):
        name = match["name"].lower().replace("–", "-")
        if name[:-1] in listed.names and name not in listed.names:  # "Ryles tube"
            name = name[:-1]
        if not _is_listed(name, listed):
            continue
        end = _behind_both(line, match.end(), listed, borne=name in listed.borne)
        if (ends := _ended(line, end, name, shouted=shouted)) is not None:
            yield match.start(), ends
        elif _is_alone(line, (match.start(), end), name, shouted=shouted):
            yield match.start(), end


def is_borne_eponym(line: str, span: Span) -> bool:
    """Return whether a listed eponym at a place, its noun included, begins with a name that many bear."""
    match = _CAPITAL.match(line, span[0])
    return match is not None and match["name"].lower() in Eponyms.load().borne


def _is_alone(line: str, span: Span, name: str, *, shouted: bool) -> bool:
    """Return whether a listed name needs nothing behind it, or is told by what stands before it."""
    borne = name in Eponyms.load().borne
    if stands_alone(line, *span, borne=borne, shouted=shouted):
        return True
    if line[: span[1]].endswith(("'s", "’s", "'S", "’S")) and name in Eponyms.load().names:
        needs_no_more = not borne or name in Eponyms.load().genitive
        return needs_no_more and not is_persons(line, *span, borne=False, shouted=shouted)
    return name in Eponyms.load().alone and not is_persons(line, *span, borne=borne, shouted=shouted)


def _is_listed(name: str, listed: Eponyms) -> bool:
    """Return whether a name is listed, as a whole or in both its parts, or an adjective of one."""
    if name in listed.names or (_ADJECTIVE.match(name) and not may_name(name)):
        return True
    parts = name.split("-")
    return len(parts) > 1 and all(part in listed.names for part in parts)


def _behind_both(line: str, end: int, listed: Eponyms, *, borne: bool) -> int:
    """Return the end of a name, or of the one that "and" joins to it; a comma does behind one few bear."""
    joined = _JOINED.match(line, end) or (None if borne else _LISTED.match(line, end))
    other = joined and _CAPITAL.match(line, joined.end())
    return other.end() if other and _is_listed(other["name"].lower(), listed) else end


def _ended(line: str, at: int, name: str, *, shouted: bool) -> int | None:
    """Return the end of the noun or degree behind a name, ``None`` when there is none."""
    names, borne = Eponyms.load().names, Eponyms.load().borne
    step = _STEP.match(line, at) or (_SMALL_STEP.match(line, at) if name not in borne else None)
    if step and name in names:
        return step.end()
    first = _NEXT.match(line, at)
    if first is None or not (shouted or first["word"][0].islower()):
        return None
    if first["word"].lower() in Eponyms.load().nouns and name in Eponyms.load().names:
        return first.end()
    if name in Eponyms.load().borne:
        return None
    if _is_finding(first["word"]):
        second = _NEXT.match(line, first.end())
        return second.end() if second and _is_medicines(second["word"]) else first.end()
    return None


def _is_finding(word: str) -> bool:
    """Return whether a word is of medicine and none that people have examined: "Quayle chest film"."""
    lowered, exams = word.lower(), ExamWords.load()
    shown = lowered in exams.borne or lowered in exams.words or lowered in exams.views
    return len(word) >= _SHORTEST and is_term(word) and not shown


def _is_medicines(word: str) -> bool:
    return _is_finding(word) or word.lower() in Eponyms.load().nouns
