"""Dates, times and ages (PS3.5 6.2: DA, DT, TM, AS).

Rules: a date moves by the patient's shift, so that intervals stay; a time of day stays; an age above 89 years
becomes 90; a value that is not what its representation says is dropped, for it may be anything.

Not here: the shift itself (`pseudonyms`) and dates inside texts (`report`).
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

_DA: Final = re.compile(r"(\d{4})\.?(\d{2})\.?(\d{2})")
_DT: Final = re.compile(r"(\d{4})(\d{2})(\d{2})(\d{0,6}(?:\.\d{1,6})?(?:[+-]\d{4})?)")
_TM: Final = re.compile(r"\d{2}:?(?:\d{2}:?(?:\d{2}(?:\.\d{1,6})?)?)?")
_AS: Final = re.compile(r"(\d{3})([DWMY])")
_OLDEST_YEARS: Final = 90
_PER_YEAR: Final = {"D": 365.25, "W": 52.18, "M": 12.0, "Y": 1.0}


def shift_date(value: str, days: int) -> str | None:
    """Return a DA value moved by some days, or ``None`` when it is no date."""
    found = _DA.fullmatch(value.strip())
    return _moved(found.groups(), days) if found else None


def shift_datetime(value: str, days: int) -> str | None:
    """Return a DT value moved by some days, time and zone kept, or ``None`` when it is none to the day."""
    found = _DT.fullmatch(value.strip())
    if not found:
        return None
    moved = _moved(found.groups()[:3], days)
    return None if moved is None else moved + found[4]


def keep_time(value: str) -> str | None:
    """Return a TM value as it is, or ``None`` when it is no time."""
    text = value.strip()
    return text if _TM.fullmatch(text) else None


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


def _moved(parts: tuple[str | None, ...], days: int) -> str | None:
    year, month, day = (int(part or 0) for part in parts)
    try:
        return (date(year, month, day) + timedelta(days=days)).strftime("%Y%m%d").rjust(8, "0")
    except (ValueError, OverflowError):
        return None
