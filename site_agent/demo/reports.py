"""Radiology reports of the demo: findings as dictated, among identifiers as hospitals print them.

Rule: the findings' sentences say exactly the given labels (others only negated), so that what a filter should
find is known; every identifier goes through the registry. Not here: which patient has which finding (cohort).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection

    import numpy as np

    from site_agent.demo.canaries import Registry
    from site_agent.demo.people import Person

_SPOKEN = {
    "covid19": "COVID-19",
    "edema": "pulmonary edema",
    "effusion": "pleural effusion",
    "fibrosis": "pulmonary fibrosis",
    "mass": "lung mass",
    "nodule": "pulmonary nodule",
    "other_finding": "hilar adenopathy",
    "hernia": "hiatal hernia",
}
_POSITIVE = ("There is {}.", "{} is seen.", "The image shows {}.", "Findings of {} are present.")
_ABSENT = ("No {} is seen.", "There is no {}.", "No evidence of {}.")
_NORMAL = (
    "The lungs are clear. Heart size is normal. No acute cardiopulmonary abnormality.",
    "Normal heart size. Clear lungs. No acute disease.",
    "No acute cardiopulmonary abnormality. The lungs are clear.",
)
_RULED_OUT = ("pneumothorax", "effusion", "pneumonia")


@dataclass(frozen=True, slots=True)
class Letter:
    """What a report is written around; hidden from representations.

    Attributes:
        person: The patient.
        accession: Accession number.
        on: Day of the exam.
        previous: Accession and day of the exam before, if there was one.
        referring: Family and given name of the physician who asked.
        reader: Family and given name of the radiologist.
        institution: Name of the hospital.
        office_phone: The radiologist's telephone number.
    """

    person: Person = field(repr=False)
    accession: str = field(repr=False)
    on: dt.date = field(repr=False)
    previous: tuple[str, dt.date] | None = field(repr=False)
    referring: tuple[str, str] = field(repr=False)
    reader: tuple[str, str] = field(repr=False)
    institution: str = field(repr=False)
    office_phone: str = field(repr=False)


def write_report(
    letter: Letter, labels: Collection[str], registry: Registry, rng: np.random.Generator
) -> str:
    """Write one report in one of two layouts, planting identifiers in header, body and sign-off."""
    header = _letterhead if rng.integers(2) else _form
    return "\n".join(
        (
            *header(letter, registry),
            "",
            "EXAM: Chest radiograph, single frontal view.",
            *_comparison(letter, registry),
            "FINDINGS: " + findings_text(labels, rng),
            *_told(letter, registry, rng),
            "",
            *_sign_off(letter, registry),
            "",
        )
    )


def findings_text(labels: Collection[str], rng: np.random.Generator) -> str:
    """Say ``labels`` in sentences, and negate something that is absent."""
    present = sorted(set(labels) - {"no_finding"})
    if not present:
        return str(rng.choice(_NORMAL))
    said = [str(rng.choice(_POSITIVE)).format(_spoken(label)) for label in present]
    absent = [
        label
        for label in _RULED_OUT
        if not any(label in other for other in present) and not any(other in label for other in present)
    ]
    if absent:
        said.append(str(rng.choice(_ABSENT)).format(_spoken(str(rng.choice(absent)))))
    return " ".join(sentence[0].upper() + sentence[1:] for sentence in said)


def _spoken(label: str) -> str:
    return _SPOKEN.get(label, label.replace("_", " "))


def _letterhead(letter: Letter, registry: Registry) -> tuple[str, ...]:
    person = letter.person
    title = "Mrs." if person.female else "Mr."
    return (
        registry.plant(letter.institution, "institution"),
        f"Accession: {registry.plant(letter.accession, 'accession number')}",
        f"Patient: {title} {_full_name(person, registry)}",
        f"Date of birth: {registry.plant(person.born.strftime('%d.%m.%Y'), 'date of birth')}",
        f"Address: {registry.plant(person.street, 'address')}, {registry.plant(person.town, 'town')}",
        f"Phone: {registry.plant(person.phone, 'telephone')}",
        f"Exam date: {registry.plant(letter.on.strftime('%d.%m.%Y'), 'exam date')}",
    )


def _form(letter: Letter, registry: Registry) -> tuple[str, ...]:
    person = letter.person
    family = registry.plant(person.family, "family name").upper()
    return (
        f"NAME: {family}, {registry.plant(person.given, 'given name')}",
        f"MRN: {registry.plant(person.record_number, 'patient id')}",
        f"DOB: {registry.plant(person.born.isoformat(), 'date of birth')}",
        f"ACCESSION: {registry.plant(letter.accession, 'accession number')}",
        f"DATE OF EXAM: {registry.plant(letter.on.strftime('%B %d, %Y'), 'exam date')}",
        f"REFERRING PHYSICIAN: Dr. {' '.join(_name(letter.referring, registry))}",
    )


def _comparison(letter: Letter, registry: Registry) -> tuple[str, ...]:
    if letter.previous is None:
        return ("COMPARISON: None.",)
    accession, day = letter.previous
    before = registry.plant(day.strftime("%d.%m.%Y"), "exam date")
    return (f"COMPARISON: Exam of {before} (accession {registry.plant(accession, 'accession number')}).",)


def _told(letter: Letter, registry: Registry, rng: np.random.Generator) -> tuple[str, ...]:
    if rng.integers(3):
        return ()
    family = registry.plant(letter.person.family, "family name")
    phone = registry.plant(letter.person.phone, "telephone")
    return (
        f"The result was discussed with {'Mrs.' if letter.person.female else 'Mr.'} {family} on {phone}.",
    )


def _sign_off(letter: Letter, registry: Registry) -> tuple[str, ...]:
    given, family = _name(letter.reader, registry)
    return (
        f"Electronically signed by Dr. {given} {family}",
        f"Tel. {registry.plant(letter.office_phone, 'telephone')}",
    )


def _name(name: tuple[str, str], registry: Registry) -> tuple[str, str]:
    family, given = name
    return registry.plant(given, "given name"), registry.plant(family, "family name")


def _full_name(person: Person, registry: Registry) -> str:
    return " ".join(_name((person.family, person.given), registry))
