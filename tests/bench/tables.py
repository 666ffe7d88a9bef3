"""Prints what the benchmark found, for a terminal.

Not here: the figures (`benchmark`).
"""

from __future__ import annotations

from typing import Any

_LEAK_COLUMNS = {
    "out/in": lambda r: f"{r['files_out']}/{r['files_in']}",
    "lost": lambda r: str(r["lost"]),
    "quarantined": lambda r: f"{r['quarantined']}/{r['cleanable']}",
    "leaks": lambda r: f"{r['leaks']}/{r['canaries']}",
    "places": lambda r: f"{len(r['leaky_places'])}/{r['places']}",
    "drawn text hidden": lambda r: _of(r["drawn"]),
    "survivals": lambda r: _of(r["survivals"]),
    "references": lambda r: _of(r["references"]),
    "dates": lambda r: _of(r["dates"]),
    "pictures": lambda r: _of(r["pictures"]),
    "patients": lambda r: _of(r["patients"]),
    "MIDI-B %": lambda r: f"{r['midi_percent']:.3f}",
    "CPU s": lambda r: f"{r['cpu_s']:.1f}",
    "RSS MB": lambda r: f"{r['rss_mb']:.0f}",
}
_SPEED_COLUMNS = {
    "files/CPU-s": lambda r: f"{r['files_per_cpu_s']:.0f}",
    "MB/CPU-s": lambda r: f"{r['mb_per_cpu_s']:.0f}",
    "CPU s": lambda r: f"{r['cpu_s']:.2f}",
    "wall s": lambda r: f"{r['wall_s']:.2f}",
    "RSS MB": lambda r: f"{r['rss_mb']:.0f}",
}


def leaks(rows: dict[str, Any], *, names: int) -> str:
    """Return the canary part: one column a tool, then the places where radshare failed."""
    tools = list(rows)
    table = [["", *tools]] + [
        [name, *(cell(rows[tool]) for tool in tools)] for name, cell in _LEAK_COLUMNS.items()
    ]
    ours = rows["radshare"]
    lines = [aligned(table)]
    lines += [f"leak: {place}" for place in ours["leaky_places"][:names]]
    lines += [f"failed {count:4}  {what}" for what, count in list(ours["failures"].items())[:names]]
    lines += [f"set aside {count:4}  {reason}" for reason, count in ours["reasons"].items()]
    return "\n".join(lines)


def speed(rows: dict[str, Any]) -> str:
    """Return the speed part: one line a tool."""
    table = [["", *_SPEED_COLUMNS]] + [
        [tool, *(cell(row) for cell in _SPEED_COLUMNS.values())] for tool, row in rows.items()
    ]
    return aligned(table)


def mappings(rows: dict[str, Any]) -> str:
    """Return the mapping part: one line a comparison."""
    head = ["", "objects", "equal identifiers", "identical files", "identifiers in common"]
    table = [head] + [
        [f"{tool}, {name}", *(str(row[k]) for k in ("objects", "equal", "identical", "common"))]
        for tool, several in rows.items()
        for name, row in several.items()
    ]
    return aligned(table)


def real(row: dict[str, Any]) -> str:
    """Return the part on real files."""
    lines = [f"{name}: {row[name]}" for name in ("files", "unaccounted", "cpu_s", "rss_mb")]
    lines += [f"{name}: {count}" for part in ("counts", "reasons") for name, count in row[part].items()]
    found = row["dciodvfy"]
    if isinstance(found, str):
        return "\n".join([*lines, f"dciodvfy {found}"])
    lines.append(
        f"dciodvfy: {found['compared']} compared, {found['files_with_new']} new kinds of error over all files"
    )
    return "\n".join([*lines, *(f"  {count:4}  {kind}" for kind, count in found["kinds"].items())])


def _of(pair: tuple[int, int]) -> str:
    return f"{pair[0]}/{pair[1]}"


def aligned(table: list[list[str]]) -> str:
    """Return rows of cells as lines, each column as wide as its longest cell."""
    widths = [max(len(row[column]) for row in table) for column in range(len(table[0]))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in table
    )
