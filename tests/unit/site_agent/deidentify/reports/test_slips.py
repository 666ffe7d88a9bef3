"""A slip of the finger is forgiven where a word was meant, and nowhere that somebody may be named."""

from __future__ import annotations

import pytest

from site_agent.deidentify.reports.filter import ReportFilter
from site_agent.deidentify.reports.misspelt import is_slip
from site_agent.deidentify.reports.slips import slips


def _told(text: str) -> list[str]:
    return [text[start:end] for start, end in slips(text)]


@pytest.mark.parametrize("word", ["leeft", "feverr", "lbe", "noodule", "grde"])
def test_short_words_slip_as_fingers_do(word: str) -> None:
    """Letters exchanged, doubled and dropped."""
    assert is_slip(word)


@pytest.mark.parametrize("word", ["brian", "maria", "carlo", "stefan", "quorl"])
def test_names_are_no_slips(word: str) -> None:
    """Though one letter parts some of them from a word."""
    assert not is_slip(word)


def test_a_slip_in_a_sentence_at_its_beginning_and_in_a_label_is_told() -> None:
    """In small letters anywhere, with a capital before small letters, in any case before a colon."""
    text = "HISOTRY: Cough, feverr today. Known Asthma.\n\nFINDINGS: Heatr size is normal.\n"
    assert _told(text) == ["HISOTRY", "feverr", "Heatr"]


def test_two_letters_exchanged_make_a_slip_of_any_common_word() -> None:
    """At the beginning of any sentence, whatever follows; a name of people is never one."""
    assert _told("INDICATION: Seziure, arm held. The Baerd is old.") == ["Seziure"]
    assert _told("AXILLARY NODES NORMAL. SACTTERED BENIGN CYSTS ARE SEEN.") == ["SACTTERED"]
    assert not _told("Mild change. Told Seziure about it. Mraia was told.")


def test_a_slip_in_capitals_stands_between_plain_words() -> None:
    """Nothing but blanks parts them; behind a cue it may be a name."""
    assert _told("SMALL PLEURAL EFFUSOIN ON THE LEFT. NO FRACTURE SEEN.") == ["EFFUSOIN"]
    assert not _told("SMALL EFFUSION DISCUSSED WITH EFFUSOIN ON THE LEFT WARD TODAY.")


def test_what_stands_twice_or_behind_a_title_is_no_slip() -> None:
    """Fingers slip once; people are named again."""
    assert not _told("Small effusoin on the left. The effusoin is old.")
    assert not _told("Small effusion. Told Dr. effusoin about the left side.")


def test_a_slip_stays_and_a_stranger_goes() -> None:
    """The unknown-word rule still fails closed."""
    text = ReportFilter().filter("Nekc pain is old. Tobrikk is a neighbor. No lesoin in the leeft lobe.").text
    assert "Nekc pain" in text
    assert "lesoin in the leeft lobe" in text
    assert "Tobrikk" not in text
