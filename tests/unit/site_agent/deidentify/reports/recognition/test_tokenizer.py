"""Tests of taking a text apart as the recogniser was trained to see it."""

# ruff: noqa: RUF001 - people write apostrophes of every shape
from __future__ import annotations

import pytest
import spacy
import srsly

from site_agent.deidentify.reports.recogniser import MODEL
from site_agent.deidentify.reports.recognition.tokenizer import Tokenizer

PIPELINE = spacy.load(MODEL)
TOKENIZER = Tokenizer(srsly.read_msgpack(MODEL / "tokenizer"))


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "  a  b ", "\n\n a\n", "a\t b"),
        *("(can't)", "He's", "don’t.", "a.m.", "11p.m.,", "37°C.", "°C. °F.", ":) ;-)", "': )'"),
        *("Quayle/Ferris-Roe", "x-ray's", "5x4mm", "3.5cm.", "...wait...", "U.S.A.", "e.g.,", "a,b;c"),
        *("http://kiln.example/a(b)", "q.ferris@kiln.example", '"quoted"', "“Quayle”’s", "$5-£6", "—", "½"),
    ],
)
def test_a_text_is_taken_apart_as_by_spacy(text: str) -> None:
    """Tokens, where they begin and what exceptions read them as are those of spaCy."""
    found = [(token.text, at) for token, at in TOKENIZER.tokens(text)]
    assert found == [(token.text, token.idx) for token in PIPELINE.make_doc(text)]


def test_exceptions_are_read_as_by_spacy() -> None:
    """Exceptions keep their parts and what they are read as, in brackets too."""
    for exception in sorted(PIPELINE.tokenizer.rules)[::3]:
        text = f"so {exception} or ({exception}), then"
        read = [token.norm for token, _ in TOKENIZER.tokens(text)]
        told = [token.norm_ for token in PIPELINE.make_doc(text)]
        assert [norm or other for norm, other in zip(read, told, strict=True)] == told
