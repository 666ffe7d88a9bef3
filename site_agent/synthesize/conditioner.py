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


class Averages(nn.Module):
    """Mean and spread of exams' latents, linear in what is known of them.

    Args:
        known: Length of what the mean depends on.
        terms: Length of a profile, on which the spread depends.
        whole: Length of a flattened latent.
        rank: Directions of the codec's Gaussian model.
    """

    def __init__(self, known: int, terms: int, whole: int, rank: int) -> None:
        super().__init__()
        self.effects = nn.Parameter(torch.zeros(known, whole), requires_grad=False)
        self.energies = nn.Parameter(torch.ones(rank), requires_grad=False)
        self.spreads = nn.Parameter(torch.zeros(terms, rank), requires_grad=False)

    def fit_effects(self, known: torch.Tensor, latents: torch.Tensor) -> None:
        """Fit the mean by ridge regression: ``[N, known]`` and ``[N, whole]``, float32."""
        with torch.no_grad():
            self.effects.copy_(_ridge(known.double(), latents.double()).float())

    def fit_energies(self, profiles: torch.Tensor, away: torch.Tensor, directions: torch.Tensor) -> None:
        """Fit how far exams lie from their mean, and what findings do to that.

        Args:
            profiles: Of the exams, less the typical one, float32 ``[N, terms]``.
            away: Their latents less the mean, float32 ``[N, whole]``.
            directions: Of the codec's Gaussian model, float32 ``[rank, whole]``.
        """
        with torch.no_grad():
            energies = (away @ directions.T).square()
            self.energies.copy_(energies.mean(0))
            self.spreads.copy_(_ridge(profiles.double(), (energies - self.energies).double()).float())

    def spread(self, profiles: torch.Tensor) -> torch.Tensor:
        """Return the variance along each direction, float32 ``[B, rank]``, of profiles less the typical."""
        return (self.energies + profiles @ self.spreads).maximum(LEAST_SPREAD * self.energies)


class ConditionEncoder(ModelMixin, ConfigMixin):
    """Turns a group's profile and layout into the vector that is added to the UNet's time embedding.

    Attributes:
        of_layout: What is expected where profile and layout are known.
        of_profile: What is expected where the profile alone is: fitted beside a layout its effects would be
            those of findings on exams that look alike.

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
        self.of_layout = Averages(len(terms) + cells, len(terms), whole, rank)
        self.of_profile = Averages(len(terms), len(terms), whole, rank)

    def fit_effects(self, profiles: torch.Tensor, layouts: torch.Tensor, latents: torch.Tensor) -> None:
        """Fit what findings, view and layout do to a latent on average, and what findings and view do alone.

        Args:
            profiles: float32 ``[N, len(terms)]`` of the training exams.
            layouts: Their own standardised thumbnails, float32 ``[N, cells]``.
            latents: Their latents, float32 ``[N, C, s, s]``.
        """
        with torch.no_grad():
            self.typical.copy_(profiles.mean(0))
        beyond, whole = profiles - self.typical, latents.flatten(1)
        self.of_layout.fit_effects(torch.cat([beyond, layouts], 1), whole)
        self.of_profile.fit_effects(beyond, whole)

    def fit_energies(
        self, profiles: torch.Tensor, layouts: torch.Tensor, latents: torch.Tensor, directions: torch.Tensor
    ) -> None:
        """Fit how far exams lie from what is expected of their group, and from what is of their profile.

        Args:
            profiles: Of exams in groups, float32 ``[N, len(terms)]``.
            layouts: Of their groups, float32 ``[N, cells]``.
            latents: The exams' latents, float32 ``[N, C, s, s]``.
            directions: Of the codec's Gaussian model, float32 ``[rank, whole]``.
        """
        for with_layout, averages in ((True, self.of_layout), (False, self.of_profile)):
            keep = torch.ones(len(profiles), 2)
            keep[:, 1] = float(with_layout)
            away = latents.flatten(1) - self.expected(profiles, layouts, keep)
            averages.fit_energies(profiles - self.typical, away, directions)

    def spread(self, profiles: torch.Tensor, *, with_layout: bool = True) -> torch.Tensor:
        """Return the variance along each direction under a profile, float32 ``[B, rank]``."""
        averages = self.of_layout if with_layout else self.of_profile
        return averages.spread(profiles - self.typical)

    def expected(self, profiles: torch.Tensor, layouts: torch.Tensor, keep: torch.Tensor) -> torch.Tensor:
        """Return the average latent under a condition, float32 ``[B, whole]``; zero where it is withheld."""
        beyond = (profiles - self.typical) * keep[:, :1]
        both = torch.cat([beyond, layouts * keep[:, 1:]], 1) @ self.of_layout.effects
        return torch.where(keep[:, 1:] > 0, both, beyond @ self.of_profile.effects)

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
