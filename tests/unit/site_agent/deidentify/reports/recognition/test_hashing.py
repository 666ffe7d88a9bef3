"""Tests of the hashes by which the recogniser counts its rows."""

from __future__ import annotations

import numpy as np
import pytest
from spacy.strings import StringStore
from thinc.api import NumpyOps

from site_agent.deidentify.reports.recognition.hashing import hash_text, spread

TEXTS = ["q", "Quayle", "Müller", "eight of", "12345678", "123456789", "x" * 40, "—"]


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_is_named_as_spacy_names_it(text: str) -> None:
    """A text of any length has the number that the trained tables know it by."""
    assert hash_text(text) == StringStore().add(text)


@pytest.mark.parametrize("text", TEXTS)
def test_a_number_is_spread_as_thinc_spreads_it(text: str) -> None:
    """A number falls on the rows that were trained for it."""
    numbers = np.array([hash_text(text)], dtype="uint64")
    assert spread(hash_text(text), 8) == tuple(NumpyOps().hash(numbers, 8)[0])
