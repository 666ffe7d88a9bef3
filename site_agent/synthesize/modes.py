"""Other ways to draw from the same trained filter: what the default has to be compared with.

``labels-only``
    Pure noise under the profile alone: no centroid, no layout. What is left of a patient is the profile,
    which at least 2 k patients share. Every claim that counterparts are useful must beat this control, and
    where it does not, labels-only is the better filter; so it may be released.
``sdedit``
    The exam's *own* latent, noised to a strength and denoised (Meng et al. 2022, arXiv 2108.01073). An
    ablation: it keeps the patient at every strength that keeps the findings (docs/reference/synthesize.md).

Rule: in every mode the generator is the one that was not trained on the exam's fold.

Not here: judging (site_agent.synthesize.counterpart), and what may become of an ablation
(site_agent.synthesize.ablation).
"""

from __future__ import annotations

import hashlib
from enum import StrEnum
from typing import TYPE_CHECKING

import torch

from site_agent.synthesize.counterpart import GroupCandidates
from site_agent.synthesize.errors import ModeInvalid
from site_agent.synthesize.images import squared
from site_agent.synthesize.pipeline import Conditions
from site_agent.synthesize.training_loop import generator

if TYPE_CHECKING:
    from collections.abc import Sequence

    from site_agent.synthesize.bundle import FilterParts
    from site_agent.synthesize.candidates import Asked, Candidates
    from site_agent.synthesize.hardware import Hardware


class Mode(StrEnum):
    """What a candidate starts from."""

    KASP = "kasp"
    LABELS_ONLY = "labels-only"
    SDEDIT = "sdedit"


class _ProfileCandidates:
    """Draws under the profile without a layout; subclasses say what from."""

    def __init__(self, parts: FilterParts, hardware: Hardware, strength: float) -> None:
        self._parts = parts
        self._hardware = hardware
        self._strength = strength

    def drawn(self, asked: Sequence[Asked]) -> torch.Tensor:
        """Draw candidates; see `site_agent.synthesize.candidates.Candidates`."""
        size = self._parts.preset.image_size_px
        images = torch.zeros(len(asked), 1, size, size)
        for fold in sorted({one.group.fold for one in asked}):
            rows = [row for row, one in enumerate(asked) if one.group.fold == fold]
            images[rows] = self._of_fold(fold, [asked[row] for row in rows])
        return images

    def _of_fold(self, fold: int, asked: Sequence[Asked]) -> torch.Tensor:
        preset, salt = self._parts.preset.generator, self._parts.calibration.salt
        pipeline = self._parts.pipelines[fold]
        profiles = [pipeline.conditioner.profile(one.group.profile) for one in asked]
        cells = torch.zeros(len(asked), len(self._parts.partition.cell_mean))
        conditions = Conditions(torch.stack(profiles), cells, self._starts(asked), with_layout=False)
        noise = [generator(salt, "counterpart", one.seed, one.case.case_id, one.attempt) for one in asked]
        with self._hardware.autocast():
            return pipeline(
                conditions,
                noise,
                strength=self._strength,
                steps=preset.sampling_steps,
                guidance=preset.guidance,
            )

    def _starts(self, asked: Sequence[Asked]) -> torch.Tensor | None:
        del asked
        return None


class LabelsOnlyCandidates(_ProfileCandidates):
    """Draws from pure noise under the group's profile.

    Args:
        parts: The trained filter.
        hardware: Where the generators run.
    """

    group_only = True

    def __init__(self, parts: FilterParts, hardware: Hardware) -> None:
        super().__init__(parts, hardware, strength=1.0)


class OwnImageCandidates(_ProfileCandidates):
    """Draws from the exam's own image (SDEdit): an ablation, see the module's text.

    Args:
        parts: The trained filter.
        hardware: Where the generators run.
        strength: Share of the noise schedule, above 0, below 1; the same at every attempt.
    """

    group_only = False

    def _starts(self, asked: Sequence[Asked]) -> torch.Tensor:
        size = self._parts.preset.image_size_px
        return 2 * torch.stack([squared(one.case.image, size) for one in asked]) - 1


def candidates(parts: FilterParts, hardware: Hardware, mode: Mode, strength: float | None) -> Candidates:
    """Return what draws in a mode.

    Args:
        parts: The trained filter.
        hardware: Where its generators run.
        mode: What a candidate starts from.
        strength: For ``sdedit``, and for it alone.

    Raises:
        ModeInvalid: If a strength is missing, not between 0 and 1, or given to another mode.
    """
    if mode is Mode.SDEDIT:
        if strength is None or not 0 < strength < 1:
            raise ModeInvalid("sdedit needs --strength between 0 and 1")
        return OwnImageCandidates(parts, hardware, strength)
    if strength is not None:
        raise ModeInvalid("--strength belongs to --mode sdedit")
    return (
        LabelsOnlyCandidates(parts, hardware)
        if mode is Mode.LABELS_ONLY
        else GroupCandidates(parts, hardware)
    )


def mode_digest(digest: str, mode: Mode, strength: float | None = None) -> str:
    """Return the digest that names a filter used in a mode: the filter's own for the default one."""
    if mode is Mode.KASP:
        return digest
    return hashlib.sha256(f"{digest} {mode} {strength}".encode()).hexdigest()
