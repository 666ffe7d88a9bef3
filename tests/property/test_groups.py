from __future__ import annotations

from collections import Counter

import numpy as np
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from factories.synthesize import quick_preset
from site_agent.synthesize.generalise import generalised
from site_agent.synthesize.groups import Partition, partition
from site_agent.synthesize.image_filter import FilterCase
from site_agent.synthesize.microaggregation import mdav
from site_agent.synthesize.profiles import (
    ABNORMAL,
    claim_of,
    claims,
    closed,
    exam_profile,
    patient_profiles,
    special_labels,
)

PARENTS = {"viral_pneumonia": "pneumonia", "bacterial_pneumonia": "pneumonia"}
LABELS = ["no_finding", "pneumonia", "viral_pneumonia", "bacterial_pneumonia", "effusion", "mass"]
Rows = list[tuple[int, frozenset[str], str]]
PLAIN = np.zeros((32, 32), np.float32)


def parent(label: str) -> str | None:
    """Return the parent in the test's hierarchy."""
    return PARENTS.get(label)


exams = st.lists(
    st.tuples(
        st.integers(0, 40),
        st.one_of(
            st.just(frozenset({"no_finding"})),
            st.frozensets(st.sampled_from(LABELS[1:]), min_size=1, max_size=3),
        ),
        st.sampled_from(["PA", "AP", ""]),
    ),
    min_size=1,
    max_size=120,
)
two_kinds = st.lists(
    st.tuples(st.integers(0, 15), st.sampled_from([frozenset({kind}) for kind in LABELS[2:4]]), st.just("")),
    min_size=40,
    max_size=80,
)


def as_cases(rows: Rows) -> list[FilterCase]:
    """Return exams without pixels."""
    return [FilterCase(f"c{i}", f"p{p}", PLAIN, labels, view) for i, (p, labels, view) in enumerate(rows)]


def parted_by(cases: list[FilterCase], folds: int, seed: int) -> Partition:
    """Return the partition of random images, dealt to so many folds where there are groups enough."""
    images = torch.rand(len(cases), 1, 32, 32, generator=torch.Generator().manual_seed(seed))
    preset = quick_preset(passes=1).model_copy(update={"folds": folds})
    return partition(cases, images, preset, parent, f"salt{seed}")


@settings(max_examples=60, deadline=None)
@given(rows=exams | two_kinds, folds=st.integers(2, 4), seed=st.integers(0, 5))
def test_groups_are_disjoint_large_enough_and_true_of_their_members(
    rows: Rows, folds: int, seed: int
) -> None:
    """Groups partition patients: k at least, one fold, one claim true of every exam they stand for.

    Every member has an exam of each claim, so that no claim excludes a member.
    """
    cases, preset = as_cases(rows), quick_preset()
    parted = parted_by(cases, folds, seed)
    by_id = {case.case_id: case for case in cases}
    for group in parted.groups:
        assert len(group.patients) >= preset.groups.k
        assert {parted.folds[patient] for patient in group.patients} == {group.fold}
        for case_id in group.cases:
            assert set(group.profile) <= exam_profile(by_id[case_id], parent)
            assert by_id[case_id].patient in group.patients
        assert {by_id[case_id].patient for case_id in group.cases} == set(group.patients)
    members = {group.patients: group.layout for group in parted.groups}
    assert len({name for names in members for name in names}) == sum(map(len, members))
    assert all(group.layout == members[group.patients] for group in parted.groups)
    claimed = Counter((group.patients, group.profile) for group in parted.groups)
    assert max(claimed.values(), default=1) == 1
    assert max(Counter(case for group in parted.groups for case in group.cases).values(), default=1) == 1
    assert set(parted.folds) == {case.patient for case in cases}
    assert parted.n_folds <= max(1, min(folds, len(parted.groups)))


@settings(max_examples=60, deadline=None)
@given(rows=exams | two_kinds, folds=st.integers(2, 4), seed=st.integers(0, 5))
def test_every_generator_is_taught_the_profiles_it_draws(rows: Rows, folds: int, seed: int) -> None:
    """A group's generator learns from the other folds, and one of them has a group of the same profile."""
    groups = parted_by(as_cases(rows), folds, seed).groups
    for group in groups:
        assert any(other.profile == group.profile and other.fold != group.fold for other in groups)


