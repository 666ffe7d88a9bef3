"""Makes the releases that are compared, all from one trained filter, and keeps them.

Rules: every recipe is asked for the same exams, so that comparisons are paired. Pixels are kept as the bytes
that would leave. A release grows by chunks of exams; a killed one goes on.

=================  =============================================================================
``kasp``           the product: the group's centroid, the gate, up to so many tries
``kasp-ungated``   the first candidate of each exam, whatever the gate would say
``sdedit-0.2`` …   the exam itself redrawn from 20, 40, 60 % noise, without gate: what not to do
``labels-only``    the same generator without centroid and gate: what must be beaten
=================  =============================================================================

Not here: what is measured on them (`measures`).
"""

from __future__ import annotations

import json
import time
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import torch
from safetensors import safe_open
from safetensors.torch import save_file

from site_agent.case import Suppressed
from site_agent.certify.cohort import Release
from site_agent.synthesize.ablation import AblationFilter
from site_agent.synthesize.modes import Mode

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from site_agent.synthesize.ablation import AblationImage
    from site_agent.synthesize.groups import Partition
    from site_agent.synthesize.image_filter import FilterCase

CHUNK: Final = 128
"""Exams between two states on disk."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a release is made.

    Attributes:
        name: Names the release.
        mode: What a candidate starts from.
        gated: Whether the gate judges.
        strength: Noise of ``sdedit``.
    """

    name: str
    mode: Mode
    gated: bool = False
    strength: float | None = None


RECIPES: Final = {
    recipe.name: recipe
    for recipe in (
        Recipe("kasp", Mode.KASP, gated=True),
        Recipe("kasp-ungated", Mode.KASP),
        Recipe("sdedit-0.2", Mode.SDEDIT, strength=0.2),
        Recipe("sdedit-0.4", Mode.SDEDIT, strength=0.4),
        Recipe("sdedit-0.6", Mode.SDEDIT, strength=0.6),
        Recipe("labels-only", Mode.LABELS_ONLY),
    )
}
PRODUCT: Final = "kasp"
CONTROL: Final = "labels-only"


def make_release(
    recipe: Recipe, seed: int, cases: Sequence[FilterCase], filter_dir: Path, folder: Path
) -> dict[str, Any]:
    """Make a release chunk by chunk.

    Args:
        recipe: How.
        seed: Chooses the noise.
        cases: The exams, in the order of the cohort.
        filter_dir: The trained filter.
        folder: Folder of the chunks.

    Returns:
        How many were asked for, released and suppressed (by reason, by finding), and what it cost.
    """
    folder.mkdir(parents=True, exist_ok=True)
    loading = time.monotonic()
    made: AblationFilter | None = None
    for start in range(0, len(cases), CHUNK):
        path = folder / f"{start:06d}.safetensors"
        if path.is_file():
            continue
        if made is None:
            made = AblationFilter.load(filter_dir, recipe.mode, strength=recipe.strength, gated=recipe.gated)
            loading = time.monotonic() - loading
        began = time.monotonic()
        outcomes = list(made.counterparts(cases[start : start + CHUNK], seed=seed))
        cost = {"seconds": time.monotonic() - began, "loading_s": loading}
        _save(path, start, outcomes, cost)
    return _account(cases, folder)


def read_release(folder: Path, partition: Partition) -> Release:
    """Return a release as attacks and utility see it; sources are rows of the cases it was made of."""
    sources, images, groups, labels = [], [], [], []
    for path in sorted(folder.glob("*.safetensors")):
        with safe_open(path, framework="pt") as stored:
            about = json.loads(stored.metadata()["about"])
            if about["released"]:
                images.append(stored.get_tensor("images").float() / 255)
        sources += [row["source"] for row in about["released"]]
        groups += [row["group"] for row in about["released"]]
        labels += [frozenset(row["labels"]) for row in about["released"]]
    return Release(
        sources=tuple(sources),
        images=torch.cat(images),
        groups=None if None in groups else tuple(groups),
        members={group.index: group.patients for group in partition.groups},
        labels=tuple(labels),
    )


def _save(
    path: Path, start: int, outcomes: Sequence[AblationImage | Suppressed], cost: Mapping[str, float]
) -> None:
    released, suppressed, images = [], [], []
    for place, outcome in enumerate(outcomes):
        if isinstance(outcome, Suppressed):
            suppressed.append({"source": start + place, "reason": str(outcome.reason)})
            continue
        images.append(torch.from_numpy(outcome.image)[None])
        released.append(
            {
                "source": start + place,
                "group": outcome.group,
                "labels": sorted(outcome.labels),
                "tries": outcome.tries,
            }
        )
    about = {"released": released, "suppressed": suppressed, **cost}
    part = path.with_suffix(".part")
    tensors = {"images": torch.stack(images)} if images else {"none": torch.zeros(1)}
    save_file(tensors, part, metadata={"about": json.dumps(about)})
    part.replace(path)


def _account(cases: Sequence[FilterCase], folder: Path) -> dict[str, Any]:
    about = []
    for path in sorted(folder.glob("*.safetensors")):
        with safe_open(path, framework="pt") as stored:
            about.append(json.loads(stored.metadata()["about"]))
    released = [row for part in about for row in part["released"]]
    suppressed = [row for part in about for row in part["suppressed"]]
    seconds = sum(part["seconds"] for part in about)
    return {
        "asked": len(cases),
        "released": len(released),
        "reasons": dict(Counter(row["reason"] for row in suppressed).most_common()),
        "tries": dict(sorted(Counter(str(row["tries"]) for row in released).items())),
        "suppressed_by": suppressed_by(cases, {row["source"] for row in suppressed}),
        "suppressed_rows": sorted(row["source"] for row in suppressed),
        "seconds": round(seconds, 1),
        "images_per_minute": round(60 * len(released) / max(seconds, 1e-9), 1),
    }


def suppressed_by(cases: Sequence[FilterCase], missing: set[int]) -> dict[str, list[int]]:
    """Return suppressed and all exams of every finding and view."""
    counted: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for row, case in enumerate(cases):
        for name in _kinds(case):
            counted[name][0] += row in missing
            counted[name][1] += 1
    return dict(sorted(counted.items()))


def _kinds(case: FilterCase) -> Iterable[str]:
    yield from sorted(case.labels)
    if case.view:
        yield f"view {case.view}"
