"""The daemon: one connection, three loops, and Flower beside them.

====================  =======================================================================
pipeline              inbox -> packages; goes on while the coordinator is away
exchange              requests, grants, fetches, experiments; woken by notices
line                  holds the one outbound stream, dials again when it breaks
====================  =======================================================================

Rules: no failure ends the daemon: it becomes a code in log and status, and the loop tries again after a
pause that doubles up to a minute. A stop is asked for, not forced: the loops end at their next committed
step, and what a forced end cuts off is taken up by the next start.

Not here: what is done (site_agent.pipeline, site_agent.receive) and Flower's processes
(site_agent.federation).
"""

from __future__ import annotations

import logging
import threading
from contextlib import ExitStack
from importlib.metadata import version
from typing import TYPE_CHECKING

from radshare.client import CoordinatorClient
from radshare.errors import ConnectionRefusal, RadshareError
from site_agent.federation.supervisor import Flower
from site_agent.pipeline.flow import Pipeline
from site_agent.pipeline.inbox import Inbox
from site_agent.receive.experiments import follow_experiments
from site_agent.receive.fetch import pursue_requests
from site_agent.receive.grants import settle_requests
from site_agent.service.home import announced, only_agent, open_site
from site_agent.service.journal import close_log, open_log
from site_agent.service.workshop import make_tools

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from site_agent.store.site import Site

_log = logging.getLogger(__name__)

_LONGEST_PAUSE_S = 60.0
_LONGEST_LINE_PAUSE_S = 5.0
_STOP_S = 20.0


class StoppingError(BaseException):
    """The agent was asked to stop; raised between committed steps, never caught as a failure."""


class Agent:
    """One running site agent.

    Args:
        site: The site.
        client: Its connection.
    """

    def __init__(self, site: Site, client: CoordinatorClient) -> None:
        self._site = site
        self._client = client
        self._stop = threading.Event()
        self._news = threading.Event()
        inbox = Inbox(site.home / "inbox", site.settings.inbox.quiet_s)
        tools = make_tools(site, client)
        self._pipeline = Pipeline(site.store, site.settings, tools, inbox, self._observe)
        self._trouble: dict[str, str] = {}
        self._flower = Flower(site.home, site.member, client, site.settings.federation)

    def run(self) -> None:
        """Work until `stop` is called."""
        self._connected(up=False)
        threads = [
            threading.Thread(target=self._loop, args=("pipeline", self._pipeline.advance), daemon=True),
            threading.Thread(target=self._loop, args=("exchange", self._exchange), daemon=True),
            threading.Thread(target=self._line, daemon=True),
        ]
        try:
            with announced(self._site.home, self._site.settings.coordinator):
                for thread in threads:
                    thread.start()
                self._attempt("federation", self._flower.start)
                _log.info("ready")
                self._stop.wait()
        finally:
            self._stop.set()
            self._news.set()
            self._flower.stop()
            self._client.close()
            for thread in threads:
                thread.join(_STOP_S / len(threads))
            self._connected(up=False)
            _log.info("stopped")

    def stop(self) -> None:
        """Ask the agent to stop; returns at once. Safe to call from a signal handler."""
        self._stop.set()

    # ------------------------------------------------------------------------------------------- the loops

    def _loop(self, name: str, step: Callable[[], object]) -> None:
        """Take a step again and again: soon after a success, later and later after failures."""
        failures = 0
        while not self._stop.is_set():
            failures = 0 if self._attempt(name, step) else failures + 1
            pause = min(self._site.settings.inbox.poll_s * 2**failures, _LONGEST_PAUSE_S)
            if name == "exchange":
                self._news.wait(pause)
                self._news.clear()
            else:
                self._stop.wait(pause)

    def _attempt(self, name: str, step: Callable[[], object]) -> bool:
        """Take one step; a failure becomes a code in log and status."""
        code = ""
        try:
            step()
        except StoppingError:
            return True
        except RadshareError as error:
            code = error.code
        except Exception as error:  # noqa: BLE001 - a daemon outlives what nobody foresaw; the class alone is logged
            code = f"INTERNAL_{type(error).__name__}"
        if code != self._trouble.get(name, ""):
            self._trouble[name] = code
            self._site.store.facts.set("trouble", dict(self._trouble))
            _log.log(
                logging.WARNING if code else logging.INFO,
                "trouble",
                extra={"fields": {"in": name, "code": code}},
            )
        return not code

    def _exchange(self) -> None:
        """Do everything that needs the coordinator, in an order in which each part helps the next."""
        first: RadshareError | None = None
        for part in (settle_requests, pursue_requests, follow_experiments):
            if self._stop.is_set():
                raise StoppingError
            try:
                part(self._site, self._client)
            except ConnectionRefusal:
                self._connected(up=False)
                raise
            except RadshareError as refusal:
                first = first or refusal
        self._connected(up=True)
        if first is not None:
            raise first

    def _line(self) -> None:
        """Hold the line for notices; each is only a hint to look."""
        failures = 0
        while not self._stop.is_set():
            try:
                for _ in self._client.listen(version("radshare")):
                    failures = 0
                    self._connected(up=True)
                    self._news.set()
            except RadshareError as error:
                self._connected(up=False)
                _log.info("line_lost", extra={"fields": {"code": error.code}})
            failures += 1
            self._stop.wait(min(0.5 * 2**failures, _LONGEST_LINE_PAUSE_S))

    # ------------------------------------------------------------------------------------------- what is told

    def _observe(self, event: str, subject: str) -> None:
        if self._stop.is_set():
            raise StoppingError
        if event != "progress":
            _log.info(event, extra={"fields": {"subject": subject}})

    def _connected(self, *, up: bool) -> None:
        if self._site.store.facts.get("connected") is not up:
            self._site.store.facts.set("connected", up)


def serve(home: Path, on_ready: Callable[[Agent], None]) -> None:
    """Run the agent of a home folder until it is stopped.

    Args:
        home: The site's home folder.
        on_ready: Given the agent before it starts, to wire signals to `Agent.stop`.

    Raises:
        AgentRunningError: Another agent works in the same home.
        NotEnrolled: The home holds no membership.
        SettingsError: ``site.yaml`` is missing or wrong.
        CertificateExpired: The site's certificate is not valid now.
    """
    with ExitStack() as stack:
        site = stack.enter_context(open_site(home))
        stack.enter_context(only_agent(site.home))
        log = open_log(site.home)
        stack.callback(close_log, log)
        transcript = site.home / "egress" if site.settings.egress_transcript else None
        client = CoordinatorClient(site.settings.coordinator, site.member, transcript=transcript)
        stack.callback(client.close)
        agent = Agent(site, client)
        on_ready(agent)
        agent.run()
