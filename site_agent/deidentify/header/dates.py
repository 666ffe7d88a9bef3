"""Dates, times and ages (PS3.5 6.2: DA, DT, TM, AS).

Rules: a date moves by the patient's shift, so that intervals stay; one that is told to the month or year only
moves as its middle would, and stays as vague; a time of day and a time zone stay; an age above 89 years
becomes 90; a value that is not what its representation says is dropped, for it may be anything.

Not here: the shift itself (`pseudonyms`) and dates inside texts (`reports.dates`).
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

_DA: Final = re.compile(r"(\d{4})\.?(\d{2})\.?(\d{2})", re.ASCII)
_TIME: Final = r"(?:[01]\d|2[0-3])(?:{0}[0-5]\d(?:{0}(?:[0-5]\d|60)(?:\.\d{{1,6}})?)?)?"
_TM: Final = re.compile(_TIME.format(":?"), re.ASCII)
_DT: Final = re.compile(
    rf"(\d{{4}})(?:(\d{{2}})(?:(\d{{2}})({_TIME.format('')})?)?)?([+-]\d{{4}})?", re.ASCII
)
_AS: Final = re.compile(r"(\d{3})([DWMY])", re.ASCII)
_OFFSET: Final = re.compile(r"[+-](?:0\d|1[0-4])[0-5]\d", re.ASCII)
_OLDEST_YEARS: Final = 90
_PER_YEAR: Final = {"D": 365.25, "W": 52.18, "M": 12.0, "Y": 1.0}
_DAYS_PER_YEAR: Final = 365.25
_MIDDLE_MONTH: Final = "07"
_MIDDLE_DAY: Final = {True: "15", False: "01"}  # of a month, of a year
_WHOLE_DAY: Final = 8  # digits of YYYYMMDD


def shift_date(value: str, days: int) -> str | None:
    """Return a DA value, or a range of two, moved by some days; ``None`` when it is no date."""
    return _in_range(value, lambda one: _shift_day(one, days))


def shift_datetime(value: str, days: int) -> str | None:
    """Return a DT value, or a range of two, moved by some days, time and zone kept; ``None`` when it is none.

    A value without a day or month moves as its middle would and is written as vaguely as it was.
    """
    return _in_range(value, lambda one: _shift_moment(one, days))


def keep_time(value: str) -> str | None:
    """Return a TM value, or a range of two, as it is; ``None`` when it is no time."""
    return _in_range(value, lambda one: one if _TM.fullmatch(one) else None)


def keep_date(value: str) -> str | None:
    """Return a DA or DT value as it is, or ``None`` when it is neither."""
    return value.strip() if shift_date(value, 0) or shift_datetime(value, 0) else None


def keep_offset(value: str) -> str | None:
    """Return an offset from UTC such as ``+0100``, or ``None`` when it is none."""
    return value.strip() if _OFFSET.fullmatch(value.strip()) else None


def cap_age(value: str) -> str | None:
    """Return an AS value, at most ``090Y``, or ``None`` when it is no age."""
    found = _AS.fullmatch(value.strip())
    if not found:
        return None
    return f"{_OLDEST_YEARS:03d}Y" if age_years(value.strip()) >= _OLDEST_YEARS else found[0]


def age_years(value: str) -> float:
    """Return an AS value in years.

    Raises:
        ValueError: It is no age.
    """
    found = _AS.fullmatch(value.strip())
    if not found:
        msg = "not an AS value"
        raise ValueError(msg)
    return int(found[1]) / _PER_YEAR[found[2]]


def age_between(born: str, seen: str) -> str | None:
    """Return the age at a day as an AS value in whole years, capped; ``None`` when a day cannot be read."""
    days = [_DA.fullmatch(value.strip()) for value in (born, seen)]
    try:
        first, last = (date(*map(int, found.groups())) for found in days if found)
    except ValueError:
        return None
    years = int((last - first).days / _DAYS_PER_YEAR)
    return cap_age(f"{years:03d}Y") if last >= first else None


def _in_range(value: str, rule: Callable[[str], str | None]) -> str | None:
    """Apply a rule to a value, or to both ends of a range such as ``20200101-20200131`` (PS3.4 C.2.2.2.5)."""
    text = value.strip()
    if (whole := rule(text)) is not None:
        return whole
    for at in (place.start() for place in re.finditer("-", text)):
        ends = [rule(end) if end else "" for end in (text[:at], text[at + 1 :])]
        if any(ends) and None not in ends:
            return "-".join(end or "" for end in ends)
    return None


def _shift_day(value: str, days: int) -> str | None:
    found = _DA.fullmatch(value)
    return _moved(found[1], found[2], found[3], days) if found else None


def _shift_moment(value: str, days: int) -> str | None:
    found = _DT.fullmatch(value)
    if not found:
        return None
    year, month, day, time, zone = found.groups(default="")
    told = len(year + month + day)
    moved = _moved(year, month or _MIDDLE_MONTH, day or _MIDDLE_DAY[bool(month)], days)
    return None if moved is None else moved[: min(told, _WHOLE_DAY)] + time + zone


def _moved(year: str, month: str, day: str, days: int) -> str | None:
    try:
        new = date(int(year), int(month), int(day)) + timedelta(days=days)
    except (ValueError, OverflowError):
        return None
    return f"{new.year:04d}{new.month:02d}{new.day:02d}"
