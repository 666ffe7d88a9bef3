"""Risk measures against brute force on small tables, and what generalising may and may not do."""

from __future__ import annotations

import itertools
import math
from collections import Counter, defaultdict

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_agent.risk import lattice, population
from site_agent.risk.diversity import diversity
from site_agent.risk.hierarchies import HIERARCHIES, generalised
from site_agent.risk.measures import prosecutor
from site_agent.risk.records import PatientRecord
from site_agent.risk.settings import Attribute, RiskSettings
from site_agent.risk.table import QuasiTable

QUICK = settings(max_examples=60, deadline=None)
VALUES = {
    Attribute.AGE: st.integers(0, 99).map(str) | st.sampled_from(["40-49", "90+", "1-5y", "42-58"]),
    Attribute.SIZE: st.integers(0, 220).map(str),
    Attribute.WEIGHT: st.integers(0, 220).map(str) | st.just("70-74"),
    Attribute.EXAMS: st.integers(1, 30).map(str),
    Attribute.INTERVALS: st.lists(st.integers(0, 400), min_size=1, max_size=3).map(
        lambda days: ",".join(map(str, days))
    ),
    Attribute.EXAM_DATES: st.dates().map(lambda day: day.isoformat()),
    Attribute.SCANNER: st.sampled_from(["a|1", "a|2", "b|1", "|1", "b|"]),
    Attribute.FINDINGS: st.sampled_from(
        ["no_finding", "covid19", "viral_pneumonia", "pneumonia", "effusion", "house_label"]
    ),
}
OTHER = st.sampled_from(["x", "y", "z"])
FEW = (Attribute.AGE, Attribute.SEX, Attribute.SCANNER, Attribute.FINDINGS)


def values_of(attribute: Attribute) -> st.SearchStrategy[frozenset[str]]:
    """Return a strategy for a patient's values: none, one or two."""
    return st.frozensets(VALUES.get(attribute, OTHER), max_size=2)


@st.composite
def cohorts(draw: st.DrawFn, attributes: tuple[Attribute, ...] = FEW) -> list[PatientRecord]:
    """Draw patients of whom a few kinds differ, so that classes of several sizes come about."""
    kind = st.fixed_dictionaries({attribute: values_of(attribute) for attribute in attributes})
    kinds = draw(st.lists(kind, min_size=1, max_size=6))
    chosen = draw(st.lists(st.integers(0, len(kinds) - 1), min_size=1, max_size=40))
    return [PatientRecord(f"p{i}", kinds[which]) for i, which in enumerate(chosen)]


def nodes_of(table: QuasiTable) -> list[tuple[int, ...]]:
    """Return every choice of levels."""
    return list(itertools.product(*(range(len(codes)) for codes in table.codes)))


def brute_sizes(records: list[PatientRecord], node: tuple[int, ...]) -> list[int]:
    """Return the class sizes at a node, counted patient by patient."""
    keys = (
        tuple(generalised(r.values[a], HIERARCHIES[a][level]) for a, level in zip(FEW, node, strict=True))
        for r in records
    )
    return sorted(Counter(keys).values())


@QUICK
@given(records=cohorts(), data=st.data())
def test_class_sizes_are_those_that_counting_gives(records: list[PatientRecord], data: st.DataObject) -> None:
    """At any node the table's classes are those of patients who are alike there, and k is the smallest."""
    table = QuasiTable.of(records, FEW)
    node = data.draw(st.sampled_from(nodes_of(table)))
    sizes = brute_sizes(records, node)
    assert sorted(table.sizes(node).tolist()) == sizes
    assert sorted(np.bincount(table.classes(node)).tolist()) == sizes
    risk = prosecutor(table.sizes(node), 0.3)
    each = [1 / size for size in sizes for _ in range(size)]
    assert risk.highest == max(each)
    assert math.isclose(risk.mean, sum(each) / len(each))
    assert math.isclose(risk.share_above, sum(one > 0.3 for one in each) / len(each))


@pytest.mark.parametrize("attribute", list(Attribute))
@QUICK
@given(data=st.data())
def test_every_level_is_a_function_of_the_one_below(attribute: Attribute, data: st.DataObject) -> None:
    """Values that are alike at one level are alike at every higher one, and all are at the last."""
    first, second = (data.draw(values_of(attribute)) for _ in range(2))
    alike = [generalised(first, level) == generalised(second, level) for level in HIERARCHIES[attribute]]
    assert alike == sorted(alike)
    assert alike[-1]


@QUICK
@given(records=cohorts(), data=st.data())
def test_generalising_never_lowers_k_nor_keeps_fewer_patients(
    records: list[PatientRecord], data: st.DataObject
) -> None:
    """A node above another has no smaller class and suppresses no more patients."""
    table = QuasiTable.of(records, FEW)
    low = data.draw(st.sampled_from(nodes_of(table)))
    high = tuple(data.draw(st.integers(a, b)) for a, b in zip(low, table.suppressed, strict=True))
    assert table.sizes(low).min() <= table.sizes(high).min()
    assert prosecutor(table.sizes(high), 0.1).mean <= prosecutor(table.sizes(low), 0.1).mean
    for judge in (partial_inverse, lambda sizes: population.expected_inverse(sizes, 0.3)):
        bounds = lattice.Bounds(0.35, 0.25, 1.0, judge)
        stay = [int(s[lattice.kept(s, bounds)].sum()) for s in (table.sizes(low), table.sizes(high))]
        assert stay[0] <= stay[1]


