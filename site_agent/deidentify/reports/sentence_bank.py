"""The sentence bank: what a normalised report may say in its own words, whoever wrote the report.

Rules: each finding with its certainty, side and severity has exactly one canonical sentence, which reads back
as that finding and nothing else; a sentence is compared, counted and released in its folded form, so that
case, white space and the heading before it point to nobody.

Not here: which sentences a site's reports share (`normalised`), reading findings (`findings`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import TYPE_CHECKING, Any, Final, Self

import yaml

from radshare.configs import config_path
from site_agent.deidentify.reports.findings import (
    Certainty,
    Finding,
    Severity,
    Side,
    findings_of,
    normality_of,
)
from site_agent.deidentify.reports.patterns.writing import PLACEHOLDER

if TYPE_CHECKING:
    from collections.abc import Mapping

_HEADING: Final = re.compile(
    r"^\W*(?:(?:findings?|impressions?|conclusions?|opinion|summary|report)\s*:\W*)+", re.IGNORECASE
)
_NUMBER: Final = re.compile(r"^\s*\d{1,2}[.)]\s+")
_EDGES: Final = " ,:*-\u2013\u2014\u2022>_\"'"
_LETTER: Final = re.compile(r"[^\W\d_]")


def fold(sentence: str) -> str:
    """Return a sentence without heading, number, case and end; empty when no letter is left.

    Placeholders keep their capitals.
    """
    bare = _NUMBER.sub("", _HEADING.sub("", sentence))
    lowered, at = [], 0
    for placeholder in PLACEHOLDER.finditer(bare):
        lowered += [bare[at : placeholder.start()].lower(), placeholder[0]]
        at = placeholder.end()
    lowered.append(bare[at:].lower())
    folded = " ".join("".join(lowered).split()).rstrip(".!?;").strip(_EDGES)
    return folded if _LETTER.search(PLACEHOLDER.sub("", folded)) else ""


def render(folded: str) -> str:
    """Return a folded sentence as it is released."""
    return f"{folded[:1].upper()}{folded[1:]}."


@dataclass(frozen=True)
class SentenceBank:
    """Canonical sentences.

    Attributes:
        findings: Finding -> its sentence.
        normality: Sentence -> words of the phrases of normality it stands for; the last has none.
        folded: Every sentence of the bank, folded.
    """

    findings: Mapping[Finding, str]
    normality: Mapping[str, frozenset[str]]
    folded: frozenset[str]

    @classmethod
    @cache
    def load(cls) -> Self:
        """Return the bank that ships with the product."""
        text = config_path("lexicons/sentences.yaml").read_text(encoding="utf-8")
        document: dict[str, Any] = yaml.safe_load(text)
        findings = {
            Finding(label, certainty, side, severity): render(
                fold(document["templates"][certainty].format(finding=words, side=side, severity=severity))
            )
            for (label, words), certainty, side, severity in product(
                document["findings"].items(), Certainty, Side, Severity
            )
        }
        normality = {entry["says"]: frozenset(entry["words"]) for entry in document["normality"]}
        folded = frozenset(map(fold, (*findings.values(), *normality)))
        return cls(findings, normality, folded)

    def canonical(self, sentence: str) -> tuple[str, ...]:
        """Return the canonical sentences of what a sentence states: its findings, else its normality.

        Normality beside a finding that is not denied ("unremarkable except for ...") is not repeated.
        """
        found = findings_of(sentence)
        said = tuple(self.findings[finding] for finding in found)
        if any(finding.certainty is not Certainty.NEGATIVE for finding in found):
            return said
        return (*said, *(self._normal(phrase) for phrase in normality_of(sentence)))

    def _normal(self, phrase: str) -> str:
        words = frozenset(re.findall(r"[a-z]+", phrase.lower()))
        fitting = (says for says, cues in self.normality.items() if cues & words)
        return next(fitting, list(self.normality)[-1])
