"""Tests of the recogniser as a program starts it."""

from __future__ import annotations

import subprocess
import sys

import pytest

from site_agent.deidentify.reports.recogniser import read_ahead, recognised

_PROGRAM = """
import sys
from site_agent.deidentify.reports.filter import ReportFilter
left = ReportFilter().filter("Spoke with Rose Quornhill about the lungs.")
assert "torch" not in sys.modules
import torch
print(left.text, torch.__name__)
"""


def test_a_program_of_reports_starts_without_pytorch_and_may_import_it_later() -> None:
    """Filtering takes no PyTorch in; whoever needs it in the same process still gets it."""
    said = subprocess.run([sys.executable, "-c", _PROGRAM], capture_output=True, text=True, check=True).stdout
    assert said == "Spoke with [NAME] about the lungs. torch\n"


def test_reports_read_at_once_are_told_the_names_that_each_alone_is_told() -> None:
    """Whether a report was read ahead, with others or not at all, its names are the same."""
    texts = [
        "Spoke with Rose Quornhill about the lungs. No effusion.",
        "Reviewed by Heath and Ivy on the ward.",
        "No effusion.",
        "",
    ]
    alone = [recognised(text) for text in texts]
    read_ahead(texts)
    assert [recognised(text) for text in texts] == alone
    read_ahead([])
    assert any(alone)


@pytest.mark.parametrize(
    "sentence",
    [
        "Frank pus was aspirated.",
        "Struck by a car at low speed.",
        "Strange artefact at the isocentre.",
        "Wise to exclude infection.",
        "Self-reported allergy to penicillin.",
    ],
)
def test_a_sentence_that_goes_on_as_behind_no_name_begins_with_none(sentence: str) -> None:
    """Words that people are called too are left to the network only where a person could do what follows."""
    assert recognised(f"The aorta measures 1.6 cm in diameter. {sentence} No effusion is seen.") == []
