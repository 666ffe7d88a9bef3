"""The demo's folders: made afresh, filled with exams and settings, and read when all is over.

Rule: only a folder that a demo made is ever removed; a delivery reaches an inbox by one rename, whole. Not
here: processes.
"""

from __future__ import annotations

import shutil
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any

from radshare.identity.membership import Member
from site_agent.case import Partition
from site_agent.demo.cohort import Cohort, make_cohort
from site_agent.demo.plan import MARKER
from site_agent.store.store import Store

if TYPE_CHECKING:
    from pathlib import Path

    from site_agent.demo.plan import Plan, Site


def fresh_folder(plan: Plan) -> None:
    """Remove what the demo before left, and make the hospitals' homes."""
    if (plan.out / MARKER).exists():
        shutil.rmtree(plan.out)
    plan.out.mkdir(parents=True, exist_ok=True)
    (plan.out / MARKER).touch()
    for site in plan.sites:
        site.home.mkdir(mode=0o700)
        site.inbox.mkdir(mode=0o700)


def deliver(plan: Plan) -> list[Cohort]:
    """Write every hospital's exams beside its inbox, one process a hospital.

    Raises:
        DemoImagesError: A folder of real images cannot be used.
    """
    with ProcessPoolExecutor(len(plan.sites), mp_context=get_context("spawn")) as pool:
        jobs = [pool.submit(_write, plan, site) for site in plan.sites]
        return [job.result() for job in jobs]


def hand_over(site: Site) -> None:
    """Put the written exams into the inbox, all at once."""
    _delivery(site).rename(site.inbox / "delivery")


def site_settings(plan: Plan, site: Site, coordinator: str) -> dict[str, Any]:
    """Return the document for the hospital's site.yaml."""
    others = [other.spiffe for other in plan.sites if other is not site]
    return {
        "coordinator": coordinator,
        "collection": {
            "name": f"chest-{site.name}",
            "title": f"Chest radiographs of {site.name}",
            "modality": "DX",
            "min_patients": plan.scale.k,
        },
        "deidentify": {"heldout_percent": plan.scale.heldout_percent},
        "filter": {"preset": plan.preset, "k": plan.scale.k, "seed": plan.seed},
        "access": {"auto_grant": others},
        "inbox": {"poll_s": 1.0, "quiet_s": 2.0},
        "federation": {"min_test_patients": plan.scale.min_test_patients, "threads": 1},
        "egress_transcript": True,
    }


def patients_of(home: Path) -> tuple[int, int, int]:
    """Return how many patients a hospital holds out, how many its packages stand for, how many both."""
    store = Store(home, Member.load(home / "identity").master.derive)
    try:
        held = set(store.cases.patients(store.cases.ids(Partition.HELD_OUT)).values())
        published = store.releases.patients()
    finally:
        store.close()
    return len(held), len(published), len(held & published)


def _delivery(site: Site) -> Path:
    return site.home / "delivery"


def _write(plan: Plan, site: Site) -> Cohort:
    """Write one hospital's exams (in a process of its own)."""
    if site.images is None:
        size = {"patients": plan.scale.patients, "size_px": plan.scale.image_px}
        return make_cohort(_delivery(site), site.hospital, seed=plan.seed, **size)
    from site_agent.demo.real_images import load_choice, wrap_images  # noqa: PLC0415 - loads the label lexicon

    return wrap_images(_delivery(site), site.hospital, site.images, load_choice(), seed=plan.seed)
