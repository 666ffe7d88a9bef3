"""Tiny, untrained checkpoints in the layouts that adapters read: what they paint is noise."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import torch
from diffusers import AutoencoderKL, DDIMScheduler, StableDiffusionPipeline, UNet2DConditionModel
from monai.networks.nets import AutoencoderKL as MonaiAutoencoder
from monai.networks.nets import DiffusionModelUNet
from safetensors.torch import save_file
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTokenizer

if TYPE_CHECKING:
    from pathlib import Path

LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
AUTOENCODER = {
    "_target_": "monai.networks.nets.AutoencoderKL",
    "spatial_dims": 2,
    "in_channels": 1,
    "out_channels": 1,
    "latent_channels": 3,
    "channels": [8, 8],
    "num_res_blocks": 1,
    "norm_num_groups": 4,
    "attention_levels": [False, False],
    "with_encoder_nonlocal_attn": False,
    "with_decoder_nonlocal_attn": False,
}
DIFFUSION = {
    "_target_": "monai.networks.nets.DiffusionModelUNet",
    "spatial_dims": 2,
    "in_channels": "@latent_channels",
    "out_channels": "@latent_channels",
    "channels": [8, 16],
    "num_res_blocks": 1,
    "attention_levels": [False, True],
    "norm_num_groups": 4,
    "num_head_channels": [0, 8],
}
SCHEDULER = {
    "_target_": "monai.networks.schedulers.DDIMScheduler",
    "_requires_": ["@load_diffusion", "@load_autoencoder"],
    "beta_start": 0.0015,
    "beta_end": 0.0205,
    "num_train_timesteps": 1000,
    "schedule": "scaled_linear_beta",
    "prediction_type": "v_prediction",
    "clip_sample": False,
}


def text_parts(folder: Path) -> tuple[CLIPTextModel, CLIPTokenizer]:
    """Return an untrained text encoder of 16 dimensions and a tokenizer that knows single letters."""
    vocabulary = [*LETTERS, *(letter + "</w>" for letter in LETTERS), ".</w>", ",</w>"]
    special = ["<unk>", "<|startoftext|>", "<|endoftext|>"]
    index = {token: number for number, token in enumerate([*vocabulary, *special])}
    folder.mkdir(parents=True)
    (folder / "vocab.json").write_text(json.dumps(index))
    (folder / "merges.txt").write_text("#version: 0.2\n")
    tokenizer = CLIPTokenizer(
        str(folder / "vocab.json"), str(folder / "merges.txt"), model_max_length=77, pad_token="<|endoftext|>"
    )
    config = CLIPTextConfig(
        vocab_size=len(index),
        hidden_size=16,
        intermediate_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        bos_token_id=index["<|startoftext|>"],
        eos_token_id=index["<|endoftext|>"],
    )
    return CLIPTextModel(config), tokenizer


def stable_diffusion(folder: Path) -> Path:
    """Write an untrained Stable Diffusion of 16 px and return its folder."""
    torch.manual_seed(0)
    text, tokenizer = text_parts(folder.with_name(folder.name + "-tokens"))
    unet = UNet2DConditionModel(
        sample_size=8,
        block_out_channels=(8, 16),
        layers_per_block=1,
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"),
        up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"),
        cross_attention_dim=16,
        attention_head_dim=4,
        norm_num_groups=4,
    )
    vae = AutoencoderKL(
        block_out_channels=(8, 8),
        down_block_types=("DownEncoderBlock2D",) * 2,
        up_block_types=("UpDecoderBlock2D",) * 2,
        norm_num_groups=4,
    )
    pipeline = StableDiffusionPipeline(
        vae,
        text,
        tokenizer,
        unet,
        DDIMScheduler(steps_offset=1, clip_sample=False),
        None,
        None,
        requires_safety_checker=False,
    )
    pipeline.save_pretrained(folder, safe_serialization=True)
    return folder


def monai_bundle(folder: Path, *, reads_text: bool = False) -> Path:
    """Write an untrained MONAI bundle of 16 px and return its folder."""
    torch.manual_seed(0)
    diffusion = DIFFUSION | ({"with_conditioning": True, "cross_attention_dim": 16} if reads_text else {})
    for name in ("configs", "models", "scripts"):
        (folder / name).mkdir(parents=True)
    config = {
        "imports": ["$import torch"],
        "latent_channels": 3,
        "image_side_px": 16,
        "autoencoder_def": AUTOENCODER,
        "load_autoencoder": "$@autoencoder_def.load_state_dict(torch.load('models/autoencoder.pt'))",
        "diffusion_def": diffusion,
        "scheduler": SCHEDULER,
        "sampler": {"_target_": "scripts.sampler.Sampler"},
    }
    (folder / "configs" / "inference.json").write_text(json.dumps(config))
    (folder / "configs" / "metadata.json").write_text(json.dumps({"version": "1.0.1"}))
    (folder / "scripts" / "sampler.py").write_text("class Sampler: ...\n")
    kept = {key: value for key, value in AUTOENCODER.items() if key != "_target_"}
    save_file(MonaiAutoencoder(**kept).state_dict(), folder / "models" / "autoencoder.safetensors")
    kept = {key: 3 if value == "@latent_channels" else value for key, value in diffusion.items()}
    del kept["_target_"]
    save_file(DiffusionModelUNet(**kept).state_dict(), folder / "models" / "diffusion_model.safetensors")
    if reads_text:
        text, tokenizer = text_parts(folder.with_name(folder.name + "-tokens"))
        text.save_pretrained(folder / "text_encoder")
        tokenizer.save_pretrained(folder / "tokenizer")
    return folder
