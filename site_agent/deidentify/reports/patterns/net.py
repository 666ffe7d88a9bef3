"""Mail, and addresses of the net.

Rule: what is written as one goes whole, with the numbers and names that it holds: before other rules read
them.

Not here: telephones (`contacts`), names of machines and logins (`staff_codes`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from site_agent.deidentify.reports.patterns.writing import rule

if TYPE_CHECKING:
    from site_agent.deidentify.reports.patterns.writing import Rule

_TOP: Final = (
    r"(?:com|org|net|edu|gov|mil|int|info|biz|io|health|hospital|clinic|care|med|ac|co|nhs|example|test|"
    r"local|internal|lan|intranet|invalid)"
)


def net() -> list[Rule]:
    """Return the rules of mail and of addresses of the net."""
    return [
        rule("EMAIL", r"(?P<v>[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+)"),
        rule("EMAIL", r"(?P<v>\b[\w.+\-]+[ ]?\(at\)[ ]?[\w\-]+(?:[ ]?(?:\.|\(dot\))[ ]?[\w\-]+)+)"),
        rule("URL", r"(?P<v>(?:https?|ftp|file|dicom|hl7|mailto|sftp|smb)://?[^\s<>\"]+|\bwww\.[^\s<>\"]+)"),
        rule(
            "URL",
            r"(?P<v>\b(?=[\w\-]*[a-z])[a-z\d][\w\-]*(?:\.[a-z][\w\-]+)+(?:/[\w?&=%~.#\-/]+|:\d{2,5}\b)|"
            r"(?<!\w)\\\\[\w.\-]+\\[^\s]+)",
        ),
        rule(
            "URL",
            rf"(?P<v>\b(?=[\w\-]*[a-z])[a-z\d][\w\-]*(?:\.[a-z\d][\w\-]*)*\.{_TOP}(?:\.[a-z]{{2}})?\b"
            rf"(?![.]\w))",
        ),
        rule(
            "UID",
            r"(?P<v>\b(?:[0-2](?:\.\d+){5,}|2\.25\.(?:\d{12,39}|\d{2,}(?:\.\d{3,}){1,5}|\d{4,}(?:\.\d{2,}){1,5}))\b)",
        ),
        rule("ADDRESS", r"(?P<v>\b\d{1,3}(?:\.\d{1,3}){3}(?::\d{2,5}|/\d{1,2})?\b)"),
        rule(
            "ADDRESS",
            r"(?<![\w:])(?P<v>(?:[0-9a-f]{1,4}:){3,7}:?[0-9a-f]{1,4}|"
            r"(?:[0-9a-f]{1,4}:){1,6}(?::[0-9a-f]{1,4}){1,6}|"
            r"(?:[0-9a-f]{2}[:\-]){5}[0-9a-f]{2})(?![\w:])",
        ),
    ]
