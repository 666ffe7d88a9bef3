"""A profile in words: the report of a counterpart, and the prompt of a generator that reads text.

Rule: only the profile's findings and view are said. What was removed from a report is *dropped*, never
replaced by a placeholder: generators remember prompts with placeholders best of all
(docs/reference/synthesize.md).

Not here: the exam's own report, which no generator ever reads.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_agent.synthesize.profiles import ABNORMAL, NO_FINDING

if TYPE_CHECKING:
    from collections.abc import Iterable

SPOKEN = {ABNORMAL: "abnormal"}
VIEWS = {"PA": "posteroanterior", "AP": "anteroposterior", "LL": "lateral"}


def described(labels: Iterable[str], view: str, details: Iterable[str] = ()) -> str:
    """Return one sentence for the view and one for each finding, in the order of the alphabet.

    Args:
        labels: Findings of a profile, or exactly ``no_finding``.
        view: ``PA``, ``AP``, ``LL`` or empty.
        details: Side and severity of findings, as ``side:effusion:left``.
    """
    said: dict[str, str] = {}
    for _, label, value in (detail.split(":") for detail in sorted(details)):  # severity before side
        said[label] = f"{said.get(label, '')}{value} "
    name = VIEWS.get(view)
    sentences = [f"Chest radiograph, {name} view." if name else "Chest radiograph."]
    found = sorted(label for label in labels if label != NO_FINDING)
    named = [f"{said.get(label, '')}{SPOKEN.get(label, label).replace('_', ' ')}." for label in found]
    sentences += [sentence[0].upper() + sentence[1:] for sentence in named] or ["No finding."]
    return " ".join(sentences)
