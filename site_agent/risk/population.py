"""The population that the patients come from: a sampling fraction, or a table of counts.

What is assumed:

* **Sampling fraction** p: each person of the population is in the data with probability p, whoever they are.
  Then F - f given f is negative binomial, and 1 / F_j is taken at its expectation (Benedetti & Franconi 1998;
  Skinner & Carlson 2002): `expected_inverse`. Patients of one hospital are no random draw: give the fraction
  of *those who could have been there*.
* **Table of counts** (a register): whoever matches against it knows its columns and no more. Classes are
  formed on those columns, each at the highest level of its hierarchy that the table is written in. A class
  that the table lacks, or counts lower than the data do, has F_j = f_j.

Not here: estimates of population uniques from the sample alone (Dankar et al., BMC Med Inform Decis Mak 2012,
doi 10.1186/1472-6947-12-66): without a figure from the user, nothing is said about the population.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

from site_agent.risk.errors import RiskTableInvalid
from site_agent.risk.hierarchies import HIERARCHIES, Level, generalised
from site_agent.risk.records import NOTHING
from site_agent.risk.settings import Attribute

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from site_agent.risk.records import PatientRecord

_SERIES_FROM: Final = 0.5
_TERMS: Final = 64


@dataclass(frozen=True, slots=True)
class Matched:
    """Classes of the data, seen in the population.

    Attributes:
        sizes: int64 ``[classes]``: f_j.
        inverse: float64 ``[classes]``: 1 / F_j or its expectation, 0..1.
        population: Sum of F_j over these classes, known or expected.
    """

    sizes: NDArray[np.int64] = field(repr=False)
    inverse: NDArray[np.float64] = field(repr=False)
    population: float


@dataclass(frozen=True, slots=True)
class Register:
    """A table of counts.

    Attributes:
        levels: Attribute -> level that the table is written in.
        counts: Values in the order of the attributes -> people.
    """

    levels: Mapping[Attribute, Level]
    counts: Mapping[tuple[str, ...], int] = field(repr=False)


def sampled(sizes: NDArray[np.int64], fraction: float) -> Matched:
    """Return the classes under a sampling fraction.

    Args:
        sizes: int64 ``[classes]``.
        fraction: Share of the population that is in the data, above 0, at most 1.
    """
    return Matched(sizes, expected_inverse(sizes, fraction), float(sizes.sum()) / fraction)


def expected_inverse(sizes: NDArray[np.int64], fraction: float) -> NDArray[np.float64]:
    """Return E[1 / F | f] for a Bernoulli sample (Benedetti & Franconi 1998).

    With p the fraction and q = 1 - p it is p * I(f), I(f) the integral of u**(f-1) / (p + q u) over 0..1. As
    q I(f+1) + p I(f) = 1/f, I is found by recurrence where that is stable (p <= q), else by its series
    (1/f) * sum of k! q**k / ((f+1)...(f+k)).

    Args:
        sizes: int64 ``[classes]``, each at least 1.
        fraction: p.

    Returns:
        float64 ``[classes]``; 1 / f when everybody is in the data.
    """
    kinds, which = np.unique(sizes, return_inverse=True)
    missed = 1 - fraction
    if fraction > _SERIES_FROM:
        term = total = 1 / kinds
        for k in range(1, _TERMS):
            term = term * missed * k / (kinds + k)
            total = total + term
        integral = total
    else:
        every = np.empty(int(kinds.max()) + 1)
        every[1] = -np.log(fraction) / missed
        for f in range(1, len(every) - 1):
            every[f + 1] = (1 / f - fraction * every[f]) / missed
        integral = every[kinds]
    return np.asarray((fraction * integral)[which.reshape(-1)], np.float64)


def read_register(path: Path) -> Register:
    """Read a table of counts: columns named as quasi-identifiers, and ``count``.

    Raises:
        RiskTableInvalid: It cannot be read, or a column or a count is none.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        names = [name for name in (rows[0] if rows else {}) if name != "count"]
        attributes = [Attribute(name) for name in names]
        if not attributes:
            raise RiskTableInvalid("population: no column names a quasi-identifier")
        counts: dict[tuple[str, ...], int] = {}
        for row in rows:
            values = tuple(row[name].strip() for name in names)
            counts[values] = counts.get(values, 0) + int(row["count"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError, csv.Error):
        raise RiskTableInvalid("population") from None
    levels = {
        attribute: _vocabulary(attribute, {values[i] for values in counts})
        for i, attribute in enumerate(attributes)
    }
    return Register(levels, counts)


def _vocabulary(attribute: Attribute, values: set[str]) -> Level:
    """Return the highest level, below *any*, whose values these are."""
    levels = HIERARCHIES[attribute][:-1]
    return next((level for level in reversed(levels) if _speaks(level, values)), levels[0])


def _speaks(level: Level, values: set[str]) -> bool:
    try:
        return all(level.generalise(value) == value for value in values if value)
    except ValueError:
        return False


def registered(records: Sequence[PatientRecord], register: Register) -> Matched:
    """Return the classes on a register's columns, with its counts."""
    in_data: dict[tuple[frozenset[str], ...], int] = {}
    for record in records:
        key = tuple(
            generalised(record.values.get(attribute, NOTHING), level)
            for attribute, level in register.levels.items()
        )
        in_data[key] = in_data.get(key, 0) + 1
    sizes = np.asarray(list(in_data.values()), np.int64)
    known = [
        register.counts.get(tuple(next(iter(v)) for v in key), 0) if all(len(v) == 1 for v in key) else 0
        for key in in_data
    ]
    people = np.maximum(sizes, np.asarray(known, np.int64))
    return Matched(sizes, 1 / people, float(people.sum()))
