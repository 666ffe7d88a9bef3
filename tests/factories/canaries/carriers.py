"""Small images that bear everything a header can hide.

Not here: what is written into them (`headers`, `nested`, `hidden`, `violations`, `outside`).
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from pydicom.uid import DeflatedExplicitVRLittleEndian, ExplicitVRBigEndian, ImplicitVRLittleEndian

from factories.canaries import headers, hidden, nested, outside, phrases, violations
from factories.canaries.images import small_image
from factories.canaries.shelf import COMPUTED_RADIOGRAPHY, SECONDARY_CAPTURE

if TYPE_CHECKING:
    from factories.canaries.draft import Draft
    from factories.canaries.shelf import Corpus, Fill

MR = "1.2.840.10008.5.1.4.1.1.4"
SYNTAXES = {
    "implicit": ImplicitVRLittleEndian,
    "big-endian": ExplicitVRBigEndian,
    "deflated": DeflatedExplicitVRLittleEndian,
}


def carriers(corpus: Corpus) -> None:
    """Write one carrier for each family of places, and one for each way to write a data set."""
    side = corpus.size.side
    radiograph, scan = (COMPUTED_RADIOGRAPHY, "CR"), (MR, "MR")

    def related(draft: Draft) -> None:
        nested.references(draft, corpus.images[draft.patient.studies[0].uid])

    corpus.each("header", radiograph, _with(side, headers.everything, outside.everything))
    corpus.each("nested", radiograph, _with(side, nested.everything), study=2)
    corpus.each("violations", radiograph, _with(side, headers.usual, violations.everything), study=2)
    corpus.each("related", (nested.CT_IMAGE, "CT"), _with(side, trunk, related), study=0)
    secrets = (hidden.private, hidden.unknown, hidden.un_coded, hidden.group_length)
    corpus.each("hidden", scan, _with(side, trunk, *secrets))
    corpus.each("safe-text", scan, _with(side, trunk, hidden.safe_but_text, outside.padding))
    for turn in range(phrases.turns()):
        corpus.each(f"phrases-{turn}", radiograph, _with(side, partial(phrases.comments, turn=turn)), study=2)
    for name, syntax in SYNTAXES.items():
        corpus.each(f"carrier-{name}", (SECONDARY_CAPTURE, "OT"), _written_as(side, syntax))


def trunk(draft: Draft) -> None:
    """Write which region is shown: one that nobody tells may be a head."""
    draft.keep(draft.dataset, "BodyPartExamined", "ABDOMEN")


def _with(side: int, *fills: Fill) -> Fill:
    """Return a maker of an image that bears what several fills write."""

    def fill(draft: Draft) -> None:
        for one in fills:
            one(draft)
        small_image(draft, side)

    return fill


def _written_as(side: int, syntax: str) -> Fill:
    """Return a maker of an image in a native transfer syntax, its whole header filled."""

    def fill(draft: Draft) -> None:
        if syntax == DeflatedExplicitVRLittleEndian:
            hidden.un_coded(draft)
        headers.everything(draft)
        small_image(draft, side)
        draft.meta.TransferSyntaxUID = syntax
        if syntax == ExplicitVRBigEndian:
            draft.dataset.PixelData = np.frombuffer(draft.dataset.PixelData, "<u2").astype(">u2").tobytes()

    return fill
