"""Tests of how the second reader is shown a text."""

from __future__ import annotations

from spacy.vocab import Vocab

from site_agent.deidentify.reports.shown_words import shown


def _norms(text: str) -> list[str]:
    document, _ = shown(Vocab(), text, {"typed", "by"})
    return [token.norm_ for token in document]


def test_the_reader_never_sees_who_is_named() -> None:
    """Two people in the same place look the same, as do two numbers of one length."""
    assert _norms("Typed by Quornel 5583") == _norms("Typed by Zavvort 9071")


def test_common_words_are_shown_as_themselves() -> None:
    """A word of every report is shown as it is, in small letters; a month's number is told from a day's."""
    assert _norms("TYPED BY")[:2] == ["typed", "by"]
    assert len(set(_norms("12 31 99 100"))) == len("four")


def test_every_token_has_its_place() -> None:
    """Tokens stand where they are said to, placeholders whole."""
    text = "By [NAME]  on\n4/5, O'Quell"
    document, tokens = shown(Vocab(), text, ())
    assert [token.text for token in document] == [token[0] for token in tokens]
    assert "[NAME]" in [token[0] for token in tokens]
    assert "".join(token[0] for token in tokens).replace(" ", "") == text.replace(" ", "")


def test_prose_in_which_nothing_went_is_shown_too() -> None:
    """A number in the middle of plain prose may identify somebody as well."""
    text = "Seen by Dr. [NAME]. Technologist certification 60364 on file."
    _, tokens = shown(Vocab(), text, ())
    assert "60364" in [token[0] for token in tokens]
