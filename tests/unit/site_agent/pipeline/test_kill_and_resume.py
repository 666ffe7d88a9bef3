"""The heart of the promise: SIGKILL after every committed step, and still exactly one package."""

from __future__ import annotations

import multiprocessing
import signal
from typing import TYPE_CHECKING

import pytest

from factories import site as factory
from factories.boundary import FakeCoordinator, Federation
from radshare.package import read_package
from radshare.seal import open_sealed
from site_agent.publish.press import content_key

if TYPE_CHECKING:
    from pathlib import Path

    from site_agent.store.site import Site

PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["factories.site"])
"""Each child is a process of its own, forked from one that has only imported: no start costs a second."""
EXAMS = {
    "a": "p1 pneumonia",
    "b": "p2 no_finding",
    "c": "p3 pneumonia",
    "d": "p4 mass",
    "e": "p5 no_finding heldout",
    "f": "broken",
}


def _run(home: Path, address: str, after: int) -> int:
    process = PROCESSES.Process(target=factory.child, args=(home, address, after))
    process.start()
    process.join(60)
    assert process.exitcode is not None, "the flow hangs"
    return process.exitcode


def _until_done(home: Path, address: str, after: int) -> int:
    """Start the child again and again until it ends by itself; return how often it was killed."""
    for kills in range(60):
        code = _run(home, address, after)
        if code == 0:
            return kills
        assert code == -signal.SIGKILL
    pytest.fail("the flow never finished")


@pytest.mark.parametrize("after", [1, 2])
def test_a_pipeline_killed_after_every_step_publishes_exactly_one_whole_package(
    tmp_path: Path, after: int
) -> None:
    """Killed over and over, the flow ends with one package that holds every approved pair once."""
    federation = Federation()
    with FakeCoordinator(federation) as coordinator:
        site = factory.hospital(tmp_path, federation, "hospital-a", factory.settings(coordinator.address))
        coordinator.add(site.member)
        factory.deliver(site.home, EXAMS)
        site.store.close()

        kills = _until_done(site.home, coordinator.address, after)

        assert kills >= 10 / after
        assert len(coordinator.entries) == 1
        assert len(coordinator.vault) == 1
        _check_store_and_package(coordinator, factory.site(site.home, site.member, site.settings), tmp_path)


def _check_store_and_package(coordinator: FakeCoordinator, site: Site, folder: Path) -> None:
    (package_id,) = coordinator.entries
    (release,) = site.store.releases.all()
    assert release.state == "published"
    assert release.package_id == package_id
    assert site.store.cases.counts() == {"publish": 4, "heldout": 1, "set_aside": 1}
    assert site.store.pairs.counts() == {
        "made": 3,
        "suppressed": 1,
        "undecided": 0,
        "approved": 3,
        "rejected": 0,
    }
    (folder / "sealed").write_bytes(coordinator.vault[package_id])
    open_sealed(folder / "sealed", folder / "plain", content_key(site, package_id), package_id)
    contents = read_package(folder / "plain")
    assert len(contents.pairs) == 3
    assert not list((site.home / "spool").iterdir())
