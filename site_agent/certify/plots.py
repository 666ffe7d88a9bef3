"""Inline SVG of intervals, distributions and shares: no script, no file beside the page.

Rule: colours are the page's CSS variables, so that a drawing follows light and dark; what a colour says is
said by position or a word too.

Not here: what is drawn (site_agent.certify.page).
"""

from __future__ import annotations

import html
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from site_agent.certify.curves import Curve

WIDTH: Final = 760
_LABELS: Final = 236
_LETTER: Final = 7.5  # px a letter of a label takes on average at 13 px
_WORDS_APART: Final = 70  # px below which two words over lines would touch
_NOTES: Final = 172
_ROW: Final = 23
_PANEL: Final = 240
_PANEL_HEIGHT: Final = 170


@dataclass(frozen=True, slots=True)
class Row:
    """One interval or share.

    Attributes:
        label: What stands before it.
        value: Where its point or the end of its bar lies.
        low, high: Ends of its interval, or ``None``.
        note: What stands behind it.
        tone: ``passed``, ``failed``, ``inconclusive`` or ``plain``.
        chance: Where guessing lies: a small tick, or ``None``.
    """

    label: str
    value: float
    low: float | None = None
    high: float | None = None
    note: str = ""
    tone: str = "plain"
    chance: float | None = None


@dataclass(frozen=True, slots=True)
class Axis:
    """What an axis shows.

    Attributes:
        low, high: Its ends.
        marks: Lines across all rows, from left to right (value, word).
        percent: Whether its ticks are written as percentages.
        left: Where it begins, px: the labels stand before it.
    """

    low: float
    high: float
    marks: tuple[tuple[float, str], ...] = ()
    percent: bool = False
    left: float = _LABELS

    def beside(self, rows: Sequence[Row]) -> Axis:
        """Return the axis that leaves room for the longest label."""
        return replace(self, left=max(_LABELS, 16 + _LETTER * max(len(row.label) for row in rows)))

    def at(self, value: float) -> float:
        """Return the horizontal place of a value."""
        share = (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)
        return self.left + share * (WIDTH - self.left - _NOTES)

    def text(self, value: float) -> str:
        """Return a value as it is written."""
        return f"{100 * value:.0f} %" if self.percent else f"{value:.2f}"


def intervals_svg(title: str, rows: Sequence[Row], axis: Axis, *, bars: bool = False) -> str:
    """Return a forest plot, or horizontal bars.

    Args:
        title: Read out to who does not see the drawing.
        rows: From top to bottom.
        axis: What is shown.
        bars: Whether a bar from the axis' left end stands for the value.
    """
    axis = axis.beside(rows)
    height = _ROW * len(rows) + 44
    parts = [_open(title, WIDTH, height)]
    for number in range(5):
        value = axis.low + (axis.high - axis.low) * number / 4
        parts.append(_line(axis.at(value), 16, axis.at(value), height - 24, "grid"))
        parts.append(_text(axis.at(value), height - 8, axis.text(value), "tick", "middle"))
    parts += _marks(axis, height)
    for place, row in enumerate(rows):
        parts += _row(row, axis, 30 + _ROW * place, bars=bars)
    return "".join([*parts, "</svg>"])


def _marks(axis: Axis, height: int) -> list[str]:
    """Return the lines across all rows; of two close ones each word stands on its own side."""
    places = [axis.at(value) for value, _ in axis.marks]
    parts = []
    for number, (place, (_, word)) in enumerate(zip(places, axis.marks, strict=True)):
        parts.append(_line(place, 14, place, height - 24, "mark"))
        if number + 1 < len(places) and places[number + 1] - place < _WORDS_APART:
            anchor = "end"
        elif number and place - places[number - 1] < _WORDS_APART:
            anchor = "start"
        else:
            anchor = "middle"
        parts.append(_text(place, 10, word, "tick", anchor))
    return parts


