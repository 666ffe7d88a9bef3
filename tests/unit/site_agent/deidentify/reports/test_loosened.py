"""Tests of `site_agent.deidentify.reports.loosened` and `guards`: nothing that matches is ruled out."""

# ruff: noqa: RUF001 - letters that look like others are the point
from __future__ import annotations

import re

import pytest

from site_agent.deidentify.reports.expressions import Expression, Several
from site_agent.deidentify.reports.guards import Guard
from site_agent.deidentify.reports.loosened import as_bytes


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (r"signed[ ]by", "ſIGNED BY"),
        (r"kilo", "\u212aİlo"),
        (r"(?-i:\d{2}[A-ZÄ]é)", "٣٣Äé"),
        (r"[^a-z\d]stra[ßs]e", "–Straße"),
        (r"(?<=Dr[.][ ])(?!van)\w+(?=,[ ]MD)", "Dr. Šárka, MD"),
        (r"(?P<a>\w)x(?P=a)", "axa"),
        (r"^(?>ab|a)c$", "line\nabc\nline"),
        (r"a.{40}b", "a" + "-" * 40 + "b"),
        (r"\bx\b", "é x é"),
        (r"\Aon\s\Z", "on\u2003"),
        (r"(?s:a.b)", "a\nb"),
        (r"[\W_]\S\D", "–xé"),
    ],
)
def test_a_loosened_pattern_is_found_wherever_the_pattern_is(pattern: str, text: str) -> None:
    """Cases, scripts, lookarounds, groups and repeats are loosened, never tightened."""
    expression = Expression(pattern, re.IGNORECASE | re.MULTILINE)
    assert (
        [match.span() for match in expression.finditer(text)]
        == [match.span() for match in expression.pattern.finditer(text)]
        != []
    )
    assert Several(Expression("never"), expression).open_to(text) == [expression.pattern]


@pytest.mark.parametrize("text", ["axb", "Dr, Zyx", "ax bx", ""])
def test_a_loosened_pattern_still_rules_texts_out(text: str) -> None:
    """What is left of a pattern tells where it need not be tried."""
    assert not Guard([Expression(r"(?<=Dr\.[ ])\w+").loosened, r"\bx\b"]).open_to(as_bytes(text))


def test_one_byte_stands_for_one_character() -> None:
    """Places in the bytes are places in the text, whatever its script."""
    text = "Šárka 漢字 ٣ 🙂 – \ud800"
    assert len(as_bytes(text)) == len(text)
    assert as_bytes("plain") == b"plain"
