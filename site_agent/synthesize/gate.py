"""The gate: what was not compared with its whole group and all training patients does not leave.

Rules:

* All members of a group count alike: what is accepted must not depend on which member the counterpart stands
  for. So the gate is given a group, never a patient.
* Both tails of the identity similarity are refused: "least similar of all" names a patient as well as "most
  similar".
* Pathology is judged against the group's mean posterior within a tolerance, never by the arg max: that keeps
  only prototypes.
* A score that is not a finite number fails its check. A check without a threshold does not exist:
  `Thresholds` has no defaults.

============  ===========================================================  ==============
check         refused when                                                 reason
============  ===========================================================  ==============
identity      similarity to the nearest member is too high or too low      gate_identity
any_identity  similarity to the nearest training patient is too high       gate_memorised
memorised     that patient is much nearer than the second nearest          gate_memorised
copy          the registered pixels agree with a training image (copies)   gate_memorised
pathology     the posterior is too far from the group's mean               gate_pathology
realism       coarse statistics are not those of the site's radiographs    gate_realism
likeness      features lie too far from real images, or too near to them   gate_realism
text          something in it reads as writing (looked for last of all)    gate_text
============  ===========================================================  ==============

Not here: how thresholds are found (site_agent.synthesize.calibration).
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch

from radshare.model import Frozen
from site_agent.deidentify.pixels.burned_in import find_text
from site_agent.errors import Reason
from site_agent.synthesize.copies import CopyDetector
from site_agent.synthesize.realism import looked_at
from site_agent.synthesize.recognition import applied

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from torch import nn

    from learning.models.pathology import PathologyNet
    from site_agent.synthesize.realism import Likeness, Realism

REASONS: Mapping[str, Reason] = {
    "copy": Reason.GATE_MEMORISED,
    "any_identity": Reason.GATE_MEMORISED,
    "memorised": Reason.GATE_MEMORISED,
    "identity": Reason.GATE_IDENTITY,
    "pathology": Reason.GATE_PATHOLOGY,
    "realism": Reason.GATE_REALISM,
    "likeness": Reason.GATE_REALISM,
    "text": Reason.GATE_TEXT,
}
"""Check -> reason; the order is the order in which a failure is reported."""


class Thresholds(Frozen):
    """Where each check refuses; found by calibration, kept in the filter folder.

    Attributes:
        identity_low, identity_high: Bounds of the cosine to the nearest member of the group.
        any_identity: Largest cosine to any training image.
        memorised: Least ratio of the distances to the nearest and the second nearest training patient.
        copy: Largest registered correlation with any training image.
        pathology: Largest mean absolute difference to the group's mean posterior.
        realism: Largest Mahalanobis distance of the coarse statistics.
        likeness_low, likeness_high: Bounds of the feature distance to the nearest real images.
    """

    identity_low: float
    identity_high: float
    any_identity: float
    memorised: float
    copy_: float
    pathology: float
    realism: float
    likeness_low: float
    likeness_high: float


class Gallery:
    """The protected images, seen through the gate's identity network and the copy detector.

    Args:
        images: float32 ``[N, 1, S, S]`` in 0..1.
        patients: Patient of each image.
        identity: The gate's identity network.
    """

    def __init__(self, images: torch.Tensor, patients: Sequence[str], identity: nn.Module) -> None:
        self.identity = identity
        self.embeddings = applied(identity, images)
        self.detector = CopyDetector(images)
        self.patients = list(patients)
        rows: dict[str, list[int]] = defaultdict(list)
        for row, patient in enumerate(self.patients):
            rows[patient].append(row)
        self.rows = dict(rows)
        order = {patient: place for place, patient in enumerate(self.rows)}
        self._place = torch.tensor([order[patient] for patient in self.patients])

    def embed(self, images: torch.Tensor) -> torch.Tensor:
        """Embed candidates."""
        return applied(self.identity, images)

    def per_patient(self, similarities: torch.Tensor) -> torch.Tensor:
        """Reduce ``[B, N]`` similarities to each patient's largest: ``[B, patients]``, in order of `rows`."""
        best = torch.full((len(similarities), len(self.rows)), -1.0)
        return best.scatter_reduce(1, self._place.expand(len(similarities), -1), similarities, "amax")


