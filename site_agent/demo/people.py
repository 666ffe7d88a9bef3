"""People who do not exist: names, dates, numbers and addresses that look real and can be searched for.

Rule: no list of real persons is used; names are put together from parts. Within one hospital no family name
is used twice.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

_HEADS = (
    "Brack", "Dorn", "Fallen", "Gries", "Hollen", "Iver", "Jessen", "Karst", "Lauter", "Mohren", "Nessel",
    "Olden", "Pfalz", "Quell", "Rauten", "Schill", "Tannen", "Ulmen", "Vesper", "Wacken", "Zell", "Ander",
    "Böhren", "Krähen", "Lönne", "Mühren", "Sørens", "Tréville", "Castel", "Marlow",
)  # fmt: skip
_TAILS = (
    "kotter", "hövel", "brinker", "dorffer", "ecksen", "falkner", "gaardt", "hoevens", "inghaus",
    "kamper", "lohmann", "meersen", "ningham", "ortmann", "pagel", "quistad", "rieden", "sackers",
    "thwaite", "ungerer", "vaarst", "wicke", "zanker", "bergson", "colvane", "derwood",
)  # fmt: skip
_GIVEN_F = (
    "Annelotte",
    "Bernharda",
    "Clothilde",
    "Dorothine",
    "Evangelia",
    "Friederun",
    "Gwendoline",
    "Hildegund",
)
_GIVEN_M = (
    "Adalbrecht",
    "Balthasar",
    "Cornelius",
    "Diethelmus",
    "Engelbrecht",
    "Ferdinandus",
    "Gottschalk",
    "Humbertus",
)
_STREETS = (
    "Lindwurmgasse",
    "Harbour Kiln Road",
    "Ziegelhüttenweg",
    "Old Saltworks Lane",
    "Rue du Vieux Moulin",
)
_TOWNS = ("Obermarkdorf", "Saltwick-on-Sea", "Niederwinkeln", "Montreval-le-Sec")


@dataclass(frozen=True, slots=True)
class Person:
    """One patient's identity; hidden from representations."""

    family: str = field(repr=False)
    given: str = field(repr=False)
    female: bool
    born: dt.date = field(repr=False)
    record_number: str = field(repr=False)
    other_number: str = field(repr=False)
    phone: str = field(repr=False)
    street: str = field(repr=False)
    town: str = field(repr=False)

    @property
    def dicom_name(self) -> str:
        """Return the name as a DICOM PN value."""
        return f"{self.family}^{self.given}"


@dataclass(frozen=True, slots=True)
class Staff:
    """The people who order, take and read exams at one hospital."""

    referring: tuple[tuple[str, str], ...] = field(repr=False)
    readers: tuple[tuple[str, str], ...] = field(repr=False)
    operators: tuple[tuple[str, str], ...] = field(repr=False)


@dataclass(slots=True)
class Registrar:
    """Draws persons of one hospital; ``prefix`` begins all its numbers."""

    rng: np.random.Generator
    prefix: str
    _families: list[str] = field(default_factory=list, init=False, repr=False)

    def __post_init__(self) -> None:
        """Shuffle the family names once."""
        names = [head + tail for head in _HEADS for tail in _TAILS]
        self.rng.shuffle(names)
        self._families = names

    def person(self, *, age: int, female: bool, on: dt.date) -> Person:
        """Draw a patient who is ``age`` years old on the day ``on``."""
        born = on - dt.timedelta(days=int(365.25 * age) + int(self.rng.integers(1, 360)))
        given = str(self.rng.choice(_GIVEN_F if female else _GIVEN_M))
        return Person(
            family=self._family(),
            given=given,
            female=female,
            born=born,
            record_number=f"{self.prefix}{self._digits(8)}",
            other_number=f"INS-{self._digits(10)}",
            phone=f"+49 {self._digits(3)} {self._digits(7)}",
            street=f"{self.rng.choice(_STREETS)} {self.rng.integers(1, 240)}",
            town=str(self.rng.choice(_TOWNS)),
        )

    def staff(self) -> Staff:
        """Draw the hospital's staff: six who refer, four who read, three who operate."""
        return Staff(*(tuple(self._name() for _ in range(count)) for count in (6, 4, 3)))

    def accession(self) -> str:
        """Return a new accession number."""
        return f"A{self.prefix}{self._digits(8)}"

    def uid(self) -> str:
        """Return a new UID under a root of the demo's own (2.25 and a random number)."""
        return f"2.25.{int.from_bytes(self.rng.bytes(16))}"

    def _name(self) -> tuple[str, str]:
        return self._family(), str(self.rng.choice(_GIVEN_F + _GIVEN_M))

    def _family(self) -> str:
        if not self._families:
            msg = "a hospital of the demo has more people than there are family names"
            raise ValueError(msg)
        return self._families.pop()

    def _digits(self, count: int) -> str:
        return "".join(str(digit) for digit in self.rng.integers(0, 10, count))
