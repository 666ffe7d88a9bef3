"""A checkpoint from somebody else tries to run code, to be read past its folder, or to be another one."""

from __future__ import annotations

import json
import pickle
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import torch

from factories.checkpoints import monai_bundle, stable_diffusion
from site_agent.synthesize.diffusers_hub import DiffusersBackbone
from site_agent.synthesize.errors import FilterCorrupt, FilterMissing, FilterUnsafe
from site_agent.synthesize.hardware import choose
from site_agent.synthesize.monai_bundle import MonaiBackbone

if TYPE_CHECKING:
    from collections.abc import Callable

UNET = "unet/diffusion_pytorch_model.safetensors"
WEIGHTS = "models/autoencoder.safetensors"
CONFIG = "configs/inference.json"


class Bomb:
    """Pickled, it makes a file when it is loaded by a reader that trusts it."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[Callable[[Path], None], tuple[Path]]:
        """Return what an unsafe reader would call."""
        return Path.touch, (self.mark,)


def edited(path: Path, change: dict[str, Any]) -> None:
    """Change keys of a JSON document; a dot goes one level down."""
    document = json.loads(path.read_text())
    for key, value in change.items():
        *above, last = key.split(".")
        place = document
        for name in above:
            place = place[name]
        place[last] = value
    path.write_text(json.dumps(document))


def linked(folder: Path, name: str) -> None:
    """Move a file out of the folder and put a link in its place."""
    outside = folder.with_name("outside")
    (folder / name).rename(outside)
    (folder / name).symlink_to(outside)


def flipped(path: Path) -> None:
    """Damage the header of a safetensors file."""
    data = bytearray(path.read_bytes())
    data[9] ^= 0xFF
    path.write_bytes(bytes(data))


CODE = "from pathlib import Path\nPath({mark!r}).touch()\nclass Sampler: ...\nclass UNet: ...\n"


def code(mark: Path) -> str:
    """Return a module that makes a file when it is imported."""
    return CODE.format(mark=str(mark))


DIFFUSERS: dict[str, tuple[Callable[[Path, Path], object], type[Exception]]] = {
    "pickled weights": (lambda f, m: (f / "unet/model.bin").write_bytes(pickle.dumps(Bomb(m))), FilterUnsafe),
    "pickled checkpoint": (lambda f, m: (f / "model.ckpt").write_bytes(pickle.dumps(Bomb(m))), FilterUnsafe),
    "PyTorch's format": (lambda f, _: torch.save({"a": torch.ones(1)}, f / "vae/a.pt"), FilterUnsafe),
    "a custom pipeline": (lambda f, m: (f / "pipeline.py").write_text(code(m)), FilterUnsafe),
    "a pipeline by module": (
        lambda f, _: edited(f / "model_index.json", {"_class_name": ["pipeline", "Pipeline"]}),
        FilterUnsafe,
    ),
    "a component's own module": (
        lambda f, _: edited(f / "model_index.json", {"unet": ["my_unet", "UNet"]}),
        FilterUnsafe,
    ),
    "a component by path": (
        lambda f, _: edited(f / "model_index.json", {"unet": ["diffusers", "../UNet"]}),
        FilterUnsafe,
    ),
    "remote code": (
        lambda f, _: edited(f / "text_encoder/config.json", {"auto_map": {"AutoModel": "x.Y"}}),
        FilterUnsafe,
    ),
    "a linked file": (lambda f, _: linked(f, UNET), FilterUnsafe),
    "a linked folder": (lambda f, _: linked(f, "vae"), FilterUnsafe),
    "damaged weights": (lambda f, _: flipped(f / UNET), FilterCorrupt),
    "weights cut short": (lambda f, _: (f / UNET).write_bytes((f / UNET).read_bytes()[:-9]), FilterCorrupt),
    "missing weights": (lambda f, _: (f / UNET).unlink(), FilterCorrupt),
    "no index": (lambda f, _: (f / "model_index.json").unlink(), FilterMissing),
    "an index that is no JSON": (lambda f, _: (f / "model_index.json").write_text("{"), FilterCorrupt),
    "an index that is a list": (lambda f, _: (f / "model_index.json").write_text("[]"), FilterCorrupt),
}
MONAI: dict[str, tuple[Callable[[Path, Path], object], type[Exception]]] = {
    "pickled weights": (
        lambda f, m: (
            (f / WEIGHTS).unlink(),
            torch.save({"a": Bomb(m)}, f / "models/autoencoder.pt"),
        ),
        FilterUnsafe,
    ),
    "bare pickle": (
        lambda f, m: (
            (f / WEIGHTS).unlink(),
            (f / "models/autoencoder.pt").write_bytes(pickle.dumps(Bomb(m))),
        ),
        FilterUnsafe,
    ),
    "another class": (
        lambda f, _: edited(f / CONFIG, {"scheduler._target_": "subprocess.run", "scheduler.args": "true"}),
        FilterUnsafe,
    ),
    "the bundle's own class": (
        lambda f, _: edited(f / CONFIG, {"diffusion_def._target_": "scripts.sampler.DiffusionModelUNet"}),
        FilterUnsafe,
    ),
    "an expression": (
        lambda f, m: edited(f / CONFIG, {"diffusion_def.channels": f"$[__import__('os').mkdir({str(m)!r})]"}),
        FilterUnsafe,
    ),
    "an expression behind a name": (
        lambda f, m: edited(f / CONFIG, {"latent_channels": f"$__import__('os').mkdir({str(m)!r})"}),
        FilterUnsafe,
    ),
    "names in a circle": (
        lambda f, _: edited(f / CONFIG, {"latent_channels": "@latent_channels"}),
        FilterUnsafe,
    ),
    "another file by name": (
        lambda f, _: edited(f / CONFIG, {"diffusion_def.channels": "%/etc/hosts"}),
        FilterUnsafe,
    ),
    "a linked file": (lambda f, _: linked(f, WEIGHTS), FilterUnsafe),
    "damaged weights": (lambda f, _: flipped(f / WEIGHTS), FilterCorrupt),
    "weights of another network": (
        lambda f, _: (f / WEIGHTS).write_bytes((f / "models/diffusion_model.safetensors").read_bytes()),
        FilterCorrupt,
    ),
    "no weights": (lambda f, _: (f / WEIGHTS).unlink(), FilterMissing),
    "no configuration": (lambda f, _: (f / CONFIG).unlink(), FilterMissing),
    "arguments nobody knows": (lambda f, _: edited(f / CONFIG, {"autoencoder_def.depth": 3}), FilterCorrupt),
}


@pytest.mark.parametrize("attack", sorted(DIFFUSERS))
def test_a_hostile_diffusers_folder_is_refused(attack: str, tmp_path: Path) -> None:
    """Every way to bring code, links or damage ends loading, and no code ever runs."""
    folder, mark = stable_diffusion(tmp_path / "c"), tmp_path / "ran"
    change, error = DIFFUSERS[attack]
    change(folder, mark)
    with pytest.raises(error):
        DiffusersBackbone.load(folder, choose("cpu"))
    assert not mark.exists()


@pytest.mark.parametrize("attack", sorted(MONAI))
def test_a_hostile_monai_bundle_is_refused(attack: str, tmp_path: Path) -> None:
    """A bundle's configuration is never run, and its weights are tensors or nothing."""
    folder, mark = monai_bundle(tmp_path / "b"), tmp_path / "ran"
    change, error = MONAI[attack]
    change(folder, mark)
    with pytest.raises(error):
        MonaiBackbone.load(folder, choose("cpu"))
    assert not mark.exists()


