"""Makes a corpus: a folder of DICOM files, and the answer key to it.

Rules: the same seed gives the same files; the small scale holds every place of the full one, some pixel
formats apart, in few and small files; the full scale adds 300 CT of 512 x 512 and 43 DX of 2048 x 2048 pixels, so
that speed is measured on what hospitals have. Faces are not here: every volume shows a trunk.

Not here: what is planted (the other modules of this folder), and judging (bench).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from pydicom.uid import DeflatedExplicitVRLittleEndian, ExplicitVRBigEndian, ImplicitVRLittleEndian

from factories.canaries import (
    burned_in,
    charsets,
    derived,
    documents,
    frames,
    graphics,
    headers,
    hidden,
    ink,
    nested,
    outside,
    planning,
    reports,
    slides,
    violations,
)
from factories.canaries.answers import AnswerKey
from factories.canaries.draft import Draft, Ledger
from factories.canaries.people import Patient, Study, patients
from factories.canaries.tokens import Mint

if TYPE_CHECKING:
    from pathlib import Path

Scale = Literal["small", "full"]
Fill = Callable[[Draft], None]

CT = nested.CT_IMAGE
DX = "1.2.840.10008.5.1.4.1.1.1.1"
CR = "1.2.840.10008.5.1.4.1.1.1"
MR = "1.2.840.10008.5.1.4.1.1.4"
SC = "1.2.840.10008.5.1.4.1.1.7"
US = "1.2.840.10008.5.1.4.1.1.6.1"
US_CINE = "1.2.840.10008.5.1.4.1.1.3.1"


@dataclass(frozen=True, slots=True)
class Size:
    """How much of everything a scale has; `bearers` patients have every kind of file; sides in pixels."""

    patients: int
    bearers: int
    series: int
    slices: int
    slice_side: int
    radiographs: int
    radiograph_side: int
    drawn: int
    drawn_side: int
    side: int


SIZES: dict[Scale, Size] = {
    "small": Size(2, 1, 1, 2, 48, 1, 64, 8, 192, 48),
    "full": Size(5, 5, 3, 20, 512, 43, 2048, len(burned_in.MAKERS), 512, 128),
}


class Corpus:
    """The corpus while it is made."""

    def __init__(self, folder: Path, scale: Scale, seed: int) -> None:
        self.folder, self.size = folder, SIZES[scale]
        self.ledger = Ledger(Mint(seed))
        self.people = patients(self.ledger.mint, self.size.patients)
        self.images: dict[str, list[tuple[str, str]]] = {}

    def add(self, name: str, patient: Patient, study: Study, kind: tuple[str, str], fill: Fill) -> Draft:
        """Write one file of a kind: SOP class and modality."""
        draft = Draft(self.ledger, name, patient, study, kind[0])
        headers.identify(draft, kind[1])
        fill(draft)
        draft.write(self.folder)
        return draft

    def each(self, name: str, kind: tuple[str, str], fill: Fill, *, study: int = 1) -> list[Draft]:
        """Write one such file for every patient that bears all."""
        return [
            self.add(f"{name}-{patient.number}.dcm", patient, patient.studies[study], kind, fill)
            for patient in self.people[: self.size.bearers]
        ]


def make_corpus(folder: Path, *, scale: Scale, seed: int) -> AnswerKey:
    """Write a corpus into a folder and return its answers.

    Args:
        folder: Made when missing; should be empty.
        scale: ``small`` (about 70 files, 1 MB) or ``full`` (about 480 files, 540 MB).
        seed: Seed of every token and pixel.
    """
    corpus = Corpus(folder, scale, seed)
    for part in (volumes, radiographs, carriers, scripts, drawings, compressed, objects, set_aside):
        part(corpus)
    ledger = corpus.ledger
    return AnswerKey(
        seed=seed, scale=scale, files=tuple(ledger.files), canaries=tuple(ledger.canaries),
        survivors=tuple(ledger.survivors), boxes=tuple(ledger.boxes), dates=ledger.dates,
    )  # fmt: skip


def volumes(corpus: Corpus) -> None:
    """Write CT series of a trunk for every patient, a study each."""
    size = corpus.size
    for patient in corpus.people:
        family = corpus.ledger.mint.make("name", "folder", patient.number)
        for number in range(size.series):
            study = patient.studies[number]
            series = corpus.ledger.mint.make("uid", "ct", patient.number, number)
            made = corpus.images.setdefault(study.uid, [])
            for index in range(size.slices):
                draft = Draft(
                    corpus.ledger, f"{family}_ct{number}/{family}-{index:03d}.dcm", patient, study, CT
                )
                draft.record("name", family, "file/name of the file")
                headers.identify(draft, "CT", series=series)
                headers.usual(draft)
                _slice(draft, size.slice_side, index)
                draft.write(corpus.folder)
                made.append((CT, draft.sop_uid))


def _slice(draft: Draft, side: int, index: int) -> None:
    data = draft.dataset
    data.ImageType = ["ORIGINAL", "PRIMARY", "AXIAL"]
    draft.ledger.survivors[:] = [
        s for s in draft.ledger.survivors if s.file != draft.file or s.tag not in {"00200032", "00200013"}
    ]
    draft.keep(data, "ImagePositionPatient", ["-180.5", "-180.5", str(-42.75 + 1.25 * index)])
    draft.keep(data, "InstanceNumber", str(index + 1))
    frames.native(draft, ink.picture(side, highest=4095, seed=hash_of(draft))[None], bits=12)


def hash_of(draft: Draft) -> int:
    """Return a seed for a draft's pixels."""
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


