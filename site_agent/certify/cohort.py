"""What an attack is measured on: real exams, and the counterparts released for them.

Rule: both stay at the site. Rows are exams; who they belong to is a pseudonym; nothing here is written
anywhere.

Not here: reading folders (site_agent.synthesize.data_folder).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import torch


@dataclass(frozen=True, slots=True)
class Cohort:
    """Real exams.

    Attributes:
        images: float32 ``[N, 1, S, S]`` in 0..1.
        patients: Pseudonym of each exam's patient.
        labels: Findings of each exam.
        views: ``PA``, ``AP``, ``LL`` or empty.
        sexes: ``M``, ``F`` or empty.
        ages: Years, or ``None`` where unknown.
    """

    images: torch.Tensor = field(repr=False)
    patients: tuple[str, ...] = field(repr=False)
    labels: tuple[frozenset[str], ...] = field(repr=False)
    views: tuple[str, ...] = field(repr=False)
    sexes: tuple[str, ...] = field(repr=False)
    ages: tuple[float | None, ...] = field(repr=False)

    def __len__(self) -> int:
        """Return the number of exams."""
        return len(self.patients)

    def only(self, rows: Iterable[int]) -> Cohort:
        """Return some exams, in the order asked for."""
        at = [int(row) for row in rows]
        return Cohort(
            images=self.images[at],
            patients=tuple(self.patients[row] for row in at),
            labels=tuple(self.labels[row] for row in at),
            views=tuple(self.views[row] for row in at),
            sexes=tuple(self.sexes[row] for row in at),
            ages=tuple(self.ages[row] for row in at),
        )

    def rows_of(self) -> dict[str, list[int]]:
        """Return patient -> rows, patients sorted."""
        rows: dict[str, list[int]] = defaultdict(list)
        for row, patient in enumerate(self.patients):
            rows[patient].append(row)
        return {patient: rows[patient] for patient in sorted(rows)}


@dataclass(frozen=True, slots=True)
class Release:
    """Counterparts of a cohort's exams.

    Attributes:
        sources: Row of the cohort each counterpart was made of.
        images: float32 ``[M, 1, S, S]`` in 0..1.
        groups: Group of each counterpart; ``None``: the filter has no groups (sdedit, labels only).
        members: Group -> its patients.
        labels: What each counterpart claims to show.
    """

    sources: tuple[int, ...] = field(repr=False)
    images: torch.Tensor = field(repr=False)
    groups: tuple[int, ...] | None = field(repr=False)
    members: Mapping[int, tuple[str, ...]] = field(repr=False)
    labels: tuple[frozenset[str], ...] = field(repr=False)

    def __len__(self) -> int:
        """Return the number of counterparts."""
        return len(self.sources)

    def only(self, indices: Iterable[int]) -> Release:
        """Return some counterparts, in the order asked for."""
        at = [int(index) for index in indices]
        return Release(
            sources=tuple(self.sources[index] for index in at),
            images=self.images[at],
            groups=None if self.groups is None else tuple(self.groups[index] for index in at),
            members=self.members,
            labels=tuple(self.labels[index] for index in at),
        )
