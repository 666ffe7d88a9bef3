"""The daemon as a whole, and its home."""

from __future__ import annotations

import json
import logging
import threading
import time
from typing import TYPE_CHECKING, Any, Self

import pytest
import yaml

from factories.boundary import FakeCoordinator, Federation
from radshare.identity import Role, SpiffeId
from site_agent.errors import AgentRunningError
from site_agent.service.agent import Agent, serve
from site_agent.service.home import only_agent, open_site, running
from site_agent.service.journal import close_log, open_log
from site_agent.service.status import status

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture
def coordinator() -> Iterator[FakeCoordinator]:
    """Return a coordinator that listens."""
    with FakeCoordinator(Federation()) as server:
        yield server


@pytest.fixture
def home(tmp_path: Path, coordinator: FakeCoordinator) -> Path:
    """Return the home of an enrolled hospital with an impatient agent and no Flower."""
    folder = tmp_path / "hospital-a"
    folder.mkdir()
    coordinator.add(
        coordinator.federation.member(folder / "identity", SpiffeId("demo", Role.SITE, "hospital-a"))
    )
    document = {
        "coordinator": coordinator.address,
        "collection": {"name": "chest", "title": "Chest"},
        "filter": {"preset": "tiny", "k": 3},
        "inbox": {"poll_s": 0.1, "quiet_s": 0.1},
        "federation": {"enabled": False},
    }
    (folder / "site.yaml").write_text(yaml.safe_dump(document))
    return folder


class Running:
    """An agent in a thread."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self._agents: list[Agent] = []
        self._thread = threading.Thread(target=serve, args=(home, self._agents.append))

    def __enter__(self) -> Self:
        self._thread.start()
        self.until(lambda said: said["connected"])
        return self

    def __exit__(self, *_: object) -> None:
        self._agents[0].stop()
        self._thread.join(30)
        assert not self._thread.is_alive()

    def until(self, holds: Callable[[dict[str, Any]], object], seconds: float = 30) -> dict[str, Any]:
        """Return the status once something holds."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            with open_site(self.home) as site:
                said = status(site)
            if holds(said):
                return said
            time.sleep(0.1)
        pytest.fail("it never came")


def test_the_agent_connects_works_and_stops_when_asked(home: Path) -> None:
    """Status is readable all the while; run.json is there exactly while the agent runs."""
    with Running(home) as agent:
        assert json.loads((home / "run.json").read_bytes())["ready"] is True
        (home / "inbox" / "note.dcm").write_bytes(b"not DICOM")
        said = agent.until(lambda said: said["set_aside"])
        assert said["set_aside"] == {"unreadable": 1}
        agent.until(lambda said: said["stage"] == "waits_for_patients")
    assert not (home / "run.json").exists()
    with open_site(home) as site:
        assert (status(site)["running"], status(site)["connected"]) == (False, False)


def test_two_agents_cannot_share_a_home(home: Path) -> None:
    """The second is refused and the first goes on."""
    with Running(home) as agent:
        with pytest.raises(AgentRunningError):
            serve(home, lambda _: None)
        agent.until(lambda said: said["running"])


def test_a_run_file_that_a_killed_agent_left_is_not_taken_for_an_agent(home: Path) -> None:
    """Only the lock of a living process counts, whoever has the process id by now."""
    (home / "run.json").write_text(json.dumps({"pid": 1, "address": "", "ready": True}))
    assert not running(home)
    with only_agent(home):
        assert running(home)


def test_the_log_holds_no_text_of_an_exception(home: Path) -> None:
    """An exception may quote a header value, so that its class alone is written."""
    handler = open_log(home)
    try:
        raise ValueError("Doe^Jane")  # noqa: TRY301 - what a library might raise
    except ValueError:
        logging.getLogger("site_agent.test").exception("failed", extra={"fields": {"code": "X"}})
    finally:
        close_log(handler)
    line = (home / "logs" / "agent.jsonl").read_text()
    assert "Doe" not in line
    assert json.loads(line)["exception"] == "ValueError"
