"""Towns that only a cue tells, in any case: "pharmacy in thorn ridge", "push it to the thorn ridge site".

Rule: behind such a cue one word is a town when nothing knows it or it is also a name, two or three when none of
them is a word of reports; "now in remission" and "the biopsy site" stay.

Not here: addresses and capitalised towns (`patterns.places`), hospitals (`institutions`).
"""

# ruff: noqa: E501, RUF001 - a pattern is read in one piece; names are written with typographic apostrophes
from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from site_agent.deidentify.reports.gates import compiled
from site_agent.deidentify.reports.known_words import is_known, may_name
from site_agent.deidentify.reports.lexicon import PrivacyLexicon

if TYPE_CHECKING:
    from site_agent.deidentify.reports.lexicon import Span

_TOWN: Final = r"(?P<v>[^\W\d_]+(?:['’]s)?(?:[ ][^\W\d_]+){0,2}?)"
_GOES_ON: Final = (
    r"(?=[ ]*(?:[,.;:?!()\n]|$|-[ ]|\d)|[ ]+(?:for|since|in|on|at|after|with|where|about|because|til|till|until|and|or|by|last|who|"
    r"again|office|police|area)\b)"
)
_CUES: Final = tuple(
    compiled(pattern, re.IGNORECASE | re.MULTILINE)
    for pattern in (
        rf"\b(?:pharmacy|hospice|pcp|lives?|living|lived|resid(?:es|ing)|born|raised|retired|vacation(?:ing)?|farm)[ ]+(?:out[ ]+)?(?:in|near)[ ]+{_TOWN}{_GOES_ON}",
        rf"\b(?:moved|relocated|travel(?:s|led|ed)?|came[ ]up|came[ ]down|commutes)[ ]+(?:to|from)[ ]+{_TOWN}{_GOES_ON}",
        rf"\b(?:resident[ ]+of|native[ ]+of|r/o|hails[ ]+from|welder[ ]+from|teacher[ ]+from|farmer[ ]+from|driver[ ]+from|out[ ]+in)[ ]+{_TOWN}{_GOES_ON}",
        rf"\b(?:push|pushed|send|sent|forward|forwarded|transfer)\b[^.\n]{{0,40}}?\bto[ ]+the[ ]+{_TOWN}(?=[ ]+(?:site|office|campus|branch)\b)",
        rf"\bthen[ ]+(?:went|moved)[ ]+to[ ]+{_TOWN}(?=[ ]+for[ ]+(?:work|school|college|treatment|family)\b)",
        rf"\bnow[ ]+in[ ]+{_TOWN}(?=[ ]+for[ ]+(?:rads|chemo|treatment|work|care|rehab|school)\b)",
        rf"\b(?:he|she|this|it)[ ]+the[ ]+[\w'’.\- ]{{2,24}}?[ ]+from[ ]+{_TOWN}(?=[ ]+or\b|[ ]*\?)",
        rf"\bor[ ]+the[ ]+[\w'’.\- ]{{2,24}}?[ ]+from[ ]+{_TOWN}(?=[ ]*\?)",
    )
)


def towns(text: str) -> list[Span]:
    """Return where towns stand behind a cue."""
    return [m.span("v") for cue, _, lead in _CUES for m in lead.matches(cue, text) if _is_town(m["v"])]


def _is_town(phrase: str) -> bool:
    lexicon = PrivacyLexicon.load()
    words = [word for word in re.findall(r"[^\W\d_]+", phrase.lower()) if len(word) > 1]
    generic = frozenset(lexicon.lists["generic_places"])
    strange = [word for word in words if not is_known(word) or may_name(word)]
    if not words or any(word in generic for word in words):
        return False
    plain = [word for word in words if word not in strange and lexicon.is_plain(word)]
    return bool(strange) if len(words) == 1 or plain else True
