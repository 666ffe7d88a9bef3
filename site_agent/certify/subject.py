"""Brings a filter, its release and everybody it is measured with together, from folders.

Rules: outsiders are patients whom the filter never saw, so exams of its own patients in the held-out folder
are left out. Of the outsiders a quarter, at most a hundred patients, play the small hospital of the utility
measures and the others are the test; who is which follows from the pseudonyms alone. Exams that came after
the filter was trained are in no fold and take no part.

Not here: measuring (site_agent.certify.measuring).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import torch

from site_agent.certify.cohort import Cohort, Release
from site_agent.certify.reading import cohort_of, maker_of, read_cases, release_of
from site_agent.synthesize import bundle
from site_agent.synthesize.ablation import AblationFilter, AblationImage
from site_agent.synthesize.errors import DataFolderInvalid
from site_agent.synthesize.image_filter import Progress, silent
from site_agent.synthesize.modes import Mode, mode_digest
from site_agent.synthesize.training_loop import derived_seed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from radshare.manifest import FilterSummary
    from site_agent.synthesize.image_filter import FilterCase

LOCAL_SHARE, LOCAL_MOST = 0.25, 100


@dataclass(frozen=True, slots=True)
class Folders:
    """Where everything lies.

    Attributes:
        data: DATA_DIR of the filter's own exams.
        pairs: PAIRS_DIR of their counterparts.
        filter: FILTER_DIR.
        held_out: DATA_DIR of patients the filter never saw, or ``None``.
        auxiliary: DATA_DIRs of other hospitals, for attackers to learn from.
        label_map: Site label -> the lexicon's.
    """

    data: Path
    pairs: Path
    filter: Path
    held_out: Path | None = None
    auxiliary: tuple[Path, ...] = ()
    label_map: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Subject:
    """What is measured.

    Attributes:
        summary: The filter's own description.
        recipe: Digest of the filter version.
        planted, strangers: Near-duplicates and strangers its calibration was measured with.
        hospital: The exams it was trained on.
        folds: Fold of each.
        release: Their counterparts.
        control: Labels-only counterparts of the same exams, one release a seed.
        outside: Exams of patients it never saw.
        local, test: Those of the small hospital, and those of the other outsiders.
        auxiliary: Exams of other hospitals.
    """

    summary: FilterSummary
    recipe: str
    planted: int
    strangers: int
    hospital: Cohort
    folds: tuple[int, ...]
    release: Release
    control: tuple[Release, ...]
    outside: Cohort
    local: Cohort
    test: Cohort
    auxiliary: tuple[Cohort, ...]


def read_subject(folders: Folders, *, seeds: int, device: str, progress: Progress = silent) -> Subject:
    """Read everything.

    Args:
        folders: Where it lies.
        seeds: Labels-only releases to draw, where utility can be measured.
        device: Where the generator of the labels-only control runs.
        progress: Told how far it is.

    Raises:
        DataFolderInvalid: A folder cannot be read, or the pairs are not of these exams and this filter.
        FilterMissing, FilterUnsafe, FilterCorrupt: See `site_agent.synthesize.bundle.read`.
    """
    parts, digest = bundle.read(folders.filter)
    summary, recipe = _described(bundle.read_summary(folders.filter), digest, maker_of(folders.pairs), parts)
    size, known = parts.preset.image_size_px, parts.partition.folds
    cases = [case for case in read_cases(folders.data, folders.label_map) if case.patient in known]
    if not cases:
        raise DataFolderInvalid("no exam of the data folder was in the filter's training")
    hospital = cohort_of(cases, folders.data, size)
    release = release_of(
        folders.pairs, {case.case_id: row for row, case in enumerate(cases)}, parts.partition
    )
    outside = _outside(folders, size, known)
    local, test = _dealt(outside)
    served = [cases[row] for row in sorted(set(release.sources))]
    control: tuple[Release, ...] = ()
    if len(test):
        draws = AblationFilter.load(folders.filter, Mode.LABELS_ONLY, gated=False, device=device)
        row_of = {case.case_id: row for row, case in enumerate(cases)}
        control = tuple(_drawn(draws, served, row_of, seed, progress) for seed in range(seeds))
    return Subject(
        summary=summary,
        recipe=recipe,
        planted=parts.preset.gate.planted,
        strangers=parts.preset.gate.strangers,
        hospital=hospital,
        folds=tuple(known[case.patient] for case in cases),
        release=release,
        control=control,
        outside=outside,
        local=local,
        test=test,
        auxiliary=tuple(
            cohort_of(read_cases(folder, folders.label_map), folder, size) for folder in folders.auxiliary
        ),
    )


def _described(
    summary: FilterSummary, digest: str, maker: str, parts: bundle.FilterParts
) -> tuple[FilterSummary, str]:
    """Return summary and recipe of what made the pairs: the filter itself, or its labels-only mode."""
    recipe = parts.preset.recipe()
    if maker == digest:
        return summary, recipe
    if maker != mode_digest(digest, Mode.LABELS_ONLY):
        raise DataFolderInvalid("the pairs were made by another filter or mode")
    recipe = mode_digest(recipe, Mode.LABELS_ONLY)
    return summary.model_copy(update={"filter_digest": maker, "recipe": recipe}), recipe


def _outside(folders: Folders, size: int, known: Mapping[str, int]) -> Cohort:
    if folders.held_out is None:
        return Cohort(torch.zeros(0, 1, size, size), (), (), (), (), ())
    cases = [case for case in read_cases(folders.held_out, folders.label_map) if case.patient not in known]
    return cohort_of(cases, folders.held_out, size)


def _dealt(outside: Cohort) -> tuple[Cohort, Cohort]:
    """Return the small hospital's exams and the test exams."""
    order = sorted(set(outside.patients), key=lambda patient: derived_seed("local", patient))
    own = set(order[: min(LOCAL_MOST, int(LOCAL_SHARE * len(order)))])
    rows = range(len(outside))
    local = [row for row in rows if outside.patients[row] in own]
    return outside.only(local), outside.only([row for row in rows if outside.patients[row] not in own])


def _drawn(
    draws: AblationFilter,
    cases: Sequence[FilterCase],
    row_of: Mapping[str, int],
    seed: int,
    progress: Progress,
) -> Release:
    made = [
        outcome
        for outcome in draws.counterparts(cases, seed=seed, progress=progress)
        if isinstance(outcome, AblationImage)
    ]
    return Release(
        sources=tuple(row_of[each.case_id] for each in made),
        images=torch.stack([torch.from_numpy(each.image)[None].float() / 255 for each in made]),
        groups=None,
        members={},
        labels=tuple(each.labels for each in made),
    )
