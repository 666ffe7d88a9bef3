from __future__ import annotations

from collections import defaultdict

import numpy as np
import torch

from factories.synthesize import quick_preset
from site_agent.synthesize.groups import Partition, partition
from site_agent.synthesize.image_filter import FilterCase
from site_agent.synthesize.regrouping import LOTS, layouts_by_lot

PRESET = quick_preset()
PLAIN = np.zeros((32, 32), np.float32)


def exams(n: int) -> list[FilterCase]:
    """Return two exams a patient, normal and abnormal ones in turn, and one of a rare finding."""
    kinds = [frozenset({"no_finding"}), frozenset({"effusion"})]
    cases = [FilterCase(f"c{i}", f"p{i // 2}", PLAIN, kinds[i // 2 % 2], "") for i in range(n)]
    return [*cases, FilterCase("rare", "rare", PLAIN, frozenset({"mass"}), "")]


def parted_with_cells(cases: list[FilterCase]) -> tuple[Partition, torch.Tensor]:
    """Return a partition of random images, and cells to group them by."""
    images = torch.rand(len(cases), 1, 32, 32, generator=torch.Generator().manual_seed(0))
    parted = partition(cases, images, PRESET, lambda _: None, "salt")
    return parted, torch.randn(len(cases), len(parted.cell_mean), generator=torch.Generator().manual_seed(1))


def test_every_lot_gives_k_patients_at_least_one_layout() -> None:
    """Whatever the lot, a layout belongs to a group of one profile; who is in no group has none."""
    cases = exams(96)
    parted, cells = parted_with_cells(cases)
    groups = parted.group_of()
    rows = [(case.patient, groups.get(case.case_id)) for case in cases]
    layouts = layouts_by_lot(rows, cells, PRESET, "lots")
    assert layouts.shape == (1 + LOTS, len(cases), len(parted.cell_mean))
    assert bool((layouts[:, -1] == 0).all())
    for lot in layouts[:, :-1]:
        members: dict[tuple[float, ...], set[str]] = defaultdict(set)
        shown: dict[tuple[float, ...], set[frozenset[str]]] = defaultdict(set)
        for case, layout in zip(cases[:-1], lot.tolist(), strict=True):
            members[tuple(layout)].add(case.patient)
            shown[tuple(layout)].add(case.labels)
        assert min(len(names) for names in members.values()) >= PRESET.groups.k
        assert sum(len(names) for names in members.values()) == len({case.patient for case in cases}) - 1
        assert all(len(labels) == 1 for labels in shown.values())


def test_the_frozen_groups_come_first_and_lots_differ() -> None:
    """A generator sees the layouts it could be asked for, and others."""
    cases = exams(96)
    parted, cells = parted_with_cells(cases)
    groups = parted.group_of()
    rows = [(case.patient, groups.get(case.case_id)) for case in cases]
    layouts = layouts_by_lot(rows, cells, PRESET, "lots")
    for row, (_, group) in enumerate(rows):
        if group is not None:
            assert torch.equal(layouts[0, row], torch.tensor(group.layout))
    assert len({tuple(lot.flatten().tolist()) for lot in layouts}) == 1 + LOTS
    assert torch.equal(layouts, layouts_by_lot(rows, cells, PRESET, "lots"))
