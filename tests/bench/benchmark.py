"""The parts of `scripts/bench_deidentify`: leaks, mapping, speed, real files, each a JSON value.

Rule: every tool runs as a process of its own, over the same files, in the same run; CPU seconds are the
process's and its children's. Not here: printing (`tables`).
"""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Any, Literal

from bench import mapping, midi, real, tools
from bench.tools import FLOOR, OURS, PEERS, Cost, Run
from bench.verdict import judge

from factories.canaries.answers import AnswerKey, load_answers
from factories.canaries.corpus import make_corpus

if TYPE_CHECKING:
    from pathlib import Path

    from bench.outcomes import Outcome

METADATA_PROFILE = """\
# Made by scripts/bench_deidentify: the options of `share` that need no look at pixels, as no peer looks.
name: share-metadata
version: {version}
options: [{options}]
overrides: {overrides}
keep_texts: [{keep_texts}]
clean_texts: [{clean_texts}]
"""
_OF_PIXELS = frozenset({"clean_pixel_data", "clean_recognizable_visual_features"})
_BULK = ("ct", "dx")


@dataclass(frozen=True, slots=True)
class Bench:
    """One run of the benchmark.

    Attributes:
        work: Folder for the corpus and everything that is made of it.
        scale: Scale of the corpus.
        seed: Seed of the corpus.
        peers_python: Python that has the other tools, or empty.
        profile: Profile of radshare in the canary part.
        repeats: Runs of the speed part; the median counts.
    """

    work: Path
    scale: Literal["small", "full"]
    seed: int
    peers_python: str
    profile: str
    repeats: int

    def corpus(self, scale: Literal["small", "full"]) -> tuple[Path, AnswerKey]:
        """Return a corpus and its answers, made when missing."""
        home = self.work / f"{scale}-{self.seed}"
        if not (home / "key").is_dir():
            key = make_corpus(home / "corpus", scale=scale, seed=self.seed)
            key.save(home / "key")
        return home / "corpus", load_answers(home / "key")

    def key_file(self, name: str) -> Path:
        """Return a key file, made when missing."""
        path = self.work / f"{name}.key"
        if not path.exists():
            path.write_bytes(secrets.token_bytes(32))
        return path

    def peers(self) -> tuple[str, ...]:
        """Return the other tools that can be run."""
        return PEERS if self.peers_python else ()


def leaks(bench: Bench) -> dict[str, Any]:
    """Return what every tool makes of the canary corpus: cost, verdict, MIDI-B score."""
    folder, key = bench.corpus(bench.scale)
    rows: dict[str, Any] = {}
    work = bench.work / "leaks"
    for tool in (OURS, *bench.peers()):
        if tool == OURS:
            cost = tools.ours(folder, work / tool, Run(bench.key_file("first"), bench.profile))
            outcome = tools.our_outcome(key, work / tool)
        else:
            cost = tools.other(tool, bench.peers_python, folder, work / tool)
            outcome = tools.other_outcome(key, work / tool)
        rows[tool] = _cost(cost, folder) | judge(key, folder, outcome).to_json() | _midi(key, folder, outcome)
    return rows


def _midi(key: AnswerKey, folder: Path, outcome: Outcome) -> dict[str, float]:
    score = midi.score(key, folder, outcome)
    return {"midi_percent": score.percent(), "midi_wrong": score.asked["all"] - score.done["all"]}


def mappings(bench: Bench) -> dict[str, Any]:
    """Return how far runs over the small corpus agree: with the same key, and with another one."""
    folder, key = bench.corpus("small")
    profile = metadata_profile(bench.work)
    work, rows = bench.work / "mapping", {}
    outcomes = []
    for number, name in enumerate(("first", "first", "second")):
        tools.ours(folder, work / f"{OURS}{number}", Run(bench.key_file(name), str(profile)))
        outcomes.append(tools.our_outcome(key, work / f"{OURS}{number}"))
    rows[OURS] = {
        "same key": mapping.compare(outcomes[0], outcomes[1]).to_json(),
        "other key": mapping.compare(outcomes[0], outcomes[2]).to_json(),
    }
    for tool in bench.peers():
        made = []
        for number in range(2):
            tools.other(tool, bench.peers_python, folder, work / f"{tool}{number}")
            made.append(tools.other_outcome(key, work / f"{tool}{number}"))
        rows[tool] = {"second run": mapping.compare(*made).to_json()}
    return rows


def speed(bench: Bench, workers: tuple[int, ...]) -> dict[str, Any]:
    """Return CPU seconds, memory and rates over the CT and DX files, without OCR and faces."""
    folder, _ = bench.corpus(bench.scale)
    mix = _bulk_of(folder, bench.work / "mix")
    profile, rows = metadata_profile(bench.work), {}
    work = bench.work / "speed"
    for count in workers:
        run = Run(bench.key_file("first"), str(profile), count)
        rows[f"{OURS}, {count} worker{'s' * (count > 1)}"] = _middle(
            [_cost(tools.ours(mix, work, run), mix) for _ in range(bench.repeats)]
        )
    for tool in (*bench.peers(), *((FLOOR,) if bench.peers_python else ())):
        costs = [_cost(tools.other(tool, bench.peers_python, mix, work), mix) for _ in range(bench.repeats)]
        rows[tool] = _middle(costs)
    return rows


def real_files(bench: Bench, folder: Path) -> dict[str, Any]:
    """Return what became of real files under the whole profile."""
    run = Run(bench.key_file("first"), bench.profile)
    return real.examine(folder, bench.work / "real", run, dciodvfy=True)


def metadata_profile(work: Path) -> Path:
    """Write the profile `share` without the options that look at pixels, and return its file."""
    from site_agent.deidentify.profile.profile import load_profile  # noqa: PLC0415 - only to copy a profile

    share, path = load_profile("share"), work / "share-metadata.yaml"
    path.write_text(
        METADATA_PROFILE.format(
            version=share.version,
            options=", ".join(sorted(str(o) for o in share.options - _OF_PIXELS)),
            overrides={keyword: action.value for keyword, action in share.overrides.items()},
            keep_texts=", ".join(sorted(share.keep_texts)),
            clean_texts=", ".join(sorted(share.clean_texts)),
        ),
        encoding="utf-8",
    )
    return path


def _bulk_of(folder: Path, mix: Path) -> Path:
    """Return a folder with the CT and DX files alone, as links."""
    if not mix.is_dir():
        for path in folder.rglob("*.dcm"):
            name = path.relative_to(folder)
            if any(part in name.parts[0] for part in _BULK) and len(name.parts) > 1:
                (mix / name).parent.mkdir(parents=True, exist_ok=True)
                os.link(path, mix / name)
    return mix


def _cost(cost: Cost, folder: Path) -> dict[str, float]:
    sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
    return {
        "cpu_s": cost.cpu_s,
        "wall_s": cost.wall_s,
        "rss_mb": cost.rss_mb,
        "files_per_cpu_s": len(sizes) / cost.cpu_s,
        "mb_per_cpu_s": sum(sizes) / 1e6 / cost.cpu_s,
    }


def _middle(costs: list[dict[str, float]]) -> dict[str, float]:
    return {name: median(cost[name] for cost in costs) for name in costs[0]}
