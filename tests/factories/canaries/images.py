"""Images: series and radiographs as hospitals have them, and images with something in or beside their pixels.

Not here: what headers hide (`carriers`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from factories.canaries import burned_in, charsets, frames, graphics, headers, ink, outside
from factories.canaries.draft import Draft
from factories.canaries.nested import CT_IMAGE
from factories.canaries.shelf import COMPUTED_RADIOGRAPHY, SECONDARY_CAPTURE

if TYPE_CHECKING:
    from collections.abc import Callable

    from factories.canaries.people import Patient, Study
    from factories.canaries.shelf import Corpus, Fill

DX = "1.2.840.10008.5.1.4.1.1.1.1"
US = "1.2.840.10008.5.1.4.1.1.6.1"
US_CINE = "1.2.840.10008.5.1.4.1.1.3.1"
_BYTE = 8


def volumes(corpus: Corpus) -> None:
    """Write CT series of a trunk for every patient, a study each."""
    for patient in corpus.people:
        for number in range(corpus.size.series):
            _series(corpus, patient, patient.studies[number])


def _series(corpus: Corpus, patient: Patient, study: Study) -> None:
    """Write one series into a folder named after a person, its files too."""
    mint = corpus.ledger.mint
    family, series = mint.make("name", "folder", study.uid), mint.make("uid", "ct", study.uid)
    made = corpus.images.setdefault(study.uid, [])
    for index in range(corpus.size.slices):
        draft = Draft(corpus.ledger, f"{family}_ct/{family}-{index:03d}.dcm", patient, study, CT_IMAGE)
        draft.record("name", family, "file/name of the file")
        headers.identify(draft, "CT", series=series)
        headers.usual(draft, index=index)
        draft.dataset.ImageType = ["ORIGINAL", "PRIMARY", "AXIAL"]
        pixels = ink.picture(corpus.size.slice_side, highest=4095, seed=_seed(draft))
        frames.native(draft, pixels[None], bits=12)
        draft.write(corpus.folder)
        made.append((CT_IMAGE, draft.sop_uid))


def _seed(draft: Draft) -> int:
    return int(draft.sop_uid.rsplit(".", 1)[1]) % 2**31


def radiographs(corpus: Corpus) -> None:
    """Write large radiographs; every tenth has bytes behind its data set."""
    size = corpus.size
    for number in range(size.radiographs):
        patient = corpus.people[number % len(corpus.people)]

        def fill(draft: Draft, number: int = number) -> None:
            headers.usual(draft)
            pixels = ink.picture(size.radiograph_side, highest=4095, seed=number)
            frames.native(draft, pixels[None], bits=12)
            if number % 10 == 0:
                outside.trailing(draft)

        corpus.add(f"dx/{number:03d}.dcm", patient, patient.studies[2], (DX, "DX"), fill)


def small_image(draft: Draft, side: int, *, bits: int = 12) -> None:
    """Write the pixels of a carrier."""
    pixels = ink.picture(side, highest=2**bits - 1, seed=_seed(draft))
    frames.native(draft, pixels[None].astype(np.uint16 if bits > _BYTE else np.uint8), bits=bits)


def scripts(corpus: Corpus) -> None:
    """Write one image for every character set."""
    for number, name in enumerate(charsets.SETS):
        patient = corpus.people[number % len(corpus.people)]

        def fill(draft: Draft, name: str = name) -> None:
            small_image(draft, corpus.size.side)
            charsets.case(draft, name)

        corpus.add(f"charset/{number:02d}.dcm", patient, patient.studies[1], (SECONDARY_CAPTURE, "OT"), fill)


def drawings(corpus: Corpus) -> None:
    """Write images with text in their pixels."""
    for number, (name, maker) in enumerate(list(burned_in.MAKERS.items())[: corpus.size.drawn]):
        patient = corpus.people[number % len(corpus.people)]
        several = "frame of" in name

        def fill(draft: Draft, maker: Callable[[Draft, int], None] = maker) -> None:
            draft.dataset.BurnedInAnnotation = "NO"
            maker(draft, corpus.size.drawn_side)

        still = (US, "US") if number % 2 else (SECONDARY_CAPTURE, "OT")
        kind = (US_CINE, "US") if several else still
        corpus.add(f"drawn/{number:02d}.dcm", patient, patient.studies[2], kind, fill)


def compressed(corpus: Corpus) -> None:
    """Write frames with text in their codestreams, and drawings and bytes beside the pixels."""
    side = corpus.size.side
    makers: dict[str, Fill] = {
        "exif": lambda draft: frames.hiding_jpeg(draft, ink.picture(side).astype(np.uint8)),
        "jls": lambda draft: frames.hiding_jpegls(draft, ink.picture(side).astype(np.uint8)),
        "j2k": lambda draft: frames.hiding_jpeg2000(draft, ink.picture(side).astype(np.uint8), boxes=False),
        "jp2": lambda draft: frames.hiding_jpeg2000(draft, ink.picture(side).astype(np.uint8), boxes=True),
        "rle": lambda draft: frames.hiding_rle(draft, ink.picture(side).astype(np.uint8)),
        "items": lambda draft: frames.hiding_items(draft, ink.picture(side).astype(np.uint8)),
        "bits": lambda draft: graphics.unused_bits(draft, max(side, 192)),
        "behind": lambda draft: graphics.behind_last_frame(draft, side),
    }
    for number, (name, maker) in enumerate(makers.items()):
        patient = corpus.people[number % len(corpus.people)]
        corpus.add(f"frames/{name}.dcm", patient, patient.studies[2], (SECONDARY_CAPTURE, "OT"), maker)

    def beside(draft: Draft) -> None:
        small_image(draft, max(side, 96))
        graphics.everything(draft, max(side, 96))

    corpus.each("graphics", (COMPUTED_RADIOGRAPHY, "CR"), beside)
