"""What one demo is going to do: hospitals, sizes, seeds, folders; decided before anything starts.

Rule: the plan is data; it holds no process, opens no socket and can be compared in a test. Not here: playing
it (conductor).
"""

from __future__ import annotations

import string
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Annotated

import yaml
from pydantic import Field

from radshare.configs import config_path
from radshare.experiment import ExperimentSpec
from radshare.model import Frozen
from site_agent.demo.cohort import HOSPITALS, Hospital
from site_agent.demo.errors import DemoFolderError

if TYPE_CHECKING:
    from pathlib import Path

FEDERATION = "demo"
"""Name of the demo's federation."""

MARKER = ".radshare-demo"
"""File that says that a folder was made by a demo and may be made again."""


class Scale(Frozen):
    """How large a demo is.

    Attributes:
        patients: Phantom patients a hospital.
        image_px: Edge length of a phantom image, in pixels.
        heldout_percent: Share of the patients that are a hospital's own test set.
        k: Patients that share one condition of the filter.
        recipe_px: Edge length of the training images, in pixels.
        steps: Training steps a model.
        min_test_patients: Metrics over fewer held-out patients of a class stay at home.
    """

    patients: Annotated[int, Field(ge=8, le=700)]
    image_px: Annotated[int, Field(ge=32, le=2048)]
    heldout_percent: Annotated[int, Field(ge=1, le=90)]
    k: Annotated[int, Field(ge=2)]
    recipe_px: Annotated[int, Field(ge=32, le=512)]
    steps: Annotated[int, Field(ge=1)]
    min_test_patients: Annotated[int, Field(ge=1)]


@dataclass(frozen=True, slots=True)
class Site:
    """One hospital of the demo: who it is, where its home lies, its images (``None``: phantoms)."""

    hospital: Hospital
    home: Path = field(repr=False)
    images: Path | None = field(default=None, repr=False)

    @property
    def name(self) -> str:
        """Return its name in the federation."""
        return self.hospital.name

    @property
    def spiffe(self) -> str:
        """Return its SPIFFE id."""
        return f"spiffe://{FEDERATION}/site/{self.name}"

    @property
    def inbox(self) -> Path:
        """Return the folder that its agent watches."""
        return self.home / "inbox"


@dataclass(frozen=True, slots=True)
class Plan:
    """One demo.

    Attributes:
        out: The demo's folder; made afresh.
        sites: The hospitals.
        scale: How large it is.
        preset: Preset of the image filter.
        spec: The joint experiment.
        seed: Seed of cohorts, filters and training sets.
        patience: Factor on every time limit.
    """

    out: Path
    sites: tuple[Site, ...]
    scale: Scale
    preset: str
    spec: ExperimentSpec
    seed: int
    patience: float = 1.0

    @property
    def coordinator(self) -> Path:
        """Return the coordinator's home."""
        return self.out / "coordinator"

    @property
    def report(self) -> Path:
        """Return the folder of the experiment's report."""
        return self.out / "report"


def make_plan(
    out: Path,
    *,
    preset: str = "cpu-quick",
    images: tuple[Path, ...] = (),
    patients: int | None = None,
    seed: int = 0,
    patience: float = 1.0,
) -> Plan:
    """Plan a demo.

    Args:
        out: The demo's folder.
        preset: A preset named in configs/demo/scale.yaml.
        images: Folders of real images, one a hospital; empty for two hospitals of phantoms.
        patients: Phantom patients a hospital, in place of the scale's.
        seed: Seed of everything.
        patience: Factor on every time limit.

    Returns:
        The plan.

    Raises:
        DemoFolderError: The folder exists and no demo made it.
    """
    if out.exists() and any(out.iterdir()) and not (out / MARKER).exists():
        raise DemoFolderError
    scales = yaml.safe_load(config_path("demo/scale.yaml").read_text(encoding="utf-8"))
    scale = Scale.model_validate(scales.get(preset, scales["cpu-quick"]))
    if patients is not None:
        scale = Scale.model_validate({**scale.model_dump(), "patients": patients})
    folders = images or (None,) * len(HOSPITALS)
    sites = tuple(
        Site(hospital(index), (out / hospital(index).name).resolve(), folder)
        for index, folder in enumerate(folders)
    )
    return Plan(out.resolve(), sites, scale, preset, _experiment(scale, sites, seed), seed, patience)


def hospital(index: int) -> Hospital:
    """Return the hospital with this number: the first two are described, further ones resemble the first."""
    if index < len(HOSPITALS):
        return HOSPITALS[index]
    letter = string.ascii_uppercase[index]
    like = HOSPITALS[0]
    return replace(
        like,
        name=f"hospital-{letter.lower()}",
        institution=f"Krankenhaus Nummer {letter} Niederwinkeln",
        prefix=f"{letter}{letter}",
        equipment=replace(like.equipment, serial=f"SN-{letter}-5520-114", station=f"WINKELN-{letter}-1"),
    )


def _experiment(scale: Scale, sites: tuple[Site, ...], seed: int) -> ExperimentSpec:
    document = yaml.safe_load(config_path("demo/experiment.yaml").read_text(encoding="utf-8"))
    document["recipe"] |= {"image_size_px": scale.recipe_px, "seed": seed}
    document["training"]["steps"] = scale.steps
    document["sites"] = [site.spiffe for site in sites]
    document["min_test_patients"] = scale.min_test_patients
    return ExperimentSpec.model_validate(document)
