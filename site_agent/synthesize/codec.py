"""The patch-PCA codec: images to latents and back without training, in the shape of diffusers' ``AutoencoderKL``.

Each ``patch x patch`` tile is projected on the principal components of the site's own tiles; the projection is scaled to
unit variance over the whole latent, as a diffusion model wants it. ``encode`` returns a distribution of zero variance, so
that a trained ``AutoencoderKL`` can take the codec's place.

Not here: the generator that works on the latents (site_agent.synthesize.pipeline).
"""

from __future__ import annotations

import torch
from diffusers.configuration_utils import ConfigMixin, register_to_config
from diffusers.models.autoencoders.vae import DecoderOutput, DiagonalGaussianDistribution
from diffusers.models.modeling_outputs import AutoencoderKLOutput
from diffusers.models.modeling_utils import ModelMixin
from torch import nn

LOG_VARIANCE = -30.0
"""The log variance that diffusers' distribution takes for none."""


class PatchPcaCodec(ModelMixin, ConfigMixin):
    """Principal components of image tiles.

    Args:
        patch_px: Side of a tile.
        latent_channels: Components kept, at most ``patch_px ** 2``.
    """

    @register_to_config
    def __init__(self, patch_px: int = 4, latent_channels: int = 6) -> None:
        super().__init__()
        tile = patch_px * patch_px
        self.mean = nn.Parameter(torch.zeros(tile), requires_grad=False)
        self.basis = nn.Parameter(torch.eye(tile)[:latent_channels].clone(), requires_grad=False)
        self.centre = nn.Parameter(torch.zeros(latent_channels), requires_grad=False)
        self.scale = nn.Parameter(torch.ones(latent_channels), requires_grad=False)

    @classmethod
    def fit(cls, images: torch.Tensor, patch_px: int, latent_channels: int) -> PatchPcaCodec:
        """Return the codec of float32 images ``[N, 1, S, S]`` in -1..1; S a multiple of ``patch_px``."""
        codec = cls(patch_px, latent_channels)
        tiles = codec._tiles(images).movedim(1, -1).reshape(-1, patch_px * patch_px).double()
        mean = tiles.mean(0)
        covariance = torch.cov((tiles - mean).T)
        _, vectors = torch.linalg.eigh(covariance)
        basis = vectors.flip(1)[:, :latent_channels].T
        sign = torch.sign(basis.sum(1, keepdim=True))
        basis = basis * torch.where(sign == 0, torch.ones_like(sign), sign)
        latents = (tiles - mean) @ basis.T
        with torch.no_grad():
            codec.mean.copy_(mean.float())
            codec.basis.copy_(basis.float())
            codec.centre.copy_(latents.mean(0).float())
            codec.scale.copy_(latents.std(0).clamp_min(1e-4).float())
        return codec.eval()

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
