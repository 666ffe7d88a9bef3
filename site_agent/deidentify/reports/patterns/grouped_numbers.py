"""Numbers of people and things in groups of letters and digits, told by who or what stands before them.

Rules: two or three letters with two digits and a group of four are an id behind a name, before a date of
birth, on a wrist band; six digits and two letters joined to them are a provider's number; two digits and a
colon before letters and digits are a laboratory's; a log, a batch or a lot has one.

Not here: ids of one group behind a label (`numbers`), numbers of registers (`registers`).
"""

# ruff: noqa: RUF001 - numbers are joined by dashes
from __future__ import annotations

from typing import TYPE_CHECKING, Final

from site_agent.deidentify.reports.patterns.values import LONG_TOKEN
from site_agent.deidentify.reports.patterns.writing import Reading, rule

if TYPE_CHECKING:
    from site_agent.deidentify.reports.patterns.writing import Rule

_PAIR: Final = (
    r"(?!(?:CT|MR|US|XR|PT|NM|CR|DX|MG|IM|SE|SL|IN|ON|AT|TO|BY|OF|FY|PG|ST|ROOM|BED|AGE|EXT|TEL|FAX|PH|"
    r"TR|TE|TI|FR|KV|MA|HU|BP|HR|RR|GCS|CTDI|DLP)\d)[A-Z]{2,3}\d{2,3}[ ]\d{3,5}"
)
"""Letters and digits, a blank, digits: as some hospitals write their numbers."""
_THREES: Final = (
    r"(?!(?:CT|MR|US|XR|PT|NM|CR|DX|MG|SE|SL|IM|KV|MA|HU|TE|TR|TI|FR|C|D|L|S|T)\d?[ ])"
    r"[A-Z]{1,3}\d[ ]\d{3}[ ]\d{3}|"
    r"\d{2}[ ]\d{2}[ ]\d{3}"
)
"""Three groups: letters and a digit before two of three digits, or two, two and three digits."""
_PLATES: Final = r"[A-HJ-PR-Y][A-HJ-PR-Y]\d{2}[ ]?[A-HJ-PR-Z]{3}|\d{2,3}-[A-Z]{1,2}-\d{2,6}"
"""What only number plates of the United Kingdom and of Ireland look like."""
_NUMBERED: Final = (
    r"(?:(?:mrn|urn?|phn|nhi|hcn|chi|reg\.?|registration|accession|acc\.?|visit|order|request|req\.?|"
    r"(?:billing|lab|our|your|cross-?|x-)?[ ]?ref(?:erence)?\.?|identifier|archive|index|image[ ]set|"
    r"wristband|"
    r"(?:patient|client|hospital|study|linked|prior|exam|order|visit|subject|person)[ ]"
    r"(?:no\.?|number|id|key|exam|accession|ref\.?))"
    r"(?:[ ](?:no|number|id)\b\.?)?(?:[ ]on[ ](?:the[ ])?(?:request|form|label|card)(?:[ ]form)?)?"
    r"(?:[ ](?:reads?|is|was))?[ ]?[:#/]?[ ]?[(\[]?)"
)
"""What stands before a number that is somebody's or an exam's."""
_LETTERED: Final = (
    r"(?!(?:CT|MR|MRI|US|XR|PT|NM|CR|DX|MG|SE|SL|IM|OF|ON|AT|BY|TO|IN|FOR|AND|THE|HU|KV)[ ])"
    r"(?:[A-Z]{2,4}[ ]\d{2,5}(?:[ ]\d{2,5}|[ ][A-Z])?|[A-Z]{2,3}[|:]\d{4,9}|\d{1,2}/[A-Z]/\d{3,6}|"
    r"[A-Z]{2}\.\d{4,6}\.\d)"
)
"""Letters before a number, with a blank, and a number or a letter behind it."""
_SERIAL: Final = (
    r"(?:serial|ser|s/n|sn|lot|batch|ref|device[ ]id)\b\.?(?:[ ]?(?:numbers?|no|nr)\b)?\.?[ ]?[:#]?[ ]?"
)
_PIECES: Final = (
    r"(?=[A-Z\d /.\-]{0,6}\d{2})[A-Z]{0,4}[ \-/.]?\d{2,7}(?:[ \-/.](?:\d{2,7}|[A-Z]{1,3}\b)){0,3}(?:[A-Z]\b)?"
)
"""Letters and digits in pieces, as makers print what they number."""
_NO_MORE: Final = r"(?![\w:/]|[.,\-]\d|[ ]?(?:mm|cm|m[lg]|hu|kg|mgy|h|hrs?|hours)\b)"
_SAID: Final = (
    r"(?:[ ](?:read|reads|reading|shows?|showed|says?|said|states?|stated|checked|verified|is|was))"
)


