"""Names of examinations: a modality with what it shows, its side, its views and its technique.

Rule: "XR Pelvis and Lt Hip", "US PELVIS TA + TV", "Carotid Doppler" name no person, however their words are
written and whatever surname one of them may be; a modality alone says nothing. "MR BRAIN" may be a man: there
more than words that people bear must follow. A word before a comma and a given name belongs to the person.

Not here: the modalities and words themselves (`configs/lexicons/exams.yaml`), sentences about findings.
"""

# ruff: noqa: RUF001 - the genitive is written with either apostrophe

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final, Self

import yaml

from radshare.configs import config_path
from site_agent.deidentify.reports.known_words import is_term, may_name
from site_agent.deidentify.reports.lexicon import PrivacyLexicon

if TYPE_CHECKING:
    from site_agent.deidentify.reports.lexicon import Span

_TOKEN: Final = re.compile(
    r"[Xx][- ]?(?:RAY|[Rr]ay)[Ss]?(?![^\W_])|[LCT]/S(?![^\W_])|(?:C/)?A/P(?![^\W_])|"
    r"(?:mp)?[A-Z][^\W_]*|\d{1,2}(?:[sS][tT]|[nN][dD]|[rR][dD]|[tT][hH])(?![^\W_])|"
    r"\d{1,2}(?:[ ]?(?:[A-Z]{1,5}|Views?)(?![^\W_]))?|[^\W\d_]+|\d+"
)
_APART: Final = re.compile(r"[ ]?(?:[ /+&\-]|w/o?[ ]|W/O?[ ]|\^)[ ]?")
_PERSON: Final = re.compile(r",[ ]?[A-ZÀ-Þ]|\^[A-Z]|[ ][A-Z]\.(?![\w])|[’'][sS]\b")
_INITIALLED: Final = re.compile(r"M[Rr][ ](?:[A-Z]|ap|AP)[ ][A-ZÀ-Þ\[]")
_INITIAL: Final = re.compile(r"[A-Z]\.[ ]?[A-ZÀ-Þ]")
_LINES: Final = 1024  # most stay as they are from pass to pass
_ORDINAL: Final = re.compile(r"\d{1,2}(?:st|nd|rd|th)", re.IGNORECASE)
_VALUED: Final = (":", "=", "|", "\t", ">", ",")
_LEAST: Final = 2
_ALONE: Final = "MR"


