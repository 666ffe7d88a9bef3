"""The only channel from a group of patients to the generator: findings, view and a coarse, noised layout.

Rule: what is not in `ConditionEncoder.forward`'s arguments cannot reach a counterpart. There is no place here
for a report word, an identifier, or anything of one patient's own.

Not here: how groups and layouts are made (site_agent.synthesize.groups).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from diffusers.configuration_utils import ConfigMixin, register_to_config
from diffusers.models.modeling_utils import ModelMixin
from torch import nn

if TYPE_CHECKING:
    from collections.abc import Iterable


RIDGE = 5.0
"""Shrinks the average effects; in exams."""
LEAST_SPREAD = 0.1
"""A profile's variance along a direction, at least, as a share of all profiles'."""


def _ridge(known: torch.Tensor, found: torch.Tensor) -> torch.Tensor:
    """Return the effects of what is known, ``[N, p]``, on what was found, ``[N, q]``: ``[p, q]``."""
    shrunk = known.T @ known + RIDGE * torch.eye(known.shape[1], dtype=known.dtype)
    effects: torch.Tensor = torch.linalg.solve(shrunk, known.T @ found)
    return effects


class ConditionEncoder(ModelMixin, ConfigMixin):
    """Turns a group's profile and layout into the vector that is added to the UNet's time embedding.

    Args:
        terms: The vocabulary: findings, and views as ``view:PA``.
        cells: Length of the flattened layout.
        dimensions: Length of the vector: four times the UNet's first width.
        whole: Length of a flattened latent.
        rank: Directions of the codec's Gaussian model.
    """

    @register_to_config
    def __init__(
        self,
        terms: tuple[str, ...] = (),
        cells: int = 16,
        dimensions: int = 256,
        whole: int = 1,
        rank: int = 1,
    ) -> None:
        super().__init__()
        self.index = {term: position for position, term in enumerate(terms)}
        self.layers = nn.Sequential(
            nn.Linear(len(terms) + cells + 2, dimensions), nn.SiLU(), nn.Linear(dimensions, dimensions)
        )

        self.typical = nn.Parameter(torch.zeros(len(terms)), requires_grad=False)
        self.effects = nn.Parameter(torch.zeros(len(terms) + cells, whole), requires_grad=False)
        self.energies = nn.Parameter(torch.ones(rank), requires_grad=False)
        self.spreads = nn.Parameter(torch.zeros(len(terms), rank), requires_grad=False)

    def fit_effects(self, profiles: torch.Tensor, layouts: torch.Tensor, latents: torch.Tensor) -> None:
        """Fit what findings, view and layout do to a latent on average, by ridge regression.

        Args:
            profiles: float32 ``[N, len(terms)]`` of the training exams.
            layouts: Their own standardised thumbnails, float32 ``[N, cells]``.
            latents: Their latents, float32 ``[N, C, s, s]``.
        """
        with torch.no_grad():
            self.typical.copy_(profiles.mean(0))
            known = torch.cat([profiles - self.typical, layouts], 1).double()
            self.effects.copy_(_ridge(known, latents.flatten(1).double()).float())

    def fit_energies(self, profiles: torch.Tensor, away: torch.Tensor, directions: torch.Tensor) -> None:
        """Fit how far exams of a group lie from the group's average latent, and what findings do to that.

        Args:
            profiles: Of the exams, float32 ``[N, len(terms)]``.
            away: Their latents less their group's expected latent, float32 ``[N, whole]``.
            directions: Of the codec's Gaussian model, float32 ``[rank, whole]``.
        """
        with torch.no_grad():
            energies = (away @ directions.T).square()
            self.energies.copy_(energies.mean(0))
            known = (profiles - self.typical).double()
            self.spreads.copy_(_ridge(known, (energies - self.energies).double()).float())

    def spread(self, profiles: torch.Tensor) -> torch.Tensor:
        """Return the variance along each direction under a profile, float32 ``[B, rank]``."""
        found = self.energies + (profiles - self.typical) @ self.spreads
        return found.maximum(LEAST_SPREAD * self.energies)

    def expected(self, profiles: torch.Tensor, layouts: torch.Tensor, keep: torch.Tensor) -> torch.Tensor:
        """Return the average latent under a condition, float32 ``[B, whole]``; zero where it is withheld."""
        known = torch.cat([(profiles - self.typical) * keep[:, :1], layouts * keep[:, 1:]], 1)
        expected: torch.Tensor = known @ self.effects
        return expected

    def profile(self, terms: Iterable[str]) -> torch.Tensor:
        """Return the multi-hot vector of a profile; terms beyond the vocabulary are left out."""
        hot = torch.zeros(len(self.index))
        for term in terms:
            if term in self.index:
                hot[self.index[term]] = 1.0
        return hot

    def forward(self, profiles: torch.Tensor, layouts: torch.Tensor, keep: torch.Tensor) -> torch.Tensor:
        """Encode conditions.

        Args:
            profiles: Multi-hot findings and view, float32 ``[B, len(terms)]``.
            layouts: Standardised layouts, float32 ``[B, cells]``.
            keep: float32 ``[B, 2]``: 1 where the profile, and the layout, are given; 0 where they are
                withheld.

        Returns:
            float32 ``[B, dimensions]``.
        """
        encoded: torch.Tensor = self.layers(
            torch.cat([profiles * keep[:, :1], layouts * keep[:, 1:], 2 * keep - 1], dim=1)
        )
        return encoded