def test_who_is_in_a_group_does_not_depend_on_the_folds() -> None:
    """Whole groups are dealt, so that more folds regroup nobody."""
    cases = as_cases([(n, frozenset({LABELS[n % 3]}), "PA") for n in range(40)])
    members = [{group.patients for group in parted_by(cases, folds, 0).groups} for folds in (2, 3, 4)]
    assert members[0] == members[1] == members[2]


def test_members_are_no_more_alike_at_a_large_site() -> None:
    """A group is chosen among a few dozen patients; else its looks would say more, the larger the site."""

    def within(n_patients: int) -> float:
        cases = as_cases([(n, frozenset({"no_finding"}), "PA") for n in range(n_patients)])
        images = torch.rand(n_patients, 1, 32, 32, generator=torch.Generator().manual_seed(n_patients))
        images = (
            images.reshape(-1, 1, 4, 8, 4, 8).mean((3, 5)).repeat_interleave(8, 2).repeat_interleave(8, 3)
        )
        rows = {case.patient: row for row, case in enumerate(cases)}
        cells = images[:, 0, ::8, ::8].flatten(1) / images.std(0).mean()
        groups = partition(cases, images, quick_preset(), parent, "salt").groups
        members = [cells[[rows[name] for name in group.patients]] for group in groups]
        return float(torch.stack([((m - m.mean(0)) ** 2).sum(1).mean() for m in members]).mean())

    assert within(600) > 0.9 * within(30)


@settings(max_examples=60, deadline=None)
@given(rows=exams)
def test_a_profile_is_shared_by_enough_patients_or_by_nobody(
    rows: Rows,
) -> None:
    """Rare profiles are generalised or suppressed; what is left is never rare and never a view alone."""
    profiles = patient_profiles(as_cases(rows), parent, least=6)
    count = Counter(profiles.values())
    assert all(n >= 6 for n in count.values())
    assert all(any(not term.startswith("view:") for term in profile) for profile in count)


def test_rare_kinds_of_pneumonia_become_pneumonia() -> None:
    """Too few viral and too few bacterial cases are still enough pneumonia together."""
    kinds = ["viral_pneumonia"] * 4 + ["bacterial_pneumonia"] * 4
    cases = [FilterCase(f"c{i}", f"p{i}", PLAIN, frozenset({kind}), "PA") for i, kind in enumerate(kinds)]
    assert set(patient_profiles(cases, parent, least=6).values()) == {
        frozenset({"pneumonia", ABNORMAL, "view:PA"})
    }


