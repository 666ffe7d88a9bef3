"""Disjoint groups of at least k patients, each inside one fold.

Why a counterpart cannot say which member of its group it stands for:

1. Groups partition the patients of one profile, and whole groups, never patients or images, are dealt to
   folds; a fold's generator is trained on the patients of the *other* folds only.
2. Had a group members in two folds, a counterpart's generator would tell which part of the group it came
   from. As it is, no member of a group was in the training of the generator that makes the group's
   counterparts, and all members use the same one.
3. All members have one profile and one centroid, so the input of the generator is the same for each of them.
   Where their exams differ all of them have exams of each claim, and a group stands in the list once a claim,
   with one centroid: a claim excludes nobody.
   The noise is independent of the member (site_agent.synthesize.counterpart), and the gate compares with all
   members alike (site_agent.synthesize.gate). Hence, given the group, a counterpart's distribution does not
   depend on the member: whoever knows the group guesses the member with probability 1/k at best.
4. The groups are a partition, not a sliding neighbourhood: a neighbourhood is its patient's fingerprint
   (measured: linkage AUC .64 although the own patient was left out).
5. A group is chosen among a few dozen patients whom the lot brought together, however many the site has.
   Chosen among all of a profile, members are the more alike the larger the site, until whoever has another
   exam of a patient knows the group by its looks (docs/adr/0020).
6. The centroid is quantised and noised before it is stored. k - 1 colluding members who know the exact
   centroid recover the k-th up to ``k * sqrt(quantum**2 / 12 + noise**2)`` population standard deviations a
   cell: about 3 with the defaults, worse than guessing the mean. Quantum and noise are relative to the
population, the noise comes from a secret of the site.

What it does not give: members share their profile, so who is known to be in a group is known to have its
findings (homogeneity); and the weights carry what other folds' patients have in common, which is why the gate
also looks for copies of *any* training patient.

Not here: which patients of a profile form a group (site_agent.synthesize.microaggregation).
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from typing import TYPE_CHECKING, Annotated

import torch
from pydantic import Field

from radshare.model import Frozen
from site_agent.synthesize.images import thumbnails
from site_agent.synthesize.microaggregation import grouped_by_lot, hidden, mdav
from site_agent.synthesize.profiles import Profile, claim_of, claims, exam_profile, patient_profiles
from site_agent.synthesize.training_loop import derived_seed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from site_agent.synthesize.image_filter import FilterCase
    from site_agent.synthesize.presets import Preset

LEAST_GROUPS = 2
"""Groups a profile has at least: a single one could be dealt to one fold only, and its generator would never
have seen the profile."""


class Group(Frozen):
    """A k-same group and one claim of its exams. Stays at the site.

    Attributes:
        index: Position in the list of groups.
        fold: The members' fold; their counterparts come from the generator that was not trained on it.
        profile: Sorted closed terms that hold for every exam; every member has such an exam.
        patients: Sorted pseudonyms, at least k.
        cases: Sorted exams the group stands for; an exam of a member that lacks the profile is not among
            them.
        layout: Quantised, noised centroid, in standard deviations of each cell over the site's patients.
    """

    index: int
    fold: int
    profile: tuple[str, ...]
    patients: Annotated[tuple[str, ...], Field(min_length=1)]
    cases: Annotated[tuple[str, ...], Field(min_length=1)]
    layout: tuple[float, ...]


class Partition(Frozen):
    """All groups of a site, and what is needed to read their layouts.

    Attributes:
        groups: Disjoint groups, each once a claim: two groups have the same patients or none in common.
        folds: Every training patient's fold, from 0; who is in no group has one too.
        terms: The condition's vocabulary: every term of some profile.
        cell_mean, cell_spread: Mean and standard deviation of each cell over patients (gray values 0..1).
    """

    groups: tuple[Group, ...]
    folds: dict[str, int]
    terms: tuple[str, ...]
    cell_mean: tuple[float, ...]
    cell_spread: tuple[float, ...]

    @property
    def n_folds(self) -> int:
        """Return the number of folds: the preset's, and no more than there are groups."""
        return 1 + max(self.folds.values())

    def group_of(self) -> dict[str, Group]:
        """Return case -> group for every grouped case."""
        return {case: group for group in self.groups for case in group.cases}


