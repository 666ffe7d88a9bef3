"""Sentences in objects lose who, keep what, and move when."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_agent.deidentify.header import free_text
from site_agent.deidentify.header.identifiers import Identifiers
from site_agent.deidentify.header.metadata import Subject

DAYS = -400
SUBJECT = Subject(
    "PX-4471",
    DAYS,
    Identifiers(
        words=frozenset({"quarrymoor", "long"}),
        values=frozenset({"px 4471902", "20190304", "4471902"}),
        uids=frozenset({"1.2.3.4.5.6.7"}),
        raw=frozenset(),
    ),
)
WHERE = (
    "Seen by {}.",
    "nodule, {} agrees",
    "REPORTED BY {}",
    "called {} today",
    "{}",
    "[{}] nodule",
    "Dr. {}: no effusion",
)
NAMES = st.text("bcdfghjklmpqvwxz", min_size=7, max_size=12)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5 mm nodule since 2019-03-14.", "5 mm nodule since 2018-02-07."),
        ("No effusion. Quarrymoor", "No effusion. [NAME]"),
        ("03/04/2019 baseline CT", "01/28/2018 baseline CT"),
        ("Image Quality: Good", "Image Quality: Good"),
        ("Selected region is planar", "Selected region is planar"),
        ("T12 compression, 3.5 x 4.1 cm", "T12 compression, 3.5 x 4.1 cm"),
        ("matrix 256x192, 3x3x4", "matrix 256x192, 3x3x4"),
        ("", ""),
    ],
)
def test_findings_measures_and_moved_dates_stay(text: str, expected: str) -> None:
    """What is no identifier comes through word for word."""
    assert free_text.clean(text, SUBJECT) == expected


@settings(max_examples=60, deadline=None)
@given(name=NAMES, where=st.sampled_from(WHERE), way=st.sampled_from([str.upper, str.capitalize, str.lower]))
def test_a_name_that_nobody_knows_never_survives(name: str, where: str, way: type[str]) -> None:
    """Neither case nor brackets nor the lack of a cue carry a strange word through."""
    assert name not in free_text.clean(where.format(way(name)), SUBJECT).lower()


@pytest.mark.parametrize(
    "text",
    [
        "seen by quarrymoor",
        "the long nodule",
        "ID 4471902",
        "PX-4471902",
        "uid 1.2.3.4.5.6.7",
        "[QUARRYMOOR] nodule",
    ],
)
def test_the_objects_own_identifiers_go_in_any_spelling(text: str) -> None:
    """A word of the patient's name goes even where it is a plain word."""
    assert not SUBJECT.identifiers.hit(free_text.clean(text, SUBJECT))


@pytest.mark.parametrize("text", ["03/04/2018", "in March 2019", "DOB: 1950-03-14", "born 14 March 1950"])
def test_a_date_that_cannot_be_moved_goes(text: str) -> None:
    """Dates of birth and dates that can be read in two ways are dropped, not kept."""
    assert not any(part in free_text.clean(text, SUBJECT) for part in ("2018", "2019", "1950", "03/04"))


def test_without_the_option_every_date_goes() -> None:
    """Where dates are not retained, they are removed from texts too."""
    assert "2018" not in free_text.clean("since 2019-03-14", SUBJECT, keep_dates=False)
    assert "2019" not in free_text.clean("since 2019-03-14", SUBJECT, keep_dates=False)


@pytest.mark.parametrize("text", ["患者山田太郎", "מטופל כהן", "ผู้ป่วย", "a\0b", "x" * 300_000])
def test_strange_text_is_no_way_out(text: str) -> None:
    """Scripts without letter case, zero bytes and endless texts leave nothing behind."""
    assert not set(free_text.clean(text, SUBJECT)) & set("山田太郎כהןป่")


def test_many_dates_keep_their_places() -> None:
    """Each of a hundred dates is replaced by its own."""
    days = [f"2019-03-{day:02d}" for day in range(1, 29)] * 4
    moved = [f"2018-01-{day:02d}" for day in range(25, 32)] + [f"2018-02-{day:02d}" for day in range(1, 22)]
    assert free_text.clean(" ".join(days), SUBJECT) == " ".join(moved * 4)
