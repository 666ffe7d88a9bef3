"""Thresholds of the gate, and the proof that they catch copies.

Two kinds of evidence:

* **Different patients.** Each real image is compared with all *other* patients' images. The copy checks may refuse at most
  `GatePreset.false_match_rate` of them, shared between the checks; pathology and realism are set by how far real members are
  from their own group.
* **Planted near-duplicates.** Training images are disguised (cropped, shifted, mirrored, exposed differently, noised, or run
  through the generator from 10 to 30 % noise) and handed in as candidates. The share the gate refuses *for what they copy* is
  the planted recall: a gate that was set on different patients alone is known to fail exactly here (arXiv 2510.01793).

The recall is measured after the thresholds are fixed and never moves them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch

from site_agent.synthesize.augment import PLANTED, changed
from site_agent.synthesize.gate import Gallery, Realism, Thresholds, copy_scores
from site_agent.synthesize.pipeline import Conditions, CounterpartPipeline
from site_agent.synthesize.recognition import applied
from site_agent.synthesize.training_loop import generator

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from site_agent.synthesize.gate import GroupView
    from site_agent.synthesize.presets import GatePreset

REALISM_WITHIN = 0.99
SDEDIT_STRENGTHS = (0.1, 0.2, 0.3)
SDEDIT_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class _Evidence:
    """Scores of each real image against other patients: nearest, ratio, copy, ``[N]`` each; cosines ``[N, N]``."""

    nearest: torch.Tensor
    ratio: torch.Tensor
    copies: torch.Tensor
    cosines: torch.Tensor


def _other_patients(gallery: Gallery, images: torch.Tensor) -> _Evidence:
    cosines = gallery.embeddings @ gallery.embeddings.T
    correlations = gallery.detector.similarities(images)
    patients = list(gallery.rows)
    own_place = torch.tensor([patients.index(patient) for patient in gallery.patients])
    by_patient, copies = gallery.per_patient(cosines), gallery.per_patient(correlations)
    for scores in (by_patient, copies):
        scores[torch.arange(len(scores)), own_place] = -1.0
    nearest, ratio = copy_scores(by_patient)
    return _Evidence(nearest, ratio, copies.amax(1), cosines)


def thresholds(
    gallery: Gallery, images: torch.Tensor, groups: Sequence[GroupView], folds: Sequence[int], preset: GatePreset
) -> tuple[Thresholds, float]:
    """Set the thresholds from real images.

    Args:
        gallery: The training images.
        images: The same, float32 ``[N, 1, S, S]``.
        groups: All groups.
        folds: Fold of each image, for the cross-fitted statistics of realism.
        preset: Allowed rates.

    Returns:
        The thresholds and the measured false-match rate of the copy checks together.
    """
    evidence = _other_patients(gallery, images)
    share = preset.false_match_rate / 3
    any_identity = float(evidence.nearest.quantile(1 - share))
    memorised = float(evidence.ratio.quantile(share))
    copy = float(evidence.copies.quantile(1 - share))
    refused = (evidence.nearest > any_identity) | (evidence.ratio < memorised) | (evidence.copies > copy)
    strangers = torch.cat([_strangers(evidence.cosines, group, folds) for group in groups])
    found = Thresholds(
        identity_low=float(strangers.quantile(preset.false_match_rate / 2)),
        identity_high=float(strangers.quantile(1 - preset.false_match_rate / 2)),
        any_identity=any_identity,
        memorised=memorised,
        copy_=copy,
        pathology=_pathology_tolerance(images, groups, preset),
        realism=_realism_bound(images, folds),
    )
    return found, float(refused.float().mean())


def _strangers(cosines: torch.Tensor, group: GroupView, folds: Sequence[int]) -> torch.Tensor:
    """Return how near patients of the group's fold who are not in the group come to its nearest member."""
    members = set(group.members.tolist())
    fold = folds[next(iter(members))]
    rows = [row for row, at in enumerate(folds) if at == fold and row not in members]
    if not rows:  # the fold is one group: every other patient is a stranger
        rows = [row for row in range(len(folds)) if row not in members]
    return cosines[rows][:, group.members].amax(1)


def _pathology_tolerance(images: torch.Tensor, groups: Sequence[GroupView], preset: GatePreset) -> float:
    away = []
    for group in groups:
        posteriors = applied(group.pathology, images[group.exams]).sigmoid()
        n = len(posteriors)
        others = (posteriors.sum(0) - posteriors) / max(1, n - 1)
        away.append((posteriors - others).abs().mean(1))
    return float(torch.cat(away).quantile(preset.members_within))


def _realism_bound(images: torch.Tensor, folds: Sequence[int]) -> float:
    at = torch.tensor(list(folds))
    distances = [
        Realism.of(images[at != fold]).distance(images[at == fold]) for fold in sorted(set(folds)) if bool((at != fold).any())
    ]
    return float(torch.cat(distances).quantile(REALISM_WITHIN))


def planted_duplicates(
    images: torch.Tensor, pipelines: Mapping[int, CounterpartPipeline], n: int, salt: str
) -> tuple[torch.Tensor, list[int]]:
    """Disguise training images.

    Args:
        images: float32 ``[N, 1, S, S]`` in 0..1.
        pipelines: Fold -> generator, used to redraw half of the copies from 10 to 30 % noise.
        n: Copies.
        salt: Secret that draws them.

    Returns:
        float32 ``[n, 1, S, S]`` and the row each was copied from.
    """
    draw = generator(salt, "planted")
    rows = torch.randint(len(images), (n,), generator=draw)
    copies = changed(images[rows], PLANTED, draw)
    redrawn = torch.rand(n, generator=draw) < SDEDIT_SHARE
    for place, strength in enumerate(SDEDIT_STRENGTHS):
        for turn, pipeline in enumerate(pipelines.values()):
            slot = place * len(pipelines) + turn
            mine = [i for i in range(n) if bool(redrawn[i]) and i % (len(SDEDIT_STRENGTHS) * len(pipelines)) == slot]
            if mine:
                copies[mine] = _redrawn(pipeline, copies[mine], strength, draw)
    return copies, rows.tolist()


@torch.no_grad()
def _redrawn(
    pipeline: CounterpartPipeline, images: torch.Tensor, strength: float, draw: torch.Generator
) -> torch.Tensor:
    """Run images through the generator without condition from a little noise (SDEdit, arXiv 2108.01073)."""
    encoder = pipeline.conditioner
    n = len(images)
    terms, cells = len(encoder.config.terms), encoder.config.cells
    conditions = Conditions(torch.zeros(n, terms), torch.zeros(n, cells), 2 * images - 1)
    seeds = torch.randint(2**31, (n,), generator=draw).tolist()
    generators = [torch.Generator().manual_seed(seed) for seed in seeds]
    return pipeline(conditions, generators, strength=strength, steps=20, guidance=1.0)


def planted_recall(gallery: Gallery, bounds: Thresholds, copies: torch.Tensor) -> float:
    """Return the share of planted copies that the copy checks refuse, whichever group they are handed in for."""
    cosines = gallery.embed(copies) @ gallery.embeddings.T
    nearest, ratio = copy_scores(gallery.per_patient(cosines))
    correlations = gallery.detector.similarities(copies).amax(1)
    caught = (nearest > bounds.any_identity) | (ratio < bounds.memorised) | (correlations > bounds.copy_)
    return float(caught.float().mean())
