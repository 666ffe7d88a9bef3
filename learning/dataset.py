"""Reads an assembled training set: the folder that a lock file seals.

Rule: nothing is read that the lock file does not vouch for; `radshare.training_set` checks every digest
first. The held-out patients of the split ``test`` are this site's own real ones and are never trained on.

Not here: which records belong to a set (radshare.training_set.choose) and which of them an arm trains on
(learning.mixing).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from learning.errors import Code, WithheldError
from radshare.errors import RadshareError
from radshare.training_set import read_training_set

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from radshare.training_set import LockFile, Split, TrainingSet


@dataclass(frozen=True, slots=True)
class Examples:
    """Images with what is known about each, in one order.

    Attributes:
        images: uint8, shape [n, S, S].
        labels: 0 or 1, int64, shape [n].
        patients: Pseudonym of each image's patient.
        sources: ``local`` or a package id.
    """

    images: NDArray[np.uint8] = field(repr=False)
    labels: NDArray[np.int64] = field(repr=False)
    patients: tuple[str, ...] = field(repr=False)
    sources: tuple[str, ...] = field(repr=False)

    def __len__(self) -> int:
        return len(self.labels)


@dataclass(frozen=True, slots=True)
class LearningSet:
    """One site's part of an experiment.

    Attributes:
        lock: What seals it.
        train: Images to learn from: own and shared.
        test: The site's own held-out real patients.
    """

    lock: LockFile
    train: Examples
    test: Examples


def load(folder: Path) -> LearningSet:
    """Return the set in ``folder``.

    Raises:
        WithheldError: There is none (``NOT_ASSEMBLED``), or it is not what its lock file says
            (``DATA_UNREADABLE``).
    """
    if not folder.is_dir():
        raise WithheldError(Code.NOT_ASSEMBLED)
    try:
        held = read_training_set(folder)
        return LearningSet(held.lock, _examples(held, "train"), _examples(held, "test"))
    except (OSError, ValueError, RadshareError):
        raise WithheldError(Code.DATA_UNREADABLE) from None


def _examples(held: TrainingSet, split: Split) -> Examples:
    records = [record for record in held.records if record.split == split]
    size = held.lock.recipe.image_size_px
    images = np.zeros((len(records), size, size), dtype=np.uint8)
    for index, record in enumerate(records):
        with Image.open(held.image_path(record), formats=("PNG",)) as image:
            images[index] = np.asarray(image.convert("L"))
    return Examples(
        images,
        np.asarray([record.label for record in records], dtype=np.int64),
        tuple(record.patient for record in records),
        tuple(record.source for record in records),
    )
