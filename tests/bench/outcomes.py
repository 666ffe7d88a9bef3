"""What a tool made of a corpus: where each input's output lies, or why there is none.

Not here: running the tools (`tools`) and judging what they made (`judge`).
"""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from factories.canaries.answers import AnswerKey


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came out.

    Attributes:
        outputs: Input file -> its output.
        reasons: Input file -> reason code, for those set aside.
        uids: Old UID -> new UID as the tool says, empty when it says nothing.
        patients: Old Patient ID -> new one as the tool says.
    """

    outputs: dict[str, Path]
    reasons: dict[str, str] = field(default_factory=dict)
    uids: dict[str, str] = field(default_factory=dict)
    patients: dict[str, str] = field(default_factory=dict)

    def lost(self, key: AnswerKey) -> list[str]:
        """Return the inputs that neither came out nor have a reason."""
        return [r.file for r in key.files if r.file not in self.outputs and r.file not in self.reasons]

    def quarantined(self, key: AnswerKey) -> list[str]:
        """Return the cleanable inputs that were set aside."""
        return [
            r.file for r in key.files if r.cleanable and r.file not in self.outputs and r.file in self.reasons
        ]


def same_names(key: AnswerKey, out: Path, errors: dict[str, str]) -> Outcome:
    """Return the outcome of a tool that keeps the names of files."""
    outputs = {r.file: out / r.file for r in key.files if (out / r.file).is_file()}
    return Outcome(outputs, {file: reason for file, reason in errors.items() if file not in outputs})


def from_mapping(key: AnswerKey, out: Path, mapping_dir: Path, report: Path) -> Outcome:
    """Return the outcome of `site-agent deidentify --mapping-dir --report`."""
    inputs, uids, patients = (
        _table(mapping_dir / f"{name}_mapping.csv") for name in ("input", "uid", "patid")
    )
    entries = {e["input_id"]: e for e in json.loads(report.read_text(encoding="utf-8"))["inputs"]}
    outputs, reasons = {}, {}
    for record in key.files:
        entry = entries.get(inputs.get(record.file, ""))
        if entry is not None and entry["status"] == "written":
            outputs[record.file] = out / f"{entry['output']}.dcm"
        elif entry is not None and entry["reason"]:
            reasons[record.file] = entry["reason"]
    return Outcome(outputs, reasons, uids, patients)


def from_uid_mapping(key: AnswerKey, out: Path, mapping_dir: Path) -> Outcome:
    """Return the outcome of any tool that names outputs as it likes and writes the two mapping tables."""
    uids, patients = (_table(mapping_dir / f"{name}_mapping.csv") for name in ("uid", "patid"))
    by_uid = {path.stem: path for path in out.rglob("*.dcm")}
    outputs = {r.file: by_uid[uids[r.sop_uid]] for r in key.files if uids.get(r.sop_uid) in by_uid}
    return Outcome(outputs, {}, uids, patients)


def _table(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    with path.open(newline="", encoding="utf-8") as file:
        return {row["id_old"]: row["id_new"] for row in csv.DictReader(file)}
