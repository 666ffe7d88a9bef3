from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import torch

from factories.synthesize import cohort, quick_preset
from site_agent.synthesize import bundle, train
from site_agent.synthesize.codec import PatchPcaCodec
from site_agent.synthesize.errors import PublicInvalid
from site_agent.synthesize.hardware import choose
from site_agent.synthesize.image_filter import silent
from site_agent.synthesize.images import squared
from site_agent.synthesize.pipeline import build_pipeline
from site_agent.synthesize.presets import Preset
from site_agent.synthesize.public_start import Run, digest_of, started
from site_agent.synthesize.train import Options, train_with

if TYPE_CHECKING:
    from pathlib import Path

    from site_agent.synthesize.image_filter import FilterCase

PUBLIC = cohort(24, seed=9)


def preset(public: list[FilterCase] = PUBLIC) -> Preset:
    """Return a preset that trains in seconds from public exams on."""
    return Preset.model_validate(quick_preset().model_dump()).with_start(digest_of(public))


def images_of(cases: list[FilterCase]) -> torch.Tensor:
    """Return the images of exams, float32 ``[N, 1, 32, 32]`` in 0..1."""
    return torch.stack([squared(case.image, 32) for case in cases])


def test_a_codec_fits_others_in_its_own_components() -> None:
    """Tiles and scales stay, the mean chest is the others'; fitted to its own images it is what it was."""
    own, others = (2 * images_of(cases) - 1 for cases in (cohort(24), PUBLIC))
    codec = PatchPcaCodec.fit(others, 4, 6)
    again = codec.fitted_to(others)
    for (name, one), other in zip(codec.named_parameters(), again.parameters(), strict=True):
        torch.testing.assert_close(one.abs(), other.abs(), rtol=1e-3, atol=1e-4, msg=name)
    moved = codec.fitted_to(own)
    assert all(torch.equal(getattr(codec, name), getattr(moved, name)) for name in ("mean", "basis", "scale"))
    latents = moved.encode(own).latent_dist.mean
    torch.testing.assert_close(latents.mean(0), torch.zeros_like(latents[0]), rtol=0, atol=1e-4)
    assert not torch.allclose(codec.encode(own).latent_dist.mean.mean(0), latents.mean(0), atol=0.05)


def test_a_fold_starts_with_the_weights_of_the_public_exams(tmp_path: Path) -> None:
    """All that was learnt goes over; averages are left to the fold."""
    cases, setting = cohort(24), preset()
    images, generator = images_of(cases), setting.generator
    parted = train.partition(cases, images, setting, train.parent, "salt")
    codec = PatchPcaCodec.fit(2 * images_of(PUBLIC) - 1, generator.patch_px, generator.latent_channels)
    torch.manual_seed(3)
    first = build_pipeline(codec, generator, 8, parted.terms, len(parted.cell_mean))
    for tensor in (*first.unet.parameters(), *first.conditioner.layers.parameters()):
        torch.nn.init.normal_(tensor)
    made = started(first, images, parted, Run(setting, 0, tmp_path, choose("cpu"), silent))
    pairs = [(first.unet, made.unet), (first.conditioner.layers, made.conditioner.layers)]
    for one, other in pairs:
        assert all(torch.equal(a, b) for a, b in zip(one.parameters(), other.parameters(), strict=True))
    assert not made.conditioner.of_layout.effects.any()


def test_a_start_regroups_nobody_and_is_another_recipe(tmp_path: Path) -> None:
    """Groups are frozen once published: a filter that starts from public exams keeps them."""
    cases, plain = cohort(24), quick_preset()
    summary = train_with(cases, tmp_path / "filter", preset(), Options(seed=5, device="cpu", public=PUBLIC))
    parts, _ = bundle.read(tmp_path / "filter")
    usable, images = train._usable(cases, plain)
    salt = train.group_salt(usable, images, plain, 5)
    assert parts.partition == train.partition(usable, images, plain, train.parent, salt)
    assert summary.recipe == preset().recipe() != plain.recipe()
    assert {"public", "generator-0", "generator-1"} <= parts.calibration.curves.keys()
    one, other = (made.codec for made in parts.pipelines)
    assert torch.equal(one.basis, other.basis)
    assert not torch.equal(one.centre, other.centre)


def test_exams_that_nothing_may_start_from_are_refused(tmp_path: Path) -> None:
    """Others than the preset names, too few, and exams of the site itself, whatever they are called."""
    own = cohort(24)
    renamed = replace(own[3], case_id="public-1", patient="somebody")
    mixed = [*PUBLIC, renamed]
    for setting, public in (
        (preset(), ()),
        (preset(), PUBLIC[1:]),
        (preset(PUBLIC[:19]), PUBLIC[:19]),
        (preset(mixed), mixed),
    ):
        with pytest.raises(PublicInvalid):
            train_with(own, tmp_path / "filter", setting, Options(public=public))
    assert not (tmp_path / "filter").exists()


def test_a_start_is_named_in_the_preset_alone_where_there_is_one() -> None:
    """Presets without a start keep their canonical form, and so their recipe."""
    plain = quick_preset()
    assert "start" not in json.loads(plain.canonical())
    assert preset().without_start() == plain
    assert preset().with_dp(8, None, digest_of(PUBLIC)).start is None
