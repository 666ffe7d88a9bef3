"""Tests of the recogniser as NumPy works it out: it must say what spaCy, which trained it, says."""

# ruff: noqa: RUF001 - people write dashes of every length
from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import spacy
from spacy.lang.norm_exceptions import BASE_NORMS
from spacy.symbols import IDS

from site_agent.deidentify.reports.recogniser import MODEL
from site_agent.deidentify.reports.recognition.network import Network

if TYPE_CHECKING:
    from spacy.language import Language

TEXTS = [
    "Seen by Dr. Rita Quayle-Ferris, MD at Harbour Kiln Hospital; she can't lie flat.",
    "QUAYLE, RITA (F/61)  DOB 04/05/1961\n\n\tWHO'S CALLED: rita.quayle@kiln.example, 9p.m.\n",
    "  He's 5ft 11in, 37.2°C. :) Dictated a.m. by O'Brien... let's say “Ruairí” paid US$40–£50 & left.",
    "Compared with www.kiln.example/x?y=1 and A/B: no change (see ser. 3, im. 41-44). Thorn Ridge, NSW 2999",
    "\n",
    "x" * 120 + " aux det PERSON ORG 東京 Ⅷ ½",
]


@pytest.fixture(scope="module")
def network() -> Network:
    """Return the recogniser as it is shipped."""
    return Network(MODEL)


@pytest.fixture(scope="module")
def pipeline() -> Language:
    """Return what spaCy makes of the same files."""
    return spacy.load(MODEL)


@pytest.mark.parametrize("text", [*TEXTS, " ".join(TEXTS)])
def test_names_are_those_that_spacy_finds(text: str, network: Network, pipeline: Language) -> None:
    """Every name is found with the label and at the place that spaCy finds it with."""
    found = [(one.label_, one.start_char, one.end_char) for one in pipeline(text).ents]
    assert network.entities(text) == found


def test_texts_with_names_are_among_them(network: Network) -> None:
    """The comparison is not one of nothing with nothing."""
    assert {label for text in TEXTS for label, *_ in network.entities(text)} >= {"PERSON", "ORG"}


def test_the_same_text_is_read_the_same_again(network: Network) -> None:
    """What is remembered of words changes no answer."""
    assert network.entities(TEXTS[0]) == network.entities(TEXTS[0])


def test_a_text_without_words_has_no_names(network: Network) -> None:
    """Nothing is found in nothing."""
    assert network.entities("") == []


def test_words_are_read_as_spacy_reads_them_now() -> None:
    """The table of words beside the model is the one of the spaCy that is installed."""
    words = json.loads((Path(MODEL) / "words.json").read_text(encoding="utf-8"))
    assert words == {"norms": BASE_NORMS, "symbols": {name: number for name, number in IDS.items() if number}}
