"""How large a filter is and how long it trains: one frozen document a preset, in configs/presets.

Rule: everything that shapes a filter is in its preset and its seed; the preset is kept inside the filter
folder and is covered by the filter's digest. Privacy parameters (k, strength, the bounds of the gate) stand
here and nowhere else.
"""

from __future__ import annotations

import hashlib
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import Field, ValidationError

from radshare.configs import config_path
from radshare.model import Frozen, canonical
from site_agent.synthesize.errors import BudgetInvalid, PresetUnknown

Steps = Annotated[int, Field(ge=1, le=1_000_000)]
Share = Annotated[float, Field(ge=0, le=1)]
LEAST_K = 3


def _absent(value: object) -> bool:
    """Leave a key out of the canonical form, so that presets without it keep their recipe."""
    return value is None


class GeneratorPreset(Frozen):
    """The latent diffusion model of one fold.

    Attributes:
        patch_px: Side of the codec's patches: the latent is ``image_size_px / patch_px`` wide.
        latent_channels: Principal components kept a patch.
        channels: Width of each UNet level (multiples of 8).
        layers: Residual blocks a level.
        attention: Whether the lowest level attends.
        steps, batch_size, learning_rate, ema: Training.
        passes: How often each exam is seen at most: a small site trains for fewer steps, because a generator
            that sees few exams for long learns them by heart. ``None`` does not bound it.
        label_dropout: Share of training images shown without condition, for classifier-free guidance.
        sampling_steps: DPM-Solver++ steps from pure noise; the start at `strength` takes its share of them.
        guidance: Classifier-free guidance scale; 1 is none.
        strength: Where on the noise schedule a counterpart starts from its group's centroid; 1 is pure noise.
    """

    patch_px: Annotated[int, Field(ge=2, le=16)] = 4
    latent_channels: Annotated[int, Field(ge=1, le=64)] = 6
    channels: Annotated[tuple[int, ...], Field(min_length=1, max_length=5)] = (64, 128)
    layers: Annotated[int, Field(ge=1, le=4)] = 1
    attention: bool = True
    steps: Steps = 1000
    passes: Annotated[int | None, Field(ge=1, le=100_000, exclude_if=_absent)] = None
    batch_size: Annotated[int, Field(ge=2, le=1024)] = 32
    learning_rate: Annotated[float, Field(gt=0, le=0.1)] = 5e-4
    ema: Annotated[float, Field(ge=0, lt=1)] = 0.995
    label_dropout: Share = 0.15
    sampling_steps: Annotated[int, Field(ge=2, le=200)] = 12
    guidance: Annotated[float, Field(ge=1, le=10)] = 1.5
    strength: Annotated[float, Field(gt=0, le=1)] = 0.8

    def steps_for(self, exams: int) -> int:
        """Return the steps of a training on so many exams."""
        if self.passes is None:
            return self.steps
        return min(self.steps, max(1, round(self.passes * exams / self.batch_size)))


class JudgesPreset(Frozen):
    """The networks that judge: identity and pathology.

    Attributes:
        width: Channels of their first stage.
        identity_steps, pathology_steps, batch_size, learning_rate: Training.
    """

    width: Annotated[int, Field(ge=8, le=128, multiple_of=8)] = 16
    identity_steps: Steps = 400
    pathology_steps: Steps = 300
    batch_size: Annotated[int, Field(ge=4, le=512)] = 48
    learning_rate: Annotated[float, Field(gt=0, le=0.1)] = 2e-3


class GroupsPreset(Frozen):
    """k-same groups.

    Attributes:
        k: Patients a group at least.
        pool: A group is chosen among at most ``pool * k`` patients of its profile, whom the lot brings
            together: the more there are to choose from, the more a group's looks say of each member.
        grid: The centroid is a ``grid x grid`` thumbnail: all that a counterpart can know of its group's
            pixels.
        quantum: Step of the centroid's quantisation, in standard deviations of a cell over the site's
            patients.
        noise: Standard deviation of the noise on the centroid, in the same unit.
    """

    k: Annotated[int, Field(ge=LEAST_K, le=1000)] = 12
    pool: Annotated[int, Field(ge=2, le=1000)] = 3
    grid: Annotated[int, Field(ge=2, le=32)] = 4
    quantum: Annotated[float, Field(gt=0, le=4)] = 0.5
    noise: Annotated[float, Field(gt=0, le=4)] = 0.2


class GatePreset(Frozen):
    """What the gate allows.

    Attributes:
        false_match_rate: Share of candidates that resemble a stranger by chance, which the copy checks may
            refuse.
        min_planted_recall: Planted near-duplicates the gate must refuse, else the filter makes no
            counterparts.
        planted: Near-duplicates planted to measure it.
        strangers: Candidates sampled to set the copy checks.
        members_within: Quantile of the group's own members that sets the tolerances of pathology and realism.
        tries: Candidates drawn an exam before it is suppressed.
        strength_step: Added to the strength at every further try: further from the group, closer to its
            labels alone.
    """

    false_match_rate: Annotated[float, Field(gt=0, le=0.05)] = 0.01
    min_planted_recall: Annotated[float, Field(ge=0.9, le=1)] = 0.99
    planted: Annotated[int, Field(ge=20, le=5000)] = 300
    strangers: Annotated[int, Field(ge=20, le=5000)] = 300
    members_within: Annotated[float, Field(ge=0.5, lt=1)] = 0.95
    tries: Annotated[int, Field(ge=1, le=32)] = 5
    strength_step: Share = 0.05


