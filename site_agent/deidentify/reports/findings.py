"""What a report says: findings with certainty, side and severity, in the words of the pathology lexicon.

Rules (after ConText: Harkema et al., J Biomed Inform 2009): a cue reaches from where it stands to the end of
its sentence or to a terminator such as "but"; a pseudo-cue ("no change in") is none. A side belongs to the
finding that follows it, or to the one it is a place of; a severity to the finding that follows it at once. A
report that only states normality is ``no_finding``; one that says nothing known has no label at all.

Not here: the vocabulary (`labels`), removing words (`filter`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from site_agent.deidentify.reports.labels import NO_FINDING
from site_agent.deidentify.reports.lexicon import Match, PathologyLexicon

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_SENTENCE: Final = re.compile(r"(?:[^.!?;\n]|\.(?=\d)|\n(?=[a-z]))+")
_MAY: Final = re.compile(
    r"\bmay\b(?=\.?,?[ ](?:the[ ])?\d)|(?<=\d[ -])may\b|(?<=(?:st|nd|rd|th)[ ])may\b|(?<=\bof[ ])may\b",
    re.IGNORECASE,
)
"""The month, which doubts nothing."""
_BEFORE: Final = frozenset({"negation_before", "uncertain_before"})
_AFTER: Final = frozenset({"negation_after", "uncertain_after"})
_PLACED: Final = re.compile(r"\b(?:in|on|at|of|within|over|overlying|along)\s+(?:the\s+)?$", re.IGNORECASE)
_SENTENCES: Final = 4096  # whose findings are remembered: a report is read before and after filtering
_SEVERITY_REACH: Final = 24  # characters: "moderate to large left " stands between a severity and its finding
_NOT_FINDINGS: Final = re.compile(
    r"(?:clinical\s+(?:history|information|indication)s?|history|indications?"
    r"|reason(?:\s+for\s+(?:exam\w*|study))?|comparison|technique)\s*:[^\n]*?(?=\n|(?:findings|impression|conclusion)\s*:|$)"
    r"|\bsurgical\s+(?:associates|group|partners|cent(?:er|re)|clinic|specialists|consultants|services|"
    r"institute|hospital|unit|ward|team|oncology|practice|care)\b",
    re.IGNORECASE,
)
"""What is said before an exam or of where people work: "Surgical Associates" are no clips."""


class Certainty(StrEnum):
    """How a report states a finding."""

    POSITIVE = "positive"
    UNCERTAIN = "uncertain"
    NEGATIVE = "negative"


class Side(StrEnum):
    """Where a finding is said to be."""

    UNSAID = ""
    LEFT = "left"
    RIGHT = "right"
    BILATERAL = "bilateral"


class Severity(StrEnum):
    """How severe a finding is said to be."""

    UNSAID = ""
    MILD = "mild"
    MODERATE = "moderate"
    SEVERE = "severe"


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One mention of a finding.

    Attributes:
        label: Label of the pathology lexicon.
        certainty: Stated, doubted or denied.
        side: Laterality.
        severity: Severity.
    """

    label: str
    certainty: Certainty
    side: Side = Side.UNSAID
    severity: Severity = Severity.UNSAID


def findings_of(text: str) -> tuple[Finding, ...]:
    """Return every mention of a finding, in the order of the report; its history and technique left out."""
    return tuple(finding for sentence in sentences_of(text) for finding in _said(sentence))


def labels_of(text: str) -> frozenset[str]:
    """Return the findings that a report states, exactly ``{"no_finding"}`` when it states none but normality.

    An empty set means that nothing was recognised. A label implies none of its parents.
    """
    found = findings_of(text)
    stated = {finding.label for finding in found if finding.certainty is Certainty.POSITIVE}
    if stated:
        return frozenset(stated)
    doubtful = any(finding.certainty is Certainty.UNCERTAIN for finding in found)
    normal = bool(found) or bool(normality_of(text))
    return frozenset({NO_FINDING}) if normal and not doubtful else frozenset()


def normality_of(text: str) -> tuple[str, ...]:
    """Return the phrases of normality in a report, as they stand there."""
    return tuple(phrase for sentence in sentences_of(text) for phrase in _normality(sentence))


@lru_cache(maxsize=_SENTENCES)
def _normality(sentence: str) -> tuple[str, ...]:
    cues = PathologyLexicon.load().context.find(sentence)
    return tuple(sentence[cue.start : cue.end] for cue in cues if cue.name == "normal")


