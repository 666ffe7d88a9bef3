"""Turns what stages found into tables: rows of cells, first row the head.

Rule: a measure is shown with its interval, n and patients, or with the reason why it is missing; failed bars
are shown like the others.

Not here: how tables become text or a page (`report`, `page`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from site_agent.certify.bars import table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Table = list[list[str]]
Measures = "Mapping[str, Mapping[str, Any]]"


def by_name(measures: Iterable[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    """Return measures by their names."""
    return {str(one["name"]): one for one in measures}


def number(value: float | None, digits: int = 3) -> str:
    """Return a number without its leading zero, or a dash."""
    if value is None:
        return "-"
    text = f"{value:.{digits}f}"
    return re.sub(r"^(-?)0\.", r"\1.", text)


def cell(measure: Mapping[str, Any] | None, *, count: bool = False) -> str:
    """Return a measure as ``.553 [.531, .574]``, if asked for with n and patients."""
    if measure is None:
        return ""
    if measure["value"] is None:
        return "-"
    text = number(measure["value"])
    if measure["low"] is not None and measure["high"] is not None:
        text += f" [{number(measure['low'])}, {number(measure['high'])}]"
    if count and measure["n"]:
        text += f" n={measure['n']}" + (f"/{measure['n_patients']}" if measure["n_patients"] else "")
    return text


def measures_table(found: Mapping[str, Sequence[Mapping[str, Any]]], wanted: Sequence[str]) -> Table:
    """Return a table of measures: one row a name, one column a release; rows that nobody has are left out.

    Args:
        found: Release -> measures.
        wanted: Names, or patterns of names, in their order.
    """
    columns = {release: by_name(measures) for release, measures in found.items()}
    names: list[str] = []
    for pattern in wanted:
        every = [name for column in columns.values() for name in column if re.fullmatch(pattern, name)]
        names += [name for name in dict.fromkeys(every) if name not in names]
    rows = [[name, *(cell(column.get(name), count=True) for column in columns.values())] for name in names]
    return [["measure", *columns], *rows]


def thresholds_table(rulings: Mapping[str, Sequence[Mapping[str, Any]]]) -> Table:
    """Return the release thresholds: one row a bar, one column a release, each cell with its numbers."""
    columns = {release: {one["bar"]: one for one in several} for release, several in rulings.items()}
    rows = []
    for bar, _, passes, goal in table():
        rows.append([f"{bar}: {passes}; goal {goal}", *(_ruling(column[bar]) for column in columns.values())])
    return [["bar", *columns], *rows]


def brief_table(
    rulings: Mapping[str, Sequence[Mapping[str, Any]]],
    measures: Mapping[str, Sequence[Mapping[str, Any]]],
) -> Table:
    """Return the release thresholds in few words: verdict, deciding number, interval, patients.

    Args:
        rulings: Release -> what every bar says.
        measures: Release -> all that was measured of it.
    """
    numbers = {release: by_name(several) for release, several in measures.items()}
    columns = {release: {one["bar"]: one for one in several} for release, several in rulings.items()}
    rows = []
    for bar, _, passes, _ in table():
        cells = []
        for release, column in columns.items():
            ruling = column[bar]
            measure = numbers[release].get(ruling["decided_by"])
            patients = (
                f" ({measure['n_patients'] or measure['n']})"
                if measure and measure["value"] is not None
                else ""
            )
            cells.append(f"{ruling['verdict']} {cell(measure)}{patients}".strip())
        rows.append([f"{bar}: {passes}", *cells])
    return [["bar", *columns], *rows]


def _ruling(ruling: Mapping[str, Any]) -> str:
    verdict = f"{ruling['verdict']}{', goal reached' if ruling['goal'] else ''}"
    return f"{verdict}: {ruling['decided_by']} {ruling['why']}".replace("|", "/")


def suppression_table(releases: Mapping[str, Mapping[str, Any]]) -> Table:
    """Return how many exams each release suppresses: in all, by reason, by finding and view."""
    kinds = list(dict.fromkeys(kind for one in releases.values() for kind in one["suppressed_by"]))
    reasons = list(dict.fromkeys(reason for one in releases.values() for reason in one["reasons"]))
    rows = [["all", *(_of(one["asked"] - one["released"], one["asked"]) for one in releases.values())]]
    rows += [
        [f"reason {reason}", *(str(one["reasons"].get(reason, 0)) for one in releases.values())]
        for reason in reasons
    ]
    rows += [
        [kind, *(_of(*one["suppressed_by"].get(kind, (0, 0))) for one in releases.values())] for kind in kinds
    ]
    return [["suppressed", *releases], *rows]


def speed_tables(found: Mapping[str, Any]) -> list[tuple[str, Table]]:
    """Return training, synthesis and growth as tables, each with its heading."""
    tables: list[tuple[str, Table]] = []
    if train := found.get("train"):
        head = ["exams", "patients", "wall s", "CPU s", "peak MB", "starts"]
        keys = ("exams", "patients", "wall_s", "cpu_s", "rss_mb", "starts")
        tables.append(("Training the filter", [head, [str(train[key]) for key in keys]]))
    if speed := found.get("speed"):
        columns = ("exams", "released", "wall_s", "cpu_s", "rss_mb", "per_wall_minute", "per_cpu_minute")
        head = ["exams", "released", "wall s", "CPU s", "peak MB", "images / min", "images / CPU min"]
        tables.append(("Synthesis end to end, start included", [head, [str(speed[key]) for key in columns]]))
        rows = [[n, *(str(value) for value in row.values())] for n, row in speed["gate_by_n"].items()]
        head = ["training images", "loading, CPU s", "comparing a candidate, CPU ms"]
        tables.append(("The gate by N", [head, *rows]))
    if growth := found.get("growth"):
        head = ["N", "CPU s", "wall s", "peak MB"]
        rows = [
            [n, *(str(row[key]) for key in ("cpu_s", "wall_s", "rss_mb"))]
            for n, row in growth["by_n"].items()
        ]
        far = growth["far_extrapolated"]
        rows.append([f"{growth['far']} (extrapolated)", str(far["cpu_s"]), "", str(far["rss_mb"])])
        tables.append(("Training without its steps, by N", [head, *rows]))
        rows = [
            [k, *(str(row[key]) for key in ("cpu_s", "wall_s", "rss_mb"))]
            for k, row in growth["by_k"].items()
        ]
        tables.append((f"The same by k, N = {growth['by_k_n']}", [["k", *head[1:]], *rows]))
    return tables


def layouts_table(found: Mapping[str, Any]) -> Table:
    """Return how well groups' layouts alone are linked, by the size of pools."""
    head = ["pool, groups", "linkage (sd over secrets)", "patients", "groups", "variance within groups"]
    rows = [
        [
            pool,
            f"{one['auc']} ({one['auc_sd']})",
            *(str(one[key]) for key in ("patients", "groups", "within")),
        ]
        for pool, one in found.items()
    ]
    return [head, *rows]


def markdown(table: Table) -> str:
    """Return a table as Markdown."""
    head, *rows = table
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join([*lines, *("| " + " | ".join(row) + " |" for row in rows)])


def _of(part: int, whole: int) -> str:
    return f"{part} of {whole} ({100 * part / whole:.1f} %)" if whole else "-"
