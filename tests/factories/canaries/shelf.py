"""A corpus while it is made: its folder, its people, and what was written so far.

Not here: which files there are (`images`, `carriers`, `objects`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from factories.canaries import burned_in, headers
from factories.canaries.draft import Draft, Ledger
from factories.canaries.people import Patient, Study, patients
from factories.canaries.tokens import Mint

if TYPE_CHECKING:
    from pathlib import Path

Scale = Literal["small", "full"]
Fill = Callable[[Draft], None]

SECONDARY_CAPTURE = "1.2.840.10008.5.1.4.1.1.7"
COMPUTED_RADIOGRAPHY = "1.2.840.10008.5.1.4.1.1.1"


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
