"""Makes a corpus: a folder of DICOM files, and the answer key to it.

Rules: the same seed gives the same files; the small scale holds every place of the full one, some pixel
formats apart, in few and small files; the full scale adds 300 CT of 512 x 512 and 43 DX of 2048 x 2048
pixels, so that speed is measured on what hospitals have. Faces are not here: every volume shows a trunk.

Not here: what is planted (the other modules of this folder), and judging (bench).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from factories.canaries import carriers, images, objects
from factories.canaries.answers import AnswerKey
from factories.canaries.shelf import Corpus

if TYPE_CHECKING:
    from pathlib import Path

    from factories.canaries.shelf import Scale

PARTS = (
    images.volumes, images.radiographs, carriers.carriers, images.scripts, images.drawings, images.compressed,
    objects.objects, objects.set_aside,
)  # fmt: skip


def make_corpus(folder: Path, *, scale: Scale, seed: int) -> AnswerKey:
    """Write a corpus into a folder and return its answers.

    Args:
        folder: Made when missing; should be empty.
        scale: ``small`` (about 70 files, 1 MB) or ``full`` (about 500 files, 510 MB).
        seed: Seed of every token and pixel.
    """
    corpus = Corpus(folder, scale, seed)
    for part in PARTS:
        part(corpus)
    ledger = corpus.ledger
    return AnswerKey(
        seed=seed, scale=scale, files=tuple(ledger.files), canaries=tuple(ledger.canaries),
        survivors=tuple(ledger.survivors), boxes=tuple(ledger.boxes), dates=ledger.dates,
    )  # fmt: skip
