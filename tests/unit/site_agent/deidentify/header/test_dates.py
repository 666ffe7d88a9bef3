from __future__ import annotations

import pytest

from site_agent.deidentify.header import dates


@pytest.mark.parametrize(
    ("value", "moved"),
    [
        ("20210304", "20210303"),
        (" 2021.03.01 ", "20210228"),
        ("20200301", "20200229"),
        ("20200101-20200202", "20191231-20200201"),
        ("20200101-", "20191231-"),
        ("20211332", None),
        ("00010101", None),
        ("Zwingli", None),
        ("2021030", None),
        ("٢٠٢١٠٣٠٤", None),
    ],
)
def test_dates_move_or_are_none(value: str, moved: str | None) -> None:
    """Days, old forms with points and ranges move; everything else is no date."""
    assert dates.shift_date(value, -1) == moved


@pytest.mark.parametrize(
    ("value", "moved"),
    [
        ("20210304101112.123456+0100", "20210302101112.123456+0100"),
        ("2021030410", "2021030210"),
        ("20210304", "20210302"),
        ("2021-0500", "2021-0500"),
        ("202103", "202103"),
        ("2021", "2021"),
        ("20210304101112-20210305101112", "20210302101112-20210303101112"),
        ("20210304251112", None),
        ("2021030410111", None),
        ("20210304 Zwingli", None),
    ],
)
def test_moments_keep_time_zone_and_vagueness(value: str, moved: str | None) -> None:
    """A year stays a year and a month a month, moved as its middle would be."""
    assert dates.shift_datetime(value, -2) == moved


def test_a_vague_moment_moves_as_its_middle_would() -> None:
    """A year back is a year back, and half a month may be one."""
    assert dates.shift_datetime("2021", -366) == "2020"
    assert dates.shift_datetime("202103", -20) == "202102"


@pytest.mark.parametrize("value", ["10", "1011", "101112", "101112.123456", "10:11:12", "1011-1213"])
def test_times_stay(value: str) -> None:
    """A time of day is nobody's."""
    assert dates.keep_time(value) == value


@pytest.mark.parametrize("value", ["9", "987654", "Zwingli", "10111", "101112.1234567"])
def test_what_is_no_time_goes(value: str) -> None:
    """An id may look like digits of a time; it is one only when the hours and minutes are."""
    assert dates.keep_time(value) is None


def test_ages_are_told_between_two_days() -> None:
    """In whole years, at most ninety, and only when both days can be read."""
    assert dates.age_between("19630714", "20210304") == "057Y"
    assert dates.age_between("19200101", "20210304") == "090Y"
    assert dates.age_between("20210304", "20200101") is None
    assert dates.age_between("", "20200101") is None


@pytest.mark.parametrize(
    ("value", "kept"), [("+0100", "+0100"), ("-1130", "-1130"), ("+9900", None), ("CET", None)]
)
def test_only_an_offset_is_an_offset(value: str, kept: str | None) -> None:
    """The offset from UTC is digits."""
    assert dates.keep_offset(value) == kept