def partition(
    cases: Sequence[FilterCase],
    images: torch.Tensor,
    preset: Preset,
    parent: Callable[[str], str | None],
    salt: str,
) -> Partition:
    """Partition patients into folds and groups.

    Args:
        cases: All exams.
        images: The same exams, float32 ``[N, 1, S, S]`` in 0..1.
        preset: k, folds, grid and noise.
        parent: The label hierarchy.
        salt: Secret that deals groups to folds and draws the centroids' noise.

    Returns:
        The partition; patients whose profile is too rare are in a fold but in no group.
    """
    profiles = patient_profiles(cases, parent, least=LEAST_GROUPS * preset.groups.k)
    claimed = _claimed(cases, profiles, parent)
    exams = {patient: sorted(itertools.chain(*by_claim.values())) for patient, by_claim in claimed.items()}
    patients = sorted(exams)
    cells = thumbnails(images, preset.groups.grid)
    means = torch.stack([cells[exams[patient]].mean(0) for patient in patients])
    mean, spread = means.mean(0), means.std(0, correction=0).clamp_min(1e-3)
    features = dict(zip(patients, (means - mean) / spread, strict=True))

    chosen = [
        (profile, names)
        for profile, patients_alike in _strata(profiles).items()
        for names in grouped_by_lot(patients_alike, features, preset, salt)
    ]
    folds = _deal(chosen, exams, max(1, min(preset.folds, len(chosen))), salt)
    groups = tuple(
        Group(
            index=index,
            fold=folds[names[0]],
            profile=tuple(sorted(claim)),
            patients=names,
            cases=tuple(sorted(cases[row].case_id for name in names for row in claimed[name][claim])),
            layout=hidden(torch.stack([features[name] for name in names]).mean(0), preset, salt, names),
        )
        for index, (names, claim) in enumerate(
            (names, claim) for profile, names in chosen for claim in claims(profile)
        )
    )
    return Partition(
        groups=groups,
        folds=folds,
        terms=tuple(sorted({term for group in groups for term in group.profile})),
        cell_mean=tuple(mean.tolist()),
        cell_spread=tuple(spread.tolist()),
    )


def neighbours(groups: Sequence[Group]) -> list[list[Group]]:
    """Partition groups into twos, threes at most, of one fold and profile that are close to each other.

    A partition again, so that all members of neighbouring groups share one condition and one gate when the
    groups stand together; a group that is alone with its profile stays alone. The claims of one group may
    have different neighbours: what all of them say of a patient is still true of the whole group.
    """
    strata: dict[tuple[int, tuple[str, ...]], list[Group]] = defaultdict(list)
    for group in groups:
        strata[group.fold, group.profile].append(group)
    together = []
    for stratum in strata.values():
        rows = mdav(torch.tensor([group.layout for group in stratum]), 2) if len(stratum) > 1 else [[0]]
        together += [[stratum[row] for row in chosen] for chosen in rows]
    return together


def merged(groups: Sequence[Group]) -> Group:
    """Return neighbouring groups as one, under the first one's index."""
    layouts = torch.tensor([group.layout for group in groups])
    return groups[0].model_copy(
        update={
            "patients": tuple(sorted(name for group in groups for name in group.patients)),
            "cases": tuple(sorted(case for group in groups for case in group.cases)),
            "layout": tuple(round(value, 6) for value in layouts.mean(0).tolist()),
        }
    )


def _deal(
    groups: Sequence[tuple[Profile, tuple[str, ...]]], patients: Iterable[str], folds: int, salt: str
) -> dict[str, int]:
    """Deal the groups of each profile to the folds in turn, then who is in none, in the salt's secret order.

    In turn, because a fold's generator learns a profile from the groups that other folds have of it.
    """
    grouped = {name for _, names in groups for name in names}
    rest = [(patient,) for patient in patients if patient not in grouped]

    def drawn(names: tuple[str, ...]) -> int:
        return derived_seed(salt, "fold", *names)

    hands = sorted(groups, key=lambda group: (sorted(group[0]), drawn(group[1])))
    order = [*(names for _, names in hands), *sorted(rest, key=drawn)]
    return {name: place % folds for place, names in enumerate(order) for name in names}


def _claimed(
    cases: Sequence[FilterCase], profiles: Mapping[str, Profile], parent: Callable[[str], str | None]
) -> dict[str, dict[Profile, list[int]]]:
    """Return each patient's exams by what they claim: nothing, where the patient has no profile.

    An exam that lacks its patient's profile is left out.
    """
    rows: dict[str, dict[Profile, list[int]]] = defaultdict(lambda: defaultdict(list))
    for row, case in enumerate(cases):
        claim = claim_of(profiles.get(case.patient, frozenset()), exam_profile(case, parent))
        if claim is not None:
            rows[case.patient][claim].append(row)
    return rows


def _strata(profiles: Mapping[str, Profile]) -> dict[Profile, list[str]]:
    strata: dict[Profile, list[str]] = defaultdict(list)
    for patient in sorted(profiles):
        strata[profiles[patient]].append(patient)
    return {profile: strata[profile] for profile in sorted(strata, key=sorted)}
