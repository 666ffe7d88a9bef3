"""The lexicon of radiology keeps products, abbreviations and languages, and no person of the same name."""

from __future__ import annotations

import re

import pytest

from site_agent.deidentify.reports.filter import ReportFilter
from site_agent.deidentify.reports.known_words import is_borne, is_known, may_name
from site_agent.deidentify.reports.radiology_words import RadiologyWords

_FRAME = "The study shows no fracture. {} No effusion is seen."


def _released(sentence: str) -> str:
    return ReportFilter().filter(_FRAME.format(sentence)).text


@pytest.mark.parametrize(
    "sentence",
    [
        "The wound was closed with 4-0 Monocryl and Steri-Strips.",
        "A Vicryl suture holds the port.",
        "MAGNIMS criteria are met.",
        "Staged after ESMO and SIOP.",
        "No haemobilia and no hemobilia.",
        "The Tagalog interpreter helped.",
        "Perfusion with Flyrcado on the new scanner.",
        "The centrum semiovale is spared.",
        "The organ of Corti is not resolved.",
        "A Pascal device was placed.",
        "A diverticulum of Kommerell is seen.",
        "She was treated with Metformin and Apixaban.",
        "A rose-shaped density and Osteitis condensans ilii.",
    ],
)
def test_what_radiology_writes_stays(sentence: str) -> None:
    """Brands, abbreviations, terms, languages and phrases name nobody."""
    assert sentence in _released(sentence)


@pytest.mark.parametrize("sentence", ["Dr. Pascal agrees.", "Discussed with Mr Corti.", "Told Anna Pascal."])
def test_a_person_called_like_a_phrase_goes(sentence: str) -> None:
    """A phrase protects its words in the phrase and nowhere else."""
    assert not re.search("Pascal|Corti", _released(sentence))


def test_every_word_is_known_and_names_nobody() -> None:
    """No word of the lexicon may name somebody; names that many bear stand in phrases only."""
    words = RadiologyWords.load()
    for word in words.brands | words.terms | words.languages:
        assert is_known(word), word
        assert not may_name(word), word
    assert not {word for word in words.brands | words.abbreviations if is_borne(word)}


def test_words_are_in_small_letters_and_listed_once() -> None:
    """A word in capitals would never be found."""
    words = RadiologyWords.load()
    for group in (words.brands, words.abbreviations, words.terms, words.languages, frozenset(words.phrases)):
        assert not {word for word in group if word != word.lower()}
    assert len(set(words.phrases)) == len(words.phrases)
