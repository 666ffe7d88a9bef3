"""Layouts of groups that might have been: a generator learns from many what a layout says of its members.

Rule: a fold's frozen groups give a generator a few dozen layouts, each with the same dozen patients. Shown no
others it learns these by heart and takes a layout for more than it says. The lot can bring the same patients
together in other ways, so each generator is shown several, of the patients it is trained on and no others.
Only the frozen groups are ever drawn for.

Not here: the groups of a site (site_agent.synthesize.groups).
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import torch

from site_agent.synthesize.microaggregation import grouped_by_lot, hidden

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from site_agent.synthesize.groups import Group
    from site_agent.synthesize.presets import Preset

LOTS = 16
"""Partitions a generator is shown besides the frozen one."""


def layouts_by_lot(
    rows: Sequence[tuple[str, Group | None]], cells: torch.Tensor, preset: Preset, salt: str
) -> torch.Tensor:
    """Return every exam's layout under the frozen partition and under others.

    Args:
        rows: Patient and group of each exam a generator is trained on.
        cells: Their own standardised thumbnails, float32 ``[N, cells]``.
        preset: k, pools, quantum and noise.
        salt: Secret that draws lots and noise.

    Returns:
        float32 ``[1 + LOTS, N, cells]``; the frozen partition first, zero where an exam has no group.
    """
    layouts = torch.zeros(1 + LOTS, *cells.shape)
    own: dict[str, list[int]] = defaultdict(list)
    for row, (patient, group) in enumerate(rows):
        if group is not None:
            layouts[0, row] = torch.tensor(group.layout)
            own[patient].append(row)
    means = {patient: cells[at].mean(0) for patient, at in own.items()}
    strata = _strata(group for _, group in rows if group is not None)
    for lot in range(1, 1 + LOTS):
        drawn = f"{salt}:{lot}"
        for names in (
            names for patients in strata for names in grouped_by_lot(patients, means, preset, drawn)
        ):
            layout = hidden(torch.stack([means[name] for name in names]).mean(0), preset, drawn, names)
            for name in names:
                layouts[lot, own[name]] = torch.tensor(layout)
    return layouts


def _strata(groups: Iterable[Group]) -> list[list[str]]:
    """Return the patients of each profile: of groups that stand for the same claims."""
    claims: dict[tuple[str, ...], set[tuple[str, ...]]] = defaultdict(set)
    for group in groups:
        claims[group.patients].add(group.profile)
    strata: dict[tuple[tuple[str, ...], ...], set[str]] = defaultdict(set)
    for patients, profiles in claims.items():
        strata[tuple(sorted(profiles))].update(patients)
    return [sorted(strata[key]) for key in sorted(strata)]
