"""What the looks of a group alone say of its members, without any network.

Rules: groups are formed anew by ten secrets for every size of pool, so that chance shows; their layouts are
compared with thumbnails of members' other exams as a release is (`site_agent.certify.thumbnails`). What
layouts tell is an upper end: a counterpart shows its group's layout only in part.

Not here: how groups are formed (`site_agent.synthesize.groups`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import torch

from site_agent.certify.cohort import Release
from site_agent.certify.linkage import auc, counterpart_trials
from site_agent.certify.thumbnails import GRID, thumbnail_sights
from site_agent.synthesize.groups import partition
from site_agent.synthesize.images import thumbnails
from site_agent.synthesize.terms import parent

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from site_agent.certify.cohort import Cohort
    from site_agent.certify.measure import Measure
    from site_agent.synthesize.groups import Partition
    from site_agent.synthesize.image_filter import FilterCase
    from site_agent.synthesize.presets import Preset

POOLS: Final = (2, 3, 6, 1000)
"""Sizes of pools, in groups; the last one is all patients of a profile."""
SECRETS: Final = 10


def by_pool(hospital: Cohort, cases: Sequence[FilterCase], preset: Preset) -> dict[str, dict[str, Any]]:
    """Return how well layouts are linked to other exams of members, for each size of pool.

    Args:
        hospital: The exams as a cohort.
        cases: The same exams.
        preset: The filter's.
    """
    return {str(pool): _of_pool(hospital, cases, preset, pool) for pool in POOLS}


def of_release(hospital: Cohort, release: Release, folds: Sequence[int]) -> Measure:
    """Return how well a release is linked by thumbnails of its counterparts."""
    sights = thumbnail_sights(hospital, release.sources, thumbnails(release.images, GRID), folds)
    return auc(counterpart_trials(hospital, release, sights, to_source=False), "thumbnail_linkage")


def _of_pool(hospital: Cohort, cases: Sequence[FilterCase], preset: Preset, pool: int) -> dict[str, Any]:
    groups = preset.groups.model_copy(update={"pool": pool, "grid": GRID})
    setting = preset.model_copy(update={"groups": groups})
    found, counts, within = [], [], []
    for secret in range(SECRETS):
        parted = partition(cases, hospital.images, setting, parent, f"secret {secret}")
        found.append(_linked(hospital, cases, parted))
        counts.append(len(parted.groups))
        within.append(_spread(hospital, [group.patients for group in parted.groups]))
    values = [measure.value for measure in found if measure.value is not None]
    return {
        "auc": round(float(np.mean(values)), 4) if values else None,
        "auc_sd": round(float(np.std(values)), 4) if values else None,
        "patients": max(measure.n_patients for measure in found),
        "groups": round(float(np.mean(counts)), 1),
        "within": round(float(np.mean(within)), 3),
    }


def _linked(hospital: Cohort, cases: Sequence[FilterCase], parted: Partition) -> Measure:
    """Return how well layouts are linked, as though each were its members' counterpart."""
    of_case = parted.group_of()
    sources = [row for row, case in enumerate(cases) if case.case_id in of_case]
    layouts = torch.tensor([of_case[cases[row].case_id].layout for row in sources])
    shown = layouts * torch.tensor(parted.cell_spread) + torch.tensor(parted.cell_mean)
    nothing = torch.zeros(len(sources), 1, 1, 1)
    release = Release(tuple(sources), nothing, None, {}, tuple(cases[row].labels for row in sources))
    sights = thumbnail_sights(hospital, sources, shown, [parted.folds[name] for name in hospital.patients])
    return auc(counterpart_trials(hospital, release, sights, to_source=False), "layout_linkage")


def _spread(hospital: Cohort, groups: Iterable[tuple[str, ...]]) -> float:
    """Return the variance within groups as a share of the variance over patients."""
    cells = thumbnails(hospital.images, GRID)
    rows: dict[str, list[int]] = {name: [] for name in hospital.patients}
    for row, name in enumerate(hospital.patients):
        rows[name].append(row)
    means = {name: cells[at].mean(0) for name, at in rows.items()}
    every = torch.stack(list(means.values())).var(0, correction=0).clamp_min(1e-6)
    shares = [torch.stack([means[name] for name in group]).var(0, correction=0) / every for group in groups]
    return float(torch.stack(shares).mean())
