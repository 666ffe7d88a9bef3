"""The demo, played: real programs by name, the whole flow, every promise checked.

Rules:
* Only the console scripts and their documented commands are used; no code of the coordinator is imported.
* Whatever happens, every process is stopped, and the outcome says which promises were kept.
* The search for identifiers runs when all have stopped, so that nothing is still in a buffer.

Not here: making exams (cohort), command lines (commands), processes (processes), what is promised (promises).
"""

from __future__ import annotations

import json
import signal
import socket
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import yaml

from radshare.experiment import ExperimentResults
from site_agent.demo import commands, promises
from site_agent.demo.homes import deliver, fresh_folder, hand_over, patients_of, site_settings
from site_agent.demo.processes import Programs
from site_agent.demo.scanner import Scanner
from site_agent.demo.watch import Impasse, SiteState, StageClock, read_status, said

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from types import FrameType

    from site_agent.demo.cohort import Cohort
    from site_agent.demo.display import Display
    from site_agent.demo.plan import Plan
    from site_agent.demo.promises import Promise

_START_S = 90.0
_PUBLISH_S = 1500.0
_EXCHANGE_S = 180.0
_LOOK_EVERY_S = 2.0
_SHARE = "share"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the demo went.

    Attributes:
        promises: What was promised, and whether it was kept.
        results: The experiment's results.
        seconds: Stage -> seconds; the pipeline's stages are those of the slowest hospital.
        states: Hospital -> its agent's last status.
        cohorts: What was delivered.
    """

    promises: tuple[Promise, ...]
    results: ExperimentResults
    seconds: dict[str, float]
    states: dict[str, SiteState] = field(repr=False)
    cohorts: tuple[Cohort, ...] = field(repr=False)

    @property
    def total_seconds(self) -> float:
        """Return the seconds of all stages together; the parts of sharing are not counted twice."""
        return round(sum(spent for stage, spent in self.seconds.items() if not stage.startswith(" ")), 1)

    @property
    def good(self) -> bool:
        """Return whether every promise was kept."""
        return all(promise.kept for promise in self.promises)


class Conductor:
    """Plays one plan.

    Args:
        plan: What to do.
        display: What shows it.
        programs: Opens the demo's processes for a folder of logs; tests pass their own.
    """

    def __init__(self, plan: Plan, display: Display, programs: Callable[..., Programs] = Programs) -> None:
        self._plan = plan
        self._display = display
        self._make_programs = programs
        self._clock = StageClock()
        self._stuck = Impasse(plan.patience)
        self._states: dict[str, SiteState] = {}
        self._promises: list[Promise] = []

    def play(self) -> Outcome:
        """Play the whole demo.

        Returns:
            What came of it; promises that were not kept are in it, not raised.

        Raises:
            DemoError: A step failed, so that the rest could not be played.
        """
        plan, display = self._plan, self._display
        with _interruptible(), display.showing():
            fresh_folder(plan)
            with display.stage("write exams"):
                cohorts = self._deliver()
            scanner = Scanner(canary for cohort in cohorts for canary in cohort.canaries)
            programs = self._make_programs(plan.out / "logs")
            with programs:
                with display.stage("found the federation"):
                    self._found(programs)
                with display.stage(_SHARE):
                    self._share(programs)
                with display.stage("exchange packages"):
                    self._exchange(programs)
                with display.stage("experiment"):
                    results = self._experiment(programs)
                with display.stage("verify"):
                    self._verify(programs, results)
                with display.stage("stop"):
                    programs.stop()
            with display.stage("search for identifiers"):
                self._search(scanner)
            self._keep(promises.nothing_left_running(programs.strays))
        return Outcome(tuple(self._promises), results, self._seconds(), self._states, tuple(cohorts))

    # ------------------------------------------------------------------------------ the flow

    def _deliver(self) -> list[Cohort]:
        cohorts = deliver(self._plan)
        for each in cohorts:
            self._display.say(
                f"  {each.hospital}: {each.exams} exams of {each.patients} patients,"
                f" {each.burned_in} with burned-in text; {len(each.canaries)} identifiers planted"
            )
        return cohorts

    def _found(self, programs: Programs) -> None:
        """Make the coordinator, invite and enrol the hospitals, start their agents."""
        plan = self._plan
        patience_s = _START_S * plan.patience
        programs.run("coordinator-init", commands.coordinator_init(plan.coordinator, free_port()))
        programs.start("coordinator", commands.coordinator_serve(plan.coordinator))
        address = ready(programs, plan.coordinator / "run.json", "coordinator", timeout_s=patience_s)
        for site in plan.sites:
            invite = plan.out / f"{site.name}.invite.json"
            programs.run(f"{site.name}-invite", commands.invite(plan.coordinator, site.name, invite))
            programs.run(f"{site.name}-enroll", commands.enroll(site.home, invite))
            settings = site_settings(plan, site, address)
            (site.home / "site.yaml").write_text(yaml.safe_dump(settings, sort_keys=False), encoding="utf-8")
            programs.start(site.name, commands.site_serve(site.home))
        for site in plan.sites:
            ready(programs, site.home / "run.json", site.name, timeout_s=patience_s)

    def _share(self, programs: Programs) -> None:
        """Deliver the exams, all at once, and wait until every hospital has published."""
        for site in self._plan.sites:
            hand_over(site)
        self._until(
            programs,
            lambda states: all(state.published for state in states.values()),
            name="publishing",
            timeout_s=_PUBLISH_S,
        )

    def _exchange(self, programs: Programs) -> None:
        """Let every hospital request the others' packages; wait until they are granted and opened."""
        plan = self._plan
        owners = {pid: name for name, state in self._states.items() for pid in state.published}
        for site in plan.sites:
            for package_id in sorted(pid for pid, owner in owners.items() if owner != site.name):
                programs.run(f"{site.name}-request", commands.request(site.home, package_id))
        wanted = {
            site.name: {pid for pid, owner in owners.items() if owner != site.name} for site in plan.sites
        }
        self._until(
            programs,
            lambda states: all(wanted[name] <= set(state.received) for name, state in states.items()),
            name="the exchange of packages",
            timeout_s=_EXCHANGE_S,
        )

    def _experiment(self, programs: Programs) -> ExperimentResults:
        plan = self._plan
        spec = plan.out / "experiment.yaml"
        spec.write_text(yaml.safe_dump(plan.spec.model_dump(mode="json"), sort_keys=False), encoding="utf-8")
        limit = (plan.spec.gather_s + plan.spec.deadline_s + 60) * plan.patience
        answer = programs.run("experiment", commands.launch(plan.coordinator, spec), timeout_s=limit)
        experiment_id = json.loads(answer)["experiment_id"]
        programs.run("report", commands.report(plan.coordinator, experiment_id, plan.report))
        return ExperimentResults.model_validate_json((plan.report / "results.json").read_bytes())

    # ------------------------------------------------------------------------------ the promises

    def _verify(self, programs: Programs, results: ExperimentResults) -> None:
        plan = self._plan
        catalog = json.loads(programs.run("search", commands.search(plan.sites[0].home)))
        publishers = [entry["publisher"] for entry in catalog["packages"]]
        self._keep(promises.one_package_each(publishers, [site.spiffe for site in plan.sites]))
        verdicts = {}
        for site in plan.sites:
            for package_id in self._states[site.name].received:
                package = site.home / "received" / package_id
                code, _ = programs.outcome(
                    f"{site.name}-verify", commands.verify(package, site.home / "identity" / "ca.crt")
                )
                verdicts[f"{site.name}/{package_id}"] = code
        self._keep(promises.signatures_verified(verdicts))
        self._keep(promises.rows_are_complete(results))

    def _search(self, scanner: Scanner) -> None:
        plan = self._plan
        self._keep(promises.held_out_stayed({site.name: patients_of(site.home) for site in plan.sites}))
        self._keep(promises.search_is_proved(scanner, [site.inbox for site in plan.sites]))
        places = {
            "what left the hospitals (every message, before encryption)": [
                s.home / "egress" for s in plan.sites
            ],
            "the coordinator's home (database, vault, logs, Flower)": [plan.coordinator],
            "the opened packages": [site.home / "received" for site in plan.sites],
            "results and report": [plan.report],
            "the hospitals' logs": [*(site.home / "logs" for site in plan.sites), plan.out / "logs"],
        }
        for what, where in places.items():
            self._keep(promises.nothing_planted_in(scanner, what, where))

    def _seconds(self) -> dict[str, float]:
        """Return the seconds of every stage, those of the pipeline below the stage they are part of."""
        seconds: dict[str, float] = {}
        for stage, spent in self._display.seconds.items():
            seconds[stage] = spent
            if stage == _SHARE:
                seconds |= {f"  {part}": each for part, each in self._clock.slowest().items()}
        return seconds

    def _keep(self, promise: Promise) -> None:
        self._promises.append(promise)
        self._display.promise(promise)

    # ------------------------------------------------------------------------------ waiting

    def _until(
        self,
        programs: Programs,
        reached: Callable[[dict[str, SiteState]], bool],
        *,
        name: str,
        timeout_s: float,
    ) -> None:
        def look() -> bool | None:
            for site in self._plan.sites:
                state = read_status(programs.run(f"{site.name}-status", commands.status(site.home)))
                self._states[site.name] = state
                self._clock.saw(site, state.stage)
                self._display.doing(site.name, said(state), state.done)
                self._stuck.saw(site, state)
            return True if reached(self._states) else None

        limit = timeout_s * self._plan.patience
        programs.wait_for(look, name=name, timeout_s=limit, every_s=_LOOK_EVERY_S)


def ready(programs: Programs, run_file: Path, name: str, *, timeout_s: float) -> str:
    """Wait until a daemon has written its run.json, and return the address in it.

    Raises:
        ProgramError: It ended before.
        PatienceError: It took too long.
    """

    def look() -> str | None:
        try:
            return str(json.loads(run_file.read_text())["address"])
        except (OSError, ValueError, KeyError):
            return None

    return programs.wait_for(look, name=f"the start of {name}", timeout_s=timeout_s, every_s=0.1)


@contextmanager
def _interruptible() -> Iterator[None]:
    """Turn SIGTERM into an exit that runs every ``finally``, while the block runs."""

    def leave(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 - the signature of a handler
        raise SystemExit(128 + number)

    before = signal.signal(signal.SIGTERM, leave)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def free_port() -> int:
    """Return a loopback port that is free now: an agent must find its coordinator again after a restart."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
