"""The certificate's drawings: what is written stays readable."""

from __future__ import annotations

import re

from site_agent.certify.plots import Axis, Row, intervals_svg


def places(svg: str, word: str) -> tuple[float, str]:
    """Return where a word is anchored, px, and on which side of that place it stands."""
    found = re.search(rf'<text x="([\d.]+)"[^>]*text-anchor="(\w+)"[^>]*>{re.escape(word)}<', svg)
    assert found is not None
    return float(found[1]), found[2]


def test_a_long_label_has_room_before_the_axis() -> None:
    """The reader sees the whole name of a row, however long it is."""
    label = "mixed minus mixed control bacterial pneumonia"
    x, anchor = places(intervals_svg("Gains", [Row(label, 0.1, -0.1, 0.2)], Axis(-0.4, 0.4)), label)
    assert anchor == "end"
    assert x >= 7 * len(label)


def test_words_over_two_close_lines_stand_on_their_own_sides() -> None:
    """Two lines near each other keep their words apart; a lone line has its word above it."""
    svg = intervals_svg("Linkage", [Row("a", 0.5)], Axis(0.4, 1.0, ((0.5, "guessing"), (0.6, "bar"))))
    assert (places(svg, "guessing")[1], places(svg, "bar")[1]) == ("end", "start")
    alone = intervals_svg("Linkage", [Row("a", 0.5)], Axis(0.4, 1.0, ((0.5, "guessing"),)))
    assert places(alone, "guessing")[1] == "middle"
