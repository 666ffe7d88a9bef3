"""Draws a sheet: originals on top, each release's counterpart of the same exam below it.

Rule: of real patients a sheet lies in the run's own folder and nowhere else; the repository's own sheet shows
phantoms. Exams are chosen by number, one of each finding in turn, never by how they look.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageDraw

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from site_agent.certify.cohort import Cohort, Release

LABEL_PX = 96
GRAY_LEVELS = 64
"""Of a sheet: enough for the eye, and half the bytes."""


def choose_exams(hospital: Cohort, releases: Mapping[str, Release], count: int) -> list[int]:
    """Return rows that every release has a counterpart of, findings in turn, each patient once."""
    common = set.intersection(*(set(release.sources) for release in releases.values()))
    of_finding: dict[str, list[int]] = defaultdict(list)
    seen: set[str] = set()
    for row in sorted(common):
        if hospital.patients[row] not in seen:
            seen.add(hospital.patients[row])
            of_finding["|".join(sorted(hospital.labels[row]))].append(row)
    turns = [
        rows[place]
        for place in range(max(map(len, of_finding.values()), default=0))
        for _, rows in sorted(of_finding.items())
        if place < len(rows)
    ]
    return sorted(turns[:count], key=lambda row: (sorted(hospital.labels[row]), row))


def draw_sheet(
    hospital: Cohort, releases: Mapping[str, Release], rows: Sequence[int], path: Path, *, cell_px: int = 96
) -> None:
    """Write a sheet: one column an exam, the original's line first."""
    lines: dict[str, list[NDArray[np.float32]]] = {
        "original": [hospital.images[row, 0].numpy() for row in rows]
    }
    for name, release in releases.items():
        place = {source: index for index, source in enumerate(release.sources)}
        lines[name] = [release.images[place[row], 0].numpy() for row in rows]
    sheet = Image.new("L", (LABEL_PX + cell_px * len(rows), cell_px * len(lines) + 14), 255)
    pen = ImageDraw.Draw(sheet)
    for column, row in enumerate(rows):
        text = ", ".join(sorted(hospital.labels[row])).replace("_pneumonia", "").replace("_", " ")
        pen.text((LABEL_PX + column * cell_px + 3, 1), text, fill=0)
    for line, (name, images) in enumerate(lines.items()):
        pen.text((3, 14 + line * cell_px + cell_px // 2 - 6), name, fill=0)
        for column, image in enumerate(images):
            cell = Image.fromarray((image * 255).round().astype(np.uint8)).resize((cell_px, cell_px))
            sheet.paste(cell, (LABEL_PX + column * cell_px, 14 + line * cell_px))
    sheet.quantize(GRAY_LEVELS).save(path, optimize=True)
