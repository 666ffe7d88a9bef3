"""Folders of images: what train-filter, synthesize and certify read and write when they are used alone.

``DATA_DIR`` holds images/ and metadata.csv with the columns image, patient_id, labels (separated by ``|``)
and, if there are any, view, sex, age, report (side, severity and doubt are read from it) and others.
``PAIRS_DIR`` holds images/<pair_id>.png and pairs.csv, **for the site's own eyes only**: it names source
images and groups.

Rule: a file that cannot be read, or lies outside images/, sets aside one row with a reason and never the
whole folder.
"""

from __future__ import annotations

import csv
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, UnidentifiedImageError

from radshare.files import private_folder, replacing
from site_agent.case import Suppressed
from site_agent.errors import Reason
from site_agent.synthesize.ablation import AblationImage
from site_agent.synthesize.details import coarse_age, details_of_report
from site_agent.synthesize.errors import DataFolderInvalid
from site_agent.synthesize.image_filter import Counterpart, FilterCase
from site_agent.synthesize.terms import normalised

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from numpy.typing import NDArray

REQUIRED = {"image", "patient_id", "labels"}
COLUMNS = (
    "pair_id",
    "source_image",
    "status",
    "reason",
    "labels",
    "view",
    "group",
    "group_patients",
    "tries",
    "filter_digest",
)
SCORES = ("identity", "any_identity", "memorised", "copy", "pathology", "realism")
LARGEST_PIXELS = 64_000_000
VIEWS = {"PA", "AP", "LL"}
SEXES = {"F", "M"}


@dataclass(frozen=True, slots=True)
class DataFolder:
    """The readable cases of a folder (``case_id`` is the image's name) and what was set aside."""

    cases: tuple[FilterCase, ...]
    set_aside: tuple[Suppressed, ...]


def read_label_map(path: Path | None) -> dict[str, str]:
    """Read a CSV of two columns without header: the site's label, the lexicon's. ``None`` is an empty map.

    Raises:
        DataFolderInvalid: If it cannot be read or a row has not two columns.
    """
    if path is None:
        return {}
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return {theirs.strip(): ours.strip() for theirs, ours in csv.reader(file)}
    except (OSError, ValueError):
        raise DataFolderInvalid("label map") from None


def read_data_folder(folder: Path, label_map: Mapping[str, str]) -> DataFolder:
    """Read a DATA_DIR.

    Raises:
        DataFolderInvalid: If metadata.csv is missing, empty or lacks a column.
    """
    rows = _rows(folder / "metadata.csv", REQUIRED)
    cases: list[FilterCase] = []
    aside: list[Suppressed] = []
    seen: set[str] = set()
    for row in rows:
        name = row["image"]
        if name in seen:
            continue
        seen.add(name)
        labels = normalised(filter(None, row["labels"].split("|")), label_map)
        image = _image(folder / "images", name)
        if not row["patient_id"].strip():
            aside.append(Suppressed(name, Reason.NO_PATIENT))
        elif not labels:
            aside.append(Suppressed(name, Reason.REPORT_UNLABELLED))
        elif image is None:
            aside.append(Suppressed(name, Reason.UNREADABLE))
        else:
            cases.append(_case(row, image, labels))
    return DataFolder(tuple(cases), tuple(aside))


def _case(row: Mapping[str, str], image: NDArray[np.float32], labels: frozenset[str]) -> FilterCase:
    view, sex = ((row.get(column) or "").strip().upper() for column in ("view", "sex"))
    return FilterCase(
        case_id=row["image"],
        patient=row["patient_id"],
        image=image,
        labels=labels,
        view=view if view in VIEWS else "",
        details=details_of_report(row.get("report") or "", labels),
        sex=sex if sex in SEXES else "",
        age_band=coarse_age(row.get("age") or ""),
    )


def write_pairs(out: Path, outcomes: Iterable[Counterpart | AblationImage | Suppressed]) -> dict[str, int]:
    """Write a PAIRS_DIR; return how many outcomes there are per status and reason.

    Pair ids are random: nothing about a pair can be told from its id. What an ablation made has the status
    ``ablation``, which `read_pairs` and everything behind it pass over.
    """
    private_folder(out)
    private_folder(out / "images")
    counts: dict[str, int] = {}
    with replacing(out / "pairs.csv") as binary:
        binary.write((",".join([*COLUMNS, *SCORES]) + "\n").encode())
        for outcome in outcomes:
            row = _written(out, outcome)
            status = str(row["reason"] or row["status"])
            counts[status] = counts.get(status, 0) + 1
            binary.write(_csv_line([str(row.get(column, "")) for column in (*COLUMNS, *SCORES)]))
    return counts


def read_pairs(folder: Path) -> Iterator[tuple[dict[str, str], NDArray[np.float32]]]:
    """Yield the row and the image (float32 ``[S, S]``, 0..1) of each released pair.

    Raises:
        DataFolderInvalid: If pairs.csv is missing, or an image of it cannot be read.
    """
    for row in _rows(folder / "pairs.csv", {"pair_id", "source_image", "status"}):
        if row["status"] != "released":
            continue
        image = _image(folder / "images", f"{row['pair_id']}.png")
        if image is None:
            raise DataFolderInvalid("an image of pairs.csv cannot be read")
        yield row, image


def _rows(path: Path, required: set[str]) -> list[dict[str, str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, ValueError, csv.Error):
        raise DataFolderInvalid from None
    if not rows or not required <= rows[0].keys():
        raise DataFolderInvalid
    return rows


def _image(folder: Path, name: str) -> NDArray[np.float32] | None:
    if not name or Path(name).name != name:
        return None
    try:
        with Image.open(folder / name) as opened:
            if opened.width * opened.height > LARGEST_PIXELS:
                return None
            gray = opened if opened.mode in {"I", "I;16", "F"} else opened.convert("L")
            pixels = np.asarray(gray, dtype=np.float32)
    except (OSError, ValueError, SyntaxError, UnidentifiedImageError, Image.DecompressionBombError):
        return None
    low, high = float(pixels.min()), float(pixels.max())
    return ((pixels - low) / max(high - low, 1e-6)).astype(np.float32)


def _written(out: Path, outcome: Counterpart | AblationImage | Suppressed) -> dict[str, object]:
    if isinstance(outcome, Suppressed):
        return {"source_image": outcome.case_id, "status": "suppressed", "reason": outcome.reason}
    pair_id = secrets.token_hex(16)
    with replacing(out / "images" / f"{pair_id}.png") as file:
        Image.fromarray(outcome.image).save(file, format="PNG")
    known = {
        "pair_id": pair_id,
        "source_image": outcome.case_id,
        "labels": "|".join(sorted(outcome.labels)),
        "view": outcome.view,
    }
    if isinstance(outcome, AblationImage):
        group = "" if outcome.group is None else outcome.group
        return {**known, "status": "ablation", "reason": "", "group": group, "tries": outcome.tries}
    return {
        **known,
        "status": "released",
        "reason": "",
        "group": outcome.gate.group,
        "group_patients": outcome.gate.group_patients,
        "tries": outcome.gate.tries,
        "filter_digest": outcome.gate.filter_digest,
        **{name: round(value, 5) for name, value in outcome.gate.scores.items()},
    }


def _csv_line(values: list[str]) -> bytes:
    quoted = (
        '"' + value.replace('"', '""') + '"' if set(value) & set('",\r\n') else value for value in values
    )
    return (",".join(quoted) + "\n").encode()
