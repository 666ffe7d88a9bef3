"""Reads other people's sets of texts with planted identifiers, from folders given.

Rules: the development set as it is; ASQ-PHI (Weatherhead et al., MIT) names values, which count wherever
they first stand; a query of it without identifiers must survive word by word, which makes it a hard
negative. Nothing of either is kept here.

Not here: the project's own worlds (`worlds`).
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from bench.reports.writing import Report

if TYPE_CHECKING:
    from pathlib import Path

_QUERY, _TAGS = "===QUERY===", "===PHI_TAGS==="
_WORD: Final = re.compile(r"\w+")


def development_set(folder: Path) -> list[Report]:
    """Return the reports of ``dev.jsonl``."""
    lines = (folder / "dev.jsonl").read_text(encoding="utf-8").splitlines()
    return [Report.from_json(json.loads(line)) for line in lines]


def asq_phi(folder: Path) -> list[Report]:
    """Return the queries of ASQ-PHI: ``data/synthetic_clinical_queries.txt``."""
    text = (folder / "data" / "synthetic_clinical_queries.txt").read_text(encoding="utf-8")
    queries = text.split(_QUERY)[1:]
    return [_query(f"asq-{number:05d}", *query.split(_TAGS)) for number, query in enumerate(queries)]


def _query(identity: str, text: str, tags: str) -> Report:
    text = text.strip()
    tagged: list[dict[str, Any]] = [json.loads(line) for line in tags.splitlines() if line.strip()]
    spans = [
        (at, at + len(tag["value"]), str(tag["identifier_type"]))
        for tag in tagged
        if (at := text.find(tag["value"])) >= 0
    ]
    keep = [] if tagged else [(*word.span(), "query") for word in _WORD.finditer(text)]
    return Report(identity, text, phi=spans, keep=keep)
