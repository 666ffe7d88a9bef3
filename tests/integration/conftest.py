"""Real coordinators and site agents on loopback, for tests: started by name, stopped whatever happens."""

from __future__ import annotations

import json
import sqlite3
import time
from contextlib import closing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from site_agent.demo import commands
from site_agent.demo.cohort import make_cohort
from site_agent.demo.conductor import free_port, ready
from site_agent.demo.homes import fresh_folder, site_settings
from site_agent.demo.plan import Plan, Site, make_plan
from site_agent.demo.processes import Programs

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


STARTS_S = 240.0
"""What a program may take to start, seconds. The limits tell a hang: a busy machine takes a third of them."""
STAGE_S = 600.0
"""What a stage of the flow may take, seconds: training three networks takes 60 on an idle machine."""


@dataclass
class Town:
    """A coordinator and hospitals, played step by step."""

    plan: Plan
    programs: Programs
    address: str = ""

    def site(self, number: int = 0) -> Site:
        """Return one hospital."""
        return self.plan.sites[number]

    def found(self, *, flower: bool = False) -> None:
        """Start the coordinator, with or without joint experiments."""
        home = self.plan.coordinator
        self.programs.run("coordinator-init", commands.coordinator_init(home, free_port()))
        settings = yaml.safe_load((home / "coordinator.yaml").read_text(encoding="utf-8"))
        settings["flower"] = {"enabled": flower}
        (home / "coordinator.yaml").write_text(yaml.safe_dump(settings), encoding="utf-8")
        self.programs.start("coordinator", commands.coordinator_serve(home))
        self.address = ready(self.programs, home / "run.json", "coordinator", timeout_s=STARTS_S)

    def invite(self, site: Site) -> Path:
        """Make an invite for a hospital."""
        out = self.plan.out / f"{site.name}-{time.monotonic_ns()}.invite.json"
        self.programs.run("invite", commands.invite(self.plan.coordinator, site.name, out))
        return out

    def join(self, site: Site, **settings: Any) -> None:
        """Enrol a hospital and write its settings; ``settings`` replace whole sections of site.yaml."""
        self.programs.run("enroll", commands.enroll(site.home, self.invite(site)))
        self.configure(site, self.address, **settings)

    def configure(self, site: Site, address: str, **settings: Any) -> None:
        """Write site.yaml."""
        document = site_settings(self.plan, site, address) | settings
        (site.home / "site.yaml").write_text(yaml.safe_dump(document), encoding="utf-8")

    def deliver(self, site: Site, *, patients: int) -> None:
        """Put phantom exams into a hospital's inbox."""
        folder = site.home / "delivery"
        make_cohort(folder, site.hospital, patients=patients, size_px=self.plan.scale.image_px)
        folder.rename(site.inbox / "delivery")

    def serve(self, site: Site) -> None:
        """Start a hospital's agent and wait until it is ready."""
        self.programs.start(site.name, commands.site_serve(site.home))
        ready(self.programs, site.home / "run.json", site.name, timeout_s=STARTS_S)

    def ask(self, argv: commands.Argv) -> tuple[int, Any]:
        """Run a command with --json and return its exit code and document."""
        code, output = self.programs.outcome("ask", argv)
        return code, json.loads(output) if output.strip() else None

    def errors(self) -> str:
        """Return what the asked commands printed on standard error and output."""
        return (self.plan.out / "logs" / "ask.log").read_text(encoding="utf-8")

    def wait(self, what: Any, *, name: str, timeout_s: float = STAGE_S, every_s: float = 0.05) -> Any:
        """Ask ``what`` until it returns something that is not ``None``."""
        return self.programs.wait_for(what, name=name, timeout_s=timeout_s, every_s=every_s)

    def fact(self, site: Site, sql: str) -> Any:
        """Return the first value of a query on a hospital's rows, or ``None`` while there are none."""
        path = site.home / "private" / "store.sqlite"
        try:
            with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=5)) as base:
                row = base.execute(sql).fetchone()
        except sqlite3.OperationalError:
            return None
        return row[0] if row else None


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    """Give an empty town of two hospitals, and stop all of it at the end."""
    plan = make_plan(tmp_path / "town", preset="tiny")
    fresh_folder(plan)
    with Programs(plan.out / "logs") as programs:
        yield Town(plan, programs)
    assert programs.strays == ()


@pytest.fixture
def second_town(tmp_path: Path) -> Iterator[Town]:
    """Give another town, whose coordinator is a stranger to the first."""
    plan = make_plan(tmp_path / "elsewhere", preset="tiny")
    fresh_folder(plan)
    with Programs(plan.out / "logs") as programs:
        yield Town(replace(plan), programs)
