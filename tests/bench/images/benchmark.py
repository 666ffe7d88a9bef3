"""The stages of `scripts/bench_image_filter`, in their order; each needs those before it.

=============  ==================================================================================
``split``      read the set, deal patients to hospital, outside and local
``train``      `site-agent train-filter` over the hospital, as a process: the one filter of the run
``release``    every recipe by every seed, from that filter
``speed``      `site-agent synthesize` over some exams, as a process; the gate by N
``attackers``  networks that know the other fold and other sets, trained once
``privacy``    what they find out from each release
``utility``    what networks learn from each release; agreement; similarity
``growth``     short trainings by N and k
``layouts``    what thumbnails alone say, of groups by the size of their pools and of each release
``report``     results.json, results.md, results.html, sheet.png
=============  ==================================================================================

Rule: figures of a stage come from that stage's file; nothing is typed in. Privacy is measured on the first
seed alone: a site releases one counterpart an exam.

Not here: how figures are found (`releases`, `measures`, `growth`) and shown (`report`).
"""

from __future__ import annotations

import hashlib
import sys
from dataclasses import asdict, dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from bench.images import cohorts, growth, layouts, sets
from bench.images.measures import Judged, Judges
from bench.images.releases import CONTROL, PRODUCT, RECIPES, make_release, read_release
from bench.images.stages import BenchRefused, Stages
from bench.tools import measure

from site_agent.synthesize import bundle
from site_agent.synthesize.presets import load_preset

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bench.images.measures import Effort, Found
    from bench.images.sets import Row, SetRules

    from site_agent.certify.cohort import Cohort, Release
    from site_agent.synthesize.groups import Partition
    from site_agent.synthesize.image_filter import FilterCase
    from site_agent.synthesize.presets import Preset

STAGES: Final = (
    *("split", "train", "release", "speed", "attackers", "privacy", "utility", "growth", "layouts"),
    "report",
)
_DONE: Final = {0, 3}


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that decides the numbers of a run.

    Attributes:
        data: The set.
        rules: How it is read.
        preset: The filter's, by name or file.
        split: How patients are dealt.
        recipes, seeds: Releases that are made, and networks trained an arm of utility.
        product_seeds, ablation_seeds: Of these, seeds by which the product and its control are drawn, and the
            other recipes.
        aux: Other sets: attackers learn from their patients.
        start: Whether the filter's generators start from them too.
        effort: How long attackers and networks of utility are trained.
        speed_exams: Exams that the timed process makes counterparts of.
        sizes, ks: What short trainings vary.
    """

    data: Path
    rules: SetRules
    preset: str
    split: sets.SplitPlan
    recipes: tuple[str, ...]
    seeds: tuple[int, ...]
    aux: tuple[Path, ...]
    effort: Effort
    product_seeds: int = 3
    ablation_seeds: int = 3
    speed_exams: int = 240
    sizes: tuple[int, ...] = (300, 600, 1200)
    ks: tuple[int, ...] = (5, 12, 24)
    start: bool = False

    def samplings(self, recipe: str) -> tuple[int, ...]:
        """Return the seeds by which a recipe's releases are drawn."""
        several = self.product_seeds if recipe in {PRODUCT, CONTROL} else self.ablation_seeds
        return self.seeds[:several]

    def settings(self) -> dict[str, Any]:
        """Return them as JSON, files by their digests, so that a run is only continued as it was begun."""
        return {
            "set": self.rules.name,
            "data": _digest_of(self.data),
            "aux": [_digest_of(folder) for folder in self.aux],
            "preset": load_preset(self.preset).model_dump(mode="json"),
            "split": asdict(self.split),
            "effort": asdict(self.effort),
            "speed_exams": self.speed_exams,
            **({"start": True} if self.start else {}),
        }


