"""Reads a set of radiographs as the bench judges it, and deals its patients to the hospital and outside.

Rules: a patient is on one side of every split. Kermany's ``personN_bacteria`` and ``personN_virus`` may be
one child and are kept as one. Of NIH only the images of one source are judged (the other has no comparable
negatives); the rest, without the patients that are judged, may teach attackers. A folder of the bench has
the form of a DATA_DIR with links to the images: nothing is copied.

* **hospital**: what the filter is trained on and makes counterparts of.
* **outside**: patients the filter never sees: non-members, held-out images, the test of utility.
* **local**: a few of the outside patients, who stand for the receiver's own; never among the tested ones.

Not here: pixels (`cohorts`).
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from site_agent.synthesize.training_loop import derived_seed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

COLUMNS: Final = ("image", "patient_id", "labels", "view", "sex", "age")
PARTS: Final = ("hospital", "outside", "local")
KERMANY_PERSON: Final = re.compile(r"(person\d+)_(?:bacteria|virus)")
NIH_SOURCE: Final = "from=muhammedtalo"


@dataclass(frozen=True, slots=True)
class SetRules:
    """How a public set is read.

    Attributes:
        name: ``kermany``, ``nih`` or ``plain``.
        person: Pattern whose first group is the patient where it matches, or ``None``.
        source: Text that the column ``extra`` of judged rows contains; empty: every row is judged.
        tasks: Findings told apart to measure utility: name -> (positive, negative) terms of the lexicon.
    """

    name: str
    person: re.Pattern[str] | None = None
    source: str = ""
    tasks: tuple[tuple[str, str, str], ...] = (("pneumonia against no finding", "pneumonia", "no_finding"),)


RULES: Final = {
    "kermany": SetRules(
        "kermany",
        person=KERMANY_PERSON,
        tasks=(
            ("bacterial against viral", "bacterial_pneumonia", "viral_pneumonia"),
            ("pneumonia against normal", "pneumonia", "no_finding"),
        ),
    ),
    "nih": SetRules("nih", source=NIH_SOURCE),
    "plain": SetRules("plain"),
}


@dataclass(frozen=True, slots=True)
class SplitPlan:
    """How patients are dealt.

    Attributes:
        hospital_share: Share of the patients that are the hospital's.
        local_patients: Patients of the outside who are local.
        seed: Deals them.
        patients: Patients to use at all, 0 for all: a smaller bench for a smaller machine.
    """

    hospital_share: float = 0.7
    local_patients: int = 80
    seed: int = 0
    patients: int = 0


Row = dict[str, str]


def guess_rules(rows: Sequence[Row]) -> SetRules:
    """Return the rules of the set that rows look like."""
    if any(KERMANY_PERSON.match(row["patient_id"]) for row in rows):
        return RULES["kermany"]
    return RULES["nih" if any(NIH_SOURCE in row.get("extra", "") for row in rows) else "plain"]


def read_rows(data: Path) -> list[Row]:
    """Return the rows of a DATA_DIR's metadata.csv, each image once."""
    with (data / "metadata.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["image"]: row for row in csv.DictReader(file)}
    return [rows[name] for name in sorted(rows)]


def patient_of(row: Row, rules: SetRules) -> str:
    """Return who an image is counted as."""
    matched = rules.person.match(row["patient_id"]) if rules.person else None
    return matched.group(1) if matched else row["patient_id"]


def judged(rows: Sequence[Row], rules: SetRules) -> list[Row]:
    """Return the rows that are judged, with the patient's number as it counts."""
    return [
        {**row, "patient_id": patient_of(row, rules)}
        for row in rows
        if rules.source in row.get("extra", "") and row["patient_id"].strip()
    ]


def spare(rows: Sequence[Row], rules: SetRules) -> list[Row]:
    """Return the rows of a set that are not judged, and none of a patient who is."""
    known = {row["patient_id"] for row in judged(rows, rules)}
    others = [row for row in rows if rules.source not in row.get("extra", "")]
    return [row for row in others if row["patient_id"] not in known]


def deal(rows: Sequence[Row], plan: SplitPlan) -> dict[str, list[Row]]:
    """Deal patients to the parts, alike in labels and in who has several exams.

    Returns:
        Part -> rows; the parts share no patient.
    """
    of_patient: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        of_patient[row["patient_id"]].append(row)
    order = _shuffled(of_patient, plan.seed)
    chosen = order[: plan.patients] if plan.patients else order
    strata: dict[tuple[str, bool], list[str]] = defaultdict(list)
    for patient in chosen:
        mine = of_patient[patient]
        strata["|".join(sorted({row["labels"] for row in mine})), len(mine) > 1].append(patient)
    inside: list[str] = []
    for key in sorted(strata):  # what a stratum rounds away is made up by the next
        wanted = plan.hospital_share * sum(len(strata[k]) for k in sorted(strata) if k <= key)
        inside += strata[key][: max(0, min(len(strata[key]), round(wanted) - len(inside)))]
    outside = [patient for patient in chosen if patient not in set(inside)]
    local = outside[: min(plan.local_patients, len(outside) // 3)]
    parts = {"hospital": inside, "outside": outside[len(local) :], "local": local}
    return {name: [row for p in sorted(people) for row in of_patient[p]] for name, people in parts.items()}


def write_part(rows: Sequence[Row], images: Path, folder: Path) -> None:
    """Write rows as a DATA_DIR whose images are links."""
    (folder / "images").mkdir(parents=True, exist_ok=True)
    for row in rows:
        link = folder / "images" / row["image"]
        if not link.is_symlink():
            link.symlink_to((images / row["image"]).resolve())
    with (folder / "metadata.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, extrasaction="ignore")
        writer.writeheader()
        writer.writerows({column: row.get(column, "") for column in COLUMNS} for row in rows)


def described(rows: Sequence[Row]) -> dict[str, object]:
    """Return how many images and patients there are, with several exams, and of each label."""
    exams: dict[str, int] = defaultdict(int)
    labels: dict[str, int] = defaultdict(int)
    for row in rows:
        exams[row["patient_id"]] += 1
        labels[row["labels"]] += 1
    commonest: Mapping[str, int] = dict(sorted(labels.items(), key=lambda item: -item[1])[:8])
    return {
        "images": len(rows),
        "patients": len(exams),
        "with several exams": sum(n > 1 for n in exams.values()),
        "labels": commonest,
    }


def _shuffled(names: Mapping[str, object], seed: int) -> list[str]:
    return sorted(names, key=lambda name: derived_seed(seed, "split", name))
