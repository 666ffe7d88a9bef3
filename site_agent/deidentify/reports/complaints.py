"""Findings and complaints that a writer gives a capital within a sentence: "a woman with Chest pain".

Rule: a disease by its ending or by the list is none of the names behind a mere cue; so is a known word before
one in small letters. Anatomy, jobs and things are not: people are called Heart, Baker and Stone.

Not here: words that nothing knows (`names`), labels of findings (`findings`).
"""

# ruff: noqa: RUF001 - names are written with typographic apostrophes
from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from site_agent.deidentify.reports.known_words import is_borne, is_known, is_term
from site_agent.deidentify.reports.lexicon import PrivacyLexicon

if TYPE_CHECKING:
    from site_agent.deidentify.reports.lexicon import Span

_NEXT: Final = re.compile(r"[ -]([a-z]{3,})(?![\w'’])")
_ENDINGS: Final = (
    *("osis", "oses", "itis", "oma", "omas", "emia", "aemia", "pathy", "rrhea", "rrhoea", "rrhage", "megaly"),
    *("paresis", "algia", "trophy", "plasia", "ectasis", "ectasia", "stenosis", "penia", "uria", "pnea"),
    *(
        "lithiasis",
        "malacia",
        "sclerosis",
        "thorax",
        "tension",
        "algic",
        "phagia",
        "phasia",
        "lexia",
        "rexia",
    ),
    *("plegia", "pnoea", "cele", "pexia"),
)
_SHORTEST: Final = 6
_REMEMBERED: Final = 1 << 13


def is_finding(text: str, span: Span) -> bool:
    """Return whether a word with a capital is a disease or a complaint, or begins one."""
    word = text[slice(*span)]
    if is_complaint(word):
        return True
    behind = _NEXT.match(text, span[1])
    return behind is not None and is_known(word) and not is_borne(word) and _is_said(behind[1])


@lru_cache(maxsize=_REMEMBERED)
def is_complaint(word: str) -> bool:
    """Return whether a word, in any case, means a disease or a complaint and nobody."""
    lowered = word.lower()
    if is_borne(lowered):
        return False
    ended = len(lowered) >= _SHORTEST and lowered.endswith(_ENDINGS) and is_known(lowered)
    return ended or lowered in PrivacyLexicon.load().lists["complaints"]


def _is_said(word: str) -> bool:
    """Return whether a word in small letters goes on with a finding."""
    return is_complaint(word) or (len(word) >= _SHORTEST and is_term(word))
