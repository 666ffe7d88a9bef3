"""A profile in words: the report of a counterpart, and the prompt of a generator that reads text.

Rule: only the profile's findings and view are said. What was removed from a report is *dropped*, never
replaced by a placeholder: generators remember prompts with placeholders best of all
(docs/reference/synthesize.md).

Not here: the exam's own report, which no generator ever reads.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_agent.synthesize.profiles import NO_FINDING

if TYPE_CHECKING:
    from collections.abc import Iterable

VIEWS = {"PA": "posteroanterior", "AP": "anteroposterior", "LL": "lateral"}


def described(labels: Iterable[str], view: str) -> str:
    """Return one sentence for the view and one for each finding, in the order of the alphabet.

    Args:
        labels: Findings of a profile, or exactly ``no_finding``.
        view: ``PA``, ``AP``, ``LL`` or empty.
    """
    name = VIEWS.get(view)
    sentences = [f"Chest radiograph, {name} view." if name else "Chest radiograph."]
    found = sorted(label for label in labels if label != NO_FINDING)
    sentences += [f"{label.replace('_', ' ').capitalize()}." for label in found] or ["No finding."]
    return " ".join(sentences)
