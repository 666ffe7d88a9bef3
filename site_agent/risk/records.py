"""One record a patient: what an adversary could know of somebody in the data.

Rules: a patient with several exams is one record, whose attributes are sets; ages count at the first exam;
memory grows with patients and exams, never with files. Patients are known by the pseudonym they have in the
release.

Not here: where values come from (`headers`, `metadata_table`) and how they are generalised (`hierarchies`).
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from site_agent.risk.settings import Attribute

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Values = frozenset[str]
NOTHING: Final[Values] = frozenset()
LONGEST: Final = 64
"""Characters of a value that are looked at."""
_LEADING: Final = re.compile(r"\d{1,6}")


@dataclass(frozen=True, slots=True)
class PatientRecord:
    """What can be known of one patient.

    Attributes:
        patient: Pseudonym in the release.
        values: Attribute -> values; an attribute of which nothing is known is missing.
    """

    patient: str = field(repr=False)
    values: Mapping[Attribute, Values] = field(repr=False)


@dataclass(slots=True)
class _Patient:
    """A patient while files are being read: values so far, and the day of each exam (``None``: unknown)."""

    values: dict[Attribute, Values] = field(default_factory=dict)
    exams: dict[str, int | None] = field(default_factory=dict)


class Gatherer:
    """Collects what files and tables say of patients, and gives one record each."""

    def __init__(self) -> None:
        self._patients: dict[str, _Patient] = {}
        self._shared: dict[Values, Values] = {}

    def __contains__(self, patient: str) -> bool:
        """Return whether something is known of a patient."""
        return patient in self._patients

    def add(self, patient: str, values: Mapping[Attribute, Iterable[str]]) -> None:
        """Take over what is known of a patient; empty values say nothing."""
        known = self._patients.setdefault(patient, _Patient()).values
        for attribute, said in values.items():
            new = frozenset(text for value in said if (text := " ".join(value.split())[:LONGEST]))
            have = known.get(attribute, NOTHING)
            if not new <= have:
                both = have | new
                known[attribute] = self._shared.setdefault(both, both)

    def add_exam(self, patient: str, exam: str, day: int | None) -> None:
        """Take over one exam: any key of it, and its day as an ordinal; the earliest day counts."""
        exams = self._patients.setdefault(patient, _Patient()).exams
        before = exams.get(exam)
        exams[exam] = day if before is None else before if day is None else min(before, day)

    @property
    def exams(self) -> int:
        """Return how many exams there are."""
        return sum(len(patient.exams) for patient in self._patients.values())

    def records(self) -> list[PatientRecord]:
        """Return one record a patient, in the order of the pseudonyms."""
        return [PatientRecord(name, self._finished(self._patients[name])) for name in sorted(self._patients)]

    def _finished(self, patient: _Patient) -> dict[Attribute, Values]:
        """Return the values with those that follow from all exams together."""
        values = dict(patient.values)
        if ages := values.get(Attribute.AGE):
            values[Attribute.AGE] = self._one(_youngest(ages))
        if patient.exams:
            values[Attribute.EXAMS] = self._one(str(len(patient.exams)))
        days = sorted(day for day in patient.exams.values() if day is not None)
        if len(days) > 1:
            gaps = (str(b - a) for a, b in itertools.pairwise(days))
            values[Attribute.INTERVALS] = self._one(",".join(gaps))
        return values

    def _one(self, value: str) -> Values:
        single = frozenset({value})
        return self._shared.setdefault(single, single)


def _youngest(ages: Values) -> str:
    """Return the lowest age; one that begins with no number comes last."""
    return min(ages, key=lambda age: (int(found[0]) if (found := _LEADING.match(age)) else 10**6, age))
