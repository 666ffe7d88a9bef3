"""What the demo promises, and the checks that keep it honest.

Rule: a promise is kept only by evidence: a search counts only with proof that it can find (the same search
finds everything in the inputs, and every place searched holds something); a count only when it is the
program's own. Nothing here repairs anything.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from radshare.experiment import ExperimentResults, RowStatus

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from site_agent.demo.scanner import Scanner


@dataclass(frozen=True, slots=True)
class Promise:
    """One promise, whether it was kept, and the figures behind the verdict."""

    text: str
    kept: bool
    detail: str = ""


def search_is_proved(scanner: Scanner, inputs: Sequence[Path]) -> Promise:
    """Check that the search finds every planted identifier where it was planted."""
    missing = scanner.missing(inputs)
    found = scanner.size - len(missing)
    return Promise(
        "the search finds every planted identifier in the hospitals' own files",
        scanner.size > 0 and not missing,
        f"{found} of {scanner.size}",
    )


def nothing_planted_in(scanner: Scanner, what: str, places: Sequence[Path]) -> Promise:
    """Check that no planted identifier occurs in ``places``, which must hold something."""
    size = sum(path.stat().st_size for place in places for path in _files(place))
    finds = scanner.found(places)
    kinds = Counter(find.kind for find in finds)
    detail = ", ".join(f"{count} x {kind}" for kind, count in kinds.most_common())
    where = sorted({find.place for find in finds})[:3]
    return Promise(
        f"no planted identifier in {what}",
        size > 0 and not finds,
        f"{detail} in {', '.join(where)}" if finds else f"{size / 1e6:.1f} MB searched",
    )


def one_package_each(publishers: Sequence[str], sites: Sequence[str]) -> Promise:
    """Check that the catalog lists exactly one package of every site."""
    counts = Counter(publishers)
    return Promise(
        "the catalog holds exactly one package of every hospital",
        counts == Counter(sites),
        f"{len(publishers)} packages of {len(counts)} publishers",
    )


def signatures_verified(verdicts: Mapping[str, int]) -> Promise:
    """Check that `radshare verify` accepted every received package (name -> exit code)."""
    good = sum(code == 0 for code in verdicts.values())
    return Promise(
        "every received package is verified: signatures, digests, gates",
        bool(verdicts) and good == len(verdicts),
        f"{good} of {len(verdicts)}",
    )


def rows_are_complete(results: ExperimentResults) -> Promise:
    """Check that every site has a measured row for every arm, judged on its own held-out patients."""
    wanted = [(site, arm) for site in results.spec.sites for arm in results.spec.training.arms]
    at_home = {(row.judged_at, row.arm): row for row in results.rows if row.trained_at == row.judged_at}
    missing = {
        key: row.code if row else "no row"
        for key in wanted
        if not ((row := at_home.get(key)) and row.status is RowStatus.OK and row.auc is not None)
    }
    lacking = "".join(
        f"; {arm.value} at {site.rpartition('/')[2]}: {why}" for (site, arm), why in missing.items()
    )
    return Promise(
        "every hospital has a row for every arm, judged on its own held-out patients",
        not missing,
        f"{len(wanted) - len(missing)} of {len(wanted)}{lacking}",
    )


def held_out_stayed(sites: Mapping[str, tuple[int, int, int]]) -> Promise:
    """Check (held-out patients, published patients, in both) of every site."""
    held = sum(figures[0] for figures in sites.values())
    both = sum(figures[2] for figures in sites.values())
    return Promise(
        "no held-out patient is among the published ones",
        bool(sites) and all(figures[0] and figures[1] for figures in sites.values()) and not both,
        f"{held} held out, {both} in both",
    )


def nothing_left_running(strays: Sequence[int] | None) -> Promise:
    """Check that every process ended when it was asked to."""
    count = len(strays or ())
    return Promise(
        "no process was left behind", strays is not None and not count, f"{count} forced" if count else ""
    )


def _files(place: Path) -> list[Path]:
    return [path for path in place.rglob("*") if path.is_file()] if place.is_dir() else [place]
