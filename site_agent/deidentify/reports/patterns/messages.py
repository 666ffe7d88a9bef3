"""Messages pasted as text: HL7 segments, FHIR and other JSON, DICOM names.

Not here: messages read as messages (`site_agent.ingest.reports`).
"""

# ruff: noqa: RUF001 - names are written with typographic apostrophes
from __future__ import annotations

from typing import TYPE_CHECKING, Final

from site_agent.deidentify.reports.patterns.writing import rule

if TYPE_CHECKING:
    from site_agent.deidentify.reports.patterns.writing import Rule

_NAMED: Final = (
    r"(?:family|given|prefix|suffix|display|(?:patient|physician|referr\w*|operator|radiologist|doctor|"
    r"author|performer|requester|first|last|full|sur|maiden|mother)[\w ]{0,16}name|name)"
)
_PLACED: Final = r"(?:line|city|district|state|postal_?code|zip|country|street|address)"
_TAGGED: Final = (
    r"\)[ \t]*(?:(?:PN|LO|SH|ST)[ ]+)?[:=]?[ \t]*[\[(\"]?(?P<v>[^\n\[\]()\"|#]{2,80}?)"
    r"(?=[ \t]*(?:$|[\])\"|#]|[ ]{2}|\(\d{4},))"
)
"""The value behind a tag of DICOM that names somebody or some place."""
_ID: Final = (
    r"(?:value|identifier|reference|full_?url|mrn|(?:patient|accession|study|visit|account|order)_?\w{0,12})"
)


def messages() -> list[Rule]:
    """Return the rules of messages."""
    return [
        rule(
            "ORG",
            r"^(?-i:(?P<v>[A-Z]{2,6}))(?=[ \t]*\|)(?<!MSH)(?<!PID)(?<!OBX)(?<!OBR)(?<!ORC)(?<!NTE)(?<!PV1)"
            r"(?<!NK1)",
        ),
        rule(
            "ID",
            r"\bPID\|(?:[^|\n\[]*\|){6,8}?[MFUO]\|(?P<v>[^\n]+?)"
            r"(?=[ \t]*(?:\n|\b(?:PD1|PV1|ORC|OBR|OBX|NTE)\||\Z))",
        ),
        rule(
            "ID",
            r"\bPID\|(?:[^|\n]*\|){2}(?P<v>[^\n]+?)(?=\|[MFUO](?:\||\n|\Z)|"
            r"[ \t]*(?:\n|\b(?:PD1|PV1|ORC|OBR|OBX|NTE)\||\Z))",
        ),
        rule("NAME", r"\bPID\|(?:[^|\n]*\|){4}(?P<v>[^|\n]+)"),
        rule(
            "NAME",
            rf"\((?:0008,(?:0090|1048|1050|1060|1070)|0010,(?:0010|1001|1005|1060)|0032,1032|0040,A123)"
            rf"{_TAGGED}",
        ),
        rule("ORG", rf"\(0008,(?:0080|0081|1010){_TAGGED}"),
        rule(
            "ORG",
            r"\b(?:site|fac|facility|hosp|hospital|inst)[_ ]?(?:cd|code)[ ]?[=:][ ]?(?P<v>[A-Z]{2,6})(?!\w)",
        ),
        rule("NAME", r"^NK1\|[^|\n]*\|(?P<v>[^\n]+)"),
        rule("ID", r"^(?:OBR|ORC)\|[^|\n]*\|(?P<v>[^|\n]*\d[^|\n]*\|?[^|\n]*\d?[^|\n]*)(?=\|)"),
        rule(
            "NAME",
            r"(?<![\w'’\-^])(?!ORU\b|ADT\b|ORM\b)(?P<v>(?:[\w.'’]{1,4}[ ]){0,2}[\w'’\-]*\w\^"
            r"[\w'’\- ^.]*\w\.?|[\w'’\-]*\w\^)",
        ),
        rule(
            "NAME",
            rf"[\"']{_NAMED}[\"'][ ]*:[ ]*\[?[ ]*[\"'](?P<v>[^\"'\n]{{2,80}}"
            rf"(?:[\"'],[ ]*[\"'][^\"'\n]{{1,60}}){{0,4}})[\"']",
        ),
        rule(
            "ADDRESS",
            rf"[\"']{_PLACED}[\"'][ ]*:[ ]*\[?[ ]*[\"'](?P<v>[^\"'\n]{{2,80}}"
            rf"(?:[\"'],[ ]*[\"'][^\"'\n]{{1,60}}){{0,4}})[\"']",
        ),
        rule("ID", rf"[\"']{_ID}[\"'][ ]*:[ ]*[\"'](?P<v>(?=[^\"'\n]*\d)[^\"'\n]{{3,120}})[\"']"),
        rule(
            "DATE",
            r"[\"']\w*(?:date|time|issued|born|birth|dob|start|end)\w*[\"'][ ]*:[ ]*[\"']"
            r"(?P<v>(?=[^\"'\n]*\d)[^\"'\n]{4,40})[\"']",
        ),
    ]
