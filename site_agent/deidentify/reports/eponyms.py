"""Eponyms that no list has: a strange word with a capital where only eponyms stand.

Rule: "Kambin triangle", "Braak stage V", "vein of Galen", "morbus Crohn" and "cuff tear Ellman II" are no
people; "Dr. Kambin sign", "John Kambin fracture" and a name that stands alone may be. In brackets it is one
only behind a word of the sentence ("popliteal (Kambin) cyst"), and "nodule" is anybody's. A degree without
its noun counts only behind a plain word of the sentence, never behind a cue of people. Where a text is mostly
capitals only the nouns that nothing but eponyms has tell. Header values, titles and labelled fields overrule
it, as they do every protected phrase.

Not here: eponyms that are listed (`listed_eponyms`, `lexicon`).
"""

# ruff: noqa: RUF001 - names are written with typographic apostrophes and dashes
from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from site_agent.deidentify.reports.expressions import Expression
from site_agent.deidentify.reports.known_words import is_known, is_term, may_name
from site_agent.deidentify.reports.lexicon import PrivacyLexicon
from site_agent.deidentify.reports.listed_eponyms import is_borne_eponym, listed_eponyms
from site_agent.deidentify.reports.misspelt import is_meant

if TYPE_CHECKING:
    from site_agent.deidentify.reports.lexicon import Span