def test_a_bundles_own_code_is_left_alone(tmp_path: Path) -> None:
    """A bundle with scripts loads, and the scripts are not run."""
    folder, mark = monai_bundle(tmp_path / "b"), tmp_path / "ran"
    (folder / "scripts" / "sampler.py").write_text(code(mark))
    (folder / "scripts" / "__init__.py").write_text(code(mark))
    MonaiBackbone.load(folder, choose("cpu"))
    assert not mark.exists()


def test_weights_in_pytorchs_own_format_are_read_as_tensors(tmp_path: Path) -> None:
    """A bundle of the zoo holds .pt files; tensors in them load like safetensors."""
    folder = monai_bundle(tmp_path / "b")
    plain = MonaiBackbone.load(folder, choose("cpu"))
    from safetensors.torch import load_file  # noqa: PLC0415 - one use

    torch.save({"state_dict": load_file(folder / WEIGHTS)}, folder / "models/autoencoder.pt")
    (folder / WEIGHTS).unlink()
    again = MonaiBackbone.load(folder, choose("cpu"))
    image, text = torch.rand(1, 1, 16, 16), ["Chest radiograph."]
    drawn = [
        network.redrawn(image, text, [torch.Generator().manual_seed(1)], 0.5) for network in (plain, again)
    ]
    assert torch.equal(*drawn)


@pytest.mark.parametrize(
    ("write", "kind"), [(stable_diffusion, DiffusersBackbone), (monai_bundle, MonaiBackbone)]
)
def test_another_checkpoint_than_expected_is_refused(
    write: Callable[[Path], Path], kind: Any, tmp_path: Path
) -> None:
    """Known by its digest, a checkpoint loads; one changed byte anywhere, and it does not."""
    folder = write(tmp_path / "c")
    digest = kind.load(folder, choose("cpu")).digest
    assert kind.load(folder, choose("cpu"), expected=digest.upper()).digest == digest
    (folder / "README.md").write_text("another model")
    with pytest.raises(FilterCorrupt):
        kind.load(folder, choose("cpu"), expected=digest)
