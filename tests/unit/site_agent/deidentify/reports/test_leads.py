"""Patterns are tried only where they can match, and find what a search everywhere finds."""

# ruff: noqa: RUF001 - letters that look like others are the point
from __future__ import annotations

import re

import pytest

from site_agent.deidentify.reports import rules
from site_agent.deidentify.reports.expressions import Expression

FLAGS = re.IGNORECASE | re.MULTILINE
TEXTS = (
    "Dr. van Zyx read it on 3/4.\nSİGNED BY: Kelvın Q. ſmith, MD  (tel. +44 20 7946 0958)",
    "MRN: AB-123456 | DOB 04/05/1931 | 94 y/o\n\nSeen at Thornby Clinic, 12 Elm St, on May 5, 2021.",
    "é1 called; Šárka #4471 at 10:32: pt Ōe in room 4-B, 'ÅSA' (x 5521), [NAME] and [ORG]",
)


@pytest.mark.parametrize("text", [*TEXTS, *map(str.upper, TEXTS), *map(str.lower, TEXTS), "", "\n"])
def test_every_rule_finds_what_searching_everywhere_finds(text: str) -> None:
    """No rule misses a match because of where it is tried."""
    for rule in rules.rules():
        everywhere = [match.span() for match in rule.expression.pattern.finditer(text)]
        assert [match.span() for match in rule.expression.matches(text)] == everywhere
        assert [match.span() for match in rule.expression.finditer(text)] == everywhere


@pytest.mark.parametrize("text", [*TEXTS, *map(str.upper, TEXTS), " - ".join(TEXTS), "\n"])
def test_what_a_line_tells_by_itself_is_what_the_text_tells(text: str) -> None:
    """A rule that never looks beyond a line finds the same in each line, its end included, as in the text."""
    for rule in rules.rules():
        if rule.expression.lead.beyond:
            continue
        found, at = [], 0
        for line in text.splitlines(keepends=True):
            found += [(at + m.start(), at + m.end()) for m in rule.expression.pattern.finditer(line)]
            at += len(line)
        assert found == [match.span() for match in rule.expression.pattern.finditer(text)]


@pytest.mark.parametrize(
    ("pattern", "beyond"),
    [
        (r"seen(?=[.,\n])", False),
        (r"seen[ ]*(?:[|\n]|\Z)", False),
        (r"seen(?![^\n]*:)(?=[ ]*\n)", False),
        (r"seen\s+by", True),
        (r"seen[\n ]*", True),
        (r"seen(?:\n|[ ])by", True),
        (r"seen(?=\n[ ]*by)", True),
        (r"(?<=\n)seen", True),
        (r"\Aseen", True),
    ],
)
def test_a_pattern_looks_beyond_its_line_or_ends_with_it(pattern: str, *, beyond: bool) -> None:
    """The end of a line may be the last thing that a pattern asks for; anything behind it is beyond."""
    assert Expression(pattern, FLAGS).lead.beyond is beyond


@pytest.mark.parametrize(
    ("pattern", "text", "known"),
    [
        (r"\b(?:seen|read)[ ]by", "Unseen by her, READ BY him", True),
        (r"(?<!\w)(?:[ab]{0,2})x\d", "abx1 x2 bx3 cx4", True),
        (r"^(?:note)?\d", "1\nnote2\n 3", True),
        (r"(?-i:\b(?P<v>[A-ZÄÖÜ]\w+))", "eins Zwei Ärzte", True),
        (r"\b[^a-rt-z]\d", "s1 ſ2 S3", False),
        (r"(?:mid|end)\d", "amid1 end2", False),
        (r"(?<![\w.])\d{2}", "12 .34 a56 78", True),
        (r".\d", "a1", False),
    ],
)
def test_leads_are_read_off_the_pattern(pattern: str, text: str, *, known: bool) -> None:
    """A pattern that begins with words or lines is tried at those alone; any other is searched for."""
    expression = Expression(pattern, FLAGS)
    found = [match.span() for match in expression.matches(text)]
    assert found == [match.span() for match in expression.pattern.finditer(text)]
    assert (expression.lead.line or bool(expression.lead.keys)) is known
