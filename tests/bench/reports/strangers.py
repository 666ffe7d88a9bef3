"""Worlds of reports by people who had never seen the filter: sets it is developed on now, and sets it is not.

Rules: the reports stand in `drawn/` as their writers drew them, all invented, so that every run scores the
same ones. Once looked at, or learnt from, a world tells nothing of reports that nobody has seen: its figures
are called development. Those of `EXAMINERS` have taught neither rules nor networks. Trades and whatever else
their writers called ``OTHER`` are no identifiers here, and may go.

Not here: the worlds that are drawn anew from a seed (`worlds`), judging (`scoring`).
"""

from __future__ import annotations

import json
import lzma
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from bench.reports.scoring import PATHOLOGY
from bench.reports.writing import Report

if TYPE_CHECKING:
    from collections.abc import Iterable

TEACHERS: Final = (
    "abroad",
    "academic",
    "academic2",
    "ambulatory",
    "community",
    "conduits",
    "continental",
    "departments",
    "everyday",
    "examination",
    "exports",
    "foothills",
    "forms",
    "indian",
    "islands",
    "lakeside",
    "letters",
    "mainstream",
    "messages",
    "network",
    "midlands",
    "night",
    "nightdesk",
    "outpatient",
    "overseas",
    "plainfield",
    "regional",
    "shires",
    "southern",
    "specialty",
    "subspec",
    "systems",
    "systems2",
    "tertiary",
    "trauma",
    "trials",
    "trusts",
    "uplands",
    "valley",
    "weekday",
)
"""Sets that rules were mended on and the second reader has learnt from: hospitals, offices, forms, letters,
chats, exports and trials of many countries, by their writers' names."""

UNREAD: Final = ("commons", "halls", "hamlets", "manors", "northlands")
"""Sets in the manner of the development set that nobody has read: general hospitals of several countries."""

EXAMINERS: Final = (*UNREAD, "county", "harbour", "registry")
"""Sets that taught nothing: those and small towns of four countries, a network of teaching hospitals,
registries and boards of six countries."""

SIBLINGS: Final = (
    "annex",
    "atrium",
    "byways",
    "clinics",
    "corridors",
    "counties",
    "crossroads",
    "dominions",
    "drylands",
    "exchange",
    "fairways",
    "gateways",
    "gazettes",
    "havens",
    "infirmaries",
    "inkwells",
    "jetties",
    "jotters",
    "keystones",
    "lanterns",
    "lookouts",
    "lowlands",
    "mainlands",
    "meadows",
    "northgate",
    "nurseries",
    "orchards",
    "outposts",
    "parishes",
    "pavilions",
    "quarries",
    "quills",
    "ridgeways",
    "shorelines",
    "terraces",
    "turnpikes",
    "underhills",
    "vineyards",
    "waterfronts",
)
"""Sets in the manner, density and classes of the development set, with other layouts, words and formats,
that rules were mended on (every other report of "lowlands", "mainlands", "quills" and "turnpikes" is
unread): ten countries, letterheads and exports, subspecialties, the Commonwealth, North America, ships,
prisons and mobile units, teaching files and portals, stroke codes and screening letters, veterans,
outpatients, islands and coasts, teleradiology, institutes of one organ, mining towns and ranches, oncology
and cardiology of the Continent, night desks of the southern hemisphere, private groups of southern and
central Europe, children and women, the army and nursing stations, general hospitals of six countries,
imaging chains of Asia and the Gulf, North America, the British Isles and the antipodes, busy people,
general hospitals again, five times with the formats of other makers, and prose by the tired and the chatty.
The second reader has learnt from all but "lowlands", "mainlands", "quills" and "turnpikes"."""

STRANGERS: Final = (*TEACHERS, *SIBLINGS, *EXAMINERS)

_FOLDER: Final = Path(__file__).with_name("drawn")
_NO_IDENTIFIERS: Final = frozenset({"PROFESSION", "OTHER"})


def strangers_world(name: str, count: int) -> list[Report]:
    """Return the first reports of a world, all of them where it has no more."""
    with lzma.open(_FOLDER / f"{name}.jsonl.xz", "rt", encoding="utf-8") as lines:
        return [_report(json.loads(line)) for line in islice(lines, count)]


def _report(row: dict[str, Any]) -> Report:
    if "phi" in row:  # written as the development set is
        return Report.from_json(row)
    spans: Iterable[tuple[int, int, str]] = [(start, end, kind) for start, end, kind in row["spans"]]
    return Report(
        row["id"],
        row["text"],
        phi=[span for span in spans if span[2] not in _NO_IDENTIFIERS],
        keep=[(start, end, PATHOLOGY) for start, end in row["keep"]],
        neutral=[(start, end) for start, end, kind in spans if kind in _NO_IDENTIFIERS],
        dicom=row["dicom"],
    )