def partial_inverse(sizes: np.ndarray) -> np.ndarray:
    """Return the prosecutor's risk of each class."""
    return 1.0 / sizes


@QUICK
@given(st.lists(st.integers(1, 12), min_size=1, max_size=9), st.floats(0.05, 1), st.floats(0.05, 1))
def test_no_other_choice_of_classes_keeps_more_patients(
    sizes: list[int], max_risk: float, mean_risk: float
) -> None:
    """What stays keeps within both bounds, and no subset of the classes that does has more patients."""
    found = np.asarray(sizes)
    stays = lattice.kept(found, lattice.Bounds(max_risk, mean_risk, 1.0, partial_inverse))
    slack = 1e-9

    def allowed(subset: tuple[int, ...]) -> bool:
        return 1 / min(subset) <= max_risk + slack and len(subset) / sum(subset) <= mean_risk + slack

    subsets = (s for n in range(1, len(sizes) + 1) for s in itertools.combinations(sizes, n))
    assert found[stays].sum() == max((sum(s) for s in subsets if allowed(s)), default=0)
    assert not stays.any() or allowed(tuple(found[stays].tolist()))


@QUICK
@given(records=cohorts(), max_risk=st.sampled_from([0.5, 0.34, 0.2]), share=st.sampled_from([0.0, 0.2, 0.5]))
def test_the_search_finds_the_cheapest_node_or_says_that_there_is_none(
    records: list[PatientRecord], max_risk: float, share: float
) -> None:
    """Against trying every node: the same loss; what it finds keeps within every bound."""
    table = QuasiTable.of(records, FEW)
    bounds = lattice.Bounds(max_risk, 0.3, share, partial_inverse)
    found = lattice.search(table, [1.0, 2.0, 1.0, 0.5], bounds, 100_000)
    whole = lattice._Lattice(table, bounds, lattice._losses(table, [1.0, 2.0, 1.0, 0.5]))
    every = [whole.tried(tuple(node)) for node in whole.nodes()[0].T.tolist()]
    costs = [one.loss for one in every if one]
    assert (found is None) == (not costs)
    if found:
        assert found.optimal
        assert math.isclose(found.loss, min(costs), abs_tol=1e-9)
        sizes = table.sizes(found.node)
        stays = lattice.kept(sizes, bounds)
        assert prosecutor(sizes[stays], max_risk).highest <= max_risk
        assert len(records) - sizes[stays].sum() == found.suppressed <= share * len(records)


@QUICK
@given(st.lists(st.tuples(st.integers(0, 4), st.sampled_from("abc")), min_size=1, max_size=30))
def test_diversity_and_closeness_are_those_of_their_definitions(rows: list[tuple[int, str]]) -> None:
    """Distinct l, entropy l and t, computed class by class from the papers' formulas."""
    numbers = {name: i for i, name in enumerate(dict.fromkeys(c for c, _ in rows))}
    classes = np.asarray([numbers[c] for c, _ in rows])
    found = diversity(classes, [frozenset({value}) for _, value in rows], Attribute.FINDINGS)
    held = defaultdict(list)
    for name, value in rows:
        held[name].append(value)
    overall = {v: sum(1 for _, value in rows if value == v) / len(rows) for v in "abc"}
    shares = [{v: values.count(v) / len(values) for v in "abc"} for values in held.values()]
    entropies = [-sum(p * math.log(p) for p in share.values() if p) for share in shares]
    assert found.distinct == min(len(set(values)) for values in held.values())
    assert math.isclose(found.entropy, math.exp(min(entropies)), rel_tol=1e-9)
    distance = max(sum(abs(share[v] - overall[v]) for v in "abc") / 2 for share in shares)
    assert math.isclose(found.closeness, distance, abs_tol=1e-9)
    alone = sum(len(values) for values in held.values() if len(set(values)) == 1)
    assert math.isclose(found.disclosed_share, alone / len(rows))


@QUICK
@given(f=st.integers(1, 30), fraction=st.sampled_from([0.05, 0.3, 0.5, 0.6, 0.95, 1.0]))
def test_the_expected_inverse_is_that_of_the_negative_binomial(f: int, fraction: float) -> None:
    """E[1/F | f] summed over F, as Benedetti and Franconi define it."""
    total, weight, size = 0.0, fraction**f, f
    while size < 4000:
        total += weight / size
        weight *= size / (size - f + 1) * (1 - fraction)
        size += 1
    found = population.expected_inverse(np.asarray([f, f + 1]), fraction)
    assert math.isclose(float(found[0]), total, rel_tol=1e-6)
    assert found[1] < found[0] <= 1 / f + 1e-12


@given(st.floats(0.001, 1.0))
def test_the_least_class_is_the_smallest_whose_risk_is_within(max_risk: float) -> None:
    """1/k is within the maximum, 1/(k - 1) is not; 0.09 asks for twelve."""
    k = RiskSettings(max_risk=max_risk).least_class
    assert 1 / k <= max_risk
    assert k == 1 or 1 / (k - 1) > max_risk
    assert RiskSettings().least_class == 12