def _image(draft: Draft, side: int, *, bits: int = 12) -> None:
    pixels = ink.picture(side, highest=2**bits - 1, seed=hash_of(draft))
    frames.native(draft, pixels[None].astype(np.uint16 if bits > 8 else np.uint8), bits=bits)


def carriers(corpus: Corpus) -> None:
    """Write small images that bear everything a header can hide."""
    side = corpus.size.side

    def carrier(*fills: Fill) -> Fill:
        def fill(draft: Draft) -> None:
            for one in fills:
                one(draft)
            _image(draft, side)

        return fill

    def trunk(draft: Draft) -> None:
        draft.keep(draft.dataset, "BodyPartExamined", "ABDOMEN")  # a region nobody tells may be a head

    def related(draft: Draft) -> None:
        nested.references(draft, corpus.images[draft.patient.studies[0].uid])

    def in_syntax(syntax: str) -> Fill:
        def fill(draft: Draft) -> None:
            if syntax == DeflatedExplicitVRLittleEndian:
                hidden.un_coded(draft)
            headers.everything(draft)
            _image(draft, side)
            draft.meta.TransferSyntaxUID = syntax
            if syntax == ExplicitVRBigEndian:
                swapped = np.frombuffer(draft.dataset.PixelData, "<u2").astype(">u2")
                draft.dataset.PixelData = swapped.tobytes()

        return fill

    corpus.each("header", (CR, "CR"), carrier(headers.everything, outside.everything))
    corpus.each("nested", (CR, "CR"), carrier(nested.everything), study=2)
    corpus.each("related", (CT, "CT"), carrier(trunk, related), study=0)
    corpus.each(
        "hidden",
        (MR, "MR"),
        carrier(trunk, hidden.private, hidden.unknown, hidden.un_coded, hidden.group_length),
    )
    corpus.each("safe-text", (MR, "MR"), carrier(trunk, hidden.safe_but_text, outside.padding))
    corpus.each("violations", (CR, "CR"), carrier(headers.usual, violations.everything), study=2)
    for name, syntax in (
        ("implicit", ImplicitVRLittleEndian), ("big-endian", ExplicitVRBigEndian), ("deflated", DeflatedExplicitVRLittleEndian),
    ):  # fmt: skip
        corpus.each(f"carrier-{name}", (SC, "OT"), in_syntax(syntax))


def scripts(corpus: Corpus) -> None:
    """Write one image for every character set."""
    for number, name in enumerate(charsets.SETS):
        patient = corpus.people[number % len(corpus.people)]

        def fill(draft: Draft, name: str = name) -> None:
            _image(draft, corpus.size.side)
            charsets.case(draft, name)

        corpus.add(f"charset/{number:02d}.dcm", patient, patient.studies[1], (SC, "OT"), fill)


