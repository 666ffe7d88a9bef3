"""Words of medicine are told by what they are built of."""

from __future__ import annotations

import pytest

from site_agent.deidentify.reports.known_words import is_known, is_term, may_name
from site_agent.deidentify.reports.medical_words import is_built, is_medical


@pytest.mark.parametrize(
    "word",
    ["cerebellopontine", "keratocyst", "perinephric", "gastrojejunostomy", "atlantoaxial", "supraspinatus"],
)
def test_a_word_of_combining_forms_and_an_ending_is_known_without_a_list(word: str) -> None:
    """Reports write words that no list has."""
    assert is_built(word)
    assert is_known(word)


@pytest.mark.parametrize("word", ["osimertinib", "durvalumab", "remimazolam"])
def test_a_medicine_is_known_by_its_ending(word: str) -> None:
    """New medicines have old endings."""
    assert is_medical(word)


@pytest.mark.parametrize(
    "name",
    ["kowalczyk", "papadopoulos", "stephanopoulos", "montgomery", "mukherjee", "oyelaran", "gunawardena"],
)
def test_a_name_is_no_word_of_medicine(name: str) -> None:
    """What is taken for medicine stays in the text, so a name must not be."""
    assert not is_medical(name)
    assert not is_known(name)


def test_a_rare_word_may_name_somebody_where_it_has_a_capital() -> None:
    """Rare words and foreign names look alike."""
    assert is_known("quokka")
    assert may_name("Quokka")
    assert not may_name("Keratocyst")


def test_a_device_means_only_the_device() -> None:
    """Makers' names of scanners stay though nobody explains them."""
    assert is_term("Voluson")
    assert not is_term("Baker")
