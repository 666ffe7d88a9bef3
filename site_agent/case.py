"""The types that guard the release gate: SourceCase -> DeidentifiedCase -> SyntheticPair -> ApprovedPair.

Rule: each type is made only by the step after which it is named, and carries the evidence of that step:

====================  =============================  ==========================================
type                  made only in                   evidence it cannot be made without
====================  =============================  ==========================================
`SourceCase`          site_agent.ingest              (none: it is the original)
`DeidentifiedCase`    site_agent.deidentify          `DeidentificationRecord`, verified
`SyntheticPair`       site_agent.synthesize          `GateRecord`, every check passed
`ApprovedPair`        site_agent.review              `Decision`, an approval
====================  =============================  ==========================================

`publish` takes `ApprovedPair` and nothing else. tests/contract/test_release_gate.py reads the source tree
and fails when any other module calls one of these constructors.

Not here: how a step works, and where its results are kept (site_agent.store).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray


class Partition(StrEnum):
    """What a patient's exams are for. Fixed per patient by a keyed hash, so that it never changes."""

    PUBLISH = "publish"
    HELD_OUT = "heldout"


@dataclass(frozen=True, slots=True)
class SourceCase:
    """One exam as the hospital has it: a study's instances and its report. Never leaves, never logged.

    Attributes:
        case_id: Keyed pseudonym of the study (32 hex digits): the same in every run, safe to log.
        instances: DICOM files of the study.
        report: Report text, or ``None`` when none was delivered.
        report_header: DICOM keyword -> values that the report's own message tells of people and places.
    """

    case_id: str
    instances: tuple[Path, ...] = field(repr=False)
    report: str | None = field(repr=False)
    report_header: Mapping[str, Sequence[str]] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class DeidentificationRecord:
    """Proof that a case went through the profile and the verification after it.

    Attributes:
        profile: Profile name and version, e.g. ``share/1``.
        method_codes: PS3.16 CID 7050 codes that apply, e.g. ``("113100", "113101")``.
        actions: Count per action or rule; never a value.
        verified: True when the second pass found no identifier in attributes, pixels and report.
    """

    profile: str
    method_codes: tuple[str, ...]
    actions: Mapping[str, int]
    verified: bool


@dataclass(frozen=True, slots=True)
class DeidentifiedCase:
    """One exam without identifiers, still with the patient's own pixels. Never leaves as a package.

    Attributes:
        case_id: As in `SourceCase`.
        patient: Keyed pseudonym of the patient (32 hex digits).
        partition: Whether the patient's exams may be published or are the site's own test set.
        image: Frontal image, float32, shape [H, W], MONOCHROME2, 0..1.
        report: ID-filtered report text.
        labels: Positive terms of the pathology lexicon, or exactly ``{"no_finding"}``.
        view: ``PA``, ``AP``, ``LL`` or empty.
        sex: ``F``, ``M``, ``O`` or empty.
        age_band: Ten-year band such as ``40-49``, ``90+`` or empty.
        modality: DICOM modality, e.g. ``DX``.
        record: Evidence; must be verified.
    """

    case_id: str
    patient: str
    partition: Partition
    image: NDArray[np.float32] = field(repr=False)
    report: str = field(repr=False)
    labels: frozenset[str]
    view: str
    sex: str
    age_band: str
    modality: str
    record: DeidentificationRecord

    def __post_init__(self) -> None:
        """Refuse a case whose verification did not pass."""
        if not self.record.verified:
            msg = "a de-identified case needs a verified record"
            raise ValueError(msg)


@dataclass(frozen=True, slots=True)
class GateRecord:
    """What the gate measured on one counterpart; stays at the site.

    Attributes:
        checks: Name of each check -> whether it passed. All must be true, and there must be some.
        scores: Name -> value, for the site's own eyes only.
        group: Index of the k-same group the condition came from.
        group_patients: Patients in that group (>= k).
        k: The k in force.
        tries: Candidates drawn, this one included.
        filter_digest: SHA-256 over the filter's files, hex.
    """

    checks: Mapping[str, bool]
    scores: Mapping[str, float]
    group: int
    group_patients: int
    k: int
    tries: int
    filter_digest: str


@dataclass(frozen=True, slots=True)
class SyntheticPair:
    """A synthetic counterpart with its filtered report, proved by the gate.

    Attributes:
        case_id: The exam it stands for; stays at the site.
        patient: Pseudonym of the exam's patient; stays at the site.
        image: Counterpart, uint8, shape [S, S].
        report: ID-filtered report text that goes with it.
        labels: Terms the counterpart carries (generalised with its group).
        view: View of the group, or empty.
        gate: Evidence; every check passed.
    """

    case_id: str
    patient: str
    image: NDArray[np.uint8] = field(repr=False)
    report: str = field(repr=False)
    labels: frozenset[str]
    view: str
    gate: GateRecord

    def __post_init__(self) -> None:
        """Refuse a pair that some check did not pass, or whose group is smaller than k."""
        if not self.gate.checks or not all(self.gate.checks.values()):
            msg = "a synthetic pair needs a gate record in which every check passed"
            raise ValueError(msg)
        if self.gate.group_patients < self.gate.k:
            msg = "a synthetic pair needs a group of at least k patients"
            raise ValueError(msg)


@dataclass(frozen=True, slots=True)
class Suppressed:
    """An exam for which no counterpart may leave.

    Attributes:
        case_id: The exam.
        reason: Value of `site_agent.errors.Reason`.
    """

    case_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class Decision:
    """A sign-off.

    Attributes:
        approved: The verdict.
        by: ``policy:<name>`` or ``person:<login>``.
        at: UTC time, ISO 8601 to the second.
    """

    approved: bool
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class ApprovedPair:
    """A pair that may leave the hospital.

    Attributes:
        pair_id: Random 128-bit id in hex; derived from nothing.
        pair: The pair.
        decision: Evidence; an approval.
    """

    pair_id: str
    pair: SyntheticPair
    decision: Decision

    def __post_init__(self) -> None:
        """Refuse a pair that was not approved."""
        if not self.decision.approved:
            msg = "an approved pair needs an approval"
            raise ValueError(msg)
