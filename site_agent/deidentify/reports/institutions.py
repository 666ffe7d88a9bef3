"""Hospitals, practices and laboratories by the grammar of their names, in any case.

Rule: a word that stands for an institution ("clinic", "cancer institute") takes with it the words of its kind
on both sides ("regional", "& research centre", "Pvt. Ltd.") and the words before them that name it. What no
capital tells is a name only where a word of it could name somebody or a cue of place stands before it; "the
outside hospital" and "fracture clinic" name nothing.

Not here: organisations that stand in a field (`patterns.fields`) or beside a name (`patterns.organisations`).
"""

# ruff: noqa: RUF001 - lists of words; names are written with typographic apostrophes
from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from site_agent.deidentify.reports.gates import compiled
from site_agent.deidentify.reports.known_words import is_known, may_name
from site_agent.deidentify.reports.lexicon import PrivacyLexicon

if TYPE_CHECKING:
    from site_agent.deidentify.reports.gates import Gate
    from site_agent.deidentify.reports.leads import Lead
    from site_agent.deidentify.reports.lexicon import Span

_TOKEN: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|&|[^\w\s]|\n|\d+|_")
_SAINTS: Final = frozenset({"st", "saint", "ste", "mt", "mount", "sri", "al", "el", "san", "santa"})
_JOINERS: Final = frozenset({"of", "the", "and", "&", "for", "de", "la"})
_CUES: Final = frozenset(
    ["at", "from", "to", "in", "near", "by", "since", "with", "via", "outside", "until", "through", "of"]
)
_ARTICLES: Final = frozenset(
    [
        "a",
        "an",
        "the",
        "our",
        "your",
        "his",
        "her",
        "their",
        "this",
        "that",
        "another",
        "any",
        "other",
        "no",
        "each",
        "local",
        "outside",
    ]
)
_LONGEST: Final = 9
_MOST_NAMING: Final = 4
_MOST_UNTOLD: Final = 3
_SHORTEST: Final = 2
_INFLECTED: Final = ("ing", "ed", "ly")


def institutions(text: str, *, shouted: bool) -> list[Span]:
    """Return where institutions with a name of their own stand in a text.

    Args:
        text: The report; placeholders may stand in it.
        shouted: Whether it is mostly capitals, where a capital tells nothing.
    """
    pattern, _, lead = _anchors()
    anchors = list(lead.matches(pattern, text))
    if not anchors:
        return []
    tokens = [(m[0], m.start(), m.end()) for m in _TOKEN.finditer(text)]
    starts = {start: number for number, (_, start, _) in enumerate(tokens)}
    ends = {end: number for number, (_, _, end) in enumerate(tokens)}
    found: list[Span] = []
    for anchor in anchors:
        if anchor.start() not in starts or anchor.end() not in ends:
            continue
        if found and anchor.end() <= found[-1][1]:
            continue
        first, last = starts[anchor.start()], ends[anchor.end()]
        cased = not shouted and anchor[0][0].isupper()
        begin = _begin(tokens, first, cased=cased, shouted=shouted, weak=anchor["weak"] is not None)
        if begin is not None:
            end = _end(tokens, last, cased=cased)
            found.append((tokens[begin][1], tokens[end][2]))
    return found


