"""The default image filter: k-anonymous semantic projection with a verified release.

For each exam: find its group; sample from the generator that was not trained on the group's fold, under the
group's profile and centroid; let the gate judge; try again with new noise, each time further from the
centroid; at last for the group and its neighbour together; else suppress.

Rules: what is sampled and accepted depends on the group and on noise from a secret salt, never on the exam's
own pixels. An exam that is not in a group gets no counterpart: patients who came after training wait for the
next filter, because groups are frozen with it.

Not here: reports (site_agent.synthesize.pairs).
"""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, Self

import torch

from site_agent.case import GateRecord, Suppressed
from site_agent.errors import Reason
from site_agent.synthesize import bundle
from site_agent.synthesize.candidates import GROUP_ONLY, Asked, unfit
from site_agent.synthesize.errors import FilterWeak
from site_agent.synthesize.gate import REASONS, Gallery, Gate, GroupView, Verdict
from site_agent.synthesize.groups import merged, neighbours
from site_agent.synthesize.hardware import Hardware, choose, in_order
from site_agent.synthesize.image_filter import Counterpart, FilterCase, Progress, silent
from site_agent.synthesize.images import squared
from site_agent.synthesize.pipeline import Conditions
from site_agent.synthesize.profiles import details_of, special_labels, view_of
from site_agent.synthesize.realism import Build, Likeness, Realism, looked_at
from site_agent.synthesize.terms import parent
from site_agent.synthesize.training_loop import generator

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from site_agent.synthesize.candidates import Candidates
    from site_agent.synthesize.groups import Group

BATCH = 16
WIDER_FROM = 2 / 3
"""Share of the tries after which a group stands together with its neighbour."""


def group_views(parts: bundle.FilterParts, images: torch.Tensor) -> list[GroupView]:
    """Return what the gate knows of each group; images float32 ``[N, 1, S, S]`` in 0..1."""
    rows_of: dict[str, list[int]] = {}
    for row, patient in enumerate(parts.calibration.patients):
        rows_of.setdefault(patient, []).append(row)
    row_of = {case: row for row, case in enumerate(parts.calibration.cases)}
    posteriors, likeness = _by_fold(parts, images)
    views = []
    for group in parts.partition.groups:
        exams = torch.tensor([row_of[case] for case in group.cases])
        members = torch.tensor([row for patient in group.patients for row in rows_of[patient]])
        posterior = posteriors[exams].mean(0)
        pathology = parts.judges.pathologies[group.fold]
        views.append(GroupView(members, exams, posterior, pathology, likeness[group.fold]))
    return views


def _by_fold(parts: bundle.FilterParts, images: torch.Tensor) -> tuple[torch.Tensor, dict[int, Likeness]]:
    """Return every image's posterior from the network of its fold, and each fold's real features."""
    folds = torch.tensor([parts.partition.folds[patient] for patient in parts.calibration.patients])
    posteriors = torch.zeros(len(images), len(parts.partition.terms))
    likeness = {}
    for fold, network in enumerate(parts.judges.pathologies):
        rows = (folds == fold).nonzero()[:, 0]
        if len(rows):
            features, logits = looked_at(network, images[rows])
            posteriors[rows], likeness[fold] = logits.sigmoid(), Likeness.of(features)
    return posteriors, likeness


class GroupCandidates:
    """Draws from the filter's own generators: a group's profile and centroid, and noise.

    Args:
        parts: The trained filter.
        hardware: Where the generators run.
    """

    group_only = True

    def __init__(self, parts: bundle.FilterParts, hardware: Hardware) -> None:
        self._parts = parts
        self._hardware = hardware

    def drawn(self, asked: Sequence[Asked]) -> torch.Tensor:
        """Draw candidates; see `site_agent.synthesize.candidates.Candidates`."""
        size = self._parts.preset.image_size_px
        images = torch.zeros(len(asked), 1, size, size)
        for fold in sorted({one.group.fold for one in asked}):
            rows = [row for row, one in enumerate(asked) if one.group.fold == fold]
            keys = [(asked[row].seed, asked[row].case.case_id, asked[row].attempt) for row in rows]
            images[rows] = self.sampled([asked[row].group for row in rows], keys)
        return images

    def sampled(self, groups: Sequence[Group], keys: Sequence[tuple[int, str, int]]) -> torch.Tensor:
        """Sample candidates for groups of one fold, all at the same attempt.

        Args:
            groups: One group a candidate.
            keys: Seed, name and number of the attempt; with the salt they draw the noise.

        Returns:
            float32 ``[B, 1, S, S]`` in 0..1.
        """
        preset = self._parts.preset.generator
        pipeline = self._parts.pipelines[groups[0].fold]
        conditions = Conditions(
            profiles=torch.stack([pipeline.conditioner.profile(group.profile) for group in groups]),
            layouts=torch.tensor([group.layout for group in groups]),
        )
        generators = [generator(self._parts.calibration.salt, "counterpart", *key) for key in keys]
        strength = min(1.0, preset.strength + keys[0][2] * self._parts.preset.gate.strength_step)
        with self._hardware.autocast():
            return pipeline(
                conditions,
                generators,
                strength=strength,
                steps=preset.sampling_steps,
                guidance=preset.guidance,
            )


