"""Dates inside texts, moved by the patient's shift and written as they were written.

Rules: a date is moved only when its day can be told for certain: year first, eight digits, a month's name, or
numbers of which one order alone is possible, be it by themselves, by the object's own dates or by another
date of the text. What stays untold (``3/4``, ``March 2019``, a two-way ``03/04/2019``) and a date of birth
are left where they are, for the report filter to remove.

Not here: dates in attributes of their own (`dates`), and the rest of the text (`free_text`).
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

_MONTHS: Final = {
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "en": "January February March April May June July August September October November December",
}  # where two languages share a name, the later one's months are written
_WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_ABBREVIATED: Final = 3
_LAST_MONTH: Final = 12
_CENTURY: Final = 2000
_TEENS: Final = range(11, 14)
_BIRTH: Final = re.compile(r"\b(?:d\.?o\.?b\b|birth|born|née?\b|geb)[^\n\d]{0,24}$", re.IGNORECASE)
_REACH: Final = 32
_NUMERIC: Final = ("m1", "d1", "m2", "d2", "a3", "b3")


def move(
    text: str, days: int, known: Callable[[str], bool], stand_in: Callable[[int], str]
) -> tuple[str, list[str]]:
    """Return the text with a stand-in for every date that could be moved, and the moved dates.

    Args:
        text: Any text.
        days: Days to add.
        known: Whether a date (``YYYYMMDD``) is one of the object's own, which settles its order.
        stand_in: Number of a date -> what is written in its place.
    """
    moved: list[str] = []
    day_first = _order_of(text, known)

    def replaced(match: re.Match[str]) -> str:
        born = _BIRTH.search(text[max(0, match.start() - _REACH) : match.start()])
        new = None if born else _moved(match, days, day_first, known)
        if new is None:
            return match[0]
        moved.append(new)
        return stand_in(len(moved) - 1)

    return _anywhere().sub(replaced, text), moved


@cache
def _months() -> dict[str, tuple[str, int]]:
    """Return folded name or abbreviation of a month -> language and number."""
    names = {
        name.casefold(): (language, number)
        for language, every in _MONTHS.items()
        for number, name in enumerate(every.split(), start=1)
    }
    short = {name[:_ABBREVIATED]: found for name, found in names.items() if found[0] == "en"}
    return short | names | {"sept": ("en", 9)}


@cache
def _anywhere() -> re.Pattern[str]:
    """Return the pattern of every written form in which a day is told."""
    name = f"(?:{'|'.join(sorted(map(re.escape, _months()), key=len, reverse=True))})"
    ending = r"(?![\w]|[-/.]\d)"
    year, day = r"(?:19|20)\d{2}", r"\d{1,2}"
    weekday, ordinal, between = f"(?:{'|'.join(_WEEKDAYS)})", "st|nd|rd|th", r"(?:\.? (?:(?:of|de) )?|-|\.)"
    month_day = rf"(?P<n4>{name})\.? (?P<d4>{day})(?P<o4>{ordinal})?"
    forms = (
        rf"(?P<y1>{year})(?P<s1>[-/.])(?P<m1>{day})(?P=s1)(?P<d1>{day})(?:(?=T\d)|{ending})",
        rf"(?P<y2>{year})(?P<m2>\d\d)(?P<d2>\d\d)(?:T?\d{{4,6}}(?:\.\d{{1,6}})?)?{ending}",
        rf"(?P<a3>{day})(?P<s3>[-/.])(?P<b3>{day})(?P=s3)(?P<y3>{year}|\d\d){ending}",
        rf"(?:(?P<w4>{weekday}),? )?{month_day},? (?P<y4>{year}){ending}",
        rf"(?P<d5>{day})(?P<o5>{ordinal})?{between}(?P<n5>{name}),?{between}(?P<y5>{year}){ending}",
    )
    return re.compile(rf"(?<![\w.\-/])(?:{'|'.join(forms)})", re.IGNORECASE)


def _order_of(text: str, known: Callable[[str], bool]) -> bool | None:
    """Return whether a text's numeric dates that tell their order write the day first, if they agree."""
    told = {
        order
        for match in _anywhere().finditer(text)
        if match["s3"] and (order := _order(match, None, known)) is not None and match["a3"] != match["b3"]
    }
    return told.pop() if len(told) == 1 else None