def drawings(corpus: Corpus) -> None:
    """Write images with text in their pixels."""
    for number, (name, maker) in enumerate(list(burned_in.MAKERS.items())[: corpus.size.drawn]):
        patient = corpus.people[number % len(corpus.people)]
        several = "frame of" in name

        def fill(draft: Draft, maker: Callable[[Draft, int], None] = maker) -> None:
            draft.dataset.BurnedInAnnotation = "NO"
            maker(draft, corpus.size.drawn_side)

        kind = (US_CINE if several else US if number % 2 else SC, "US" if several or number % 2 else "OT")
        corpus.add(f"drawn/{number:02d}.dcm", patient, patient.studies[2], kind, fill)


def compressed(corpus: Corpus) -> None:
    """Write frames with text in their codestreams, and drawings and bytes beside the pixels."""
    side = corpus.size.side
    makers: dict[str, Fill] = {
        "exif": lambda draft: frames.hiding_jpeg(draft, ink.picture(side).astype(np.uint8)),
        "j2k": lambda draft: frames.hiding_jpeg2000(draft, ink.picture(side).astype(np.uint8), boxes=False),
        "jp2": lambda draft: frames.hiding_jpeg2000(draft, ink.picture(side).astype(np.uint8), boxes=True),
        "rle": lambda draft: frames.hiding_rle(draft, ink.picture(side).astype(np.uint8)),
        "items": lambda draft: frames.hiding_items(draft, ink.picture(side).astype(np.uint8)),
        "bits": lambda draft: graphics.unused_bits(draft, max(side, 192)),
        "behind": lambda draft: graphics.behind_last_frame(draft, side),
    }
    for number, (name, maker) in enumerate(makers.items()):
        patient = corpus.people[number % len(corpus.people)]
        corpus.add(f"frames/{name}.dcm", patient, patient.studies[2], (SC, "OT"), maker)

    def beside(draft: Draft) -> None:
        _image(draft, max(side, 96))
        graphics.everything(draft, max(side, 96))

    corpus.each("graphics", (CR, "CR"), beside)


def objects(corpus: Corpus) -> None:
    """Write what is made from images: reports, segmentations, plans, states, maps, slides."""
    for patient in corpus.people[: corpus.size.bearers]:
        _objects_of(corpus, patient)


def _objects_of(corpus: Corpus, patient: Patient) -> None:
    study = patient.studies[0]
    images = corpus.images[study.uid]

    def add(name: str, kind: tuple[str, str], fill: Fill) -> Draft:
        return corpus.add(f"{name}-{patient.number}.dcm", patient, study, kind, fill)

    add("sr", (reports.COMPREHENSIVE_SR, "SR"), lambda draft: reports.report(draft, images))
    add("ko", (reports.KEY_OBJECT, "KO"), lambda draft: reports.key_object(draft, images))
    add("seg", (derived.SEGMENTATION, "SEG"), lambda draft: derived.segmentation(draft, images))
    add("pr", (derived.PRESENTATION, "PR"), lambda draft: derived.presentation(draft, images))
    add("pm", (derived.PARAMETRIC_MAP, "OT"), lambda draft: derived.parametric_map(draft, images))
    add("rwvm", (derived.VALUE_MAP, "RWV"), lambda draft: derived.value_map(draft, images))
    contours = add(
        "rtstruct", (planning.STRUCTURE_SET, "RTSTRUCT"), lambda d: planning.structure_set(d, images)
    )
    planned = add("rtplan", (planning.PLAN, "RTPLAN"), lambda d: planning.plan(d, contours.sop_uid))
    add("rtdose", (planning.DOSE, "RTDOSE"), lambda d: planning.dose(d, planned.sop_uid, contours.sop_uid))
    add("slide", (slides.WHOLE_SLIDE, "SM"), slides.pyramid)


def set_aside(corpus: Corpus) -> None:
    """Write what need not come out: documents, signals, a slide's label and overview."""
    patient = corpus.people[0]
    for name, (sop_class, modality, maker) in documents.DOCUMENTS.items():
        corpus.add(f"aside/{name}.dcm", patient, patient.studies[1], (sop_class, modality), maker)
    corpus.add("aside/label.dcm", patient, patient.studies[1], (slides.WHOLE_SLIDE, "SM"), slides.label)
    corpus.add("aside/overview.dcm", patient, patient.studies[1], (slides.WHOLE_SLIDE, "SM"), slides.overview)