class DpPreset(Frozen):
    """Training of the generators under differential privacy, after a start from public exams.

    Attributes:
        epsilon: What may be spent.
        delta: At most ``1 / N ** 1.1`` for N patients; ``None`` takes the next power of ten below.
        public: Digest of the public exams (site_agent.synthesize.dp_generators).
        clip: Bound of the norm of one patient's gradient.
        steps, batch_size, learning_rate: Training; the batch is the expected one.
    """

    epsilon: Annotated[float, Field(gt=0, le=100)]
    delta: Annotated[float, Field(gt=0, lt=1)] | None = None
    public: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    clip: Annotated[float, Field(gt=0, le=100)] = 1.0
    steps: Steps = 400
    batch_size: Annotated[int, Field(ge=2, le=4096)] = 64
    learning_rate: Annotated[float, Field(gt=0, le=0.1)] = 2e-4


class StartPreset(Frozen):
    """A start of the generators from public exams, before they see the site's own.

    Attributes:
        public: Digest of the public exams (site_agent.synthesize.public_start).
        length: Steps on them, as a share of those a generator of so many exams takes.
    """

    public: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    length: Annotated[float, Field(gt=0, le=10)] = 0.5


class Preset(Frozen):
    """All that shapes a filter besides the data and the seed.

    Attributes:
        name: What it is called.
        image_size_px: Side of counterparts.
        folds: Cross-fitting: groups are dealt to F folds, and each fold's generator is trained on the others:
            on (F - 1) / F of the exams.
        checkpoint_steps: Steps between two states on disk.
        generator, judges, groups, gate: See there.
        start: Public exams from which generators start, if they do.
        dp: The privacy budget, if there is one.
    """

    name: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,40}$")]
    image_size_px: Annotated[int, Field(ge=32, le=512, multiple_of=16)]
    folds: Annotated[int, Field(ge=2, le=5)] = 2
    checkpoint_steps: Steps = 100
    generator: GeneratorPreset = GeneratorPreset()
    judges: JudgesPreset = JudgesPreset()
    groups: GroupsPreset = GroupsPreset()
    gate: GatePreset = GatePreset()
    start: Annotated[StartPreset | None, Field(exclude_if=_absent)] = None
    dp: Annotated[DpPreset | None, Field(exclude_if=_absent)] = None

    def with_k(self, k: int) -> Preset:
        """Return the same preset with groups of at least k patients."""
        return Preset.model_validate({**self.model_dump(), "groups": {**self.groups.model_dump(), "k": k}})

    def with_start(self, public: str) -> Preset:
        """Return the same preset, its generators starting from the public exams of a digest."""
        start = {**(self.start.model_dump() if self.start else {}), "public": public}
        return Preset.model_validate({**self.model_dump(), "start": start})

    def without_start(self) -> Preset:
        """Return the same preset without the start: who is in a group does not depend on it."""
        return self.model_copy(update={"start": None})

    def with_dp(self, epsilon: float, delta: float | None, public: str) -> Preset:
        """Return the same preset with a privacy budget, starting from the public exams of a digest.

        In two folds: every fold more is one more training that each patient would pay for.

        Raises:
            BudgetInvalid: If epsilon or delta is not a budget.
        """
        budget = {**(self.dp.model_dump() if self.dp else {}), "epsilon": epsilon, "delta": delta}
        try:
            budgeted = {**self.model_dump(), "folds": 2, "start": None, "dp": {**budget, "public": public}}
            return Preset.model_validate(budgeted)
        except ValidationError:
            raise BudgetInvalid("epsilon above 0 to 100, delta between 0 and 1") from None

    def recipe(self) -> str:
        """Return the digest of how a filter is trained and samples: this preset and the code that follows it.

        Name and k are left out: what was measured with groups of k holds for larger ones too. Two filters of
        one recipe are one filter *version*; a certificate of one may be inherited by the other.
        """
        shaped = self.with_k(LEAST_K).model_dump(mode="json", exclude={"name"})
        return hashlib.sha256(canonical({"code": version("radshare"), "preset": shaped})).hexdigest()


def load_preset(name_or_path: str) -> Preset:
    """Read a preset by name (configs/presets/<name>.yaml) or from a YAML file.

    Raises:
        PresetUnknown: If there is none, or it holds a key or value that is not allowed.
    """
    path = Path(name_or_path)
    if path.suffix not in {".yaml", ".yml"}:
        if not name_or_path.replace("-", "").isalnum():
            raise PresetUnknown
        path = config_path(f"presets/{name_or_path}.yaml")
    try:
        return Preset.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except OSError:
        raise PresetUnknown from None
    except (ValidationError, yaml.YAMLError) as error:
        fields = (
            [".".join(map(str, e["loc"])) for e in error.errors()]
            if isinstance(error, ValidationError)
            else []
        )
        raise PresetUnknown(", ".join(fields)) from None
