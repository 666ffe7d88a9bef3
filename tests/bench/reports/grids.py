"""Slots crossed with words: where a word identifies somebody it must go, where it means something it stays.

A set of reports shows a slot once or twice, with the words its writer thought of. A grid shows which slots
take which kinds of words: each frame of ``grids.yaml`` is filled with each word and set into two short
reports, a line of its own and a sentence among others; findings and groups in capitals too.

Rule: the frames were written down before they were run, but many were mended for since: a grid tells where a
filter is blind and whether a change reaches beyond its example, not how it does on reports nobody has seen.

Not here: sets of reports (`worlds`, `strangers`), scoring whole reports (`scoring`).
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import yaml

from site_agent.deidentify.reports.filter import ReportFilter

if TYPE_CHECKING:
    from collections.abc import Iterator

CARRIERS: Final = (
    "Clinical details: cough.\n{}\nFindings: The lungs are clear. No effusion.\nConclusion: Normal.",
    "Chest radiograph. The lungs are clear. {} No pleural effusion.",
)
_GRIDS: Final = Path(__file__).with_name("grids.yaml")
_TOGETHER: Final = 64


def measure_grids() -> dict[str, dict[str, Any]]:
    """Return for every grid how many of its texts come out wrong: a word leaked, or was lost.

    Returns:
        Name -> ``texts``, ``wrong``, and ``worst``: the three frames that fail most, with how many words.
    """
    document = yaml.safe_load(_GRIDS.read_text(encoding="utf-8"))
    reports = ReportFilter()
    return {
        f"{part}: {name}": _measured(reports, part, grid)
        for part in ("goes", "stays")
        for name, grid in document[part].items()
    }


def _measured(reports: ReportFilter, part: str, grid: dict[str, list[str]]) -> dict[str, Any]:
    wrong: dict[str, int] = {}
    asked = list(_texts(grid, shouted=part == "stays" and len(grid["frames"]) > 1))
    for start in range(0, len(asked), _TOGETHER):
        part_of = asked[start : start + _TOGETHER]
        results = reports.filter_all([(text, None) for _, _, text in part_of])
        for (frame, word, _), result in zip(part_of, results, strict=True):
            left = _stands(word, result.text, whole="whole" in grid)
            failed = left if part == "goes" else word not in result.text
            wrong[frame] = wrong.get(frame, 0) + failed
    worst = sorted(wrong, key=lambda frame: -wrong[frame])[:3]
    return {
        "texts": len(asked),
        "wrong": sum(wrong.values()),
        "worst": {frame: wrong[frame] for frame in worst if wrong[frame]},
    }


def _texts(grid: dict[str, list[str]], *, shouted: bool) -> Iterator[tuple[str, str, str]]:
    """Yield frame, word as it stands and text."""
    for frame in grid["frames"]:
        for word in grid["words"]:
            said = word if frame == "{}" else word[0].upper() + word[1:] if shouted else word
            for carrier in CARRIERS:
                text = carrier.format(frame.format(*[said] * frame.count("{}")))
                yield frame, said, text
                if shouted:
                    yield frame, said.upper(), text.upper()


def _stands(word: str, text: str, *, whole: bool) -> bool:
    """Tell whether a word still stands in a text: of what has several the last, with ``whole`` any."""
    parts = re.findall(r"[\w./*#'’-]+", word.strip("."))  # noqa: RUF001 - names have typographic apostrophes
    if whole:
        parts = [part for one in parts for part in re.split(r"[./*#-]", one) if part]
    told = re.sub(r"\[[A-Z]+\]", "", text)
    return any(
        re.search(rf"(?<![\w.]){re.escape(part)}(?!\w)", told) for part in (parts if whole else parts[-1:])
    )
