"""Does a candidate look like a radiograph of this site? Two measures that know nothing of who is shown.

* `Realism`: coarse statistics (gray values in 6 x 6 fields, contrast in two bands), by their covariance. It
  catches what has the wrong build: another body part, a negative, noise.
* `Likeness`: distance to the five nearest real images in the features of the pathology network of the fold
  that was not trained on them. It catches what has the right build and the wrong texture. Both tails count:
  what lies nearer to real images than they lie to each other is an average of them, or a copy.

`Realism` also says which of a site's own images are *odd*: rotated, inverted, of something else. They are not
trained on (`Build`, used by site_agent.synthesize.train).

Rule: reference images are all images of the site, or of a fold, alike; no group and no patient has a place
here.

Not here: where the bounds are (site_agent.synthesize.calibration).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import torch
from torch.nn import functional

from site_agent.synthesize.hardware import in_order
from site_agent.synthesize.recognition import EMBED_BATCH

if TYPE_CHECKING:
    from learning.models.pathology import PathologyNet

NEIGHBOURS = 5
ODD_FROM = 9.0
"""Distances beyond the median, in median absolute deviations, from which an image is odd (measured on two
sets: .1 % of real chests lie above 8; turned by a right angle, inverted or noise they lie above 8.8)."""
FEWEST = 80
"""Images from which on oddness is judged: twice as many as there are statistics."""


@dataclass(frozen=True, slots=True)
class Realism:
    """Mean and inverse covariance of coarse statistics of real images."""

    mean: torch.Tensor
    precision: torch.Tensor

    @classmethod
    def of(cls, images: torch.Tensor) -> Realism:
        """Fit to real images float32 ``[N, 1, S, S]``."""
        features = statistics(images)
        centred = features - features.mean(0)
        covariance = centred.T @ centred / max(1, len(features) - 1)
        shrunk = 0.8 * covariance + 0.2 * torch.diag(covariance.diag()) + 1e-5 * torch.eye(len(covariance))
        return cls(features.mean(0), torch.linalg.inv(shrunk))

    def distance(self, images: torch.Tensor) -> torch.Tensor:
        """Return the Mahalanobis distance of each image, ``[B]``."""
        away = statistics(images) - self.mean
        return ((away @ self.precision) * away).sum(1).clamp_min(0).sqrt()


@dataclass(frozen=True, slots=True)
class Build:
    """How most of a site's images are built, and from which distance on one is odd."""

    realism: Realism
    bound: float

    @classmethod
    def of(cls, images: torch.Tensor) -> Build:
        """Fit to float32 ``[N, 1, S, S]``, leaving odd ones out in three rounds; few images are never odd."""
        kept = torch.ones(len(images), dtype=torch.bool)
        realism, bound = Realism.of(images), float("inf")
        for _ in range(3 if len(images) >= FEWEST else 0):
            realism = Realism.of(images[kept])
            distances = realism.distance(images)
            middle = distances[kept].median()
            spread = (distances[kept] - middle).abs().median().clamp_min(1e-6)
            bound = float(middle + ODD_FROM * spread)
            kept = distances <= bound
        return cls(realism, bound)

    def odd(self, images: torch.Tensor) -> torch.Tensor:
        """Return which images are odd, bool ``[B]``."""
        return self.realism.distance(images) > self.bound


def statistics(images: torch.Tensor) -> torch.Tensor:
    """Return a 6 x 6 thumbnail and the logarithm of the contrast in two bands: float32 ``[B, 38]``."""
    half = functional.adaptive_avg_pool2d(images, 16)
    coarse = functional.avg_pool2d(half, 3, stride=1, padding=1, count_include_pad=False)
    fine = functional.adaptive_avg_pool2d(images, 32)
    finer = functional.avg_pool2d(fine, 3, stride=1, padding=1, count_include_pad=False)
    bands = [(half - coarse).std((1, 2, 3)), (fine - finer).std((1, 2, 3))]
    thumbnail = functional.adaptive_avg_pool2d(images, 6).flatten(1)
    return torch.cat([thumbnail, torch.stack(bands, 1).clamp_min(1e-4).log() / 3], 1)


@dataclass(frozen=True, slots=True)
class Likeness:
    """Real images of one fold in the features of a network that was not trained on them.

    Attributes:
        mean, spread: Of each feature over the real images, ``[D]``.
        real: Their standardised features, ``[N, D]``.
    """

    mean: torch.Tensor
    spread: torch.Tensor
    real: torch.Tensor

    @classmethod
    def of(cls, features: torch.Tensor) -> Likeness:
        """Fit to the features of real images, float32 ``[N, D]``."""
        mean, spread = features.mean(0), features.std(0, correction=0).clamp_min(1e-4)
        return cls(mean, spread, (features - mean) / spread)

    def distance(self, features: torch.Tensor) -> torch.Tensor:
        """Return each image's mean distance to its nearest real images, ``[B]``."""
        return _to_nearest(torch.cdist((features - self.mean) / self.spread, self.real))

    def among_themselves(self) -> torch.Tensor:
        """Return the same of the real images, each without itself: ``[N]``."""
        distances = torch.cdist(self.real, self.real)
        return _to_nearest(distances.fill_diagonal_(float("inf")))


def _to_nearest(distances: torch.Tensor) -> torch.Tensor:
    finite = distances.isfinite().sum(1).min()
    k = max(1, min(NEIGHBOURS, int(finite)))
    return distances.topk(k, dim=1, largest=False).values.mean(1)


def looked_at(network: PathologyNet, images: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Return a pathology network's last features ``[N, D]`` and logits ``[N, terms]``, on the CPU.

    Args:
        network: The network.
        images: float32 ``[N, 1, S, S]`` in 0..1.
    """
    device = next(network.parameters()).device

    @torch.no_grad()
    def seen(part: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        features = network.features(part.to(device))
        return features.float().cpu(), network.fc(features).float().cpu()

    parts = list(in_order([partial(seen, part) for part in images.split(EMBED_BATCH)], device))
    return torch.cat([features for features, _ in parts]), torch.cat([logits for _, logits in parts])
