"""How well the labels of reports agree with an indexer's, and whether filtering leaves them alone (Open-i).

Rules: the gold is the ``mesh_major`` column, whose headings map to labels as written here; a report
counts when it was indexed and says anything; uids are split into even and odd, and odd ones were never
tuned on. The filter runs as a process; what it releases is labelled anew.

Not here: the labeler (`site_agent.deidentify.reports.findings`).
"""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any, Final

from bench.reports import filters
from bench.reports.writing import Report

from site_agent.deidentify.reports.findings import labels_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

HEADINGS: Final = {
    "normal": "no_finding",
    "Cardiomegaly": "cardiomegaly",
    "Pulmonary Atelectasis": "atelectasis",
    "Pleural Effusion": "effusion",
    "Pneumonia": "pneumonia",
    "Pneumothorax": "pneumothorax",
    "Hydropneumothorax": "pneumothorax",
    "Pulmonary Edema": "edema",
    "Emphysema": "emphysema",
    "Pulmonary Emphysema": "emphysema",
    "Bullous Emphysema": "emphysema",
    "Hernia, Hiatal": "hernia",
    "Hernia, Diaphragmatic": "hernia",
    "Nodule": "nodule",
    "Mass": "mass",
    "Consolidation": "consolidation",
    "Infiltrate": "infiltration",
    "Pulmonary Fibrosis": "fibrosis",
    "Fractures, Bone": "fracture",
    "Opacity": "lung_opacity",
    "Airspace Disease": "lung_opacity",
}
_QUALIFIED: Final = {"Thickening/pleura": "pleural_thickening"}
_LABELS: Final = frozenset(HEADINGS.values()) | frozenset(_QUALIFIED.values())


def measure_labels(table: Path, work: Path) -> dict[str, Any]:
    """Return the agreement on odd uids, and how many labels filtering changed over all reports.

    Args:
        table: ``openi_reports.csv``.
        work: Folder for what is given to the filter and what it makes of it.
    """
    rows = list(rows_of(table))
    reports = [Report(row["uid"], text_of(row), (), ()) for row in rows]
    source, out = work / "openi.jsonl", work / "openi-out.jsonl"
    filters.write_reports(source, reports, header=False)
    filters.ours(source, out)
    answers = filters.answers(out)
    read = {report.id: labels_of(report.text) for report in reports}
    same = sum(
        not answers[name].quarantined and labels_of(answers[name].text) == labels
        for name, labels in read.items()
    )
    odd = [(gold(row["mesh_major"]), read[row["uid"]] & _LABELS) for row in rows if int(row["uid"]) % 2]
    stated = [(wanted - {"no_finding"}, found - {"no_finding"}) for wanted, found in odd]
    return {
        "reports": len(rows),
        "odd": len(odd),
        "micro_f1": _micro_f1(odd),
        "micro_f1_findings": _micro_f1(stated),
        "unchanged": same / len(rows),
        "quarantined": sum(answer.quarantined for answer in answers.values()) / len(rows),
    }


def gold(headings: str) -> frozenset[str]:
    """Return the labels of a ``mesh_major`` value such as ``Opacity/lung/base/left;Cardiomegaly``."""
    labels = set()
    for one in headings.split(";"):
        label = HEADINGS.get(one.strip().split("/")[0])
        labels |= {label} if label else set()
        labels |= {meant for start, meant in _QUALIFIED.items() if one.strip().startswith(start)}
    return frozenset(labels)


def rows_of(table: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of reports that were indexed and say anything."""
    with table.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if "No Indexing" not in row["mesh_major"] and (row["findings"] or row["impression"]):
                yield row


def text_of(row: dict[str, str]) -> str:
    """Return the report of a row as text."""
    return f"FINDINGS: {row['findings']}\nIMPRESSION: {row['impression']}"


def _micro_f1(pairs: Iterable[tuple[frozenset[str], frozenset[str]]]) -> float:
    both = wrong = 0
    for wanted, found in pairs:
        both += len(wanted & found)
        wrong += len(wanted ^ found)
    return 2 * both / max(1, 2 * both + wrong)
