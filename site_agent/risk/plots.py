"""Horizontal bars as inline SVG: no script, no file beside the page, the same bytes for the same data.

Not here: what the bars stand for (`page`).
"""

from __future__ import annotations

import html
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

GOOD: Final = "#4c6a92"
BAD: Final = "#c06c2b"
"""Distinguishable with the common colour vision deficiencies and in gray."""
_INK: Final = "#1f2933"
_FAINT: Final = "#9aa5b1"
_WIDTH: Final = 720
_LABELS: Final = 190
_NOTES: Final = 170
_ROW: Final = 24


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar.

    Attributes:
        label: What stands before it.
        value: Its length, 0 at least.
        note: What stands behind it.
        bad: Whether it is in the colour of what is above a threshold.
    """

    label: str
    value: float
    note: str
    bad: bool = False


def bars_svg(title: str, bars: Sequence[Bar], mark: float | None = None) -> str:
    """Return an SVG of bars.

    Args:
        title: Read out to who does not see the drawing.
        bars: From top to bottom.
        mark: Value at which a dashed line stands, e.g. a threshold.
    """
    room = _WIDTH - _LABELS - _NOTES
    longest = max([bar.value for bar in bars] + [mark or 0.0]) or 1.0
    height = _ROW * len(bars) + 12
    parts = [
        (
            f'<svg viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" height="{height}" role="img" '
            f'aria-label="{html.escape(title)}" font-family="system-ui, sans-serif" font-size="13">'
        )
    ]
    for row, bar in enumerate(bars):
        top = 6 + row * _ROW
        length = room * bar.value / longest
        parts.append(
            f'<text x="{_LABELS - 10}" y="{top + 15}" text-anchor="end" fill="{_INK}">'
            f"{html.escape(bar.label)}</text>"
            f'<rect x="{_LABELS}" y="{top + 3}" width="{length:.1f}" height="{_ROW - 8}" rx="2" '
            f'fill="{BAD if bar.bad else GOOD}"/>'
            f'<text x="{_LABELS + length + 8:.1f}" y="{top + 15}" fill="{_INK}">'
            f"{html.escape(bar.note)}</text>"
        )
    if mark is not None:
        x = _LABELS + room * mark / longest
        parts.append(
            f'<line x1="{x:.1f}" x2="{x:.1f}" y1="2" y2="{height - 2}" stroke="{_FAINT}" '
            'stroke-dasharray="4 3"/>'
        )
    return "".join([*parts, "</svg>"])
