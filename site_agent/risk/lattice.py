"""Finds the least generalisation, with few patients suppressed, that brings the risk within its bounds.

The lattice has one node for each choice of levels. At a node, the classes that may stay are the largest ones,
as many as keep every risk within ``max_risk`` and their mean within ``mean_risk``; all other patients are
suppressed. What a node costs is its loss g (the entropy that each attribute loses, weighted, 0..1; after
non-uniform entropy, De Waal & Willenborg 1999), and everything for who is suppressed: ``g + (1 - g) * s``.

Why the search may prune (as Flash, Kohlmayer et al. 2012, doi 10.1109/SocialCom-PASSAT.2012.52, and
Incognito, LeFevre et al. 2005, do): going up merges classes that may stay into classes that may stay, not
more of them, with no fewer patients. So

* when a node suppresses too many patients, so does every node below it;
* a node costs at least g, which grows upwards: nodes with g above the best cost so far need no look.

First each attribute is tried alone (whatever it cannot be alone, it cannot be with others); then the middle
one of what is left is tried until nothing is left (then the answer is the best there is) or the steps are
used up (then it is the best that was seen, and `Found.optimal` is false).

Not here: local recoding (Mondrian). A level holds for all patients, which is what a de-identification
profile can do.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from site_agent.risk.table import Node, QuasiTable


_SAME: Final = 1e-12
"""Entropies and risks that differ by less are the same."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a node must keep to.

    Attributes:
        max_risk: Highest risk of a patient.
        mean_risk: Highest mean risk.
        suppress_at_most: Largest share of suppressed patients.
        risk_of_size: Sizes of classes -> risk of their members; falls with the size, and so does size * risk.
    """

    max_risk: float
    mean_risk: float
    suppress_at_most: float
    risk_of_size: Callable[[NDArray[np.int64]], NDArray[np.float64]]


@dataclass(frozen=True, slots=True)
class Found:
    """The best node.

    Attributes:
        node: Level of each attribute.
        suppressed: Patients to leave out.
        loss: Share of the information that goes, 0..1.
        steps: Nodes that were tried, each attribute alone not counted.
        optimal: Whether no node is better.
    """

    node: Node
    suppressed: int
    loss: float
    steps: int
    optimal: bool


def kept(sizes: NDArray[np.int64], bounds: Bounds) -> NDArray[np.bool_]:
    """Return which classes may stay: the largest ones, as many as the bounds allow.

    No other choice keeps more patients: among equally many classes the largest have the most patients and the
    least risk.

    Args:
        sizes: int64 ``[classes]``.
        bounds: What must be kept to.

    Returns:
        bool ``[classes]``.
    """
    order = np.argsort(-sizes, kind="stable")
    falling = sizes[order]
    risk = bounds.risk_of_size(falling)
    mean = np.cumsum(falling * risk) / np.cumsum(falling)
    fits = (risk <= bounds.max_risk + _SAME) & (mean <= bounds.mean_risk + _SAME)
    stays = np.zeros(len(sizes), bool)
    stays[order[: int(np.flatnonzero(fits)[-1]) + 1 if fits.any() else 0]] = True
    return stays


def search(table: QuasiTable, weights: Sequence[float], bounds: Bounds, steps: int) -> Found | None:
    """Return the cheapest node within the bounds, or ``None`` when there is none.

    Args:
        table: The patients.
        weights: How much each attribute matters, in the table's order.
        bounds: What must be kept to.
        steps: Most nodes that are tried after each attribute alone.
    """
    nodes, losses = _lattice(table, weights)
    top = nodes[-1]
    suppressed = _suppressed(table, top, bounds)
    if suppressed is None:
        return None
    best = Found(tuple(top.tolist()), suppressed, _loss(losses[-1], suppressed, table), 0, optimal=False)
    possible = _possible_alone(table, nodes, bounds)
    nodes, losses, tried = nodes[possible], losses[possible], 0
    while len(nodes) and tried < steps:
        tried += 1
        middle = len(nodes) // 2
        node, alive = nodes[middle], np.arange(len(nodes)) != middle
        suppressed = _suppressed(table, node, bounds)
        if suppressed is None:
            alive = ~(nodes <= node).all(axis=1)
        elif (loss := _loss(losses[middle], suppressed, table)) < best.loss:
            best = Found(tuple(node.tolist()), suppressed, loss, tried, optimal=False)
            alive &= losses < loss
        nodes, losses = nodes[alive], losses[alive]
    return replace(best, steps=tried, optimal=not len(nodes))


def _loss(generalised: float, suppressed: int, table: QuasiTable) -> float:
    return float(generalised + (1 - generalised) * suppressed / table.patients)


def _suppressed(table: QuasiTable, node: Sequence[int], bounds: Bounds) -> int | None:
    """Return how many patients a node suppresses, or ``None`` when that is too many."""
    sizes = table.sizes(tuple(node))
    suppressed = table.patients - int(sizes[kept(sizes, bounds)].sum())
    too_many = suppressed > bounds.suppress_at_most * table.patients or suppressed == table.patients
    return None if too_many else suppressed


def _possible_alone(table: QuasiTable, nodes: NDArray[np.int8], bounds: Bounds) -> NDArray[np.bool_]:
    """Return the nodes, the top left out, no level of which fails already where nothing else is known."""
    top = nodes[-1]
    alive = np.arange(len(nodes)) < len(nodes) - 1
    for column in range(len(top)):
        for level in np.unique(nodes[:, column])[-2::-1]:
            alone = top.copy()
            alone[column] = level
            if _suppressed(table, alone.tolist(), bounds) is None:
                alive &= nodes[:, column] > level
                break
    return alive


def _lattice(table: QuasiTable, weights: Sequence[float]) -> tuple[NDArray[np.int8], NDArray[np.float64]]:
    """Return the nodes by rising loss, int8 ``[nodes, attributes]``, and the losses, float64 ``[nodes]``."""
    lost = [_entropy_lost(table, column) for column in range(len(table.attributes))]
    whole = sum(weight for weight, steps in zip(weights, lost, strict=True) if len(steps) > 1) or 1.0
    axes = np.meshgrid(*(np.asarray(list(steps), np.int8) for steps in lost), indexing="ij", copy=False)
    nodes = np.stack([axis.reshape(-1) for axis in axes], axis=1)
    losses = np.zeros(len(nodes))
    for column, (weight, steps) in enumerate(zip(weights, lost, strict=True)):
        of_level = np.zeros(max(steps) + 1)
        of_level[list(steps)] = list(steps.values())
        losses += weight / whole * of_level[nodes[:, column]]
    order = np.argsort(losses, kind="stable")
    return nodes[order], losses[order]


def _entropy_lost(table: QuasiTable, column: int) -> dict[int, float]:
    """Return level -> share of an attribute's entropy that is lost there.

    A level that loses nothing against the one below it is left out; so is every level but the first of an
    attribute that is the same for everybody.
    """
    entropies = []
    for codes in table.codes[column]:
        share = np.bincount(codes, weights=table.weights) / table.patients
        entropies.append(float(-(share * np.log(share)).sum()))
    return {0: 0.0} | {
        level: 1 - max(0.0, entropies[level]) / entropies[0]
        for level in range(1, len(entropies))
        if entropies[level] < entropies[level - 1] - _SAME
    }
