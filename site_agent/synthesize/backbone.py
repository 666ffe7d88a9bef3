"""Any image-to-image generator as a source of candidates.

Rule: a foreign generator replaces only the brush. Groups, gate, reasons and suppression are those of the
trained filter folder; what is painted starts from the decoded centroid of the *group*
(``kasp``), from nothing (``labels-only``), or, as an ablation, from the exam's own image (``sdedit``). The
prompt says the group's profile and nothing else.

A gate that was set with one generator's pictures need not recognise another generator's copies. So before
the first counterpart the foreign generator redraws training images from little noise, as planted copies, and
the gate must refuse as many of them as the preset demands; else the filter is `FilterWeak`.

What is *not* given here: cross-fitting. One checkpoint serves all folds, so it must not have been trained on
the site's own patients; docs/how-to/bring-your-own-image-filter.md.
"""

from __future__ import annotations

import hashlib
from threading import Lock
from typing import TYPE_CHECKING, Protocol

import torch

from site_agent.synthesize.calibration import planted_recall
from site_agent.synthesize.errors import FilterWeak, ModeInvalid
from site_agent.synthesize.images import squared
from site_agent.synthesize.modes import Mode
from site_agent.synthesize.pipeline import Conditions
from site_agent.synthesize.profiles import details_of, special_labels, view_of
from site_agent.synthesize.prompts import described
from site_agent.synthesize.redraw import STRENGTHS
from site_agent.synthesize.terms import parent
from site_agent.synthesize.training_loop import generator

if TYPE_CHECKING:
    from collections.abc import Sequence

    from site_agent.synthesize.bundle import FilterParts
    from site_agent.synthesize.candidates import Asked
    from site_agent.synthesize.gate import Gallery
    from site_agent.synthesize.groups import Group

COPIES_SHARE = 0.1
"""Planted copies a foreign generator redraws, as a share of `GatePreset.planted`, at each light strength."""
BLANK = 0.5
"""Gray value that ``labels-only`` starts from; at full strength nothing of it is left."""


class Backbone(Protocol):
    """An image-to-image generator."""

    @property
    def digest(self) -> str:
        """SHA-256 over the checkpoint's files, hex."""
        ...

    def redrawn(
        self,
        starts: torch.Tensor,
        prompts: Sequence[str],
        noise: Sequence[torch.Generator],
        strength: float,
    ) -> torch.Tensor:
        """Noise images and denoise them under a text.

        Args:
            starts: float32 ``[B, 1, S, S]`` in 0..1.
            prompts: One text an image.
            noise: One CPU generator an image, so that an image does not depend on its neighbours.
            strength: Share of the noise schedule that is run, above 0; 1 leaves nothing of the start.

        Returns:
            float32 ``[B, 1, S, S]`` in 0..1 on the CPU, of the size of the starts.
        """
        ...


class BackboneCandidates:
    """Draws candidates with a foreign generator.

    Args:
        parts: The trained filter: its groups, centroids, preset and salt.
        backbone: The foreign generator.
        mode: What a candidate starts from.
        strength: For ``sdedit``, and for it alone.

    Raises:
        ModeInvalid: If mode and strength do not go together.
    """

    def __init__(
        self, parts: FilterParts, backbone: Backbone, mode: Mode = Mode.KASP, strength: float | None = None
    ) -> None:
        if (mode is Mode.SDEDIT) != (strength is not None) or not 0 < (strength or 0.5) < 1:
            raise ModeInvalid("--strength between 0 and 1 belongs to --mode sdedit, and to it alone")
        self._parts = parts
        self._backbone = backbone
        self._mode = mode
        self._strength = strength
        self._alone = Lock()

    @property
    def group_only(self) -> bool:
        """Whether a candidate depends on nothing of the exam but its group."""
        return self._mode is not Mode.SDEDIT

    def drawn(self, asked: Sequence[Asked]) -> torch.Tensor:
        """Draw candidates; see `site_agent.synthesize.candidates.Candidates`."""
        salt = self._parts.calibration.salt
        noise = [generator(salt, "counterpart", one.seed, one.case.case_id, one.attempt) for one in asked]
        prompts, share = [prompt(one.group) for one in asked], self._share(asked[0].attempt)
        with self._alone:  # a foreign pipeline counts its steps in itself
            return self._backbone.redrawn(self._starts(asked), prompts, noise, share)

    def _starts(self, asked: Sequence[Asked]) -> torch.Tensor:
        size = self._parts.preset.image_size_px
        if self._mode is Mode.SDEDIT:
            return torch.stack([squared(one.case.image, size) for one in asked])
        if self._mode is Mode.LABELS_ONLY:
            return torch.full((len(asked), 1, size, size), BLANK)
        return torch.cat([self._centroid(one.group) for one in asked])

    def _centroid(self, group: Group) -> torch.Tensor:
        pipeline = self._parts.pipelines[group.fold]
        profile = pipeline.conditioner.profile(group.profile)[None]
        return pipeline.centroids(Conditions(profile, torch.tensor([group.layout])))

    def _share(self, attempt: int) -> float:
        if self._strength is not None:
            return self._strength
        if self._mode is Mode.LABELS_ONLY:
            return 1.0
        preset = self._parts.preset
        return min(1.0, preset.generator.strength + attempt * preset.gate.strength_step)


def prompt(group: Group) -> str:
    """Return the text a generator is given for a group: its profile, one sentence a finding."""
    profile = frozenset(group.profile)
    return described(special_labels(profile, parent), view_of(profile), details_of(profile))


def backbone_digest(filter_digest: str, backbone: Backbone, mode: Mode, strength: float | None) -> str:
    """Return the digest that names filter folder, checkpoint and mode together."""
    return hashlib.sha256(f"{filter_digest} {backbone.digest} {mode} {strength}".encode()).hexdigest()


def check_copies(parts: FilterParts, gallery: Gallery, backbone: Backbone) -> float:
    """Let the foreign generator copy training images and count how many copies the gate refuses.

    Args:
        parts: The trained filter.
        gallery: Its gate's gallery.
        backbone: The foreign generator.

    Returns:
        The planted recall.

    Raises:
        FilterWeak: If it is below the preset's `min_planted_recall`.
    """
    images, gate = parts.images.float() / 255, parts.preset.gate
    each = min(len(images), max(1, round(COPIES_SHARE * gate.planted)))
    draw = generator(parts.calibration.salt, "planted", backbone.digest)
    copies = []
    for strength in STRENGTHS:
        rows = torch.randperm(len(images), generator=draw)[:each]
        noise = [generator(parts.calibration.salt, "copy", strength, int(row)) for row in rows]
        copies.append(backbone.redrawn(images[rows], ["Chest radiograph."] * each, noise, strength))
    recall = planted_recall(gallery, parts.calibration.thresholds, torch.cat(copies))
    if recall < gate.min_planted_recall:
        raise FilterWeak(f"recall {recall:.3f} of copies by the other generator")
    return recall
