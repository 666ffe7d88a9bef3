"""Numbers of people in registers: national forms that tell themselves, licences behind a name, pagers in brackets.

Rules: a form that only one register has (three letters, two digits, two letters; three groups of digits and a version
of two letters) is an id wherever it stands; a number of five digits behind an abbreviation goes only behind a name or
a degree, where a council's licence stands; groups between dots are an id when no measurement has so many.

Not here: ids behind a label (`numbers`, `labelled_numbers`), telephones (`contacts`).
"""

# ruff: noqa: E501, RUF001 - a pattern is read in one piece; numbers are joined by dashes
from __future__ import annotations

from typing import TYPE_CHECKING, Final

from site_agent.deidentify.reports.patterns.writing import Reading, any_of, rule

if TYPE_CHECKING:
    from site_agent.deidentify.reports.patterns.writing import Rule

_LETTER: Final = "[A-HJ-NP-Z]"
_NO_COUNCIL: Final = r"(?!(?:CPT|ICD|DLP|DAP|CTDI|BNP|WBC|PLT|PSA|LDH|CK|HU|DOB|DOS|EXAM|ON|AT|IN|OF|TO|BY|FOR|AND|WITH|FROM|WAS|CALL|ROOM|WARD|BED)\b)"
_NUMBERED: Final = r"(?:[ ]?(?:No|NO|no|Nr|Reg|REG|reg|Lic|LIC|ID|id|#)\.?){0,2}[ ]?[:#]?[ ]?"


def registers() -> list[Rule]:
    """Return the rules of registers."""
    return [*_forms(), *_licences(), *_pagers()]


def _forms() -> list[Rule]:
    return [
        rule("ID", rf"(?-i:(?<![\w\-/.])(?P<v>{_LETTER}{{3}}\d\d{_LETTER}{{2}})(?![\w\-/]))"),
        rule("ID", r"(?-i:(?<![\w\-/.])(?P<v>\d{4}[ \-]\d{3}[ \-]\d{3}[ \-]?[A-Z]{2})(?![\w\-/]))"),
        rule("ID", r"(?<![\w.,/\-])(?P<v>\d{4,6}(?:\.\d{3,4}){2,3}(?:[-/][\dA-Z]{1,2})?)(?![\w]|[.,]\d)", Reading.UNMEASURED),
        rule("ID", r"(?-i:(?<![\w.,/\-])(?P<v>\d{3,8}[-–]\d{4,8}[A-Z]{1,2})(?![\w\-]))", Reading.UNMEASURED),
    ]  # fmt: skip


def _licences() -> list[Rule]:
    beside = rf"(?:\[NAME\]|(?<![\w.]){any_of('credentials')})[,;|/–)\-]?[ \n]"
    council = rf"{_NO_COUNCIL}[A-Z]{{3,6}}(?:[ \-/][A-Z]{{2}}(?![A-Z]))?{_NUMBERED}"
    return [
        rule("ID", rf"(?-i:{beside}(?:[A-Z][A-Za-z]{{1,7}},?[ ]){{0,2}}{council}(?P<v>[A-Z]{{0,2}}[-.]?\d{{5,8}}[A-Z]?))(?![\w/]|[.,\-]\d)", Reading.UNMEASURED),
    ]  # fmt: skip


def _pagers() -> list[Rule]:
    return [
        rule("PHONE", r"\b(?:pag(?:ed|er|ing)|ble+ped?|beeped?|dect|ext(?:ension)?)[ ](?:\w+[ ])?\([ ]?(?:#|x|ext\.?[ ]|no\.?[ ])?(?P<v>\d{3,6})[ ]?\)"),
    ]  # fmt: skip
