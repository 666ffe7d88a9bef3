"""The patch-PCA codec: images to latents and back without training, shaped like diffusers' ``AutoencoderKL``.

Each ``patch x patch`` tile is projected on the principal components of the site's own tiles. The mean latent
of each place is taken off, so that a generator starts from the site's mean chest and learns only what
differs, and each component is scaled part of the way to unit variance (`EVENNESS`): coarse structure stays
louder than grain. ``encode`` returns a distribution of zero variance, so that a trained ``AutoencoderKL`` can
take its place.

The mean chest is a statistic of all training patients of the other folds; no group or patient is in it alone.

Not here: the generator that works on the latents (site_agent.synthesize.pipeline).
"""

from __future__ import annotations

import torch
from diffusers.configuration_utils import ConfigMixin, register_to_config
from diffusers.models.autoencoders.vae import DecoderOutput, DiagonalGaussianDistribution
from diffusers.models.modeling_outputs import AutoencoderKLOutput
from diffusers.models.modeling_utils import ModelMixin
from torch import nn

EVENNESS = 0.3
"""0 keeps the components' own variances, 1 makes all of them 1."""
LARGEST_RANK = 96
EXAMS_PER_DIRECTION = 8
"""Training exams a direction of the Gaussian model needs: with fewer it learns exams by heart."""
EVEN_SHARE = 0.1
"""Share of a component's mean variance in the variance of each of its places."""
LOG_VARIANCE = -30.0
"""The log variance that diffusers' distribution takes for none."""


