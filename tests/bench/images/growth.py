"""How the filter's costs grow with the number of images N and with k.

Rules: training is timed as a process over N images with the run's own preset cut down to a few steps, so that
what grows (grouping, codec, near-duplicates, thresholds) stands apart from the steps, which cost the same for
every N. The gate is timed inside this process, over the first N images of the trained filter. What lies
beyond the measured N is extrapolated by a straight line and called so.

Not here: the big training (`benchmark`).
"""

from __future__ import annotations

import json
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from bench.images.sets import write_part
from bench.tools import measure

from site_agent.synthesize import bundle
from site_agent.synthesize.gate import Gallery
from site_agent.synthesize.presets import Preset
from site_agent.synthesize.training_loop import derived_seed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bench.images.sets import Row

STEPS: Final = 10
FAR: Final = 10_000
"""Images that the straight lines are drawn out to."""
_JUDGED: Final = 16
_DONE: Final = {0, 3}


@dataclass(frozen=True, slots=True)
class GrowthPlan:
    """What is varied: numbers of images, values of k; and where the short trainings lie."""

    work: Path
    sizes: tuple[int, ...] = (300, 600, 1200)
    ks: tuple[int, ...] = (5, 12, 24)


def short(preset: Preset) -> Preset:
    """Return a preset with hardly any steps: what is left of its cost is what grows with N."""
    raw = preset.model_dump()
    raw["generator"]["steps"] = STEPS
    raw["judges"] |= {"identity_steps": STEPS, "pathology_steps": STEPS}
    return Preset.model_validate(raw)


def train_briefly(rows: Sequence[Row], images: Path, preset: Preset, work: Path) -> dict[str, float]:
    """Return seconds and memory of a short training over rows."""
    data = work / "data"
    write_part(rows, images, data)
    path = work / "preset.yaml"
    path.write_text(json.dumps(short(preset).model_dump(mode="json")), encoding="utf-8")
    program = str(Path(sys.executable).with_name("site-agent"))
    command = [program, "train-filter", str(data), "--out", str(work / "filter"), "--preset", str(path)]
    cost = measure([*command, "--json"])
    if cost.status not in _DONE:
        msg = f"a short training ended with status {cost.status}"
        raise RuntimeError(msg)
    return {"cpu_s": round(cost.cpu_s, 1), "wall_s": round(cost.wall_s, 1), "rss_mb": round(cost.rss_mb)}


def gate_costs(filter_dir: Path, sizes: Sequence[int]) -> dict[str, dict[str, float]]:
    """Return what comparing a candidate with N training images costs, and loading them."""
    parts, _ = bundle.read(filter_dir)
    images = parts.images.float() / 255
    found = {}
    for size in sorted({min(size, len(images)) for size in sizes} | {len(images)}):
        began = time.process_time()
        gallery = Gallery(images[:size], parts.calibration.patients[:size], parts.judges.identity)
        loaded = time.process_time()
        candidates = images[-_JUDGED:]
        gallery.per_patient(gallery.embed(candidates) @ gallery.embeddings.T)
        gallery.detector.similarities(candidates)
        compared = time.process_time()
        found[str(size)] = {
            "load_cpu_s": round(loaded - began, 2),
            "compare_cpu_ms": round(1000 * (compared - loaded) / len(candidates), 2),
        }
    return found


def extrapolated(points: Mapping[str, Mapping[str, float]], key: str) -> float | None:
    """Return the straight line through measured points at `FAR`, or ``None`` with fewer than two."""
    if len(points) < 2:
        return None
    sizes = np.array([float(size) for size in points])
    values = np.array([point[key] for point in points.values()])
    slope, base = np.polyfit(sizes, values, 1)
    return round(float(base + slope * FAR), 1)


def measure_growth(plan: GrowthPlan, rows: Sequence[Row], images: Path, preset: Preset) -> dict[str, Any]:
    """Return short trainings by N (k as the preset's) and by k (N in the middle).

    Args:
        plan: What to vary.
        rows: The hospital's exams.
        images: Folder of their images.
        preset: The run's preset.
    """
    mixed = sorted(rows, key=lambda row: (derived_seed("growth", row["patient_id"]), row["image"]))
    sizes = [size for size in plan.sizes if size <= len(rows)] or [len(rows)]
    middle = sizes[len(sizes) // 2]
    by_n = {str(n): train_briefly(mixed[:n], images, preset, plan.work / f"n{n}") for n in sizes}
    by_k = {
        str(k): train_briefly(mixed[:middle], images, preset.with_k(k), plan.work / f"k{k}") for k in plan.ks
    }
    far = {key: extrapolated(by_n, key) for key in ("cpu_s", "rss_mb")}
    return {"by_n": by_n, "by_k": by_k, "by_k_n": middle, "far": FAR, "far_extrapolated": far}
