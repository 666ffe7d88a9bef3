"""One exam of a world: its people, numbers and dates, and what both worlds write alike.

Rule: a value of the exam is the same wherever a report writes it, as the header has it; whatever else a
report names is drawn anew.

Not here: what only one world writes (`commonwealth`, `telegraphic`).
"""

from __future__ import annotations

import string
import unicodedata
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from bench.reports.writing import NEUTRAL, Pieces

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

    from bench.reports.people import Person, Registry

NAME: Final = "NAME"


@dataclass(slots=True)
class Exam:
    """An exam.

    Attributes:
        rng: Source of chance.
        people: Where further people come from.
        day: Day of the study.
        patient: The patient.
        reader: Who reads the study.
        referrer: Who asked for it.
        mrn: Patient number.
        accession: Number of the study.
        hospital: Where it was made.
        towns: Places somebody may live in.
    """

    rng: random.Random
    people: Registry
    day: date
    mrn: str
    accession: str
    hospital: str
    towns: Sequence[str]
    patient: Person = field(init=False)
    reader: Person = field(init=False)
    referrer: Person = field(init=False)

    def __post_init__(self) -> None:
        self.patient, self.reader, self.referrer = (self.people.person() for _ in range(3))

    def header(self) -> dict[str, str]:
        """Return the values of the paired DICOM header."""
        return {
            "PatientName": f"{self.patient.last}^{self.patient.first}^{self.patient.middle}",
            "PatientID": self.mrn,
            "AccessionNumber": self.accession,
            "StudyDate": f"{self.day:%Y%m%d}",
            "ReferringPhysicianName": f"{self.referrer.last}^{self.referrer.first}",
            "NameOfPhysiciansReadingStudy": f"{self.reader.last}^{self.reader.first}^{self.reader.middle}",
            "InstitutionName": self.hospital,
        }

    def someone(self, role: str) -> Person:
        """Return the person of a role: ``pat``, ``rad``, ``ref``, or anybody for another word."""
        known = {"pat": self.patient, "rad": self.reader, "ref": self.referrer}
        return known.get(role) or self.people.person()

    def digits(self, count: int) -> str:
        """Return digits, the first of them not 0."""
        return self.rng.choice("123456789") + "".join(
            self.rng.choice(string.digits) for _ in range(count - 1)
        )

    def capitals(self, count: int) -> str:
        """Return capitals."""
        return "".join(self.rng.choice(string.ascii_uppercase) for _ in range(count))

    def earlier(self) -> date:
        """Return a day before the study."""
        return self.day - timedelta(days=self.rng.randint(1, 1400))

    def birthday(self) -> date:
        """Return a date of birth."""
        return self.day - timedelta(days=self.rng.randint(7000, 32000))

    def time(self) -> Pieces:
        """Return a time of day, which may go or stay."""
        hour, minute = self.rng.randrange(24), self.rng.randrange(60)
        late = "pm" if hour > 11 else "am"
        shapes = [
            f"{hour:02d}:{minute:02d}",
            f"{hour:02d}{minute:02d}",
            f"{hour % 12 or 12}.{minute:02d}{late}",
        ]
        return [(self.rng.choice(shapes), NEUTRAL)]

    def age_over_89(self) -> Pieces:
        """Return an age that identifies."""
        return [(str(self.rng.randint(90, 104)), "AGE90")]

    def username(self) -> Pieces:
        """Return an account name made of the reader's name."""
        plain = ascii_of(self.reader.last)
        return [(f"{ascii_of(self.reader.first)[:1]}{plain[:6]}{self.rng.randrange(2, 99)}", "USERNAME")]


def ascii_of(text: str) -> str:
    """Return the bare letters of a name, small and without accents."""
    folded = unicodedata.normalize("NFKD", text)
    return "".join(c for c in folded.lower() if c.isascii() and c.isalpha())


def ordinal(number: int) -> str:
    """Return a number as ``3rd``."""
    ending = "th" if 10 < number % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
