"""The patients of a corpus and their studies.

Rule: all dates of a patient, the birth date apart, lie within 300 days, and every date of a study within 45
days of it: a date that was moved by a year or more never meets another date of its own file by chance.

Not here: what their files hold.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from factories.canaries.tokens import Mint, draw

_STUDIES = 3
_STUDY_GAP_DAYS = 90


@dataclass(frozen=True, slots=True)
class Study:
    """One study: its UIDs, date and accession number."""

    uid: str
    day: dt.date
    accession: str
    frame_of_reference: str


@dataclass(frozen=True, slots=True)
class Patient:
    """One patient: what every one of their files repeats."""

    number: int
    family: str
    patient_id: str
    birth: dt.date
    studies: tuple[Study, ...]


def patients(mint: Mint, count: int) -> tuple[Patient, ...]:
    """Return patients with three studies each."""
    return tuple(_patient(mint, number) for number in range(1, count + 1))


def _patient(mint: Mint, number: int) -> Patient:
    first = dt.date(2019, 2, 1) + dt.timedelta(days=draw(mint.seed, "first", number) % 300)
    days = [first + dt.timedelta(days=n * _STUDY_GAP_DAYS + number) for n in range(_STUDIES)]
    return Patient(
        number=number,
        family=mint.make("name", "family", number),
        patient_id=mint.make("id" if number % 2 else "number", "patient", number),
        birth=dt.date(1938, 1, 1) + dt.timedelta(days=draw(mint.seed, "birth", number) % 9000),
        studies=tuple(
            Study(
                uid=mint.make("uid", "study", number, n),
                day=day,
                accession=mint.make("id", "accession", number, n),
                frame_of_reference=mint.make("uid", "frame", number, n),
            )
            for n, day in enumerate(days)
        ),
    )
