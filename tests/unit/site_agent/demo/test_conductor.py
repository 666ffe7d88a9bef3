"""The conductor: the order of the play; a broken promise is said aloud. Programs are played by puppets."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Self

import pytest

from radshare.experiment import ExperimentResults, RowStatus, SiteRow
from site_agent.demo import conductor, summary
from site_agent.demo.conductor import Conductor, Outcome
from site_agent.demo.display import Display
from site_agent.demo.errors import PatienceError, ProgramError
from site_agent.demo.plan import Plan, make_plan


class Puppets:
    """Every program of the demo, as the contract describes it; ``flaw`` names what one of them does wrong."""

    def __init__(self, logs: Path, plan: Plan, flaw: str = "") -> None:
        logs.mkdir(parents=True)
        (logs / "agents.log").write_text("started")
        self.plan, self.flaw = plan, flaw
        self.lines: list[str] = []
        self.published: dict[str, list[str]] = {}
        self.received: dict[str, list[str]] = {}
        self.strays: tuple[int, ...] | None = None

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, *error: object) -> None:
        """Stop."""
        self.stop()

    def stop(self) -> None:
        """Stop; nothing is left unless that is the flaw."""
        self.strays = (4711,) if self.flaw == "stray" else ()

    def start(self, name: str, argv: tuple[str, ...]) -> int:
        """Write the run.json of a daemon."""
        self.lines.append(" ".join(argv[:2]))
        home = Path(argv[argv.index("--home") + 1])
        home.mkdir(exist_ok=True)
        (home / "run.json").write_text(json.dumps({"pid": 1, "address": "127.0.0.1:1", "ready": True}))
        return 1

    def wait_for(self, what: Any, *, name: str, timeout_s: float, every_s: float = 0.5) -> Any:
        """Ask twenty times."""
        for _ in range(20):
            if (answer := what()) is not None:
                return answer
        raise PatienceError(name)

    def run(self, name: str, argv: tuple[str, ...], *, timeout_s: float = 1) -> str:
        """Run to the end, which must be a good one."""
        code, output = self.outcome(name, argv)
        if code:
            raise ProgramError(name)
        return output

    def outcome(self, name: str, argv: tuple[str, ...], *, timeout_s: float = 1) -> tuple[int, str]:
        """Play one command."""
        self.lines.append(" ".join(argv[:2]))
        play = getattr(self, f"_{argv[0]}_{argv[1]}".replace("-", "_"))
        return (1, "") if self.flaw == argv[1] else (0, play(argv) or "")

    def _coordinator_init(self, argv: tuple[str, ...]) -> None:
        self.plan.coordinator.mkdir()

    def _coordinator_invite(self, argv: tuple[str, ...]) -> None:
        Path(argv[-1]).write_text("{}")

    def _site_agent_enroll(self, argv: tuple[str, ...]) -> None:
        home = Path(argv[argv.index("--home") + 1])
        for part in ("egress", "logs"):
            (home / part).mkdir()
            (home / part / "file").write_text("something")

    def _site_agent_status(self, argv: tuple[str, ...]) -> str:
        home = Path(argv[argv.index("--home") + 1])
        if (home / "inbox" / "delivery").exists() and home.name not in self.published:
            self.published[home.name] = [f"{len(self.published):032x}"]
            if self.flaw == "leak":
                self._leak(home)
        return json.dumps(
            {
                "stage": "idle" if home.name in self.published else "ingest",
                "releases": [
                    {"package_id": each, "state": "published"} for each in self.published.get(home.name, ())
                ],
                "received": [{"package_id": each} for each in self.received.get(home.name, ())],
            }
        )

    def _leak(self, home: Path) -> None:
        """Let one report's accession number get into the coordinator's log."""
        report = sorted(home.glob("inbox/delivery/*.txt"))
        if report:
            (self.plan.coordinator / "coordinator.log").write_text(f"stored {report[0].stem}")

    def _site_agent_request(self, argv: tuple[str, ...]) -> None:
        home = Path(argv[argv.index("--home") + 1])
        self.received.setdefault(home.name, []).append(argv[2])
        package = home / "received" / argv[2]
        package.mkdir(parents=True)
        (package / "manifest.json").write_text("{}")

    def _site_agent_search(self, argv: tuple[str, ...]) -> str:
        publishers = [site.spiffe for site in self.plan.sites]
        twice = publishers[:1] if self.flaw == "duplicate" else []
        return json.dumps({"packages": [{"publisher": each} for each in publishers + twice]})

    def _radshare_verify(self, argv: tuple[str, ...]) -> None:
        """Accept."""

    def _coordinator_experiment(self, argv: tuple[str, ...]) -> str:
        if argv[2] == "launch":
            return json.dumps({"experiment_id": "0" * 32})
        rows = tuple(
            SiteRow(arm=arm, trained_at=site, judged_at=site, status=RowStatus.OK, n=9, auc=0.6)
            for site in self.plan.spec.sites
            for arm in self.plan.spec.training.arms
        )
        results = ExperimentResults(
            experiment_id="0" * 32, spec=self.plan.spec, rows=rows, locks={}, started_at="", finished_at=""
        )
        self.plan.report.mkdir()
        (self.plan.report / "results.json").write_text(results.model_dump_json())
        (self.plan.report / "report.html").write_text("<html></html>")
        return ""


def play(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, flaw: str = "") -> tuple[Outcome, list[str]]:
    """Play a small demo with puppets; return the outcome and the command lines."""
    plan = make_plan(tmp_path / "demo", preset="tiny", patients=8)
    monkeypatch.setattr(conductor, "patients_of", lambda _: (3, 9, 0))
    casts: list[Puppets] = []

    def programs(logs: Path) -> Puppets:
        casts.append(Puppets(logs, plan, flaw))
        return casts[-1]

    outcome = Conductor(plan, Display(to_stderr=True), programs).play()  # type: ignore[arg-type]
    return outcome, casts[0].lines


def test_the_whole_play(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The flow uses the contract's commands in their order, keeps its promises and times every stage."""
    outcome, lines = play(tmp_path, monkeypatch)
    assert [promise.text for promise in outcome.promises if not promise.kept] == []
    order = [line for line in dict.fromkeys(lines) if line != "site-agent status"]
    assert order == [
        "coordinator init",
        "coordinator serve",
        "coordinator invite",
        "site-agent enroll",
        "site-agent serve",
        "site-agent request",
        "coordinator experiment",
        "site-agent search",
        "radshare verify",
    ]
    document = summary.document(outcome, tmp_path)
    assert document["good"]
    assert {"write exams", "share", "experiment", "total"} <= set(document["seconds"])
    assert len(document["rows"]) == 6


@pytest.mark.parametrize(
    ("flaw", "said"),
    [
        ("leak", "no planted identifier in the coordinator's home"),
        ("duplicate", "exactly one package"),
        ("verify", "received package is verified"),
        ("stray", "no process was left behind"),
    ],
)
def test_a_broken_promise_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, flaw: str, said: str
) -> None:
    """Whatever goes wrong quietly is found, and the outcome is not good."""
    outcome, _ = play(tmp_path, monkeypatch, flaw)
    assert not outcome.good
    assert any(said in promise.text for promise in outcome.promises if not promise.kept)


def test_a_failing_step_ends_the_play(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When a command fails, the demo stops with its name instead of going on."""
    with pytest.raises(ProgramError):
        play(tmp_path, monkeypatch, "enroll")
