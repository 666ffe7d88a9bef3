"""Whether a defaced head still tells whose it is, what defacing costs of the brain, and what it costs to run.

Rules: the attacker is given more than a real one has: the exact pose of every head, so that all faces are
seen from straight ahead, a gallery of the same people as they were before defacing, and a try with each of
several measures, of which the best is reported. Heads are made of formulas (`factories.heads`); no patient is
in them.

Not here: faces as people see them; no public face recogniser was trained on depth maps of formulas.
"""

from __future__ import annotations

import resource
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from factories import heads
from factories.heads import Scan, person
from site_agent.deidentify.faces import clean as faces
from site_agent.errors import InputRefusedError
from site_agent.ingest.reader import Source

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Map = NDArray[np.float64]
    Field = NDArray[np.float32]

CELL_MM = 3.0
FACE = (-125.0, -8.0)  # up: from the chin to below the brow
HALF_MM = 60.0
MISSING_MM = -40.0  # where a ray meets nothing
THRESHOLD = {"CT": 724.0, "MR": 300.0}  # stored values


@dataclass(frozen=True, slots=True)
class Seen:
    """One scan of one person, before and after.

    Attributes:
        before: Depth map of the face, mm to the front, seen from straight ahead.
        after: The same of the defaced scan.
        lost: Share of the brain's voxels that were removed.
        moved_mm: Median of how far the surface of the face moved to the back.
    """

    before: Map
    after: Map
    lost: float
    moved_mm: float


def identities(people: int, modality: str) -> dict[str, Any]:
    """Return how often the nearest of ``people`` faces is the right one, before and after defacing.

    Args:
        people: How many, each scanned twice in two poses; who is refused once is left out.
        modality: ``CT`` or ``MR``.
    """
    pairs = [pair for number in range(people) if (pair := _twice(number, modality))]
    gallery, probes = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    both = gallery + probes
    return {
        "people": people,
        "refused": people - len(pairs),
        "chance": 1 / len(pairs),
        "before": rank_one([g.before for g in gallery], [p.before for p in probes]),
        "after_against_original": rank_one([g.before for g in gallery], [p.after for p in probes]),
        "after_against_defaced": rank_one([g.after for g in gallery], [p.after for p in probes]),
        "moved_mm_median": float(np.median([one.moved_mm for one in both])),
        "moved_mm_least": float(min(one.moved_mm for one in both)),
        "brain_lost_mean": float(np.mean([one.lost for one in both])),
        "brain_lost_most": float(max(one.lost for one in both)),
    }


def rank_one(gallery: list[Map], probes: list[Map]) -> float:
    """Return how often a probe is nearest to its own entry of the gallery, by the best measure."""
    return max(_rank_one(gallery, probes, form) for form in (_plain, _relief, _slope))


def cost(slices: int = 200, size: int = 512) -> dict[str, float]:
    """Return CPU seconds and peak memory of the masks of one CT series, in this process.

    Args:
        slices: Of the series, 1 mm apart.
        size: Rows and columns.
    """
    scan = Scan(size=128, spacing=1.9, gap=250.0 / slices, low=-155.0, high=94.0)
    sources = []
    for one in heads.series(person(0), scan):
        values = np.frombuffer(one.PixelData, "<u2").reshape(128, 128)
        one.Rows = one.Columns = size
        one.PixelSpacing = [1.9 * 128 / size] * 2
        one.PixelData = np.kron(values, np.ones((size // 128,) * 2, np.uint16)).tobytes()
        sources.append(Source.from_dataset(one))
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.process_time()
    blanks = faces.blanks(sources)
    found = time.process_time() - start
    masked = sum(int(blank.mask.sum()) for blank in blanks)
    return {
        "slices": len(sources),
        "cpu_s_find": found,
        "cpu_s_masks": time.process_time() - start - found,
        "rss_mb_before": held / 1024,
        "rss_mb_peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "share_masked": masked / (len(sources) * size * size),
    }


def _twice(number: int, modality: str) -> tuple[Seen, Seen] | None:
    """Return two scans of one person, or ``None`` when either is refused."""
    pose = np.random.default_rng(number).uniform(-1, 1, (2, 2))
    scans = [
        Scan(modality, size=96, spacing=2.6, gap=3.0, nod=10 * float(nod), turn=8 * float(turn), seed=seed)
        for seed, (nod, turn) in enumerate(pose, 2 * number)
    ]
    try:
        return _seen(number, scans[0]), _seen(number, scans[1])
    except InputRefusedError:
        return None


def _seen(number: int, scan: Scan) -> Seen:
    face = person(number)
    scanned = heads.series(face, scan)
    values = np.stack([np.frombuffer(one.PixelData, "<u2").reshape(scan.size, -1) for one in scanned])
    blanks = faces.blanks([Source.from_dataset(one) for one in scanned])
    gone = np.concatenate([blank.mask for blank in blanks])
    rest = np.where(gone, np.uint16(blanks[0].fill), values)
    places = [heads.places(scan, index) for index in range(scan.count)]
    front, up, left = (np.stack([place[axis] for place in places]) for axis in range(3))
    brain = heads.brain(face, front, up, left)
    before, after = (
        _depth(front, up, left, inside=stored > THRESHOLD[scan.modality]) for stored in (values, rest)
    )
    lost = float((gone & brain).sum() / brain.sum())
    return Seen(before, after, lost, float(np.median((before - after)[before > MISSING_MM])))


def _depth(front: Field, up: Field, left: Field, *, inside: NDArray[np.bool_]) -> Map:
    """Return how far to the front the first tissue on each ray lies."""
    chosen = inside & (up > FACE[0]) & (up < FACE[1]) & (np.abs(left) < HALF_MM) & (front > MISSING_MM)
    rows = ((up[chosen] - FACE[0]) / CELL_MM).astype(int)
    columns = ((left[chosen] + HALF_MM) / CELL_MM).astype(int)
    depth = np.full((int((FACE[1] - FACE[0]) / CELL_MM), int(2 * HALF_MM / CELL_MM)), MISSING_MM)
    np.maximum.at(depth, (rows, columns), front[chosen])
    return depth


def _rank_one(gallery: list[Map], probes: list[Map], form: Callable[[Map], Map]) -> float:
    known, asked = np.stack([form(one) for one in gallery]), [form(one) for one in probes]
    nearest = [int(np.abs(known - one).mean(axis=(1, 2)).argmin()) for one in asked]
    return float(np.mean([index == number for number, index in enumerate(nearest)]))


def _plain(depth: Map) -> Map:
    return depth


def _relief(depth: Map) -> Map:
    return depth - np.median(depth)


def _slope(depth: Map) -> Map:
    """Return the surface without its plane: what remains when size and pose are taken away."""
    rows, columns = np.indices(depth.shape)
    plane = np.stack([rows.ravel(), columns.ravel(), np.ones(depth.size)], axis=1)
    fitted = plane @ np.linalg.lstsq(plane, depth.ravel(), rcond=None)[0]
    flat: Map = (depth.ravel() - fitted).reshape(depth.shape)
    return flat / max(float(flat.std()), 1.0)
