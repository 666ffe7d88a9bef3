"""Labelled fields: the value goes to its end, whatever it is.

Not here: ids and numbers behind a label (`numbers`, `contacts`), messages (`messages`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from site_agent.deidentify.reports.patterns.dates import DATED
from site_agent.deidentify.reports.patterns.initials import NOBODY
from site_agent.deidentify.reports.patterns.writing import NAME, UPPER, Reading, any_of, rule

if TYPE_CHECKING:
    from site_agent.deidentify.reports.patterns.writing import Rule


_MARK: Final = r"(?:[ \t]*[:#=|][ \t]*|[ ]{0,9}\t[ \t]*|[ ]{4,})"
"""What stands between a label and its value: a mark, a tab, a gap."""
_PART: Final = r"(?:location|site|department|dept|unit)"
"""Labels of places that also head parts of the body and of a house: plain words behind them stay."""


def fields() -> list[Rule]:
    """Return the rules of labelled fields."""
    labels = "|".join(
        any_of(kind) for kind in ("name_fields", "id_fields", "contact_fields", "date_fields", "place_fields")
    )
    to_gap = (
        rf"(?P<v>[^\n|]+?)(?=[ \t]{{2,}}|[ \t]*[|\n]|[ \t]+/[ \t]|,[ \t]*{any_of('credentials')}(?![\w\-])|"
        rf"[ \t]+(?:MD|M\.D\.|PhD|FRCR)(?![\w\-])|(?<=[\w\])]{{3}})\.(?:[ \t]+[A-Z]|$)|"
        rf"[ \t]+\(?(?:{labels}|sent|subject|sex|gender|age|exam|findings|impression|indication|history|"
        rf"technique|comparison)[ \t]*[:#]|,?[ \t]+\(?(?:{any_of('contact_fields')}|{any_of('id_fields')})"
        rf"[ \t]*[:#]?[ \t]*(?:[\d(+\[]|[A-Z]{{0,3}}\d)|[ \t]+\({any_of('relatives')}\b|[ \t]+on[ \t]+\d|"
        rf"[ \t]*\Z)"
    )
    return [
        rule(
            "NAME",
            rf"(?:^[^\w\n]{{0,20}}|[ \t]{{2}}|\|[ \t]*|[.;\]][ \t]+){any_of('name_fields')}{_MARK}{to_gap}",
            Reading.FIELD,
        ),
        rule(
            "NAME",
            rf"(?:signed|dictated|verified|read|reported|interpreted|requested|ordered)"
            rf"[ \t]+by[ \t]*:?[ \t]*(?-i:(?P<v>{NAME}))",
        ),
        rule(
            "NAME",
            rf"^[ \t]*{any_of('name_fields')}[ \t]*[:#]?[ \t]*\n[ \t]*(?![^\n]*:)(?-i:(?P<v>{NAME}))[ \t]*$",
            Reading.CUED,
        ),
        rule("LOCATION", rf"(?<![\[\w])address\b(?!\])[^:\n]{{0,40}}:[ \t]*{to_gap}"),
        rule(
            "DATE",
            rf"(?<![\w\-]){any_of('date_fields')}{_MARK}(?P<v>"
            rf"(?![ \t]*[-+\u2212]?[ ]?\d{{1,3}}[.,]\d{{1,3}}(?![\d./\-]))(?![A-Z]{{2,4}}[ ]\d)(?=[^\n|]*\d)"
            rf"(?!\d{{1,2}}[.,]\d(?![\d.])|\d{{1,2}}:|\d{{3}},[ ]?\d{{3}})"
            rf"(?:{DATED}(?=[ \t]+[A-Za-z][A-Za-z \t]{{0,30}}[:=]|[ \t]+[A-Z]{{2,4}}[ \t]{{2}})|"
            rf"[\w][\w/.,\- ]{{2,23}}?))(?=[ \t]+[A-Za-z][A-Za-z \t]{{0,30}}[:=]|"
            rf"[ \t]+[A-Z]{{2,4}}[ \t]{{2}}|[ \t]{{2,}}|,?[ ]+(?:at[ ]+)?"
            rf"(?:\d{{1,2}}[.:]\d\d\b|\d{{4}}(?:[ ]?(?:h|hrs?|hours)\b|Z\b|L\b))|[ \t]+-[ \t]|[ \t]*[|\n]|"
            rf"[ \t]+[A-Za-z]+:|[ \t]*\Z)",
        ),
        rule(
            "LOCATION",
            rf"(?:^[^\w\n]{{0,20}}|[ \t]{{2}}|(?<!\bmrs)(?<!\bmr)(?<!\bms)(?<!\bdr)[.;\]][ \t]+)"
            rf"(?!{_PART}\b[ \t]*[:#=|\t]|ward[ \t]+\d\.\d){any_of('place_fields')}{_MARK}{to_gap}",
        ),
        rule(
            "LOCATION",
            rf"(?:^[^\w\n]{{0,20}}|[ \t]{{2}}|[.;\]][ \t]+)(?:pat(?:ient)?[ ])?{_PART}{_MARK}{to_gap}",
            Reading.STRANGE,
        ),
        rule(
            "LOCATION",
            rf"(?:^|[ \t]{{2}})[ \t]*(?:place[ \t]of[ \t][^\W\d_]+|"
            rf"[^\W\d_]+[ \t](?:facility|site|hospital|clinic|institution|house|agency|centre|center)|"
            rf"agency|core[ \t]lab|locality|town|village|county){_MARK}{to_gap}",
        ),
        rule("ORG", r"^(?P<v>[^\n:]{1,59}[^\n:.;,])(?=\n(?:department|dept\.?)[ ]of\b)"),
        rule(
            "NAME",
            rf"(?:read|signed|dictated|verified|reported|interpreted|approved|checked)[ \t]+by[ \t]*:?[ \t]*"
            rf"(?-i:(?P<v>(?i:{NOBODY})[A-Z]{{2,3}}))\b(?![ ]*[.]?[ ]*[{UPPER}])",
        ),
        rule(
            "NAME",
            r"\bsigned[ \t]*:?[ \t]+(?P<v>(?!on\b|by\b|at\b|off\b)[A-Z]{2,3})\b(?=[ \t]+(?:\[DATE|\d))",
        ),
        rule(
            "INITIALS",
            r"\b(?:transcriptionist|typist|typed|transcribed)(?:[ \t]+by)?[ \t]*:?[ \t]+(?:\[DATE\][ \t]+)?"
            r"(?P<v>(?!the\b|by\b|on\b|an?\b|in\b|[^\W\d_]+[ ]+\d)[^\W\d_]{2,3})\b",
        ),
        rule("INITIALS", r"^(?P<v>[^\W\d_]{2,3}[/:][^\W\d_]{2,3})[ \t]*$"),
        rule("INITIALS", r"[.\]][ \t]+(?P<v>[^\W\d_]{2,3}[/:][^\W\d_]{2,3})(?=[ \t]+(?:D|DD|T|DT|TD)\b)"),
        rule("NAME", rf"/s/[ \t]*(?-i:(?P<v>{NAME}))"),
    ]
