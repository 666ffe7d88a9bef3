"""What the looks of a group alone say of its members, without any network.

Rules: an attacker who trains nothing compares thumbnails: a group's layout, or a counterpart, with other
exams of the member. Groups are formed anew by ten secrets for every size of pool, so that chance shows. What
layouts tell is an upper end: a counterpart shows its group's layout only in part.

Not here: attackers that learn (`site_agent.certify.attackers`), how groups are formed
(`site_agent.synthesize.groups`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import torch
from bench.images import cohorts

from site_agent.certify.cohort import Release
from site_agent.certify.linkage import auc, counterpart_trials
from site_agent.certify.sight import FoldSight
from site_agent.synthesize.groups import partition
from site_agent.synthesize.images import thumbnails
from site_agent.synthesize.terms import parent

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from site_agent.certify.cohort import Cohort
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


def of_release(hospital: Cohort, release: Release, folds: Sequence[int], preset: Preset) -> dict[str, Any]:
    """Return how well a release is linked by thumbnails of its counterparts."""
    cells, looks = _cells(hospital.images, preset), _cells(release.images, preset)
    shown = (looks - cells.mean(0)) / cells.std(0).clamp_min(1e-3)
    measure = auc(
        counterpart_trials(
            hospital, release, _sights(hospital, release, shown, folds, preset), to_source=False
        ),
        "thumbnail",
    )
    return measure.model_dump(mode="json")


def _of_pool(hospital: Cohort, cases: Sequence[FilterCase], preset: Preset, pool: int) -> dict[str, Any]:
    groups = preset.groups.model_copy(update={"pool": pool})
    setting = preset.model_copy(update={"groups": groups})
    usable = cohorts.trained(cases, preset)
    found, counts, within = [], [], []
    for secret in range(SECRETS):
        parted = partition(usable, hospital.images, setting, parent, f"secret {secret}")
        of_case = parted.group_of()
        sources = [row for row, case in enumerate(usable) if case.case_id in of_case]
        layouts = torch.tensor([of_case[usable[row].case_id].layout for row in sources])
        blank = torch.zeros(len(sources), 1, 1, 1)
        release = Release(tuple(sources), blank, None, {}, tuple(usable[row].labels for row in sources))
        folds = [parted.folds[patient] for patient in hospital.patients]
        sights = _sights(hospital, release, layouts, folds, preset)
        found.append(auc(counterpart_trials(hospital, release, sights, to_source=False), "layout"))
        counts.append(len(parted.groups))
        within.append(_spread(hospital, [group.patients for group in parted.groups], preset))
    values = [measure.value for measure in found if measure.value is not None]
    return {
        "auc": round(float(np.mean(values)), 4) if values else None,
        "auc_sd": round(float(np.std(values)), 4) if values else None,
        "patients": max(measure.n_patients for measure in found),
        "groups": round(float(np.mean(counts)), 1),
        "within": round(float(np.mean(within)), 3),
    }


def _sights(
    hospital: Cohort, release: Release, shown: torch.Tensor, folds: Sequence[int], preset: Preset
) -> list[FoldSight]:
    """Return what thumbnails show of each fold."""
    cells = _cells(hospital.images, preset)
    evened = (cells - cells.mean(0)) / cells.std(0).clamp_min(1e-3)
    at, sources = np.asarray(folds), np.asarray(release.sources)
    sights = []
    for fold in sorted(set(folds)):
        rows = np.flatnonzero(at == fold)
        seen = evened[rows]
        sights.append(
            FoldSight(
                rows,
                np.flatnonzero(at[sources] == fold),
                seen,
                shown,
                -torch.cdist(seen, seen).numpy(),
                -torch.cdist(shown, seen).numpy(),
            )
        )
    return sights


def _spread(hospital: Cohort, groups: Sequence[tuple[str, ...]], preset: Preset) -> float:
    """Return the variance within groups as a share of the variance over patients."""
    cells = _cells(hospital.images, preset)
    rows: Mapping[str, list[int]] = {name: [] for name in hospital.patients}
    for row, name in enumerate(hospital.patients):
        rows[name].append(row)
    means = {name: cells[at].mean(0) for name, at in rows.items()}
    spread = torch.stack(list(means.values())).std(0, correction=0).clamp_min(1e-3)
    shares = [
        torch.stack([means[name] for name in group]).var(0, correction=0) / spread**2 for group in groups
    ]
    return float(torch.stack(shares).mean())


def _cells(images: torch.Tensor, preset: Preset) -> torch.Tensor:
    return thumbnails(images, preset.groups.grid)
