"""Dates for dates: moved by the patient's shift and written as they were written, so that intervals stay.

Rules: every form of which a day, a month or a year can be read moves, partial ones by their middle; the order
of day and month is the report's where one of its dates tells it, else the month stands first; two digits of a
year belong to the latest century that the report allows. A date ninety years before the report's latest, a
date of birth beside which no other tells the report's time, and what cannot be read, are not told.

Not here: dates of objects, which move only when their day is certain (`site_agent.deidentify.reports.dates`).
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

_NAMES: Final = tuple(calendar.month_name)
_DAYS: Final = tuple(calendar.day_name)
_MONTH: Final = r"(?P<n>(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6})\.?"
_DAY: Final = r"(?P<d>\d{1,2})(?P<o>st|nd|rd|th)?"
_YEAR: Final = r"(?P<y>(?:19|20)\d\d)"
_SHORT: Final = rf"{_YEAR[:-1]}|(?<!\d)\d\d)(?!\d)"
_FORMS: Final = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"{_YEAR}(?P<s>[-/.])(?P<m>\d{{1,2}})(?P=s)(?P<d>\d{{1,2}})(?!\d)",
        rf"{_YEAR}(?P<m>\d\d)(?P<d>\d\d)(?=(?:\d{{4}}(?:\d\d)?)?(?!\d))",
        rf"(?P<a>\d{{1,2}})(?P<s>[-/.])(?P<b>\d{{1,2}})(?P=s){_SHORT}",
        rf"{_MONTH},?[ -]+(?:of[ ]+)?{_YEAR}(?!\d)",
        rf"{_MONTH}[ -]+{_DAY}(?:,?[ ]+'?{_SHORT})",
        rf"{_MONTH}[ -]+{_DAY}(?![\d])",
        rf"{_DAY}(?:[ ]+of)?[ -]*{_MONTH}(?:[ ,-]+'?{_SHORT})",
        rf"{_DAY}(?:[ ]+of)?[ -]*{_MONTH}(?![\w])",
        rf"(?P<m>\d{{1,2}})[/-]{_YEAR}(?!\d)",
        r"(?P<a>\d{1,2})(?P<s>[-/])(?P<b>\d{1,2})(?!\d)",
        rf"{_YEAR}(?!\d)",
        r"(?P<w>(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6})\b",
    )
)
_BETWEEN: Final = re.compile(
    r"(?:[\s,;()&\u2013\u2014-]|\.(?!\d)|(?:to|through|thru|until|and|at|of|the|on)\b|T?\d{1,2}:\d\d(?::\d\d)?(?:\.\d+)?"
    r"|[ap]\.?m\b\.?|(?:hrs?|hours?|h)\b|[TZ](?![a-z])|(?<=\d)\d{4}(?:\d\d)?(?!\d))+",
    re.IGNORECASE,
)
_FOUR_DIGITS: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?=\d{4}|\D|\Z)")
_NUMERIC: Final = re.compile(r"(?<![\d/.-])(\d{1,2})[/-](\d{1,2})[/-](\d{4}|\d\d)(?!\d)")
_OLDEST: Final = 90
_TODAY: Final = 2029  # two digits of a report that tells no year: 29 is 2029, 30 is 1930
_MONTHS: Final = 12
_TEENS: Final = range(11, 14)


@dataclass(frozen=True, slots=True)
class Calendar:
    """What a report's own dates tell about how it writes them.

    Attributes:
        days: Days to add.
        latest: Latest year the report tells, or ``None``.
        day_first: Whether its numeric dates begin with the day.
        several: Whether it tells more than one date.
    """

    days: int
    latest: int | None
    day_first: bool
    several: bool

    @classmethod
    def of(cls, said: Iterable[tuple[str, bool]], days: int) -> Calendar:
        """Return the calendar of a report.

        Args:
            said: Its dates, as written, and whether each is a date of birth.
            days: Days to add.
        """
        told = list(said)
        dates = [one for one, _ in told]
        current = [one for one, born in told if not born]
        years = [int(year) for one in current for year in _FOUR_DIGITS.findall(one)]
        short = [2000 + int(m[3]) for one in current for m in _NUMERIC.finditer(one) if len(m[3]) <= 2]  # noqa: PLR2004 - two digits
        years += [year for year in short if year <= _TODAY]
        pairs = [(int(m[1]), int(m[2])) for one in dates for m in _NUMERIC.finditer(one)]
        day_first = any(a > _MONTHS >= b for a, b in pairs) and not any(b > _MONTHS >= a for a, b in pairs)
        return cls(days, max(years, default=None), day_first, len(set(dates)) > 1)

    def moved(self, said: str, *, born: bool) -> str | None:
        """Return the dates of a piece moved, or ``None`` when it cannot be told.

        Args:
            said: The piece, as written.
            born: Whether it is a date of birth.
        """
        if born and not self.several:
            return None
        told, at = [], 0
        while at < len(said):
            match = next((m for form in _FORMS if (m := form.match(said, at))), None)
            if match is not None:
                new = self._written(match)
                if new is None:
                    return None
                told.append(new)
            else:
                match = _BETWEEN.match(said, at)
                if match is None:
                    return None
                told.append(match[0])
            at = match.end()
        return "".join(told)

    def _written(self, match: re.Match[str]) -> str | None:
        """Return one date moved and written like the one found."""
        parts = {name: text for name, text in match.groupdict().items() if text}
        if "w" in parts:
            return self._weekday(parts["w"])
        if "a" in parts:
            first, second = int(parts["a"]), int(parts["b"])
            day_first = second <= _MONTHS and (first > _MONTHS or self.day_first or parts["s"] == ".")
            parts |= {"d": parts["a"], "m": parts["b"]} if day_first else {"d": parts["b"], "m": parts["a"]}
        year = self._year(parts.get("y"))
        try:
            month = _month(parts["n"]) if "n" in parts else int(parts.get("m", "7"))
            day = int(parts.get("d", "15" if "m" in parts or "n" in parts else "1"))
            new = date(year, month, day) + timedelta(days=self.days)
        except (ValueError, OverflowError):
            return None
        if "y" in parts and year <= (self.latest or _TODAY) - _OLDEST:
            return None
        return _like(match, parts, new)

    def _year(self, said: str | None) -> int:
        if said is None:
            return self.latest or _TODAY
        latest = self.latest or _TODAY
        year = int(said)
        return year if len(said) > 2 else 2000 + year if 2000 + year <= latest else 1900 + year  # noqa: PLR2004 - two digits leave the century open

    def _weekday(self, said: str) -> str | None:
        index = next((n for n, name in enumerate(_DAYS) if name.lower().startswith(said.lower())), None)
        if index is None and said.lower() not in {"tues", "thur", "thurs"}:
            return None
        index = {"tu": 1, "th": 3}[said[:2].lower()] if index is None else index
        name = _DAYS[(index + self.days) % len(_DAYS)]
        return _cased(name if said.lower() in map(str.lower, _DAYS) else name[:3], said)


def _month(said: str) -> int:
    """Return the number of a month.

    Raises:
        ValueError: It is none.
    """
    lowered = "sep" if said.lower() == "sept" else said.lower()
    found = [n for n, name in enumerate(_NAMES) if name and name.lower().startswith(lowered)]
    if len(found) != 1:
        raise ValueError
    return found[0]


def _like(match: re.Match[str], parts: dict[str, str], new: date) -> str:
    """Return a date in the form in which another one was found."""
    digits = [text for name, text in parts.items() if name in "dm"]
    numeric = "n" not in parts
    padded = min(map(len, digits), default=2) > 1 and (numeric or parts.get("d", "").startswith("0"))
    numbers = {"d": new.day, "m": new.month}
    written = {name: f"{number:02d}" if padded else str(number) for name, number in numbers.items()}
    if "a" in parts:
        swapped = parts["d"] is parts["a"]
        written |= {"a": written["d" if swapped else "m"], "b": written["m" if swapped else "d"]}
    if "y" in parts:
        written["y"] = f"{new.year:04d}"[-len(parts["y"]) :]
    if "n" in parts:
        written["n"] = _named(parts["n"], new.month)
    written["o"] = "th" if new.day in _TEENS else {1: "st", 2: "nd", 3: "rd"}.get(new.day % 10, "th")
    written["s"] = parts.get("s", "")
    pieces, at = [], match.start()
    for name in sorted((n for n, t in match.groupdict().items() if t), key=match.start):
        pieces += [match.string[at : match.start(name)], _cased(written[name], match[name])]
        at = match.end(name)
    return "".join(pieces) + match.string[at : match.end()]


def _named(said: str, month: int) -> str:
    whole = said.lower() in {name.lower() for name in _NAMES if name}
    return _NAMES[month] if whole else _NAMES[month][:3]


def _cased(text: str, like: str) -> str:
    return text.upper() if like.isupper() else text.lower() if like.islower() else text
