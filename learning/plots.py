"""Draws a result's intervals as one figure: a panel for each site, a line for each arm.

Rule: every AUC is drawn with its interval, on the same axis from 0 to 1 with chance marked; what has no
number is named in its place, never left out. The SVG is self-contained and the same for the same rows.

Not here: what the figure means (learning.comparison) and the page around it (learning.report).
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import matplotlib as mpl
from matplotlib.figure import Figure

from radshare.experiment import Arm, RowStatus

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

    from radshare.experiment import SiteRow

COLOURS = {Arm.LOCAL: "#4c6a92", Arm.SHARED: "#c06c2b", Arm.MIXED: "#3f7d58"}
"""Distinguishable with the common colour vision deficiencies and in gray."""
INK = "#1f2933"
FAINT = "#9aa5b1"
ROW_INCHES = 0.34


def intervals_svg(rows: Sequence[SiteRow]) -> str:
    """Return an SVG with one panel a judging site and one interval a row, in the order of ``rows``."""
    sites = list(dict.fromkeys(row.judged_at for row in rows))
    panels = [[row for row in rows if row.judged_at == site] for site in sites]
    height = sum(len(panel) * ROW_INCHES + 0.75 for panel in panels)
    with mpl.rc_context({"svg.hashsalt": "radshare", "svg.fonttype": "path", "font.size": 9}):
        figure = Figure(figsize=(8.2, max(1.6, height)), layout="constrained")
        ratios = [len(panel) + 1 for panel in panels]
        axes = figure.subplots(len(panels), 1, squeeze=False, sharex=True, height_ratios=ratios)[:, 0]
        for axis, site, panel in zip(axes, sites, panels, strict=True):
            _draw_panel(axis, site, panel)
        axes[-1].set_xlabel("AUC with 95 % patient-level bootstrap interval", color=INK)
        buffer = io.StringIO()
        figure.savefig(buffer, format="svg", metadata={"Date": None}, transparent=True)
    text = buffer.getvalue()
    return text[text.index("<svg") :]


def _draw_panel(axis: Axes, site: str, rows: Sequence[SiteRow]) -> None:
    axis.set_title(
        f"judged at {short_name(site)}", loc="left", pad=8, fontsize=10, color=INK, fontweight="bold"
    )
    axis.axvline(0.5, color=FAINT, linewidth=0.8, linestyle=(0, (4, 3)))
    for position, row in enumerate(rows):
        if row.status is RowStatus.OK and row.auc is not None:
            low, high = row.auc_low or 0.0, row.auc_high or 0.0
            axis.plot([low, high], [position, position], color=COLOURS[row.arm], linewidth=2.4)
            axis.plot([row.auc], [position], "o", color=COLOURS[row.arm], markersize=6)
            axis.annotate(
                f"{row.auc:.3f}", (1.015, position), va="center", fontsize=8, color=INK, annotation_clip=False
            )
        else:
            text = f"{row.status} ({row.code})"
            axis.annotate(text, (0.5, position), ha="center", va="center", fontsize=8, color=FAINT)
    axis.set_yticks(range(len(rows)), [row_name(row) for row in rows], color=INK)
    axis.set_ylim(len(rows) - 0.5, -0.5)
    axis.set_xlim(0.0, 1.0)
    axis.grid(axis="x", color="#e4e7eb", linewidth=0.8)
    axis.set_axisbelow(True)
    for side in ("top", "right", "left"):
        axis.spines[side].set_visible(False)
    axis.tick_params(length=0)


def short_name(spiffe_id: str) -> str:
    """Return the last part of a SPIFFE id: the site's name within its federation."""
    return spiffe_id.rsplit("/", 1)[-1]


def row_name(row: SiteRow) -> str:
    """Return how a row is called: its arm, and where it was trained unless at home."""
    if row.trained_at == row.judged_at:
        return str(row.arm)
    return f"{row.arm}, trained at {short_name(row.trained_at)}"