def _row(row: Row, axis: Axis, y: float, *, bars: bool) -> list[str]:
    parts = [_text(axis.left - 10, y + 4, row.label, "name", "end")]
    if bars:
        width = max(1.0, axis.at(row.value) - axis.at(axis.low))
        parts.append(
            f'<rect x="{axis.at(axis.low):.1f}" y="{y - 7:.1f}" width="{width:.1f}" height="14" rx="3" '
            f'class="fill {row.tone}"/>'
        )
    if row.low is not None and row.high is not None:
        parts.append(_line(axis.at(row.low), y, axis.at(row.high), y, f"interval {row.tone}"))
    if row.chance is not None:
        parts.append(_line(axis.at(row.chance), y - 7, axis.at(row.chance), y + 7, "chance"))
    if not bars:
        parts.append(f'<circle cx="{axis.at(row.value):.1f}" cy="{y:.1f}" r="4.5" class="fill {row.tone}"/>')
    parts.append(_text(WIDTH - _NOTES + 12, y + 4, row.note, "note", "start"))
    return parts


def distributions_svg(curves: Sequence[tuple[str, Curve]]) -> str:
    """Return one panel a curve: scores of the same patient over scores of others."""
    width = _PANEL * len(curves) + 10
    parts = [_open("Scores of the same patient and of others", width, _PANEL_HEIGHT + 40)]
    for number, (name, curve) in enumerate(curves):
        left = 10 + number * _PANEL
        parts.append(_text(left, 14, name, "name", "start"))
        for side, tone in ((curve.others, "others"), (curve.same, "same")):
            parts.append(f'<path d="{_steps(curve.edges, side, left, curve)}" class="area {tone}"/>')
        base = _PANEL_HEIGHT + 20
        parts.append(_line(left, base, left + _PANEL - 24, base, "grid"))
        parts.append(_text(left, base + 15, "less alike", "tick", "start"))
        parts.append(_text(left + _PANEL - 24, base + 15, "more alike", "tick", "end"))
    return "".join([*parts, "</svg>"])


def _steps(edges: Sequence[float], shares: Sequence[float], left: float, curve: Curve) -> str:
    """Return a step path of densities, scaled to the panel and to the curve's highest cell."""
    widths = [max(1e-6, high - low) for low, high in pairwise(edges)]
    densities = [share / width for share, width in zip(shares, widths, strict=True)]
    both = [s / w for side in (curve.same, curve.others) for s, w in zip(side, widths, strict=True)]
    top, span, base = max(both) or 1.0, edges[-1] - edges[0], _PANEL_HEIGHT + 20

    def x(edge: float) -> float:
        return left + (edge - edges[0]) / span * (_PANEL - 24)

    path = [f"M{x(edges[0]):.1f},{base}"]
    for place, density in enumerate(densities):
        y = base - density / top * (_PANEL_HEIGHT - 10)
        path += [f"V{y:.1f}", f"H{x(edges[place + 1]):.1f}"]
    return " ".join([*path, f"V{base} Z"])


def roc_svg(curves: Sequence[tuple[str, Curve]]) -> str:
    """Return the ROC curves at the cells' edges, with the diagonal of guessing."""
    side, left = 220, 46
    parts = [_open("ROC curves", WIDTH, side + 48)]
    parts.append(f'<rect x="{left}" y="10" width="{side}" height="{side}" class="frame"/>')
    parts.append(_line(left, 10 + side, left + side, 10, "mark"))
    parts.append(_text(left + side / 2, side + 40, "false accepts", "tick", "middle"))
    parts.append(_text(8, 8 + side / 2, "true", "tick", "start"))
    for number, (name, curve) in enumerate(curves):
        points = [f"{left + others * side:.1f},{10 + side - same * side:.1f}" for others, same in _roc(curve)]
        parts.append(f'<polyline points="{" ".join(points)}" class="curve c{number}"/>')
        y = 40 + 24 * number
        parts.append(_line(left + side + 30, y, left + side + 58, y, f"curve c{number}"))
        parts.append(_text(left + side + 66, y + 4, name, "name", "start"))
    return "".join([*parts, "</svg>"])


def _roc(curve: Curve) -> list[tuple[float, float]]:
    others = [0.0, *accumulate(reversed(curve.others))]
    same = [0.0, *accumulate(reversed(curve.same))]
    return [
        (min(1.0, o / (others[-1] or 1)), min(1.0, s / (same[-1] or 1)))
        for o, s in zip(others, same, strict=True)
    ]


def _open(title: str, width: int, height: int) -> str:
    return (
        f'<svg viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" '
        f'aria-label="{html.escape(title)}">'
    )


def _line(x1: float, y1: float, x2: float, y2: float, kind: str) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" class="{kind}"/>'


def _text(x: float, y: float, text: str, kind: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" class="{kind}" text-anchor="{anchor}">{html.escape(text)}</text>'