_PART: Final = r"(?:Mc|Mac|De|[OD]['’])?[A-ZÀ-Þ][^\W\d_A-Z]+"
_NAME: Final = rf"{_PART}(?:[-–]{_PART}){{0,3}}"
_SHOUTED_NAME: Final = r"[A-ZÀ-Þ]{3,}(?:[-–][A-ZÀ-Þ]{3,}){0,3}"
_ONLY: Final = (
    r"diseases?|syndromes?|phenomenon|signs?|triad|triangle|effect|anomaly|malformations?|"
    r"deformit(?:y|ies)|dysplasia|"
    r"lymphoma|sarcoma|goitre|goiter|thyroiditis|arteritis|dementia|palsy|hernias?|tetralogy|trilogy|"
    r"pentalogy|contracture|diverticul(?:um|a)|tubercle|fat pad|fascia|aponeurosis|cleft|fissure|"
    r"classification|criteria|scores?|grading|staging|man(?:oe|eu)uv(?:er|re)|osteotomy|cardiomyopathy"
)
_NOUNS: Final = (
    rf"(?:{_ONLY}|atrophy|infraction|infarcts?|osteomyelitis|cysts?|fractures?|dislocations?|lesions?|injury|"
    r"membranes?|plaques?|jelly|zones?|degeneration|ligaments?|pouch|canals?|foram(?:en|ina)|fossa|"
    r"recess|glands?|ducts?|sinus(?:es)?|plexus|nodes?|"
    r"bod(?:y|ies)|bundle|tract|gyrus|cap|cusp|incisors?|veins?|artery|limb|septum|columns?|network|"
    r"valves?|notch|"
    r"corpuscles?|neuroma|tumou?rs?|adenoma|encephalitis|neuropathy|arthropathy|"
    r"grade|stage|index|ratio|angle|scale|method|formula|equation|guidelines|recommendations|tables?|atlas|"
    r"technique|procedure|operation|repair|arthroplasty|anastomosis|approach|reduction|bypass|shunts?|"
    r"purpura|stain|duplex|perforators?|contractions?|papules?|na?evus|hemiarthroplasty|"
    r"fundoplication|[a-z]{3,}(?:ectomy|ostomy|otomy|plasty|pexy|desis)|"
    r"views?|lines?|rings?|webs?|spaces?|spots?|arcs?|units|test|stents?|catheters?|tubes?|drains?|wires?|"
    r"rods?|nails?|needles?|filters?|cages?|grafts?|cannulas?|forceps|loops?|prosthes[ie]s)"
)
_STEP: Final = r"(?:\d{1,2}(?:/\d{1,2})?[a-d]?|[IVX]{1,4}[A-Da-d]?|[A-D]\d?)"
_DEGREE: Final = rf"(?:grade|type|stage|class|score|category|group|segments?)[ ]{_STEP}(?!\w)"
_BARE_DEGREE: Final = (
    r"(?:[IV]{1,3}[A-Da-d]?|[0-6][A-Da-d]?|(?P<letter>[A-D])(?!\.,|\.?[ ][a-z])|(?:19[89]|20[0-3])\d)"
    r"(?=[ ]*(?:[.,;:)\n]|\Z)|[ ](?:with|and|or|in|on|at|of)\b)"
)
_OF: Final = (
    r"(?:veins?|arter(?:y|ies)|ducts?|canals?|ligaments?|circle|ampulla|sphincter|foram(?:en|ina)|"
    r"pouch|spaces?|angle|"
    r"lines?|triangle|columns?|fascia|fossa|islands?|islets|loops?|bands?|nodes?|signs?|law|triad|tetralogy|"
    r"disease|syndrome|sinus(?:es)?|valves?|tubercle|crypts|bundle|cave|ganglion|trunk|plexus|"
    r"membrane)[ ]of[ ]"
)
_EPONYM: Final = Expression(
    rf"(?<![\w.'’\-])(?:(?P<name>{_NAME})(?:['’]s)?[ ](?:{_NOUNS}\b|{_DEGREE})|"
    rf"(?<=[a-z][ ])\({_NAME}(?:['’]s)?\)[ ](?:{_NOUNS}\b|{_DEGREE}))"
    rf"|(?:(?<=[\dIV][ ]\()|(?<=[\dIV][a-d][ ]\())(?P<bracketed>{_NAME})(?=(?:[ ]et[ ]al\.?)?\))"
    rf"|(?<![\w.'’\-])(?P<graded>{_NAME})[ ]{_BARE_DEGREE}"
    rf"|(?<![\w.'’\-])(?P<degraded>{_NAME})[ ](?P<degree>[a-z]{{3,7}})[ ]{_STEP}(?!\w)"
    rf"|(?<![\w.'’\-])(?P<double>{_PART}(?:[-–]{_PART}){{1,3}})[ ](?P<term>[a-z]{{6,}})(?!\w)"
)
_OF_SOMEBODY: Final = Expression(
    rf"\b(?:(?i:{_OF})|[Mm]orbus[ ](?=[A-Z][^\W\d_A-Z]+(?![\w]|[ ][A-Z][a-z]))){_NAME}"
    rf"(?![\w]|[ ][A-ZÀ-Þ][a-z])"
    rf"|(?<![\w.'’\-]){_NAME}[ ](?:and|&)[ ]{_NAME}[ ]"
    rf"(?:{_DEGREE}|classification\b|criteria\b|scale\b|score\b|grade\b|method\b|atlas\b|"
    rf"standards?\b)"
)
_SHOUTED: Final = Expression(
    rf"(?<![\w.'’\-])(?P<name>{_SHOUTED_NAME})(?:['’]S)?[ ]"
    rf"(?:(?i:{_ONLY})\b|(?i:grade|type|stage|score)[ ]{_STEP}(?!\w))"
    rf"|\b(?P<of>(?i:{_OF}|morbus[ ])){_SHOUTED_NAME}(?!\w)"
)
_GAUGE: Final = re.compile(r"\d[ ]?[Ff][Rr]\.?[ ]\Z")
_DEGREES: Final = frozenset({"grade", "type", "stage", "class", "score", "category", "group", "segment"})
_BEFORE: Final = re.compile(r"(?<![\w/])(?P<word>[^\W\d_][\w'’\-]*)(?P<dot>\.?)[ ]\Z|\][ ]?\Z")
_PLAIN_BEFORE: Final = re.compile(
    r"(?P<word>[a-z][\w'’\-]*)(?:[ ]\(?|,[ ]|:[ ])\Z|(?<=[a-z])\),[ ]\Z|"
    r"[ ]\d{1,3}(?:[.,]\d)?[ ]?(?:[cm]m|%)?,[ ]\Z"
)
_FAR: Final = 40
_SENTENCES_LAST: Final = 4  # letters before a full stop; shorter ones may be short for something
_LINES: Final = 1024  # most stay as they are from pass to pass
_COUNTED: Final = re.compile(r"\d")
"""No name holds a digit: "along V3. Quayle space"."""
_ARTICLES: Final = frozenset(
    {"A", "AN", "THE", "OF", "NO", "IS", "WAS", "ARE", "WERE", "AS", "HAS", "HAD", "OR"}
)
"""Words that in capitals introduce nobody; "A" may be an initial, which what stands before it tells."""
_BEGUN: Final = re.compile(r"(?:\A|[.:;!?)][ ]|[\n>])[ ]*\Z")
_WEAK: Final = frozenset({"with", "for", "and", "in", "on", "after", "into", "without"})
_NOBODYS: Final = frozenset(
    [
        "patient",
        "pt",
        "male",
        "female",
        "man",
        "woman",
        "boy",
        "girl",
        "infant",
        "child",
        "baby",
        "gentleman",
        "lady",
        "m",
        "f",
        "w",
        "for",
        "and",
        "or",
        "yo",
        "old",
        "of",
        "the",
        "a",
        "an",
        "by",
        "with",
        "from",
        "to",
        "as",
        "is",
        "was",
    ]
)


