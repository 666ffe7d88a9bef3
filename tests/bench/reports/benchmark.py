"""The parts of `scripts/bench_report_filter`: sets, speed, memory, labels, each a JSON value.

Rule: every filter runs as a process of its own over the same file in the same run; CPU seconds are the
process's and its children's, start of the interpreter included; figures of cost are medians over the repeats.

Not here: printing (`tables`).
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Any

from bench.reports import filters, folders, strangers, worlds
from bench.reports.scoring import score

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from bench.reports.filters import Peer
    from bench.reports.scoring import Score
    from bench.reports.writing import Report
    from bench.tools import Cost


@dataclass(frozen=True, slots=True)
class Bench:
    """One run of the benchmark.

    Attributes:
        work: Folder for what is given to the filters and what they make of it.
        count: Reports of each world.
        seed: Seed of the worlds.
        repeats: Runs of each measurement; the median of the costs counts.
        development: Folder of the development set, or ``None``.
        asq: Folder of ASQ-PHI, or ``None``.
        peer: Presidio, or ``None``.
    """

    work: Path
    count: int
    seed: int
    repeats: int
    development: Path | None = None
    asq: Path | None = None
    peer: Peer | None = None

    def sets(self) -> dict[str, list[Report]]:
        """Return every set that can be had, by name."""
        told = {name: worlds.write_world(name, self.count, self.seed) for name in worlds.WORLDS}
        for name in strangers.STRANGERS:
            use = "examination" if name in strangers.EXAMINERS else "development"
            told[f"{name} ({use})"] = strangers.strangers_world(name, self.count)
        if self.development:
            told["development"] = folders.development_set(self.development)
        if self.asq:
            told["asq-phi"] = folders.asq_phi(self.asq)
        return told


def measure_sets(bench: Bench) -> tuple[dict[str, Any], dict[str, Score]]:
    """Return the measures of every filter on every set, and our whole scores without header values."""
    rows: dict[str, Any] = {}
    details: dict[str, Score] = {}
    for name, reports in bench.sets().items():
        rows[name] = {}
        if any(report.dicom for report in reports):
            rows[name]["with header"], _ = _ours(bench, reports, header=True)
        rows[name]["without header"], details[name] = _ours(bench, reports, header=False)
        if bench.peer:
            rows[name]["presidio"] = _presidio(bench, bench.peer, reports)
    return rows, details


def measure_speed(bench: Bench, workers: Sequence[int]) -> dict[str, Any]:
    """Return what filtering both worlds costs with so many processes, header values included."""
    reports = [one for name in worlds.WORLDS for one in worlds.write_world(name, bench.count, bench.seed)]
    source, out = bench.work / "speed.jsonl", bench.work / "speed-out.jsonl"
    filters.write_reports(source, reports, header=True)
    return {
        str(count): _cost(
            [filters.ours(source, out, workers=count) for _ in range(bench.repeats)], len(reports)
        )
        for count in workers
    }


def _ours(bench: Bench, reports: list[Report], *, header: bool) -> tuple[dict[str, Any], Score]:
    source, out = bench.work / "in.jsonl", bench.work / "out.jsonl"
    filters.write_reports(source, reports, header=header)
    costs = [filters.ours(source, out) for _ in range(bench.repeats)]
    return _row(reports, out, costs)


def _presidio(bench: Bench, peer: Peer, reports: list[Report]) -> dict[str, Any]:
    source, out = bench.work / "in.jsonl", bench.work / "out-presidio.jsonl"
    filters.write_reports(source, reports, header=False)
    return _row(reports, out, [filters.presidio(peer, source, out)])[0]


def _row(reports: list[Report], out: Path, costs: list[Cost]) -> tuple[dict[str, Any], Score]:
    answers = filters.answers(out)
    judged = score(reports, answers)
    by_spans = score(reports, answers, by_spans=True).to_json()
    told = {key: by_spans[key] for key in ("token_recall", "precision", "hard_negatives")}
    return judged.to_json() | {"by_spans": told} | _cost(costs, len(reports)), judged


def _cost(costs: list[Cost], count: int) -> dict[str, float]:
    cpu = median(cost.cpu_s for cost in costs)
    return {
        "cpu_s": cpu,
        "wall_s": median(cost.wall_s for cost in costs),
        "reports_per_cpu_s": count / cpu,
        "rss_mb": median(cost.rss_mb for cost in costs),
    }