class Bench:
    """One run in one folder.

    Args:
        plan: What to measure.
        out: Where everything is kept.
    """

    def __init__(self, plan: Plan, out: Path) -> None:
        self.plan = plan
        self.out = out
        self.stages = Stages(out, plan.settings())

    @cached_property
    def preset(self) -> Preset:
        """Return the filter's preset."""
        return load_preset(self.plan.preset)

    @cached_property
    def parts(self) -> dict[str, list[Row]]:
        """Return the rows of hospital, outside and local."""
        rows = sets.judged(sets.read_rows(self.plan.data), self.plan.rules)
        return sets.deal(rows, self.plan.split)

    @cached_property
    def given(self) -> list[FilterCase]:
        """Return the hospital's exams, with those that training leaves out."""
        return cohorts.read_cases(self.folder("hospital"))

    @cached_property
    def cases(self) -> list[FilterCase]:
        """Return the hospital's exams that the filter learns from."""
        return cohorts.trained(self.given, self.preset)

    @property
    def left_out(self) -> list[str]:
        """Return the patient of each exam that training leaves out."""
        kept = {case.case_id for case in self.cases}
        return [case.patient for case in self.given if case.case_id not in kept]

    @cached_property
    def hospital(self) -> Cohort:
        """Return the hospital's exams as a cohort; its rows are those of `cases`."""
        return cohorts.cohort_of(self.cases, self.folder("hospital"), self.preset.image_size_px)

    def cohort(self, part: str) -> Cohort:
        """Return another part of the split as a cohort."""
        cases = cohorts.read_cases(self.folder(part))
        return cohorts.cohort_of(cases, self.folder(part), self.preset.image_size_px)

    def folder(self, part: str) -> Path:
        """Return the folder of a part of the split."""
        return self.out / "split" / part

    def others(self) -> list[Path]:
        """Return the folders of patients who are neither judged nor the hospital's."""
        return sorted((self.out / "split").glob("aux-*"))

    @property
    def filter_dir(self) -> Path:
        """Return the folder of the run's filter."""
        return self.out / "filter"

    @cached_property
    def partition(self) -> Partition:
        """Return the filter's groups and folds."""
        return bundle.read(self.filter_dir)[0].partition

    @cached_property
    def folds(self) -> list[int]:
        """Return the filter's fold of every hospital exam, also before it is trained."""
        partition = (
            self.partition if self.filter_dir.is_dir() else cohorts.partition_of(self.given, self.preset)
        )
        return [partition.folds[patient] for patient in self.hospital.patients]

    def release(self, name: str, seed: int) -> Release:
        """Return a release that was made."""
        self.stages.needed(f"release.{name}.{seed}")
        return read_release(self.out / "releases" / f"{name}-{seed}", self.partition)

    # ------------------------------------------------------------------------------------------- stages
    def split(self) -> dict[str, Any]:
        """Deal patients, write the folders."""

        def work() -> dict[str, Any]:
            for name, rows in self.parts.items():
                sets.write_part(rows, self.plan.data / "images", self.folder(name))
            for number, data in enumerate(self.plan.aux):
                rows = sets.read_rows(data)
                sets.write_part(rows, data / "images", self.folder(f"aux-{number}"))
            if rest := sets.spare(sets.read_rows(self.plan.data), self.plan.rules):
                sets.write_part(rest, self.plan.data / "images", self.folder("aux-rest"))
            return {name: sets.described(rows) for name, rows in self.parts.items()}

        return dict(self.stages.run("split", work))

    def train(self) -> dict[str, Any]:
        """Train the one filter of the run; started again after a kill, it goes on."""

        def work() -> dict[str, Any]:
            with (self.out / "train.starts").open("a", encoding="ascii") as file:
                file.write("1\n")
            program = str(Path(sys.executable).with_name("site-agent"))
            where = [str(self.folder("hospital")), "--out", str(self.filter_dir)]
            public = [part for each in self.others() for part in ("--public", str(each))]
            start = public if self.plan.start else []
            command = [program, "train-filter", *where, "--preset", self.plan.preset, *start]
            cost = measure(command, self.out / "train.log")
            if cost.status not in _DONE:
                raise BenchRefused(f"train-filter ended with status {cost.status}: see {self.out}/train.log")
            parts, digest = bundle.read(self.filter_dir)
            summary = bundle.read_summary(self.filter_dir)
            grouped = parts.partition.group_of()
            return {
                "starts": len((self.out / "train.starts").read_text(encoding="ascii").split()),
                "wall_s": round(cost.wall_s),
                "cpu_s": round(cost.cpu_s),
                "rss_mb": round(cost.rss_mb),
                "digest": digest,
                "summary": summary.model_dump(mode="json"),
                "exams": len(parts.calibration.cases),
                "patients": len(set(parts.calibration.patients)),
                "groups": len(parts.partition.groups),
                "in_groups": len(grouped),
                "smallest_group": min(len(group.patients) for group in parts.partition.groups),
                "planted": parts.preset.gate.planted,
                "public_start": self.plan.start,
                "curves": parts.calibration.curves,
            }

        self.stages.needed("split")
        return dict(self.stages.run("train", work))

    def releases(self) -> None:
        """Make every release: the product and its controls first by first seed."""
        self.stages.needed("train")
        for seed in self.plan.seeds:
            for name in (name for name in self.plan.recipes if seed in self.plan.samplings(name)):
                self.stages.run(f"release.{name}.{seed}", partial(self._release, name, seed))

    def _release(self, name: str, seed: int) -> dict[str, Any]:
        folder = self.out / "releases" / f"{name}-{seed}"
        return make_release(RECIPES[name], seed, self.cases, self.filter_dir, folder)

    def speed(self) -> dict[str, Any]:
        """Time `site-agent synthesize` as a process, and what the gate costs by N."""

        def work() -> dict[str, Any]:
            data, pairs = self.out / "speed" / "data", self.out / "speed" / "pairs"
            grouped = self.partition.group_of()
            rows = [row for row in self.parts["hospital"] if row["image"] in grouped]
            step = max(1, len(rows) // self.plan.speed_exams)
            chosen = rows[::step][: self.plan.speed_exams]
            sets.write_part(chosen, self.plan.data / "images", data)
            program = str(Path(sys.executable).with_name("site-agent"))
            where = [str(data), str(pairs), "--filter", str(self.filter_dir)]
            cost = measure([program, "synthesize", *where, "--json"], self.out / "speed.log")
            if cost.status not in _DONE:
                raise BenchRefused(f"synthesize ended with status {cost.status}: see {self.out}/speed.log")
            made = len(list((pairs / "images").glob("*.png")))
            return {
                "exams": len(chosen),
                "released": made,
                **{key: round(value, 1) for key, value in asdict(cost).items()},
                "per_wall_minute": round(60 * made / cost.wall_s, 1),
                "per_cpu_minute": round(60 * made / cost.cpu_s, 1),
                "gate_by_n": growth.gate_costs(self.filter_dir, self.plan.sizes),
            }

        self.stages.needed("train")
        return dict(self.stages.run("speed", work))

    @cached_property
    def judges(self) -> Judges:
        """Return what measures: cohorts, folds, networks."""
        aux = [self.cohort(folder.name) for folder in self.others()]
        judged = Judged(self.hospital, self.cohort("outside"), self.cohort("local"), tuple(aux), self.folds)
        return Judges(judged, self.plan.effort, self.out / "networks")

    def attackers(self) -> dict[str, Any]:
        """Train the attackers that every release is attacked with; the filter may still be in training."""
        self.stages.needed("split")
        return dict(self.stages.run("attackers", self.judges.train_attackers))

    def privacy(self) -> None:
        """Attack every release of the first seed."""
        self.stages.needed("attackers")
        seed = self.plan.seeds[0]
        for name in self.plan.recipes:
            self.stages.run(f"privacy.{name}", partial(self._privacy, name, seed))

    def utility(self) -> None:
        """Learn from every release; read its images; compare it with the real exams as a set."""
        for name in self.plan.recipes:
            self.stages.run(self.utility_stage(name), partial(self._utility, name))

    def utility_stage(self, name: str) -> str:
        """Return the stage of a recipe's utility; more seeds are another stage."""
        return f"utility.{name}.{len(self.plan.samplings(name))}of{len(self.plan.seeds)}"

    def _privacy(self, name: str, seed: int) -> Found:
        return self.judges.privacy(self.release(name, seed))

    def _utility(self, name: str) -> Found:
        several = [self.release(name, seed) for seed in self.plan.samplings(name)]
        drawn = self.plan.samplings(CONTROL)
        control = [] if name == CONTROL else [self.release(CONTROL, seed) for seed in drawn]
        return self.judges.utility(several, control, seeds=len(self.plan.seeds))

    def growth(self) -> dict[str, Any]:
        """Time short trainings by N and k."""
        plan = growth.GrowthPlan(self.out / "growth", self.plan.sizes, self.plan.ks)
        rows, images = self.parts["hospital"], self.plan.data / "images"
        return dict(self.stages.run("growth", lambda: growth.measure_growth(plan, rows, images, self.preset)))

    def layouts(self) -> None:
        """Compare thumbnails: of groups formed anew, and of each release there is."""
        self.stages.needed("split")
        self.stages.run("layouts", lambda: layouts.by_pool(self.hospital, self.cases, self.preset))
        for name in self.plan.recipes:
            for seed in self.plan.samplings(name):
                if self.stages.found(f"release.{name}.{seed}") is not None:
                    self.stages.run(f"layouts.{name}.{seed}", partial(self._layouts, name, seed))

    def _layouts(self, name: str, seed: int) -> dict[str, Any]:
        found = layouts.of_release(self.hospital, self.release(name, seed), self.folds)
        return found.model_dump(mode="json")


def _digest_of(folder: Path) -> str:
    return hashlib.sha256((folder / "metadata.csv").read_bytes()).hexdigest()[:16]


def run_stages(bench: Bench, wanted: Sequence[str]) -> None:
    """Run stages in their order."""
    actions = {
        "split": bench.split,
        "train": bench.train,
        "release": bench.releases,
        "speed": bench.speed,
        "attackers": bench.attackers,
        "privacy": bench.privacy,
        "utility": bench.utility,
        "growth": bench.growth,
        "layouts": bench.layouts,
    }
    for name, action in actions.items():
        if name in wanted:
            action()