def _order(match: re.Match[str], others: bool | None, known: Callable[[str], bool]) -> bool | None:  # noqa: FBT001 - three-valued
    """Return whether a numeric date writes the day first, or ``None`` when that cannot be told."""
    first, second = int(match["a3"]), int(match["b3"])
    if first > _LAST_MONTH or second > _LAST_MONTH:
        return first > _LAST_MONTH
    if first == second or match["s3"] == ".":
        return True
    year = _year(match["y3"])
    day_first, month_first = known(f"{year}{second:02d}{first:02d}"), known(f"{year}{first:02d}{second:02d}")
    return day_first if day_first != month_first else others


def _year(text: str) -> int:
    return int(text) if len(text) > 2 else _CENTURY + int(text)  # noqa: PLR2004 - two digits leave the century open


def _moved(
    match: re.Match[str],
    days: int,
    others: bool | None,  # noqa: FBT001 - three-valued
    known: Callable[[str], bool],
) -> str | None:
    """Return the moved date in the same form, or ``None`` when its day cannot be told."""
    parts = {name[0]: text for name, text in match.groupdict().items() if text}
    day_first = _order(match, others, known) if "a" in parts else None
    if "a" in parts:
        if day_first is None:
            return None
        parts["d"], parts["m"] = (parts["a"], parts["b"]) if day_first else (parts["b"], parts["a"])
    language, month = _months()[parts["n"].casefold()] if "n" in parts else ("en", int(parts["m"]))
    try:
        new = date(_year(parts["y"]), month, int(parts["d"])) + timedelta(days=days)
    except (ValueError, OverflowError):
        return None
    return _written(match, new, language, day_first=day_first)


def _written(match: re.Match[str], new: date, language: str, *, day_first: bool | None) -> str:
    """Return a date in the form in which another one was found."""
    digits = [match[group] for group in _NUMERIC if match[group]]
    named = match["d4"] or match["d5"] or ""
    joined = bool(match["d5"]) and match.string[match.end("d5")] == "-"
    padded = named.startswith("0") or (joined and len(named) > 1)
    width = min(map(len, digits), default=1 + padded)
    numbers = {"d": f"{new.day:0{width}d}", "m": f"{new.month:0{width}d}", "y": f"{new.year:04d}"}
    numbers |= {"a": numbers["d" if day_first else "m"], "b": numbers["m" if day_first else "d"]}
    pieces = []
    at = match.start()
    for name, old in sorted(match.groupdict().items(), key=lambda group: match.start(group[0])):
        if not old or name[0] == "s":
            continue
        pieces += [
            match.string[at : match.start(name)],
            _part(name[0], old, new, language) or numbers[name[0]],
        ]
        at = match.end(name)
    return "".join(pieces) + match.string[at : match.end()]


def _part(kind: str, old: str, new: date, language: str) -> str:
    """Return a weekday, a month's name, an ordinal's ending, a padded day or a short year; else nothing."""
    if kind == "y" and len(old) == 2:  # noqa: PLR2004 - two digits
        return f"{new.year % 100:02d}"
    if kind == "o":
        return "th" if new.day in _TEENS else {1: "st", 2: "nd", 3: "rd"}.get(new.day % 10, "th")
    if kind not in "wn":
        return ""
    names = _MONTHS[language].split()
    word = _WEEKDAYS[new.weekday()] if kind == "w" else names[new.month - 1]
    if kind == "n" and old.casefold() not in map(str.casefold, names):
        word = word[:_ABBREVIATED]
    return word.upper() if old.isupper() else word.lower() if old.islower() else word.capitalize()