@dataclass(frozen=True)
class ExamWords:
    """The words of the lexicon, in lower case but for the modalities.

    Attributes:
        modalities: As they are written.
        nouns: What ends a name of an exam without a modality: ``angiogram``.
        views: Views and techniques that are abbreviations.
        borne: Anatomy that is also a surname.
        words: Other words of exams.
        joining: Words that join the parts.
    """

    modalities: frozenset[str]
    nouns: frozenset[str]
    views: frozenset[str]
    borne: frozenset[str]
    words: frozenset[str]
    joining: frozenset[str]

    @classmethod
    @cache
    def load(cls) -> Self:
        """Return the lexicon that ships with the product."""
        document = yaml.load(
            config_path("lexicons/exams.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader
        )
        kinds = ("modalities", "nouns", "views", "borne", "words", "joining")
        return cls(*(frozenset(document[kind]) for kind in kinds))


def exam_names(text: str) -> list[Span]:
    """Return where names of examinations stand in a text, line by line."""
    found, at = [], 0
    for line in text.split("\n"):
        found += [(at + start, at + end) for start, end in _of_line(line)]
        at += len(line) + 1
    return found


SHOWN_BY_MR: Final = (
    r"(?:spine|lumbar|lumbo|cervical|thoracic|sacr|whole[ ]|knees?|hips?|shoulders?|ankles?|wrists?|elbows?|"
    r"pelvi|abdo|liver|prostate|breasts?|cardiac|orbits?|iams?\b|internal|small[ ]bowel|entero|angio|venogr|"
    r"pituitary|thigh|forearm|rectum|fistula|arthro|uro|cholangio|"
    r"(?:brain|head|neck|heart|hands?|foot|feet|face)"
    r"(?=[ ]{2,}|[ ]*(?:[;|.:)\n&/+]|\Z)|[ ](?:and|with|w|without|wo|post|pre|ang|scan|stroke|protocol)\b))"
)
"""What stands behind "MR" where that is the modality; words that people bear only at an end."""
_MR: Final = re.compile(rf"[ ]{SHOWN_BY_MR}", re.IGNORECASE)
_CUED: Final = re.compile(r"\b(?:by|with|from|to|for|and|per|cc|re)[ :]{1,2}\Z", re.IGNORECASE)


@lru_cache(maxsize=_LINES)
def _of_line(line: str) -> tuple[Span, ...]:
    found: list[Span] = []
    run: list[tuple[str, int, int]] = []
    for match in _TOKEN.finditer(line):
        kind = _kind(match[0]) or _begun(line, match)
        if run and not _APART.fullmatch(line, run[-1][2], match.start()):
            found += _judged(line, run)
            run = []
        if kind:
            run.append((kind, *match.span()))
        elif run:
            found += _judged(line, run)
            run = []
    return (*found, *_judged(line, run))


def _begun(line: str, token: re.Match[str]) -> str:
    """Return whether a token is a modality that a system put into title case: "Study: Xr Elbow 3 Views"."""
    told = token[0].istitle() and token[0].upper() in ExamWords.load().modalities
    return "modality" if told and line[: token.start()].rstrip(' "').endswith(_VALUED) else ""


@lru_cache(maxsize=1 << 14)
def _kind(token: str) -> str:
    """Return what a token is in the name of an exam, nothing when it is no part of one."""
    words, lowered = ExamWords.load(), token.lower()
    if token in words.modalities or lowered.startswith(("x-ray", "x ray", "xray")):
        return "modality"
    if _ORDINAL.fullmatch(token):
        return "word"
    if token[0].isdigit():
        return "view" if lowered.lstrip("0123456789 ") in words.views else ""
    for kind, listed in (("noun", words.nouns), ("view", words.views), ("borne", words.borne)):
        if lowered in listed:
            return kind
    if lowered in words.joining:
        return "joining"
    told = is_term(token) and not may_name(token) and lowered not in PrivacyLexicon.load().lists["nobody"]
    return "word" if told or lowered in words.words else ""


def _judged(line: str, run: list[tuple[str, int, int]]) -> list[Span]:
    """Return the name of an exam in a run of such words, if there is one."""
    while run and run[0][0] in {"joining", "borne", "view"}:
        run = run[1:]
    if run and line[run[0][1] - 1 : run[0][1]] in {"-", "'", "’"}:
        return []
    if run and run[-1][0] == "borne" and _PERSON.match(line, run[-1][2]):
        run = run[:-1]
    while run and (run[-1][0] == "joining" or _INITIAL.match(line, run[-1][1])):
        run = run[:-1]
    kinds = [kind for kind, *_ in run]
    if len(kinds) < _LEAST or not _names_exam(line, run, kinds):
        return []
    return [(run[0][1], run[-1][2])]


def _names_exam(line: str, run: list[tuple[str, int, int]], kinds: list[str]) -> bool:
    if not set(kinds) - {"modality", "joining", "noun"}:
        return False  # "Quayle MRI & CT" is a practice
    if "modality" not in kinds:
        viewed = len(kinds) > _LEAST and "view" in kinds[1:] and kinds[0] == "word"
        return "noun" in kinds or (viewed and line[run[0][1] : run[-1][2]].isupper())
    titled = [line[start:end].upper() for kind, start, end in run if kind == "modality"] == [_ALONE]
    if titled and len(run) == _LEAST and _INITIALLED.match(line, run[0][1]):
        return False  # "Mr R Quayle"
    if not titled or {"word", "view", "noun"} & set(kinds):
        return True
    return _MR.match(line, run[0][2]) is not None and not _CUED.search(line, 0, run[0][1])
