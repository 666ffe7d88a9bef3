"""One hospital's exams as its archive would deliver them: DX objects, reports, and planted identifiers.

Rule: a cohort is a function of hospital, size and seed; each hospital has its own patients, prevalence and
equipment, so that learning from the other one is neither free nor pointless. Every delivery is a folder that
the site agent's inbox takes as it is. Not here: how a phantom is drawn (phantom) and what happens to the
exams (conductor).
"""

from __future__ import annotations

import csv
import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from site_agent.demo.canaries import Canary, Registry
from site_agent.demo.dicom import Equipment, Exposed, Planting, write_dx
from site_agent.demo.patient import Style, draw_anatomy, draw_exposure
from site_agent.demo.people import Person, Registrar
from site_agent.demo.phantom import render
from site_agent.demo.reports import Letter, write_report

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

_FIRST_DAY = dt.date(2019, 1, 7)


@dataclass(frozen=True, slots=True)
class Hospital:
    """Who a hospital of the demo is.

    Attributes:
        name: Name in the federation, e.g. ``hospital-a``.
        institution: Name on its letterhead: an identifier, planted.
        prefix: First two letters of its numbers.
        style: What its patients and images have in common.
        profiles: Findings a patient may have, separated by ``|`` (empty: none) -> share of the patients.
        equipment: What its detector writes.
        reports_as: ``txt`` (one file an exam, named by accession) or ``csv`` (one table).
        burned_in: Share of the images with text in the pixels.
        mean_age: Years.
    """

    name: str
    institution: str = field(repr=False)
    prefix: str
    style: Style
    profiles: Mapping[str, float]
    equipment: Equipment
    reports_as: str = "txt"
    burned_in: float = 0.1
    mean_age: float = 58.0


@dataclass(frozen=True, slots=True)
class Cohort:
    """What was written: the folder, how much of it, and everything planted."""

    hospital: str
    folder: Path
    patients: int
    exams: int
    burned_in: int
    canaries: tuple[Canary, ...] = field(repr=False)


HOSPITALS = (
    Hospital(
        name="hospital-a",
        institution="Sankt-Quirin-Klinikum Obermarkdorf",
        prefix="QA",
        style=Style(thorax=0.74, heart=0.28, gamma=1.0, noise=0.012),
        profiles={
            "": 0.45,
            "bacterial_pneumonia": 0.29,
            "viral_pneumonia": 0.17,
            "effusion": 0.06,
            "cardiomegaly": 0.03,
        },
        equipment=Equipment(
            "Radshare Demo",
            "Flat 17",
            "SN-QA-4471-903",
            "QUIRIN-RX-2",
            "Lindwurmgasse 1, Obermarkdorf",
            "ISO_IR 192",
        ),
        reports_as="txt",
        burned_in=0.12,
    ),
    Hospital(
        name="hospital-b",
        institution="Saltwick Harbour Infirmary Trust",
        prefix="SB",
        style=Style(thorax=0.7, heart=0.3, gamma=1.18, noise=0.02, collimation=0.09, devices=0.2),
        profiles={
            "": 0.46,
            "bacterial_pneumonia": 0.2,
            "viral_pneumonia": 0.24,
            "pneumothorax": 0.04,
            "nodule": 0.06,
        },
        equipment=Equipment(
            "Radshare Demo",
            "Plate 9",
            "SN-SB-0038-771",
            "HARBOUR-DX-1",
            "Harbour Kiln Road 3, Saltwick",
            "ISO_IR 100",
        ),
        reports_as="csv",
        burned_in=0.08,
        mean_age=66.0,
    ),
)
"""The two hospitals of the demo, different in patients, prevalence, exposure and paperwork."""


def make_cohort(
    folder: Path, hospital: Hospital, *, patients: int = 96, size_px: int = 256, seed: int = 0
) -> Cohort:
    """Write a phantom cohort: one to three exams a patient, about 1.8 on average.

    Args:
        folder: Where to write; made if missing.
        hospital: Whose patients these are.
        patients: How many.
        size_px: Edge length of the images in pixels.
        seed: Seed of patients, exams and identifiers.

    Returns:
        What was written.
    """
    delivery = Delivery(folder, hospital, seed)
    rng = np.random.default_rng((seed, *hospital.prefix.encode()))
    for profile in _assign(hospital.profiles, patients, rng):
        labels = frozenset(profile.split("|")) - {""}
        patient = delivery.admit(female=bool(rng.integers(2)))
        anatomy = draw_anatomy(rng, hospital.style, female=patient.person.female)
        for _ in range(int(rng.choice([1, 2, 3], p=[0.4, 0.4, 0.2]))):
            severity = {label: float(rng.uniform(0.1, 0.95)) for label in labels}
            pixels = render(
                anatomy, draw_exposure(rng, hospital.style), severity, hospital.style, size_px=size_px
            )
            delivery.exam(
                patient, pixels, labels or {"no_finding"}, view=str(rng.choice(["PA", "AP"], p=[0.7, 0.3]))
            )
    return delivery.close()


