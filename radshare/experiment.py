"""What an experiment asks of a hospital, and what may come back.

Not here: how it is run (coordinator.experiments, site_agent.federation) and what is learned (learning).
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from radshare.model import Frozen

Label = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,63}$")]
"""A term of the pathology lexicon, e.g. ``pneumonia`` or ``no_finding``."""

Hex32 = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
"""A random 128-bit identifier in hex: packages, requests, experiments, pairs."""

Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
"""A SHA-256 in lower-case hex."""


class Arm(StrEnum):
    """What a task model is trained on."""

    LOCAL = "local"
    SHARED = "shared"
    MIXED = "mixed"


class Recipe(Frozen):
    """Which pairs make a training set, and what they are called.

    A pair is positive when it carries any label of ``positive``, else negative when it carries any of
    ``negative``; all others are left out. ``packages`` empty means: every package this site holds a grant
    for.
    """

    task: Label
    positive: Annotated[tuple[Label, ...], Field(min_length=1)]
    negative: Annotated[tuple[Label, ...], Field(min_length=1)]
    packages: tuple[Hex32, ...] = ()
    image_size_px: Annotated[int, Field(ge=32, le=512)] = 64
    max_shared_per_local: Annotated[float, Field(gt=0, le=100)] = 4.0
    seed: Annotated[int, Field(ge=0, lt=2**31)] = 0

    @model_validator(mode="after")
    def _disjoint(self) -> Self:
        if both := set(self.positive) & set(self.negative):
            msg = f"labels are positive and negative at once: {sorted(both)}"
            raise ValueError(msg)
        return self


class TrainingPlan(Frozen):
    """How each arm's model is trained; the same for every arm and site."""

    arms: Annotated[tuple[Arm, ...], Field(min_length=1)] = (Arm.LOCAL, Arm.SHARED, Arm.MIXED)
    steps: Annotated[int, Field(ge=1, le=100_000)] = 300
    batch_size: Annotated[int, Field(ge=2, le=1024)] = 32
    learning_rate: Annotated[float, Field(gt=0, le=1)] = 1e-3
    seeds: Annotated[tuple[int, ...], Field(min_length=1, max_length=10)] = (0,)
    bootstrap: Annotated[int, Field(ge=100, le=10_000)] = 1000


class ExperimentSpec(Frozen):
    """One joint experiment.

    ``min_sites`` is the k of k-of-n; ``deadline_s`` bounds the whole run, ``gather_s`` the assembly of the
    training sets.
    """

    name: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")]
    title: Annotated[str, Field(max_length=200)] = ""
    recipe: Recipe
    training: TrainingPlan = TrainingPlan()
    sites: Annotated[tuple[str, ...], Field(min_length=1)]
    min_sites: Annotated[int, Field(ge=1)] = 2
    gather_s: Annotated[int, Field(ge=5, le=86_400)] = 600
    deadline_s: Annotated[int, Field(ge=30, le=604_800)] = 3600
    min_test_patients: Annotated[int, Field(ge=1)] = 10

    @model_validator(mode="after")
    def _enough_sites(self) -> Self:
        if self.min_sites > len(self.sites):
            msg = f"min_sites is {self.min_sites} but only {len(self.sites)} sites are named"
            raise ValueError(msg)
        return self


class RowStatus(StrEnum):
    """How a site's row came about."""

    OK = "ok"
    LATE = "late"
    OFFLINE = "offline"
    REFUSED = "refused"


class SiteRow(Frozen):
    """One line of a result: a model of an arm, trained at one site, judged on real held-out patients.

    ``auc`` and its 95 % patient-level bootstrap interval are ``None`` unless ``status`` is ok; ``code``
    says why otherwise. ``n`` images of ``n_patients`` patients, ``n_positive`` of the images positive.
    """

    arm: Arm
    trained_at: str
    judged_at: str
    status: RowStatus
    code: str = ""
    n: int = 0
    n_patients: int = 0
    n_positive: int = 0
    n_train: int = 0
    auc: float | None = None
    auc_low: float | None = None
    auc_high: float | None = None


class ExperimentResults(Frozen):
    """What came back: rows, the lock files' digests, times. Written as results.json, drawn as report.html."""

    experiment_id: Hex32
    spec: ExperimentSpec
    rows: tuple[SiteRow, ...]
    locks: dict[str, Digest]
    started_at: str
    finished_at: str
    seconds: dict[str, float] = Field(default_factory=dict)
