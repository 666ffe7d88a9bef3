"""Which filter makes the counterparts: the trained folder's own generators, or somebody else's checkpoint.

``FILTER_DIR``          what train-filter made: its generators, its groups, its gate
``diffusers:DIR``       a diffusers checkpoint paints; groups and gate are those of a trained folder
``monai:DIR``           likewise a MONAI bundle
``diffusers:OWNER/NAME`` a checkpoint of the hub, only with a folder to fetch it into

Rules: no gate, no counterpart: a foreign checkpoint needs a trained folder beside it. Nothing is fetched
unless a folder to fetch into is named. The mode ``sdedit`` gives an `AblationFilter`, which nothing can be
published through.

Not here: what the modes draw (modes, backbone).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from site_agent.synthesize.ablation import AblationFilter
from site_agent.synthesize.backbone import BackboneCandidates, backbone_digest, check_copies
from site_agent.synthesize.counterpart import CounterpartFilter
from site_agent.synthesize.errors import CheckpointRemote, ModeInvalid
from site_agent.synthesize.modes import Mode, candidates, mode_digest

if TYPE_CHECKING:
    from site_agent.synthesize.backbone import Backbone
    from site_agent.synthesize.candidates import Candidates
    from site_agent.synthesize.hardware import Hardware

DIFFUSERS, MONAI = "diffusers:", "monai:"


@dataclass(frozen=True, slots=True)
class Choice:
    """What a user asked for.

    Attributes:
        filter: A trained folder, ``diffusers:`` or ``monai:`` and a folder.
        gate: The trained folder whose groups and gate a foreign checkpoint works with.
        mode: What a candidate starts from.
        strength: For ``sdedit``.
        expected: Digest a foreign checkpoint is known by.
        fetch_into: Folder a checkpoint of the hub is fetched into; ``None`` fetches nothing.
        device: ``auto``, ``cpu`` or a torch device.
    """

    filter: str
    gate: Path | None = None
    mode: Mode = Mode.KASP
    strength: float | None = None
    expected: str | None = None
    fetch_into: Path | None = None
    device: str = "auto"

    @property
    def foreign(self) -> bool:
        """Whether somebody else's checkpoint paints."""
        return self.filter.startswith((DIFFUSERS, MONAI))


def load(choice: Choice) -> CounterpartFilter | AblationFilter:
    """Load what was asked for.

    Raises:
        ModeInvalid: If options do not go together, or the gate of a foreign checkpoint is not named.
        CheckpointRemote: If the checkpoint is not here and no folder to fetch it into is named.
        FilterError: Everything that `CounterpartFilter.load` and the adapters refuse.
    """
    if not choice.foreign:
        if choice.gate or choice.expected or choice.fetch_into:
            raise ModeInvalid(
                "--gate, --checkpoint-digest and --allow-download belong to a foreign checkpoint"
            )
        whole = CounterpartFilter.load(Path(choice.filter), device=choice.device)
        if choice.mode is Mode.KASP and choice.strength is None:
            return whole
        source = candidates(whole.parts, whole.hardware, choice.mode, choice.strength)
        return _wrapped(whole, source, mode_digest(whole.digest, choice.mode, choice.strength), choice)
    if choice.gate is None:
        raise ModeInvalid("a foreign checkpoint needs --gate FILTER_DIR, a folder that train-filter made")
    whole = CounterpartFilter.load(choice.gate, device=choice.device)
    backbone = _backbone(choice, whole.hardware)
    source = BackboneCandidates(whole.parts, backbone, choice.mode, choice.strength)
    check_copies(whole.parts, whole.gallery, backbone)
    return _wrapped(
        whole, source, backbone_digest(whole.digest, backbone, choice.mode, choice.strength), choice
    )


def _wrapped(
    whole: CounterpartFilter, source: Candidates, digest: str, choice: Choice
) -> CounterpartFilter | AblationFilter:
    judge = CounterpartFilter(whole.parts, digest, whole.hardware, source)
    if choice.mode is not Mode.SDEDIT:
        return judge
    groups = whole.parts.partition.group_of()
    return AblationFilter(source, groups, digest, judge=judge, uses_groups=False)


def _backbone(choice: Choice, hardware: Hardware) -> Backbone:
    if choice.filter.startswith(MONAI):
        from site_agent.synthesize.monai_bundle import MonaiBackbone  # noqa: PLC0415 - imports are slow

        folder = _local(choice, choice.filter.removeprefix(MONAI))
        return MonaiBackbone.load(folder, hardware, expected=choice.expected)
    from site_agent.synthesize import diffusers_hub  # noqa: PLC0415 - imports are slow

    name = choice.filter.removeprefix(DIFFUSERS)
    if choice.fetch_into is not None and not Path(name).exists():
        folder = diffusers_hub.fetch(name, choice.fetch_into)
    else:
        folder = _local(choice, name)
    return diffusers_hub.DiffusersBackbone.load(folder, hardware, expected=choice.expected)


def _local(choice: Choice, name: str) -> Path:
    if choice.fetch_into is not None and choice.filter.startswith(MONAI):
        raise ModeInvalid("--allow-download fetches diffusers checkpoints only")
    if not Path(name).is_dir():
        raise CheckpointRemote
    return Path(name)
