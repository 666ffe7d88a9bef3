"""A training set: which pairs, under which label, sealed by a lock file so that it can be proved.

Rules: the choice is a pure function of the candidates and the recipe; the same choice gives the same folder,
byte for byte; a folder appears whole or not at all; a reader checks every digest before anybody learns from
it.

======================  ==================================================================
lock.json               `LockFile`, canonical JSON; its SHA-256 is the set's name
records.csv             image,patient,label,source,split; sorted by image
images/<32 hex>.png     8-bit grey, recipe.image_size_px square
======================  ==================================================================

Shared pairs are always for training; the test set is the site's own held-out patients. A shared pair has no
patient, so its own id stands there.

Not here: reading packages and resampling images (site_agent.receive), and learning (learning).
"""

from __future__ import annotations

import csv
import hashlib
import io
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import Field, ValidationError, model_validator

from radshare.documents import parse_canonical
from radshare.errors import DocumentInvalid, PackageMalformed, TrainingSetChanged
from radshare.experiment import Arm, Digest, Hex32, Recipe
from radshare.files import private_folder, sync_folder
from radshare.model import Frozen
from radshare.png import check_gray_png

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

LOCAL = "local"
"""The source of a site's own pairs; all others are package ids."""

_COLUMNS = ("image", "patient", "label", "source", "split")
_MAX_RECORDS_BYTES = 64 * 1024**2

Source = Annotated[str, Field(pattern=r"^(local|[0-9a-f]{32})$")]
ImageName = Annotated[str, Field(pattern=r"^[0-9a-f]{32}\.png$")]
Split = Literal["train", "test"]


class TrainingRecord(Frozen):
    """One image of a training set.

    Attributes:
        image: File name in ``images/``: 32 hex digits and ``.png``.
        patient: Pseudonym of the patient (32 hex digits); of a shared pair, its own id.
        label: 1 positive, 0 negative.
        source: ``local`` or the package id.
        split: ``train`` or ``test``; shared pairs are never ``test``.
    """

    image: ImageName
    patient: Hex32
    label: Literal[0, 1]
    source: Source
    split: Split

    @model_validator(mode="after")
    def _test_is_local(self) -> Self:
        if self.split == "test" and self.source != LOCAL:
            msg = "a test set holds local patients only"
            raise ValueError(msg)
        return self


class LockSource(Frozen):
    """Where some of the training pairs come from.

    Attributes:
        package_id: Package id, or ``local``.
        digest: SHA-256 of the package's ciphertext; of local pairs, over their records (`local_digest`).
        n_pairs: Pairs chosen from it, test pairs included.
    """

    package_id: Source
    digest: Digest
    n_pairs: Annotated[int, Field(ge=0)]


class LockFile(Frozen):
    """What seals a training set. It holds no time: the same choice gives the same lock.

    Attributes:
        format: Version of this layout.
        recipe: What was asked for.
        sources: Where the pairs come from, sorted by id.
        records_sha256: SHA-256 of records.csv, hex.
        images_sha256: SHA-256 over one line ``<sha256>  <name>`` an image, sorted by name, hex.
        n_train: Training images of each arm.
        n_test: Test images.
    """

    format: Literal["radshare-training-set/1"] = "radshare-training-set/1"
    recipe: Recipe
    sources: tuple[LockSource, ...]
    records_sha256: Digest
    images_sha256: Digest
    n_train: dict[Arm, int]
    n_test: Annotated[int, Field(ge=0)]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A pair that may become part of a training set.

    Attributes:
        pair_id: 32 hex digits: a shared pair's id, or a local case's pseudonym.
        patient: Pseudonym of the patient; of a shared pair, its own id.
        labels: Terms of the pathology lexicon.
        source: ``local`` or the package id.
        split: ``train`` or ``test``.
    """

    pair_id: str
    patient: str
    labels: frozenset[str]
    source: str
    split: Split


@dataclass(frozen=True, slots=True)
class TrainingSet:
    """A training set that was read and found to be what its lock file says.

    Attributes:
        folder: Where it lies.
        lock: What seals it.
        records: Its images, sorted by name.
    """

    folder: Path
    lock: LockFile
    records: tuple[TrainingRecord, ...]

    def image_path(self, record: TrainingRecord) -> Path:
        """Return where a record's image lies."""
        return self.folder / "images" / record.image


def choose(candidates: Iterable[Candidate], recipe: Recipe) -> tuple[TrainingRecord, ...]:
    """Return the records that a recipe makes of candidates; pure, and independent of their order.

    A candidate is positive when it carries any of ``recipe.positive``, else negative when it carries any of
    ``recipe.negative``, else left out. For each local training pair at most ``max_shared_per_local`` shared
    pairs are taken; which ones follows from the seed and their ids. A site without local training pairs
    takes all.
    """
    records = sorted(filter(None, (_record(each, recipe) for each in candidates)), key=lambda r: r.image)
    local = [record for record in records if record.source == LOCAL]
    shared = [record for record in records if record.source != LOCAL]
    n_local = sum(record.split == "train" for record in local)
    if n_local:
        most = int(recipe.max_shared_per_local * n_local)
        shared = sorted(shared, key=lambda record: _lot(recipe.seed, record.image))[:most]
    return tuple(sorted((*local, *shared), key=lambda record: record.image))