def test_who_had_both_kinds_keeps_both_where_enough_had() -> None:
    """Each exam claims what it shows, and every member of the group has an exam of each claim."""
    kinds = ["viral_pneumonia", "bacterial_pneumonia"]
    cases = as_cases([(n // 2, frozenset({kinds[n % 2]}), "PA") for n in range(24)])
    groups = parted_by(cases, 2, 0).groups
    assert len({group.patients for group in groups}) * 2 == len(groups) > 2
    of_case = parted_by(cases, 2, 0).group_of()
    assert all(
        special_labels(frozenset(of_case[case.case_id].profile), parent) == case.labels for case in cases
    )


def test_a_course_that_few_share_is_generalised_away() -> None:
    """Too few had both kinds: their exams claim pneumonia, which all of them show."""
    both = [(n // 2, frozenset({["viral_pneumonia", "bacterial_pneumonia"][n % 2]}), "PA") for n in range(8)]
    unsaid = [(10 + n, frozenset({"pneumonia"}), "PA") for n in range(8)]
    assert set(patient_profiles(as_cases(both + unsaid), parent, least=6).values()) == {
        frozenset({"pneumonia", ABNORMAL, "view:PA"})
    }


def test_an_exam_claims_no_more_of_a_course_than_it_shows() -> None:
    """What is beyond the course stays unsaid, and an exam that shows no stage of it claims nothing."""
    profile = frozenset({"pneumonia", ABNORMAL, "course:bacterial_pneumonia|viral_pneumonia"})
    shows = closed({"viral_pneumonia", "mass"}, parent) | {ABNORMAL}
    assert claim_of(profile, shows) == frozenset({"pneumonia", "viral_pneumonia", ABNORMAL})
    assert claim_of(profile, closed({"pneumonia", "mass"}, parent) | {ABNORMAL}) is None
    assert claim_of(profile, frozenset({"viral_pneumonia", ABNORMAL})) is None
    assert sorted(map(sorted, claims(profile))) == [
        sorted({"pneumonia", ABNORMAL, kind}) for kind in ("bacterial_pneumonia", "viral_pneumonia")
    ]


def test_a_rare_finding_is_suppressed_entirely() -> None:
    """Nothing is left of a finding that too few patients have: not even a group of its view."""
    cases = [FilterCase(f"c{i}", f"p{i}", PLAIN, frozenset({"mass"}), "PA") for i in range(5)]
    assert patient_profiles(cases, parent, least=6) == {}


def test_rare_findings_are_abnormal_together_and_borrow_no_more_than_they_need() -> None:
    """Two masses and three effusions become abnormal with one pneumonia; the other pneumonias stay."""
    kinds = ["mass"] * 2 + ["effusion"] * 3 + ["pneumonia"] * 10
    cases = [FilterCase(f"c{i}", f"p{i:02}", PLAIN, frozenset({kind}), "") for i, kind in enumerate(kinds)]
    count = Counter(patient_profiles(cases, parent, least=6).values())
    assert count == {frozenset({ABNORMAL}): 6, frozenset({ABNORMAL, "pneumonia"}): 9}


def test_a_few_odd_findings_do_not_take_everybodys_pneumonia_with_them() -> None:
    """Leaving twelve patients out costs less than calling twenty-five pneumonias abnormal."""
    told = [
        *[frozenset({"no_finding"})] * 40,
        *[frozenset({"other_finding", "pneumonia"})] * 15,
        *[frozenset({"other_finding", "pneumonia", "effusion"})] * 10,
        *[frozenset({"other_finding", "effusion"})] * 8,
        *[frozenset({"other_finding", "nodule"})] * 4,
    ]
    shared = generalised({f"{place:03d}": profile for place, profile in enumerate(told)}, 24)
    assert Counter(shared.values()) == {
        frozenset({"no_finding"}): 40,
        frozenset({"other_finding", "pneumonia"}): 25,
    }


def test_normal_and_abnormal_are_never_merged() -> None:
    """Too few normal exams are suppressed: an abnormal counterpart would be false of them."""
    kinds = ["no_finding"] * 5 + ["mass"] * 6
    cases = [FilterCase(f"c{i}", f"p{i}", PLAIN, frozenset({kind}), "PA") for i, kind in enumerate(kinds)]
    assert set(patient_profiles(cases, parent, least=6)) == {f"p{i}" for i in range(5, 11)}


def test_sides_and_sexes_go_before_findings() -> None:
    """A side that too few share is dropped, the finding and what enough share stays."""
    cases = [
        FilterCase(
            f"c{i}", f"p{i}", PLAIN, frozenset({"effusion"}), "PA",
            frozenset({f"side:effusion:{'left' if i < 6 else 'right'}", "severity:effusion:mild"}),
            "F" if i < 4 else "M", "old",
        )
        for i in range(9)
    ]  # fmt: skip
    profiles = patient_profiles(cases, parent, least=6)
    kept = {"effusion", ABNORMAL, "severity:effusion:mild", "age:old", "view:PA"}
    assert all(kept <= profile for profile in profiles.values())
    assert all(count >= 6 for count in Counter(profiles.values()).values())


def test_a_counterpart_is_labelled_with_what_is_most_special() -> None:
    """The kind and the root of a finding are implied by it and are no labels of their own."""
    profile = frozenset({"viral_pneumonia", "pneumonia", ABNORMAL, "view:PA"})
    assert special_labels(profile, parent) == {"viral_pneumonia"}
    assert special_labels(frozenset({ABNORMAL}), parent) == {ABNORMAL}


def test_a_label_brings_its_kind() -> None:
    """Closing a label set adds every ancestor."""
    assert closed({"viral_pneumonia"}, parent) == {"viral_pneumonia", "pneumonia"}


@settings(max_examples=100, deadline=None)
@given(n=st.integers(3, 60), k=st.integers(3, 8), seed=st.integers(0, 9))
def test_micro_aggregation_is_a_partition_into_k_to_2k_minus_1(n: int, k: int, seed: int) -> None:
    """Every row is in exactly one group, and no group is smaller than k or large enough to be split."""
    n = max(n, k)
    groups = mdav(torch.randn(n, 4, generator=torch.Generator().manual_seed(seed)), k)
    assert sorted(row for group in groups for row in group) == list(range(n))
    assert all(k <= len(group) < 2 * k for group in groups)
