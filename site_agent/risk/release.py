"""Writes what a site admin needs to act on a suggestion: a table of what may be released, and who may not.

Rules: both lists name patients by their pseudonyms only, are readable by their owner only (0600 in a folder
of 0700) and replace nothing half; a value stands there at its suggested level or not at all. Images are not
touched: they are made again with a changed profile, without the patients listed as suppressed.

Not here: what the levels are (`suggest`).
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Final

from radshare.files import private_folder, write_private
from site_agent.risk.hierarchies import HIERARCHIES, generalised
from site_agent.risk.records import NOTHING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from site_agent.risk.records import PatientRecord
    from site_agent.risk.suggest import Plan

KEPT_NAME: Final = "quasi_identifiers.csv"
SUPPRESSED_NAME: Final = "suppressed.csv"
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def write_lists(records: Sequence[PatientRecord], plan: Plan, folder: Path) -> None:
    """Write ``quasi_identifiers.csv`` (who stays, generalised) and ``suppressed.csv`` (who does not).

    Args:
        records: The patients.
        plan: Levels and who stays, in the order of ``records``.
        folder: Made when missing; private.
    """
    private_folder(folder)
    levels = {attribute: HIERARCHIES[attribute][level] for attribute, level in plan.levels.items()}
    kept = [
        [record.patient]
        + [
            "|".join(sorted(generalised(record.values.get(attribute, NOTHING), level)))
            for attribute, level in levels.items()
        ]
        for record, stays in zip(records, plan.stays, strict=True)
        if stays
    ]
    gone = [[record.patient] for record, stays in zip(records, plan.stays, strict=True) if not stays]
    write_private(folder / KEPT_NAME, _csv(["patient", *levels], kept))
    write_private(folder / SUPPRESSED_NAME, _csv(["patient"], gone))


def _csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return a CSV table, in which no value is a spreadsheet's formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(["'" + cell if cell.startswith(_FORMULA) else cell for cell in row] for row in rows)
    return out.getvalue().encode()
