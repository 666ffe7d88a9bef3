"""Labelled fields: the value goes to its end, whatever it is.

Not here: shapes without a label (`shapes`).
"""

# ruff: noqa: E501, RUF001 - a pattern is read in one piece; names are written with typographic apostrophes
from __future__ import annotations

from typing import TYPE_CHECKING

from site_agent.deidentify.reports.patterns.writing import NAME, UPPER, Reading, any_of, rule

if TYPE_CHECKING:
    from site_agent.deidentify.reports.patterns.writing import Rule


def fields() -> list[Rule]:
    """Return the rules of labelled fields."""
    labels = "|".join(
        any_of(kind) for kind in ("name_fields", "id_fields", "contact_fields", "date_fields", "place_fields")
    )
    to_gap = rf"(?P<v>[^\n|]+?)(?=[ \t]{{2,}}|[ \t]*[|\n]|[ \t]+/[ \t]|,[ \t]*{any_of('credentials')}(?![\w\-])|[ \t]+(?:MD|M\.D\.|PhD|FRCR)(?![\w\-])|(?<=[\w\])]{{3}})\.(?:[ \t]+[A-Z]|$)|[ \t]+\(?(?:{labels}|sent|subject|sex|gender|age|exam|findings|impression|indication|history|technique|comparison)[ \t]*[:#]|,?[ \t]+\(?(?:{any_of('contact_fields')}|{any_of('id_fields')})[ \t]*[:#]?[ \t]*(?:[\d(+\[]|[A-Z]{{0,3}}\d)|[ \t]+\({any_of('relatives')}\b|[ \t]+on[ \t]+\d|[ \t]*\Z)"
    token = r"(?P<v>(?=[\w./\-]*\d)[\w][\w./\-]*(?:(?<=\d{3})[ ]\d{3,5}(?![\w.])(?:[ ]\d(?![\w.]))?)*)"  # noqa: S105 - a pattern
    return [
        rule("NAME", rf"(?:^[^\w\n]{{0,20}}|[ \t]{{2}}|\|[ \t]*|[.;\]][ \t]+){any_of('name_fields')}[ \t]*[:#][ \t]*{to_gap}"),
        rule("NAME", rf"(?:signed|dictated|verified|read|reported|interpreted|requested|ordered)[ \t]+by[ \t]*:?[ \t]*(?-i:(?P<v>{NAME}))"),
        rule("ID", rf"\b{any_of('id_fields')}[ \t]*(?:number|no\.?|#|id|is|of|:)*[ \t]*[:#]?[ \t]*{token}"),
        rule("ID", r"\bplates?[ \t]*(?:number|no\.?|#|:)*[ \t]*:?[ \t]+(?P<v>[A-Z]{1,3}[ \-]?\d{2,5}|\d{1,4}[ \-]?[A-Z]{2,3})\b"),
        rule("ID", r"\b(?:by user|user|username|login)[ \t]*:?[ \t]+(?P<v>(?=\w*\d)[\w.\-]{3,})"),
        rule("PHONE", rf"\b{any_of('contact_fields')}[ \t]*(?:number|no\.?|#|at|is|:)*[ \t]*:?[ \t]*(?P<v>\+?[\d(][\d()\-. x]{{1,18}}\d)"),
        rule("PHONE", r"\bpage[dr]?\b[^\n.]{0,40}?[ \t](?:at[ \t]+)?(?P<v>\d[\d\-]{3,11})\b(?!:)"),
        rule("DATE", rf"\b{any_of('date_fields')}[ \t]*:[ \t]*(?P<v>(?=[^\n|]*\d)[\w/.,\- ]{{3,24}}?)(?=[ \t]{{2,}}|[ \t]+-[ \t]|[ \t]*[|\n]|[ \t]+[A-Za-z]+:|[ \t]*\Z)"),
        rule("LOCATION", rf"(?:^[^\w\n]{{0,20}}|[ \t]{{2}}|[.;\]][ \t]+){any_of('place_fields')}[ \t]*:[ \t]*{to_gap}"),
        rule("ORG", r"^(?P<v>[^\n:]{2,60})(?=\n(?:department|dept\.?)[ ]of\b)"),
        rule("ORG", r"^MSH\|[^|\n]*\|[^|\n]*\|(?P<v>[^|\n]+)"),
        rule("ORG", r"^(?-i:(?P<v>[A-Z]{2,6}))(?=[ \t]*\|)(?<!MSH)(?<!PID)(?<!OBX)(?<!OBR)"),
        rule("ORG", r"^MSH\|(?:[^|\n]*\|){4}(?P<v>[^|\n]+)"),
        rule("ID", r"\bPID\|(?:[^|\n]*\|){2}(?P<v>[^\n]+?)(?=[ \t]*(?:\n|\b(?:PD1|PV1|ORC|OBR|OBX|NTE)\||\Z))"),
        rule("NAME", r"\bPID\|(?:[^|\n]*\|){4}(?P<v>[^|\n]+)"),
        rule("NAME", r"(?<![\w'’\-^])(?P<v>(?!ORU\b|ADT\b|ORM\b)(?:[\w.'’]{1,4}[ ]){0,2}[\w'’\-]+\^[\w'’\- ^.]*\w\.?|(?!ORU\b|ADT\b|ORM\b)[\w'’\-]+\^)"),
        rule("NAME", rf"(?:read|signed|dictated|verified|reported|interpreted|approved|checked)[ \t]+by[ \t]*:?[ \t]*(?-i:(?P<v>(?!THE\b|AI\b|AN\b)[A-Z]{{2,3}}))\b(?![ ]*[.]?[ ]*[{UPPER}])"),
        rule("NAME", r"\bsigned[ \t]*:?[ \t]+(?P<v>(?!on\b|by\b|at\b|off\b)[A-Z]{2,3})\b(?=[ \t]+(?:\[DATE|\d))"),
        rule("INITIALS", r"\b(?:transcriptionist|typist|typed|transcribed)(?:[ \t]+by)?[ \t]*:?[ \t]+(?:\[DATE\][ \t]+)?(?P<v>(?!the\b|by\b|on\b|an?\b|in\b|[^\W\d_]+[ ]+\d)[^\W\d_]{2,3})\b"),
        rule("ID", r"\b(?P<v>[a-z]{3,}\d{2,3})\b", Reading.CUED),
        rule("ID", r"\b(?P<v>[a-z]{5,}\d)\b", Reading.CUED),
    ]  # fmt: skip