class PatchPcaCodec(ModelMixin, ConfigMixin):
    """Principal components of image tiles.

    Args:
        patch_px: Side of a tile.
        latent_channels: Components kept, at most ``patch_px ** 2``.
        latent_px: Side of the latent.
        rank: Directions of the Gaussian model of whole latents (see `site_agent.synthesize.pipeline`).
    """

    @register_to_config
    def __init__(
        self, patch_px: int = 4, latent_channels: int = 6, latent_px: int = 8, rank: int = 1
    ) -> None:
        super().__init__()
        tile = patch_px * patch_px
        self.mean = nn.Parameter(torch.zeros(tile), requires_grad=False)
        self.basis = nn.Parameter(torch.eye(tile)[:latent_channels].clone(), requires_grad=False)
        self.centre = nn.Parameter(torch.zeros(latent_px, latent_px, latent_channels), requires_grad=False)
        self.scale = nn.Parameter(torch.ones(latent_channels), requires_grad=False)
        self.variance = nn.Parameter(torch.ones(latent_channels, latent_px, latent_px), requires_grad=False)
        whole = latent_channels * latent_px * latent_px
        self.directions = nn.Parameter(torch.zeros(rank, whole), requires_grad=False)
        self.energies = nn.Parameter(torch.ones(rank), requires_grad=False)

    @classmethod
    def fit(cls, images: torch.Tensor, patch_px: int, latent_channels: int) -> PatchPcaCodec:
        """Return the codec of float32 images ``[N, 1, S, S]`` in -1..1; S a multiple of ``patch_px``."""
        codec: PatchPcaCodec = cls(patch_px, latent_channels, images.shape[-1] // patch_px, _rank(images))
        places = codec._tiles(images).movedim(1, -1).double()
        tiles = places.reshape(-1, patch_px * patch_px)
        mean = tiles.mean(0)
        _, vectors = torch.linalg.eigh(torch.cov((tiles - mean).T))
        basis = vectors.flip(1)[:, :latent_channels].T
        sign = torch.sign(basis.sum(1, keepdim=True))
        basis = basis * torch.where(sign == 0, torch.ones_like(sign), sign)
        latents = (places - mean) @ basis.T
        spread = (latents - latents.mean(0)).reshape(-1, latent_channels).std(0).clamp_min(1e-4)
        scale = spread**EVENNESS
        scale = scale * (spread / scale).square().mean().sqrt()
        with torch.no_grad():
            codec.mean.copy_(mean.float())
            codec.basis.copy_(basis.float())
            codec.scale.copy_(scale.float())
        codec._fit_whole(latents, scale)
        return codec

    def fitted_to(self, images: torch.Tensor) -> PatchPcaCodec:
        """Return the codec of other images in the same components: their mean chest, their Gaussian model.

        A generator trained on this one's latents can go on with the other's.

        Args:
            images: float32 ``[N, 1, S, S]`` in -1..1, of the size this one was fitted to.
        """
        shape = (int(self.config.patch_px), int(self.config.latent_channels), int(self.config.latent_px))
        codec: PatchPcaCodec = PatchPcaCodec(*shape, _rank(images))
        with torch.no_grad():
            for kept in ("mean", "basis", "scale"):
                getattr(codec, kept).copy_(getattr(self, kept))
        places = codec._tiles(images).movedim(1, -1).double()
        codec._fit_whole((places - codec.mean.double()) @ codec.basis.T.double(), codec.scale.double())
        return codec

    def _fit_whole(self, latents: torch.Tensor, scale: torch.Tensor) -> None:
        """Fit the mean chest and the Gaussian model to unscaled latents, float64 ``[N, s, s, C]``."""
        centre = latents.mean(0)
        whole = ((latents - centre) / scale).movedim(-1, 1)
        directions, energies = _principal(whole.flatten(1), len(self.energies))
        rest = whole - (whole.flatten(1) @ directions.T @ directions).reshape(whole.shape)
        with torch.no_grad():
            self.centre.copy_(centre.float())
            self.directions.copy_(directions.float())
            self.energies.copy_(energies.float())
            self.variance.copy_(_variances(rest).float())
        self.eval()

    @property
    def latent_shape(self) -> tuple[int, int, int]:
        """Shape ``(C, s, s)`` of one latent."""
        side = int(self.config.latent_px)
        return int(self.config.latent_channels), side, side

    def _tiles(self, images: torch.Tensor) -> torch.Tensor:
        return nn.functional.pixel_unshuffle(images, self.config.patch_px)

    def encode(self, images: torch.Tensor) -> AutoencoderKLOutput:
        """Encode float32 ``[B, 1, S, S]`` in -1..1 as latents ``[B, C, S/p, S/p]`` of about unit variance."""
        tiles = self._tiles(images).movedim(1, -1)
        latents = (((tiles - self.mean) @ self.basis.T - self.centre) / self.scale).movedim(-1, 1)
        parameters = torch.cat([latents, torch.full_like(latents, LOG_VARIANCE)], dim=1)
        return AutoencoderKLOutput(latent_dist=DiagonalGaussianDistribution(parameters, deterministic=True))

    def decode(self, latents: torch.Tensor) -> DecoderOutput:
        """Decode latents ``[B, C, s, s]`` to images ``[B, 1, s * p, s * p]``."""
        tiles = (latents.movedim(1, -1) * self.scale + self.centre) @ self.basis + self.mean
        return DecoderOutput(sample=nn.functional.pixel_shuffle(tiles.movedim(-1, 1), self.config.patch_px))


def _rank(images: torch.Tensor) -> int:
    return min(LARGEST_RANK, max(1, len(images) // EXAMS_PER_DIRECTION))


def _variances(rest: torch.Tensor) -> torch.Tensor:
    """Return the variance of each component at each place, ``[C, s, s]``, of latents ``[N, C, s, s]``."""
    own, mean = rest.square().mean(0), rest.square().mean((0, 2, 3))[:, None, None]
    return ((1 - EVEN_SHARE) * own + EVEN_SHARE * mean).clamp_min(1e-6)


def _principal(rows: torch.Tensor, rank: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Return the principal directions of centred rows ``[N, D]`` as ``[rank, D]``, and their variances."""
    _, values, vectors = torch.linalg.svd(rows, full_matrices=False)
    return vectors[:rank], values[:rank].square() / len(rows)
