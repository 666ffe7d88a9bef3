"""Tests of `site_agent.deidentify.reports.wrapped`: lines broken for their length are read as one."""

from __future__ import annotations

import pytest

from site_agent.deidentify.reports.filter import ReportFilter
from site_agent.deidentify.reports.wrapped import wrapped_breaks

PROSE = (
    "CHEST, TWO VIEWS. Lungs are clear. Heart is not enlarged. Pleura: there is no\n"
    "effusion and no pneumothorax. Bones show nothing new, as was said of it when\n"
    "this was done before. Soft tissues are normal. There are no lines and no tubes\n"
)


@pytest.mark.parametrize(
    ("end", "name"),
    [
        ("on the examination which had been filed under the former name of Quorl, Tavi\nW.\n", "W."),
        ("an older film of the chest; this was told over the telephone at number 555 204\n7731.\n", "7731"),
        ("the radiographs that somebody else has obtained for this patient on October 14,\n2017.\n", "2017"),
    ],
)
def test_values_broken_over_two_lines_go_whole(end: str, name: str) -> None:
    """A name, telephone or date that a full line broke goes with what stands on the next line."""
    assert name not in ReportFilter().filter(PROSE + end).text


@pytest.mark.parametrize(
    ("text", "behind"),
    [
        (
            "No effusion.\nUnder the care of Professor Quornley, St. Zorvi Mission\nHospital.\nDIP joint.\n",
            "Hospital.",
        ),
        (
            "No effusion.\nPreviously registered as UR624309 at Quornley\nMulti-Purpose Service.\nNormal.\n",
            "Multi",
        ),
    ],
)
def test_the_last_words_of_a_sentence_go_on_it(text: str, behind: str) -> None:
    """Where no line is wider, a line that holds a few last words belongs to the one before."""
    assert [text[at + 1 :].startswith(behind) for at in wrapped_breaks(text)] == [True]


def test_what_is_no_sentence_keeps_its_breaks() -> None:
    """Labelled lines, items, rows and short lines are not joined, however the text is wrapped."""
    text = PROSE + (
        "a former examination that is kept in the archive of another hospital since\n"
        "Impression: nothing acute is seen in the chest of this patient, no follow-up\n"
        "- no nodule that would have to be followed according to the usual guidelines\n"
        "2. no fracture of the ribs\nSigned\n"
    )
    joined = wrapped_breaks(text)
    assert {text[at + 1 :].split()[0] for at in joined} == {"effusion", "this", "a"}


def test_one_open_phrase_at_the_end_of_a_line_is_enough() -> None:
    """A single sentence that breaks behind a preposition goes on, whatever else the text does."""
    text = (
        "CT CHEST\nNone available. Films from the other hospital were requested on 17\nMay 2017 once.\nEnd\n"
    )
    assert {text[at + 1 :].split(maxsplit=1)[0] for at in wrapped_breaks(text)} == {"May"}


def test_lines_of_a_chat_stay_lines() -> None:
    """Lines of one case that end where somebody stopped writing are no wrapped text."""
    chat = (
        "ok so this one is the knee from this morning, right\nand the other is a hip\n"
        "no it is not the hip but the ankle of the same one\nthanks\n"
    )
    assert not wrapped_breaks(chat)


def test_a_line_of_blanks_alone_is_no_line() -> None:
    """Columns of a text without words, and blanks of every kind, break nothing."""
    text = (
        PROSE + " \u00a0 \n\x0b \nof an effusion which had been described in the former examination of it\n"
    )
    assert wrapped_breaks(text) >= wrapped_breaks(PROSE)
