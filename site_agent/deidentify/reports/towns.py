"""Towns that only a cue tells, in any case: "pharmacy in thorn ridge", "push it to the thorn ridge site".

Rule: behind such a cue one word is a town when nothing knows it or it is also a name, two or three when none
of them is a word of reports; "now in remission" and "the biopsy site" stay.

Not here: addresses and capitalised towns (`patterns.places`), hospitals (`institutions`).
"""

# ruff: noqa: RUF001 - names are written with typographic apostrophes
from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from site_agent.deidentify.reports.expressions import Expression
from site_agent.deidentify.reports.known_words import is_known, is_term, may_be_place, may_name, says_nothing
from site_agent.deidentify.reports.lexicon import PrivacyLexicon

if TYPE_CHECKING:
    from site_agent.deidentify.reports.lexicon import Span

_TOWN: Final = r"(?P<v>[^\W\d_]+(?:['’]s)?(?:[ ][^\W\d_]+){0,2}?)"
_GOES_ON: Final = (
    r"(?=[ ]*(?:[,.;:?!()\n]|$|-[ ]|\d|\()|[ ]+(?:for|since|in|on|at|after|with|where|about|because|"
    r"til|till|until|and|or|by|last|who|"
    r"again|office|police|area)\b)"
)
_COMMON_FORMS: Final = frozenset(
    [
        "falls",
        "spring",
        "town",
        "city",
        "village",
        "hamlet",
        "county",
        "parish",
        "borough",
        "park",
        "green",
        "estates",
    ]
)
_FORE: Final = frozenset(
    [
        "port",
        "new",
        "old",
        "mount",
        "lake",
        "fort",
        "cape",
        "glen",
        "great",
        "upper",
        "lower",
        "saint",
        "st",
        "san",
        "santa",
    ]
)
_CUES: Final = tuple(
    Expression(pattern, re.IGNORECASE | re.MULTILINE)
    for pattern in (
        (
            rf"\b(?:pharmacy|hospice|pcp|lives?|living|lived|resid(?:es|ing)|born|raised|retired|"
            rf"vacation(?:ing)?|farm)[ ]+(?:out[ ]+)?(?:in|near)[ ]+{_TOWN}{_GOES_ON}"
        ),
        (
            rf"\b(?:moved|relocated|travel(?:s|led|ed)?|came[ ]up|came[ ]down|commutes)[ ]+(?:to|from)"
            rf"[ ]+{_TOWN}{_GOES_ON}"
        ),
        (
            rf"\b(?:resident[ ]+of|native[ ]+of|r/o|hails[ ]+from|welder[ ]+from|teacher[ ]+from|"
            rf"farmer[ ]+from|driver[ ]+from|out[ ]+in)[ ]+{_TOWN}{_GOES_ON}"
        ),
        (
            rf"\b(?:push|pushed|send|sent|forward|forwarded|transfer)\b[^.\n]{{0,40}}?\bto[ ]+the[ ]+{_TOWN}"
            rf"(?=[ ]+(?:site|office|campus|branch)\b)"
        ),
        (
            rf"\b(?:transfer(?:red)?|airlifted|flown|evacuated|lifeflighted|emigrated|shipped|mailed)[ ]+"
            rf"(?:from|to)[ ]+{_TOWN}{_GOES_ON}"
        ),
        (
            rf"\bthen[ ]+(?:went|moved)[ ]+to[ ]+{_TOWN}(?=[ ]+for[ ]+"
            rf"(?:work|school|college|treatment|family)\b)"
        ),
        rf"\bnow[ ]+in[ ]+{_TOWN}(?=[ ]+for[ ]+(?:rads|chemo|treatment|work|care|rehab|school)\b)",
        rf"\b(?:he|she|this|it)[ ]+the[ ]+[\w'’.\- ]{{2,24}}?[ ]+from[ ]+{_TOWN}(?=[ ]+or\b|[ ]*\?)",
        rf"\bor[ ]+the[ ]+[\w'’.\- ]{{2,24}}?[ ]+from[ ]+{_TOWN}(?=[ ]*\?)",
    )
)

