"""Prints what the report benchmark found, for a terminal.

Not here: the figures (`benchmark`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bench.tables import aligned

if TYPE_CHECKING:
    from bench.reports.scoring import Score

_MEASURES = {
    "token recall": ("token_recall", ".4f"),
    "NAME recall": ("name_recall", ".4f"),
    "precision": ("precision", ".4f"),
    "reports with any leak": ("leaky_reports", ".2%"),
    "pathology survival": ("pathology", ".4f"),
    "hard-negative survival": ("hard_negatives", ".4f"),
    "quarantined": ("quarantined", ".2%"),
    "reports/CPU-s": ("reports_per_cpu_s", ".0f"),
    "RSS MB": ("rss_mb", ".0f"),
}
_COSTS = {
    "reports/CPU-s": ("reports_per_cpu_s", ".0f"),
    "CPU s": ("cpu_s", ".1f"),
    "wall s": ("wall_s", ".1f"),
    "RSS MB": ("rss_mb", ".0f"),
}
_POINTING = {
    "unique as text": ("unique", ".1%"),
    "original found (rank 1) by words": ("by_words", ".1%"),
    "original found (rank 1) by findings": ("by_findings", ".1%"),
    "labels as in the original": ("labels", ".4f"),
    "quarantined": ("quarantined", ".2%"),
    "characters": ("characters", ".0f"),
}


def sets(rows: dict[str, Any]) -> str:
    """Return a table a set: one column a filter."""
    told = []
    for name, columns in rows.items():
        count = next(iter(columns.values()))["reports"]
        table = [[f"{name} ({count})", *columns]]
        table += [
            [said, *(format(column[key], shape) for column in columns.values())]
            for said, (key, shape) in _MEASURES.items()
        ]
        told.append(aligned(table))
    return "\n\n".join(told)


def costs(rows: dict[str, Any], what: str) -> str:
    """Return a table of costs: one line a number of ``what``."""
    table = [[what, *_COSTS]]
    table += [
        [name, *(format(row[key], shape) for key, shape in _COSTS.values())] for name, row in rows.items()
    ]
    return aligned(table)


def grids(rows: dict[str, Any]) -> str:
    """Return the part on grids: one line a grid, with the frames that fail most."""
    table = [["grid", "texts", "wrong", "share", "worst frames"]]
    table += [
        [
            name,
            str(row["texts"]),
            str(row["wrong"]),
            f"{row['wrong'] / row['texts']:.3f}",
            "; ".join(f"{frame} {count}" for frame, count in row["worst"].items()),
        ]
        for name, row in rows.items()
    ]
    return aligned(table)


def memory(rows: dict[str, Any]) -> str:
    """Return the part on memory: one line a tenth of the reports."""
    table = [["reports written", "RSS MB", "wall s"]]
    table += [[name, f"{row['rss_mb']:.0f}", f"{row['wall_s']:.0f}"] for name, row in rows.items()]
    return aligned(table)


def labels(row: dict[str, Any]) -> str:
    """Return the part on labels."""
    return aligned(
        [
            ["labels (Open-i)", ""],
            [f"micro-F1, {row['odd']} odd uids", f"{row['micro_f1']:.3f}"],
            ["the same without no_finding", f"{row['micro_f1_findings']:.3f}"],
            [f"unchanged by filtering, {row['reports']} reports", f"{row['unchanged']:.4f}"],
            ["quarantined", f"{row['quarantined']:.4f}"],
        ]
    )


def modes(rows: dict[str, Any]) -> str:
    """Return the part on modes: one column a mode, the originals first."""
    count = next(iter(rows.values()))["reports"]
    table = [[f"Open-i ({count})", *rows]]
    table += [
        [said, *(format(row[key], shape) for row in rows.values())]
        for said, (key, shape) in _POINTING.items()
    ]
    return aligned(table)


def examples(score: Score, count: int) -> str:
    """Return what leaked and what was lost, by class; only for sets whose text may be shown."""
    lines = []
    for kind, places in sorted(score.leaks.items(), key=lambda item: -len(item[1])):
        lines += [f"leaked {kind}: {len(places)}", *(f"    {place}" for place in places[:count])]
    for kind, lost in sorted(score.losses.items()):
        lines.append(
            f"lost {kind}: {lost.total()}: " + ", ".join(f"{t} ({n})" for t, n in lost.most_common(count))
        )
    wrong = ", ".join(f"{word} ({number})" for word, number in score.wrongly.most_common(3 * count))
    return "\n".join([*lines, f"removed without need: {wrong}"])