def _begin(
    tokens: list[tuple[str, int, int]], first: int, *, cased: bool, shouted: bool, weak: bool
) -> int | None:
    """Return the first word of the name that ends in an anchor, ``None`` when nothing names it."""
    lexicon = PrivacyLexicon.load().lists
    kinds = _kinds()
    at, begin, naming, telling = first - 1, None, 0, False
    while at >= 0 and first - at <= _LONGEST:
        word = tokens[at][0]
        lowered = word.lower()
        gap = tokens[at + 1][1] - tokens[at][2]
        if gap > 1 or (gap == 0 and tokens[at + 1][0] not in "-.'’" and word not in "-.'’"):
            break
        if lowered in kinds or lowered in _SAINTS:
            begin = at if naming or lowered in _SAINTS or begin is not None else begin
            telling = telling or lowered in _SAINTS
            naming += lowered in _SAINTS
        elif lowered in _JOINERS or word in {"-", ".", "'", "’"}:
            if word == "." and (at == 0 or tokens[at - 1][0].lower() not in _SAINTS):
                break
        elif naming < (_MOST_NAMING if cased else _MOST_UNTOLD) and _names(
            word, cased=cased, shouted=shouted
        ):
            naming, begin = naming + 1, at
            telling = telling or (word[0].isupper() and not shouted) or not is_known(word) or may_name(word)
        else:
            break
        at -= 1
    if begin is None or not naming:
        return None
    before = tokens[begin - 1][0].lower() if begin else "\n"
    cued = before in _CUES or before in {"\n", ",", ":", "(", ";", "|", "-", "]"} or before.isdigit()
    before_that = tokens[begin - 2][0].lower() if begin > 1 else ""
    cued = cued or (before == "the" and before_that in _CUES and naming > 1)
    if tokens[begin][0].lower() in lexicon["generic_places"] and naming == 1:
        return None
    enough = telling and (cased or cued or not weak) if weak else telling or cued
    return begin if enough and not (before in _ARTICLES and naming == 1 and not telling) else None


def _names(word: str, *, cased: bool, shouted: bool) -> bool:
    """Return whether a word may be one of those that tell one institution from others."""
    lowered, lexicon = word.lower(), PrivacyLexicon.load()
    if not word[0].isalpha() or lowered in _CUES or lowered in _ARTICLES or lowered in _untold():
        return False
    if word[0].isupper() and not shouted:
        return lowered not in lexicon.labels
    if cased:
        return False
    if may_name(word) or not is_known(word):
        return len(word) > _SHORTEST
    return not lexicon.is_plain(word) and not lowered.endswith(_INFLECTED) and len(word) > _SHORTEST


def _end(tokens: list[tuple[str, int, int]], last: int, *, cased: bool) -> int:
    """Return the last word of a name that goes on behind its anchor."""
    kinds, forms, end = _kinds(), _forms(), last
    at = last + 1
    while at < len(tokens) and tokens[at][0] != "\n" and tokens[at][1] - tokens[at - 1][2] <= 1:
        word = tokens[at][0]
        lowered = word.lower()
        joined = tokens[at - 1][0] == "&" or tokens[at - 1][0].lower() == "of"
        if lowered in forms or (lowered in kinds and (joined or (cased and word[0].isupper()))):
            end = at
            if (
                lowered in forms
                and at + 1 < len(tokens)
                and tokens[at + 1][0] == "."
                and tokens[at + 1][1] == tokens[at][2]
            ):
                at += 1
        elif lowered not in {"&", "of", ",", "and"}:
            break
        at += 1
    return end


@cache
def _anchors() -> tuple[re.Pattern[str], Gate, Lead]:
    lists = PrivacyLexicon.load().lists
    strong, weak = (_alternatives(lists[kind]) for kind in ("institutions", "weak_institutions"))
    return compiled(rf"(?<![\w\[])(?:(?P<strong>{strong})|(?P<weak>{weak}))(?![\w\]])", re.IGNORECASE)


def _alternatives(phrases: tuple[str, ...]) -> str:
    ordered = sorted(phrases, key=len, reverse=True)
    return "|".join(re.escape(p).replace(r"\ ", "[ ]").replace("'", "['’]") for p in ordered)


@cache
def _kinds() -> frozenset[str]:
    """Return the words of kinds of institutions."""
    lists = PrivacyLexicon.load().lists
    words = {w for kind in ("institutions", "weak_institutions") for p in lists[kind] for w in p.split()}
    return frozenset(words | set(lists["institution_words"])) - _JOINERS


@cache
def _forms() -> frozenset[str]:
    return frozenset(PrivacyLexicon.load().lists["company_forms"])


@cache
def _untold() -> frozenset[str]:
    return frozenset(PrivacyLexicon.load().lists["generic_places"])
