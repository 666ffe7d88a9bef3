"""Decides which report belongs to which study.

Rules, in this order: a report that names a Study Instance UID belongs to that study, else to the study with
its Accession Number. The same report delivered twice is one report; two different reports for one study, and
one accession number on studies of different patients, are conflicts that a person must settle. Whatever has
no partner waits.

Pure: no file is touched here.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from site_agent.ingest.reports import SourceReport


@dataclass(slots=True)
class Study:
    """The image instances of one study, as found."""

    uid: str = field(repr=False)
    patient: str = field(default="", repr=False)
    accession: str = field(default="", repr=False)
    instances: list[Path] = field(default_factory=list, repr=False)


@dataclass(frozen=True, slots=True)
class Pairing:
    """What belongs together.

    Attributes:
        pairs: Studies with their one report.
        without_report: Studies that wait for a report.
        conflicting: Studies whose report cannot be told for certain.
        without_image: Reports that wait for their study.
    """

    pairs: Sequence[tuple[Study, SourceReport]]
    without_report: Sequence[Study]
    conflicting: Sequence[Study]
    without_image: Sequence[SourceReport]


def pair(studies: Iterable[Study], reports: Iterable[SourceReport]) -> Pairing:
    """Return which report belongs to which study."""
    studies = list(studies)
    by_uid = {study.uid: study for study in studies}
    by_accession: dict[str, list[Study]] = defaultdict(list)
    for study in studies:
        if study.accession:
            by_accession[study.accession].append(study)
    theirs: dict[str, dict[str, SourceReport]] = defaultdict(dict)
    waiting: list[SourceReport] = []
    for report in reports:
        named = by_uid.get(report.study_uid)
        found = [named] if named else by_accession.get(report.accession, [])
        if not found:
            waiting.append(report)
        for study in found:
            theirs[study.uid].setdefault(report.substance, report)
    unclear = {
        study.uid for group in by_accession.values() if len({s.patient for s in group}) > 1 for study in group
    }
    pairs, lonely, conflicting = [], [], []
    for study in studies:
        different = list(theirs[study.uid].values())
        if not different:
            lonely.append(study)
        elif len(different) > 1 or study.uid in unclear:
            conflicting.append(study)
        else:
            pairs.append((study, different[0]))
    return Pairing(pairs, lonely, conflicting, waiting)
