from __future__ import annotations

from typing import TYPE_CHECKING

import torch

from factories.synthesize import cohort
from site_agent.synthesize.codec import PatchPcaCodec
from site_agent.synthesize.images import squared

if TYPE_CHECKING:
    from pathlib import Path


def test_a_round_trip_keeps_nearly_all_variance() -> None:
    """Six of sixteen components carry a chest; all sixteen carry it exactly."""
    images = 2 * torch.stack([squared(case.image, 32) for case in cohort(12)]) - 1
    for channels, least in ((6, 0.9), (16, 0.9999)):
        codec = PatchPcaCodec.fit(images, 4, channels)
        latents = codec.encode(images).latent_dist.mean
        assert latents.shape[1:] == (channels, 8, 8)
        again = codec.decode(latents).sample
        assert 1 - float((again - images).var() / images.var()) >= least


def test_a_codec_survives_the_disk_as_safetensors(tmp_path: Path) -> None:
    """Saved and loaded, a codec encodes the same."""
    images = 2 * torch.stack([squared(case.image, 32) for case in cohort(6)]) - 1
    codec = PatchPcaCodec.fit(images, 4, 6)
    codec.save_pretrained(tmp_path)
    assert not list(tmp_path.glob("*.bin"))
    again = PatchPcaCodec.from_pretrained(tmp_path, local_files_only=True, use_safetensors=True)
    assert torch.equal(again.encode(images).latent_dist.mean, codec.encode(images).latent_dist.mean)
