"""Groups of at least k patients who look alike, and a centroid that hides what is special about it.

Micro-aggregation is MDAV (Domingo-Ferrer & Mateo-Sanz 2002, doi 10.1109/69.979982), within pools that a lot
fills: a group is chosen among a few dozen patients, however many there are (docs/adr/0020).

Not here: profiles, folds and what is kept of a group (site_agent.synthesize.groups).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch

from site_agent.synthesize.training_loop import derived_seed, generator

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from site_agent.synthesize.presets import Preset


def grouped_by_lot(
    patients: Sequence[str], features: Mapping[str, torch.Tensor], preset: Preset, salt: str
) -> list[tuple[str, ...]]:
    """Group patients of one profile within pools that the salt's lot fills, as few as may be.

    Args:
        patients: Sorted pseudonyms, at least k.
        features: Patient -> what groups are to be alike in, float32 ``[D]``.
        preset: k, and the size of a pool in groups.
        salt: Secret of the lot.

    Returns:
        Sorted patients of each group.
    """
    most = preset.groups.pool * preset.groups.k
    order = sorted(patients, key=lambda patient: derived_seed(salt, "pool", patient))
    n_pools = -(-len(order) // most)
    pools = [sorted(order[place::n_pools]) for place in range(n_pools)]
    return [
        tuple(sorted(members[row] for row in rows))
        for members in pools
        for rows in mdav(torch.stack([features[patient] for patient in members]), preset.groups.k)
    ]


def hidden(layout: torch.Tensor, preset: Preset, salt: str, names: Sequence[str]) -> tuple[float, ...]:
    """Return a centroid quantised and noised; names are the members, who draw the noise with the salt."""
    quantum = preset.groups.quantum
    drawn = preset.groups.noise * torch.randn(layout.shape, generator=generator(salt, "centroid", *names))
    values = (layout / quantum).round() * quantum + drawn
    return tuple(round(float(value), 6) for value in values)


def mdav(features: torch.Tensor, k: int) -> list[list[int]]:
    """Partition rows into groups of k to 2k - 1 rows that are close to each other (MDAV).

    Args:
        features: float32 ``[N, D]``, N at least k.
        k: Least size.

    Returns:
        Row numbers of each group; every row exactly once.
    """
    left = list(range(len(features)))
    groups: list[list[int]] = []
    while len(left) >= 3 * k:
        first = _farthest(features, left, features[left].mean(0))
        groups.append(_nearest(features, left, first, k))
        left = [row for row in left if row not in set(groups[-1])]
        second = _farthest(features, left, features[first])
        groups.append(_nearest(features, left, second, k))
        left = [row for row in left if row not in set(groups[-1])]
    if len(left) >= 2 * k:
        groups.append(_nearest(features, left, _farthest(features, left, features[left].mean(0)), k))
        left = [row for row in left if row not in set(groups[-1])]
    return [*groups, left] if left else groups


def _farthest(features: torch.Tensor, rows: list[int], point: torch.Tensor) -> int:
    return rows[int((features[rows] - point).norm(dim=1).argmax())]


def _nearest(features: torch.Tensor, rows: list[int], row: int, k: int) -> list[int]:
    order = (features[rows] - features[row]).norm(dim=1).argsort(stable=True)
    return [rows[int(place)] for place in order[:k]]
