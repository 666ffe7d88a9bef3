"""What a report says: findings that are present, in the vocabulary of the pathology lexicon.

Rules (after ConText: Harkema et al., J Biomed Inform 2009): a cue reaches from where it stands to the end of
its sentence or to a terminator such as "but"; a negated or uncertain finding is not a label; a report that
only states normality is ``no_finding``; one that says nothing known has no label at all.

Not here: removing words (`report`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from site_agent.deidentify.lexicon import Match, PathologyLexicon

if TYPE_CHECKING:
    from collections.abc import Iterator

NO_FINDING: Final = "no_finding"
_SENTENCE: Final = re.compile(r"(?:[^.!?;\n]|\.(?=\d)|\n(?=[a-z]))+")
_BEFORE: Final = frozenset({"negation_before", "uncertain_before"})
_AFTER: Final = frozenset({"negation_after", "uncertain_after"})
_NOT_FINDINGS: Final = re.compile(
    r"(?:clinical\s+(?:history|information|indication)s?|history|indications?"
    r"|reason(?:\s+for\s+(?:exam\w*|study))?|comparison|technique)\s*:[^\n]*?(?=\n|(?:findings|impression|conclusion)\s*:|$)",
    re.IGNORECASE,
)


def vocabulary() -> frozenset[str]:
    """Return every label id."""
    return frozenset(PathologyLexicon.load().aliases.values())


def parent(label: str) -> str | None:
    """Return the more general label of which this one is a kind, or ``None``."""
    return PathologyLexicon.load().parents.get(label)


def normalise(name: str) -> str | None:
    """Return the label for another vocabulary's name, e.g. ``Pleural_Thickening``, or ``None``."""
    folded = " ".join(re.findall(r"[a-z0-9]+", name.lower()))
    return PathologyLexicon.load().aliases.get(folded)


def labels_of(text: str) -> frozenset[str]:
    """Return the findings that a report states, exactly ``{"no_finding"}`` when it states none but normality.

    An empty set means that nothing was recognised. A label implies none of its parents.
    """
    lexicon = PathologyLexicon.load()
    said = _NOT_FINDINGS.sub(lambda found: " " * len(found[0]), text)
    present: set[str] = set()
    doubtful = absent = False
    for sentence in _sentences(said):
        findings, cues = lexicon.findings.find(sentence), lexicon.context.find(sentence)
        absent |= any(cue.name == "normal" for cue in cues)
        for finding in _longest(findings):
            kinds = {kind.split("_")[0] for kind in _cues_on(finding, cues)}
            if not kinds:
                present.add(finding.name)
            doubtful |= kinds == {"uncertain"}
            absent |= "negation" in kinds
    if present:
        return frozenset(present)
    return frozenset({NO_FINDING}) if absent and not doubtful else frozenset()


def _sentences(text: str) -> Iterator[str]:
    return (found[0] for found in _SENTENCE.finditer(text))


def _longest(findings: list[Match]) -> list[Match]:
    """Return the matches that do not lie inside a longer one of another label."""
    return [
        one
        for one in findings
        if not any(
            other is not one
            and other.start <= one.start
            and one.end <= other.end
            and other.end - other.start > one.end - one.start
            for other in findings
        )
    ]


def _cues_on(finding: Match, cues: list[Match]) -> set[str]:
    """Return the kinds of cues that reach a finding."""
    ends = [cue for cue in cues if cue.name == "terminators"]
    reaching = set()
    for cue in cues:
        before = cue.name in _BEFORE and cue.end <= finding.start
        after = cue.name in _AFTER and cue.start >= finding.end
        low, high = (cue.end, finding.start) if before else (finding.end, cue.start)
        if (before or after) and not any(low <= end.start and end.end <= high for end in ends):
            reaching.add(cue.name)
    return reaching
