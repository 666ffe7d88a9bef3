"""Scores filtered reports against planted identifiers and what must survive.

Rules: the definitions are those of the development set's scorer. A token is a run of word characters; one
of an identifier leaks when any of its characters is left; something that must survive is lost when any of
its characters went. The released text decides: its tokens are aligned with the original's and what is
missing counts as removed. A quarantined report is one from which everything was removed.

Not here: running filters (`filters`), the reports (`worlds`, `folders`).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bench.reports.writing import Report

PATHOLOGY: Final = "pathology"
_TOKEN: Final = re.compile(r"\w+")
_AROUND: Final = 30


@dataclass(frozen=True, slots=True)
class Answer:
    """What a filter made of a report.

    Attributes:
        text: Released text, empty when quarantined.
        spans: What it says it removed, in characters of the original.
        quarantined: Whether nothing was released.
    """

    text: str
    spans: Sequence[tuple[int, int]]
    quarantined: bool = False


@dataclass(slots=True)
class Score:
    """Counts of a set; every pair is what went right, and all there was.

    Attributes:
        tokens: Tokens of identifiers, by class.
        kept: Spans that had to survive, by kind.
        removed_right: Removed tokens that belong to an identifier.
        removed_wrong: Removed tokens that belong to nothing of the kind.
        reports: Reports.
        leaky: Reports with identifiers of which anything is left, and all with identifiers.
        quarantined: Reports of which nothing was released.
        leaks: Class -> where it leaked, with its surroundings.
        losses: Kind -> how often a text was lost.
    """

    tokens: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))
    kept: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))
    removed_right: int = 0
    removed_wrong: int = 0
    reports: int = 0
    leaky: list[int] = field(default_factory=lambda: [0, 0])
    quarantined: int = 0
    leaks: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    losses: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    wrongly: Counter[str] = field(default_factory=Counter)

    def to_json(self) -> dict[str, Any]:
        """Return the measures."""
        hard = [pair for kind, pair in self.kept.items() if kind != PATHOLOGY]
        return {
            "reports": self.reports,
            "token_recall": _share(self.tokens.values()),
            "name_recall": _share([self.tokens.get("NAME", [0, 0])]),
            "precision": self.removed_right / max(1, self.removed_right + self.removed_wrong),
            "leaky_reports": self.leaky[0] / max(1, self.leaky[1]),
            "pathology": _share([self.kept.get(PATHOLOGY, [0, 0])]),
            "hard_negatives": _share(hard),
            "quarantined": self.quarantined / max(1, self.reports),
            "recall_by_class": {k: [round(_share([v]), 4), v[1]] for k, v in sorted(self.tokens.items())},
            "survival_by_kind": {k: [round(_share([v]), 4), v[1]] for k, v in sorted(self.kept.items())},
        }


def score(reports: Iterable[Report], answers: Mapping[str, Answer], *, by_spans: bool = False) -> Score:
    """Return the score of a set.

    Args:
        reports: Reports with their planted identifiers.
        answers: What a filter made of each, by its id; a missing one released everything.
        by_spans: Whether to believe what the filter says it removed, instead of looking at the released text.
    """
    total = Score()
    for report in reports:
        answer = answers.get(report.id, Answer(report.text, ()))
        _add(total, report, answer, _gone(report.text, answer, by_spans=by_spans))
    return total


def _gone(text: str, answer: Answer, *, by_spans: bool) -> bytearray:
    """Return for every character of the original whether it was removed."""
    if answer.quarantined:
        return bytearray(b"\1" * len(text))
    gone = bytearray(len(text))
    if by_spans:
        for start, end in answer.spans:
            gone[start:end] = b"\1" * (end - start)
        return gone
    tokens = list(_TOKEN.finditer(text))
    left = _TOKEN.findall(answer.text)
    kept: set[int] = set()
    matcher = SequenceMatcher(None, [token[0] for token in tokens], left, autojunk=False)
    for first, _, count in matcher.get_matching_blocks():
        kept.update(range(first, first + count))
    for number, token in enumerate(tokens):
        if number not in kept:
            gone[token.start() : token.end()] = b"\1" * len(token[0])
    return gone


def _add(total: Score, report: Report, answer: Answer, gone: bytearray) -> None:
    total.reports += 1
    total.quarantined += answer.quarantined
    leaked = False
    for start, end, kind in report.phi:
        for token in _TOKEN.finditer(report.text, start, end):
            hidden = all(gone[token.start() : token.end()])
            total.tokens[kind][0] += hidden
            total.tokens[kind][1] += 1
            if not hidden:
                leaked = True
                total.leaks[kind].append(_quoted(report.text, *token.span()))
    total.leaky[0] += leaked
    total.leaky[1] += bool(report.phi)
    for start, end, kind in report.keep:
        lost = any(gone[start:end])
        total.kept[kind][0] += not lost
        total.kept[kind][1] += 1
        if lost:
            total.losses[kind][report.text[start:end]] += 1
    _count_removed(total, report, gone)


def _count_removed(total: Score, report: Report, gone: bytearray) -> None:
    identifying, neutral = bytearray(len(gone)), bytearray(len(gone))
    for start, end, _ in report.phi:
        identifying[start:end] = b"\1" * (end - start)
    for start, end in report.neutral:
        neutral[start:end] = b"\1" * (end - start)
    for token in _TOKEN.finditer(report.text):
        place = slice(*token.span())
        if not any(gone[place]):
            continue
        if any(identifying[place]):
            total.removed_right += 1
        elif not any(neutral[place]):
            total.removed_wrong += 1
            total.wrongly[token[0]] += 1


def _quoted(text: str, start: int, end: int) -> str:
    before, behind = text[max(0, start - _AROUND) : start], text[end : end + _AROUND // 2]
    return f"{before}⟦{text[start:end]}⟧{behind}".replace("\n", "⏎")


def _share(pairs: Iterable[Sequence[int]]) -> float:
    right, whole = (sum(values) for values in zip(*pairs, strict=True)) if (pairs := list(pairs)) else (0, 0)
    return right / whole if whole else 1.0
