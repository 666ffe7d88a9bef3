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

The search first goes down from the top by the step that saves most, until no step is allowed: a good answer.
Then it tries, always, the most general node that might be better: when that is not allowed, everything below
it is out; when it is, it goes down from there. At the end nothing is left and the answer is the best there
is, or the steps are used up and it is the best that was seen (`Found.optimal` is false).

Not here: local recoding (Mondrian). A level holds for all patients, which is what a de-identification
profile can do.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

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
        steps: Nodes that were tried.
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
        steps: Most nodes that are tried, a few more to finish a way down.
    """
    lattice = _Lattice(table, bounds, _losses(table, weights))
    best = lattice.tried(lattice.top)
    if best is None:
        return None
    best = lattice.descended(best)
    nodes, losses = lattice.nodes()
    alive = np.ones(len(losses), bool)
    while True:
        alive = alive[: np.searchsorted(losses, best.loss - _SAME)]
        if lattice.count >= steps or not alive.any():
            return replace(best, steps=lattice.count, optimal=not alive.any())
        alive = alive[: len(alive) - int(np.argmax(alive[::-1]))]
        general = nodes[:, len(alive) - 1]
        found = lattice.tried(tuple(general.tolist()))
        if found is None:
            alive &= ~_below(nodes[:, : len(alive)], general, lattice.top)
        else:
            best = min(best, lattice.descended(found), key=lambda one: one.loss)
            alive = alive[:-1]


def _below(nodes: NDArray[np.int8], node: NDArray[np.int8], top: Node) -> NDArray[np.bool_]:
    """Return which nodes, int8 ``[attributes, nodes]``, are as special as a node or more so."""
    below = np.ones(nodes.shape[1], bool)
    for levels, level, last in zip(nodes, node, top, strict=True):
        if level < last:
            below &= levels <= level
    return below


@dataclass(slots=True)
class _Lattice:
    """Nodes with what they cost.

    Attributes:
        lost: For each attribute level -> loss, weighted, by rising level.
        count: Nodes tried so far.
    """

    table: QuasiTable
    bounds: Bounds
    lost: list[dict[int, float]]
    count: int = 0

    @property
    def top(self) -> Node:
        """Return the node at which every attribute is as general as it can be."""
        return tuple(max(levels) for levels in self.lost)

    def tried(self, node: Node) -> Found | None:
        """Return a node with its cost, or ``None`` when it suppresses too many patients."""
        self.count += 1
        sizes = self.table.sizes(node)
        patients = self.table.patients
        suppressed = patients - int(sizes[kept(sizes, self.bounds)].sum())
        if suppressed > self.bounds.suppress_at_most * patients or suppressed == patients:
            return None
        gone = sum(levels[level] for levels, level in zip(self.lost, node, strict=True))
        return Found(node, suppressed, gone + (1 - gone) * suppressed / patients, self.count, optimal=False)

    def descended(self, found: Found) -> Found:
        """Return where the steps that save most lead, each of one attribute by one level down."""
        while True:
            ways = [self.tried(node) for node in self._steps_down(found.node)]
            best = min((way for way in ways if way), key=lambda way: way.loss, default=found)
            if best.loss >= found.loss:
                return found
            found = best

    def _steps_down(self, node: Node) -> Iterator[Node]:
        for column, (levels, level) in enumerate(zip(self.lost, node, strict=True)):
            if lower := [one for one in levels if one < level]:
                yield (*node[:column], lower[-1], *node[column + 1 :])

    def nodes(self) -> tuple[NDArray[np.int8], NDArray[np.float64]]:
        """Return all nodes by rising loss, int8 ``[attributes, nodes]``, and their losses, ``[nodes]``."""
        axes = np.meshgrid(*(np.asarray(list(levels), np.int8) for levels in self.lost), indexing="ij")
        nodes = np.stack([axis.reshape(-1) for axis in axes])
        losses = np.zeros(nodes.shape[1])
        for column, levels in zip(nodes, self.lost, strict=True):
            of_level = np.zeros(max(levels) + 1)
            of_level[list(levels)] = list(levels.values())
            losses += of_level[column]
        order = np.argsort(losses, kind="stable")
        return nodes[:, order], losses[order]


def _losses(table: QuasiTable, weights: Sequence[float]) -> list[dict[int, float]]:
    """Return for each attribute level -> loss; those of all attributes' last levels add up to 1, or are 0."""
    shares = [_entropy_lost(table, column) for column in range(len(table.attributes))]
    whole = sum(weight for weight, levels in zip(weights, shares, strict=True) if len(levels) > 1) or 1.0
    return [
        {level: weight / whole * share for level, share in levels.items()}
        for weight, levels in zip(weights, shares, strict=True)
    ]


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
