"""Tests of reading a text line by line."""

from __future__ import annotations

import re
from re import _parser as parser  # type: ignore[attr-defined]
from typing import TYPE_CHECKING

import pytest

from site_agent.deidentify.reports import measurements, vouched_places
from site_agent.deidentify.reports.by_line import by_line, lines_of
from site_agent.deidentify.reports.lines_apart import looks_beyond

if TYPE_CHECKING:
    from types import ModuleType


@pytest.mark.parametrize("text", ["", "\n", "a", "a\n", "\na\n\nb", "a\rb\x0bc\u2028d\ne"])
def test_lines_make_up_the_text(text: str) -> None:
    """Every character is in one line, and a line ends with what ends lines for a pattern, nothing else."""
    assert "".join(line for _, line in lines_of(text)) == text
    assert all(text.startswith(line, at) and "\n" not in line[:-1] for at, line in lines_of(text))


def test_places_in_lines_are_told_in_the_text() -> None:
    """A place within a line becomes one of the text."""
    assert by_line(lambda line: [(line.find("x"), len(line.rstrip()))], "ax\nx\nbbxx") == [
        (1, 2),
        (3, 4),
        (7, 9),
    ]


@pytest.mark.parametrize("module", [measurements, vouched_places])
def test_what_is_read_by_line_never_looks_beyond_it(module: ModuleType) -> None:
    """No pattern that is tried line by line would find anything else in the whole text."""
    patterns = [one for one in vars(module).values() if isinstance(one, re.Pattern)]
    assert patterns
    assert not any(looks_beyond(parser.parse(one.pattern, one.flags)) for one in patterns)