def _assign(profiles: Mapping[str, float], patients: int, rng: np.random.Generator) -> list[str]:
    """Return one profile a patient, as close to the shares as whole patients allow, in random order."""
    names = sorted(profiles, key=lambda name: -profiles[name])
    ends = np.round(np.cumsum([profiles[name] for name in names]) / sum(profiles.values()) * patients).astype(
        int
    )
    counts = np.diff(ends, prepend=0)
    assigned = [name for name, count in zip(names, counts, strict=True) for _ in range(count)]
    return [assigned[index] for index in rng.permutation(patients)]


@dataclass(slots=True)
class Admitted:
    """A patient in the middle of being written: identity, age at the first exam, and the exams so far."""

    person: Person = field(repr=False)
    age: int
    uid: str = field(repr=False)
    first: dt.date = field(repr=False)
    last: tuple[str, dt.date] | None = field(default=None, repr=False)


class Delivery:
    """Writes one hospital's exams into a folder, planting as it goes; for phantoms and real images alike."""

    def __init__(self, folder: Path, hospital: Hospital, seed: int) -> None:
        self._folder = folder
        self._hospital = hospital
        self._rng = np.random.default_rng((seed, 77, *hospital.prefix.encode()))
        self._registry = Registry(hospital.name)
        self._registrar = Registrar(self._rng, hospital.prefix)
        self._staff = self._registrar.staff()
        self._office_phone = f"+49 800 {self._rng.integers(10**6, 10**7)}"
        self._reports: list[tuple[str, str]] = []
        self._patients = self._burned = 0
        folder.mkdir(parents=True, exist_ok=True)

    def admit(self, *, female: bool, age: int | None = None) -> Admitted:
        """Draw a new patient; without ``age`` it is drawn around the hospital's mean, and may be above 89."""
        years = (
            age if age is not None else int(np.clip(self._rng.normal(self._hospital.mean_age, 17), 18, 97))
        )
        day = _FIRST_DAY + dt.timedelta(days=int(self._rng.integers(0, 1800)))
        person = self._registrar.person(age=years, female=female, on=day)
        self._patients += 1
        return Admitted(person, years, self._registrar.uid(), day)

    def exam(
        self,
        patient: Admitted,
        pixels: np.ndarray[tuple[int, ...], np.dtype[np.uint16]],
        labels: Collection[str],
        *,
        view: str,
        lossy: bool = False,
    ) -> None:
        """Write one exam: the object into a folder of its own, the report as the hospital delivers them."""
        letter = self._letter(patient)
        burned = bool(self._rng.random() < self._hospital.burned_in)
        age = patient.age + (letter.on - patient.first).days // 365
        exposed = Exposed(pixels, age, view, burned, burned and bool(self._rng.integers(2)), lossy)
        planting = Planting(self._registry, self._registrar, patient.uid)
        number = len(self._reports)
        write_dx(
            self._folder / f"{number:05d}" / "image.dcm", exposed, letter, self._hospital.equipment, planting
        )
        self._reports.append((letter.accession, write_report(letter, labels, self._registry, self._rng)))
        patient.last = (letter.accession, letter.on)
        self._burned += burned

    def close(self) -> Cohort:
        """Write the reports and say what was delivered."""
        if self._hospital.reports_as == "csv":
            with (self._folder / "reports.csv").open("w", encoding="utf-8", newline="") as stream:
                writer = csv.writer(stream)
                writer.writerow(("accession", "text"))
                writer.writerows(self._reports)
        else:
            for accession, text in self._reports:
                (self._folder / f"{accession}.txt").write_text(text, encoding="utf-8")
        return Cohort(
            hospital=self._hospital.name,
            folder=self._folder,
            patients=self._patients,
            exams=len(self._reports),
            burned_in=self._burned,
            canaries=self._registry.canaries(),
        )

    def _letter(self, patient: Admitted) -> Letter:
        gap = int(self._rng.integers(20, 400)) if patient.last else 0
        return Letter(
            person=patient.person,
            accession=self._registrar.accession(),
            on=(patient.last[1] if patient.last else patient.first) + dt.timedelta(days=gap),
            previous=patient.last,
            referring=self._pick(self._staff.referring),
            reader=self._pick(self._staff.readers),
            institution=self._hospital.institution,
            office_phone=self._office_phone,
        )

    def _pick(self, names: tuple[tuple[str, str], ...]) -> tuple[str, str]:
        return names[int(self._rng.integers(len(names)))]
