"""How the values of identifiers are written: telephone numbers and ids of any country or system.

Not here: what stands before a value (`fields`, `numbers`, `contacts`).
"""

# ruff: noqa: RUF001 - numbers are joined by dashes
from __future__ import annotations

from typing import Final

from site_agent.deidentify.reports.measurements import UNIT
from site_agent.deidentify.reports.patterns.dates import MONTH

NO_MORE: Final = (
    rf"(?!\d+(?:[.,]\d+)?[ \t]?-?{UNIT}|\d+[ \t]?[x×][ \t]?\d|\d{{1,2}}[ \t\-]?{MONTH}|\d+[:/]\d|"
    rf"\d{{1,3}}-?(?:year|yr|y/?o|day|month|week)|(?:19|20)\d\d[-/.]\d)"
)
"""A number that begins here belongs to no value before it: it measures, or is a date or a time."""
BETWEEN: Final = (
    rf"(?:[ \t]?[-/–][ \t]?\(?|[ \t]?\.(?![ \t])\(?|[ \t]?\)[ \t]?[-./]?[ \t]?|[ \t]\(?{NO_MORE})"
)
DIGITS: Final = rf"\+?[ ]?\(?\+?\d{{1,15}}+(?:{BETWEEN}\d{{1,8}}+){{0,7}}(?![^\W_])"
"""A telephone number as people write it: groups between blanks, dots, hyphens, slashes, brackets."""


def digits(least: int) -> str:
    """Return a pattern of such a number with at least so many digits."""
    return rf"(?=(?:[-+()./– \t]{{0,3}}\d){{{least}}}){DIGITS}"


# no possessive group: Python before 3.11.5 keeps what its last, failed round took (gh-106052)
_PIECE: Final = r"[A-Z\d*•][A-Z\d*•_]*+(?:[-–/.\\^&:+][A-Z\d*•][A-Z\d*•_]*+)*"
TOKEN: Final = (
    rf"(?=[^\s,;|()\"]{{0,30}}\d)(?!(?:\d{{1,2}}\.\d{{1,4}}|\d{{3}}\.\d{{1,2}})(?![\w./\-])|\d+:\d\d\b)"
    rf"{_PIECE}(?:(?<=[\d*•X])[ \t]{NO_MORE}\d{{2,7}}(?![\w./:])(?:[ \t]\d(?![\w./:]))?){{0,4}}"
)
"""An id: letters, digits, asterisks and what joins them; more groups behind one that ends in a digit."""
MASKED: Final = (
    r"(?<![\w*•#])(?:[A-Z]?X{3,}(?:[ \t\-]?X{2,})*(?:[ \t\-]?\d{2,6})?|"
    r"[A-Z]?[*•\#]{2,}(?:[ \t\-]?[*•\#]{2,})*(?:[ \t\-]?\d{2,8}[A-Z]?|(?=[A-Z]{0,7}\d)[A-Z\d]{1,8}))"
    r"(?![^\W_])"
)
"""An id of which most is hidden is one still."""
LONG_TOKEN: Final = rf"(?=[A-Z\-/.*•]{{0,12}}\d(?:[A-Z\-/.*•]{{0,6}}\d){{2}}|[A-Z]{{2,}}\d\d){TOKEN}"
"""An id of at least three digits."""
