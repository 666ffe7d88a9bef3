"""What attackers learn from: pairs of images of one person, in batches of people who are hard to tell apart.

Rules: a batch holds every person once. It comes from one set and half of the time from one finding, so that
neither set nor finding tells people apart; pairs of a release come from whole groups half of the time, so
that the group does not either.

Not here: training (site_agent.certify.attackers).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import torch

from site_agent.certify.disguise import disguised

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from site_agent.certify.cohort import Cohort, Release

    Batch = tuple[torch.Tensor, torch.Tensor]
    Lesson = Callable[[torch.Generator], Batch]

FIRST_SHARE = 0.7
"""Share of the batches of real pairs that come from the first set, the hospital's own."""
SEVERAL_SHARE = 0.6
"""Share of a batch that is filled with patients who have several exams, as far as there are any."""
OTHER_EXAM_SHARE = 0.85
WHOLE_SET_SHARE = 0.5
WHOLE_GROUPS_SHARE = 0.5
SOURCE_SHARE = 0.5
"""Share of a release's pairs that show the very source, where the patient has other exams too."""
STRENGTH, COUNTERPART_STRENGTH = 0.75, 0.4
FEWEST = 2


@dataclass(frozen=True, slots=True)
class Shelf:
    """Real exams of one set.

    Attributes:
        images: float32 ``[N, 1, S, S]`` in 0..1.
        rows: Rows of each patient.
        pools: Patients (places in `rows`) of the whole set, then of each finding that enough of them share.
    """

    images: torch.Tensor = field(repr=False)
    rows: tuple[tuple[int, ...], ...]
    pools: tuple[tuple[int, ...], ...]

    @classmethod
    def of(cls, cohort: Cohort, rows: Sequence[int], batch_size: int) -> Shelf:
        """Take some exams of a cohort."""
        chosen = cohort.only(rows)
        patients = list(chosen.rows_of().values())
        by_label: dict[frozenset[str], list[int]] = defaultdict(list)
        for place, exams in enumerate(patients):
            by_label[chosen.labels[exams[0]]].append(place)
        strata = [tuple(found) for found in by_label.values() if batch_size <= len(found) < len(patients)]
        whole = tuple(range(len(patients)))
        return cls(chosen.images, tuple(tuple(exams) for exams in patients), (whole, *strata))


class RealPairs:
    """Draws pairs of real exams.

    Args:
        shelves: Sets of exams; the first is the hospital's. Sets of fewer than two patients are left out.
        batch_size: Pairs a batch at most.
    """

    def __init__(self, shelves: Sequence[Shelf], batch_size: int) -> None:
        self.shelves = [shelf for shelf in shelves if len(shelf.rows) >= FEWEST]
        self._size = batch_size
        people = [len(shelf.rows) for shelf in self.shelves[1:]]
        rest = 1 - FIRST_SHARE if people else 0.0
        self._weights = torch.tensor([1 - rest, *(rest * n / sum(people) for n in people)])

    def __call__(self, draw: torch.Generator) -> Batch:
        """Return two disguised images of each person, float32 ``[B, 1, S, S]`` each."""
        shelf = self.shelves[int(torch.multinomial(self._weights, 1, generator=draw))]
        pool = shelf.pools[0]
        if len(shelf.pools) > 1 and _chance(draw) >= WHOLE_SET_SHARE:
            pool = shelf.pools[1 + _below(len(shelf.pools) - 1, draw)]
        several = [place for place in pool if len(shelf.rows[place]) > 1]
        chosen = _some(several, int(SEVERAL_SHARE * self._size), draw)
        taken = set(chosen)
        chosen += _some([place for place in pool if place not in taken], self._size - len(chosen), draw)
        pairs = [_two(shelf.rows[place], draw) for place in chosen]
        first, second = (shelf.images[[pair[side] for pair in pairs]] for side in (0, 1))
        return disguised(first, draw, strength=STRENGTH), disguised(second, draw, strength=STRENGTH)


class ReleasePairs:
    """Draws pairs of a counterpart and a real exam of its source's patient.

    Args:
        hospital: The exams the filter was trained on.
        release: Their counterparts.
        rows: Hospital rows whose truth the attacker knows.
        batch_size: Pairs a batch at most.
    """

    def __init__(self, hospital: Cohort, release: Release, rows: Sequence[int], batch_size: int) -> None:
        known = set(rows)
        self._hospital, self._release, self._size = hospital, release, batch_size
        self._exams = hospital.rows_of()
        self.counterparts: dict[str, list[int]] = defaultdict(list)
        groups: dict[int, set[str]] = defaultdict(set)
        strata: dict[frozenset[str], set[str]] = defaultdict(set)
        for index, source in enumerate(release.sources):
            if source in known:
                patient = hospital.patients[source]
                self.counterparts[patient].append(index)
                strata[release.labels[index]].add(patient)
                if release.groups is not None:
                    groups[release.groups[index]].add(patient)
        self._groups = [sorted(members) for _, members in sorted(groups.items()) if len(members) >= FEWEST]
        self._strata = [
            sorted(people) for _, people in sorted(strata.items(), key=lambda item: sorted(item[0]))
        ]
        self._strata = [people for people in self._strata if len(people) >= FEWEST]

    def __bool__(self) -> bool:
        """Tell whether there are pairs to learn from."""
        return bool(self._strata)

    def __call__(self, draw: torch.Generator) -> Batch:
        """Return disguised counterparts and real exams of the same people."""
        people: list[str] = []
        if self._groups and _chance(draw) < WHOLE_GROUPS_SHARE:
            for place in _some(range(len(self._groups)), len(self._groups), draw):
                if people and len(people) + len(self._groups[place]) > self._size:
                    break
                people += self._groups[place]
        else:
            sizes = torch.tensor([float(len(stratum)) for stratum in self._strata])
            stratum = self._strata[int(torch.multinomial(sizes, 1, generator=draw))]
            people = [stratum[place] for place in _some(range(len(stratum)), self._size, draw)]
        people = sorted(set(people))
        indices = [
            self.counterparts[patient][_below(len(self.counterparts[patient]), draw)] for patient in people
        ]
        rows = [self._exam(index, draw) for index in indices]
        return (
            disguised(self._release.images[indices], draw, strength=COUNTERPART_STRENGTH),
            disguised(self._hospital.images[rows], draw, strength=STRENGTH),
        )

    def _exam(self, index: int, draw: torch.Generator) -> int:
        source = self._release.sources[index]
        others = [row for row in self._exams[self._hospital.patients[source]] if row != source]
        if not others or _chance(draw) < SOURCE_SHARE:
            return source
        return others[_below(len(others), draw)]


def _chance(draw: torch.Generator) -> float:
    return float(torch.rand(1, generator=draw))


def _below(limit: int, draw: torch.Generator) -> int:
    return int(torch.randint(limit, (1,), generator=draw))


def _some(places: Sequence[int], n: int, draw: torch.Generator) -> list[int]:
    return [places[at] for at in torch.randperm(len(places), generator=draw)[: max(0, n)].tolist()]


def _two(rows: Sequence[int], draw: torch.Generator) -> tuple[int, int]:
    """Return two exams of a patient, or one twice."""
    if len(rows) > 1 and _chance(draw) < OTHER_EXAM_SHARE:
        first, second = _some(rows, 2, draw)
        return first, second
    row = rows[_below(len(rows), draw)]
    return row, row