@lru_cache(maxsize=_LINES)
def eponyms(line: str, *, shouted: bool = False) -> tuple[Span, ...]:
    """Return where such eponyms stand in a line, their nouns included.

    Args:
        line: A line of a report.
        shouted: Whether the report is mostly capitals, where a capital tells nothing.
    """
    found = (_SHOUTED if shouted else _EPONYM).finditer(line)
    unlisted = [match.span() for match in found if _is_eponym(line, match, shouted=shouted)]
    if not shouted:
        unlisted += [match.span() for match in _OF_SOMEBODY.finditer(line)]
    listed = listed_eponyms(line, shouted=shouted)
    return (*unlisted, *(span for span in listed if not _is_led(line, span, shouted=shouted)))


def _is_led(line: str, span: Span, *, shouted: bool) -> bool:
    """Return whether what stands before a listed eponym makes it a person's.

    Where a text is mostly capitals, joining words introduce none that nobody bears.
    """
    before = _BEFORE.search(line, max(0, span[0] - _FAR), span[0]) if shouted else None
    if before and before["word"] and before["word"].lower() in _WEAK and not is_borne_eponym(line, span):
        return False
    return _belongs_to_name(line, span[0], shouted=shouted)


def _is_eponym(text: str, match: re.Match[str], *, shouted: bool) -> bool:
    if shouted and match["of"]:
        return True
    if not shouted and match["bracketed"]:
        return True
    if not shouted and match["degree"] and not is_meant(match["degree"], _DEGREES):
        return False
    if not shouted and match["term"] and not is_term(match["term"]):
        return False
    if not shouted and match["graded"]:
        return _stands_in_sentence(text, match.start(), joined=match["letter"] is not None)
    return not _belongs_to_name(text, match.start(), shouted=shouted)


def _stands_in_sentence(text: str, start: int, *, joined: bool) -> bool:
    """Return whether a plain word in small letters stands before, and none after which people are named.

    Before a single letter, which may be an initial, nothing else may stand between.
    """
    before = _PLAIN_BEFORE.search(text, max(0, start - _FAR), start)
    if before is None or (joined and not before[0].endswith(f"{before['word']} ")):
        return False
    if before["word"] is None:
        return True
    return before["word"] not in _cues() and is_known(before["word"]) and not may_name(before["word"])


def _belongs_to_name(text: str, start: int, *, shouted: bool) -> bool:
    """Return whether what stands before makes the word part of a person's name."""
    before = _BEFORE.search(text, max(0, start - _FAR), start)
    if not before:
        return False
    word = before["word"]
    if word is None or (word.lower() in _titles() and not _GAUGE.search(text, 0, start)):
        return True
    if _COUNTED.search(word) or (before["dot"] and not shouted and len(word) >= _SENTENCES_LAST):
        return False
    if (shouted and word in _ARTICLES) or (word == "A" and not before["dot"]):
        return word == "A" and not _is_article(text, before.start("word"), shouted=shouted)
    plain = is_known(word) and not may_name(word) and len(word) > 1
    if shouted:
        return not plain or word.lower() in _cues()
    return word[0].isupper() and not plain


def _is_article(text: str, at: int, *, shouted: bool) -> bool:
    """Return whether "A" is no initial: behind a plain word in capitals, else where a sentence begins."""
    begun = _BEGUN.search(text, max(0, at - _FAR), at) is not None
    return (shouted or begun) and not _belongs_to_name(text, at, shouted=shouted)


@cache
def _titles() -> frozenset[str]:
    return frozenset(title.lower() for title in PrivacyLexicon.load().lists["titles"])


@cache
def _cues() -> frozenset[str]:
    """Return the words after which somebody may be named."""
    lists = PrivacyLexicon.load().lists
    cues = [
        *lists["cues"],
        *lists["name_fields"],
        *lists["relatives"],
        *lists["titles"],
        *lists["person_verbs"],
    ]
    return frozenset(word for cue in cues for word in cue.lower().split()[-1:]) | _NOBODYS
