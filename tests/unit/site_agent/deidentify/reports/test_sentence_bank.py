from __future__ import annotations

from itertools import product

import pytest

from site_agent.deidentify.reports.findings import (
    Certainty,
    Finding,
    Severity,
    Side,
    findings_of,
    labels_of,
    normality_of,
)
from site_agent.deidentify.reports.labels import NO_FINDING
from site_agent.deidentify.reports.lexicon import PathologyLexicon
from site_agent.deidentify.reports.sentence_bank import SentenceBank, fold, render


def test_every_canonical_sentence_reads_back_as_the_finding_it_stands_for() -> None:
    """Over all labels, certainties, sides and severities: one sentence, one finding, the same one."""
    labels = set(PathologyLexicon.load().aliases.values()) - {NO_FINDING}
    bank = SentenceBank.load()
    assert set(bank.findings) == {Finding(*parts) for parts in product(labels, Certainty, Side, Severity)}
    wrong = {said: found for found, said in bank.findings.items() if findings_of(said) != (found,)}
    assert wrong == {}
    assert len(set(bank.findings.values())) == len(bank.findings)


def test_canonical_normality_states_normality_and_no_finding() -> None:
    """Each sentence of normality is read as one."""
    for said in SentenceBank.load().normality:
        assert findings_of(said) == ()
        assert normality_of(said)
        assert labels_of(said) == {NO_FINDING}


def test_what_is_released_is_folded_already() -> None:
    """A sentence of the bank is its own folded form, so that a report may say it in any case."""
    bank = SentenceBank.load()
    assert all(render(fold(said)) == said for said in (*bank.findings.values(), *bank.normality))


@pytest.mark.parametrize(
    ("sentence", "folded"),
    [
        ("FINDINGS:  The Heart\n is large. ", "the heart is large"),
        ("2. No Pneumothorax", "no pneumothorax"),
        ("Seen by [NAME] on [DATE]", "seen by [NAME] on [DATE]"),
        (" [DATE] ", ""),
        ("1", ""),
    ],
)
def test_folding_leaves_what_was_said(sentence: str, folded: str) -> None:
    """Heading, number, case and white space go; placeholders stay; what has no words is nothing."""
    assert fold(sentence) == folded


@pytest.mark.parametrize(
    ("sentence", "canonical"),
    [
        ("A tiny puddle-like left effusion", ("Mild left pleural effusion.",)),
        ("No effusion or pneumothorax", ("No pleural effusion.", "No pneumothorax.")),
        ("Lungs are crystal clear", ()),
        ("Lungs are clear as glass", ("The lungs are clear.",)),
        ("Unremarkable except for a huge hernia", ("Severe hernia.",)),
        ("He came by boat", ()),
    ],
)
def test_a_sentence_becomes_what_it_states(sentence: str, canonical: tuple[str, ...]) -> None:
    """Findings keep certainty, side and severity; the rest goes."""
    assert SentenceBank.load().canonical(sentence) == canonical