def summary(findings: Iterable[Finding]) -> frozenset[Finding]:
    """Return one finding a label: the most certain mention decides, sides and severities are joined.

    Two reports with the same summary say the same, whatever their order and wording.
    """
    by_label: defaultdict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        by_label[finding.label].append(finding)
    return frozenset(_joined(label, mentions) for label, mentions in by_label.items())


def _joined(label: str, mentions: list[Finding]) -> Finding:
    order = list(Certainty)
    certainty = min((mention.certainty for mention in mentions), key=order.index)
    deciding = [mention for mention in mentions if mention.certainty is certainty]
    sides = {mention.side for mention in deciding} - {Side.UNSAID}
    side = Side.UNSAID if not sides else sides.pop() if len(sides) == 1 else Side.BILATERAL
    severity = max((mention.severity for mention in deciding), key=list(Severity).index)
    return Finding(label, certainty, side, severity)


def sentences_of(text: str) -> Iterator[str]:
    """Yield the sentences that may state findings, without their ends; history and technique are left out."""
    said = _NOT_FINDINGS.sub(lambda found: " " * len(found[0]), text)
    return (found[0] for found in _SENTENCE.finditer(said))


@lru_cache(maxsize=_SENTENCES)
def _said(sentence: str) -> tuple[Finding, ...]:
    lexicon = PathologyLexicon.load()
    mentions = _longest(lexicon.findings.find(sentence))
    if not mentions:
        return ()
    dated = {month.start() for month in _MAY.finditer(sentence)}
    cues = [cue for cue in lexicon.context.find(sentence) if cue.start not in dated]
    modifiers = lexicon.modifiers.find(sentence)
    sides = _sides(sentence, mentions, modifiers)
    return tuple(
        Finding(mention.name, _certainty(mention, cues), sides[number], _severity(mention, modifiers))
        for number, mention in enumerate(mentions)
    )


def _certainty(mention: Match, cues: list[Match]) -> Certainty:
    kinds = {kind.split("_", maxsplit=1)[0] for kind in _cues_on(mention, cues)}
    if "negation" in kinds:
        return Certainty.NEGATIVE
    return Certainty.UNCERTAIN if kinds else Certainty.POSITIVE


def _sides(sentence: str, mentions: list[Match], modifiers: list[Match]) -> list[Side]:
    """Return the side of every mention: "left effusion" looks ahead, "effusion on the left" looks back."""
    told: list[set[Side]] = [set() for _ in mentions]
    for word in modifiers:
        if word.name not in set(Side):
            continue
        behind = [n for n, mention in enumerate(mentions) if mention.end <= word.start]
        ahead = [n for n, mention in enumerate(mentions) if mention.end > word.start]
        back = behind and (not ahead or _PLACED.search(sentence, 0, word.start))
        told[behind[-1] if back else ahead[0]].add(Side(word.name))
    return [
        Side.UNSAID if not sides else Side.BILATERAL if len(sides) > 1 else next(iter(sides))
        for sides in told
    ]


def _severity(mention: Match, modifiers: list[Match]) -> Severity:
    """Return the strongest severity said within a mention or shortly before it."""
    words = [
        Severity(word.name)
        for word in modifiers
        if word.name in set(Severity)
        and word.end <= mention.end
        and mention.start - word.end <= _SEVERITY_REACH
    ]
    return max(words, key=list(Severity).index, default=Severity.UNSAID)


def _longest(matches: list[Match]) -> list[Match]:
    """Return the matches that do not lie inside a longer one of another name."""
    return [
        one
        for one in matches
        if not any(
            other is not one
            and other.start <= one.start
            and one.end <= other.end
            and other.end - other.start > one.end - one.start
            for other in matches
        )
    ]


def _cues_on(mention: Match, cues: list[Match]) -> set[str]:
    """Return the kinds of cues that reach a mention."""
    ends = [cue for cue in cues if cue.name == "terminators"]
    reaching = set()
    for cue in _longest(cues):
        before = cue.name in _BEFORE and cue.end <= mention.start
        after = cue.name in _AFTER and cue.start >= mention.end
        low, high = (cue.end, mention.start) if before else (mention.end, cue.start)
        if (before or after) and not any(low <= end.start and end.end <= high for end in ends):
            reaching.add(cue.name)
    return reaching
