"""Tells which of the words that went are surely names, so that no finding went with them.

Rule: a run is a name when it holds a word that no list knows, a first name or surname, or what institutions
are called; when a title, a cue or a label of people introduces it, or a credential follows; or when it stands
beside such a run or repeats its words: "Paloma Mass", "Dear Ms. Mass", "S. Mass, APRN", "Mass/Quayle". A mass
that any other rule took is still a finding, and its loss is one.

Not here: reading findings (`findings`), comparing them (`filter`).
"""

from __future__ import annotations

import re
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING, Final

from site_agent.deidentify.reports.beside import is_introduced
from site_agent.deidentify.reports.folding import fold
from site_agent.deidentify.reports.known_words import is_known, may_name
from site_agent.deidentify.reports.lexicon import PrivacyLexicon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from site_agent.deidentify.reports.lexicon import Span

_WORDY: Final = frozenset({"NAME", "ORG", "ADDRESS", "ID", "LOCATION", "INITIALS"})
_REACHED: Final = frozenset({"EMAIL", "URL"})
"""Classes whose words are never findings: "mass_l@quayle.example"."""
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_CREDENTIAL: Final = re.compile(r",?[ ](?P<v>[A-Z][\w.\-]{1,6})(?!\w)")
_PARTED: Final = re.compile(r",?[ ]|[,/]")
_VAGUE: Final = re.compile(r"\b(?:patient|pt)[ ]*:[ ]*\Z", re.IGNORECASE)  # heads what a patient has, too
_INITIALS: Final = re.compile(r"(?:[^\W\d_]\.[ ]?){1,3}[^\W\d_]{2}")
_FAR: Final = 16
_TWO: Final = 2


def certain(text: str, marks: Sequence[str | None], borne: frozenset[str] = frozenset()) -> list[str | None]:
    """Return the marks of runs that surely name somebody or some place, ``None`` elsewhere.

    Args:
        text: The report as it was.
        marks: Class of each character that went, ``None`` for what stays.
        borne: Folded names of the paired header: two of them side by side are somebody, whatever they mean.
    """
    kept: list[str | None] = [None] * len(marks)
    for start, end, kind in [*sure_runs(text, marks), *_borne(text, marks, borne)]:
        kept[start:end] = [kind] * (end - start)
    return kept


def sure_runs(text: str, marks: Sequence[str | None]) -> list[tuple[int, int, str]]:
    """Return the runs that surely name somebody or some place, with their class.

    Args:
        text: The report as it was.
        marks: Class of each character that went, ``None`` for what stays.
    """
    every = [(places[0], places[-1] + 1, kind) for kind, places in _runs(marks) if kind]
    runs = [run for run in every if run[2] in _WORDY]
    sure = [run for run in every if run[2] in _REACHED or (run[2] in _WORDY and _names(text, run))]
    words = {word for start, end, _ in sure for word in _of(text, (start, end))}
    followed = [
        run
        for run in runs
        if run[2] == "NAME" and (words.issuperset(_of(text, run[:_TWO])) or _is_beside(text, run, sure))
    ]
    return [*sure, *followed]


def _borne(text: str, marks: Sequence[str | None], borne: frozenset[str]) -> list[tuple[int, int, str]]:
    """Return the runs of names that stand side by side in the header too: "STENT Mere"."""
    named = [
        (places[0], places[-1] + 1, kind)
        for kind, places in _runs(marks)
        if kind == "NAME" and borne.issuperset(map(fold, _of(text, (places[0], places[-1] + 1))))
    ]
    return [
        run
        for run in named
        if len(set(_of(text, run[:_TWO]))) >= _TWO
        or any(
            _of(text, other[:_TWO]) != _of(text, run[:_TWO]) and _is_beside(text, run, [other])
            for other in named
        )
    ]


def _runs(marks: Sequence[str | None]) -> list[tuple[str | None, list[int]]]:
    return [(kind, list(run)) for kind, run in groupby(range(len(marks)), key=marks.__getitem__)]


def _is_beside(text: str, run: tuple[int, int, str], sure: Sequence[tuple[int, int, str]]) -> bool:
    """Return whether no more than a space or comma parts a run from a sure name: "Quayle, Rod"."""
    start, end, _ = run
    return any(
        kind == "NAME" and (_PARTED.fullmatch(text, high, start) or _PARTED.fullmatch(text, end, low))
        for low, high, kind in sure
    )


def _of(text: str, span: Span) -> list[str]:
    return [word.lower() for word in _LETTERS.findall(text, *span)]


def _names(text: str, run: tuple[int, int, str]) -> bool:
    """Return whether a run names by what stands in it or beside it."""
    start, end, kind = run
    if kind == "INITIALS":
        return True
    words = _LETTERS.findall(text, start, end)
    if any(len(word) > 1 and (not is_known(word) or may_name(word)) for word in words):
        return True
    if any(word.lower() in _institutions() for word in words):
        return True
    if kind == "NAME" and _INITIALS.match(text, start, end):
        return True
    if kind != "NAME" or _VAGUE.search(text, max(0, start - _FAR), start):
        return False
    return _has_credential(text, end) or is_introduced(text, start, end)


def _has_credential(text: str, end: int) -> bool:
    match = _CREDENTIAL.match(text, end)
    return match is not None and match["v"].rstrip(".") in PrivacyLexicon.load().lists["credentials"]


@cache
def _institutions() -> frozenset[str]:
    return frozenset(PrivacyLexicon.load().lists["institutions"])