def lock(
    recipe: Recipe,
    records: Sequence[TrainingRecord],
    images: Mapping[str, bytes],
    package_digests: Mapping[str, str],
) -> LockFile:
    """Return the lock file of a choice.

    Args:
        recipe: What was asked for.
        records: From `choose`.
        images: File name -> PNG bytes, for every record.
        package_digests: Package id -> SHA-256 of its ciphertext (hex), for every shared source.
    """
    counts = {source: sum(record.source == source for record in records) for source in _sources(records)}
    digests = {LOCAL: local_digest(records), **package_digests}
    train = [record for record in records if record.split == "train"]
    n_local = sum(record.source == LOCAL for record in train)
    return LockFile(
        recipe=recipe,
        sources=tuple(
            LockSource(package_id=source, digest=digests[source], n_pairs=n) for source, n in counts.items()
        ),
        records_sha256=hashlib.sha256(_csv(records)).hexdigest(),
        images_sha256=_images_digest({record.image: images[record.image] for record in records}),
        n_train={Arm.LOCAL: n_local, Arm.SHARED: len(train) - n_local, Arm.MIXED: len(train)},
        n_test=len(records) - len(train),
    )


def local_digest(records: Sequence[TrainingRecord]) -> str:
    """Return what a lock file says of the local pairs: the SHA-256 (hex) of their lines of records.csv."""
    return hashlib.sha256(_csv([record for record in records if record.source == LOCAL])).hexdigest()


def write_training_set(
    folder: Path, records: Sequence[TrainingRecord], images: Mapping[str, bytes], lock_file: LockFile
) -> None:
    """Write a training set, whole or not at all; the same set again changes nothing.

    Args:
        folder: Where it will lie; an older set there is replaced.
        records: From `choose`.
        images: File name -> PNG bytes, 8-bit grey, ``recipe.image_size_px`` square.
        lock_file: From `lock`.

    Raises:
        TrainingSetChanged: Records, images and lock do not belong together.
    """
    held = folder / "lock.json"
    if held.exists() and held.read_bytes() == lock_file.canonical():
        return
    chosen = {record.image: images[record.image] for record in records}
    _check(records, chosen, lock_file)
    private_folder(folder.parent)
    fresh = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}.", suffix=".part"))
    try:
        (fresh / "images").mkdir(mode=0o700)
        for name, data in chosen.items():
            (fresh / "images" / name).write_bytes(data)
        (fresh / "records.csv").write_bytes(_csv(records))
        (fresh / "lock.json").write_bytes(lock_file.canonical())
        shutil.rmtree(folder, ignore_errors=True)
        fresh.rename(folder)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    sync_folder(folder.parent)


def read_training_set(folder: Path) -> TrainingSet:
    """Return the training set in a folder, every digest checked.

    Raises:
        TrainingSetChanged: Something is missing, altered or not in its form.
    """
    try:
        lock_file = parse_canonical(LockFile, (folder / "lock.json").read_bytes())
        table = folder / "records.csv"
        if table.stat().st_size > _MAX_RECORDS_BYTES:
            raise TrainingSetChanged("too many records")
        records = _records(table.read_bytes())
        images = {record.image: (folder / "images" / record.image).read_bytes() for record in records}
    except OSError:
        raise TrainingSetChanged("a file is missing") from None
    except DocumentInvalid as error:
        raise TrainingSetChanged(error.detail) from None
    _check(records, images, lock_file)
    return TrainingSet(folder, lock_file, records)


def _check(records: Sequence[TrainingRecord], images: Mapping[str, bytes], lock_file: LockFile) -> None:
    packages = {source.package_id: source.digest for source in lock_file.sources}
    if _sources(records) != sorted(packages):
        raise TrainingSetChanged("sources")
    if lock(lock_file.recipe, records, images, {**packages, LOCAL: local_digest(records)}) != lock_file:
        raise TrainingSetChanged("digests or counts")
    size = lock_file.recipe.image_size_px
    try:
        sizes = {check_gray_png(data, size) for data in images.values()}
    except PackageMalformed as error:
        raise TrainingSetChanged(error.detail) from None
    if not sizes <= {(size, size)}:
        raise TrainingSetChanged("image size")


def _record(candidate: Candidate, recipe: Recipe) -> TrainingRecord | None:
    """Return the labelled record of a candidate, or ``None`` when the recipe does not ask for it."""
    if candidate.source != LOCAL and recipe.packages and candidate.source not in recipe.packages:
        return None
    positive = not candidate.labels.isdisjoint(recipe.positive)
    if not positive and candidate.labels.isdisjoint(recipe.negative):
        return None
    return TrainingRecord(
        image=f"{candidate.pair_id}.png",
        patient=candidate.patient,
        label=1 if positive else 0,
        source=candidate.source,
        split=candidate.split,
    )


def _lot(seed: int, image: str) -> str:
    return hashlib.sha256(f"{seed}/{image}".encode()).hexdigest()


def _sources(records: Iterable[TrainingRecord]) -> list[str]:
    return sorted({record.source for record in records})


def _csv(records: Iterable[TrainingRecord]) -> bytes:
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for record in sorted(records, key=lambda each: each.image):
        writer.writerow([getattr(record, column) for column in _COLUMNS])
    return table.getvalue().encode()


def _records(data: bytes) -> tuple[TrainingRecord, ...]:
    try:
        rows = list(csv.reader(io.StringIO(data.decode("ascii")), strict=True))
        records = tuple(
            TrainingRecord.model_validate(
                {**dict(zip(_COLUMNS, row, strict=True)), "label": int(row[2])},
            )
            for row in rows[1:]
        )
    except (ValidationError, ValueError, IndexError, csv.Error):
        raise TrainingSetChanged("records.csv cannot be read") from None
    names = [record.image for record in records]
    if not rows or tuple(rows[0]) != _COLUMNS or names != sorted(set(names)):
        raise TrainingSetChanged("records.csv is not in its one form")
    return records


def _images_digest(images: Mapping[str, bytes]) -> str:
    lines = (f"{hashlib.sha256(images[name]).hexdigest()}  {name}\n" for name in sorted(images))
    return hashlib.sha256("".join(lines).encode()).hexdigest()