def grouped_numbers() -> list[Rule]:
    """Return the rules of numbers in groups."""
    return [
        rule(
            "ID",
            rf"(?-i:\[(?:NAME|ADDRESS|ORG)\](?:,[ ]|[ ][/|(–-][ ]?|[ ]{{1,3}}|\t|\|)(?P<v>{_PAIR}))"
            rf"{_NO_MORE}",
        ),
        rule("ID", rf"(?-i:(?P<v>{_PAIR})(?=[ ]?[/|,][ ]?(?:DOB[: ]+)?\[DATE\]))"),
        rule(
            "ID",
            rf"\b(?:wrist|arm|ankle|id|name)[ -]?(?:bands?|tags?|bracelet){_SAID}{{1,2}}[ ](?:as[ ])?"
            rf"(?P<v>{LONG_TOKEN})",
        ),
        rule("ID", r"(?-i:(?<![\w.,/\-])(?P<v>\d{6}[A-HJ-NP-Y\d][A-HJ-NP-Y]))(?![\w/]|[.,\-]\d)"),
        rule("ID", r"(?-i:(?<![\w:.])(?P<v>\d\d(?:\d\d)?:[A-Z]{1,4}-?\d{3,7}))(?!\w)"),
        rule("ID", r"(?<![\w:.])(?P<v>\d\d(?:\d\d)?:)(?=\[ID\])"),
        rule(
            "ID",
            rf"\b(?:injector|pump|dose|contrast|syringe|kit|vial|tracer|generator)[ ](?:log|run|record)"
            rf"(?:[ ](?:no|number)\.?)?[ ]?[:#]?[ ]?(?P<v>{LONG_TOKEN})",
            Reading.UNMEASURED,
        ),
        rule(
            "ID",
            r"\b(?:contrast|syringe|vial|kit|tracer|product|agent|gel|cement)[ ](?:batch|lot)"
            r"(?:[ ](?:no|number)\.?)?[ ]?[:#]?[ ]?(?P<v>(?=[A-Z]{0,3}\d\d)[A-Z\d]{3,12})(?![\w.])",
        ),
        rule(
            "ID",
            r"\b(?:coverage|health[ ]card|ohip|hcn?|card)"
            r"[ ]?:?[ ]?(?P<v>\d{4}[ \-]\d{3}[ \-]\d{3}(?:[ \-]?(?-i:[A-Z]{2}))?)"
            r"(?!\w)",
        ),
        rule("ID", r"(?-i:(?<![\w.,/\-])(?P<v>[A-Z]{2,4}-\d{3,5}-[A-Z]))(?![\w/\-])"),
        rule("ID", r"\bser\.[ ](?P<v>\d{2,5}-\d{2,5}-\d{2,6}[A-Z]?)(?!\w)"),
        rule(
            "ID",
            rf"\b{_SERIAL}(?-i:(?P<v>{_PIECES}))(?=[ ]*(?:$|[.,;:)])|[ ](?:in|is|was|recorded|noted|seen|"
            rf"checked)\b)",
        ),
        rule("ID", r"\b(?:sn|s/n|ser(?:ial)?)[ ]?[:.#][ ](?-i:(?P<v>[A-Z]{2,4})[ ](?=\[ID\]))"),
        rule("ID", r"(?<![\w.,/\-])(?P<v>\d{2}-\d{2}-\d{2}-\d{2})(?![\w/]|[.,\-]\d)"),
        rule("ID", r"(?-i:(?<![\w.,/\-])(?P<v>\d{3,6}-\d{2,4}-[A-Z]{1,3}))(?![\w/\-])"),
        rule(
            "ID", rf"(?-i:(?<![\w.,/\-])(?P<v>{_THREES}))(?![\w/]|[.,\-]\d|[ ]?(?:x|mm|cm|ml|mg|hu)\b|[ ]\d)"
        ),
        rule(
            "ID",
            r"\b(?:serial|ser\.?|s/n|sn|lot|batch)[^\n.;]{0,12}\[ID\][ ](?-i:(?P<v>[A-Z]))(?=[ ]*(?:$|"
            r"[.,;)])|[ ](?:in|is|was|recorded|noted|seen|checked)\b)",
        ),
        rule("ID", rf"(?-i:(?<![\w.,/\-])(?P<v>{_PLATES}))(?![\w/\-])"),
        rule(
            "ID",
            r"\b(?:staff|reporter|reporting|rad|payroll|prescriber|radiographer|technologist|operator|pin|clock)"
            r"(?:[ ](?:code|id|no\.?|number))?[ ]?:?[ ](?-i:(?P<v>[A-Z]{1,2}[ ]\d{5,8}))(?!\w)",
        ),
        rule("ID", rf"\b{_NUMBERED}(?-i:(?P<v>{_LETTERED})){_NO_MORE}"),
        rule(
            "ID",
            rf"(?-i:\[NAME\](?:[ ]?[/(][ ]?|[ ]{{2,}})(?P<v>{_LETTERED}))(?=[ ]?[/)]|[ ]{{2,}}\[DATE\])",
        ),
        rule("ID", r"(?-i:\[ID\](?P<v>-[A-Z]\d{0,2}))(?![\w\-])"),
        rule(
            "ID",
            r"\b(?:nhs|chi|medicare|h&c|phn|health[ ]card)(?:[ ](?:no|number)\b\.?)?[ ]?:?[ ]*\[ID\][ ]?\n"
            r"[ \t]*(?P<v>\d{2,5})(?=[ \t]*(?:\n|$))",
        ),
    ]
