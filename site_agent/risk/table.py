"""Patients as rows of codes, and the classes they fall into at any generalisation.

Rule: patients who are alike in everything that is known are one row with a weight, so that a class size costs
the number of *different* patients.

A node is one level for each attribute, in the order of `QuasiTable.attributes`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

from site_agent.risk.errors import NobodyToAssess
from site_agent.risk.hierarchies import HIERARCHIES, generalised
from site_agent.risk.records import NOTHING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from site_agent.risk.records import PatientRecord, Values
    from site_agent.risk.settings import Attribute

Node = tuple[int, ...]
_LARGEST_KEY: Final = 2**62


@dataclass(frozen=True, slots=True)
class QuasiTable:
    """The quasi-identifiers of all patients.

    Attributes:
        attributes: Columns.
        codes: For each attribute int64 ``[levels, rows]``: equal codes are equal values at that level.
        weights: int64 ``[rows]``: patients that a row stands for.
        row_of: int64 ``[patients]``: row of each patient.
    """

    attributes: tuple[Attribute, ...]
    codes: tuple[NDArray[np.int64], ...] = field(repr=False)
    weights: NDArray[np.int64] = field(repr=False)
    row_of: NDArray[np.int64] = field(repr=False)

    @classmethod
    def of(cls, records: Sequence[PatientRecord], attributes: Sequence[Attribute]) -> QuasiTable:
        """Return the table of some attributes.

        Raises:
            NobodyToAssess: There is no record.
        """
        if not records:
            raise NobodyToAssess
        columns = [_column([r.values.get(attribute, NOTHING) for r in records]) for attribute in attributes]
        keys = np.stack([codes for codes, _ in columns]) if columns else np.zeros((1, len(records)), np.int64)
        rows, row_of, weights = np.unique(keys, axis=1, return_inverse=True, return_counts=True)
        levels = tuple(
            np.stack(
                [_numbered([generalised(v, level) for v in values])[rows[i]] for level in HIERARCHIES[a]]
            )
            for i, (a, (_, values)) in enumerate(zip(attributes, columns, strict=True))
        )
        return cls(tuple(attributes), levels, weights.astype(np.int64), row_of.reshape(-1).astype(np.int64))

    @property
    def patients(self) -> int:
        """Return how many patients there are."""
        return len(self.row_of)

    @property
    def released(self) -> Node:
        """Return the node of the values as released."""
        return (0,) * len(self.attributes)

    @property
    def suppressed(self) -> Node:
        """Return the node at which nothing is left of any attribute."""
        return tuple(len(codes) - 1 for codes in self.codes)

    def without(self, attribute: Attribute) -> Node:
        """Return the node at which one attribute is unknown and the others are as released."""
        top = zip(self.attributes, self.suppressed, strict=True)
        return tuple(last if name is attribute else 0 for name, last in top)

    def only(self, attribute: Attribute) -> Node:
        """Return the node at which one attribute is as released and the others are unknown."""
        top = zip(self.attributes, self.suppressed, strict=True)
        return tuple(0 if name is attribute else last for name, last in top)

    def row_classes(self, node: Node) -> NDArray[np.int64]:
        """Return the class number of each row at a node, int64 ``[rows]``, from 0 without gaps."""
        key, size = np.zeros(len(self.weights), np.int64), 1
        for codes, level in zip(self.codes, node, strict=True):
            column = codes[level]
            cardinality = int(column.max()) + 1
            if size * cardinality >= _LARGEST_KEY:
                key = np.unique(key, return_inverse=True)[1].reshape(-1)
                size = int(key.max()) + 1
            key, size = key * cardinality + column, size * cardinality
        return np.unique(key, return_inverse=True)[1].reshape(-1).astype(np.int64)

    def classes(self, node: Node) -> NDArray[np.int64]:
        """Return the class number of each patient at a node, int64 ``[patients]``."""
        return self.row_classes(node)[self.row_of]

    def sizes(self, node: Node) -> NDArray[np.int64]:
        """Return the patients in each class at a node, int64 ``[classes]``."""
        return np.bincount(self.row_classes(node), weights=self.weights).astype(np.int64)


def _column(said: Sequence[Values]) -> tuple[NDArray[np.int64], list[Values]]:
    """Return the code of each patient's values, and the values that each code stands for."""
    codes: dict[Values, int] = {}
    column = [codes.setdefault(values, len(codes)) for values in said]
    return np.asarray(column, np.int64), list(codes)


def _numbered(values: Sequence[Values]) -> NDArray[np.int64]:
    return _column(values)[0]
