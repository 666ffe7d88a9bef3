"""Hospitals, practices, trusts and whoever else runs them.

Not here: addresses (`places`).
"""

# ruff: noqa: E501, RUF001 - a pattern is read in one piece; names are written with typographic apostrophes
from __future__ import annotations

from typing import TYPE_CHECKING

from site_agent.deidentify.reports.patterns.writing import RUN, UPPER, WORD, Reading, any_of, rule

if TYPE_CHECKING:
    from site_agent.deidentify.reports.patterns.writing import Rule


def organisations() -> list[Rule]:
    """Return the rules of organisations."""
    first = rf"(?!(?i:department|dept|division|section|school|of)\b){WORD}"
    organisation = any_of("organisations")
    return [
        rule("ORG", rf"(?-i:(?P<v>\b{first}(?:[ ]+(?:of|the|and|&|{WORD})){{0,7}}?))[ ]+(?={organisation}\b)", Reading.BEHIND),
        rule("ORG", rf"(?P<v>(?-i:\b{first}(?:[ ]+(?:of\b|&|{WORD})){{0,7}}?)(?:(?<!['’]s)|(?=[ ]+(?-i:[{UPPER}])))[ ]+{organisation}\b)", Reading.BEHIND),
        rule("ORG", r"(?:^|\][ ])(?P<v>(?:[\w'’.]+[ ]){1,5}?(?:hospital|clinic|medical center|medical centre|infirmary|urgent care|health system|vamc|orthopedic institute|surgical center))[ \t]*$"),
        rule("ORG", r"\b(?:at|from|to)[ \t]+(?P<v>(?!(?:the|our|an?|outside|another|this|that|time|any|your|his|her|local|other)\b)(?:[\w'’]+\.?[ ]){1,4}?(?:hospital|clinic|medical center|infirmary|urgent care|health system|vamc))\b"),
        rule("ORG", rf"(?-i:\[(?:NAME|ORG|ADDRESS)\][ ](?P<v>(?:[{UPPER}][\w'’]*[ ])?(?:Surgery|Practice|Trust|Unit|Centre|Center|Group|Partners|Associates|LLC|PLLC|PC|Inc|Hospitals?|Private))\b)"),
        rule("ORG", r"(?-i:(?P<v>\b(?:NHS|HSC|HSE))[ ](?=\[(?:NAME|ORG)\]))"),
        rule("ORG", r"(?P<v>\b(?:the|dr\.?))[ ](?=\[ORG\])"),
        rule("ORG", r"(?P<v>\bour[ ]lady(?:[ ]of(?:[ ]the)?)?)\b"),
        rule("ORG", rf"(?-i:^(?P<v>(?:{WORD}|of|and|the|&|\[(?:NAME|ORG)\])(?:[ ,]+(?:{WORD}|of|and|the|&|\[(?:NAME|ORG)\])){{0,12}})$)(?<=\])", Reading.WHOLE),
        rule("ORG", rf"(?-i:(?P<v>\b(?:St|Mt|Ste)\.?[ ]{WORD}))"),
        rule("ORG", rf"(?-i:\b{first})[ ]+{organisation}[ ]+(?P<v>of[ ]+(?-i:{RUN}))"),
        rule("ORG", r"(?-i:\[(?:ORG|ADDRESS|NAME)\])[ ](?P<v>of(?:[ ]the)?|at|&)[ ](?=\[(?-i:ORG)\])"),
    ]  # fmt: skip
