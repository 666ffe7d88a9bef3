"""Eponyms of the lexicon stay where medicine follows them, and go where a person is meant."""

from __future__ import annotations

import pytest

from site_agent.deidentify.reports.listed_eponyms import Eponyms, listed_eponyms


def _found(line: str, *, shouted: bool = False) -> list[str]:
    return [line[start:end] for start, end in listed_eponyms(line, shouted=shouted)]


@pytest.mark.parametrize(
    ("line", "eponym"),
    [
        ("Lesion of Brodmann area 4.", "Brodmann area"),
        ("Sharpey fibre", "Sharpey fibre"),
        ("Weber-type fracture, Vancouver C fracture, Mirels 9, Paprosky IIB.", "Paprosky IIB"),
        ("Kienböck sclerosis of the lunate.", "Kienböck sclerosis"),
        ("Hagl and Poirier space", "Poirier space"),
        ("Schwannian proliferation in the nerve.", "Schwannian proliferation"),
        ("Masaoka high risk", "Masaoka high risk"),
        ("criteria of Barkhof 2016; Masaoka was used", "Masaoka"),
    ],
)
def test_an_eponym_before_medicine_is_found(line: str, eponym: str) -> None:
    """Nouns of eponyms, degrees, words of medicine and adjectives in -ian tell them."""
    assert eponym in _found(line)


def test_capitals_tell_by_the_noun_alone() -> None:
    """A report in capitals keeps its eponyms with their nouns."""
    assert _found("KOHLER DISEASE OF THE NAVICULAR", shouted=True) == ["KOHLER DISEASE"]


@pytest.mark.parametrize("line", ["Kienböck, Anna", "Told Freiberg by phone", "Masaoka Kenji called"])
def test_a_name_without_medicine_is_no_eponym(line: str) -> None:
    """What stands alone, before a comma or before another name may be a person."""
    assert not _found(line)


def test_what_many_people_bear_counts_before_its_nouns_only() -> None:
    """A frequent surname before any other word of medicine stays open."""
    assert "walker" not in Eponyms.load().alone
    assert not _found("Walker pneumonia")


def test_the_lists_agree() -> None:
    """What is borne is listed, and nothing that is borne stands alone."""
    listed = Eponyms.load()
    assert listed.borne < listed.names
    assert not listed.borne & listed.alone


@pytest.mark.parametrize(
    "line", ["Ottawa positive today", "a positive Barlow on the right", "fragment 3 mm, Goutallier 2."]
)
def test_a_test_with_its_result_and_a_small_degree_stay(line: str) -> None:
    """A result or a degree tells the test, as long as nothing of a person follows."""
    assert _found(line)
