"""What a report says of an exam besides its labels, as terms a profile may hold; and the coarse age band.

Rule: only side, severity and doubt of findings of the lexicon come out, never a word of the report. Each
reaches a counterpart only if its whole group shares it (site_agent.synthesize.generalise).

Not here: reading the report (site_agent.deidentify.reports.findings).
"""

from __future__ import annotations

from site_agent.deidentify.reports.findings import Certainty, findings_of, summary
from site_agent.deidentify.reports.labels import imaged

GROWN_UP = 20
OLD = 60


def details_of_report(report: str, labels: frozenset[str]) -> frozenset[str]:
    """Return side and severity of the stated labels, and the findings in doubt.

    Args:
        report: ID-filtered report text; may be empty.
        labels: The exam's labels; details of other findings are left out.
    """
    terms = set()
    for finding in summary(findings_of(report)):
        (label,) = imaged({finding.label})
        if finding.certainty is Certainty.UNCERTAIN and label not in labels:
            terms.add(f"doubt:{label}")
        if finding.certainty is Certainty.POSITIVE and label in labels:
            terms |= {f"side:{label}:{finding.side}"} if finding.side else set()
            terms |= {f"severity:{label}:{finding.severity}"} if finding.severity else set()
    return frozenset(terms)


def coarse_age(years: str) -> str:
    """Return ``child``, ``adult``, ``old`` or empty for years or a band such as ``40-49`` or ``90+``."""
    first = years.strip().partition("-")[0].removesuffix("+")
    if not first.isascii() or not first.isdigit():
        return ""
    return "child" if int(first) < GROWN_UP else "adult" if int(first) < OLD else "old"