def copy_scores(by_patient: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Return the largest cosine and the distance ratio d1 / d2, each ``[B]``, from ``[B, patients]``."""
    first, second = by_patient.topk(2, dim=1).values.T
    return first, (1 - first) / (1 - second).clamp_min(1e-6)


@dataclass(frozen=True, slots=True)
class GroupView:
    """What the gate knows of a group.

    Attributes:
        members: Rows of the gallery that belong to the group's patients.
        exams: Those of them that show the group's profile.
        posterior: Mean posterior of these exams, float32 ``[terms]``, from the network of their fold.
        pathology: That network.
        likeness: Real images of their fold, as that network sees them.
    """

    members: torch.Tensor
    exams: torch.Tensor
    posterior: torch.Tensor
    pathology: PathologyNet
    likeness: Likeness

    @classmethod
    def merged(cls, views: Sequence[GroupView]) -> GroupView:
        """Return what the gate knows of neighbouring groups of one fold taken together."""
        shares = torch.tensor([float(len(view.exams)) for view in views])
        posteriors = torch.stack([view.posterior for view in views])
        return cls(
            torch.cat([view.members for view in views]),
            torch.cat([view.exams for view in views]),
            (posteriors * shares[:, None]).sum(0) / shares.sum(),
            views[0].pathology,
            views[0].likeness,
        )


@dataclass(frozen=True, slots=True)
class Verdict:
    """Scores and checks of one candidate."""

    scores: Mapping[str, float]
    checks: Mapping[str, bool]

    @property
    def passed(self) -> bool:
        """Whether every check passed."""
        return self.checks.keys() >= REASONS.keys() and all(self.checks.values())

    @property
    def reason(self) -> Reason:
        """The reason of the first check that failed."""
        return next(reason for name, reason in REASONS.items() if not self.checks.get(name, False))


class Gate:
    """Judges candidates.

    Args:
        gallery: All training images.
        realism: Coarse statistics of the site's images.
        thresholds: Where each check refuses.
    """

    def __init__(self, gallery: Gallery, realism: Realism, thresholds: Thresholds) -> None:
        self.gallery = gallery
        self.realism = realism
        self.thresholds = thresholds

    def judge(self, candidates: torch.Tensor, groups: Sequence[GroupView]) -> list[Verdict]:
        """Judge candidates float32 ``[B, 1, S, S]`` in 0..1 against one group each."""
        cosines = self.gallery.embed(candidates) @ self.gallery.embeddings.T
        nearest, ratio = copy_scores(self.gallery.per_patient(cosines))
        copies = self.gallery.detector.similarities(candidates).amax(1)
        distances = self.realism.distance(candidates)
        posteriors, likenesses = _seen(candidates, groups)
        verdicts = []
        for row, group in enumerate(groups):
            scores = {
                "identity": float(cosines[row, group.members].max()),
                "any_identity": float(nearest[row]),
                "memorised": float(ratio[row]),
                "copy": float(copies[row]),
                "pathology": float((posteriors[row] - group.posterior).abs().mean()),
                "realism": float(distances[row]),
                "likeness": float(likenesses[row]),
            }
            checks = self._checks(scores)
            if all(checks.values()):
                pixels = (candidates[row, 0] * 255).round().to(torch.uint8).numpy()
                scores["text"] = float(len(find_text(pixels)))
                checks["text"] = scores["text"] == 0
            verdicts.append(Verdict(scores, checks))
        return verdicts

    def _checks(self, scores: Mapping[str, float]) -> dict[str, bool]:
        bounds = self.thresholds
        checks = {
            "identity": bounds.identity_low <= scores["identity"] <= bounds.identity_high,
            "any_identity": scores["any_identity"] <= bounds.any_identity,
            "memorised": scores["memorised"] >= bounds.memorised,
            "copy": scores["copy"] <= bounds.copy_,
            "pathology": scores["pathology"] <= bounds.pathology,
            "realism": scores["realism"] <= bounds.realism,
            "likeness": bounds.likeness_low <= scores["likeness"] <= bounds.likeness_high,
        }
        return {name: passed and math.isfinite(scores[name]) for name, passed in checks.items()}


def _seen(candidates: torch.Tensor, groups: Sequence[GroupView]) -> tuple[torch.Tensor, torch.Tensor]:
    """Return each candidate's posterior ``[B, terms]`` and likeness ``[B]``, a network at a time."""
    by_network: dict[int, list[int]] = defaultdict(list)
    for row, group in enumerate(groups):
        by_network[id(group.pathology)].append(row)
    posteriors = torch.zeros(len(groups), len(groups[0].posterior)) if groups else torch.zeros(0, 0)
    likenesses = torch.zeros(len(groups))
    for rows in by_network.values():
        group = groups[rows[0]]
        features, logits = looked_at(group.pathology, candidates[rows])
        posteriors[rows] = logits.sigmoid()
        likenesses[rows] = group.likeness.distance(features)
    return posteriors, likenesses
