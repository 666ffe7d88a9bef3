"""The certificate of a filter: every measure, every verdict, who was left out, what a group gives away.

Rules: `Certificate` is for the site's own eyes and keeps every digit; `Certificate.published` is what leaves
in a package: rounded, without subgroups of fewer than k exams and without measures that fewer than k patients
stand behind. What could not be measured is there and says why; it never counts as passed.

Not here: reading folders (site_agent.certify.subject), the page (site_agent.certify.page), what a package may
claim on it (radshare.certificate, site_agent.certify.inherit).
"""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from radshare.certificate import (
    ROUNDED_TO,
    CertifiedMeasure,
    FilterCertificate,
    Ruling,
    SuppressedShare,
    Verdict,
)
from radshare.experiment import Digest
from radshare.manifest import FilterSummary
from radshare.model import Frozen
from site_agent.certify.curves import Curve
from site_agent.certify.measure import Measure

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from site_agent.certify.cohort import Cohort, Release

DIGITS = 3
STEP_PERCENT = 5
UNKNOWN = "unknown"


class CohortCounts(Frozen):
    """Who took part.

    Attributes:
        exams, patients: Real exams the filter was trained on, and their patients.
        several_exams: Patients with more than one exam: only these can be linked.
        labels: Different labels among them.
        counterparts: Exams that have one.
        outside_patients: Patients the filter never saw: outsiders of membership inference.
        test_patients, local_patients: Of them, those that judge utility, and those of the small hospital.
        auxiliary_patients: Patients of other sets that attackers learnt from.
    """

    exams: int
    patients: int
    several_exams: int
    labels: int
    counterparts: int
    outside_patients: int
    test_patients: int
    local_patients: int
    auxiliary_patients: int


class SuppressedCell(Frozen):
    """How many exams of a kind got no counterpart; exact, for the site's own eyes."""

    kind: Literal["all", "finding", "view", "sex", "age"]
    value: str
    exams: int
    suppressed: int


class Certificate(Frozen):
    """What was measured of one filter and its release.

    Attributes:
        format: Version of this document.
        measured_on: Date, ISO 8601.
        filter: The filter's own summary: digest, k, planted recall.
        recipe: Digest of the filter version.
        cohort: Who took part.
        homogeneity: What members of a group have in common.
        rulings: Every bar.
        measures: Everything that was measured.
        suppressed: Who got no counterpart.
        curves: Score distributions.
    """

    format: Literal["radshare-site-certificate/1"] = "radshare-site-certificate/1"
    measured_on: Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]
    filter: FilterSummary
    recipe: Digest
    cohort: CohortCounts
    homogeneity: str
    rulings: tuple[Ruling, ...]
    measures: tuple[Measure, ...]
    suppressed: tuple[SuppressedCell, ...]
    curves: tuple[Curve, ...]

    @property
    def verdict(self) -> Verdict:
        """The worst of all verdicts."""
        said = {ruling.verdict for ruling in self.rulings}
        for verdict in (Verdict.FAILED, Verdict.INCONCLUSIVE):
            if verdict in said:
                return verdict
        return Verdict.PASSED

    def measure(self, name: str) -> Measure | None:
        """Return a measure by name, or ``None``."""
        return next((each for each in self.measures if each.name == name), None)

    def published(self) -> FilterCertificate:
        """Return what may leave: aggregates, rounded, cells of at least k."""
        k = self.filter.k
        return FilterCertificate(
            measured_on=self.measured_on,
            filter_digest=self.filter.filter_digest,
            recipe=self.recipe,
            k=k,
            image_size_px=self.filter.image_size_px,
            patients_at_least=_down(self.cohort.patients),
            homogeneity=self.homogeneity,
            rulings=tuple(ruling.model_copy(update={"why": ""}) for ruling in self.rulings),
            measures=tuple(_rounded(each) for each in self.measures if _may_leave(each, k)),
            suppressed=tuple(_coarse(cell) for cell in self.suppressed if cell.exams >= k),
        )


def suppression(hospital: Cohort, release: Release) -> tuple[SuppressedCell, ...]:
    """Return how many exams got no counterpart: in all, by finding, view, sex and ten-year age band."""
    served = set(release.sources)
    exams: Counter[tuple[str, str]] = Counter()
    missing: Counter[tuple[str, str]] = Counter()
    for row in range(len(hospital)):
        for cell in _cells(hospital, row):
            exams[cell] += 1
            missing[cell] += row not in served
    order = ("all", "finding", "view", "sex", "age")
    return tuple(
        SuppressedCell.model_validate(
            {"kind": kind, "value": value, "exams": exams[kind, value], "suppressed": missing[kind, value]}
        )
        for kind, value in sorted(exams, key=lambda cell: (order.index(cell[0]), cell[1]))
    )


def homogeneity(labels: Sequence[frozenset[str]], groups: int) -> str:
    """Return the statement about what membership of a group tells.

    Args:
        labels: What the counterparts claim, one each.
        groups: Number of groups they come from.
    """
    profiles = len(set(labels))
    return (
        "All members of a group share the findings that its counterparts are labelled with: whoever is known "
        f"to be in a group is known to have them. The release has {groups} groups with {profiles} different "
        "sets of findings. Group numbers are not published."
    )


def _cells(hospital: Cohort, row: int) -> Iterator[tuple[str, str]]:
    yield "all", ""
    for label in sorted(hospital.labels[row]):
        yield "finding", label
    yield "view", hospital.views[row] or UNKNOWN
    yield "sex", hospital.sexes[row] or UNKNOWN
    yield "age", age_band(hospital.ages[row])


def age_band(years: float | None) -> str:
    """Return the ten-year band of an age, ``90+`` above it, or ``unknown``."""
    if years is None:
        return UNKNOWN
    tens = int(years // 10) * 10
    return "90+" if tens >= 90 else f"{tens}-{tens + 9}"  # noqa: PLR2004 - as in a package's records


def _may_leave(measure: Measure, k: int) -> bool:
    """Tell whether a number was measured and nobody can be read out of it (0: it is not about patients)."""
    return measure.value is not None and (measure.n_patients == 0 or measure.n_patients >= k)


def _rounded(measure: Measure) -> CertifiedMeasure:
    return CertifiedMeasure.model_validate(
        {
            "name": measure.name,
            **{
                key: None if value is None else round(value, DIGITS)
                for key in ("value", "low", "high", "chance")
                for value in [getattr(measure, key)]
            },
            "patients_at_least": _down(measure.n_patients),
        }
    )


def _coarse(cell: SuppressedCell) -> SuppressedShare:
    percent = STEP_PERCENT * math.ceil(100 * cell.suppressed / cell.exams / STEP_PERCENT - 1e-9)
    return SuppressedShare(
        kind=cell.kind,
        value=cell.value,
        exams_at_least=_down(cell.exams),
        suppressed_percent_at_most=min(100, percent),
    )


def _down(count: int) -> int:
    return count // ROUNDED_TO * ROUNDED_TO