_MET: Final = Expression(
    rf"\b(?:(?P<weak>of|at|near|in)|from|outside|"
    rf"(?:injured|hurt|crash(?:ed)?|collision|accident|shot|stabbed|scene)[ ]near|"
    rf"(?:treated|injured|fell|fall|crash(?:ed)?|accident|works?|working|worked|employed|church"
    rf"|school|office|clinic|hospice|home|house|family|farm|store|visit(?:ing)?|hospital|centre|"
    rf"center|care)[ ]+(?:in|on|around)|scene,)"
    rf"[ ]+(?!(?:from|near|outside|at|of|in)\b){_TOWN}{_GOES_ON}",
    re.IGNORECASE | re.MULTILINE,
)
"""Cues that as often stand before something else: behind them a town shows by what it is called after."""
_BESIDE: Final = Expression(
    rf"\[(?:ORG|ADDRESS)\](?:,|[ ]in|[ ][-–])[ ]{_TOWN}(?=[ ]*[,.;\n)]|$|[ ]last[ ])",
    re.IGNORECASE | re.MULTILINE,
)
_FELL: Final = " fell"
_STATED: Final = Expression(
    r"\b(?:from|in|near|of|at|to|outside|scene,)[ ]+"
    r"(?P<v>(?P<town>[^\W\d_]+(?:['’]s)?(?:[ ][^\W\d_]+){0,2}),[ ]"
    r"(?P<state>A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|P[AR]|"
    r"RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY]|NSW|VIC|QLD|ON|QC|BC|AB|MB|SK|NS|NB))"
    r"(?=[ ]*[.,:;)\n]|[ ]*$|[ ]+(?:on|dated|in|for|since|with|by|after|\d))",
    re.IGNORECASE | re.MULTILINE,
)


def towns(text: str) -> list[Span]:
    """Return where towns stand behind a cue."""
    found = [m.span("v") for cue in _CUES for m in cue.finditer(text) if _is_town(m["v"])]
    found += [m.span("v") for m in _MET.finditer(text) if _is_landform(m["v"], weak=m["weak"] is not None)]
    found += [m.span("v") for m in _BESIDE.finditer(text) if _is_beside(m["v"])]
    found += [m.span("v") for m in _STATED.finditer(text) if _is_stated(m)]
    return sorted({_before_deed(text, town) for town in found})


def _before_deed(text: str, town: Span) -> Span:
    """Return a town without what happened there: "resident of Quornly fell at home"."""
    start, end = town
    return start, end - len(_FELL) if text[start:end].endswith(_FELL) else end


def _is_landform(phrase: str, *, weak: bool) -> bool:
    """Return whether a phrase is called after a landform: ``amber ridge``, not ``lateral view``.

    Bodies have ridges and notches too: behind a weak cue only capitals tell them from a town's.
    """
    lists = PrivacyLexicon.load().lists
    *before, last = _words(phrase)
    if last not in lists["landforms"] or (last in lists["body_forms"] and weak and not phrase.istitle()):
        return False
    named = [word for word in before if word not in lists["landforms"]]
    wild = last not in lists["body_forms"] and last not in _COMMON_FORMS and len(named) == 1 and not weak
    if wild and is_known(named[0]):  # "clear lake": no body has one
        return named[0] not in lists["generic_places"] and not is_term(named[0])
    return bool(named) and all(map(may_be_place, named))


def _is_beside(phrase: str) -> bool:
    """Return whether a phrase beside an institution is its town: ``amber ridge``, ``port quorn``."""
    first, *rest = _words(phrase)
    fore = first in _FORE and bool(rest) and all(map(may_be_place, rest))
    return fore or _is_landform(phrase, weak=False)


def _is_stated(match: re.Match[str]) -> bool:
    """Return whether what stands before the code of a state is a town."""
    words = _words(match["town"])
    alike = match["state"].isupper() or match["town"].islower()
    landforms = PrivacyLexicon.load().lists["landforms"]
    return alike and all(says_nothing(w) or w in landforms for w in words) and any(map(says_nothing, words))


def _words(phrase: str) -> list[str]:
    return re.findall(r"[^\W\d_]{2,}", phrase.lower()) or [""]


def _is_town(phrase: str) -> bool:
    lexicon = PrivacyLexicon.load()
    words = [word for word in _words(phrase) if word]
    generic = frozenset(lexicon.lists["generic_places"])
    strange = [word for word in words if not is_known(word) or may_name(word)]
    if not words or any(word in generic for word in words):
        return False
    if is_term(words[-1]) and words[-1] not in lexicon.lists["landforms"]:  # "r/o Quayle disease"
        return False
    if re.search(r"\w['’]s[ ]\w", phrase) and says_nothing(words[0]):
        return True
    plain = [word for word in words if word not in strange and not says_nothing(word)]
    plain = [word for word in plain if word not in lexicon.lists["landforms"]]
    return bool(strange) if len(words) == 1 or plain else True
