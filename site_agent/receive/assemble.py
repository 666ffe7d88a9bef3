"""Assembles the training set of an experiment: this site's own exams and the packages it received, by recipe.

Rules: own exams of the partition ``publish`` are for training, of held-out patients for testing; shared
pairs are for training only. Own exams are real, de-identified, and stay in
``<home>/private/training/<experiment_id>``. The same store and recipe give the same lock file.

Not here: the choice itself and the folder's form (radshare.training_set), and whether to take part at all
(site_agent.receive.experiments).
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

import numpy as np
from PIL import Image

from radshare.fetching import PACKAGE
from radshare.package import read_package
from radshare.training_set import LOCAL, Candidate, choose, lock, write_training_set
from site_agent.case import Partition
from site_agent.deidentify.engine import restore as kept_case
from site_agent.errors import NoMatchingLabelsError, TooFewTestPatientsError
from site_agent.publish.build import png
from site_agent.synthesize.images import squared

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from radshare.experiment import ExperimentSpec, Recipe
    from radshare.package import PackageContents
    from radshare.training_set import Split, TrainingRecord
    from site_agent.store.exchange import Received
    from site_agent.store.site import Site

_SPLITS: Final[tuple[tuple[Partition, Split], ...]] = (
    (Partition.PUBLISH, "train"),
    (Partition.HELD_OUT, "test"),
)


def assemble(site: Site, experiment_id: str, spec: ExperimentSpec) -> str:
    """Write the experiment's training set and return the SHA-256 of its lock file (hex).

    Raises:
        NoMatchingLabelsError: No own exam is positive, or none negative, under the recipe.
        TooFewTestPatientsError: Fewer held-out patients than the experiment or this site asks for.
        PackageMalformed: A received package is not what it was when it was kept.
    """
    recipe = spec.recipe
    held = wanted(site, recipe)
    packages = {each.package_id: read_package(_package_path(site, each)) for each in held}
    records = choose((*_own(site), *_shared(packages)), recipe)
    _check(records, max(spec.min_test_patients, site.settings.federation.min_test_patients))
    images = {record.image: _image(site, record, packages, recipe.image_size_px) for record in records}
    lock_file = lock(recipe, records, images, {each.package_id: each.digest for each in held})
    write_training_set(site.store.private / "training" / experiment_id, records, images, lock_file)
    return lock_file.sha256()


def wanted(site: Site, recipe: Recipe) -> list[Received]:
    """Return the received packages that a recipe asks for; none named means all."""
    return [
        each
        for each in site.store.exchange.received()
        if not recipe.packages or each.package_id in recipe.packages
    ]


def _own(site: Site) -> list[Candidate]:
    candidates = []
    for partition, split in _SPLITS:
        for case_id in site.store.cases.ids(partition):
            case = kept_case.restore(site.store.cases.packed(case_id))
            candidates.append(Candidate(case_id, case.patient, case.labels, LOCAL, split))
    return candidates


def _shared(packages: dict[str, PackageContents]) -> list[Candidate]:
    return [
        Candidate(pair.pair_id, pair.pair_id, frozenset(pair.labels), package_id, "train")
        for package_id, contents in packages.items()
        for pair in contents.pairs
    ]


def _check(records: Sequence[TrainingRecord], least: int) -> None:
    """Refuse a set from which nothing could be learned or told."""
    if {record.label for record in records if record.source == LOCAL} != {0, 1}:
        raise NoMatchingLabelsError
    if len({record.patient for record in records if record.split == "test"}) < least:
        raise TooFewTestPatientsError


def _image(site: Site, record: TrainingRecord, packages: dict[str, PackageContents], size: int) -> bytes:
    """Return one record's image as an 8-bit gray PNG, ``size`` square."""
    name = record.image.removesuffix(".png")
    if record.source == LOCAL:
        case = kept_case.restore(site.store.cases.packed(name))
        plane = squared(case.image, size)[0].numpy()
        return png(np.rint(plane * 255).astype(np.uint8))
    with Image.open(io.BytesIO(packages[record.source].images[name]), formats=("PNG",)) as image:
        scaled = image.convert("L").resize((size, size), Image.Resampling.BILINEAR)
    return png(np.asarray(scaled))


def _package_path(site: Site, package: Received) -> Path:
    return site.home / "received" / package.package_id / PACKAGE
