"""Tests of where nothing went from a sentence."""

from __future__ import annotations

from site_agent.deidentify.reports.untouched import untouched


def test_sentences_in_which_nothing_went_are_told() -> None:
    """A sentence ends at its stop, and at none of "Dr."; a line of a form is no sentence."""
    text = "Lungs are clear. Seen by Dr. [NAME] today. No effusion was found there.\nTech: KLM\nReviewed."
    assert [text[slice(*span)].strip() for span in untouched(text)] == [
        "Lungs are clear.",
        "No effusion was found there.",
        "Reviewed.",
    ]
