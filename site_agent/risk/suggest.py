"""Says what to generalise and whom to leave out, so that a release keeps within the thresholds.

Rule: the suggestion is judged by the same measures as the release. Where the journalist's risk is judged with
a sampling fraction, class sizes are judged by it; in every other case by the prosecutor's risk, which is
never lower.

Not here: the search itself (`lattice`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from site_agent.risk import lattice, measures, population
from site_agent.risk.diversity import Diversity, diversity
from site_agent.risk.document import Step, Suggestion
from site_agent.risk.hierarchies import HIERARCHIES, generalised
from site_agent.risk.records import NOTHING
from site_agent.risk.settings import Attacker

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from site_agent.risk.records import PatientRecord
    from site_agent.risk.settings import Attribute, RiskSettings
    from site_agent.risk.table import Node, QuasiTable


@dataclass(frozen=True, slots=True)
class Plan:
    """What may be released of whom.

    Attributes:
        levels: Quasi-identifier -> level at which it is released.
        stays: bool ``[patients]``: who may stay at those levels.
        suggestion: What there is to do; ``None`` when nothing is.
    """

    levels: dict[Attribute, int]
    stays: NDArray[np.bool_] = field(repr=False)
    suggestion: Suggestion | None

    @classmethod
    def everything(cls, table: QuasiTable) -> Plan:
        """Return the plan that releases everything as it is."""
        return cls(dict.fromkeys(table.attributes, 0), np.ones(table.patients, bool), None)


def suggest(records: Sequence[PatientRecord], table: QuasiTable, settings: RiskSettings) -> Plan | None:
    """Return the least that must be done, or ``None`` when nothing keeps within the thresholds."""
    judge = partial(np.divide, 1.0)
    if settings.attacker is Attacker.JOURNALIST and settings.sampling_fraction:
        judge = partial(population.expected_inverse, fraction=settings.sampling_fraction)
    bounds = lattice.Bounds(settings.max_risk, settings.mean_risk, settings.suppress_at_most, judge)
    weights = [settings.weights.get(attribute, 1.0) for attribute in table.attributes]
    found = lattice.search(table, weights, bounds, settings.search_steps)
    if found is None:
        return None
    sizes = table.sizes(found.node)
    keep = lattice.kept(sizes, bounds)
    stays = keep[table.classes(found.node)]
    steps = tuple(
        Step(attribute=a, level=level, name=HIERARCHIES[a][level].name, advice=HIERARCHIES[a][level].advice)
        for a, level in zip(table.attributes, found.node, strict=True)
        if level
    )
    suggestion = Suggestion(
        steps=steps,
        suppressed=found.suppressed,
        loss=found.loss,
        optimal=found.optimal,
        tried=found.steps,
        classes=int(keep.sum()),
        smallest=int(sizes[keep].min()),
        prosecutor=measures.prosecutor(sizes[keep], settings.max_risk),
        diversity=hidden(records, table, found.node, stays, settings),
    )
    return Plan(dict(zip(table.attributes, found.node, strict=True)), stays, suggestion)


def hidden(
    records: Sequence[PatientRecord],
    table: QuasiTable,
    node: Node,
    stays: NDArray[np.bool_],
    settings: RiskSettings,
) -> tuple[Diversity, ...]:
    """Return how well the sensitive attributes are hidden among those who stay, at the levels of a node.

    A sensitive attribute of which nothing is known, or nothing is released, is left out.
    """
    found = []
    for attribute in settings.sensitive:
        levels = dict(zip(table.attributes, node, strict=True))
        level = HIERARCHIES[attribute][levels.get(attribute, 0)]
        unseen = level is HIERARCHIES[attribute][-1]
        if unseen or not any(record.values.get(attribute) for record in records):
            continue
        others = tuple(
            last if name is attribute else chosen
            for name, chosen, last in zip(table.attributes, node, table.suppressed, strict=True)
        )
        classes = np.unique(table.classes(others)[stays], return_inverse=True)[1].reshape(-1)
        held = [
            generalised(record.values.get(attribute, NOTHING), level)
            for record, staying in zip(records, stays, strict=True)
            if staying
        ]
        found.append(diversity(classes.astype(np.int64), held, attribute))
    return tuple(found)
