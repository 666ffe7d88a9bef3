"""The results as one self-contained page: tables, plots, the sheet.

Rule: the page of real patients' images lies in the run's own folder; it loads nothing from elsewhere.
"""

from __future__ import annotations

import base64
import html
import io
from typing import TYPE_CHECKING, Any, cast

import matplotlib as mpl

mpl.use("Agg")
from bench.images.sections import by_name
from matplotlib import pyplot as plt

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from bench.images.sections import Table
    from matplotlib.figure import Figure

_STYLE = (
    "body{font:15px system-ui;margin:2em;max-width:1500px}table{border-collapse:collapse;margin:1em 0}"
    "td,th{border:1px solid #ccc;padding:2px 8px;text-align:left;font-size:13px}"
    ".failed{background:#fdd}.passed{background:#dfd}.inconclusive{background:#ffd}img{max-width:100%}"
)
_LINES = (("chance", 0.5, ":"), ("bar", 0.6, "--"))


def page(title: str, sections: Sequence[tuple[str, Table]], found: Mapping[str, Any], sheet: Path) -> str:
    """Return the page.

    Args:
        title: Its heading.
        sections: Tables with their headings.
        found: All results, for the plots.
        sheet: The sheet, if there is one.
    """
    parts = [f"<!doctype html><html lang=en><meta charset=utf-8><title>{html.escape(title)}</title>"]
    parts += [f"<style>{_STYLE}</style><h1>{html.escape(title)}</h1>"]
    parts += [f"<p><code>{html.escape(str(found['command']))}</code></p>"]
    parts += [_picture(name, figure) for name, figure in _figures(found)]
    for heading, table in sections:
        parts += [f"<h2>{html.escape(heading)}</h2>", _table(table)]
    if sheet.is_file():
        data = base64.b64encode(sheet.read_bytes()).decode()
        parts.append(f"<h2>Originals and counterparts</h2><img alt=sheet src='data:image/png;base64,{data}'>")
    return "\n".join(parts) + "</html>\n"


def _figures(found: Mapping[str, Any]) -> list[tuple[str, Figure]]:
    figures = []
    if found["privacy"]:
        figures.append(("Linkage", _linkage(found["privacy"])))
    if found["utility"]:
        figures.append(("Utility", _utility(found["utility"])))
    if train := found.get("train"):
        figures.append(("Training", _curves(train["curves"])))
    return figures


def _linkage(privacy: Mapping[str, Sequence[Mapping[str, Any]]]) -> Figure:
    """AUC of linkage by release: every measure whose name says so, with its interval."""
    figure, axes = plt.subplots(figsize=(9, 4))
    releases = list(privacy)
    columns = [by_name(privacy[name]) for name in releases]
    names = sorted({name for column in columns for name in column if name.startswith(("auc_", "linkage"))})
    for place, name in enumerate(names):
        shift = (place - len(names) / 2) / (1.5 * max(1, len(names)))
        points = [(x, column.get(name)) for x, column in enumerate(columns)]
        kept = [(x, one) for x, one in points if one and one["value"] is not None and one["low"] is not None]
        values = [one["value"] for _, one in kept]
        errors = [
            [max(0.0, one["value"] - one["low"]) for _, one in kept],
            [max(0.0, one["high"] - one["value"]) for _, one in kept],
        ]
        axes.errorbar([x + shift for x, _ in kept], values, yerr=errors, fmt="o", capsize=3, label=name)
    for _, height, style in _LINES:
        axes.axhline(height, color="gray", linestyle=style, linewidth=1)
    axes.set_xticks(range(len(releases)), releases)
    axes.set_ylabel("AUC [95 %]")
    axes.legend(fontsize=7)
    return cast("Figure", figure)


def _utility(utility: Mapping[str, Sequence[Mapping[str, Any]]]) -> Figure:
    """AUC of every arm by release, for the two pairwise questions."""
    tasks = ("bacterial_vs_viral", "normal_vs_pneumonia")
    figure, several = plt.subplots(1, len(tasks), figsize=(13, 4))
    arms = ("local", "trtr", "tstr", "control", "mixed", "mixed_control", "mixed_real")
    for axes, task in zip(several, tasks, strict=True):
        for release, measures in utility.items():
            column = by_name(measures)
            points = [(arm, column.get(f"auc_{arm}_{task}")) for arm in arms]
            kept = [(arm, one["value"]) for arm, one in points if one and one["value"] is not None]
            axes.plot([arm for arm, _ in kept], [value for _, value in kept], "o-", label=release)
        axes.set_title(task)
        axes.tick_params(axis="x", rotation=30)
        axes.legend(fontsize=7)
    return cast("Figure", figure)


def _curves(curves: Mapping[str, Sequence[float]]) -> Figure:
    figure, axes = plt.subplots(figsize=(9, 3))
    for name, losses in curves.items():
        axes.plot([place / max(1, len(losses) - 1) for place in range(len(losses))], losses, label=name)
    axes.set_yscale("symlog", linthresh=0.1)
    axes.set_xlabel("share of the training")
    axes.set_ylabel("loss")
    axes.legend(fontsize=7)
    return cast("Figure", figure)


def _picture(name: str, figure: Figure) -> str:
    buffer = io.BytesIO()
    figure.tight_layout()
    figure.savefig(buffer, format="png", dpi=110)
    plt.close(figure)
    data = base64.b64encode(buffer.getvalue()).decode()
    return f"<h2>{html.escape(name)}</h2><img alt='{html.escape(name)}' src='data:image/png;base64,{data}'>"


def _table(table: Table) -> str:
    head, *rows = table
    lines = ["<tr>" + "".join(f"<th>{html.escape(text)}</th>" for text in head) + "</tr>"]
    lines += ["<tr>" + "".join(_td(text) for text in row) + "</tr>" for row in rows]
    return "<table>" + "".join(lines) + "</table>"


def _td(text: str) -> str:
    verdict = next((word for word in ("failed", "passed", "inconclusive") if text.startswith(word)), "")
    return f"<td class={verdict or 'plain'}>{html.escape(text)}</td>"
