"""Thresholds of the gate, and the proof that they catch copies.

Two kinds of evidence:

* **Strangers.** Counterparts of fold f's groups come from a generator that never saw fold f, so they can be
  copies of nobody in fold f; compared with that fold's patients outside their group they show how alike a
  synthetic image and a real patient are *by chance*. The copy checks may refuse at most
  `GatePreset.false_match_rate` of them, shared between the checks. Thresholds
  from pairs of real images would be far too lax: two real images share detail that no generator draws
  (measured: correlation .51 between real strangers, .34 between a counterpart and a stranger), which is why
  gates that were set on real images fail on synthetic ones (arXiv 2510.01793).
* **Planted near-duplicates.** Training images are disguised (cropped, shifted, mirrored, exposed differently,
  noised) or run through a generator from 10 to 30 % noise and handed in as candidates. The share the gate
  refuses *for what they copy* is the planted recall.

The recall is measured after the thresholds are fixed and never moves them. Pathology and realism are set by
how far real images are from their own group, and from the other folds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch

from site_agent.synthesize.augment import PLANTED, changed
from site_agent.synthesize.gate import Gallery, Thresholds, copy_scores
from site_agent.synthesize.realism import Realism
from site_agent.synthesize.recognition import applied
from site_agent.synthesize.redraw import STRENGTHS, redrawn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from site_agent.synthesize.gate import GroupView
    from site_agent.synthesize.pipeline import CounterpartPipeline
    from site_agent.synthesize.presets import GatePreset

REALISM_WITHIN = 0.99
"""Share of real images that pass each of the two realism checks; of the likeness, this between both tails."""


@dataclass(frozen=True, slots=True)
class Strangers:
    """Candidates that copy nobody they are compared with.

    Attributes:
        images: float32 ``[M, 1, S, S]`` in 0..1.
        groups: Index of the group each was sampled for.
    """

    images: torch.Tensor
    groups: Sequence[int]


@dataclass(frozen=True, slots=True)
class Site:
    """What thresholds are set from: the gallery, its images and folds, and all groups."""

    gallery: Gallery
    images: torch.Tensor
    folds: Sequence[int]
    groups: Sequence[GroupView]

    def compared(self, group: int) -> torch.Tensor:
        """Return a mask over the gallery: patients of the group's fold who are not in the group."""
        at = torch.tensor(list(self.folds))
        members = self.groups[group].members
        mask = at == at[members[0]]
        mask[members] = False
        return mask


def thresholds(site: Site, strangers: Strangers, preset: GatePreset) -> tuple[Thresholds, float]:
    """Set the thresholds.

    Args:
        site: Real images.
        strangers: Synthetic ones; real images stand in for them where every fold is a single group.
        preset: Allowed rates.

    Returns:
        The thresholds and the measured false-match rate of the copy checks together.
    """
    nearest, ratio, copies, inside = _stranger_scores(site, strangers)
    refusals = int(preset.false_match_rate * len(nearest) / 3)
    any_identity = _exceeded_by(refusals, nearest)
    memorised = -_exceeded_by(refusals, -ratio)
    copy = _exceeded_by(refusals, copies)
    refused = (nearest > any_identity) | (ratio < memorised) | (copies > copy)
    near, far = _likeness_bounds(site.groups)
    found = Thresholds(
        identity_low=float(inside.quantile(preset.false_match_rate / 2, interpolation="lower")),
        identity_high=float(inside.quantile(1 - preset.false_match_rate / 2, interpolation="higher")),
        any_identity=any_identity,
        memorised=memorised,
        copy_=copy,
        pathology=_pathology_tolerance(site.images, site.groups, preset),
        realism=_realism_bound(site.images, site.folds),
        likeness_low=near,
        likeness_high=far,
    )
    return found, float(refused.float().mean())


def _exceeded_by(n: int, scores: torch.Tensor) -> float:
    """Return the score that so many exceed."""
    return float(scores.sort(descending=True).values[n])


def _stranger_scores(site: Site, strangers: Strangers) -> tuple[torch.Tensor, ...]:
    """Return each stranger's nearest patient, distance ratio, copy score, and nearness to other groups."""
    masks = {group: site.compared(group) for group in set(strangers.groups)}
    gallery = site.gallery
    several = {
        group for group, mask in masks.items() if len({gallery.patients[int(r)] for r in mask.nonzero()}) > 1
    }
    kept = [row for row, group in enumerate(strangers.groups) if group in several]
    if kept:
        images, masked = strangers.images[kept], torch.stack([masks[strangers.groups[row]] for row in kept])
    else:  # every fold is one group: fall back on real images of other patients
        images, masked = site.images, _other_patients(gallery.patients)
    cosines = gallery.embed(images) @ gallery.embeddings.T
    correlations = gallery.detector.similarities(images).masked_fill(~masked, -1.0)
    nearest, ratio = copy_scores(gallery.per_patient(cosines.masked_fill(~masked, -1.0)))
    inside = [
        cosines[masked[:, group.members].all(1)][:, group.members].amax(1)
        for group in site.groups
        if bool(masked[:, group.members].all(1).any())
    ]
    return nearest, ratio, correlations.amax(1), torch.cat(inside or [nearest])


def _other_patients(patients: Sequence[str]) -> torch.Tensor:
    order = {patient: place for place, patient in enumerate(dict.fromkeys(patients))}
    at = torch.tensor([order[patient] for patient in patients])
    return at[:, None] != at[None, :]


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
        Realism.of(images[at != fold]).distance(images[at == fold])
        for fold in sorted(set(folds))
        if bool((at != fold).any())
    ]
    return float(torch.cat(distances).quantile(REALISM_WITHIN))


def _likeness_bounds(groups: Sequence[GroupView]) -> tuple[float, float]:
    by_fold = {id(group.likeness): group.likeness for group in groups}
    distances = torch.cat([likeness.among_themselves() for likeness in by_fold.values()])
    outside = (1 - REALISM_WITHIN) / 2
    return float(distances.quantile(outside)), float(distances.quantile(1 - outside))


def planted_duplicates(
    images: torch.Tensor, pipelines: Sequence[CounterpartPipeline], n: int, draw: torch.Generator
) -> torch.Tensor:
    """Make near-duplicates of training images: half of them disguised, half redrawn by a generator.

    Args:
        images: float32 ``[N, 1, S, S]`` in 0..1.
        pipelines: The generators; each redraws an equal share at 10, 20 and 30 % noise.
        n: Near-duplicates.
        draw: Source of all randomness.

    Returns:
        float32 ``[about n, 1, S, S]`` in 0..1.
    """
    half = torch.randint(len(images), (n - n // 2,), generator=draw)
    copies = [changed(images[half], PLANTED, draw)]
    each = max(1, n // 2 // (len(STRENGTHS) * len(pipelines)))
    for pipeline in pipelines:
        for strength in STRENGTHS:
            rows = torch.randint(len(images), (each,), generator=draw)
            copies.append(redrawn(pipeline, images[rows], strength, draw))
    return torch.cat(copies)


def planted_recall(gallery: Gallery, bounds: Thresholds, copies: torch.Tensor) -> float:
    """Return the share of planted copies that the copy checks refuse, whatever their group."""
    cosines = gallery.embed(copies) @ gallery.embeddings.T
    nearest, ratio = copy_scores(gallery.per_patient(cosines))
    correlations = gallery.detector.similarities(copies).amax(1)
    caught = (nearest > bounds.any_identity) | (ratio < bounds.memorised) | (correlations > bounds.copy_)
    return float(caught.float().mean())