class CounterpartFilter:
    """Makes counterparts with a trained filter.

    Args:
        parts: The trained filter.
        digest: Its digest.
        hardware: Where the generators run.
        candidates: Who draws; by default the filter's own generators, from group centroids.
    """

    def __init__(
        self,
        parts: bundle.FilterParts,
        digest: str,
        hardware: Hardware,
        candidates: Candidates | None = None,
    ) -> None:
        self.parts = parts
        self.candidates: Candidates = candidates or GroupCandidates(parts, hardware)
        self.hardware = hardware
        self._digest = digest
        images = parts.images.float() / 255
        self.gallery = Gallery(images, parts.calibration.patients, parts.judges.identity)
        self.gate = Gate(self.gallery, Realism.of(images), parts.calibration.thresholds)
        self._views = group_views(parts, images)
        self._groups = parts.partition.group_of()
        self._wider: dict[int, tuple[Group, GroupView]] = {}
        for together in neighbours(parts.partition.groups):
            view = GroupView.merged([self._views[group.index] for group in together])
            self._wider |= {group.index: (merged(together), view) for group in together}
        self._build = Build.of(images)
        for pipeline in parts.pipelines:
            pipeline.to(hardware.device)

    @classmethod
    def load(cls, folder: Path, *, device: str = "auto") -> Self:
        """Load a filter folder and check that it may be used.

        Raises:
            FilterMissing, FilterUnsafe, FilterCorrupt: See `site_agent.synthesize.bundle.read`.
            FilterWeak: If its gate recognised too few planted copies.
        """
        parts, digest = bundle.read(folder)
        if parts.calibration.planted_recall < parts.preset.gate.min_planted_recall:
            raise FilterWeak(f"recall {parts.calibration.planted_recall:.3f}")
        return cls(parts, digest, choose(device))

    @property
    def digest(self) -> str:
        """SHA-256 over the filter's files, hex."""
        return self._digest

    def counterparts(
        self, cases: Sequence[FilterCase], *, seed: int = 0, progress: Progress = silent
    ) -> Iterator[Counterpart | Suppressed]:
        """Yield one outcome a case, in order; see `site_agent.synthesize.image_filter.ImageFilter`."""
        starts = range(0, len(cases), BATCH)
        tasks = [partial(self._batch, cases[start : start + BATCH], seed) for start in starts]
        for start, outcomes in zip(starts, in_order(tasks, self.hardware.device), strict=True):
            yield from outcomes
            progress("counterparts", min(1.0, (start + BATCH) / len(cases)))

    def _batch(self, cases: Sequence[FilterCase], seed: int) -> list[Counterpart | Suppressed]:
        outcomes: dict[str, Counterpart | Suppressed] = {}
        waiting: list[FilterCase] = []
        for case in cases:
            if reason := self._unfit(case):
                outcomes[case.case_id] = Suppressed(case.case_id, reason)
            else:
                waiting.append(case)
        failed: dict[str, Counter[Reason]] = {case.case_id: Counter() for case in waiting}
        for attempt in range(self.parts.preset.gate.tries):
            images, verdicts = self._attempt(waiting, attempt, seed)
            left = []
            for case, image, verdict in zip(waiting, images, verdicts, strict=True):
                if verdict.passed:
                    outcomes[case.case_id] = self._accepted(case, image, verdict, attempt + 1)
                else:
                    failed[case.case_id][verdict.reason] += 1
                    left.append(case)
            waiting = left
        for case in waiting:
            order = list(dict.fromkeys(REASONS.values()))
            reason = max(order, key=lambda r: failed[case.case_id][r])
            outcomes[case.case_id] = Suppressed(case.case_id, reason)
        return [outcomes[case.case_id] for case in cases]

    def _unfit(self, case: FilterCase) -> Reason | None:
        """Return why nothing may be drawn for an exam: it was odd in training, or is in no group."""
        reason = unfit(case, self._groups)
        if reason is Reason.RARE_PROFILE:
            small = squared(case.image, self.parts.preset.image_size_px)
            return Reason.NOT_AN_EXAM_IMAGE if bool(self._build.odd(small[None])) else reason
        return reason

    def _attempt(
        self, cases: Sequence[FilterCase], attempt: int, seed: int
    ) -> tuple[torch.Tensor, list[Verdict]]:
        if not cases:
            return torch.empty(0), []
        told = [self._told(case, attempt) for case in cases]
        asked = [Asked(case, group, attempt, seed) for case, (group, _) in zip(cases, told, strict=True)]
        images = self.candidates.drawn(asked)
        images = (images * 255).round() / 255  # judge exactly the bytes that would leave
        return images, self.gate.judge(images, [view for _, view in told])

    def _told(self, case: FilterCase, attempt: int) -> tuple[Group, GroupView]:
        """Return the group an attempt is made for, and what the gate knows of it."""
        group = self._groups[case.case_id]
        if attempt >= WIDER_FROM * self.parts.preset.gate.tries:
            return self._wider[group.index]
        return group, self._views[group.index]

    def _accepted(self, case: FilterCase, image: torch.Tensor, verdict: Verdict, tries: int) -> Counterpart:
        group = self._groups[case.case_id]
        among, _ = self._told(case, tries - 1)
        profile = frozenset(group.profile)
        record = GateRecord(
            checks={**verdict.checks, GROUP_ONLY: self.candidates.group_only},
            scores=dict(verdict.scores),
            group=group.index,
            group_patients=len(among.patients),
            k=self.parts.preset.groups.k,
            tries=tries,
            filter_digest=self.digest,
        )
        pixels = (image[0] * 255).round().to(torch.uint8).numpy()
        return Counterpart(
            case_id=case.case_id,
            image=pixels,
            labels=special_labels(profile, parent),
            view=view_of(profile),
            gate=record,
            details=details_of(profile),
        )
